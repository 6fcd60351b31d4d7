#include "sandbox/sandbox.hpp"

#include <algorithm>

namespace gs::sandbox {

std::string_view to_string(StepStatus status) {
  switch (status) {
    case StepStatus::ok:
      return "ok";
    case StepStatus::nonzero:
      return "nonzero";
    case StepStatus::signal:
      return "signal";
    case StepStatus::timeout_wall:
      return "timeout_wall";
    case StepStatus::timeout_cpu:
      return "timeout_cpu";
    case StepStatus::out_of_memory:
      return "out_of_memory";
    case StepStatus::process_limit:
      return "process_limit";
    case StepStatus::output_limit:
      return "output_limit";
    case StepStatus::not_run:
      return "not_run";
  }
  return "unknown";
}

bool Outcome::all_ok() const {
  return status == Status::completed && !steps.empty() && first_failure() == nullptr;
}

const StepOutcome* Outcome::first_failure() const {
  const auto failed =
      std::find_if(steps.begin(), steps.end(), [](const StepOutcome& step) { return step.status != StepStatus::ok; });
  return failed == steps.end() ? nullptr : &*failed;
}

}  // namespace gs::sandbox
