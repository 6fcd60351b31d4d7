// Edits inside expressions: which template looks at which node. Where edits cost the same or have the same effect, the
// order in which they are offered decides.
#include "agent/search/expression_templates.hpp"

namespace gs::agent::search {
namespace {

void visit(const ExpressionEditor& editor, int node, int parent) {
  const Expr& e = editor.expr(node);
  switch (e.kind) {
    case ExprKind::binary:
      binary_edits(editor, node, parent);
      break;
    case ExprKind::number:
      number_edits(editor, node, parent);
      break;
    case ExprKind::name:
      name_edits(editor, node, parent);
      break;
    case ExprKind::unary:
      unary_edits(editor, node);
      break;
    case ExprKind::ternary:
      ternary_edits(editor, node);
      break;
    case ExprKind::concat:
      concat_edits(editor, node);
      break;
    case ExprKind::select:
      select_edits(editor, node);
      break;
    case ExprKind::call:
      call_edits(editor, node);
      break;
    default:
      break;
  }
  for (const int child : e.children) {
    if (e.kind == ExprKind::select && child == e.children[0]) {
      select_base_edits(editor, node, child);
    } else {
      visit(editor, child, node);
    }
  }
}

}  // namespace

void expression_edits(EditSink& sink) {
  const ExpressionEditor editor(sink);
  const SourceModel& source = sink.source();
  for (const int root : source.roots) visit(editor, root, kNoNode);
  for (const Instance& instance : source.instances) {
    for (const PortConnection& port : instance.ports) {
      const Variable* formal = sink.facts().find(instance.module_name, port.port);
      if (port.expr != kNoNode && formal != nullptr && formal->is_input) visit(editor, port.expr, kNoNode);
    }
  }
  for (const IfStatement& s : source.ifs) condition_edits(editor, s.condition);
  for (const Expr& e : source.exprs) {
    if (e.kind == ExprKind::ternary) condition_edits(editor, e.children[0]);
  }
  for (const Assignment& a : source.assignments) assigned_value_edits(editor, a);
}

}  // namespace gs::agent::search
