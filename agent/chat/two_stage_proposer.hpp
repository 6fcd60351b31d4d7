/// TwoStageProposer: a checked structure of the design before its code.
#pragma once

#include "agent/chat/answer_proposer.hpp"
#include "agent/chat/structure.hpp"

namespace gs::agent::chat {

/// Strategy two_stage. First the model is asked for the structure, which is aligned with the given interface and
/// checked by rules; it is told what it breaks, three times at most. Then it writes the code, which must have the
/// structure's modules and ports. From there on as strategy feedback. Every answer is a turn.
class TwoStageProposer final : public AnswerProposer {
 public:
  TwoStageProposer(models::ModelClient& client, ChatOptions options) : AnswerProposer(client, std::move(options)) {}

 protected:
  const char* system_prompt() const override;
  void say_task(const PublicTask& task, Workbench& bench) override;
  Result<std::optional<Proposal>> prepare(const PublicTask& task, Workbench& bench) override;
  std::string objection(const PublicTask& task, const tasks::Candidate& candidate) const override;
  std::string unusable(const PublicTask& task, const std::string& why, int turns_left) const override;

 private:
  StructureScope scope_;                // of the task that was said last
  std::optional<Structure> structure_;  // none: no valid one was found
};

}  // namespace gs::agent::chat
