/// IcarusSimulator: four states, interpreted: quick to build, slow to run.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "evaluators/rtl/icarus_messages.hpp"
#include "evaluators/rtl/icarus_runtime.hpp"
#include "evaluators/rtl/simulation.hpp"
#include "sandbox/sandbox.hpp"

namespace gs::rtl {

/// Borrows box and runtime. Runs ignore SimulationRun::reset_seed: what is not initialised is unknown.
class IcarusSimulator final : public Simulator {
 public:
  IcarusSimulator(sandbox::Sandbox& box, const IcarusRuntime& runtime) : box_(box), runtime_(runtime) {}

  BuildOutcome build(const SimulationSources& sources, const tasks::TaskLimits& limits) const override;
  RunOutcome run(const std::string& binary, const std::vector<SimulationRun>& runs,
                 const tasks::TaskLimits& limits) const override;
  std::pair<BuildOutcome, RunOutcome> build_and_run(const SimulationSources& sources,
                                                    const std::vector<SimulationRun>& runs,
                                                    const tasks::TaskLimits& limits) const override;
  std::vector<ToolMessage> read_messages(std::string_view output) const override {
    return parse_icarus_messages(output);
  }
  std::string_view name() const override { return "icarus"; }
  std::map<std::string, std::string> tools() const override { return {{"iverilog", runtime_.iverilog.version}}; }

 private:
  sandbox::Sandbox& box_;
  const IcarusRuntime& runtime_;
};

}  // namespace gs::rtl
