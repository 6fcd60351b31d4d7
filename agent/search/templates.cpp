#include "agent/search/templates.hpp"

#include <algorithm>
#include <tuple>

namespace gs::agent::search {
namespace {

constexpr double kDistanceWeight = 0.35;   // cost per assignment between a line and the wrong output
constexpr double kMaxDistance = 10;
constexpr double kUnreachedCost = 6;
constexpr double kWarnedDiscount = 1.5;

std::string indentation_at(const SourceModel& source, std::uint32_t token) {
  const std::uint32_t column = source.tokens[token].column;
  const std::uint32_t offset = source.tokens[token].offset;
  std::string indent = source.text.substr(offset - (column - 1), column - 1);
  if (indent.find_first_not_of(" \t") != std::string::npos) return " ";
  return "\n" + indent;
}

}  // namespace

double similarity(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return 0;
  std::size_t prefix = 0, suffix = 0;
  const std::size_t shorter = std::min(a.size(), b.size());
  while (prefix < shorter && a[prefix] == b[prefix]) ++prefix;
  while (suffix < shorter - prefix && a[a.size() - 1 - suffix] == b[b.size() - 1 - suffix]) ++suffix;
  return static_cast<double>(prefix + suffix) / static_cast<double>(std::max(a.size(), b.size()));
}

EditSink::EditSink(const Evidence& evidence, int file, std::vector<Edit>& out)
    : evidence_(evidence), source_(*evidence.sources[static_cast<std::size_t>(file)]), file_(file), out_(out) {}

Piece EditSink::piece(const Range& range, std::string text) const {
  return {source_.begin_offset(range), source_.end_offset(range), std::move(text)};
}

void EditSink::add(Edit edit, std::uint32_t token) {
  edit.file = file_;
  edit.line = source_.line(token);
  const int line = static_cast<int>(edit.line);
  const double distance = evidence_.facts.distance_of(source_.path, line);
  edit.cost += distance >= kUnreached ? kUnreachedCost : kDistanceWeight * std::min(distance, kMaxDistance);
  if (evidence_.warned_lines.count({source_.path, line}) > 0) edit.cost -= kWarnedDiscount;
  out_.push_back(std::move(edit));
}

void EditSink::expression(const Range& range, std::string kind, double cost, std::string text, std::string plain) {
  Edit edit;
  edit.kind = std::move(kind);
  edit.cost = cost;
  edit.plain = {piece(range, plain.empty() ? text : std::move(plain))};
  edit.switched = {piece(range, std::move(text))};
  add(std::move(edit), range.begin);
}

void EditSink::expressions(const Range& a, std::string text_a, const Range& b, std::string text_b, std::string kind,
                           double cost) {
  Edit edit;
  edit.kind = std::move(kind);
  edit.cost = cost;
  edit.plain = {piece(a, std::move(text_a)), piece(b, std::move(text_b))};
  std::sort(edit.plain.begin(), edit.plain.end(), [](const Piece& x, const Piece& y) { return x.begin < y.begin; });
  edit.switched = edit.plain;
  add(std::move(edit), a.begin);
}

void EditSink::statement(const Range& range, std::string kind, double cost, std::string text) {
  Edit edit;
  edit.kind = std::move(kind);
  edit.cost = cost;
  edit.form = SwitchForm::statement;
  edit.plain = {piece(range, text.empty() ? ";" : text)};
  edit.switched = {piece(range, std::move(text))};
  add(std::move(edit), range.begin);
}

void EditSink::insertion(std::uint32_t before_token, std::string kind, double cost, std::string text) {
  Edit edit;
  edit.kind = std::move(kind);
  edit.cost = cost;
  edit.form = SwitchForm::statement;
  const std::uint32_t offset = source_.tokens[before_token].offset;
  edit.plain = {{offset, offset, text + indentation_at(source_, before_token)}};
  edit.switched = {{offset, offset, std::move(text)}};
  add(std::move(edit), before_token);
}

void EditSink::plain(std::vector<Piece> pieces, std::uint32_t line, std::string kind, double cost) {
  Edit edit;
  edit.kind = std::move(kind);
  edit.cost = cost;
  edit.plain = std::move(pieces);
  std::sort(edit.plain.begin(), edit.plain.end(), [](const Piece& x, const Piece& y) { return x.begin < y.begin; });
  std::uint32_t token = 0;
  while (token + 1 < source_.tokens.size() && source_.tokens[token].line < line) ++token;
  add(std::move(edit), token);
}

std::vector<Edit> generate_edits(const Evidence& evidence) {
  std::vector<Edit> edits;
  for (std::size_t file = 0; file < evidence.sources.size(); ++file) {
    EditSink sink(evidence, static_cast<int>(file), edits);
    expression_edits(sink);
    statement_edits(sink);
    structure_edits(sink);
  }
  std::stable_sort(edits.begin(), edits.end(), [&](const Edit& a, const Edit& b) {
    return std::tuple(a.cost, a.file, a.plain.front().begin) < std::tuple(b.cost, b.file, b.plain.front().begin);
  });
  std::set<std::pair<int, std::string>> seen;
  std::vector<Edit> unique;
  for (Edit& edit : edits) {
    std::string key;
    for (const Piece& p : edit.plain) key += std::to_string(p.begin) + ":" + std::to_string(p.end) + ":" + p.text + "\x1f";
    const SourceModel& source = *evidence.sources[static_cast<std::size_t>(edit.file)];
    const Piece& first = edit.plain.front();
    if (edit.plain.size() == 1 && source.text.compare(first.begin, first.end - first.begin, first.text) == 0) continue;
    if (seen.emplace(edit.file, std::move(key)).second) unique.push_back(std::move(edit));
  }
  return unique;
}

}  // namespace gs::agent::search
