/// RtlLab: cheap looks into a design for those who search for repairs. Visible evidence only.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "evaluators/rtl/verilator_messages.hpp"
#include "evaluators/rtl/verilator_simulator.hpp"
#include "tasks/task.hpp"

namespace gs::rtl {

/// A design as its author sees it, with its visible check.
struct LabDesign {
  tasks::FileSet workspace;
  std::vector<std::string> sources, include_dirs;
  std::string top;
  tasks::EvaluatorSettings check;  ///< rtl-testbench or rtl-replay
  tasks::TaskLimits limits;
};

/// The design alone, compiled: its messages, with -Wall, also when it is no legal design.
struct Compilation {
  PhaseStatus status = PhaseStatus::sandbox_error;
  std::string message;  ///< one line when not ok
  std::vector<ToolMessage> messages;
  std::string xml;  ///< Verilator's --xml-only dump, when ok; file names are workspace paths
};

/// Elaboration of the design alone.
struct Elaboration {
  std::string xml;                    ///< Verilator's --xml-only dump; file names are workspace paths
  std::vector<ToolMessage> messages;  ///< with -Wall
};

/// One of many variants compiled into one program: which alternatives are switched on (0: none). See schemata in
/// agent/search: sources of variants refer to gs_mutant::first and gs_mutant::second.
struct Selection {
  std::uint32_t first = 0, second = 0;
};

struct VariantResult {
  bool completed = false;  ///< reached its end; false: hung, crashed, or was not run any more
  bool passed = false;
  std::uint64_t wrong = 0;  ///< values or reports; of a testbench with a pass_line, lines that speak of errors
  std::uint64_t first_time_ps = 0;
  std::string first_signal;
  std::chrono::microseconds wall{0};
};

struct VariantBatch {
  PhaseStatus status = PhaseStatus::sandbox_error;  ///< of the build
  std::string message;
  std::vector<ToolMessage> messages;   ///< of the build
  std::vector<VariantResult> results;  ///< one per selection, when built
  std::chrono::microseconds build_wall{0}, run_wall{0};
};

/// Borrows box and runtime. Thread-safe.
class RtlLab {
 public:
  RtlLab(sandbox::Sandbox& box, const VerilatorRuntime& runtime)
      : box_(box), runtime_(runtime), simulator_(box, runtime) {}

  Compilation compile(const LabDesign& design) const;

  /// The design must compile: else invalid_input with Verilator's first message.
  Result<Elaboration> elaborate(const LabDesign& design) const;

  /// Compiles the workspace once and runs it once per selection. A testbench's run ends early after more than
  /// `tolerated` errors (0: none is cut short; nor with a pass_line), every run after `each`, and no run starts after
  /// `all`.
  VariantBatch run_variants(const LabDesign& design, const std::vector<Selection>& selections, std::uint64_t tolerated,
                            std::chrono::milliseconds each, std::chrono::milliseconds all) const;

  /// What compiles, with its version.
  std::map<std::string, std::string> tools() const { return simulator_.tools(); }

 private:
  sandbox::Sandbox& box_;
  const VerilatorRuntime& runtime_;
  VerilatorSimulator simulator_;
};

}  // namespace gs::rtl
