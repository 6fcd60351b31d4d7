/// CommandJudge: a command of the user's own decides ("make test"): exit status 0 passes.
#pragma once

#include "evaluators/evaluator.hpp"
#include "sandbox/sandbox.hpp"

namespace gs::evaluators {

/// EvaluatorSettings::evaluator of its checks.
inline constexpr const char* kCommandEvaluator = "command";

/// For a check of evaluator "command" with the one command to run, by /bin/sh. It runs in a box, in a copy of the
/// workspace with the candidate over it, as programs of /usr and files of the workspace only; all files of the copy may
/// be executed and written, and nothing that is done there comes back but the output. Feedback is the end of that.
///
/// Another status than 0 is `failed`, the limit of time (TaskLimits::run_wall) `timeout`, death by a signal or for
/// memory `crashed`. A command that is not there is no verdict on the candidate: tool_crash. The command is trusted to
/// tell right from wrong: a design that it executes could mislead it, which no hidden verdict here would notice.
class CommandJudge final : public Evaluator {
 public:
  /// Borrows the box.
  explicit CommandJudge(sandbox::Sandbox& box) : box_(box) {}

  Result<tasks::Verdict> evaluate(const tasks::Task& task, const tasks::Candidate& candidate, Phase phase) override;
  std::string description() const override { return "command/1"; }

 private:
  sandbox::Sandbox& box_;
};

}  // namespace gs::evaluators
