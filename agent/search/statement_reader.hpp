/// StatementReader: procedural statements and assignments (IEEE 1800-2017 clauses 10 and 12).
#pragma once

#include <cstdint>
#include <vector>

#include "agent/search/expression_reader.hpp"

namespace gs::agent::search {

/// The read functions begin at the cursor, add what they understand to the model, and step over the rest.
class StatementReader : protected ExpressionReader {
 protected:
  using ExpressionReader::ExpressionReader;

  /// What a statement stands in.
  struct Context {
    int process = kNoNode;
    std::vector<int> conditions;  ///< of the if and case statements around it, outermost first
  };

  /// One statement with all below it; steps over at least one token.
  void read_statement(Context& context);
  /// At a target; `statement_begin` is there too, or at the `assign` before it. Blocking becomes nonblocking when the
  /// operator says so.
  void read_assignment(Context& context, AssignKind kind, std::uint32_t statement_begin);
  /// At `for`, `while`, `repeat` or `foreach`; stops before the body.
  void read_loop_header();
  /// The word at the cursor begins a declaration by a built-in type or a modifier.
  bool at_declaration() const;

 private:
  void read_statement_inner(Context& context);
  void read_if(Context& context);
  void read_case(Context& context);
  void read_case_item(Context& context, CaseStatement& statement);
};

}  // namespace gs::agent::search
