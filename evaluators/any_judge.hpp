/// AnyJudge: one evaluator for tasks of every kind, which gives each to the judge that knows it.
#pragma once

#include "evaluators/evaluator.hpp"
#include "evaluators/text/line_judge.hpp"

namespace gs::evaluators {

/// Borrows the judges of RTL. Without `cocotb`, and for what only a harness of others can judge ("external"), it gives
/// an Error: unavailable.
class AnyJudge final : public Evaluator {
 public:
  explicit AnyJudge(Evaluator& rtl, Evaluator* cocotb = nullptr) : rtl_(rtl), cocotb_(cocotb) {}

  Result<tasks::Verdict> evaluate(const tasks::Task& task, const tasks::Candidate& candidate, Phase phase) override;
  std::string description() const override;

 private:
  Evaluator& rtl_;
  Evaluator* cocotb_;
  text::LineJudge lines_;
};

}  // namespace gs::evaluators
