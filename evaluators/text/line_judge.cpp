#include "evaluators/text/line_judge.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "evaluators/text/edit_similarity.hpp"

namespace gs::text {

Result<tasks::Verdict> LineJudge::evaluate(const tasks::Task& task, const tasks::Candidate& candidate,
                                           evaluators::Phase phase) {
  if (phase == evaluators::Phase::check) return invalid_input(fmt::format("task {}: has no [check]", task.name()));
  GS_TRY(const tasks::FileSet files, overlay(task, candidate));
  const auto expected = task.hidden.find(task.judge.expected);
  if (expected == task.hidden.end() || task.sources.size() != 1) {
    return invalid_input(fmt::format("task {}: no line to compare with", task.name()));
  }
  const std::string_view line = first_code_line(files.at(task.sources.front()));
  const bool exact = is_exact_match(line, expected->second);
  const int similarity = edit_similarity(line, expected->second);
  tasks::Verdict verdict;
  verdict.status = exact ? tasks::VerdictStatus::passed : tasks::VerdictStatus::failed;
  verdict.summary = exact ? fmt::format("the line that stood there (edit similarity {})", similarity)
                          : fmt::format("another line (edit similarity {})", similarity);
  verdict.measurements = {{"exact_match", exact ? 1.0 : 0.0, "1"},
                          {"edit_similarity", static_cast<double>(similarity), "1"}};
  verdict.evaluator = description();
  verdict.enforced_by = "nothing was executed";
  return verdict;
}

}  // namespace gs::text
