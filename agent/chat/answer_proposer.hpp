/// AnswerProposer: asks a model for whole files: once, with feedback, or several times and the best goes on.
#pragma once

#include "agent/chat/chat_proposer.hpp"
#include "agent/chat/conversation.hpp"

namespace gs::agent::chat {

/// Strategies single, feedback and sample; and what the others share with them. See make_chat_proposer.
class AnswerProposer : public Proposer {
 public:
  AnswerProposer(models::ModelClient& client, ChatOptions options);
  Result<Proposal> propose(const PublicTask& task, Workbench& bench) override;

 protected:
  /// A readable answer, or why there is none.
  struct Answer {
    std::optional<tasks::Candidate> candidate;
    std::string why;  ///< the form is wrong: what is wrong with it
    models::ModelReply reply;
  };

  virtual const char* system_prompt() const;
  virtual void say_task(const PublicTask& task, Workbench& bench);
  /// What is to be done between the first message and the first answer. A value: proposing ends with it.
  virtual Result<std::optional<Proposal>> prepare(const PublicTask& task, Workbench& bench);
  /// What else is wrong with an answer whose files could be read; empty: nothing.
  virtual std::string objection(const PublicTask& task, const tasks::Candidate& candidate) const;
  /// How it is said to the model that an answer cannot be used.
  virtual std::string unusable(const PublicTask& task, const std::string& why, int turns_left) const;

  Conversation& talk() { return talk_; }
  const ChatOptions& options() const { return options_; }

 private:
  void tell(const Turn& turn, const PublicTask& task, Workbench& bench);
  Result<Proposal> next_answer(const PublicTask& task, Workbench& bench);
  Result<Proposal> best_of_many(const PublicTask& task, Workbench& bench);
  Answer read(const PublicTask& task, models::ModelReply reply) const;

  ChatOptions options_;
  Conversation talk_;
  tasks::FileSet shown_;  // the workspace as the model knows it
  bool sampled_ = false;  // of strategy sample: the first answers are in
  bool prepared_ = false;
};

}  // namespace gs::agent::chat
