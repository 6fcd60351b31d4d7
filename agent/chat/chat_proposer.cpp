#include "agent/chat/chat_proposer.hpp"

#include <fmt/format.h>

#include "agent/chat/answer_proposer.hpp"
#include "agent/chat/tool_proposer.hpp"
#include "agent/chat/two_stage_proposer.hpp"
#include "base/text.hpp"

namespace gs::agent::chat {
namespace {

// Of `sample`, where none is asked for: its answers should differ.
constexpr double kSampleTemperature = 0.85;

}  // namespace

std::string_view to_string(Strategy strategy) {
  switch (strategy) {
    case Strategy::single:
      return "single";
    case Strategy::feedback:
      return "feedback";
    case Strategy::sample:
      return "sample";
    case Strategy::tools:
      return "tools";
    case Strategy::two_stage:
      return "two-stage";
  }
  return "feedback";
}

const std::vector<std::string>& strategy_names() {
  static const std::vector<std::string> names = {"single", "feedback", "sample", "tools", "two-stage"};
  return names;
}

Result<Strategy> strategy_from(std::string_view word) {
  if (word == "default") return Strategy::feedback;
  for (const Strategy strategy :
       {Strategy::single, Strategy::feedback, Strategy::sample, Strategy::tools, Strategy::two_stage}) {
    if (word == to_string(strategy)) return strategy;
  }
  return invalid_input(
      fmt::format("--strategy: \"{}\" is not known; there are: {}", clean_utf8(word), join(strategy_names(), ", ")));
}

int default_turns(Strategy strategy) {
  if (strategy == Strategy::tools) return 40;
  return strategy == Strategy::two_stage ? Budget{}.turns + 2 : Budget{}.turns;
}

std::unique_ptr<Proposer> make_chat_proposer(models::ModelClient& client, ChatOptions options) {
  switch (options.strategy) {
    case Strategy::tools:
      return std::make_unique<ToolProposer>(client, std::move(options));
    case Strategy::two_stage:
      return std::make_unique<TwoStageProposer>(client, std::move(options));
    case Strategy::sample:
      if (!options.sampling.temperature) options.sampling.temperature = kSampleTemperature;
      break;
    case Strategy::single:
    case Strategy::feedback:
      break;
  }
  return std::make_unique<AnswerProposer>(client, std::move(options));
}

}  // namespace gs::agent::chat
