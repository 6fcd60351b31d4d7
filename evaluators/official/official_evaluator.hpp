/// OfficialEvaluator: our judge, with the verdict of the suite's own harness beside each of its verdicts.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "evaluators/evaluator.hpp"
#include "evaluators/official/harness.hpp"

namespace gs::official {

/// Borrows both. A hidden examination whose verdict is about the candidate gets Verdict::official; others stay as they
/// are. Where the two differ, the harness runs again (the golden answer; the candidate without its printing) to say
/// why.
class OfficialEvaluator final : public evaluators::Evaluator {
 public:
  OfficialEvaluator(evaluators::Evaluator& inner, sandbox::Sandbox& box, Rules rules)
      : inner_(inner), harness_(box), rules_(rules) {}

  Result<tasks::Verdict> evaluate(const tasks::Task& task, const tasks::Candidate& candidate,
                                  evaluators::Phase phase) override;
  std::string description() const override;

 private:
  struct Heard {
    Printed printed;
    Outcome outcome;
  };
  Result<Heard> ask(const tasks::Task& task, const std::string& sample) const;
  Result<std::string> difference(const tasks::Task& task, const std::string& sample, const tasks::Verdict& ours,
                                 const Heard& official);
  Result<bool> golden_passes(const tasks::Task& task);

  evaluators::Evaluator& inner_;
  Harness harness_;
  Rules rules_;
  std::mutex mutex_;
  std::map<std::string, bool> golden_passes_;  // by task hash
};

}  // namespace gs::official
