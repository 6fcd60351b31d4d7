/// LineJudge: the evaluator of text-line tasks: one predicted line against the one that stood there.
#pragma once

#include "evaluators/evaluator.hpp"

namespace gs::text {

/// Takes the first line of code of the task's only source. Passes by exact match; both measures of edit_similarity.hpp
/// are in the verdict: "exact_match" (0 or 1) and "edit_similarity" (0 to 100). Needs no box.
class LineJudge final : public evaluators::Evaluator {
 public:
  Result<tasks::Verdict> evaluate(const tasks::Task& task, const tasks::Candidate& candidate,
                                  evaluators::Phase phase) override;
  std::string description() const override { return "text-line/1"; }
};

}  // namespace gs::text
