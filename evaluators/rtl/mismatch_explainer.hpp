/// MismatchExplainer: simulates once more with a wave, elaborates design and bench, and tells what drove a mismatch.
#pragma once

#include <cstddef>
#include <string>

#include "base/result.hpp"
#include "evaluators/rtl/simulation.hpp"
#include "evaluators/rtl/verilator_runtime.hpp"
#include "evaluators/rtl/wave.hpp"
#include "tasks/task.hpp"
#include "tasks/verdict.hpp"

namespace gs::rtl {

/// What was simulated when the mismatch was found.
struct ExplainedRun {
  SimulationSources sources;  ///< with gs_top
  SimulationRun run;
  std::string design_top;  ///< module name
  tasks::FileSet workspace;
  tasks::TaskLimits limits;
};

/// Visible evidence only: the text shows values of the bench's stimulus and the design's signals. Borrows the box,
/// whose lifetime it must not exceed. Thread-safe.
class MismatchExplainer {
 public:
  MismatchExplainer(sandbox::Sandbox& box, VerilatorRuntime runtime, WaveReader reader)
      : box_(&box), runtime_(std::move(runtime)), reader_(std::move(reader)) {}

  /// Text as of explain_divergence; empty when the mismatch names no signal of bench or design. Costs a build, a run
  /// and two short boxes: some seconds. invalid_input: design and bench do not compile. external: the run left no wave.
  Result<std::string> explain(const ExplainedRun& what, const tasks::Mismatch& mismatch, std::size_t cap_bytes) const;

  /// Verilator's XML of design and bench.
  Result<std::string> elaborate(const SimulationSources& sources, const tasks::TaskLimits& limits) const;

 private:
  sandbox::Sandbox* box_;
  VerilatorRuntime runtime_;
  WaveReader reader_;
};

}  // namespace gs::rtl
