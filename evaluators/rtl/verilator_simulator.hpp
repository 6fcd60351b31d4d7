/// VerilatorSimulator: two states, compiled; initial values are random and reproducible.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "evaluators/rtl/simulation.hpp"
#include "evaluators/rtl/verilator_messages.hpp"
#include "evaluators/rtl/verilator_runtime.hpp"
#include "sandbox/sandbox.hpp"

namespace gs::rtl {

/// Sources as Verilator's preprocessor leaves them: one text, macros expanded.
struct Expansion {
  PhaseStatus status = PhaseStatus::sandbox_error;
  std::string message;      ///< one line when not ok
  std::string tool_output;  ///< Verilator's messages, raw
  std::string text;         ///< when ok
};

/// A box, without limits, in which Verilator's elaboration of the sources is written to kElaborationXml. `flags`:
/// further ones, such as which warnings are wanted.
sandbox::Request elaboration_request(const VerilatorRuntime& runtime, const SimulationSources& sources,
                                     const std::vector<std::string>& flags);
inline constexpr const char* kElaborationXml = "design.xml";

/// Logs of many independent runs; a run that hung or crashed has end kind `cut`.
struct VariantRuns {
  PhaseStatus status = PhaseStatus::sandbox_error;
  std::string message;
  std::vector<SimulationLog> logs;  ///< shorter than the runs when the wall clock ended the box
  std::vector<std::string> texts;   ///< what each printed (untrusted), UTF-8; of much, the end
  std::vector<std::chrono::microseconds> walls;
};

/// Borrows box and runtime.
class VerilatorSimulator final : public Simulator {
 public:
  VerilatorSimulator(sandbox::Sandbox& box, const VerilatorRuntime& runtime) : box_(box), runtime_(runtime) {}

  BuildOutcome build(const SimulationSources& sources, const tasks::TaskLimits& limits) const override;
  RunOutcome run(const std::string& binary, const std::vector<SimulationRun>& runs,
                 const tasks::TaskLimits& limits) const override;
  std::pair<BuildOutcome, RunOutcome> build_and_run(const SimulationSources& sources,
                                                    const std::vector<SimulationRun>& runs,
                                                    const tasks::TaskLimits& limits) const override;
  std::vector<ToolMessage> read_messages(std::string_view output) const override {
    return parse_verilator_messages(output);
  }
  std::string_view name() const override { return "verilator"; }
  std::map<std::string, std::string> tools() const override;

  Expansion expand(const SimulationSources& sources, const tasks::TaskLimits& limits) const;

  /// Runs that do not stop each other: `each` limits one, `all` the time in which they start. In one session of the
  /// box, each run a fork of one process; where the Sandbox has no sessions, each a step.
  VariantRuns run_each(const std::string& binary, const std::vector<SimulationRun>& runs,
                       std::chrono::milliseconds each, std::chrono::milliseconds all) const;

 private:
  VariantRuns run_in_steps(const std::string& binary, const std::vector<SimulationRun>& runs,
                           std::chrono::milliseconds each, std::chrono::milliseconds all) const;
  BuildOutcome build_once(const SimulationSources& sources, const tasks::TaskLimits& limits) const;

  sandbox::Sandbox& box_;
  const VerilatorRuntime& runtime_;
};

}  // namespace gs::rtl
