#include "agent/search/expression_editor.hpp"

#include <fmt/format.h>

#include <utility>

namespace gs::agent::search {

void ExpressionEditor::replace(int node, std::string kind, double cost, std::string replacement,
                               std::string plain) const {
  const Expr& e = expr(node);
  if (e.constant_context || !can_stand_beside(node, replacement)) {
    sink_.plain({sink_.piece(e.range, plain.empty() ? replacement : plain)}, source().line(e.range.begin),
                std::move(kind), cost + 0.5);
  } else {
    sink_.expression(e.range, std::move(kind), cost, std::move(replacement), std::move(plain));
  }
}

// A choice between two expressions is signed only when both are, and as wide as the wider one: where that would
// change what the original means, the two cannot stand side by side.
bool ExpressionEditor::can_stand_beside(int node, const std::string& replacement) const {
  const Expr& e = expr(node);
  SourceModel trial;
  read_source(trial, {}, fmt::format("module {}; assign gs_x = {}; endmodule", module_of(e.range), replacement));
  if (trial.assignments.size() != 1) return false;
  const TypedSource other(trial, facts());
  const int value = trial.assignments.front().value;
  if (other.is_signed(value) != is_signed(node)) return false;
  if (!e.self_determined) return true;
  const int mine = width(node), theirs = other.width(value);
  return mine > 0 && mine == theirs;
}

}  // namespace gs::agent::search
