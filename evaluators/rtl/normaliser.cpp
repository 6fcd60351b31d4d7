#include "evaluators/rtl/normaliser.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "base/verilog_lexer.hpp"

namespace gs::rtl {
namespace {

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Directives that end at their line's end and give no text. Every other one is the use of a macro, or is rare.
constexpr std::array<std::string_view, 9> kWithArgument = {"`define",    "`undef",           "`include",
                                                           "`ifdef",     "`ifndef",          "`elsif",
                                                           "`timescale", "`default_nettype", "`unconnected_drive"};
constexpr std::array<std::string_view, 7> kWithoutArgument = {
    "`else", "`endif", "`resetall", "`celldefine", "`endcelldefine", "`nounconnected_drive", "`undefineall"};

// Words of comments that some tool obeys. A comment that merely mentions one is kept too.
constexpr std::array<std::string_view, 22> kInstructions = {
    "verilator", "synopsys", "synthesis", "pragma",   "translate_o", "parallel_case",
    "full_case", "ambit",    "cadence",   "exemplar", "xilinx",      "altera",
    "quartus",   "vivado",   "coverage",  "lint_",    "attribute",   "spyglass",
    "iverilog",  "yosys",    "modelsim",  "vcs"};

bool instructs(std::string_view comment) {
  if (comment.size() > 2 && (comment[2] == '@' || comment[2] == '$')) return true;
  std::string lower(comment);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return std::any_of(kInstructions.begin(), kInstructions.end(),
                     [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

bool is_escaped(const Token& token) {
  return token.kind == TokenKind::identifier && token.text.starts_with('\\');
}

// Closed by an unescaped quote, on its own line.
bool is_whole_string(std::string_view text) {
  if (text.size() < 2 || text.find('\n') != std::string_view::npos) return false;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"') return i + 1 == text.size();
    if (text[i] == '\\') ++i;
  }
  return false;
}

bool has_odd_bytes(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c == '\r' && (i + 1 == text.size() || text[i + 1] != '\n')) return true;
    if ((c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == 0x7f) return true;
  }
  return false;
}

// The following say whether a token means the same to every tool in every layout. `before` and `after` are its
// neighbours that are no comments, or null.

// Not 8 'hff, which is one literal or two tokens, nor 10ns1 or 1.e5.
bool is_plain_number(const Token& token, const Token* after) {
  if (after == nullptr) return true;
  const bool touches = after->offset == token.end();
  if (after->text.starts_with('\'')) return touches && after->text == "'";
  return !touches || (after->kind == TokenKind::op && after->text != ".");
}

bool is_plain_op(const Token& token, const Token* before, const Token* after) {
  if (token.text == "'") return after != nullptr && after->offset == token.end() && after->text == "(";
  // A star within parentheses is @(*) or an attribute, which is told by what stands between.
  if (token.text == "(*") return after == nullptr || after->text != ")";
  if (token.text == "*)") return before == nullptr || before->text != "(";
  return true;
}

bool is_plain_directive(const Token& token, const Token* after, std::string_view source) {
  if (is_one_of(token.text, kWithoutArgument)) return true;
  if (!is_one_of(token.text, kWithArgument) || after == nullptr) return false;
  return source.substr(token.end(), after->offset - token.end()).find('\n') == std::string_view::npos;
}

bool is_plain_comment(std::string_view text) {
  if (text.starts_with("/*")) {
    return text.size() >= 4 && text.ends_with("*/") && text.find("/*", 2) == std::string_view::npos;
  }
  while (text.ends_with('\r')) text.remove_suffix(1);
  return !text.ends_with('\\');  // some tools continue it on the next line
}

bool is_plain(const Token& token, const Token* before, const Token* after, std::string_view source) {
  switch (token.kind) {
    case TokenKind::identifier:
      if (is_escaped(token)) return token.text.find_first_of("/\"`\\", 1) == std::string_view::npos;
      return token.text != "table" && token.text != "primitive";
    case TokenKind::system:
      return token.text != "$fatal";
    case TokenKind::directive:
      return is_plain_directive(token, after, source);
    case TokenKind::number:
      return is_plain_number(token, after);
    case TokenKind::string:
      return is_whole_string(token.text) &&
             (after == nullptr || after->kind != TokenKind::string || after->offset != token.end());
    case TokenKind::op:
      return is_plain_op(token, before, after);
    case TokenKind::comment:
      return is_plain_comment(token.text);
    case TokenKind::unknown:
      return token.text == "$";
  }
  return false;
}

// Whether layout and comments count for nothing in this text.
bool is_reducible(std::string_view source, const std::vector<Token>& tokens) {
  if (has_odd_bytes(source)) return false;
  const Token* before = nullptr;
  std::size_t next = 0;  // the first token behind `i` that is no comment
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    next = std::max(next, i + 1);
    while (next < tokens.size() && tokens[next].kind == TokenKind::comment) ++next;
    const Token* after = next < tokens.size() ? &tokens[next] : nullptr;
    if (!is_plain(tokens[i], before, after, source)) return false;
    if (tokens[i].kind != TokenKind::comment) before = &tokens[i];
  }
  return true;
}

// How a token gets on with a neighbour.
enum class Side : std::uint8_t { word, integer, number, string, open, close, separator, free_op, other_op, aloof };

// Operators that stay themselves beside a word, a number or a parenthesis.
constexpr std::array<std::string_view, 43> kFreeOps = {
    "=",  "<=", "==", "!=", "===", "!==", "<",  ">",  ">=", "&&", "||",  "&",   "|", "^", "~",
    "!",  "+",  "-",  "*",  "/",   "%",   "?",  ":",  "<<", ">>", "<<<", ">>>", ".", "#", "@",
    "+:", "-:", "++", "--", "+=",  "-=",  "|=", "&=", "^=", "~&", "~|",  "~^",  "**"};

Side side_of(const Token& token) {
  const std::string_view text = token.text;
  switch (token.kind) {
    case TokenKind::identifier:
      return is_escaped(token) ? Side::aloof : Side::word;  // an escaped one ends at white space
    case TokenKind::system:
      return Side::word;
    case TokenKind::number: {
      const bool digits = std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || c == '_'; });
      return digits || text.find('\'') != std::string_view::npos ? Side::integer : Side::number;
    }
    case TokenKind::string:
      return Side::string;
    case TokenKind::op:
      if (text == "(" || text == "[" || text == "{") return Side::open;
      if (text == ")" || text == "]" || text == "}") return Side::close;
      if (text == ";" || text == ",") return Side::separator;
      return is_one_of(text, kFreeOps) ? Side::free_op : Side::other_op;
    default:
      return Side::aloof;
  }
}

bool op_may_follow(const Token& left, Side side, std::string_view op) {
  switch (side) {
    case Side::word:
      return op != ".";
    case Side::integer:  // 4'b1? is a number, and 1.5
      return op != "." && op != "?" && op != "#" && op != "@";
    case Side::open:  // (* is an attribute; [* [= [-> belong to sequences
      return left.text != "[" && op[0] != '*';
    case Side::close:
      return true;
    default:
      return false;
  }
}

// Whether what stands between two tokens may be left out: they are these two tokens also when they touch.
bool may_touch(const Token& left, const Token& right) {
  const Side a = side_of(left), b = side_of(right);
  if (a == Side::aloof || b == Side::aloof) return false;
  if (a == Side::separator || b == Side::separator) return true;  // no token has one of these within
  if (b == Side::free_op) return op_may_follow(left, a, right.text);
  const bool is_value = a == Side::word || a == Side::integer || a == Side::number || a == Side::string;
  switch (a) {
    case Side::free_op:
      if (b == Side::open) return right.text != "[";
      return b == Side::word || b == Side::string || (b == Side::integer && left.text != ".");
    case Side::open:
      return b != Side::other_op;
    case Side::close:
      return b == Side::close || b == Side::open || b == Side::word;
    default:
      if (b == Side::close) return is_value;
      if (b != Side::open) return false;
      return a == Side::word || (a == Side::integer && right.text == "{");
  }
}

class Reducer {
 public:
  Reducer(std::string_view source, const std::vector<Token>& tokens) : source_(source), tokens_(tokens) {}

  std::string run() {
    out_.reserve(source_.size());
    for (std::size_t first = 0; first < tokens_.size();) {
      std::size_t last = first;
      bool keep = keeps_line(tokens_[first]);
      while (last + 1 < tokens_.size() && between(last).find('\n') == std::string_view::npos) {
        keep = keeps_line(tokens_[++last]) || keep;
      }
      if (keep) {
        keep_lines(tokens_[first], tokens_[last]);
      } else {
        reduce(first, last);
      }
      first = last + 1;
    }
    return std::move(out_);
  }

 private:
  static bool keeps_line(const Token& token) {
    return token.kind == TokenKind::directive || (token.kind == TokenKind::comment && instructs(token.text));
  }

  // White space from token i to the next.
  std::string_view between(std::size_t i) const {
    return source_.substr(tokens_[i].end(), tokens_[i + 1].offset - tokens_[i].end());
  }

  // Lines that hang together by comments that go over several lines, as they stand.
  void keep_lines(const Token& first, const Token& last) {
    if (!out_.empty() && out_.back() != '\n') out_ += '\n';
    const std::size_t end = std::min(source_.find('\n', last.end()), source_.size());
    out_.append(source_.substr(first.offset, end - first.offset));
    out_ += '\n';
    previous_ = nullptr;
  }

  void reduce(std::size_t first, std::size_t last) {
    for (std::size_t i = first; i <= last; ++i) {
      const Token& token = tokens_[i];
      if (token.kind == TokenKind::comment) continue;
      const bool apart = previous_ != nullptr && previous_->end() != token.offset;
      if (apart && !may_touch(*previous_, token)) out_ += ' ';
      out_.append(token.text);
      previous_ = &token;
    }
  }

  std::string_view source_;
  const std::vector<Token>& tokens_;
  std::string out_;
  const Token* previous_ = nullptr;  // the last one written, unless lines were kept since
};

}  // namespace

std::string normalised(std::string_view verilog) {
  if (verilog.size() > kNormalisedBytes) return std::string(verilog);
  const std::vector<Token> tokens = tokenize(verilog);
  if (!is_reducible(verilog, tokens)) return std::string(verilog);
  return Reducer(verilog, tokens).run();
}

}  // namespace gs::rtl
