#include <algorithm>
#include <array>
#include <cstddef>

#include "base/verilog_lexer.hpp"
#include "evaluators/rtl/silencer.hpp"
#include "tests/fuzz/targets.hpp"

namespace gs::fuzz {
namespace {

bool same(const rtl::Token& a, const rtl::Token& b) {
  return a.offset == b.offset && a.text == b.text && a.kind == b.kind;
}
bool is_filler(const rtl::Token& token) {
  constexpr std::array<std::string_view, 6> kFillers = {"begin", "end", "if", "(", "0", ")"};
  return std::find(kFillers.begin(), kFillers.end(), token.text) != kFillers.end();
}

}  // namespace

// Of the tokens, nothing is gone but whole calls, nothing is new but the statements in their place, and everything
// else is where it was. The second time nothing is found.
std::string check_silencer(std::string_view bytes) {
  const tasks::FileSet files = {{"a.v", std::string(bytes)}};
  const rtl::Silenced once = rtl::silence(files);
  const std::string& text = once.files.at("a.v");
  if (text.size() != bytes.size()) return "the length changes";
  if (std::count(text.begin(), text.end(), '\n') != std::count(bytes.begin(), bytes.end(), '\n')) return "lines change";
  if (once.calls.empty() && text != bytes) return "the text changes without a call";
  if (!rtl::silence(once.files).calls.empty()) return "something is found the second time";

  const std::vector<rtl::Token> before = rtl::tokenize_code(bytes), after = rtl::tokenize_code(text);
  std::size_t i = 0, k = 0, calls = 0;
  while (i < before.size()) {
    if (k < after.size() && same(before[i], after[k])) {
      ++i, ++k;
      continue;
    }
    // A call: from its first token to the semicolon; what stands there now.
    const std::size_t first = i;
    std::size_t task = i;
    if (before[i].is("void")) task += 3;
    if (task >= before.size() || !rtl::is_silenced_task(before[task].text)) {
      return "something other than a call is gone: " + std::string(before[i].text);
    }
    while (i < before.size() && !before[i].is(";")) ++i;
    if (i == before.size()) return "a call without its end is gone";
    const std::size_t end = before[i].offset;
    std::string filler;
    for (; k < after.size() && after[k].offset <= end && !after[k].is(";"); ++k) {
      if (!is_filler(after[k]) || after[k].offset < before[first].offset) return "something is new";
      filler += after[k].text;
    }
    const bool null_statement = k < after.size() && after[k].is(";") && after[k].offset == end;
    if (null_statement) ++k;
    ++i;
    if (null_statement ? !(filler.empty() || filler == "if(0)") : filler != "beginend")
      return "no statement: " + filler;
    ++calls;
  }
  if (k != after.size()) return "something is new at the end";
  return calls == once.calls.size() ? "" : "the calls are miscounted";
}

}  // namespace gs::fuzz
