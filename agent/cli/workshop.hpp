/// Workshop: the box, the tools and the judge that a verb works with, opened once.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "base/log.hpp"
#include "base/result.hpp"
#include "evaluators/any_judge.hpp"
#include "evaluators/official/official_evaluator.hpp"
#include "evaluators/rtl/cocotb_judge.hpp"
#include "evaluators/rtl/rtl_inspector.hpp"
#include "evaluators/rtl/rtl_judge.hpp"
#include "evaluators/rtl/rtl_lab.hpp"
#include "evaluators/verdict_cache.hpp"
#include "sandbox/bubblewrap.hpp"
#include "sandbox/sandbox.hpp"

namespace gs::cli {

/// Whether candidates run only where the sandbox holds, or without one.
enum class Containment { required, none };

/// The option of all verbs that run candidates, and what is said of it.
inline constexpr const char* kUnsafeOption = "--unsafe-no-sandbox";
inline constexpr const char* kUnsafeHelp = "run candidates without a sandbox, and say so on every result";

/// The option of the verbs that use what was judged before, and what is said of it.
inline constexpr const char* kNoVerdictCacheOption = "--no-verdict-cache";
inline constexpr const char* kNoVerdictCacheHelp = "judge also what was judged before, and do not keep the verdicts";

/// Bubblewrap as this command line has it: $GATESMITH_BWRAP, else where it is installed.
sandbox::BubblewrapOptions box_options();

/// The option of all verbs that judge RTL.
inline constexpr const char* kSimulatorOption = "--sim";
inline constexpr const char* kSimulatorHelp =
    "which simulators decide: verilator (two states, random beginnings), icarus (four states), both, or auto (the one "
    "that costs less); without it what the task says, else verilator";

/// The option of the verbs that judge imported tasks by their suite's own rules too.
inline constexpr const char* kRulesOption = "--rules";
inline constexpr const char* kRulesHelp =
    "say beside our verdict what the suite's own harness makes of the candidate: verilog-eval-v1, verilog-eval-v2 or "
    "rtllm; decided by the simulator with four states where --sim does not say otherwise";

struct WorkshopOptions {
  Containment containment = Containment::required;
  std::string simulator;                      ///< as given with --sim; empty when it was not
  bool explain_checks = false;                ///< see RtlJudgeOptions
  std::string rules;                          ///< as given with --rules; empty when it was not
  const std::atomic<bool>* cancel = nullptr;  ///< see BubblewrapOptions
};

class Workshop {
 public:
  /// unavailable, saying what to do, when the sandbox does not hold here or Verilator is missing. Containment::none is
  /// warned of in the log. The first time on a machine it builds the simulation runtimes (some seconds).
  static Result<std::unique_ptr<Workshop>> open(const WorkshopOptions& options, Log& log);

  rtl::RtlJudge& judge() { return *judge_; }
  /// The judge of tasks of every kind; with the official rules where they were asked for.
  evaluators::Evaluator& any_judge();
  /// That judge behind the cache of verdicts in cache_folder(), for who may take an earlier verdict.
  evaluators::Evaluator& caching_judge(Log& log);
  rtl::RtlLab& lab() { return *lab_; }
  evaluators::Inspector& inspector() { return *inspector_; }
  sandbox::Sandbox& box() { return *box_; }

 private:
  Workshop() = default;
  std::unique_ptr<sandbox::Sandbox> box_;
  rtl::VerilatorRuntime runtime_;
  std::unique_ptr<rtl::RtlJudge> judge_;
  std::unique_ptr<rtl::CocotbJudge> cocotb_judge_;
  std::unique_ptr<evaluators::AnyJudge> our_judge_;
  std::unique_ptr<official::OfficialEvaluator> official_;
  std::unique_ptr<rtl::RtlLab> lab_;
  std::unique_ptr<rtl::RtlInspector> inspector_;
  std::unique_ptr<evaluators::CachingEvaluator> caching_judge_;
};

}  // namespace gs::cli
