/// An evaluator that follows a script and remembers what it was asked.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "evaluators/evaluator.hpp"

namespace gs::test {

/// Thread-safe where its script is.
class FakeEvaluator final : public evaluators::Evaluator {
 public:
  using Script = std::function<Result<tasks::Verdict>(const tasks::Task&, const tasks::Candidate&, evaluators::Phase)>;

  struct Call {
    std::string task, candidate_hash;
    evaluators::Phase phase;
  };

  explicit FakeEvaluator(Script script = golden_passes, std::string description = "fake/1")
      : script_(std::move(script)), description_(std::move(description)) {}

  Result<tasks::Verdict> evaluate(const tasks::Task& task, const tasks::Candidate& candidate,
                                  evaluators::Phase phase) override {
    {
      const std::lock_guard guard(mutex_);
      calls_.push_back({task.name(), candidate.hash(), phase});
    }
    return script_(task, candidate, phase);
  }
  std::string description() const override { return description_; }

  std::vector<Call> calls() const {
    const std::lock_guard guard(mutex_);
    return calls_;
  }

  /// Passes the golden answer and fails everything else.
  static Result<tasks::Verdict> golden_passes(const tasks::Task& task, const tasks::Candidate& candidate,
                                              evaluators::Phase) {
    tasks::Verdict verdict;
    const bool right = candidate.files == task.solution;
    verdict.status = right ? tasks::VerdictStatus::passed : tasks::VerdictStatus::failed;
    verdict.summary = right ? "all equal" : "some values differ";
    verdict.evaluator = "fake/1";
    return verdict;
  }

 private:
  Script script_;
  std::string description_;
  mutable std::mutex mutex_;
  std::vector<Call> calls_;
};

}  // namespace gs::test
