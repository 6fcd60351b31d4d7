/// ExpressionReader: expressions by recursive descent with precedence climbing (IEEE 1800-2017 clause 11), as nodes of
/// a SourceModel.
#pragma once

#include <cstdint>

#include "agent/search/source_cursor.hpp"
#include "agent/search/source_model.hpp"

namespace gs::agent::search {

/// The parse functions begin at the cursor and leave it after what they read. They return the node, or kNoNode where
/// they do not understand the text; then the cursor stands anywhere behind, and the caller steps on from a place it
/// knows.
class ExpressionReader : protected SourceCursor {
 protected:
  /// Adds to the model, whose tokens are there already.
  explicit ExpressionReader(SourceModel& model) : SourceCursor(model.tokens), model_(model) {}

  int parse_expr() { return parse_ternary(); }
  int parse_concat();                   ///< at '{'
  int parse_name(std::uint32_t begin);  ///< at a name; calls, casts and selects that begin with it included

  Expr& expr(int node) { return model_.exprs[static_cast<std::size_t>(node)]; }
  /// Sets what holds of a node, unless it is kNoNode: constant of all below it too, self-determined of itself alone.
  void mark(int node, bool constant, bool self_determined);
  /// Lists a node, unless it is kNoNode, as an outermost expression; returns it.
  int root(int node);

  SourceModel& model_;

 private:
  int add(Expr expr);
  int parse_ternary();
  int parse_binary(int least);
  int parse_unary();
  int parse_primary();
  int parse_cast(std::uint32_t begin);               // at the ' before '('
  int parse_call(std::uint32_t begin);               // at the '(', if there is one
  int parse_selects(std::uint32_t begin, int base);  // at '[' or '.'
};

}  // namespace gs::agent::search
