#include "evaluators/rtl/verilator_messages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace gs::rtl {
namespace {

constexpr std::string_view kWorkspacePrefix = "../in/ws/";

// Takes ":<number>" off the front.
std::uint32_t take_number(std::string_view& rest) {
  if (rest.empty() || rest[0] != ':') return 0;
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(rest.data() + 1, rest.data() + rest.size(), value);
  if (error != std::errc{}) return 0;
  rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
  return value;
}

}  // namespace

std::vector<ToolMessage> parse_verilator_messages(std::string_view output) {
  std::vector<ToolMessage> messages;
  for (std::string_view line : split_lines(output)) {
    ToolMessage message;
    if (line.starts_with("%Error")) {
      message.is_error = true;
      line.remove_prefix(6);
    } else if (line.starts_with("%Warning")) {
      line.remove_prefix(8);
    } else {
      continue;
    }
    if (line.starts_with('-')) {
      const std::size_t end = std::min(line.find(':'), line.size());
      message.code = std::string(line.substr(1, end - 1));
      line.remove_prefix(end);
    }
    if (!line.starts_with(": ")) continue;
    line.remove_prefix(2);
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos && colon + 1 < line.size() &&
        std::isdigit(static_cast<unsigned char>(line[colon + 1]))) {
      std::string_view file = line.substr(0, colon);
      if (file.starts_with(kWorkspacePrefix)) file.remove_prefix(kWorkspacePrefix.size());
      message.file = std::string(file);
      line.remove_prefix(colon);
      message.line = take_number(line);
      message.column = take_number(line);
      if (line.starts_with(": ")) line.remove_prefix(2);
    }
    if (line.starts_with("Exiting due to")) continue;
    message.text = clean_utf8(trim(line));
    messages.push_back(std::move(message));
  }
  return messages;
}

std::string format_messages(const std::vector<ToolMessage>& messages, const tasks::FileSet& workspace,
                            std::size_t limit) {
  std::string text;
  std::size_t shown = 0, left_out = 0;
  for (const bool errors : {true, false}) {
    for (const ToolMessage& m : messages) {
      if (m.is_error != errors) continue;
      const auto file = workspace.find(m.file);
      if (file == workspace.end()) continue;
      if (shown == limit) {
        ++left_out;
        continue;
      }
      ++shown;
      text += fmt::format("{}:{}:{}: {}{}: {}\n", m.file, m.line, m.column, m.is_error ? "error" : "warning",
                          m.code.empty() ? "" : "[" + m.code + "]", m.text);
      const auto lines = split_lines(file->second);
      if (m.line >= 1 && m.line <= lines.size()) {
        text += fmt::format("    {}\n", clean_utf8(trim(lines[m.line - 1]).substr(0, 200)));
      }
    }
  }
  if (left_out > 0) text += fmt::format("({} more messages)\n", left_out);
  return text;
}

}  // namespace gs::rtl
