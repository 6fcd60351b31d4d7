// Edits of what operators work on: constants, names, selects, and the parts of concatenations.
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "agent/search/expression_templates.hpp"
#include "agent/search/literal.hpp"

namespace gs::agent::search {
namespace {

constexpr int kSwapsPerName = 10;

// For the index of a plain vector: its width; 0: no index, or not known.
std::uint64_t index_bound(const ExpressionEditor& editor, int parent) {
  if (parent == kNoNode || editor.expr(parent).kind != ExprKind::select) return 0;
  const Variable* base = editor.variable(editor.expr(parent).children[0]);
  return base == nullptr || base->is_array ? 0 : static_cast<std::uint64_t>(base->width);
}

// Variables of the module that could stand where this one does, likest first.
std::vector<std::pair<double, std::string>> alternatives(const ExpressionEditor& editor, const std::string& module,
                                                         const std::string& name, const Variable& like) {
  std::vector<std::pair<double, std::string>> found;
  const auto facts = editor.facts().modules.find(module);
  if (facts == editor.facts().modules.end()) return found;
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

void enumerator_edits(const ExpressionEditor& editor, int node, const std::string& own) {
  for (const Module& module : editor.source().modules) {
    const auto& names = module.enum_names;
    if (std::find(names.begin(), names.end(), own) == names.end()) continue;
    if (names.size() > 16) return;
    for (const std::string& other : names) {
      if (other != own) editor.replace(node, "enumerator", 2.2, other);
    }
  }
}

// {8'b0, x} and {{8{1'b0}}, x} <-> {{8{x[msb]}}, x}.
void extension_edits(const ExpressionEditor& editor, int node) {
  const Expr& e = editor.expr(node);
  if (e.children.size() != 2 || e.constant_context) return;
  const std::string low = editor.text(e.children[1]);
  std::string sign;
  if (const Variable* v = editor.variable(e.children[1]); v != nullptr && !v->is_array) {
    sign = fmt::format("{}[{}]", low, v->width - 1);
  } else if (editor.expr(e.children[1]).kind == ExprKind::select && editor.expr(e.children[1]).children.size() == 3) {
    const Expr& part = editor.expr(e.children[1]);
    sign = fmt::format("{}[{}]", editor.text(part.children[0]), editor.text(part.children[1]));
  } else {
    return;
  }
  const Expr& high = editor.expr(e.children[0]);
  if (high.kind == ExprKind::number) {
    const auto literal = parse_literal(editor.text(e.children[0]));
    if (literal && literal->value == 0 && literal->width > 0) {
      editor.replace(node, "sign extension", 1.5, fmt::format("{{{{{}{{{}}}}}, {}}}", literal->width, sign, low));
    }
  }
  if (high.kind == ExprKind::replicate) {
    const std::string count = editor.text(high.children[0]);
    const std::string inner = editor.text(high.children[1]);
    const std::string zero = fmt::format("{{{{{}{{1'b0}}}}, {}}}", count, low);
    const std::string extended = fmt::format("{{{{{}{{{}}}}}, {}}}", count, sign, low);
    editor.replace(node, "sign extension", 1.5, inner.find("1'b0") != std::string::npos ? extended : zero);
  }
}

}  // namespace

void number_edits(const ExpressionEditor& editor, int node, int parent) {
  const Expr& e = editor.expr(node);
  const auto literal = parse_literal(editor.text(node));
  if (!literal) return;
  const std::uint64_t limit = literal->width > 0 && literal->width < 64 ? std::uint64_t{1} << literal->width : 0;
  const std::uint64_t index_limit = index_bound(editor, parent);
  const auto offer = [&](std::uint64_t value, double cost) {
    if (index_limit != 0 && value >= index_limit) return;
    if (literal->fill ? value > 1 : (limit != 0 && value >= limit)) return;
    if (value != literal->value) editor.replace(node, "constant", cost, print_literal(*literal, value));
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

void name_edits(const ExpressionEditor& editor, int node, int parent) {
  const Expr& e = editor.expr(node);
  const std::string own = editor.text(node);
  const std::string module = editor.module_of(e.range);
  enumerator_edits(editor, node, own);
  const Variable* v = editor.variable(node);
  if (v == nullptr) return;
  if (!v->is_local) {
    for (const auto& [likeness, other] : alternatives(editor, module, own, *v)) {
      editor.replace(node, "name", 2.0 + 2.0 * (1.0 + likeness), other);
    }
  }
  if (v->is_array) return;
  if (v->width == 1) {
    editor.replace(node, "negation", 2.2, "!" + own);
    if (!e.constant_context) {
      editor.replace(node, "stuck", 3.4, "1'b0");
      editor.replace(node, "stuck", 3.4, "1'b1");
    }
  } else if (parent != kNoNode && editor.expr(parent).kind == ExprKind::binary) {
    editor.replace(node, "off by one", 2.1, fmt::format("({} - 1)", own));
    editor.replace(node, "off by one", 2.1, fmt::format("({} + 1)", own));
  } else if (parent != kNoNode && editor.expr(parent).kind == ExprKind::select) {
    editor.replace(node, "off by one", 2.3, own + " - 1");
    editor.replace(node, "off by one", 2.3, own + " + 1");
  }
  if (v->width > 1) editor.replace(node, "negation", 3.0, "~" + own);
}

void select_edits(const ExpressionEditor& editor, int node) {
  const Expr& e = editor.expr(node);
  if (e.children.size() != 3 || e.constant_context) return;
  const Expr& first = editor.expr(e.children[1]);
  if (!first.constant_context) return;
  // name[a:b] -> both bounds moved by one or by the width of the part
  const auto a = parse_literal(editor.text(e.children[1])), b = parse_literal(editor.text(e.children[2]));
  if (!a || !b || a->value < b->value) return;
  const std::string base = editor.text(e.children[0]);
  const std::uint64_t span = a->value - b->value + 1;
  const auto offer = [&](std::uint64_t high, std::uint64_t low, double cost) {
    editor.replace(node, "part select", cost, fmt::format("{}[{}:{}]", base, high, low));
  };
  offer(a->value + 1, b->value + 1, 2.2);
  if (b->value >= 1) offer(a->value - 1, b->value - 1, 2.2);
  if (span > 1) offer(a->value + span, b->value + span, 2.6);
  if (span > 1 && b->value >= span) offer(a->value - span, b->value - span, 2.6);
}

void select_base_edits(const ExpressionEditor& editor, int node, int base) {
  const Expr& e = editor.expr(base);
  const Variable* v = editor.variable(base);
  if (v == nullptr || v->is_local || v->is_array) return;
  const std::string tail(editor.source().slice(Range{e.range.end, editor.expr(node).range.end}));
  for (const auto& [likeness, other] : alternatives(editor, editor.module_of(e.range), editor.text(base), *v)) {
    editor.replace(node, "name", 2.2 + 2.0 * (1.0 + likeness), other + tail);
  }
}

void concat_edits(const ExpressionEditor& editor, int node) {
  const Expr& e = editor.expr(node);
  const auto order = [&](const std::vector<int>& parts) {
    std::string out = "{";
    for (std::size_t i = 0; i < parts.size(); ++i) out += (i > 0 ? ", " : "") + editor.text(parts[i]);
    return out + "}";
  };
  for (std::size_t i = 0; i + 1 < e.children.size(); ++i) {
    std::vector<int> parts = e.children;
    std::swap(parts[i], parts[i + 1]);
    editor.replace(node, "order", 2.0, order(parts));
  }
  if (e.children.size() > 2) {
    std::vector<int> parts(e.children.rbegin(), e.children.rend());
    editor.replace(node, "order", 2.2, order(parts));
  }
  extension_edits(editor, node);
}

}  // namespace gs::agent::search
