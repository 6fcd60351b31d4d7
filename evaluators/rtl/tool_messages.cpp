#include "evaluators/rtl/tool_messages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>

#include "base/text.hpp"

namespace gs::rtl {
namespace {

constexpr std::string_view kInputs = "../in/";
constexpr std::string_view kWorkspacePrefix = "../in/ws/";
constexpr std::size_t kTextBytes = 500;
constexpr std::size_t kSourceBytes = 200;

// "../in/tests/tb.sv:12" -> "the testbench".
std::string without_hidden_paths(std::string_view text) {
  std::string out;
  for (std::size_t at = text.find(kInputs); at != std::string_view::npos; at = text.find(kInputs)) {
    out += text.substr(0, at);
    out += "the testbench";
    text.remove_prefix(std::min(text.find_first_of(" ,;)'\"", at), text.size()));
  }
  out += text;
  return out;
}

std::string formatted(const ToolMessage& m, const tasks::FileSet& workspace, std::size_t times) {
  std::string text;
  if (!m.file.empty()) {
    text += m.file;
    if (m.line > 0) text += fmt::format(":{}", m.line);
    if (m.column > 0) text += fmt::format(":{}", m.column);
    text += ": ";
  }
  text += fmt::format("{}{}: {}{}\n", m.is_error ? "error" : "warning", m.code.empty() ? "" : "[" + m.code + "]",
                      without_hidden_paths(m.text), times > 1 ? fmt::format(" ({} times)", times) : "");
  const auto file = workspace.find(m.file);
  if (file == workspace.end()) return text;
  const auto lines = split_lines(file->second);
  if (m.line >= 1 && m.line <= lines.size()) {
    text += fmt::format("    {}\n", clean_utf8(trim(lines[m.line - 1]).substr(0, kSourceBytes)));
  }
  return text;
}

bool same(const ToolMessage& a, const ToolMessage& b) {
  return a.is_error == b.is_error && a.code == b.code && a.file == b.file && a.line == b.line && a.text == b.text;
}

}  // namespace

bool unsupported(const std::vector<ToolMessage>& messages) {
  return std::any_of(messages.begin(), messages.end(),
                     [](const ToolMessage& m) { return m.is_error && m.unsupported; });
}

std::string format_messages(const std::vector<ToolMessage>& messages, const tasks::FileSet& workspace,
                            const tasks::FileSet& candidate, const FeedbackLimits& limits) {
  std::vector<const ToolMessage*> told;
  for (const ToolMessage& m : messages) {
    if (workspace.count(m.file) > 0) told.push_back(&m);
  }
  if (std::none_of(told.begin(), told.end(), [](const ToolMessage* m) { return m->is_error; })) {
    for (const ToolMessage& m : messages) {
      if (m.is_error && m.file.empty()) told.push_back(&m);
    }
  }
  const auto rank = [&](const ToolMessage* m) {
    return (m->is_error ? 0 : 2) + (candidate.count(m->file) > 0 ? 0 : 1);
  };
  std::stable_sort(told.begin(), told.end(),
                   [&](const ToolMessage* a, const ToolMessage* b) { return rank(a) < rank(b); });
  std::string text;
  std::size_t shown = 0, left_out = 0;
  for (std::size_t i = 0, next = 0; i < told.size(); i = next) {
    while (next < told.size() && same(*told[i], *told[next])) ++next;
    if (shown < limits.messages && left_out == 0) {
      const std::string one = formatted(*told[i], workspace, next - i);
      if (text.size() + one.size() <= limits.bytes) {
        text += one;
        ++shown;
        continue;
      }
    }
    ++left_out;
  }
  const std::string rest = left_out > 0 ? fmt::format("({} more messages)\n", left_out) : "";
  return text.size() + rest.size() <= limits.bytes ? text + rest : text;
}

std::string format_messages(const std::vector<ToolMessage>& messages, const tasks::FileSet& workspace,
                            std::size_t limit) {
  return format_messages(messages, workspace, workspace, {limit});
}

namespace detail {

std::uint32_t take_number(std::string_view& rest) {
  if (rest.empty() || rest[0] != ':') return 0;
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(rest.data() + 1, rest.data() + rest.size(), value);
  if (error != std::errc{}) return 0;
  rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
  return value;
}

bool take_place(std::string_view& rest, ToolMessage& message) {
  const std::size_t colon = rest.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 >= rest.size() ||
      !std::isdigit(static_cast<unsigned char>(rest[colon + 1]))) {
    return false;
  }
  std::string_view file = rest.substr(0, colon);
  if (file.starts_with(kWorkspacePrefix)) file.remove_prefix(kWorkspacePrefix.size());
  message.file = clean_utf8(file);
  rest.remove_prefix(colon);
  message.line = take_number(rest);
  message.column = take_number(rest);
  return true;
}

std::string message_text(std::string_view text) {
  std::string clean = clean_utf8(trim(text));
  for (std::size_t at = clean.find(kWorkspacePrefix); at != std::string::npos; at = clean.find(kWorkspacePrefix, at)) {
    clean.erase(at, kWorkspacePrefix.size());
  }
  if (clean.size() > kTextBytes) clean = clean_utf8(clean.substr(0, kTextBytes)) + "...";
  return clean;
}

void add_note(ToolMessage& message, std::string_view note) {
  const std::string text = message_text(note);
  if (text.empty() || message.text.size() + text.size() > kTextBytes) return;
  if (!message.text.empty()) message.text += "; ";
  message.text += text;
}

}  // namespace detail
}  // namespace gs::rtl
