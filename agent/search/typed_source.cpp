#include "agent/search/typed_source.hpp"

#include <algorithm>

#include "agent/search/literal.hpp"

namespace gs::agent::search {

bool is_relational(std::string_view op) {
  return op == "<" || op == "<=" || op == ">" || op == ">=";
}

bool is_equality(std::string_view op) {
  return op == "==" || op == "!=";
}

std::string TypedSource::module_of(const Range& range) const {
  const int module = source_.module_at(range.begin);
  return module == kNoNode ? std::string() : source_.modules[static_cast<std::size_t>(module)].name;
}

const Variable* TypedSource::variable(int node) const {
  const Expr& e = expr(node);
  return e.kind == ExprKind::name ? facts_.find(module_of(e.range), text(node)) : nullptr;
}

int TypedSource::width(int node) const {
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

bool TypedSource::is_signed(int node) const {
  const Expr& e = expr(node);
  switch (e.kind) {
    case ExprKind::name: {
      const Variable* v = variable(node);
      return v != nullptr && v->is_signed && !v->is_array;
    }
    case ExprKind::number: {
      const std::string own = text(node);
      const std::size_t quote = own.find('\'');
      return quote == std::string::npos || (quote + 1 < own.size() && (own[quote + 1] == 's' || own[quote + 1] == 'S'));
    }
    case ExprKind::paren:
    case ExprKind::unary: {
      const std::string_view op = source_.tokens[e.op].text;
      if (e.kind == ExprKind::unary && (op == "!" || op == "&" || op == "|" || op == "^")) return false;
      return is_signed(e.children[0]);
    }
    case ExprKind::binary: {
      const std::string_view op = source_.tokens[e.op].text;
      if (is_relational(op) || is_equality(op) || op == "&&" || op == "||" || op == "===" || op == "!==") return false;
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

bool TypedSource::is_enumerator(const std::string& name) const {
  return std::any_of(source_.modules.begin(), source_.modules.end(), [&](const Module& m) {
    return std::find(m.enum_names.begin(), m.enum_names.end(), name) != m.enum_names.end();
  });
}

}  // namespace gs::agent::search
