#include <algorithm>
#include <cctype>

#include "base/verilog_lexer.hpp"
#include "tests/fuzz/targets.hpp"

namespace gs::fuzz {

// Each byte is white space or in exactly one token, whose line and column are those of its first byte.
std::string check_lexer(std::string_view bytes) {
  std::size_t at = 0, line = 1, line_start = 0;
  const auto pass = [&](std::size_t end, bool space) {
    for (; at < end; ++at) {
      if (space && !std::isspace(static_cast<unsigned char>(bytes[at]))) return false;
      if (bytes[at] == '\n') {
        ++line;
        line_start = at + 1;
      }
    }
    return true;
  };
  std::size_t code = 0;
  for (const rtl::Token& token : rtl::tokenize(bytes)) {
    if (token.offset < at || token.text.empty()) return "tokens overlap, or one is empty";
    if (token.end() > bytes.size() || token.text.data() != bytes.data() + token.offset) return "a token is no slice";
    if (!pass(token.offset, true)) return "a byte is in no token";
    if (token.line != line || token.column != at - line_start + 1) return "a token's place is wrong";
    pass(token.end(), false);
    code += token.kind != rtl::TokenKind::comment;
  }
  if (!pass(bytes.size(), true)) return "a byte is in no token";
  if (rtl::tokenize_code(bytes).size() != code) return "the code is not what is no comment";
  return "";
}

}  // namespace gs::fuzz
