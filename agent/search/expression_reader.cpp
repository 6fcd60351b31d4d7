#include "agent/search/expression_reader.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace gs::agent::search {

using rtl::Token;
using rtl::TokenKind;

namespace {

int precedence(std::string_view op) {  // IEEE 1800-2017 table 11-2; 0: no binary operator
  static constexpr std::pair<std::string_view, int> kTable[] = {
      {"**", 12}, {"*", 11},  {"/", 11},  {"%", 11},  {"+", 10},  {"-", 10}, {"<<", 9},     {">>", 9},
      {"<<<", 9}, {">>>", 9}, {"<", 8},   {"<=", 8},  {">", 8},   {">=", 8}, {"inside", 8}, {"==", 7},
      {"!=", 7},  {"===", 7}, {"!==", 7}, {"==?", 7}, {"!=?", 7}, {"&", 6},  {"^", 5},      {"~^", 5},
      {"^~", 5},  {"|", 4},   {"&&", 3},  {"||", 2},  {"->", 1},  {"<->", 1}};
  for (const auto& [text, value] : kTable) {
    if (text == op) return value;
  }
  return 0;
}

bool is_unary(std::string_view op) {
  static constexpr std::array<std::string_view, 11> kOps = {"+", "-", "!", "~", "&", "|", "^", "~&", "~|", "~^", "^~"};
  return std::find(kOps.begin(), kOps.end(), op) != kOps.end();
}

}  // namespace

void ExpressionReader::mark(int node, bool constant, bool self_determined) {
  if (node == kNoNode) return;
  expr(node).constant_context |= constant;
  expr(node).self_determined |= self_determined;
  if (!constant) return;
  const std::vector<int> children = expr(node).children;
  for (const int child : children) mark(child, constant, false);
}

int ExpressionReader::root(int node) {
  if (node != kNoNode) model_.roots.push_back(node);
  return node;
}

int ExpressionReader::add(Expr expr) {
  model_.exprs.push_back(std::move(expr));
  return static_cast<int>(model_.exprs.size()) - 1;
}

int ExpressionReader::parse_ternary() {
  if (++depth_ > kMaxDepth) {
    --depth_;
    return kNoNode;
  }
  const std::uint32_t begin = at_;
  int left = parse_binary(1);
  if (left != kNoNode && is("?")) {
    const std::uint32_t op = at_++;
    const int yes = parse_ternary();
    const int no = yes != kNoNode && accept(":") ? parse_ternary() : kNoNode;
    left = no == kNoNode ? kNoNode : add({ExprKind::ternary, {begin, at_}, op, {left, yes, no}, false, false});
  }
  --depth_;
  return left;
}

int ExpressionReader::parse_binary(int least) {
  const std::uint32_t begin = at_;
  int left = parse_unary();
  while (left != kNoNode && !at_end()) {
    const std::string_view op_text = tokens_[at_].text;
    const int level = tokens_[at_].kind == TokenKind::string ? 0 : precedence(op_text);
    if (level < least || level == 0) break;
    const std::uint32_t op = at_++;
    if (op_text == "inside") {
      if (!is("{")) return kNoNode;
      at_ = after_closing(at_);
      left = add({ExprKind::other, {begin, at_}, op, {left}, false, false});
      continue;
    }
    const int right = parse_binary(level + 1);
    if (right == kNoNode) return kNoNode;
    if (op_text == "<<" || op_text == ">>" || op_text == "<<<" || op_text == ">>>" || op_text == "**") {
      mark(right, false, true);
    }
    left = add({ExprKind::binary, {begin, at_}, op, {left, right}, false, false});
  }
  return left;
}

int ExpressionReader::parse_unary() {
  if (at_end()) return kNoNode;
  if (tokens_[at_].kind == TokenKind::op && is_unary(tokens_[at_].text)) {
    if (++depth_ > kMaxDepth) {
      --depth_;
      return kNoNode;
    }
    const std::uint32_t op = at_++;
    const int operand = parse_unary();
    --depth_;
    if (operand == kNoNode) return kNoNode;
    return add({ExprKind::unary, {op, at_}, op, {operand}, false, false});
  }
  return parse_primary();
}

int ExpressionReader::parse_primary() {
  const std::uint32_t begin = at_;
  const Token& token = tokens_[at_];
  if (token.kind == TokenKind::number) {
    ++at_;
    if (is("'") && is_at(at_ + 1, "(")) return parse_cast(begin);
    return add({ExprKind::number, {begin, at_}, begin, {}, false, false});
  }
  if (token.kind == TokenKind::string) {
    ++at_;
    return add({ExprKind::other, {begin, at_}, begin, {}, false, false});
  }
  if (token.is("(")) {
    ++at_;
    const int inner = parse_expr();
    if (inner == kNoNode || !accept(")")) return kNoNode;
    int node = add({ExprKind::paren, {begin, at_}, begin, {inner}, false, false});
    if (is("'") && is_at(at_ + 1, "(")) return parse_cast(begin);
    return node;
  }
  if (token.is("{")) return parse_concat();
  if (token.is("'{")) {
    at_ = after_closing(at_);
    return add({ExprKind::other, {begin, at_}, begin, {}, false, false});
  }
  if (token.kind == TokenKind::system || token.kind == TokenKind::directive) {
    ++at_;
    return parse_call(begin);
  }
  if (is_name(at_)) return parse_name(begin);
  if (token.is("signed") || token.is("unsigned") || token.is("int") || token.is("logic") || token.is("bit")) {
    ++at_;
    if (is("'") && is_at(at_ + 1, "(")) return parse_cast(begin);
  }
  return kNoNode;
}

int ExpressionReader::parse_cast(std::uint32_t begin) {
  ++at_;  // '
  ++at_;  // (
  const int inner = parse_expr();
  if (inner == kNoNode || !accept(")")) return kNoNode;
  mark(inner, false, true);
  return add({ExprKind::call, {begin, at_}, begin, {inner}, false, false});
}

int ExpressionReader::parse_concat() {
  const std::uint32_t begin = at_++;
  std::vector<int> parts;
  if (is("<<") || is(">>")) {
    at_ = after_closing(begin);
    return add({ExprKind::other, {begin, at_}, begin, {}, false, false});
  }
  bool first = true;
  while (!at_end() && !is("}")) {
    const int part = parse_expr();
    if (part == kNoNode) return kNoNode;
    if (first && is("{")) {
      const int inner = parse_concat();
      if (inner == kNoNode || !accept("}")) return kNoNode;
      mark(part, true, true);
      return add({ExprKind::replicate, {begin, at_}, begin, {part, inner}, false, false});
    }
    first = false;
    mark(part, false, true);
    parts.push_back(part);
    if (!accept(",")) break;
  }
  if (!accept("}")) return kNoNode;
  const int node = add({ExprKind::concat, {begin, at_}, begin, std::move(parts), false, false});
  return is("[") ? parse_selects(begin, node) : node;
}

int ExpressionReader::parse_call(std::uint32_t begin) {
  std::vector<int> arguments;
  if (accept("(")) {
    while (!at_end() && !is(")")) {
      const int argument = parse_expr();
      if (argument == kNoNode) return kNoNode;
      mark(argument, false, true);
      arguments.push_back(argument);
      if (!accept(",")) break;
    }
    if (!accept(")")) return kNoNode;
  }
  return add({ExprKind::call, {begin, at_}, begin, std::move(arguments), false, false});
}

int ExpressionReader::parse_name(std::uint32_t begin) {
  ++at_;
  while (is("::") && is_name(at_ + 1)) at_ += 2;
  if (is("'") && is_at(at_ + 1, "(")) return parse_cast(begin);
  if (is("(")) return parse_call(begin);
  const int node = add({ExprKind::name, {begin, at_}, begin, {}, false, false});
  return is("[") || is(".") ? parse_selects(begin, node) : node;
}

// name[expr], name[a:b], name[a +: b], name.member, in any sequence.
int ExpressionReader::parse_selects(std::uint32_t begin, int base) {
  std::vector<int> children = {base};
  while (!at_end()) {
    if (is(".") && is_name(at_ + 1)) {
      at_ += 2;
      continue;
    }
    if (!is("[")) break;
    ++at_;
    const int first = parse_expr();
    if (first == kNoNode) return kNoNode;
    children.push_back(first);
    mark(first, false, true);
    if (is(":") || is("+:") || is("-:")) {
      const bool constant_first = is(":");
      ++at_;
      const int second = parse_expr();
      if (second == kNoNode) return kNoNode;
      mark(second, true, true);
      if (constant_first) mark(first, true, true);
      children.push_back(second);
    }
    if (!accept("]")) return kNoNode;
  }
  if (is("(")) return kNoNode;
  return add({ExprKind::select, {begin, at_}, begin, std::move(children), false, false});
}

}  // namespace gs::agent::search
