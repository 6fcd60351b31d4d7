/// Chat proposers: how a remote model is brought to propose; one strategy each.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "agent/models/model.hpp"
#include "agent/proposer.hpp"

namespace gs::agent::chat {

/// How the model is used.
enum class Strategy {
  single,     ///< one answer, handed in as it is
  feedback,   ///< what the evidence says goes back, until it passes or the turns are used up (RTLFixer, AutoChip)
  sample,     ///< several answers at high temperature, ranked by their mismatches; the best is refined (MAGE)
  tools,      ///< the model reads, searches, edits, simulates and traces by calling tools
  two_stage,  ///< a structure of modules and connections, checked by rules, before the code (ComplexVCoder)
};
std::string_view to_string(Strategy strategy);
const std::vector<std::string>& strategy_names();
/// invalid_input lists the names.
Result<Strategy> strategy_from(std::string_view word);
/// Turns of an attempt where none are asked for.
int default_turns(Strategy strategy);

struct ChatOptions {
  Strategy strategy = Strategy::feedback;
  std::string model;          ///< the provider's name of it
  models::Sampling sampling;  ///< without a seed: the attempt's own
  models::CacheKeep cache = models::CacheKeep::five_minutes;
  int candidates = 4;           ///< of sample
  int unreadable_in_a_row = 3;  ///< answers without a usable form, after which it gives up
};

/// One conversation that only grows (see Conversation), for the whole life of the proposer: over several benches too,
/// as a session has them; files that have changed between are told. Failures of the model's server are an Error; a
/// budget that is used up, a context that is full and answers that cannot be read end the proposing with a reason.
std::unique_ptr<Proposer> make_chat_proposer(models::ModelClient& client, ChatOptions options);

}  // namespace gs::agent::chat
