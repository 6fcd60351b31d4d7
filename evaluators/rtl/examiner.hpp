/// Examiner: a candidate that passed the gate, examined with one simulator.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "evaluators/evaluator.hpp"
#include "evaluators/rtl/simulation.hpp"
#include "evaluators/rtl/trace_compare.hpp"
#include "tasks/task.hpp"
#include "tasks/verdict.hpp"

namespace gs::rtl {

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
  /// For unknown_variables; empty when it was not built.
  SimulationSources sources;
  std::string binary;
};

/// Thread-safe. Keeps the golden's results of each task and phase for its lifetime.
class Examiner {
 public:
  /// Borrows the simulator.
  explicit Examiner(const Simulator& simulator) : simulator_(simulator) {}

  /// An Error when the task is at fault (its golden does not build or run, nothing is compared) or the sandbox failed
  /// under the golden.
  Result<Examination> examine(const ExaminedDesign& design);

  /// Four-state simulators only: hierarchical names of the design's variables that hold an unknown bit when the first
  /// mismatch of `found` was seen; of instances below the testbench, at most 64.
  std::vector<std::string> unknown_variables(const ExaminedDesign& design, const Examination& found) const;

  const Simulator& simulator() const { return simulator_; }

 private:
  struct Golden;
  struct Standard;
  Result<std::shared_ptr<const Golden>> golden_of(const ExaminedDesign& design);
  Result<std::shared_ptr<const Golden>> run_golden(const ExaminedDesign& design) const;
  Result<void> examine_trace(const ExaminedDesign& design, Examination& x);
  Result<void> examine_replay(const ExaminedDesign& design, Examination& x);
  Result<void> examine_testbench(const ExaminedDesign& design, Examination& x);
  /// What the golden comes to under its own testbench; made once, and only when a candidate fails.
  Standard standard_of(const ExaminedDesign& design);
  Standard make_standard(const ExaminedDesign& design) const;
  SimulationSources sources_of(const ExaminedDesign& design, std::string top_text) const;
  bool four_state() const { return simulator_.name() == "icarus"; }

  const Simulator& simulator_;
  std::mutex mutex_;
  std::condition_variable ready_;
  /// By task hash and phase; null while one thread is making it.
  std::map<std::string, std::shared_ptr<const Golden>> goldens_;
  std::map<std::string, std::shared_ptr<const Standard>> standards_;
};

}  // namespace gs::rtl
