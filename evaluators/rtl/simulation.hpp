/// Simulation: compiles a design with its testbench to a program and runs it, in boxes.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "evaluators/rtl/channel.hpp"
#include "evaluators/rtl/verilator_runtime.hpp"
#include "sandbox/sandbox.hpp"
#include "tasks/task.hpp"

namespace gs::rtl {

/// What is compiled. Paths in `order` are keys of `files`.
struct SimulationSources {
  std::string top_module = "gs_top";
  tasks::FileSet files;                   ///< "gs_top.sv", "tests/…", "ws/…"
  std::vector<std::string> order;         ///< compile order
  std::vector<std::string> include_dirs;  ///< "ws/rtl"
  bool assertions = false;                ///< violated assertions are reported like $error
  int unroll_statements = 500;            ///< Verilator's --unroll-stmts; see simulation.cpp
};

/// How far a phase came.
enum class PhaseStatus { ok, design_error, timeout, crashed, tool_crash, sandbox_error };

/// Sources as Verilator's preprocessor leaves them: one text, macros expanded.
struct Expansion {
  PhaseStatus status = PhaseStatus::sandbox_error;
  std::string message;      ///< one line when not ok
  std::string tool_output;  ///< Verilator's messages, raw
  std::string text;         ///< when ok
};

/// One execution: the stimulus seed goes to the testbench as +seed=N, the reset seed initialises what the design does
/// not.
struct SimulationRun {
  std::uint32_t seed = 1;
  std::uint32_t reset_seed = 1;
  std::vector<std::string> arguments;  ///< further plusargs
};

struct BuildOutcome {
  PhaseStatus status = PhaseStatus::sandbox_error;
  std::string message;      ///< one line when not ok
  std::string tool_output;  ///< Verilator's messages, raw
  std::string binary;       ///< the program, when ok
  std::chrono::microseconds cpu{0}, wall{0};
  std::size_t peak_memory_bytes = 0;  ///< of the whole box where its cgroup counts, else of its largest process
};

struct RunOutcome {
  PhaseStatus status = PhaseStatus::sandbox_error;
  std::string message;
  std::vector<SimulationLog> logs;  ///< one per run, in order; those after a failure may be missing
  std::string text_output;          ///< what the first run printed (untrusted)
  std::chrono::microseconds cpu{0}, wall{0};
  std::size_t peak_memory_bytes = 0;  ///< as above
};

/// Logs of many independent runs; a run that hung or crashed has end kind `cut`.
struct VariantRuns {
  PhaseStatus status = PhaseStatus::sandbox_error;
  std::string message;
  std::vector<SimulationLog> logs;  ///< shorter than the runs when the wall clock ended the box
  std::vector<std::chrono::microseconds> walls;
};

/// Borrows box and runtime. Thread-safe.
class Simulator {
 public:
  Simulator(sandbox::Sandbox& box, const VerilatorRuntime& runtime) : box_(box), runtime_(runtime) {}

  Expansion expand(const SimulationSources& sources, const tasks::TaskLimits& limits) const;
  BuildOutcome build(const SimulationSources& sources, const tasks::TaskLimits& limits) const;
  RunOutcome run(const std::string& binary, const std::vector<SimulationRun>& runs,
                 const tasks::TaskLimits& limits) const;

  /// Runs that do not stop each other: `each` limits one, `all` the time in which they start. In one session of the
  /// box, each run a fork of one process; where the Sandbox has no sessions, each a step.
  VariantRuns run_each(const std::string& binary, const std::vector<SimulationRun>& runs,
                       std::chrono::milliseconds each, std::chrono::milliseconds all) const;

  /// Both in one box: for evidence that holds no secrets, one box start cheaper.
  std::pair<BuildOutcome, RunOutcome> build_and_run(const SimulationSources& sources,
                                                    const std::vector<SimulationRun>& runs,
                                                    const tasks::TaskLimits& limits) const;

 private:
  VariantRuns run_in_steps(const std::string& binary, const std::vector<SimulationRun>& runs,
                           std::chrono::milliseconds each, std::chrono::milliseconds all) const;
  BuildOutcome build_once(const SimulationSources& sources, const tasks::TaskLimits& limits) const;

  sandbox::Sandbox& box_;
  const VerilatorRuntime& runtime_;
};

}  // namespace gs::rtl
