#include "agent/search/source_cursor.hpp"

namespace gs::agent::search {

using rtl::TokenKind;

bool SourceCursor::is_name(std::uint32_t i) const {
  return i < tokens_.size() && tokens_[i].kind == TokenKind::identifier && !rtl::is_keyword(tokens_[i].text);
}

bool SourceCursor::accept(std::string_view word) {
  if (!is(word)) return false;
  ++at_;
  return true;
}

std::uint32_t SourceCursor::after_closing(std::uint32_t open) const {
  int depth = 0;
  for (std::uint32_t i = open; i < tokens_.size(); ++i) {
    const std::string_view t = tokens_[i].text;
    if (tokens_[i].kind != TokenKind::op) continue;
    if (t == "(" || t == "[" || t == "{" || t == "'{" || t == "(*") ++depth;
    if (t == ")" || t == "]" || t == "}" || t == "*)") {
      if (--depth <= 0) return i + 1;
    }
  }
  return static_cast<std::uint32_t>(tokens_.size());
}

void SourceCursor::skip_to_semicolon() {
  while (!at_end()) {
    if (is(";")) {
      ++at_;
      return;
    }
    if (is("endmodule") || is("end") || is("endcase") || is("endfunction") || is("endtask") || is("endpackage")) return;
    if (is("(") || is("[") || is("{") || is("'{")) {
      at_ = after_closing(at_);
    } else {
      ++at_;
    }
  }
}

void SourceCursor::skip_label() {
  if (is(":") && is_name(at_ + 1)) at_ += 2;
}

}  // namespace gs::agent::search
