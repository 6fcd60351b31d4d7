#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "agent/search/source_model.hpp"

namespace gs::agent::search {
namespace {

using rtl::Token;
using rtl::TokenKind;

constexpr int kMaxDepth = 200;

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

bool is_assign_op(std::string_view op) {
  static constexpr std::array<std::string_view, 13> kOps = {
      "=", "<=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=", ">>>="};
  return std::find(kOps.begin(), kOps.end(), op) != kOps.end();
}

bool starts_declaration(std::string_view word) {
  static constexpr std::array<std::string_view, 27> kWords = {
      "logic",  "reg",   "wire",   "bit",    "byte",   "int",       "integer", "shortint", "longint",
      "real",   "time",  "string", "var",    "static", "automatic", "const",   "signed",   "unsigned",
      "struct", "union", "enum",   "genvar", "tri",    "wand",      "wor",     "uwire",    "event"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

class Reader {
 public:
  explicit Reader(SourceModel& model) : m_(model), tokens_(model.tokens) {}

  void run() {
    while (!at_end()) {
      const std::uint32_t before = at_;
      if (is("module") || is("macromodule") || is("package") || is("interface")) {
        read_module();
      } else {
        read_item();
      }
      if (at_ == before) ++at_;
    }
  }

 private:
  // ---- tokens
  bool at_end() const { return at_ >= tokens_.size(); }
  std::string_view text(std::uint32_t i) const { return i < tokens_.size() ? tokens_[i].text : std::string_view(); }
  bool is(std::string_view word) const { return !at_end() && tokens_[at_].is(word); }
  bool is_at(std::uint32_t i, std::string_view word) const { return i < tokens_.size() && tokens_[i].is(word); }
  bool is_name(std::uint32_t i) const {
    return i < tokens_.size() && tokens_[i].kind == TokenKind::identifier && !rtl::is_keyword(tokens_[i].text);
  }
  bool accept(std::string_view word) {
    if (!is(word)) return false;
    ++at_;
    return true;
  }
  // Index after the bracket that closes the one at `open`, or the end.
  std::uint32_t after_closing(std::uint32_t open) const {
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
  // Steps over everything up to and including the next ';' outside brackets; stops before block-closing keywords.
  void skip_to_semicolon() {
    while (!at_end()) {
      if (is(";")) {
        ++at_;
        return;
      }
      if (is("endmodule") || is("end") || is("endcase") || is("endfunction") || is("endtask") || is("endpackage"))
        return;
      if (is("(") || is("[") || is("{") || is("'{")) {
        at_ = after_closing(at_);
      } else {
        ++at_;
      }
    }
  }
  void skip_label() {
    if (is(":") && is_name(at_ + 1)) at_ += 2;
  }

  // ---- expressions
  int add(Expr expr) {
    m_.exprs.push_back(std::move(expr));
    return static_cast<int>(m_.exprs.size()) - 1;
  }
  Expr& expr(int node) { return m_.exprs[static_cast<std::size_t>(node)]; }
  void mark(int node, bool constant, bool self_determined) {
    if (node == kNoNode) return;
    expr(node).constant_context |= constant;
    expr(node).self_determined |= self_determined;
    if (!constant) return;
    const std::vector<int> children = expr(node).children;
    for (const int child : children) mark(child, constant, false);
  }

  int parse_expr() { return parse_ternary(); }

  int parse_ternary() {
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

  int parse_binary(int least) {
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

  int parse_unary() {
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

  int parse_primary() {
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

  int parse_cast(std::uint32_t begin) {
    ++at_;  // '
    ++at_;  // (
    const int inner = parse_expr();
    if (inner == kNoNode || !accept(")")) return kNoNode;
    mark(inner, false, true);
    return add({ExprKind::call, {begin, at_}, begin, {inner}, false, false});
  }

  int parse_concat() {
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

  int parse_call(std::uint32_t begin) {
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

  int parse_name(std::uint32_t begin) {
    ++at_;
    while (is("::") && is_name(at_ + 1)) at_ += 2;
    if (is("'") && is_at(at_ + 1, "(")) return parse_cast(begin);
    if (is("(")) return parse_call(begin);
    const int node = add({ExprKind::name, {begin, at_}, begin, {}, false, false});
    return is("[") || is(".") ? parse_selects(begin, node) : node;
  }

  // name[expr], name[a:b], name[a +: b], name.member, in any sequence.
  int parse_selects(std::uint32_t begin, int base) {
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

  // ---- statements
  struct Context {
    int process = kNoNode;
    std::vector<int> conditions;
  };

  int root(int node) {
    if (node != kNoNode) m_.roots.push_back(node);
    return node;
  }

  void read_statement(Context& context) {
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

  void read_statement_inner(Context& context) {
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
    if (starts_declaration(text(at_)) || is("localparam") || is("typedef") || is("assert") || is("assume") ||
        is("cover") || is("break") || is("continue") || is("disable") || is("fork") || is("void") ||
        tokens_[at_].kind == TokenKind::system) {
      return skip_to_semicolon();
    }
    read_assignment(context, AssignKind::blocking, at_);
  }

  void read_loop_header() {
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

  void read_if(Context& context) {
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
    if (statement.condition != kNoNode) m_.ifs.push_back(statement);
  }

  void read_case(Context& context) {
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
    if (statement.subject != kNoNode) m_.cases.push_back(std::move(statement));
  }

  void read_case_item(Context& context, CaseStatement& statement) {
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

  void read_assignment(Context& context, AssignKind kind, std::uint32_t statement_begin) {
    Assignment assignment;
    const std::uint32_t target_begin = at_;
    const std::size_t first_expr = m_.exprs.size();
    const int target = is("{") ? parse_concat() : is_name(at_) ? parse_name(at_) : kNoNode;
    if (target == kNoNode || at_end() || !is_assign_op(tokens_[at_].text)) return skip_to_semicolon();
    assignment.target = {target_begin, at_};
    assignment.op = at_++;
    if (kind == AssignKind::blocking && tokens_[assignment.op].text == "<=") kind = AssignKind::nonblocking;
    assignment.kind = kind;
    if (is("#")) at_ += 2;
    assignment.value = parse_expr();
    if (assignment.value == kNoNode || !is(";")) return skip_to_semicolon();
    for (std::size_t i = first_expr; i < m_.exprs.size() && m_.exprs[i].range.end <= assignment.op; ++i) {
      if (m_.exprs[i].kind == ExprKind::select) {
        for (std::size_t c = 1; c < m_.exprs[i].children.size(); ++c) m_.roots.push_back(m_.exprs[i].children[c]);
      }
    }
    root(assignment.value);
    ++at_;
    assignment.statement = {statement_begin, at_};
    assignment.targets = m_.names_in(target);
    const Expr& shape = expr(target);
    if (shape.kind == ExprKind::name || shape.kind == ExprKind::select) assignment.targets.resize(1);
    assignment.process = context.process;
    assignment.conditions = context.conditions;
    m_.assignments.push_back(std::move(assignment));
  }

  // ---- module items
  void read_module() {
    ++at_;
    if (is("automatic") || is("static")) ++at_;
    Module module;
    if (!is_name(at_)) return;
    module.name = std::string(text(at_));
    const std::uint32_t begin = at_ - 1;
    ++at_;
    module_ = static_cast<int>(m_.modules.size());
    m_.modules.push_back(module);
    while (!at_end() && is("import")) skip_to_semicolon();
    if (is("#") && is_at(at_ + 1, "(")) read_parameter_ports();
    if (is("(")) read_port_list();
    accept(";");
    while (!at_end() && !is("endmodule") && !is("endpackage") && !is("endinterface")) {
      const std::uint32_t before = at_;
      read_item();
      if (at_ == before) ++at_;
    }
    if (!at_end()) ++at_;
    skip_label();
    m_.modules[static_cast<std::size_t>(module_)].whole = {begin, at_};
    module_ = kNoNode;
  }

  void read_parameter_ports() {
    const std::uint32_t close = after_closing(at_ + 1);
    at_ += 2;
    while (at_ < close) {
      if (is("[")) {
        read_dimension();
        continue;
      }
      if (is_name(at_) && is_at(at_ + 1, "=")) {
        read_parameter(false);
        continue;
      }
      ++at_;
    }
    at_ = close;
  }

  void read_port_list() {
    const std::uint32_t close = after_closing(at_);
    while (at_ < close) {
      if (is("[")) {
        read_dimension();
      } else {
        ++at_;
      }
    }
    at_ = close;
  }

  // At `name =`.
  void read_parameter(bool local) {
    Parameter parameter;
    parameter.name = std::string(text(at_));
    parameter.local = local;
    parameter.module = module_;
    at_ += 2;
    parameter.value = parse_expr();
    if (module_ != kNoNode) m_.modules[static_cast<std::size_t>(module_)].parameters.push_back(parameter.name);
    if (parameter.value == kNoNode) return;
    mark(parameter.value, true, false);
    m_.parameters.push_back(std::move(parameter));
  }

  // At '['.
  void read_dimension() {
    const std::uint32_t close = after_closing(at_);
    ++at_;
    Dimension dimension;
    dimension.module = module_;
    dimension.msb = parse_expr();
    if (dimension.msb != kNoNode && accept(":")) dimension.lsb = parse_expr();
    mark(dimension.msb, true, true);
    mark(dimension.lsb, true, true);
    if (dimension.msb != kNoNode && dimension.lsb != kNoNode && is("]")) m_.dimensions.push_back(dimension);
    at_ = close;
  }

  void read_enum_names() {  // at '{' of an enum
    const std::uint32_t close = after_closing(at_);
    for (std::uint32_t i = at_ + 1; i < close; ++i) {
      if (is_name(i) && (is_at(i - 1, "{") || is_at(i - 1, ","))) {
        if (module_ != kNoNode) m_.modules[static_cast<std::size_t>(module_)].enum_names.emplace_back(text(i));
      }
    }
    at_ = close;
  }

  void read_item() {
    if (accept(";")) return;
    if (is("always") || is("always_comb") || is("always_ff") || is("always_latch") || is("initial"))
      return read_process();
    if (is("assign")) {
      const std::uint32_t begin = at_++;
      if (is("#")) at_ += 2;
      Context context;
      return read_assignment(context, AssignKind::continuous, begin);
    }
    if (is("parameter") || is("localparam")) return read_parameters();
    if (is("function") || is("task")) return read_function();
    if (accept("generate") || accept("endgenerate")) return;
    if (is("if") || is("for") || is("case")) return read_generate();
    if (accept("begin")) {
      skip_label();
      return;
    }
    if (accept("end") || accept("else")) {
      skip_label();
      return;
    }
    if (is("typedef") || starts_declaration(text(at_)) || is("input") || is("output") || is("inout"))
      return read_declaration();
    if (is("genvar") || is("import") || is("export") || is("timeunit") || is("timeprecision") || is("assert") ||
        is("assume") || is("cover") || is("final") || is("default")) {
      return skip_to_semicolon();
    }
    if (is_name(at_)) return read_instance_or_declaration();
    skip_to_semicolon();
  }

  void read_parameters() {
    const bool local = is("localparam");
    while (!at_end() && !is(";")) {
      if (is("[")) {
        read_dimension();
      } else if (is_name(at_) && is_at(at_ + 1, "=")) {
        read_parameter(local);
      } else {
        ++at_;
      }
    }
    accept(";");
  }

  void read_declaration() {
    while (!at_end() && !is(";")) {
      if (is("enum")) {
        while (!at_end() && !is("{") && !is(";")) {
          if (is("[")) {
            read_dimension();
          } else {
            ++at_;
          }
        }
        if (is("{")) read_enum_names();
      } else if (is("[")) {
        read_dimension();
      } else if (is("=")) {
        // wire x = expr; is a continuous assignment with a declaration around it
        const std::uint32_t name = at_ - 1;
        const std::uint32_t op = at_++;
        const int value = parse_expr();
        if (value == kNoNode) return skip_to_semicolon();
        Assignment assignment;
        assignment.kind = AssignKind::continuous;
        assignment.statement = {op, at_};
        assignment.target = {name, name + 1};
        assignment.op = op;
        assignment.value = root(value);
        assignment.targets = {std::string(text(name))};
        m_.assignments.push_back(std::move(assignment));
      } else if (is("{") || is("(")) {
        at_ = after_closing(at_);  // struct members
      } else {
        ++at_;
      }
    }
    accept(";");
  }

  void read_process() {
    Process process;
    process.module = module_;
    process.keyword = at_;
    const std::string_view word = text(at_);
    process.kind = word == "always_comb"    ? ProcessKind::always_comb
                   : word == "always_ff"    ? ProcessKind::always_ff
                   : word == "always_latch" ? ProcessKind::always_latch
                   : word == "initial"      ? ProcessKind::initial
                                            : ProcessKind::always;
    ++at_;
    if (accept("@")) {
      if (is("(")) {
        const std::uint32_t close = after_closing(at_);
        if (!is_at(at_ + 1, "*")) process.sensitivity = {at_ + 1, close - 1};
        at_ = close;
      } else {
        ++at_;
      }
    }
    const std::uint32_t body = at_;
    Context context;
    context.process = static_cast<int>(m_.processes.size());
    m_.processes.push_back(process);
    read_statement(context);
    m_.processes[static_cast<std::size_t>(context.process)].body = {body, at_};
  }

  void read_function() {
    const bool is_task = is("task");
    Process process;
    process.kind = ProcessKind::function;
    process.keyword = at_;
    process.module = module_;
    while (!at_end() && !is("(") && !is(";")) {
      if (is_name(at_)) process.name = std::string(text(at_));
      if (is("[")) {
        read_dimension();
      } else {
        ++at_;
      }
    }
    if (is("(")) read_port_list();
    accept(";");
    const std::uint32_t body = at_;
    Context context;
    context.process = static_cast<int>(m_.processes.size());
    m_.processes.push_back(process);
    while (!at_end() && !is(is_task ? "endtask" : "endfunction") && !is("endmodule")) read_statement(context);
    m_.processes[static_cast<std::size_t>(context.process)].body = {body, at_};
    if (!is("endmodule")) ++at_;
    skip_label();
  }

  void read_generate() {
    const bool is_for = is("for");
    if (is_for) {
      read_loop_header();
    } else if (is("case")) {
      // generate-case: read the items as they come
      ++at_;
      if (is("(")) at_ = after_closing(at_);
    } else {
      ++at_;
      if (is("(")) {
        const std::uint32_t close = after_closing(at_);
        ++at_;
        const int condition = parse_expr();
        mark(condition, true, false);
        if (at_ + 1 == close) root(condition);
        at_ = close;
      }
    }
  }

  void read_instance_or_declaration() {
    std::uint32_t i = at_ + 1;
    if (is_at(i, "#") && is_at(i + 1, "(")) i = after_closing(i + 1);
    while (is_at(i, "[")) i = after_closing(i);
    if (!is_name(i)) return skip_to_semicolon();
    std::uint32_t open = i + 1;
    while (is_at(open, "[")) open = after_closing(open);
    if (!is_at(open, "(")) {  // type_t name;  or type_t name = value;
      ++at_;
      return read_declaration();
    }
    Instance instance;
    instance.module = module_;
    instance.module_name = std::string(text(at_));
    instance.name = std::string(text(i));
    const std::uint32_t begin = at_;
    if (is_at(at_ + 1, "#")) {
      at_ += 2;
      read_connections(instance.parameters, true);
    }
    at_ = open;
    read_connections(instance.ports, false);
    instance.whole = {begin, at_};
    m_.instances.push_back(std::move(instance));
    skip_to_semicolon();
  }

  // At '('.
  void read_connections(std::vector<PortConnection>& out, bool constant) {
    const std::uint32_t close = after_closing(at_);
    ++at_;
    while (at_ + 1 < close) {
      PortConnection connection;
      if (!is(".") || !is_name(at_ + 1)) {
        ++at_;
        continue;
      }
      const std::uint32_t begin = at_;
      connection.port = std::string(text(at_ + 1));
      at_ += 2;
      if (is("(")) {
        const std::uint32_t value_close = after_closing(at_);
        connection.value = {at_ + 1, value_close - 1};
        if (!connection.value.empty()) {
          ++at_;
          connection.expr = parse_expr();
          if (at_ != connection.value.end) connection.expr = kNoNode;
          mark(connection.expr, constant, true);
        }
        at_ = value_close;
      }
      connection.whole = {begin, at_};
      out.push_back(std::move(connection));
    }
    at_ = close;
  }

  SourceModel& m_;
  const std::vector<Token>& tokens_;
  std::uint32_t at_ = 0;
  int depth_ = 0;
  int module_ = kNoNode;
};

}  // namespace

std::string_view SourceModel::slice(const Range& range) const {
  if (range.empty()) return {};
  const std::uint32_t begin = begin_offset(range);
  return std::string_view(text).substr(begin, end_offset(range) - begin);
}

int SourceModel::module_at(std::uint32_t token) const {
  for (std::size_t i = 0; i < modules.size(); ++i) {
    if (modules[i].whole.begin <= token && token < modules[i].whole.end) return static_cast<int>(i);
  }
  return kNoNode;
}

std::vector<std::string> SourceModel::names_in(int node) const {
  std::vector<std::string> names;
  std::vector<int> stack = {node};
  while (!stack.empty()) {
    const int current = stack.back();
    stack.pop_back();
    if (current == kNoNode) continue;
    const Expr& e = exprs[static_cast<std::size_t>(current)];
    if (e.kind == ExprKind::name) {
      std::string name(tokens[e.range.begin].text);
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
    }
    for (auto child = e.children.rbegin(); child != e.children.rend(); ++child) stack.push_back(*child);
  }
  return names;
}

void read_source(SourceModel& model, std::string path, std::string text) {
  model.path = std::move(path);
  model.text = std::move(text);
  model.tokens = rtl::tokenize_code(model.text);
  Reader(model).run();
}

}  // namespace gs::agent::search
