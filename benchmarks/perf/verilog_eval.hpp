/// VerilogEval v2 as tasks, read from the user's checkout; for benchmarks of the judge.
#pragma once

#include <filesystem>
#include <vector>

#include "base/result.hpp"
#include "tasks/task.hpp"

namespace gs::perf {

/// The problems of a `dataset_spec-to-rtl` folder, in order, as `gatesmith import` makes them.
Result<std::vector<tasks::Task>> read_verilog_eval(const std::filesystem::path& dataset);

}  // namespace gs::perf
