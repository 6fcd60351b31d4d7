/// SourceCursor: a place in the tokens of a file, and the steps that every reader takes from there.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/verilog_lexer.hpp"

namespace gs::agent::search {

/// First of the chain of readers: SourceCursor, ExpressionReader, StatementReader, and the ItemReader of
/// source_reader.cpp. Each knows one level of the grammar and moves the same cursor. Past the end, no token is any
/// word.
class SourceCursor {
 protected:
  /// Borrows the tokens, which hold no comments.
  explicit SourceCursor(const std::vector<rtl::Token>& tokens) : tokens_(tokens) {}

  bool at_end() const { return at_ >= tokens_.size(); }
  std::string_view text(std::uint32_t i) const { return i < tokens_.size() ? tokens_[i].text : std::string_view(); }
  bool is(std::string_view word) const { return !at_end() && tokens_[at_].is(word); }
  bool is_at(std::uint32_t i, std::string_view word) const { return i < tokens_.size() && tokens_[i].is(word); }
  /// An identifier that is no keyword.
  bool is_name(std::uint32_t i) const;

  /// Steps over the word if it is here.
  bool accept(std::string_view word);
  /// Index after the bracket that closes the one at `open`, or the end.
  std::uint32_t after_closing(std::uint32_t open) const;
  /// Steps over everything up to and including the next ';' outside brackets; stops before block-closing keywords.
  void skip_to_semicolon();
  /// Steps over the `: name` of a block.
  void skip_label();

  static constexpr int kMaxDepth = 200;

  const std::vector<rtl::Token>& tokens_;
  std::uint32_t at_ = 0;  ///< token to be read next
  int depth_ = 0;  ///< nesting of the expression or statement being read; what is deeper than kMaxDepth is skipped
};

}  // namespace gs::agent::search
