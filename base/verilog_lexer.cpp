#include "base/verilog_lexer.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace gs::rtl {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_name(char c) {
  return is_name_start(c) || is_digit(c) || c == '$';
}
bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}
bool is_base(char c) {
  switch (c) {
    case 'b':
    case 'B':
    case 'o':
    case 'O':
    case 'd':
    case 'D':
    case 'h':
    case 'H':
      return true;
    default:
      return false;
  }
}
bool is_unknown_digit(char c) {
  return c == 'x' || c == 'X' || c == 'z' || c == 'Z' || c == '?';
}
// A digit of a binary, octal or hexadecimal literal.
bool is_based_digit(char base, char c) {
  if (is_unknown_digit(c) || c == '_') return true;
  switch (base) {
    case 'b':
    case 'B':
      return c == '0' || c == '1';
    case 'o':
    case 'O':
      return c >= '0' && c <= '7';
    default:
      return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
}
constexpr std::array<std::string_view, 6> kTimeUnits = {"ms", "us", "ns", "ps", "fs", "s"};

// Longest first within each length; IEEE 1800-2017 clause 11 and annex A.
constexpr std::array<std::string_view, 61> kOperators = {
    "<<<=", ">>>=", "<->", "===", "!==", "==?", "!=?", "<<<", ">>>", "<<=", ">>=", "&&&", "->>", "|->", "|=>", "-->",
    "...",  "##",   "&&",  "||",  "==",  "!=",  "<=",  ">=",  "<<",  ">>",  "->",  "=>",  "*>",  "++",  "--",  "+=",
    "-=",   "*=",   "/=",  "%=",  "&=",  "|=",  "^=",  "~&",  "~|",  "~^",  "^~",  "**",  "::",  "+:",  "-:",  ".*",
    "(*",   "*)",   "'{",  ":=",  ":/",  "@@",  "!",   "~",   "&",   "|",   "^",   "+",   "-"};

class Scanner {
 public:
  explicit Scanner(std::string_view source)
      : source_(source.substr(0, std::numeric_limits<std::uint32_t>::max() - 1)) {}

  std::vector<Token> run() {
    tokens_.reserve(source_.size() / 4 + 8);
    while (at_ < source_.size()) {
      if (is_space(source_[at_])) {
        advance(1);
      } else {
        next();
      }
    }
    return std::move(tokens_);
  }

 private:
  char peek(std::size_t ahead) const { return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0'; }

  void advance(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i, ++at_) {
      if (source_[at_] == '\n') {
        ++line_;
        line_start_ = at_ + 1;
      }
    }
  }

  void emit(TokenKind kind, std::size_t length) {
    tokens_.push_back({kind, static_cast<std::uint32_t>(at_), static_cast<std::uint32_t>(line_),
                       static_cast<std::uint32_t>(at_ - line_start_ + 1), source_.substr(at_, length)});
    advance(length);
  }

  std::size_t name_length(std::size_t from) const {
    std::size_t n = from;
    while (is_name(peek(n))) ++n;
    return n;
  }

  bool closes_after_star() const {
    std::size_t n = 2;
    while (is_space(peek(n))) ++n;
    return peek(n) == ')';
  }

  // Length of 'h ff, 'sb01 after the quote at `from`, or 0 when that is no based literal.
  std::size_t based_length(std::size_t from) const {
    std::size_t n = from + 1;
    if (peek(n) == 's' || peek(n) == 'S') ++n;
    const char base = peek(n);
    if (!is_base(base)) return 0;
    ++n;
    while (peek(n) == ' ' || peek(n) == '\t') ++n;
    const std::size_t digits = n;
    if (base != 'd' && base != 'D') {
      while (is_based_digit(base, peek(n))) ++n;
    } else if (is_unknown_digit(peek(n))) {
      ++n;
      while (peek(n) == '_') ++n;
    } else {
      while (is_digit(peek(n)) || peek(n) == '_') ++n;
    }
    return n > digits ? n : 0;
  }

  std::size_t number_length() const {
    std::size_t n = 0;
    while (is_digit(peek(n)) || peek(n) == '_') ++n;
    std::size_t quote = n;
    while (peek(quote) == ' ' || peek(quote) == '\t') ++quote;
    if (peek(quote) == '\'') {
      if (const std::size_t based = based_length(quote)) return based;
      return n;
    }
    if (peek(n) == '.' && is_digit(peek(n + 1))) {
      ++n;
      while (is_digit(peek(n)) || peek(n) == '_') ++n;
    }
    if ((peek(n) == 'e' || peek(n) == 'E') &&
        (is_digit(peek(n + 1)) || ((peek(n + 1) == '-' || peek(n + 1) == '+') && is_digit(peek(n + 2))))) {
      n += 2;
      while (is_digit(peek(n)) || peek(n) == '_') ++n;
    }
    for (const std::string_view unit : kTimeUnits) {
      if (source_.substr(at_ + n, unit.size()) == unit) return n + unit.size();
    }
    return n;
  }

  void next() {
    const char c = source_[at_];
    if (c == '/' && peek(1) == '/') {
      std::size_t n = 2;
      while (at_ + n < source_.size() && source_[at_ + n] != '\n' && source_[at_ + n] != '\r') ++n;
      return emit(TokenKind::comment, n);
    }
    if (c == '/' && peek(1) == '*') {
      const std::size_t close = source_.find("*/", at_ + 2);
      return emit(TokenKind::comment, close == std::string_view::npos ? source_.size() - at_ : close + 2 - at_);
    }
    if (c == '"') {
      std::size_t n = 1;
      while (at_ + n < source_.size() && source_[at_ + n] != '"' && source_[at_ + n] != '\n') {
        n += source_[at_ + n] == '\\' && at_ + n + 1 < source_.size() ? 2 : 1;
      }
      if (at_ + n < source_.size() && source_[at_ + n] == '"') ++n;
      return emit(TokenKind::string, std::min(n, source_.size() - at_));
    }
    if (is_name_start(c)) return emit(TokenKind::identifier, name_length(1));
    if (c == '\\' && at_ + 1 < source_.size() && !is_space(source_[at_ + 1])) {
      std::size_t n = 1;
      while (at_ + n < source_.size() && !is_space(source_[at_ + n])) ++n;
      return emit(TokenKind::identifier, n);
    }
    if (c == '$' && is_name_start(peek(1))) return emit(TokenKind::system, name_length(2));
    if (c == '`' && is_name_start(peek(1))) return emit(TokenKind::directive, name_length(2));
    if (is_digit(c)) return emit(TokenKind::number, number_length());
    if (c == '\'') {
      if (const std::size_t based = based_length(0)) return emit(TokenKind::number, based);
      if (peek(1) == '0' || peek(1) == '1' || (is_unknown_digit(peek(1)) && peek(1) != '?')) {
        return emit(TokenKind::number, 2);
      }
    }
    if (c == '(' && peek(1) == '*' && closes_after_star()) return emit(TokenKind::op, 1);  // @(*): not an attribute
    if (c == '*' && !tokens_.empty() && tokens_.back().text == "(") return emit(TokenKind::op, 1);
    for (const std::string_view op : kOperators) {
      if (op == ":/" && (peek(2) == '/' || peek(2) == '*')) continue;  // a comment directly behind a colon
      if (source_.substr(at_, op.size()) == op) return emit(TokenKind::op, op.size());
    }
    constexpr std::string_view kSingle = "()[]{};:,.?=<>*/%#@'";
    emit(kSingle.find(c) != std::string_view::npos ? TokenKind::op : TokenKind::unknown, 1);
  }

  std::string_view source_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0, line_ = 1, line_start_ = 0;
};

constexpr std::string_view kKeywords[] = {"accept_on",
                                          "alias",
                                          "always",
                                          "always_comb",
                                          "always_ff",
                                          "always_latch",
                                          "and",
                                          "assert",
                                          "assign",
                                          "assume",
                                          "automatic",
                                          "before",
                                          "begin",
                                          "bind",
                                          "bins",
                                          "binsof",
                                          "bit",
                                          "break",
                                          "buf",
                                          "bufif0",
                                          "bufif1",
                                          "byte",
                                          "case",
                                          "casex",
                                          "casez",
                                          "cell",
                                          "chandle",
                                          "checker",
                                          "class",
                                          "clocking",
                                          "cmos",
                                          "config",
                                          "const",
                                          "constraint",
                                          "context",
                                          "continue",
                                          "cover",
                                          "covergroup",
                                          "coverpoint",
                                          "cross",
                                          "deassign",
                                          "default",
                                          "defparam",
                                          "design",
                                          "disable",
                                          "dist",
                                          "do",
                                          "edge",
                                          "else",
                                          "end",
                                          "endcase",
                                          "endchecker",
                                          "endclass",
                                          "endclocking",
                                          "endconfig",
                                          "endfunction",
                                          "endgenerate",
                                          "endgroup",
                                          "endinterface",
                                          "endmodule",
                                          "endpackage",
                                          "endprimitive",
                                          "endprogram",
                                          "endproperty",
                                          "endsequence",
                                          "endspecify",
                                          "endtable",
                                          "endtask",
                                          "enum",
                                          "event",
                                          "eventually",
                                          "expect",
                                          "export",
                                          "extends",
                                          "extern",
                                          "final",
                                          "first_match",
                                          "for",
                                          "force",
                                          "foreach",
                                          "forever",
                                          "fork",
                                          "forkjoin",
                                          "function",
                                          "generate",
                                          "genvar",
                                          "global",
                                          "highz0",
                                          "highz1",
                                          "if",
                                          "iff",
                                          "ifnone",
                                          "ignore_bins",
                                          "illegal_bins",
                                          "implements",
                                          "implies",
                                          "import",
                                          "incdir",
                                          "include",
                                          "initial",
                                          "inout",
                                          "input",
                                          "inside",
                                          "instance",
                                          "int",
                                          "integer",
                                          "interconnect",
                                          "interface",
                                          "intersect",
                                          "join",
                                          "join_any",
                                          "join_none",
                                          "large",
                                          "let",
                                          "liblist",
                                          "library",
                                          "local",
                                          "localparam",
                                          "logic",
                                          "longint",
                                          "macromodule",
                                          "matches",
                                          "medium",
                                          "modport",
                                          "module",
                                          "nand",
                                          "negedge",
                                          "nettype",
                                          "new",
                                          "nexttime",
                                          "nmos",
                                          "nor",
                                          "noshowcancelled",
                                          "not",
                                          "notif0",
                                          "notif1",
                                          "null",
                                          "or",
                                          "output",
                                          "package",
                                          "packed",
                                          "parameter",
                                          "pmos",
                                          "posedge",
                                          "primitive",
                                          "priority",
                                          "program",
                                          "property",
                                          "protected",
                                          "pull0",
                                          "pull1",
                                          "pulldown",
                                          "pullup",
                                          "pulsestyle_ondetect",
                                          "pulsestyle_onevent",
                                          "pure",
                                          "rand",
                                          "randc",
                                          "randcase",
                                          "randsequence",
                                          "rcmos",
                                          "real",
                                          "realtime",
                                          "ref",
                                          "reg",
                                          "reject_on",
                                          "release",
                                          "repeat",
                                          "restrict",
                                          "return",
                                          "rnmos",
                                          "rpmos",
                                          "rtran",
                                          "rtranif0",
                                          "rtranif1",
                                          "s_always",
                                          "s_eventually",
                                          "s_nexttime",
                                          "s_until",
                                          "s_until_with",
                                          "scalared",
                                          "sequence",
                                          "shortint",
                                          "shortreal",
                                          "showcancelled",
                                          "signed",
                                          "small",
                                          "soft",
                                          "solve",
                                          "specify",
                                          "specparam",
                                          "static",
                                          "string",
                                          "strong",
                                          "strong0",
                                          "strong1",
                                          "struct",
                                          "super",
                                          "supply0",
                                          "supply1",
                                          "sync_accept_on",
                                          "sync_reject_on",
                                          "table",
                                          "tagged",
                                          "task",
                                          "this",
                                          "throughout",
                                          "time",
                                          "timeprecision",
                                          "timeunit",
                                          "tran",
                                          "tranif0",
                                          "tranif1",
                                          "tri",
                                          "tri0",
                                          "tri1",
                                          "triand",
                                          "trior",
                                          "trireg",
                                          "type",
                                          "typedef",
                                          "union",
                                          "unique",
                                          "unique0",
                                          "unsigned",
                                          "until",
                                          "until_with",
                                          "untyped",
                                          "use",
                                          "uwire",
                                          "var",
                                          "vectored",
                                          "virtual",
                                          "void",
                                          "wait",
                                          "wait_order",
                                          "wand",
                                          "weak",
                                          "weak0",
                                          "weak1",
                                          "while",
                                          "wildcard",
                                          "wire",
                                          "with",
                                          "within",
                                          "wor",
                                          "xnor",
                                          "xor"};

}  // namespace

std::vector<Token> tokenize(std::string_view source) {
  return Scanner(source).run();
}

std::vector<Token> tokenize_code(std::string_view source) {
  std::vector<Token> tokens = tokenize(source);
  tokens.erase(
      std::remove_if(tokens.begin(), tokens.end(), [](const Token& t) { return t.kind == TokenKind::comment; }),
      tokens.end());
  return tokens;
}

std::size_t after_closing(const std::vector<Token>& tokens, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < tokens.size(); ++i) {
    if (tokens[i].is_one_of({"(", "[", "{"})) ++depth;
    if (tokens[i].is_one_of({")", "]", "}"}) && --depth == 0) return i + 1;
  }
  return tokens.size();
}

bool is_plain_identifier(std::string_view word) {
  return !word.empty() && is_name_start(word.front()) && std::all_of(word.begin(), word.end(), is_name);
}

bool is_keyword(std::string_view word) {
  return std::binary_search(std::begin(kKeywords), std::end(kKeywords), word);
}

}  // namespace gs::rtl
