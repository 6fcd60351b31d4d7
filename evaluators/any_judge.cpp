#include "evaluators/any_judge.hpp"

#include <fmt/format.h>

namespace gs::evaluators {

Result<tasks::Verdict> AnyJudge::evaluate(const tasks::Task& task, const tasks::Candidate& candidate, Phase phase) {
  const std::string& kind = task.judge.evaluator;
  if (kind == "external") {
    return unavailable(
        fmt::format("task {}: judged by its suite's own harness only: {}", task.name(), task.not_admitted));
  }
  if (kind == "rtl-cocotb") {
    if (cocotb_ == nullptr) return unavailable(fmt::format("task {}: no judge for cocotb here", task.name()));
    return cocotb_->evaluate(task, candidate, phase);
  }
  return kind == "text-line" ? lines_.evaluate(task, candidate, phase) : rtl_.evaluate(task, candidate, phase);
}

std::string AnyJudge::description() const {
  return rtl_.description() + ", " + lines_.description() + (cocotb_ ? ", " + cocotb_->description() : "");
}

}  // namespace gs::evaluators
