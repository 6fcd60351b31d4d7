/// Templates of expressions: the edits of one node, by its kind.
///
/// `node` is of the kind that a function's name says; `parent` is the node whose operand it is, or kNoNode.
#pragma once

#include "agent/search/expression_editor.hpp"
#include "agent/search/source_model.hpp"

namespace gs::agent::search {

// operator_templates.cpp
void binary_edits(const ExpressionEditor& editor, int node, int parent);
void unary_edits(const ExpressionEditor& editor, int node);
void ternary_edits(const ExpressionEditor& editor, int node);
void call_edits(const ExpressionEditor& editor, int node);

// operand_templates.cpp
void number_edits(const ExpressionEditor& editor, int node, int parent);
void name_edits(const ExpressionEditor& editor, int node, int parent);
void select_edits(const ExpressionEditor& editor, int node);
/// A select's base stands for the whole word: other words under the same select.
void select_base_edits(const ExpressionEditor& editor, int node, int base);
void concat_edits(const ExpressionEditor& editor, int node);

// condition_templates.cpp
/// Of any expression that decides something; nothing for kNoNode.
void condition_edits(const ExpressionEditor& editor, int node);
void assigned_value_edits(const ExpressionEditor& editor, const Assignment& a);

}  // namespace gs::agent::search
