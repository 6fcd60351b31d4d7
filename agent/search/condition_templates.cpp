// Edits of conditions and of assigned values as a whole: negations, terms that were forgotten, off by one.
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "agent/search/expression_templates.hpp"

namespace gs::agent::search {
namespace {

constexpr int kConditionNames = 24;
constexpr std::size_t kGuardNames = 10;

// The case of an empty count, a zero amount, a null address that somebody forgot.
void zero_guard_edits(const ExpressionEditor& editor, int node, const std::string& module, const std::string& wrapped) {
  const auto facts = editor.facts().modules.find(module);
  const std::uint32_t line = editor.source().line(editor.expr(node).range.begin);
  std::vector<std::pair<std::uint32_t, std::string>> near;
  for (const auto& [name, v] : facts->second.variables) {
    if (v.width < 2 || v.is_array || v.is_local || v.is_parameter || v.is_enum) continue;
    std::uint32_t distance = 1u << 30;
    for (const rtl::Token& token : editor.source().tokens) {
      if (token.text == name) distance = std::min(distance, token.line > line ? token.line - line : line - token.line);
    }
    near.emplace_back(distance, name);
  }
  std::sort(near.begin(), near.end());
  if (near.size() > kGuardNames) near.resize(kGuardNames);
  for (const auto& [distance, name] : near) {
    const double cost = 3.6 + 0.05 * std::min<std::uint32_t>(distance, 20);
    editor.replace(node, "condition term", cost, fmt::format("{} && ({} != 0)", wrapped, name));
    editor.replace(node, "condition term", cost + 0.4, fmt::format("{} && ({} == 0)", wrapped, name));
    editor.replace(node, "condition term", cost + 0.4, fmt::format("{} || ({} == 0)", wrapped, name));
  }
}

}  // namespace

void condition_edits(const ExpressionEditor& editor, int node) {
  if (node == kNoNode || editor.expr(node).constant_context) return;
  const Expr& e = editor.expr(node);
  const std::string own = editor.text(node);
  editor.replace(node, "negation", 1.5, fmt::format("!({})", own));
  const std::string module = editor.module_of(e.range);
  const auto facts = editor.facts().modules.find(module);
  if (facts == editor.facts().modules.end()) return;
  const std::vector<std::string> used = editor.source().names_in(node);
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
  zero_guard_edits(editor, node, module, wrapped);
  for (const auto& [likeness, other] : names) {
    const double cost = 3.2 + 0.8 * (1.0 + likeness);
    editor.replace(node, "condition term", cost, fmt::format("{} && {}", wrapped, other));
    editor.replace(node, "condition term", cost, fmt::format("{} && !{}", wrapped, other));
    editor.replace(node, "condition term", cost + 0.3, fmt::format("{} || {}", wrapped, other));
    editor.replace(node, "condition term", cost + 0.5, fmt::format("{} || !{}", wrapped, other));
  }
}

void assigned_value_edits(const ExpressionEditor& editor, const Assignment& a) {
  if (a.value == kNoNode || a.targets.size() != 1) return;
  const Expr& e = editor.expr(a.value);
  if (e.constant_context) return;
  const Variable* target = editor.facts().find(editor.module_of(e.range), a.targets[0]);
  if (target == nullptr) return;
  if (target->width == 1 && !target->is_array) return condition_edits(editor, a.value);
  if (e.kind == ExprKind::name || e.kind == ExprKind::select || e.kind == ExprKind::binary) {
    editor.replace(a.value, "off by one", 2.5, fmt::format("{} + 1", editor.text(a.value)));
    editor.replace(a.value, "off by one", 2.5, fmt::format("{} - 1", editor.text(a.value)));
  }
}

}  // namespace gs::agent::search
