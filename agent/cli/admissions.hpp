/// Admissions of many tasks at once, for the verbs that lint and import.
#pragma once

#include <functional>
#include <vector>

#include "agent/cli/verbs.hpp"
#include "base/result.hpp"
#include "evaluators/admission.hpp"
#include "tasks/task.hpp"

namespace gs::cli {

using AdmitOne = std::function<Result<evaluators::Admission>(const tasks::Task& task)>;

/// Of all tasks, in their order, `jobs` at once; a line each on standard error. Fewer after an interruption.
Result<std::vector<evaluators::Admission>> admit_all(const std::vector<tasks::Task>& tasks, const AdmitOne& admit_one,
                                                     int jobs, Invocation& invocation);

}  // namespace gs::cli
