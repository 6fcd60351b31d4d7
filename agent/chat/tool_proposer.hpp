/// ToolProposer: the model works on the design by calling tools, until it submits.
#pragma once

#include <set>

#include "agent/chat/chat_proposer.hpp"
#include "agent/chat/conversation.hpp"
#include "agent/progress.hpp"
#include "agent/tools/toolbox.hpp"

namespace gs::agent::chat {

/// Strategy tools. What is submitted is examined by the loop; where it fails, that is the result of the submission and
/// the conversation goes on. Files in an answer that calls nothing are written and simulated, and calls that a model
/// wrote into its text are made. When the turns are used up, or it is stuck after a nudge and a restart, the best that
/// was simulated is handed in, else the files as they are.
class ToolProposer final : public Proposer {
 public:
  ToolProposer(models::ModelClient& client, ChatOptions options);
  Result<Proposal> propose(const PublicTask& task, Workbench& bench) override;

 private:
  void begin(const PublicTask& task, Workbench& bench);
  /// From the best, with what is said of it; without a check nothing was examined yet.
  void restart(const PublicTask& task, const tasks::Candidate& best, const tasks::Verdict* check, Workbench& bench);
  void tell(const Turn& turn, const PublicTask& task, Workbench& bench);
  /// Runs the calls of a reply. A value: it was submitted.
  Result<std::optional<Proposal>> run(std::vector<models::ToolCall> calls, bool in_words, const PublicTask& task,
                                      Workbench& bench);
  /// Files in an answer as the calls that write and simulate them; nothing when there are none.
  std::vector<models::ToolCall> take_files(const models::ModelReply& reply, const PublicTask& task,
                                           const Workbench& bench);
  /// An answer without calls. A value: too many of them.
  std::optional<Proposal> no_calls(const models::ModelReply& reply, Workbench& bench);
  StuckWatch::Ruling rule(const std::vector<ToolUse>& uses, const std::optional<tasks::Verdict>& check);
  Proposal hand_in(std::string reason) const;

  ChatOptions options_;
  Conversation talk_;
  tools::Toolbox toolbox_;
  tasks::FileSet shown_;
  Best best_;
  StuckWatch watch_;
  std::set<std::string> calls_made_;  // with the files that they were made on
  std::string stuck_why_;
  std::vector<ToolUse> submission_;  // calls of the reply that submitted, whose last result is not known yet
  bool submitted_in_words_ = false;
  int without_call_ = 0;
};

}  // namespace gs::agent::chat
