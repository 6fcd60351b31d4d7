/// explain_divergence: a mismatch told so that its cause can be found: values around it, and what drove the wrong
/// signal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "evaluators/rtl/driver_graph.hpp"
#include "evaluators/rtl/wave.hpp"
#include "tasks/task.hpp"
#include "tasks/verdict.hpp"

namespace gs::rtl {

struct DivergenceOptions {
  std::string design_top;  ///< module name of the design
  std::string bench_path;  ///< where the mismatch's signal is looked up: "gs_top.tb"; may be empty
  std::size_t cap_bytes = 2500;
  int cycles = 6;  ///< columns of the table before the divergence, at the most
};

/// The design's signals whose values explain_divergence can want: for WaveQuery::names. Empty when the mismatch's
/// signal is not in the graph.
std::vector<std::string> divergence_signals(const tasks::Mismatch& mismatch, const DriverGraph& graph,
                                            const DivergenceOptions& options);

/// For a language model: at most cap_bytes, worst first, nothing guessed. A signal that the wave lacks is said to be
/// so. Empty when the mismatch's signal is not in the graph. A mismatch without count and values is a question about a
/// signal at a time.
std::string explain_divergence(const tasks::Mismatch& mismatch, const Wave& wave, const DriverGraph& graph,
                               const tasks::FileSet& workspace, const DivergenceOptions& options);

}  // namespace gs::rtl
