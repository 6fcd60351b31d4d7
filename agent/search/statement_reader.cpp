#include "agent/search/statement_reader.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace gs::agent::search {

using rtl::TokenKind;

namespace {

bool is_assign_op(std::string_view op) {
  static constexpr std::array<std::string_view, 13> kOps = {
      "=", "<=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=", ">>>="};
  return std::find(kOps.begin(), kOps.end(), op) != kOps.end();
}

}  // namespace

void StatementReader::read_statement(Context& context) {
  if (++depth_ > kMaxDepth) {
    skip_to_semicolon();
    --depth_;
    return;
  }
  const std::uint32_t before = at_;
  read_statement_inner(context);
  if (at_ == before) ++at_;
  --depth_;
}

void StatementReader::read_assignment(Context& context, AssignKind kind, std::uint32_t statement_begin) {
  Assignment assignment;
  const std::uint32_t target_begin = at_;
  const std::size_t first_expr = model_.exprs.size();
  const int target = is("{") ? parse_concat() : is_name(at_) ? parse_name(at_) : kNoNode;
  if (target == kNoNode || at_end() || !is_assign_op(tokens_[at_].text)) return skip_to_semicolon();
  assignment.target = {target_begin, at_};
  assignment.op = at_++;
  if (kind == AssignKind::blocking && tokens_[assignment.op].text == "<=") kind = AssignKind::nonblocking;
  assignment.kind = kind;
  if (is("#")) at_ += 2;
  assignment.value = parse_expr();
  if (assignment.value == kNoNode || !is(";")) return skip_to_semicolon();
  for (std::size_t i = first_expr; i < model_.exprs.size() && model_.exprs[i].range.end <= assignment.op; ++i) {
    if (model_.exprs[i].kind == ExprKind::select) {
      for (std::size_t c = 1; c < model_.exprs[i].children.size(); ++c)
        model_.roots.push_back(model_.exprs[i].children[c]);
    }
  }
  root(assignment.value);
  ++at_;
  assignment.statement = {statement_begin, at_};
  assignment.targets = model_.names_in(target);
  const Expr& shape = expr(target);
  if (shape.kind == ExprKind::name || shape.kind == ExprKind::select) assignment.targets.resize(1);
  assignment.process = context.process;
  assignment.conditions = context.conditions;
  model_.assignments.push_back(std::move(assignment));
}

void StatementReader::read_loop_header() {
  const bool is_for = is("for");
  ++at_;
  if (!is("(")) return;
  const std::uint32_t close = after_closing(at_);
  if (is_for) {
    // for (init; condition; step): the condition is a place for off-by-one edits, but it must stay constant.
    std::uint32_t i = at_ + 1;
    while (i < close && !is_at(i, ";")) ++i;
    at_ = i + 1;
    const int condition = i < close ? parse_expr() : kNoNode;
    mark(condition, true, false);
    if (is(";")) root(condition);
  }
  at_ = close;
}

bool StatementReader::at_declaration() const {
  static constexpr std::array<std::string_view, 27> kWords = {
      "logic",  "reg",   "wire",   "bit",    "byte",   "int",       "integer", "shortint", "longint",
      "real",   "time",  "string", "var",    "static", "automatic", "const",   "signed",   "unsigned",
      "struct", "union", "enum",   "genvar", "tri",    "wand",      "wor",     "uwire",    "event"};
  return std::find(kWords.begin(), kWords.end(), text(at_)) != kWords.end();
}

void StatementReader::read_statement_inner(Context& context) {
  if (at_end() || accept(";")) return;
  if (is_name(at_) && is_at(at_ + 1, ":") && !is_at(at_ + 2, ":")) at_ += 2;
  if (accept("begin")) {
    skip_label();
    while (!at_end() && !is("end")) read_statement(context);
    accept("end");
    skip_label();
    return;
  }
  if ((is("unique") || is("unique0") || is("priority")) &&
      (is_at(at_ + 1, "if") || is_at(at_ + 1, "case") || is_at(at_ + 1, "casez") || is_at(at_ + 1, "casex"))) {
    ++at_;
  }
  if (is("if")) return read_if(context);
  if (is("case") || is("casez") || is("casex")) return read_case(context);
  if (is("for") || is("while") || is("repeat") || is("foreach")) {
    read_loop_header();
    return read_statement(context);
  }
  if (accept("forever")) return read_statement(context);
  if (is("@") || is("#")) {
    ++at_;
    if (is("(")) {
      at_ = after_closing(at_);
    } else {
      ++at_;
    }
    return read_statement(context);
  }
  if (accept("return")) {
    if (!is(";")) root(parse_expr());
    return skip_to_semicolon();
  }
  if (at_declaration() || is("localparam") || is("typedef") || is("assert") || is("assume") || is("cover") ||
      is("break") || is("continue") || is("disable") || is("fork") || is("void") ||
      tokens_[at_].kind == TokenKind::system) {
    return skip_to_semicolon();
  }
  read_assignment(context, AssignKind::blocking, at_);
}

void StatementReader::read_if(Context& context) {
  IfStatement statement;
  statement.keyword = at_++;
  if (!accept("(")) return skip_to_semicolon();
  statement.condition = parse_expr();
  statement.process = context.process;
  if (statement.condition == kNoNode || !accept(")")) {
    at_ = after_closing(statement.keyword + 1);
    statement.condition = kNoNode;
  } else {
    root(statement.condition);
    context.conditions.push_back(statement.condition);
  }
  const std::uint32_t then_begin = at_;
  read_statement(context);
  statement.then_branch = {then_begin, at_};
  if (accept("else")) {
    const std::uint32_t else_begin = at_;
    read_statement(context);
    statement.else_branch = {else_begin, at_};
  }
  if (statement.condition != kNoNode) context.conditions.pop_back();
  statement.whole = {statement.keyword, at_};
  if (statement.condition != kNoNode) model_.ifs.push_back(statement);
}

void StatementReader::read_case(Context& context) {
  CaseStatement statement;
  statement.keyword = at_++;
  statement.process = context.process;
  if (!accept("(")) return skip_to_semicolon();
  statement.subject = parse_expr();
  if (statement.subject == kNoNode || !accept(")")) {
    at_ = after_closing(statement.keyword + 1);
  } else {
    root(statement.subject);
    context.conditions.push_back(statement.subject);
  }
  accept("inside");
  while (!at_end() && !is("endcase")) {
    const std::uint32_t before = at_;
    read_case_item(context, statement);
    if (at_ == before) ++at_;
  }
  if (statement.subject != kNoNode && !context.conditions.empty() && context.conditions.back() == statement.subject) {
    context.conditions.pop_back();
  }
  accept("endcase");
  statement.whole = {statement.keyword, at_};
  if (statement.subject != kNoNode) model_.cases.push_back(std::move(statement));
}

void StatementReader::read_case_item(Context& context, CaseStatement& statement) {
  CaseItem item;
  if (accept("default")) {
    accept(":");
    statement.has_default = true;
  } else {
    const std::uint32_t begin = at_;
    do {
      const int label = parse_expr();
      if (label == kNoNode) break;
      item.label_exprs.push_back(label);
    } while (accept(","));
    item.labels = {begin, at_};
    while (!at_end() && !is(":") && !is(";") && !is("endcase")) ++at_;
    if (!accept(":")) return;
    for (const int label : item.label_exprs) root(label);
  }
  const std::uint32_t body = at_;
  read_statement(context);
  item.body = {body, at_};
  statement.items.push_back(std::move(item));
}

}  // namespace gs::agent::search
