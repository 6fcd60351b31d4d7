/// Bench: what is common to judging a candidate and to searching: sources put together, testbench reports read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "evaluators/evaluator.hpp"
#include "evaluators/rtl/simulation.hpp"
#include "evaluators/rtl/trace_compare.hpp"
#include "tasks/task.hpp"

namespace gs::rtl {

/// Folder of workspace files and of hidden files inside a box's inputs.
inline constexpr std::string_view kWorkspaceFolder = "ws/";
inline constexpr std::string_view kHiddenFolder = "tests/";

/// What an examination has beside the candidate: the workspace for a check, the hidden files for a judge; and where
/// these lie in a box.
const tasks::FileSet& support_files(const tasks::Task& task, evaluators::Phase phase);
std::string_view support_folder(evaluators::Phase phase);

struct BenchParts {
  const tasks::FileSet& workspace;
  const std::vector<std::string>& sources;
  const std::vector<std::string>& include_dirs;
  const tasks::EvaluatorSettings& settings;
  std::string_view testbench_folder;       ///< kWorkspaceFolder or kHiddenFolder
  const tasks::FileSet* hidden = nullptr;  ///< with kHiddenFolder
};

/// Of a task's examination. `sources`: of the design, keys of `workspace`.
BenchParts bench_parts(const tasks::Task& task, const tasks::EvaluatorSettings& settings, evaluators::Phase phase,
                       const tasks::FileSet& workspace, const std::vector<std::string>& sources);

/// A design without its testbench, in its order.
SimulationSources design_sources(const tasks::FileSet& workspace, const std::vector<std::string>& sources,
                                 const std::vector<std::string>& include_dirs);

/// gs_top.sv first, then the testbench, then the design in its order.
SimulationSources assemble(const BenchParts& parts, std::string top_text);

/// Arguments for the runs of `sources`: where $fatal is written, which Verilator 5.006 does not tell from $error.
std::vector<std::string> fatal_arguments(const SimulationSources& sources);

/// What self-checking testbenches reported over all runs.
struct TestbenchReading {
  TraceDifference difference;  ///< one Mismatch per reported signal; `compared` is unknown and 0
  std::size_t reports = 0;
  std::size_t complaints =
      0;                     ///< with a pass_line, of the run that fails: lines that match fail_line or speak of errors
  std::string messages;      ///< the first reports, one a line, bounded; with a pass_line, the last lines printed
  std::string abnormal_end;  ///< why a run without a report is no pass; empty when all are
};
/// Without a pass_line, a run passes that reports nothing and reaches a $finish of the testbench's own files. With one,
/// what was printed decides; `texts` must come from simulations of silenced candidates.
Result<TestbenchReading> read_testbench(const std::vector<SimulationLog>& logs, const std::vector<std::string>& texts,
                                        const tasks::EvaluatorSettings& settings, std::string_view testbench_folder);

/// "40 ns", or picoseconds when it is no whole number of nanoseconds.
std::string simulation_time(std::uint64_t ps);

}  // namespace gs::rtl
