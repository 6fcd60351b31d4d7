#include "agent/search/templates.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace gs::agent::search {
namespace {

constexpr double kDistanceWeight = 0.35;  // cost per assignment between a line and the wrong output
constexpr double kMaxDistance = 10;
constexpr double kUnreachedCost = 6;

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

double EditSink::distance_at(std::uint32_t token) const {
  return evidence_.facts.distance_of(source_.path, static_cast<int>(source_.line(token)));
}

double EditSink::nearest_use(const std::string& name) const {
  double nearest = kUnreached;
  for (const auto& source : evidence_.sources) {
    for (const rtl::Token& token : source->tokens) {
      if (token.text != name) continue;
      nearest = std::min(nearest, evidence_.facts.distance_of(source->path, static_cast<int>(token.line)) + 0.5);
    }
  }
  return nearest;
}

void EditSink::add(Edit edit, std::uint32_t at_line, double distance) {
  edit.file = file_;
  edit.line = at_line;
  const int line = static_cast<int>(at_line);
  edit.cost += distance >= kUnreached ? kUnreachedCost : kDistanceWeight * std::min(distance, kMaxDistance);
  if (const auto warned = evidence_.warned_lines.find({source_.path, line}); warned != evidence_.warned_lines.end()) {
    edit.cost -= warned->second;
  }
  out_.push_back(std::move(edit));
}

void EditSink::expression(const Range& range, std::string kind, double cost, std::string text, std::string plain) {
  Edit edit;
  edit.kind = std::move(kind);
  edit.cost = cost;
  edit.plain = {piece(range, plain.empty() ? text : std::move(plain))};
  edit.switched = {piece(range, std::move(text))};
  add(std::move(edit), source_.line(range.begin), distance_at(range.begin));
}

void EditSink::expressions(const Range& a, std::string text_a, const Range& b, std::string text_b, std::string kind,
                           double cost) {
  Edit edit;
  edit.kind = std::move(kind);
  edit.cost = cost;
  edit.plain = {piece(a, std::move(text_a)), piece(b, std::move(text_b))};
  std::sort(edit.plain.begin(), edit.plain.end(), [](const Piece& x, const Piece& y) { return x.begin < y.begin; });
  edit.switched = edit.plain;
  add(std::move(edit), source_.line(a.begin), distance_at(a.begin));
}

void EditSink::statement(const Range& range, std::string kind, double cost, std::string text) {
  Edit edit;
  edit.kind = std::move(kind);
  edit.cost = cost;
  edit.form = SwitchForm::statement;
  edit.plain = {piece(range, text.empty() ? ";" : text)};
  edit.switched = {piece(range, std::move(text))};
  add(std::move(edit), source_.line(range.begin), distance_at(range.begin));
}

void EditSink::insertion(std::uint32_t before_token, std::string kind, double cost, std::string text) {
  Edit edit;
  edit.kind = std::move(kind);
  edit.cost = cost;
  edit.form = SwitchForm::statement;
  const std::uint32_t offset = source_.tokens[before_token].offset;
  edit.plain = {{offset, offset, text + indentation_at(source_, before_token)}};
  edit.switched = {{offset, offset, std::move(text)}};
  add(std::move(edit), source_.line(before_token), std::min(distance_at(before_token), distance_at(before_token - 1)));
}

void EditSink::plain(std::vector<Piece> pieces, std::uint32_t line, std::string kind, double cost, Range near) {
  double distance = evidence_.facts.distance_of(source_.path, static_cast<int>(line));
  for (std::uint32_t token = near.begin; token < near.end; ++token) distance = std::min(distance, distance_at(token));
  plain_near(std::move(pieces), line, std::move(kind), cost, distance);
}

void EditSink::plain_near(std::vector<Piece> pieces, std::uint32_t line, std::string kind, double cost,
                          double distance) {
  Edit edit;
  edit.kind = std::move(kind);
  edit.cost = cost;
  edit.plain = std::move(pieces);
  std::sort(edit.plain.begin(), edit.plain.end(), [](const Piece& x, const Piece& y) { return x.begin < y.begin; });
  add(std::move(edit), line, distance);
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
    for (const Piece& p : edit.plain)
      key += std::to_string(p.begin) + ":" + std::to_string(p.end) + ":" + p.text + "\x1f";
    const SourceModel& source = *evidence.sources[static_cast<std::size_t>(edit.file)];
    const Piece& first = edit.plain.front();
    if (edit.plain.size() == 1 && source.text.compare(first.begin, first.end - first.begin, first.text) == 0) continue;
    if (seen.emplace(edit.file, std::move(key)).second) unique.push_back(std::move(edit));
  }
  return unique;
}

}  // namespace gs::agent::search
