/// ExpressionEditor: puts other expressions where one stands, without changing what the original means.
#pragma once

#include <string>

#include "agent/search/templates.hpp"
#include "agent/search/typed_source.hpp"

namespace gs::agent::search {

/// A file's expressions, and the sink for edits of them.
class ExpressionEditor : public TypedSource {
 public:
  /// Borrows the sink.
  explicit ExpressionEditor(EditSink& sink) : TypedSource(sink.source(), sink.facts()), sink_(sink) {}

  EditSink& sink() const { return sink_; }

  /// Offers `replacement` for the node: to be switched at run time where it can stand beside the original, else as
  /// plain text, which costs 0.5 more. `plain` when an author would write it otherwise than `replacement`.
  void replace(int node, std::string kind, double cost, std::string replacement, std::string plain = {}) const;

 private:
  bool can_stand_beside(int node, const std::string& replacement) const;

  EditSink& sink_;
};

}  // namespace gs::agent::search
