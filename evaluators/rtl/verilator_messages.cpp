#include "evaluators/rtl/verilator_messages.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace gs::rtl {
namespace {

// Codes that say what Verilator cannot do, not what is wrong.
constexpr std::array<std::string_view, 7> kUnsupportedCodes = {
    "UNSUPPORTED", "BLKANDNBLK", "BLKLOOPINIT", "NEEDTIMINGOPT", "NOTIMING", "TASKNSVAR", "INTERNAL"};
constexpr std::array<std::string_view, 5> kUnsupportedTexts = {"Unsupported", "unsupported", "not implemented",
                                                               "unexpected ##", "not supported"};

bool is_unsupported(const ToolMessage& message) {
  const std::string_view text = message.text;
  return std::find(kUnsupportedCodes.begin(), kUnsupportedCodes.end(), message.code) != kUnsupportedCodes.end() ||
         std::any_of(kUnsupportedTexts.begin(), kUnsupportedTexts.end(),
                     [&](std::string_view part) { return text.find(part) != std::string_view::npos; });
}

// "     : ... In instance m", "   a.sv:3:5: ... Location of other driver" -> what a proposer needs of it.
std::string_view note_of(std::string_view line) {
  line = trim(line);
  const std::size_t dots = line.find("... ");
  if (dots == std::string_view::npos) return {};
  for (const std::string_view useless : {"... For ", "... Use ", "... See ", "... Looked in", "... Suggest see"}) {
    if (line.substr(dots).starts_with(useless)) return {};
  }
  return line.starts_with(": ...") || line.starts_with("...") ? line.substr(dots + 4) : line;
}

// The text of "%Error: ", "%Warning-CODE: "; false for another line.
bool take_head(std::string_view& line, ToolMessage& message) {
  if (line.starts_with("%Error")) {
    message.is_error = true;
    line.remove_prefix(6);
  } else if (line.starts_with("%Warning")) {
    line.remove_prefix(8);
  } else {
    return false;
  }
  if (line.starts_with('-')) {
    const std::size_t end = std::min(line.find(':'), line.size());
    const std::string_view code = line.substr(1, end - 1);
    if (!std::all_of(code.begin(), code.end(),
                     [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }))
      return false;
    message.code = std::string(code);
    line.remove_prefix(end);
  }
  if (!line.starts_with(": ")) return false;
  line.remove_prefix(2);
  constexpr std::string_view kInternal = "Internal Error: ";
  if (line.starts_with(kInternal)) {
    message.code = "INTERNAL";
    line.remove_prefix(kInternal.size());
  }
  return true;
}

}  // namespace

std::vector<ToolMessage> parse_verilator_messages(std::string_view output) {
  std::vector<ToolMessage> messages;
  bool continues = false;  // a line of notes belongs to the last message
  for (std::string_view line : split_lines(output)) {
    ToolMessage message;
    if (!take_head(line, message)) {
      const std::string_view note = line.starts_with(' ') && continues ? note_of(line) : std::string_view();
      if (!note.empty()) detail::add_note(messages.back(), note);
      continue;
    }
    if (detail::take_place(line, message) && line.starts_with(": ")) line.remove_prefix(2);
    if (message.file.ends_with(".cpp")) {  // of Verilator itself
      message.file.clear();
      message.line = message.column = 0;
    }
    continues = !line.starts_with("Exiting due to") && line != "Cannot continue";
    if (!continues) continue;
    message.text = detail::message_text(line);
    message.unsupported = is_unsupported(message);
    messages.push_back(std::move(message));
  }
  return messages;
}

bool rejects_design(std::string_view output) {
  if (output.find("Internal Error") == std::string_view::npos) return true;
  for (const ToolMessage& message : parse_verilator_messages(output)) {
    if (message.code == "INTERNAL") return false;
    if (message.is_error && !message.unsupported && !message.file.empty()) return true;
  }
  return false;
}

}  // namespace gs::rtl
