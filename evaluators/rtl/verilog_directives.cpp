#include "evaluators/rtl/verilog_directives.hpp"

namespace gs::rtl {
namespace {

// Of the line that a backslash at its end continues.
std::size_t end_of_line(std::string_view source, std::size_t from) {
  for (std::size_t end = source.find('\n', from); end != std::string_view::npos; end = source.find('\n', end + 1)) {
    const std::size_t last = end > 0 && source[end - 1] == '\r' ? end - 1 : end;
    if (last == 0 || source[last - 1] != '\\') return end;
  }
  return source.size();
}

}  // namespace

DirectiveReach reach_of(std::string_view directive) {
  for (const std::string_view d : {"`else", "`endif", "`resetall", "`celldefine", "`endcelldefine", "`end_keywords",
                                   "`nounconnected_drive", "`undefineall"}) {
    if (directive == d) return DirectiveReach::name;
  }
  for (const std::string_view d : {"`ifdef", "`ifndef", "`elsif", "`undef"}) {
    if (directive == d) return DirectiveReach::operand;
  }
  for (const std::string_view d : {"`define", "`timescale", "`default_nettype", "`include", "`line", "`pragma",
                                   "`unconnected_drive", "`begin_keywords"}) {
    if (directive == d) return DirectiveReach::line;
  }
  return DirectiveReach::macro;
}

std::size_t behind_directive(const std::vector<Token>& code, std::string_view source, std::size_t at) {
  const Token& directive = code[at];
  std::size_t next = at + 1;
  const DirectiveReach reach = reach_of(directive.text);
  if (reach == DirectiveReach::operand && next < code.size() && code[next].line == directive.line) ++next;
  if (reach == DirectiveReach::line) {
    const std::size_t end = end_of_line(source, directive.offset);
    while (next < code.size() && code[next].offset < end) ++next;
  }
  return next;
}

std::vector<Token> without_directives(const std::vector<Token>& code, std::string_view source) {
  std::vector<Token> rest;
  rest.reserve(code.size());
  for (std::size_t i = 0; i < code.size();) {
    if (code[i].kind == TokenKind::directive) {
      i = behind_directive(code, source, i);
    } else {
      rest.push_back(code[i++]);
    }
  }
  return rest;
}

}  // namespace gs::rtl
