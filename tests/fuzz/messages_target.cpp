#include <algorithm>

#include "base/text.hpp"
#include "evaluators/rtl/icarus_messages.hpp"
#include "evaluators/rtl/verilator_messages.hpp"
#include "tests/fuzz/targets.hpp"

namespace gs::fuzz {

// The bytes as output of both tools: messages are clean lines, feedback keeps its limit and names no hidden file.
std::string check_messages(std::string_view bytes) {
  const std::string all(bytes);
  const tasks::FileSet workspace = {{"rtl/a.sv", all}, {"a", "module\n"}};
  for (const auto& messages : {rtl::parse_verilator_messages(bytes), rtl::parse_icarus_messages(bytes)}) {
    rtl::unsupported(messages);
    for (const rtl::ToolMessage& m : messages) {
      for (const std::string* field : {&m.text, &m.code, &m.file}) {
        if (field->find('\n') != std::string::npos || clean_utf8(*field) != *field) return "not clean: " + *field;
      }
      if (m.text.size() > 1100) return "a message has no end";
    }
    for (const std::size_t limit : {std::size_t{0}, std::size_t{90}, std::size_t{2000}}) {
      const std::string text = rtl::format_messages(messages, workspace, {{"a", ""}}, {5, limit});
      if (text.size() > limit) return "feedback over its limit";
      if (clean_utf8(text) != text) return "feedback is not clean: " + text;
    }
    const std::string told = rtl::format_messages(messages, {}, {}, {});
    if (told.find("../in/") != std::string::npos) return "a hidden path: " + told;
  }
  return "";
}

}  // namespace gs::fuzz
