#include "agent/search/survey.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "agent/search/templates.hpp"
#include "base/text.hpp"

namespace gs::agent::search {
namespace {

constexpr double kNamedPlace = 2.5, kNamedSignal = 1.0;  // how much a report makes an edit of its line likelier
constexpr std::size_t kEverywhere = 12;  // lines; a name on more of them, and on more than a tenth, says nothing

// How much a lint warning makes an edit of its line likelier, in cost.
double hint_of(const std::string& code) {
  static const std::set<std::string> kStrong = {"LATCH",    "WIDTH",      "CASEINCOMPLETE", "UNSIGNED",
                                                "CMPCONST", "BLKSEQ",     "COMBDLY",        "MULTIDRIVEN",
                                                "SELRANGE", "PINMISSING", "UNDRIVEN"};
  static const std::set<std::string> kWeak = {"UNUSED", "UNOPTFLAT", "SYNCASYNCNET", "CASEOVERLAP"};
  return kStrong.count(code) > 0 ? 2.5 : kWeak.count(code) > 0 ? 1.0 : 0.0;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_name_character(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
}

// Words that may be names, but for those of one letter that English has too.
std::set<std::string> names_in(std::string_view report) {
  std::set<std::string> names;
  for (std::size_t at = 0; at < report.size();) {
    std::size_t end = at;
    while (end < report.size() && is_name_character(report[end])) ++end;
    const std::string_view word = report.substr(at, end - at);
    if (!word.empty() && !is_digit(word.front()) && word != "a" && word != "A" && word != "I") names.emplace(word);
    at = std::max(end, at + 1);
  }
  return names;
}

// Whether the report says "fifo.sv:41", with or without folders before it.
bool names_place(std::string_view report, const std::string& path, std::uint32_t line) {
  const std::string place = fmt::format("{}:{}", path.substr(path.rfind('/') + 1), line);
  for (std::size_t at = report.find(place); at != std::string_view::npos; at = report.find(place, at + 1)) {
    const std::size_t end = at + place.size();
    const bool begins = at == 0 || !(is_name_character(report[at - 1]) || report[at - 1] == '.');
    if (begins && (end == report.size() || !is_digit(report[end]))) return true;
  }
  return false;
}

using Lines = std::map<std::pair<std::string, int>, double>;

void suspect_named(std::string_view report, const std::set<std::string>& names, const Sources& sources,
                   const DesignFacts& facts, Lines& lines) {
  std::map<std::string, std::set<std::pair<std::string, int>>> uses;
  std::size_t total = 0;
  for (const auto& source : sources) {
    std::uint32_t last = 0;
    for (const rtl::Token& token : source->tokens) {
      if (token.line != last) {
        ++total;
        if (names_place(report, source->path, token.line)) {
          double& hint = lines[{source->path, static_cast<int>(token.line)}];
          hint = std::max(hint, kNamedPlace);
        }
      }
      last = token.line;
      const std::string name(token.text);
      if (names.count(name) > 0) uses[name].insert({source->path, static_cast<int>(token.line)});
    }
  }
  for (const auto& [name, places] : uses) {
    const bool is_signal = std::any_of(facts.modules.begin(), facts.modules.end(),
                                       [&](const auto& module) { return module.second.variables.count(name) > 0; });
    if (!is_signal || (places.size() > kEverywhere && places.size() * 10 > total)) continue;
    for (const auto& place : places) {
      double& hint = lines[place];
      hint = std::max(hint, kNamedSignal);
    }
  }
}

}  // namespace

Result<Survey> survey(const rtl::Elaboration& elaboration, const tasks::FileSet& files,
                      const std::vector<std::string>& editable_files, const Suspicion& suspicion) {
  const std::set<std::string> names = names_in(suspicion.report);
  std::vector<std::string> observed = suspicion.wrong_signals;
  observed.insert(observed.end(), names.begin(), names.end());
  Survey result;
  GS_TRY(result.facts, read_design_facts(elaboration.xml, observed));
  for (const std::string& file : editable_files) {
    result.sources.push_back(std::make_unique<SourceModel>());
    read_source(*result.sources.back(), file, files.at(file));
  }
  Evidence evidence{result.sources, result.facts, {}};
  for (const rtl::ToolMessage& m : elaboration.messages) {
    double& hint = evidence.warned_lines[{m.file, static_cast<int>(m.line)}];
    hint = std::max(hint, hint_of(m.code));
  }
  if (!suspicion.report.empty()) {
    suspect_named(suspicion.report, names, result.sources, result.facts, evidence.warned_lines);
  }
  result.edits = generate_edits(evidence);
  return result;
}

std::string describe(const Edit& edit, const Sources& sources) {
  const SourceModel& source = *sources[static_cast<std::size_t>(edit.file)];
  std::string text;
  for (const Piece& piece : edit.plain) {
    std::string before = source.text.substr(piece.begin, piece.end - piece.begin);
    if (!text.empty()) text += "; ";
    text += before.empty() ? fmt::format("+ {}", trim(piece.text)) : fmt::format("{} -> {}", before, trim(piece.text));
  }
  std::replace(text.begin(), text.end(), '\n', ' ');
  return fmt::format("{}:{}: {}: {}", source.path, edit.line, edit.kind, bound_text(text, 160));
}

std::string describe(const std::vector<const Edit*>& edits, const Sources& sources) {
  std::string text;
  for (const Edit* edit : edits) text += (text.empty() ? "" : "; ") + describe(*edit, sources);
  return text;
}

tasks::FileSet changed_files(const std::vector<const Edit*>& edits, const Sources& sources) {
  std::map<int, std::vector<Piece>> by_file;
  for (const Edit* edit : edits) {
    auto& pieces = by_file[edit->file];
    pieces.insert(pieces.end(), edit->plain.begin(), edit->plain.end());
  }
  tasks::FileSet files;
  for (auto& [file, pieces] : by_file) {
    std::stable_sort(pieces.begin(), pieces.end(), [](const Piece& a, const Piece& b) { return a.begin < b.begin; });
    for (std::size_t i = 1; i < pieces.size(); ++i) {
      if (pieces[i].begin < pieces[i - 1].end) return {};
    }
    const SourceModel& source = *sources[static_cast<std::size_t>(file)];
    files[source.path] = apply_pieces(source.text, pieces);
  }
  return files;
}

}  // namespace gs::agent::search
