/// Compiler directives between tokens: how far each reaches.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "base/verilog_lexer.hpp"

namespace gs::rtl {

enum class DirectiveReach {
  name,     ///< `else
  operand,  ///< `ifdef NAME
  line,     ///< `define NAME text, continued lines included
  macro,    ///< a macro's use, NAME only: its arguments are tokens like others
};
DirectiveReach reach_of(std::string_view directive);

/// Index of the token behind the directive at `at`. `code`: tokens of `source` without comments.
std::size_t behind_directive(const std::vector<Token>& code, std::string_view source, std::size_t at);

/// The tokens that are no directive and belong to none.
std::vector<Token> without_directives(const std::vector<Token>& code, std::string_view source);

}  // namespace gs::rtl
