#include "agent/chat/conversation.hpp"

#include <fmt/format.h>

namespace gs::agent::chat {

using models::Message;
using models::Role;

Conversation::Conversation(models::ModelClient& client, std::string model, models::Sampling sampling,
                           models::CacheKeep cache)
    : client_(client), model_(std::move(model)), sampling_(std::move(sampling)), cache_(cache) {}

void Conversation::say(Role role, std::string text, Workbench& bench) {
  TrajectoryStep step;
  step.source = role == Role::system ? TrajectoryStep::Source::system : TrajectoryStep::Source::user;
  step.at = bench.wall();
  step.message = text;
  bench.trajectory().steps.push_back(std::move(step));
  Message message;
  message.role = role;
  message.text = std::move(text);
  messages_.push_back(std::move(message));
}

void Conversation::answer_calls(const std::vector<ToolUse>& uses, bool in_words, std::string_view note,
                                Workbench& bench) {
  std::vector<TrajectoryStep>& steps = bench.trajectory().steps;
  const bool is_same_bench = !steps.empty() && steps.back().source == TrajectoryStep::Source::agent;
  if (is_same_bench) steps.back().tools = uses;
  if (in_words) {
    std::string text;
    for (const ToolUse& use : uses) text += fmt::format("Result of {}:\n{}\n\n", use.call.name, use.result);
    return say(Role::user, text + std::string(note), bench);
  }
  if (!is_same_bench && !uses.empty()) {  // called in an earlier turn of a session: only what came of it is new
    TrajectoryStep step;
    step.at = bench.wall();
    step.message = fmt::format("Result of {}:\n{}\n\n{}", uses.back().call.name, uses.back().result, note);
    steps.push_back(std::move(step));
  }
  for (std::size_t i = 0; i < uses.size(); ++i) {
    Message message;
    message.role = Role::tool;
    message.tool_call_id = uses[i].call.id;
    message.tool_name = uses[i].call.name;
    message.tool_failed = uses[i].failed || uses[i].malformed;
    message.text = uses[i].result;
    if (i + 1 == uses.size() && !note.empty()) message.text += fmt::format("\n\n{}", note);
    messages_.push_back(std::move(message));
  }
}

models::ModelOutcome Conversation::ask(Workbench& bench, std::int64_t seed_offset) {
  models::ModelRequest request;
  request.model = model_;
  request.messages = messages_;
  request.tools = tools_;
  request.sampling = sampling_;
  if (!request.sampling.seed) request.sampling.seed = static_cast<std::int64_t>(bench.seed() & 0x7fffffff);
  request.sampling.seed = (*request.sampling.seed + seed_offset) & 0x7fffffff;
  request.cache = cache_;
  const models::CallContext context{&bench.purse(), bench.cancel(), fmt::format("{}/{}", bench.label(), ++turn_),
                                    bench.watch()};
  bench.show(fmt::format("answer {}: waits for {}", turn_, model_));
  models::ModelOutcome outcome = client_.complete(request, context);
  bench.record(outcome);
  return outcome;
}

void Conversation::keep(const models::ModelReply& reply, bool with_calls) {
  messages_.push_back(reply.message);
  if (!with_calls) messages_.back().tool_calls.clear();
}

Proposal nothing_more(std::string reason) {
  return Proposal{std::nullopt, std::move(reason), true};
}

Result<Proposal> end_of(const models::ModelFailure& failure) {
  using models::FailureKind;
  const std::string text = fmt::format("{}: {}", to_string(failure.kind), failure.message);
  switch (failure.kind) {
    case FailureKind::budget:
    case FailureKind::context_too_long:
      return nothing_more(text);
    case FailureKind::cancelled:
      return Error(ErrorCode::timeout, text);
    default:
      return unavailable(text);
  }
}

std::string spent_reason(const Workbench& bench) {
  if (std::string reason = bench.exhausted(); !reason.empty()) return reason;
  if (bench.turns_left() <= 0) return fmt::format("{} turns are used up", bench.asked());
  return {};
}

}  // namespace gs::agent::chat
