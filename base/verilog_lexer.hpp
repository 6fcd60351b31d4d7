/// VerilogLexer: a linear, total tokenizer of Verilog and SystemVerilog text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace gs::rtl {

enum class TokenKind : std::uint8_t {
  identifier,  ///< plain or escaped (\name ), keywords included: see is_keyword
  system,      ///< $display, $signed
  directive,   ///< `define, `include, `MACRO
  number,      ///< 12, 8'hff, '0, 1.5, 10ns; a sized literal is one token, spaces inside included
  string,      ///< "text"; unterminated at the end of the line
  op,          ///< operator or punctuation, longest match: <<<, ===, ->, (, ;
  comment,     ///< // up to the end of its line or a carriage return, or /* */
  unknown,     ///< a byte that starts no token
};

/// A token is a slice of the source: text never owns.
struct Token {
  TokenKind kind;
  std::uint32_t offset;
  std::uint32_t line;    ///< from 1
  std::uint32_t column;  ///< from 1, in bytes
  std::string_view text;

  bool is(std::string_view word) const {
    return text == word && kind != TokenKind::string && kind != TokenKind::comment;
  }
  bool is_one_of(std::initializer_list<std::string_view> words) const {
    for (const std::string_view word : words) {
      if (is(word)) return true;
    }
    return false;
  }
  std::uint32_t end() const { return offset + static_cast<std::uint32_t>(text.size()); }
};

/// Every byte of the source is in exactly one token or is white space between tokens. Any input is accepted; linear
/// time. Sources above 4 GiB are cut. The tokens refer to `source`, which must outlive them.
std::vector<Token> tokenize(std::string_view source);

/// The same without comments.
std::vector<Token> tokenize_code(std::string_view source);

/// Index after the bracket that closes the one at `open`; tokens.size() when none does.
std::size_t after_closing(const std::vector<Token>& tokens, std::size_t open);

/// A letter or '_', then letters, digits, '_' and '$': no escaped identifier. Keywords are of that form too.
bool is_plain_identifier(std::string_view word);

/// IEEE 1800-2017 table B.1.
bool is_keyword(std::string_view word);

}  // namespace gs::rtl
