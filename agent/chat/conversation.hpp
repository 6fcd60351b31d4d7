/// Conversation: what is said to a model and what it says, one growing list of messages.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "agent/models/model.hpp"
#include "agent/proposer.hpp"

namespace gs::agent::chat {

/// Each request begins with the bytes of the one before: nothing that was said is taken back, shortened or reordered,
/// so that a provider's cache holds and PTE grows by what is new. Only restart() begins anew. What is said is a step of
/// the bench's trajectory. Requests are labelled "<attempt>/<turn>". Borrows the client.
class Conversation {
 public:
  Conversation(models::ModelClient& client, std::string model, models::Sampling sampling, models::CacheKeep cache);

  bool empty() const { return messages_.empty(); }
  void say(models::Role role, std::string text, Workbench& bench);
  /// Answers calls of the last reply, in their order. `in_words`: the reply made them in its text, not by the protocol.
  void answer_calls(const std::vector<ToolUse>& uses, bool in_words, std::string_view note, Workbench& bench);
  void offer(std::vector<models::Tool> tools) { tools_ = std::move(tools); }

  /// Asks; the reply is booked and in the trajectory, but not yet part of the conversation: keep() makes it so.
  models::ModelOutcome ask(Workbench& bench, std::int64_t seed_offset = 0);
  /// `with_calls`: the calls of the reply will be answered; without, they are left out, since a call that no result
  /// follows would be refused with the next request.
  void keep(const models::ModelReply& reply, bool with_calls);

  void restart() { messages_.clear(); }
  /// Of requests so far.
  int turn() const { return turn_; }

 private:
  models::ModelClient& client_;
  std::string model_;
  models::Sampling sampling_;
  models::CacheKeep cache_;
  std::vector<models::Message> messages_;
  std::vector<models::Tool> tools_;
  int turn_ = 0;
};

/// What a failed call means for an attempt: an end with a reason, or an infrastructure error.
Result<Proposal> end_of(const models::ModelFailure& failure);
/// No candidate, and no further proposal.
Proposal nothing_more(std::string reason);
/// Why nothing more can be asked, or empty: the budget of the attempt, or of its turns.
std::string spent_reason(const Workbench& bench);

}  // namespace gs::agent::chat
