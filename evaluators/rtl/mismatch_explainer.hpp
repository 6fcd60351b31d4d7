/// MismatchExplainer: simulates once more with a wave, elaborates design and bench, and tells what drove a mismatch.
#pragma once

#include <cstddef>
#include <string>

#include "base/result.hpp"
#include "evaluators/inspector.hpp"
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

/// A second look at a run.
struct Explanation {
  std::string text;  ///< as of explain_divergence; empty when the mismatch names no signal of bench or design
  std::string fst;   ///< the wave; hostile bytes, see wave.hpp
};

/// The text shows values of the bench's stimulus and of the design's signals: for visible evidence, or for who owns the
/// task. Borrows the box, whose lifetime it must not exceed. Thread-safe.
class MismatchExplainer {
 public:
  MismatchExplainer(sandbox::Sandbox& box, VerilatorRuntime runtime, WaveReader reader)
      : box_(&box), runtime_(std::move(runtime)), reader_(std::move(reader)) {}

  /// With the wave of `simulator`, which should be the one that found the mismatch. Costs a build, a run and two short
  /// boxes: some seconds. invalid_input: it does not compile, or Verilator cannot elaborate it. external: the run left
  /// no wave.
  Result<Explanation> explain(const Simulator& simulator, const ExplainedRun& what, const tasks::Mismatch& mismatch,
                              std::size_t cap_bytes) const;

  /// How a signal came by its value in that run; see Inspector::trace. Without a time: at its end.
  Result<std::string> trace(const Simulator& simulator, const ExplainedRun& what, const evaluators::SignalAt& where,
                            std::size_t cap_bytes) const;

  /// The wave alone.
  Result<std::string> record(const Simulator& simulator, const ExplainedRun& what) const;

  /// Verilator's XML of design and bench.
  Result<std::string> elaborate(const SimulationSources& sources, const tasks::TaskLimits& limits) const;

 private:
  /// A run once more with its wave, and what it was built of.
  struct SecondLook;
  Result<SecondLook> look_again(const Simulator& simulator, const ExplainedRun& what, std::size_t cap_bytes) const;
  /// Empty when the mismatch names no signal of bench or design.
  Result<std::string> tell(const SecondLook& look, const ExplainedRun& what, const tasks::Mismatch& mismatch) const;

  sandbox::Sandbox* box_;
  VerilatorRuntime runtime_;
  WaveReader reader_;
};

}  // namespace gs::rtl
