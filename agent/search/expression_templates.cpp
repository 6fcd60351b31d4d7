// Edits inside expressions: operators, constants, names, conditions.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "agent/search/templates.hpp"

namespace gs::agent::search {
namespace {

constexpr int kSwapsPerName = 10;
constexpr int kConditionNames = 24;
constexpr std::size_t kGuardNames = 10;

// A literal such as 8'h0f, 'd3, '1 or 12 with its parts.
struct Literal {
  std::string prefix;  // up to and including the base letter; "" for plain decimals
  char base = 'd';
  std::uint64_t value = 0;
  int width = 0;  // 0: none given
  std::size_t digits = 0;
  bool fill = false;  // '0 '1
};

std::optional<Literal> parse_literal(std::string_view text) {
  Literal literal;
  if (text == "'0" || text == "'1") {
    literal.fill = true;
    literal.value = text[1] == '1' ? 1 : 0;
    return literal;
  }
  const std::size_t quote = text.find('\'');
  std::string digits;
  int base = 10;
  if (quote == std::string_view::npos) {
    digits = std::string(text);
  } else {
    std::size_t at = quote + 1;
    if (at < text.size() && (text[at] == 's' || text[at] == 'S')) ++at;
    if (at >= text.size()) return std::nullopt;
    literal.base = static_cast<char>(std::tolower(static_cast<unsigned char>(text[at])));
    base = literal.base == 'h' ? 16 : literal.base == 'b' ? 2 : literal.base == 'o' ? 8 : 10;
    literal.prefix = std::string(text.substr(0, at + 1));
    digits = std::string(text.substr(at + 1));
    std::string width;
    for (const char c : text.substr(0, quote)) {
      if (std::isdigit(static_cast<unsigned char>(c)) != 0) width += c;
    }
    if (!width.empty()) std::from_chars(width.data(), width.data() + width.size(), literal.width);
  }
  digits.erase(std::remove_if(digits.begin(), digits.end(), [](char c) { return c == '_' || c == ' '; }), digits.end());
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), literal.value, base);
  if (error != std::errc{} || end != digits.data() + digits.size() || digits.empty()) return std::nullopt;
  literal.digits = digits.size();
  return literal;
}

std::string print_literal(const Literal& literal, std::uint64_t value) {
  if (literal.fill) return value != 0 ? "'1" : "'0";
  std::string digits;
  if (literal.base == 'h') {
    digits = fmt::format("{:x}", value);
  } else if (literal.base == 'o') {
    digits = fmt::format("{:o}", value);
  } else if (literal.base == 'b') {
    digits = fmt::format("{:b}", value);
  } else {
    digits = std::to_string(value);
  }
  if (literal.base != 'd' && digits.size() < literal.digits) digits.insert(0, literal.digits - digits.size(), '0');
  return literal.prefix + digits;
}

// Values that differ by two neighbouring digits the wrong way round: the typist's error.
std::vector<std::uint64_t> transposed_digits(const Literal& literal) {
  std::vector<std::uint64_t> values;
  if (literal.base == 'b') return values;
  const std::uint64_t base = literal.base == 'h' ? 16 : literal.base == 'o' ? 8 : 10;
  std::uint64_t scale = 1;
  for (std::size_t i = 0; i + 1 < literal.digits && literal.digits <= 16; ++i, scale *= base) {
    const std::uint64_t low = literal.value / scale % base, high = literal.value / (scale * base) % base;
    if (low != high)
      values.push_back(literal.value - low * scale - high * scale * base + high * scale + low * scale * base);
  }
  return values;
}

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

bool is_relational(std::string_view op) {
  return op == "<" || op == "<=" || op == ">" || op == ">=";
}
bool is_equality(std::string_view op) {
  return op == "==" || op == "!=";
}

class ExpressionTemplates {
 public:
  explicit ExpressionTemplates(EditSink& sink) : ExpressionTemplates(sink, sink.source()) {}
  ExpressionTemplates(EditSink& sink, const SourceModel& source) : sink_(sink), source_(source) {}

  void run() {
    for (const int root : source_.roots) visit(root, kNoNode);
    for (const Instance& instance : source_.instances) {
      for (const PortConnection& port : instance.ports) {
        const Variable* formal = sink_.facts().find(instance.module_name, port.port);
        if (port.expr != kNoNode && formal != nullptr && formal->is_input) visit(port.expr, kNoNode);
      }
    }
    for (const IfStatement& s : source_.ifs) condition(s.condition);
    for (const Expr& e : source_.exprs) {
      if (e.kind == ExprKind::ternary) condition(e.children[0]);
    }
    for (const Assignment& a : source_.assignments) assigned_value(a);
  }

 private:
  const Expr& expr(int node) const { return source_.exprs[static_cast<std::size_t>(node)]; }
  std::string text(int node) const { return std::string(source_.slice(node)); }
  std::string module_of(const Range& range) const {
    const int module = source_.module_at(range.begin);
    return module == kNoNode ? std::string() : source_.modules[static_cast<std::size_t>(module)].name;
  }
  const Variable* variable(int node) const {
    const Expr& e = expr(node);
    return e.kind == ExprKind::name ? sink_.facts().find(module_of(e.range), text(node)) : nullptr;
  }
  // Width of what is surely one bit wide, or of a plain variable; 0: unknown.
  int width(int node) const {
    const Expr& e = expr(node);
    if (const Variable* v = variable(node)) return v->is_array ? 0 : v->width;
    switch (e.kind) {
      case ExprKind::paren:
        return width(e.children[0]);
      case ExprKind::unary: {
        const std::string_view op = source_.tokens[e.op].text;
        if (op == "!" || op == "&" || op == "|" || op == "^" || op == "~&" || op == "~|") return 1;
        return width(e.children[0]);
      }
      case ExprKind::binary: {
        const std::string_view op = source_.tokens[e.op].text;
        if (is_relational(op) || is_equality(op) || op == "&&" || op == "||") return 1;
        const int a = width(e.children[0]), b = width(e.children[1]);
        return a > 0 && b > 0 ? std::max(a, b) : 0;
      }
      case ExprKind::select: {
        // one bit of a plain vector: name[index]
        const std::uint32_t last = e.range.end - 1;
        const Variable* base = variable(e.children[0]);
        const bool one_index =
            e.children.size() == 2 && source_.tokens[last].is("]") && expr(e.children[1]).range.end == last;
        return base != nullptr && !base->is_array && one_index ? 1 : 0;
      }
      case ExprKind::number: {
        const auto literal = parse_literal(text(node));
        return literal ? literal->width : 0;
      }
      default:
        return 0;
    }
  }

  void visit(int node, int parent) {
    const Expr& e = expr(node);
    switch (e.kind) {
      case ExprKind::binary:
        binary(node, parent);
        break;
      case ExprKind::number:
        number(node, parent);
        break;
      case ExprKind::name:
        name(node, parent);
        break;
      case ExprKind::unary:
        unary(node);
        break;
      case ExprKind::ternary:
        ternary(node);
        break;
      case ExprKind::concat:
        concat(node);
        break;
      case ExprKind::select:
        select(node);
        break;
      case ExprKind::call:
        call(node);
        break;
      default:
        break;
    }
    for (const int child : e.children) {
      // a select's base stands for the whole word: swapping it is done on the select
      if (e.kind == ExprKind::select && child == e.children[0]) {
        select_base(node, child);
        continue;
      }
      visit(child, node);
    }
  }

  // Parentheses where a changed operator could bind otherwise than the old one.
  std::string with_operator(const Expr& e, std::string_view op, int parent) const {
    const std::string changed = fmt::format("{} {} {}", text(e.children[0]), op, text(e.children[1]));
    const bool inside_operator =
        parent != kNoNode && (expr(parent).kind == ExprKind::binary || expr(parent).kind == ExprKind::unary);
    return inside_operator ? "(" + changed + ")" : changed;
  }

  // Signedness by IEEE 1800-2017 11.8.1 as far as it can be told from the text; unknown counts as unsigned.
  bool is_signed(int node) const {
    const Expr& e = expr(node);
    switch (e.kind) {
      case ExprKind::name: {
        const Variable* v = variable(node);
        return v != nullptr && v->is_signed && !v->is_array;
      }
      case ExprKind::number: {
        const std::string own = text(node);
        const std::size_t quote = own.find('\'');
        return quote == std::string::npos ||
               (quote + 1 < own.size() && (own[quote + 1] == 's' || own[quote + 1] == 'S'));
      }
      case ExprKind::paren:
      case ExprKind::unary: {
        const std::string_view op = source_.tokens[e.op].text;
        if (e.kind == ExprKind::unary && (op == "!" || op == "&" || op == "|" || op == "^")) return false;
        return is_signed(e.children[0]);
      }
      case ExprKind::binary: {
        const std::string_view op = source_.tokens[e.op].text;
        if (is_relational(op) || is_equality(op) || op == "&&" || op == "||" || op == "===" || op == "!==")
          return false;
        if (op == "<<" || op == ">>" || op == "<<<" || op == ">>>" || op == "**") return is_signed(e.children[0]);
        return is_signed(e.children[0]) && is_signed(e.children[1]);
      }
      case ExprKind::ternary:
        return is_signed(e.children[1]) && is_signed(e.children[2]);
      case ExprKind::call: {
        if (source_.tokens[e.range.begin].text == "$signed") return true;
        // a size cast N'(x) keeps the sign of x
        return e.children.size() == 1 && expr(e.children[0]).range.begin >= 2 &&
               source_.tokens[expr(e.children[0]).range.begin - 2].is("'") && is_signed(e.children[0]);
      }
      case ExprKind::select: {
        // an element of an array of signed words
        const Variable* base = variable(e.children[0]);
        return base != nullptr && base->is_array && base->is_signed && e.children.size() == 2;
      }
      default:
        return false;
    }
  }

  // A choice between two expressions is signed only when both are, and as wide as the wider one: where that would
  // change what the original means, the two cannot stand side by side.
  bool can_stand_beside(int node, const std::string& replacement) const {
    const Expr& e = expr(node);
    SourceModel trial;
    read_source(trial, {}, fmt::format("module {}; assign gs_x = {}; endmodule", module_of(e.range), replacement));
    if (trial.assignments.size() != 1) return false;
    const ExpressionTemplates other(sink_, trial);
    const int value = trial.assignments.front().value;
    if (other.is_signed(value) != is_signed(node)) return false;
    if (!e.self_determined) return true;
    const int mine = width(node), theirs = other.width(value);
    return mine > 0 && mine == theirs;
  }

  void replace(int node, std::string kind, double cost, std::string replacement, std::string plain = {}) {
    const Expr& e = expr(node);
    if (e.constant_context || !can_stand_beside(node, replacement)) {
      sink_.plain({sink_.piece(e.range, plain.empty() ? replacement : plain)}, source_.line(e.range.begin),
                  std::move(kind), cost + 0.5);
    } else {
      sink_.expression(e.range, std::move(kind), cost, std::move(replacement), std::move(plain));
    }
  }

  void binary(int node, int parent) {
    const Expr& e = expr(node);
    const std::string op(source_.tokens[e.op].text);
    const std::string left = text(e.children[0]), right = text(e.children[1]);
    const bool enumerators = is_enumerator(left) || is_enumerator(right);
    for (const Replacement& r : operator_replacements(op)) {
      // no one asks whether a state is less than another
      const double unusual = enumerators && !is_equality(r.op) ? 2.0 : 0.0;
      replace(node, "operator", r.cost + unusual, with_operator(e, r.op, parent));
    }
    if (op == ">>" && !is_signed(e.children[0])) {
      replace(node, "sign", 1.4, fmt::format("$unsigned($signed({}) >>> {})", left, right),
              fmt::format("$signed({}) >>> {}", left, right));
    }
    if (is_relational(op)) {
      replace(node, "sign", 1.6, fmt::format("($signed({}) {} $signed({}))", left, op, right));
      replace(node, "sign", 2.2, fmt::format("($unsigned({}) {} $unsigned({}))", left, op, right));
    }
    if (op == "&&" || op == "||" || op == "&" || op == "|" || op == "^") {
      replace(node, "operand dropped", 1.75, left);
      replace(node, "operand dropped", 1.75, right);
    }
    if (op == "+" || op == "-") {
      if (expr(e.children[1]).kind == ExprKind::number)
        replace(node, "operand dropped", 2.2, left);
      else {
        replace(node, "operand dropped", 3.0, left);
        replace(node, "off by one", 2.4, fmt::format("{} {} {} + 1", left, op, right));
        replace(node, "off by one", 2.4, fmt::format("{} {} {} - 1", left, op, right));
      }
    }
    if (op == "-" || op == "<" || op == "<=" || op == ">" || op == ">=" || op == "<<" || op == ">>") {
      replace(node, "operands swapped", 2.4, fmt::format("{} {} {}", right, op, left));
    }
  }

  // For the index of a plain vector: its width; 0: no index, or not known.
  std::uint64_t index_bound(int parent) const {
    if (parent == kNoNode || expr(parent).kind != ExprKind::select) return 0;
    const Variable* base = variable(expr(parent).children[0]);
    return base == nullptr || base->is_array ? 0 : static_cast<std::uint64_t>(base->width);
  }

  void number(int node, int parent) {
    const Expr& e = expr(node);
    const auto literal = parse_literal(text(node));
    if (!literal) return;
    const std::uint64_t limit = literal->width > 0 && literal->width < 64 ? std::uint64_t{1} << literal->width : 0;
    const std::uint64_t index_limit = index_bound(parent);
    const auto offer = [&](std::uint64_t value, double cost) {
      if (index_limit != 0 && value >= index_limit) return;
      if (literal->fill ? value > 1 : (limit != 0 && value >= limit)) return;
      if (value != literal->value) replace(node, "constant", cost, print_literal(*literal, value));
    };
    if (literal->fill || literal->width == 1) return offer(literal->value ^ 1, 1.3);
    offer(literal->value + 1, 1.5);
    if (literal->value > 0) offer(literal->value - 1, 1.5);
    if (literal->value != 0) offer(0, 2.6);
    if (literal->value != 1) offer(1, 2.8);
    if (literal->value > 1) {
      offer(literal->value * 2, 2.4);
      offer(literal->value / 2, 2.4);
    }
    for (const std::uint64_t value : transposed_digits(*literal)) offer(value, 2.2);
    if (limit != 0 && literal->width <= 32 && !e.constant_context) {
      offer(limit - 1, 2.9);
      for (int bit = 0; bit < literal->width; ++bit) offer(literal->value ^ (std::uint64_t{1} << bit), 3.2);
    }
  }

  // Variables of the module that could stand where this one does, likest first.
  std::vector<std::pair<double, std::string>> alternatives(const std::string& module, const std::string& name,
                                                           const Variable& like) const {
    std::vector<std::pair<double, std::string>> found;
    const auto facts = sink_.facts().modules.find(module);
    if (facts == sink_.facts().modules.end()) return found;
    for (const auto& [other, v] : facts->second.variables) {
      if (other == name || v.is_local || v.is_array || like.is_array || v.width != like.width ||
          v.is_parameter != like.is_parameter || v.is_enum != like.is_enum || (v.is_enum && v.type != like.type)) {
        continue;
      }
      found.emplace_back(-similarity(name, other), other);
    }
    std::sort(found.begin(), found.end());
    if (found.size() > kSwapsPerName) found.resize(kSwapsPerName);
    return found;
  }

  void name(int node, int parent) {
    const Expr& e = expr(node);
    const std::string own = text(node);
    const std::string module = module_of(e.range);
    enumerators(node, own);
    const Variable* v = variable(node);
    if (v == nullptr) return;
    if (!v->is_local) {
      for (const auto& [likeness, other] : alternatives(module, own, *v)) {
        replace(node, "name", 2.0 + 2.0 * (1.0 + likeness), other);
      }
    }
    if (v->is_array) return;
    if (v->width == 1) {
      replace(node, "negation", 2.2, "!" + own);
      if (!e.constant_context) {
        replace(node, "stuck", 3.4, "1'b0");
        replace(node, "stuck", 3.4, "1'b1");
      }
    } else if (parent != kNoNode && expr(parent).kind == ExprKind::binary) {
      replace(node, "off by one", 2.1, fmt::format("({} - 1)", own));
      replace(node, "off by one", 2.1, fmt::format("({} + 1)", own));
    } else if (parent != kNoNode && expr(parent).kind == ExprKind::select) {
      replace(node, "off by one", 2.3, own + " - 1");
      replace(node, "off by one", 2.3, own + " + 1");
    }
    if (v->width > 1) replace(node, "negation", 3.0, "~" + own);
  }

  bool is_enumerator(const std::string& name) const {
    return std::any_of(source_.modules.begin(), source_.modules.end(), [&](const Module& m) {
      return std::find(m.enum_names.begin(), m.enum_names.end(), name) != m.enum_names.end();
    });
  }

  void enumerators(int node, const std::string& own) {
    for (const Module& module : source_.modules) {
      const auto& names = module.enum_names;
      if (std::find(names.begin(), names.end(), own) == names.end()) continue;
      if (names.size() > 16) return;
      for (const std::string& other : names) {
        if (other != own) replace(node, "enumerator", 2.2, other);
      }
    }
  }

  void select_base(int node, int base) {
    const Expr& e = expr(base);
    const Variable* v = variable(base);
    if (v == nullptr || v->is_local || v->is_array) return;
    const std::string tail(source_.slice(Range{e.range.end, expr(node).range.end}));
    for (const auto& [likeness, other] : alternatives(module_of(e.range), text(base), *v)) {
      replace(node, "name", 2.2 + 2.0 * (1.0 + likeness), other + tail);
    }
  }

  void unary(int node) {
    const Expr& e = expr(node);
    const std::string_view op = source_.tokens[e.op].text;
    const std::string operand = text(e.children[0]);
    if (op == "!" || op == "~" || op == "-") replace(node, "negation", 1.4, operand);
    if (op == "&") replace(node, "operator", 1.4, "|" + operand);
    if (op == "|") replace(node, "operator", 1.4, "&" + operand);
    if (op == "^") replace(node, "operator", 1.6, "~^" + operand);
    if (op == "~^") replace(node, "operator", 1.6, "^" + operand);
    if (op == "&" || op == "|" || op == "^") replace(node, "negation", 2.0, fmt::format("!({}{})", op, operand));
  }

  void ternary(int node) {
    const Expr& e = expr(node);
    const std::string c = text(e.children[0]), a = text(e.children[1]), b = text(e.children[2]);
    replace(node, "branches swapped", 1.8, fmt::format("{} ? {} : {}", c, b, a));
    replace(node, "branch taken", 2.8, a);
    replace(node, "branch taken", 2.8, b);
    // c ? a : d ? e : f  ->  d ? e : c ? a : f
    const Expr& other = expr(e.children[2]);
    if (other.kind == ExprKind::ternary) {
      replace(node, "priority", 1.9,
              fmt::format("{} ? {} : {} ? {} : {}", text(other.children[0]), text(other.children[1]), c, a,
                          text(other.children[2])));
    }
  }

  void concat(int node) {
    const Expr& e = expr(node);
    const auto order = [&](const std::vector<int>& parts) {
      std::string out = "{";
      for (std::size_t i = 0; i < parts.size(); ++i) out += (i > 0 ? ", " : "") + text(parts[i]);
      return out + "}";
    };
    for (std::size_t i = 0; i + 1 < e.children.size(); ++i) {
      std::vector<int> parts = e.children;
      std::swap(parts[i], parts[i + 1]);
      replace(node, "order", 2.0, order(parts));
    }
    if (e.children.size() > 2) {
      std::vector<int> parts(e.children.rbegin(), e.children.rend());
      replace(node, "order", 2.2, order(parts));
    }
    extension(node);
  }

  // {8'b0, x} and {{8{1'b0}}, x} <-> {{8{x[msb]}}, x}.
  void extension(int node) {
    const Expr& e = expr(node);
    if (e.children.size() != 2 || e.constant_context) return;
    const std::string low = text(e.children[1]);
    std::string sign;
    if (const Variable* v = variable(e.children[1]); v != nullptr && !v->is_array) {
      sign = fmt::format("{}[{}]", low, v->width - 1);
    } else if (expr(e.children[1]).kind == ExprKind::select && expr(e.children[1]).children.size() == 3) {
      const Expr& part = expr(e.children[1]);
      sign = fmt::format("{}[{}]", text(part.children[0]), text(part.children[1]));
    } else {
      return;
    }
    const Expr& high = expr(e.children[0]);
    if (high.kind == ExprKind::number) {
      const auto literal = parse_literal(text(e.children[0]));
      if (literal && literal->value == 0 && literal->width > 0) {
        replace(node, "sign extension", 1.5, fmt::format("{{{{{}{{{}}}}}, {}}}", literal->width, sign, low));
      }
    }
    if (high.kind == ExprKind::replicate) {
      const std::string count = text(high.children[0]);
      const std::string inner = text(high.children[1]);
      const std::string zero = fmt::format("{{{{{}{{1'b0}}}}, {}}}", count, low);
      const std::string extended = fmt::format("{{{{{}{{{}}}}}, {}}}", count, sign, low);
      replace(node, "sign extension", 1.5, inner.find("1'b0") != std::string::npos ? extended : zero);
    }
  }

  void select(int node) {
    const Expr& e = expr(node);
    if (e.children.size() != 3 || e.constant_context) return;
    const Expr& first = expr(e.children[1]);
    if (!first.constant_context) return;
    // name[a:b] -> both bounds moved by one or by the width of the part
    const auto a = parse_literal(text(e.children[1])), b = parse_literal(text(e.children[2]));
    if (!a || !b || a->value < b->value) return;
    const std::string base = text(e.children[0]);
    const std::uint64_t span = a->value - b->value + 1;
    const auto offer = [&](std::uint64_t high, std::uint64_t low, double cost) {
      replace(node, "part select", cost, fmt::format("{}[{}:{}]", base, high, low));
    };
    offer(a->value + 1, b->value + 1, 2.2);
    if (b->value >= 1) offer(a->value - 1, b->value - 1, 2.2);
    if (span > 1) offer(a->value + span, b->value + span, 2.6);
    if (span > 1 && b->value >= span) offer(a->value - span, b->value - span, 2.6);
  }

  void call(int node) {
    const Expr& e = expr(node);
    const std::string_view function = source_.tokens[e.range.begin].text;
    if (e.children.size() != 1 || e.constant_context) return;
    const std::string argument = text(e.children[0]);
    const Range range = e.range;
    const std::uint32_t line = source_.line(range.begin);
    if (function == "$signed") {
      sink_.plain({sink_.piece(range, argument)}, line, "sign", 1.6);
      sink_.plain({sink_.piece(range, fmt::format("$unsigned({})", argument))}, line, "sign", 1.8);
    }
    if (function == "$unsigned") {
      sink_.plain({sink_.piece(range, argument)}, line, "sign", 1.8);
      sink_.plain({sink_.piece(range, fmt::format("$signed({})", argument))}, line, "sign", 1.6);
    }
  }

  void condition(int node) {
    if (node == kNoNode || expr(node).constant_context) return;
    const Expr& e = expr(node);
    const std::string own = text(node);
    replace(node, "negation", 1.5, fmt::format("!({})", own));
    const std::string module = module_of(e.range);
    const auto facts = sink_.facts().modules.find(module);
    if (facts == sink_.facts().modules.end()) return;
    const std::vector<std::string> used = source_.names_in(node);
    std::vector<std::pair<double, std::string>> names;
    for (const auto& [other, v] : facts->second.variables) {
      if (v.width != 1 || v.is_array || v.is_local || v.is_parameter) continue;
      if (std::find(used.begin(), used.end(), other) != used.end()) continue;
      double likeness = 0;
      for (const std::string& name : used) likeness = std::max(likeness, similarity(name, other));
      names.emplace_back(-likeness, other);
    }
    std::sort(names.begin(), names.end());
    if (names.size() > kConditionNames) names.resize(kConditionNames);
    const bool simple = e.kind == ExprKind::name || e.kind == ExprKind::paren || e.kind == ExprKind::unary;
    const std::string wrapped = simple ? own : "(" + own + ")";
    zero_guards(node, module, wrapped);
    for (const auto& [likeness, other] : names) {
      const double cost = 3.2 + 0.8 * (1.0 + likeness);
      replace(node, "condition term", cost, fmt::format("{} && {}", wrapped, other));
      replace(node, "condition term", cost, fmt::format("{} && !{}", wrapped, other));
      replace(node, "condition term", cost + 0.3, fmt::format("{} || {}", wrapped, other));
      replace(node, "condition term", cost + 0.5, fmt::format("{} || !{}", wrapped, other));
    }
  }

  // The case of an empty count, a zero amount, a null address that somebody forgot.
  void zero_guards(int node, const std::string& module, const std::string& wrapped) {
    const auto facts = sink_.facts().modules.find(module);
    const std::uint32_t line = source_.line(expr(node).range.begin);
    std::vector<std::pair<std::uint32_t, std::string>> near;
    for (const auto& [name, v] : facts->second.variables) {
      if (v.width < 2 || v.is_array || v.is_local || v.is_parameter || v.is_enum) continue;
      std::uint32_t distance = 1u << 30;
      for (const rtl::Token& token : source_.tokens) {
        if (token.text == name)
          distance = std::min(distance, token.line > line ? token.line - line : line - token.line);
      }
      near.emplace_back(distance, name);
    }
    std::sort(near.begin(), near.end());
    if (near.size() > kGuardNames) near.resize(kGuardNames);
    for (const auto& [distance, name] : near) {
      const double cost = 3.6 + 0.05 * std::min<std::uint32_t>(distance, 20);
      replace(node, "condition term", cost, fmt::format("{} && ({} != 0)", wrapped, name));
      replace(node, "condition term", cost + 0.4, fmt::format("{} && ({} == 0)", wrapped, name));
      replace(node, "condition term", cost + 0.4, fmt::format("{} || ({} == 0)", wrapped, name));
    }
  }

  void assigned_value(const Assignment& a) {
    if (a.value == kNoNode || a.targets.size() != 1) return;
    const Expr& e = expr(a.value);
    if (e.constant_context) return;
    const Variable* target = sink_.facts().find(module_of(e.range), a.targets[0]);
    if (target == nullptr) return;
    if (target->width == 1 && !target->is_array) return condition(a.value);
    if (e.kind == ExprKind::name || e.kind == ExprKind::select || e.kind == ExprKind::binary) {
      replace(a.value, "off by one", 2.5, fmt::format("{} + 1", text(a.value)));
      replace(a.value, "off by one", 2.5, fmt::format("{} - 1", text(a.value)));
    }
  }

  EditSink& sink_;
  const SourceModel& source_;
};

}  // namespace

void expression_edits(EditSink& sink) {
  ExpressionTemplates(sink).run();
}

}  // namespace gs::agent::search
