/// CachingEvaluator: what has been judged before is not judged again.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>

#include "base/log.hpp"
#include "base/sqlite.hpp"
#include "base/turns.hpp"
#include "evaluators/evaluator.hpp"

namespace gs::evaluators {

struct VerdictCacheOptions {
  std::filesystem::path file;            ///< created if need be; several processes may use it at once
  std::string enforced_by;               ///< Sandbox::description(); where it is none, nothing is looked up or kept
  std::int64_t most_verdicts = 200'000;  ///< the oldest above are deleted
  std::chrono::milliseconds lock_wait{2'000};  ///< for another process's write
};

/// Asks another Evaluator, unless a file holds its verdict on the same design: same description() and sandbox, task
/// hash, phase and editable files, Verilog compared without its layout (rtl/normaliser.hpp).
///
/// Only what says something definite about a candidate is kept: passed, failed, refused, compile_error. A verdict from
/// the file is marked `cached`; where the text it was found for had another layout, its feedback says so. A file that
/// cannot be used is warned of once and left alone; then everything is judged.
class CachingEvaluator final : public Evaluator {
 public:
  /// Borrows both.
  CachingEvaluator(Evaluator& inner, VerdictCacheOptions options, Log& log);

  /// Thread-safe. Who asks for a design that another thread is judging waits for that verdict.
  Result<tasks::Verdict> evaluate(const tasks::Task& task, const tasks::Candidate& candidate, Phase phase) override;
  std::string description() const override { return inner_.description(); }

  std::uint64_t hits() const { return hits_; }      ///< verdicts out of the file
  std::uint64_t judged() const { return judged_; }  ///< questions to the other Evaluator

 private:
  struct Question;
  Result<tasks::Verdict> judge(const tasks::Task& task, const tasks::Candidate& candidate, Phase phase);
  bool is_open();
  bool is_keepable(const tasks::Verdict& verdict) const;
  std::optional<tasks::Verdict> find(const Question& question);
  void keep(const Question& question, const tasks::Verdict& verdict);
  Result<void> open();
  Result<std::optional<tasks::Verdict>> read(const Question& question);
  Result<void> write(const Question& question, const std::string& verdict);
  void give_up(const Error& error);
  void warn_once(const std::string& message);

  Evaluator& inner_;
  const VerdictCacheOptions options_;
  Log& log_;
  std::atomic<std::uint64_t> hits_ = 0, judged_ = 0;
  std::mutex database_mutex_;
  std::optional<Database> database_;  // none: everything is judged
  bool warned_ = false;
  Turns turns_;
};

}  // namespace gs::evaluators
