/// TypedSource: the expressions of a file with their widths and signs, as far as text and elaboration tell them.
#pragma once

#include <string>
#include <string_view>

#include "agent/search/design_facts.hpp"
#include "agent/search/source_model.hpp"

namespace gs::agent::search {

bool is_relational(std::string_view op);  ///< < <= > >=
bool is_equality(std::string_view op);    ///< == !=

class TypedSource {
 public:
  /// Borrows both.
  TypedSource(const SourceModel& source, const DesignFacts& facts) : source_(source), facts_(facts) {}

  const SourceModel& source() const { return source_; }
  const DesignFacts& facts() const { return facts_; }
  const Expr& expr(int node) const { return source_.exprs[static_cast<std::size_t>(node)]; }
  std::string text(int node) const { return std::string(source_.slice(node)); }

  /// Name of the module around the range; empty for none.
  std::string module_of(const Range& range) const;
  /// What the elaboration says of a plain name; null for other expressions and unknown names.
  const Variable* variable(int node) const;
  /// Width of what is surely one bit wide, of a plain variable or sized literal, and of operators on such; 0: unknown.
  int width(int node) const;
  /// Signedness by IEEE 1800-2017 11.8.1 as far as it can be told from the text; unknown counts as unsigned.
  bool is_signed(int node) const;
  /// The file declares an enumerator of that name.
  bool is_enumerator(const std::string& name) const;

 private:
  const SourceModel& source_;
  const DesignFacts& facts_;
};

}  // namespace gs::agent::search
