/// VerilogEval v2 as tasks, read from the user's checkout; for benchmarks of the judge.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "tasks/task.hpp"

namespace gs::perf {

struct VerilogEvalProblem {
  tasks::Task task;  ///< its golden is RefModule under the name TopModule
  std::filesystem::path test, reference;
};

/// The problems of a `dataset_spec-to-rtl` folder, in order. not_found when there is none.
Result<std::vector<VerilogEvalProblem>> read_verilog_eval(const std::filesystem::path& dataset);

}  // namespace gs::perf
