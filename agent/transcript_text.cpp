#include "agent/transcript_text.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace gs::agent {
namespace {

constexpr std::string_view kIndent = "    ";

// Lines with `prefix`, the first `limit` of them (0: all) and how many are left out.
std::string block(std::string_view text, std::string_view prefix, std::size_t limit) {
  const std::string clean = clean_utf8(trim(text));
  const std::vector<std::string_view> lines = split_lines(clean);
  std::string out;
  // One more line is cheaper than saying that it is left out.
  const std::size_t shown = limit == 0 || lines.size() <= limit + 1 ? lines.size() : limit;
  for (std::size_t i = 0; i < shown; ++i) {
    std::string line = fmt::format("{}{}", prefix, lines[i]);
    while (!line.empty() && line.back() == ' ') line.pop_back();
    out += line + "\n";
  }
  if (shown < lines.size()) out += fmt::format("{}({} more lines)\n", prefix, lines.size() - shown);
  return out;
}

std::string used(const models::Usage& usage) {
  std::string text = fmt::format("{} tokens in", usage.prompt());
  if (usage.cache_read > 0) text += fmt::format(" ({} cached)", usage.cache_read);
  return text + fmt::format(", {} out{}", usage.output, usage.estimated ? ", estimated" : "");
}

std::string argument_text(const Json& value) {
  if (!value.is_string()) return dump_json(value);
  const std::string text = clean_utf8(value.get_ref<const std::string&>());
  return text.find('\n') == std::string::npos && text.size() <= 60 ? text : fmt::format("({} bytes)", text.size());
}

// "search text=jalr_sum"; an edit's old and new lines below it.
std::string call_text(const models::ToolCall& call) {
  const auto arguments = parse_json(call.arguments.empty() ? "{}" : call.arguments, "arguments");
  std::string head = fmt::format("{}> {}", kIndent, clean_utf8(call.name));
  if (!arguments || !arguments->is_object())
    return fmt::format("{} {}\n", head, bound_text(clean_utf8(call.arguments), 200));
  std::string below;
  const bool is_edit = call.name == "edit_file";
  for (const auto& [name, value] : arguments->items()) {
    if (is_edit && (name == "search" || name == "replace") && value.is_string()) continue;
    head += fmt::format(" {}={}", clean_utf8(name), argument_text(value));
  }
  if (is_edit) {
    const auto lines = [&](const char* name, std::string_view mark) {
      const auto found = arguments->find(name);
      if (found == arguments->end() || !found->is_string()) return;
      for (const std::string_view line : split_lines(found->get_ref<const std::string&>()))
        below += fmt::format("{}    {}{}\n", kIndent, mark, clean_utf8(line));
    };
    lines("search", "-");
    lines("replace", "+");
  }
  return head + "\n" + below;
}

std::string_view speaker(TrajectoryStep::Source source, bool is_task) {
  switch (source) {
    case TrajectoryStep::Source::system:
      return "system";
    case TrajectoryStep::Source::user:
      return is_task ? "task" : "told";
    case TrajectoryStep::Source::agent:
      return "model";
  }
  return "model";
}

}  // namespace

std::string transcript_text(const Trajectory& trajectory, const TranscriptOptions& options) {
  std::string out;
  bool tasked = false;
  int turn = 0;
  for (std::size_t i = 0; i < trajectory.steps.size(); ++i) {
    const TrajectoryStep& step = trajectory.steps[i];
    const bool is_model = step.source == TrajectoryStep::Source::agent;
    const bool is_task = step.source == TrajectoryStep::Source::user && !tasked;
    if (step.source == TrajectoryStep::Source::system) tasked = false;
    if (is_task) tasked = true;
    std::string head = fmt::format("[{}] {}", i + 1, speaker(step.source, is_task));
    if (is_model) {
      head += fmt::format(", turn {}", ++turn);
      if (step.usage) head += ": " + used(*step.usage);
      if (step.cost_usd) head += fmt::format(", ${:.4f}", *step.cost_usd);
    }
    out += head + "\n";
    for (const Waste& waste : step.waste)
      out += fmt::format("{}wasted: {}, {}\n", kIndent, clean_utf8(waste.why), used(waste.usage));
    if (is_model && !step.reasoning.empty()) out += block(step.reasoning, "    | ", options.text_lines);
    out += block(step.message, kIndent, is_model ? 0 : options.text_lines);
    if (step.unreadable) out += fmt::format("{}(came to nothing)\n", kIndent);
    for (const ToolUse& use : step.tools) {
      out += call_text(use.call);
      out += block(use.result, use.failed || use.malformed ? "      ! " : "      ", options.result_lines);
    }
    out += "\n";
  }
  return out;
}

}  // namespace gs::agent
