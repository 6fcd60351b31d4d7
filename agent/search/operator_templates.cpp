// Edits of operators: another operator, an operand dropped, operands or branches swapped, a sign cast.
#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "agent/search/expression_templates.hpp"

namespace gs::agent::search {
namespace {

struct Replacement {
  std::string_view op;
  double cost;
};

std::vector<Replacement> operator_replacements(std::string_view op) {
  if (op == "<") return {{"<=", 1.0}, {">", 2.0}, {">=", 2.0}, {"!=", 2.5}, {"==", 2.8}};
  if (op == "<=") return {{"<", 1.0}, {">=", 2.0}, {">", 2.0}, {"!=", 2.8}, {"==", 2.5}};
  if (op == ">") return {{">=", 1.0}, {"<", 2.0}, {"<=", 2.0}, {"!=", 2.5}, {"==", 2.8}};
  if (op == ">=") return {{">", 1.0}, {"<=", 2.0}, {"<", 2.0}, {"!=", 2.8}, {"==", 2.5}};
  if (op == "==") return {{"!=", 1.5}, {">=", 2.0}, {"<=", 2.0}, {">", 2.6}, {"<", 2.6}};
  if (op == "!=") return {{"==", 1.5}, {">=", 2.6}, {"<=", 2.6}, {">", 2.2}, {"<", 2.2}};
  if (op == "&&") return {{"||", 1.2}};
  if (op == "||") return {{"&&", 1.2}};
  if (op == "&") return {{"|", 1.3}, {"^", 1.8}};
  if (op == "|") return {{"&", 1.3}, {"^", 1.6}};
  if (op == "^") return {{"|", 1.8}, {"&", 1.9}, {"~^", 1.9}};
  if (op == "~^" || op == "^~") return {{"^", 1.4}};
  if (op == "+") return {{"-", 1.2}};
  if (op == "-") return {{"+", 1.2}};
  if (op == "<<") return {{">>", 1.5}};
  if (op == ">>") return {{"<<", 1.5}};
  if (op == "<<<") return {{">>", 1.8}};
  if (op == ">>>") return {{">>", 1.3}, {"<<", 2.0}};
  if (op == "*") return {{"+", 2.5}};
  return {};
}

// Parentheses where a changed operator could bind otherwise than the old one.
std::string with_operator(const ExpressionEditor& editor, const Expr& e, std::string_view op, int parent) {
  const std::string changed = fmt::format("{} {} {}", editor.text(e.children[0]), op, editor.text(e.children[1]));
  const bool inside_operator = parent != kNoNode && (editor.expr(parent).kind == ExprKind::binary ||
                                                     editor.expr(parent).kind == ExprKind::unary);
  return inside_operator ? "(" + changed + ")" : changed;
}

}  // namespace

void binary_edits(const ExpressionEditor& editor, int node, int parent) {
  const Expr& e = editor.expr(node);
  const std::string op(editor.source().tokens[e.op].text);
  const std::string left = editor.text(e.children[0]), right = editor.text(e.children[1]);
  const bool enumerators = editor.is_enumerator(left) || editor.is_enumerator(right);
  for (const Replacement& r : operator_replacements(op)) {
    // no one asks whether a state is less than another
    const double unusual = enumerators && !is_equality(r.op) ? 2.0 : 0.0;
    editor.replace(node, "operator", r.cost + unusual, with_operator(editor, e, r.op, parent));
  }
  if (op == ">>" && !editor.is_signed(e.children[0])) {
    editor.replace(node, "sign", 1.4, fmt::format("$unsigned($signed({}) >>> {})", left, right),
                   fmt::format("$signed({}) >>> {}", left, right));
  }
  if (is_relational(op)) {
    editor.replace(node, "sign", 1.6, fmt::format("($signed({}) {} $signed({}))", left, op, right));
    editor.replace(node, "sign", 2.2, fmt::format("($unsigned({}) {} $unsigned({}))", left, op, right));
  }
  if (op == "&&" || op == "||" || op == "&" || op == "|" || op == "^") {
    editor.replace(node, "operand dropped", 1.75, left);
    editor.replace(node, "operand dropped", 1.75, right);
  }
  if (op == "+" || op == "-") {
    if (editor.expr(e.children[1]).kind == ExprKind::number)
      editor.replace(node, "operand dropped", 2.2, left);
    else {
      editor.replace(node, "operand dropped", 3.0, left);
      editor.replace(node, "off by one", 2.4, fmt::format("{} {} {} + 1", left, op, right));
      editor.replace(node, "off by one", 2.4, fmt::format("{} {} {} - 1", left, op, right));
    }
  }
  if (op == "-" || op == "<" || op == "<=" || op == ">" || op == ">=" || op == "<<" || op == ">>") {
    editor.replace(node, "operands swapped", 2.4, fmt::format("{} {} {}", right, op, left));
  }
}

void unary_edits(const ExpressionEditor& editor, int node) {
  const Expr& e = editor.expr(node);
  const std::string_view op = editor.source().tokens[e.op].text;
  const std::string operand = editor.text(e.children[0]);
  if (op == "!" || op == "~" || op == "-") editor.replace(node, "negation", 1.4, operand);
  if (op == "&") editor.replace(node, "operator", 1.4, "|" + operand);
  if (op == "|") editor.replace(node, "operator", 1.4, "&" + operand);
  if (op == "^") editor.replace(node, "operator", 1.6, "~^" + operand);
  if (op == "~^") editor.replace(node, "operator", 1.6, "^" + operand);
  if (op == "&" || op == "|" || op == "^") editor.replace(node, "negation", 2.0, fmt::format("!({}{})", op, operand));
}

void ternary_edits(const ExpressionEditor& editor, int node) {
  const Expr& e = editor.expr(node);
  const std::string c = editor.text(e.children[0]), a = editor.text(e.children[1]), b = editor.text(e.children[2]);
  editor.replace(node, "branches swapped", 1.8, fmt::format("{} ? {} : {}", c, b, a));
  editor.replace(node, "branch taken", 2.8, a);
  editor.replace(node, "branch taken", 2.8, b);
  // c ? a : d ? e : f  ->  d ? e : c ? a : f
  const Expr& other = editor.expr(e.children[2]);
  if (other.kind == ExprKind::ternary) {
    editor.replace(node, "priority", 1.9,
                   fmt::format("{} ? {} : {} ? {} : {}", editor.text(other.children[0]), editor.text(other.children[1]),
                               c, a, editor.text(other.children[2])));
  }
}

void call_edits(const ExpressionEditor& editor, int node) {
  const Expr& e = editor.expr(node);
  const std::string_view function = editor.source().tokens[e.range.begin].text;
  if (e.children.size() != 1 || e.constant_context) return;
  const std::string argument = editor.text(e.children[0]);
  const Range range = e.range;
  const std::uint32_t line = editor.source().line(range.begin);
  if (function == "$signed") {
    editor.sink().plain({editor.sink().piece(range, argument)}, line, "sign", 1.6);
    editor.sink().plain({editor.sink().piece(range, fmt::format("$unsigned({})", argument))}, line, "sign", 1.8);
  }
  if (function == "$unsigned") {
    editor.sink().plain({editor.sink().piece(range, argument)}, line, "sign", 1.8);
    editor.sink().plain({editor.sink().piece(range, fmt::format("$signed({})", argument))}, line, "sign", 1.6);
  }
}

}  // namespace gs::agent::search
