#include <string>
#include <vector>

#include "base/verilog_lexer.hpp"
#include "evaluators/rtl/normaliser.hpp"
#include "tests/fuzz/targets.hpp"

namespace gs::fuzz {

// Once is enough, and the code is the same tokens.
std::string check_normaliser(std::string_view bytes) {
  const std::string once = rtl::normalised(bytes);
  if (rtl::normalised(once) != once) return "the second time is different: " + once;
  const std::vector<rtl::Token> before = rtl::tokenize_code(bytes), after = rtl::tokenize_code(once);
  if (before.size() != after.size()) return "tokens come or go: " + once;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (before[i].kind != after[i].kind || before[i].text != after[i].text) {
      return "a token changes: " + std::string(before[i].text) + " to " + std::string(after[i].text);
    }
  }
  return "";
}

}  // namespace gs::fuzz
