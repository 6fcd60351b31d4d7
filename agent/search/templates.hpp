/// Templates: the edits that are worth trying on a design, cheapest first.
///
/// The kinds follow what surveys of hardware bugs find (wrong operators and constants, off-by-one, missing resets,
/// wrong conditions, blocking against nonblocking, sensitivity, swapped ports, widths and signs, forgotten
/// assignments); none knows anything of a particular task.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "agent/search/design_facts.hpp"
#include "agent/search/edit.hpp"
#include "agent/search/source_model.hpp"

namespace gs::agent::search {

/// What the templates may look at.
struct Evidence {
  const std::vector<std::unique_ptr<SourceModel>>& sources;
  const DesignFacts& facts;
  std::map<std::pair<std::string, int>, double>
      warned_lines;  ///< (file, line) with a lint warning -> how much it hints at a bug
};

/// All edits, by cost, then file and position: the same input gives the same order. Several with the same effect are
/// one.
std::vector<Edit> generate_edits(const Evidence& evidence);

/// Collects edits of one file and prices them.
class EditSink {
 public:
  EditSink(const Evidence& evidence, int file, std::vector<Edit>& out);
  const SourceModel& source() const { return source_; }
  const DesignFacts& facts() const { return evidence_.facts; }

  /// Replaces an expression; `plain` when an author would write it otherwise than `text`.
  void expression(const Range& range, std::string kind, double cost, std::string text, std::string plain = {});
  /// Replaces two expressions at once.
  void expressions(const Range& a, std::string text_a, const Range& b, std::string text_b, std::string kind,
                   double cost);
  void statement(const Range& range, std::string kind, double cost, std::string text);
  /// Puts a statement before the token, at the token's indentation.
  void insertion(std::uint32_t before_token, std::string kind, double cost, std::string text);
  /// Only as plain text. `near`: the tokens whose distance counts, where the edited line itself drives nothing.
  void plain(std::vector<Piece> pieces, std::uint32_t line, std::string kind, double cost, Range near = {});
  /// Distance of the use of a name that is nearest to a wrong output, in any file.
  double nearest_use(const std::string& name) const;
  void plain_near(std::vector<Piece> pieces, std::uint32_t line, std::string kind, double cost, double distance);
  Piece piece(const Range& range, std::string text) const;

 private:
  void add(Edit edit, std::uint32_t line, double distance);
  double distance_at(std::uint32_t token) const;

  const Evidence& evidence_;
  const SourceModel& source_;
  int file_;
  std::vector<Edit>& out_;
};

void expression_edits(EditSink& sink);  // expression_templates.cpp
void statement_edits(EditSink& sink);   // statement_templates.cpp
void structure_edits(EditSink& sink);   // structure_templates.cpp

/// 0 (unrelated) to 1 (equal): how alike two identifiers look.
double similarity(std::string_view a, std::string_view b);

}  // namespace gs::agent::search
