/// AnyJudge: one evaluator for tasks of every kind, which gives each to the judge that knows it.
#pragma once

#include "evaluators/evaluator.hpp"
#include "evaluators/text/line_judge.hpp"

namespace gs::evaluators {

/// Borrows the judge of RTL.
class AnyJudge final : public Evaluator {
 public:
  explicit AnyJudge(Evaluator& rtl) : rtl_(rtl) {}

  Result<tasks::Verdict> evaluate(const tasks::Task& task, const tasks::Candidate& candidate, Phase phase) override {
    return task.judge.evaluator == "text-line" ? lines_.evaluate(task, candidate, phase)
                                               : rtl_.evaluate(task, candidate, phase);
  }
  std::string description() const override { return rtl_.description() + ", " + lines_.description(); }

 private:
  Evaluator& rtl_;
  text::LineJudge lines_;
};

}  // namespace gs::evaluators
