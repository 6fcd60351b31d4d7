/// Simulation: a design compiled with its testbench to a program, and run, in boxes; by either of two simulators.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "evaluators/rtl/channel.hpp"
#include "evaluators/rtl/tool_messages.hpp"
#include "tasks/task.hpp"

namespace gs::rtl {

/// What is compiled. Paths in `order` are keys of `files`.
struct SimulationSources {
  std::string top_module = "gs_top";
  tasks::FileSet files;                   ///< "gs_top.sv", "tests/…", "ws/…"
  std::vector<std::string> order;         ///< compile order
  std::vector<std::string> include_dirs;  ///< "ws/rtl"
  bool assertions = false;                ///< violated assertions are reported like $error
  /// When set, the design is elaborated without the testbench too, `design_order` with this top: what it cannot resolve
  /// then is a reference out of itself. See BuildOutcome::stands_alone.
  std::string design_top;
  std::vector<std::string> design_order;  ///< the part of `order` that is the design
  bool wave = false;                      ///< runs can write waves, see SimulationRun::wave
  int optimisation = 0;                   ///< of the compiled simulation, 0 to 2; Verilator only
  int unroll_statements = 500;            ///< Verilator's --unroll-stmts; see verilator_simulator.cpp
};

/// How far a phase came.
enum class PhaseStatus { ok, design_error, timeout, crashed, tool_crash, sandbox_error };

/// One execution: the stimulus seed goes to the testbench as +seed=N, the reset seed initialises what the design does
/// not.
struct SimulationRun {
  std::uint32_t seed = 1;
  std::uint32_t reset_seed = 1;
  std::vector<std::string> arguments;  ///< further plusargs
  bool wave = false;                   ///< wanted, of sources built with it
  tasks::FileSet files;                ///< what the testbench reads while it runs, at ../in/NAME
};

struct BuildOutcome {
  PhaseStatus status = PhaseStatus::sandbox_error;
  std::string message;       ///< one line when not ok
  std::string tool_output;   ///< the tools' messages, raw
  bool stands_alone = true;  ///< see SimulationSources::design_top
  std::string alone_output;  ///< messages of that elaboration, raw
  std::string binary;        ///< the program, when ok; only the simulator that made it can run it
  std::chrono::microseconds cpu{0}, wall{0};
  std::size_t peak_memory_bytes = 0;  ///< of the whole box where its cgroup counts, else of its largest process
};

struct RunOutcome {
  PhaseStatus status = PhaseStatus::sandbox_error;
  std::string message;
  std::vector<SimulationLog> logs;  ///< one per run, in order; those after a failure may be missing
  /// FST files, one per run as far as it wrote one that is not too large: hostile bytes, see wave.hpp.
  std::vector<std::string> waves;
  std::vector<std::string> texts;  ///< what each printed (untrusted), UTF-8
  std::chrono::microseconds cpu{0}, wall{0};
  std::size_t peak_memory_bytes = 0;  ///< as above
};

/// A simulator. Implementations are thread-safe.
class Simulator {
 public:
  virtual ~Simulator() = default;
  virtual BuildOutcome build(const SimulationSources& sources, const tasks::TaskLimits& limits) const = 0;
  /// One box, one step per run; the first run that does not end by itself is the last.
  virtual RunOutcome run(const std::string& binary, const std::vector<SimulationRun>& runs,
                         const tasks::TaskLimits& limits) const = 0;
  /// Both in one box: for evidence that holds no secrets, one box start cheaper.
  virtual std::pair<BuildOutcome, RunOutcome> build_and_run(const SimulationSources& sources,
                                                            const std::vector<SimulationRun>& runs,
                                                            const tasks::TaskLimits& limits) const = 0;
  /// The tool's messages out of BuildOutcome::tool_output or alone_output.
  virtual std::vector<ToolMessage> read_messages(std::string_view output) const = 0;
  /// "verilator" or "icarus".
  virtual std::string_view name() const = 0;
  /// Every tool that takes part, with its version.
  virtual std::map<std::string, std::string> tools() const = 0;
};

}  // namespace gs::rtl
