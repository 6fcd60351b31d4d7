#include "evaluators/rtl/icarus_messages.hpp"

#include <array>

#include "base/text.hpp"

namespace gs::rtl {
namespace {

bool take(std::string_view& text, std::string_view front) {
  if (!text.starts_with(front)) return false;
  text.remove_prefix(front.size());
  text = trim(text);
  return true;
}

// Reads "error: text", "sorry: text", "warning: text", "syntax error" behind a place.
void read_kind(std::string_view text, ToolMessage& message) {
  text = trim(text);
  message.is_error = true;
  take(text, "vvp.tgt ");
  if (take(text, "warning:")) {
    message.is_error = false;
  } else if (take(text, "sorry:")) {
    // What is only ignored leaves a program.
    message.is_error = text.find("ignored") == std::string_view::npos;
    message.unsupported = true;
  } else if (take(text, "internal error:") || take(text, "assert:")) {
    message.code = "INTERNAL";
    message.unsupported = true;
  } else {
    take(text, "error:");
  }
  message.text = detail::message_text(text);
}

// Only said of what was told before.
bool is_summary(std::string_view line) {
  constexpr std::array<std::string_view, 4> kSummaries = {"I give up", "Elaboration failed", "***", "error(s)"};
  for (const std::string_view summary : kSummaries) {
    if (line.starts_with(summary)) return true;
  }
  return line.find("error(s) during elaboration") != std::string_view::npos;
}

}  // namespace

std::vector<ToolMessage> parse_icarus_messages(std::string_view output) {
  std::vector<ToolMessage> messages;
  for (std::string_view line : split_lines(output)) {
    if (is_summary(line)) continue;
    ToolMessage message;
    if (!line.starts_with(' ') && detail::take_place(line, message)) {
      if (line.starts_with(':')) line.remove_prefix(1);
      line = trim(line);
      if (!line.starts_with(':')) {
        read_kind(line, message);
        messages.push_back(std::move(message));
        continue;
      }
    }
    const std::string_view text = trim(line);
    if (text.starts_with(": ") || text == ":") {  // "a.sv:3:      : more of it", "     : more of it"
      if (!messages.empty()) detail::add_note(messages.back(), text.substr(1));
      continue;
    }
    const bool plain = text.starts_with("error:") || text.starts_with("sorry:") || text.starts_with("warning:") ||
                       text.starts_with("internal error:") || text.starts_with("assert:") ||
                       text.starts_with("No top level modules");
    const bool crashed = text.find("Assertion `") != std::string_view::npos ||
                         text.find("core dumped") != std::string_view::npos || text.starts_with("ivl: ");
    if (!plain && !crashed) continue;
    read_kind(text, message);
    if (crashed) {
      message.code = "INTERNAL";
      message.unsupported = true;
    }
    messages.push_back(std::move(message));
  }
  return messages;
}

}  // namespace gs::rtl
