#include "agent/mutation/mutation_operators.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "agent/search/templates.hpp"
#include "base/rng.hpp"
#include "base/text.hpp"
#include "evaluators/rtl/normaliser.hpp"

namespace gs::agent::mutation {
namespace {

using search::Edit;
using search::kNoNode;
using search::Piece;
using search::ProcessKind;
using search::Range;
using search::SourceModel;

// Edits of the search that are faults too, by their template -> operator. The others add what somebody forgot, or are
// said better below.
const std::map<std::string, std::string>& faults_of_the_search() {
  static const std::map<std::string, std::string> names = {
      {"operator", "operator"},
      {"operand dropped", "operand dropped"},
      {"operands swapped", "operands swapped"},
      {"sign", "sign"},
      {"sign extension", "sign"},
      {"off by one", "off by one"},
      {"negation", "negation"},
      {"branches swapped", "branches swapped"},
      {"branch taken", "branch taken"},
      {"priority", "order of conditions"},
      {"constant", "constant"},
      {"name", "other variable"},
      {"stuck", "stuck signal"},
      {"enumerator", "other state"},
      {"part select", "part select"},
      {"order", "order of parts"},
      {"else removed", "branch dropped"},
      {"sensitivity", "sensitivity"},
      {"assignment kind", "assignment kind"},
      {"connections swapped", "connections swapped"},
  };
  return names;
}

std::string operator_class(std::string_view op) {
  if (op == "<" || op == "<=" || op == ">" || op == ">=" || op == "==" || op == "!=") return "relational operator";
  if (op == "&&" || op == "||") return "logical operator";
  if (op == "+" || op == "-" || op == "*") return "arithmetic operator";
  if (op.starts_with("<<") || op.starts_with(">>")) return "shift operator";
  return "bitwise operator";
}

std::string one_line(std::string_view text) {
  std::string out;
  bool blank = false;
  for (const char c : trim(text)) {
    const bool is_blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!is_blank && blank) out += ' ';
    if (!is_blank) out += c;
    blank = is_blank;
  }
  return bound_text(out, 160);
}

// Faults of one file that the search does not make: they would be no repair.
class FurtherFaults {
 public:
  FurtherFaults(const SourceModel& source, int file, std::vector<Edit>& out)
      : source_(source), file_(file), out_(out) {}

  void run() {
    for (const search::Assignment& a : source_.assignments) {
      if (a.process == kNoNode || kind_of(a.process) == ProcessKind::initial) continue;
      add(a.statement, is_reset(a) ? "reset dropped" : "statement dropped", ";");
    }
    for (const search::IfStatement& s : source_.ifs) {
      if (s.process == kNoNode || kind_of(s.process) == ProcessKind::initial) continue;
      const Range condition = source_.exprs[static_cast<std::size_t>(s.condition)].range;
      add(condition, "stuck condition", "1'b0");
      add(condition, "stuck condition", "1'b1");
    }
    for (const search::CaseStatement& s : source_.cases) case_arms(s);
  }

 private:
  ProcessKind kind_of(int process) const { return source_.processes[static_cast<std::size_t>(process)].kind; }

  void add(const Range& range, std::string kind, std::string text) {
    if (range.empty()) return;
    Edit edit;
    edit.kind = std::move(kind);
    edit.file = file_;
    edit.line = source_.line(range.begin);
    edit.plain = {{source_.begin_offset(range), source_.end_offset(range), std::move(text)}};
    out_.push_back(std::move(edit));
  }

  // Stands where a condition with the name of a reset, or with a signal of the sensitivity list, holds.
  bool is_reset(const search::Assignment& a) const {
    const Range& list = source_.processes[static_cast<std::size_t>(a.process)].sensitivity;
    for (const search::IfStatement& s : source_.ifs) {
      if (s.process != a.process || !s.then_branch.contains(a.statement)) continue;
      for (const std::string& name : source_.names_in(s.condition)) {
        if (search::is_reset_name(name)) return true;
        for (std::uint32_t t = list.begin; t < list.end; ++t) {
          if (source_.tokens[t].text == name) return true;
        }
      }
    }
    return false;
  }

  void case_arms(const search::CaseStatement& s) {
    if (s.process == kNoNode) return;
    for (std::size_t i = 0; i < s.items.size(); ++i) {
      const search::CaseItem& item = s.items[i];
      if (item.body.empty()) continue;
      if (!item.labels.empty() && s.items.size() > 1) add({item.labels.begin, item.body.end}, "arm dropped", "");
      if (i + 1 == s.items.size() || s.items[i + 1].body.empty()) continue;
      const Range& next = s.items[i + 1].body;
      Edit edit;
      edit.kind = "arms swapped";
      edit.file = file_;
      edit.line = source_.line(item.body.begin);
      edit.plain = {{source_.begin_offset(item.body), source_.end_offset(item.body), std::string(source_.slice(next))},
                    {source_.begin_offset(next), source_.end_offset(next), std::string(source_.slice(item.body))}};
      out_.push_back(std::move(edit));
    }
  }

  const SourceModel& source_;
  const int file_;
  std::vector<Edit>& out_;
};

// Never both executed with the statement: the else of an if that it is in, the other arms of a case.
bool excludes(const SourceModel& source, const Range& statement, std::uint32_t token) {
  const Range at{token, token + 1};
  for (const search::IfStatement& s : source.ifs) {
    if (s.then_branch.contains(statement) && s.else_branch.contains(at)) return true;
  }
  for (const search::CaseStatement& s : source.cases) {
    for (const search::CaseItem& item : s.items) {
      if (item.body.contains(statement)) return s.whole.contains(at) && !item.body.contains(at);
    }
  }
  return false;
}

// Whether which kind of assignment it is can matter: the process is clocked and reads afterwards what it assigns.
// (Without a clock, simulators settle on the same values, or each on its own.)
bool kind_matters(const SourceModel& source, const Edit& edit) {
  for (const search::Assignment& a : source.assignments) {
    if (source.tokens[a.op].offset != edit.plain.front().begin || a.process == kNoNode) continue;
    const search::Process& process = source.processes[static_cast<std::size_t>(a.process)];
    if (!source.is_clocked(process)) return false;
    const Range& body = process.body;
    for (std::uint32_t t = a.statement.end; t < body.end; ++t) {
      const bool is_target = std::any_of(source.assignments.begin(), source.assignments.end(), [&](const auto& other) {
        return other.target.begin <= t && t < other.target.end;
      });
      if (is_target || excludes(source, a.statement, t)) continue;
      if (std::find(a.targets.begin(), a.targets.end(), source.tokens[t].text) != a.targets.end()) return true;
    }
    return false;
  }
  return false;
}

// Another kind of assignment than the golden's, whose target is seen outside of its clocked process. (Where another
// process reads it, synthesis_caveat says so.)
bool changes_scheduling(const SourceModel& source, const search::DesignFacts& facts, const Edit& edit) {
  for (const search::Assignment& a : source.assignments) {
    if (source.tokens[a.op].offset != edit.plain.front().begin || a.process == kNoNode) continue;
    const search::Process& process = source.processes[static_cast<std::size_t>(a.process)];
    if (process.module == kNoNode) return true;
    return std::any_of(a.targets.begin(), a.targets.end(), [&](const std::string& name) {
      const auto* variable = facts.find(source.modules[static_cast<std::size_t>(process.module)].name, name);
      return variable == nullptr || variable->is_output;
    });
  }
  return true;
}

// An expression of parameters and numbers alone.
bool is_constant(const SourceModel& source, const Edit& edit) {
  for (std::size_t i = 0; i < source.exprs.size(); ++i) {
    const Range& range = source.exprs[i].range;
    const int module = source.module_at(range.begin);
    if (module == kNoNode || source.begin_offset(range) != edit.plain.front().begin ||
        source.end_offset(range) != edit.plain.front().end) {
      continue;
    }
    const auto& parameters = source.modules[static_cast<std::size_t>(module)].parameters;
    const std::vector<std::string> names = source.names_in(static_cast<int>(i));
    return std::all_of(names.begin(), names.end(), [&](const std::string& name) {
      return std::find(parameters.begin(), parameters.end(), name) != parameters.end();
    });
  }
  return false;
}

// Name of the operator that made an edit; empty when it is no fault.
std::string operator_of(const SourceModel& source, const Edit& edit) {
  const auto known = faults_of_the_search().find(edit.kind);
  if (known == faults_of_the_search().end()) return {};
  if (edit.kind == "assignment kind" && (edit.plain.size() != 1 || !kind_matters(source, edit))) return {};
  // v[1-W] for v[W-1] is out of range, and tools do with it what they like
  if (edit.kind == "operands swapped" && is_constant(source, edit)) return {};
  if (edit.kind != "operator") return known->second;
  for (const search::Expr& e : source.exprs) {
    const bool has_operator = e.kind == search::ExprKind::binary || e.kind == search::ExprKind::unary;
    if (has_operator && source.begin_offset(e.range) == edit.plain.front().begin &&
        source.end_offset(e.range) == edit.plain.front().end) {
      return operator_class(source.tokens[e.op].text);
    }
  }
  return known->second;
}

Mutant mutant_of(const SourceModel& source, const Edit& edit, std::string op, std::string text,
                 const tasks::Candidate& golden) {
  Mutant mutant;
  mutant.op = std::move(op);
  mutant.file = source.path;
  mutant.line = edit.line;
  for (const Piece& piece : edit.plain) {
    const std::string_view own = std::string_view(source.text).substr(piece.begin, piece.end - piece.begin);
    mutant.before += (mutant.before.empty() ? "" : "; ") + one_line(own);
    mutant.after += (mutant.after.empty() ? "" : "; ") + one_line(piece.text);
  }
  mutant.candidate = golden;
  mutant.candidate.files[source.path] = std::move(text);
  return mutant;
}

}  // namespace

Result<GoldenDesign> read_golden(const tasks::Task& task, const rtl::RtlLab& lab) {
  GoldenDesign golden;
  golden.answer = golden_candidate(task);
  GS_TRY(golden.workspace, overlay(task, golden.answer));
  rtl::LabDesign design;
  design.workspace = golden.workspace;
  design.sources = task.sources;
  design.include_dirs = task.include_dirs;
  design.top = task.design_top;
  design.limits = task.limits;
  GS_TRY(const rtl::Elaboration elaboration, lab.elaborate(design));
  GS_TRY(golden.facts, search::read_design_facts(elaboration.xml, {}));
  for (const std::string& file : task.sources) {
    golden.sources.push_back(std::make_unique<SourceModel>());
    read_source(*golden.sources.back(), file, golden.workspace.at(file));
  }
  return golden;
}

std::vector<Mutant> all_mutants(const tasks::Task& task, const GoldenDesign& golden) {
  std::vector<Edit> edits = search::generate_edits({golden.sources, golden.facts, {}});
  const std::size_t from_search = edits.size();
  for (std::size_t file = 0; file < golden.sources.size(); ++file) {
    FurtherFaults(*golden.sources[file], static_cast<int>(file), edits).run();
  }
  const std::vector<std::string> editable = task.editable_files();
  std::set<std::pair<std::string, std::string>> seen;  // (file, text without layout)
  for (const auto& source : golden.sources) seen.emplace(source->path, rtl::normalised(source->text));
  std::vector<Mutant> mutants;
  for (std::size_t i = 0; i < edits.size(); ++i) {
    const SourceModel& source = *golden.sources[static_cast<std::size_t>(edits[i].file)];
    if (std::find(editable.begin(), editable.end(), source.path) == editable.end()) continue;
    std::string op = i < from_search ? operator_of(source, edits[i]) : edits[i].kind;
    if (op.empty()) continue;
    std::string text = search::apply_pieces(source.text, edits[i].plain);
    if (!seen.emplace(source.path, rtl::normalised(text)).second) continue;
    mutants.push_back(mutant_of(source, edits[i], std::move(op), std::move(text), golden.answer));
    mutants.back().changes_scheduling =
        mutants.back().op == "assignment kind" && changes_scheduling(source, golden.facts, edits[i]);
  }
  const auto key = [](const Mutant& m) { return std::tie(m.file, m.line, m.op, m.before, m.after); };
  std::stable_sort(mutants.begin(), mutants.end(), [&](const Mutant& a, const Mutant& b) { return key(a) < key(b); });
  return mutants;
}

std::vector<Mutant> choose_mutants(std::vector<Mutant> mutants, const std::string& task,
                                   const MutationOptions& options) {
  std::map<std::string, std::vector<std::size_t>> waiting;  // operator -> mutants
  for (std::size_t i = 0; i < mutants.size(); ++i) waiting[mutants[i].op].push_back(i);
  for (auto& [op, list] : waiting) Rng::named(options.seed, task + "/" + op).shuffle(list);
  std::map<std::pair<std::string, std::uint32_t>, int> used;  // (file, line) -> mutants chosen there
  std::vector<Mutant> chosen;
  while (chosen.size() < options.most && !waiting.empty()) {
    for (auto entry = waiting.begin(); entry != waiting.end() && chosen.size() < options.most;) {
      auto& list = entry->second;
      const auto best = std::min_element(list.begin(), list.end(), [&](std::size_t a, std::size_t b) {
        return used[{mutants[a].file, mutants[a].line}] < used[{mutants[b].file, mutants[b].line}];
      });
      ++used[{mutants[*best].file, mutants[*best].line}];
      chosen.push_back(std::move(mutants[*best]));
      chosen.back().number = static_cast<int>(chosen.size());
      list.erase(best);
      entry = list.empty() ? waiting.erase(entry) : std::next(entry);
    }
  }
  return chosen;
}

}  // namespace gs::agent::mutation
