/// Examiner: a candidate that passed the gate, examined with one simulator.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/turns.hpp"
#include "evaluators/evaluator.hpp"
#include "evaluators/rtl/bench_book.hpp"
#include "evaluators/rtl/mismatch_explainer.hpp"
#include "evaluators/rtl/simulation.hpp"
#include "evaluators/rtl/trace_compare.hpp"
#include "tasks/task.hpp"
#include "tasks/verdict.hpp"

namespace gs::rtl {

/// Of RtlJudge: changes whenever a change of the code can change a verdict.
inline constexpr std::string_view kRtlJudgeVersion = "7";

/// What is examined: the workspace with the candidate over it.
struct ExaminedDesign {
  const tasks::Task& task;
  const tasks::EvaluatorSettings& settings;
  evaluators::Phase phase;
  tasks::FileSet workspace;
  std::vector<std::string> sources;  ///< compile order; keys of workspace
  tasks::TaskLimits limits;
  int optimisation = 0;  ///< of compiled simulations
};

/// What one simulator found.
struct Examination {
  tasks::Verdict verdict;
  /// The tool did not take the design: another one may.
  bool rejected_by_tool = false;
  /// The golden fails too: with this simulator the task says nothing.
  bool golden_fails = false;
  std::chrono::microseconds build_cpu{0}, run_cpu{0};
  bool simulated = false;
  SimulationSources sources;
};

/// Names a task's testbench of one phase, for a BenchBook.
std::string bench_name(const tasks::Task& task, evaluators::Phase phase);

/// Names what decides: the simulator with its tools' versions, and the judge.
std::string decider_name(const Simulator& simulator);

/// What a candidate came to whose compiling or running ended so.
tasks::VerdictStatus verdict_status(PhaseStatus status);

/// A tool's messages as feedback.
std::string feedback_of(const Simulator& simulator, const std::string& output, const tasks::FileSet& workspace);

/// Thread-safe. Keeps the golden's results of each task and phase for its lifetime.
class Examiner {
 public:
  /// Borrows both.
  Examiner(const Simulator& simulator, BenchBook& book)
      : simulator_(simulator), book_(book), decider_(decider_name(simulator)) {}

  /// An Error when the task is at fault (its golden does not build or run, nothing is compared) or the sandbox failed
  /// under the golden.
  Result<Examination> examine(const ExaminedDesign& design);

  /// Four-state simulators only: hierarchical names of the design's variables that hold an unknown bit when the first
  /// mismatch of `found` was seen; of instances below the testbench, at most 64.
  std::vector<std::string> unknown_variables(const ExaminedDesign& design, const Examination& found) const;

  /// The run in which the first mismatch of `verdict` was seen, or the first run; for a second look.
  Result<ExplainedRun> run_behind(const ExaminedDesign& design, const tasks::Verdict& verdict) const;

  const Simulator& simulator() const { return simulator_; }
  /// Its decider_name.
  const std::string& decider() const { return decider_; }

 private:
  struct Golden;
  Result<std::shared_ptr<const Golden>> golden_of(const ExaminedDesign& design);
  Result<std::shared_ptr<const Golden>> run_golden(const ExaminedDesign& design) const;
  Result<void> examine_trace(const ExaminedDesign& design, Examination& x);
  Result<void> examine_replay(const ExaminedDesign& design, Examination& x);
  Result<void> examine_testbench(const ExaminedDesign& design, Examination& x);
  /// A design that failed, as it was built: it may be the golden itself, whose standing then needs no further run.
  struct Failed {
    const SimulationSources& sources;
    const BuildOutcome& build;
    const tasks::Verdict& from_random;
    const tasks::Verdict& from_zero;  ///< two states only
  };
  /// How the golden does under this testbench; found out once, and only when a candidate fails.
  GoldenStanding standing_of(const ExaminedDesign& design, const Failed& mine);
  GoldenStanding find_standing(const ExaminedDesign& design, const Failed& mine, bool& certain) const;
  SimulationSources sources_of(const ExaminedDesign& design, std::string top_text) const;
  Result<ReplayTrace> replay_of(const ExaminedDesign& design) const;
  bool four_state() const { return simulator_.name() == "icarus"; }

  const Simulator& simulator_;
  BenchBook& book_;
  const std::string decider_;
  Turns turns_;  ///< of goldens that are examined, by bench_name
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const Golden>> goldens_;  ///< by bench_name
};

}  // namespace gs::rtl
