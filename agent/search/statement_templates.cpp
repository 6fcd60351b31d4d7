// Edits of statements: missing resets and defaults, forgotten or superfluous assignments, order of branches.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "agent/search/templates.hpp"

namespace gs::agent::search {
namespace {

constexpr std::size_t kBlocksPerStatement = 24;
constexpr std::size_t kCopiesPerProcess = 400;

class StatementTemplates {
 public:
  explicit StatementTemplates(EditSink& sink) : sink_(sink), source_(sink.source()) {}

  void run() {
    for (std::size_t p = 0; p < source_.processes.size(); ++p) process(static_cast<int>(p));
    for (const Assignment& a : source_.assignments) {
      if (a.process != kNoNode && kind_of(a.process) != ProcessKind::initial) {
        sink_.statement(a.statement, "assignment removed", 3.4, "");
      }
    }
    for (const IfStatement& s : source_.ifs) branch(s);
    for (const CaseStatement& s : source_.cases) case_arms(s);
  }

 private:
  ProcessKind kind_of(int process) const { return source_.processes[static_cast<std::size_t>(process)].kind; }
  std::string text(const Range& range) const { return std::string(source_.slice(range)); }
  std::string text(int node) const { return std::string(source_.slice(node)); }

  std::vector<const Assignment*> assignments_of(int process) const {
    std::vector<const Assignment*> found;
    for (const Assignment& a : source_.assignments) {
      if (a.process == process) found.push_back(&a);
    }
    return found;
  }

  // The statement inside begin ... end, or the single statement itself: where an insertion goes, and its extent.
  struct Block {
    std::uint32_t first;  // token before which an insertion goes
    Range range;
    bool has_begin;
  };
  Block block_of(const Range& branch) const {
    if (source_.tokens[branch.begin].is("begin")) {
      std::uint32_t first = branch.begin + 1;
      if (first + 1 < branch.end && source_.tokens[first].is(":")) first += 2;
      return {first, branch, true};
    }
    return {branch.begin, branch, false};
  }

  // The reset branch of a clocked process: the first if of its body whose condition is a signal of the sensitivity
  // list, or whose name looks like a reset.
  const IfStatement* reset_branch(int process) const {
    const IfStatement* first = nullptr;
    for (const IfStatement& s : source_.ifs) {
      if (s.process == process && (first == nullptr || s.keyword < first->keyword)) first = &s;
    }
    if (first == nullptr) return nullptr;
    const Process& p = source_.processes[static_cast<std::size_t>(process)];
    for (const std::string& name : source_.names_in(first->condition)) {
      for (std::uint32_t t = p.sensitivity.begin; t < p.sensitivity.end; ++t) {
        if (source_.tokens[t].text == name) return first;
      }
      if (is_reset_name(name)) return first;
    }
    return nullptr;
  }

  const Variable* variable(const Range& at, const std::string& name) const {
    const int module = source_.module_at(at.begin);
    if (module == kNoNode) return nullptr;
    return sink_.facts().find(source_.modules[static_cast<std::size_t>(module)].name, name);
  }

  void process(int index) {
    const Process& p = source_.processes[static_cast<std::size_t>(index)];
    if (p.kind == ProcessKind::initial || p.kind == ProcessKind::function) return;
    const auto assignments = assignments_of(index);
    if (const IfStatement* reset = reset_branch(index)) missing_resets(*reset, assignments);
    if (p.kind != ProcessKind::always_ff) defaults(p, assignments);
    copies(index, assignments);
  }

  void missing_resets(const IfStatement& reset, const std::vector<const Assignment*>& assignments) {
    std::set<std::string> reset_names, other_names;
    std::map<std::string, std::string> reset_values;
    for (const Assignment* a : assignments) {
      const bool inside = reset.then_branch.contains(a->statement);
      for (const std::string& name : a->targets) (inside ? reset_names : other_names).insert(name);
    }
    const Block block = block_of(reset.then_branch);
    if (!block.has_begin) return;
    for (const std::string& name : other_names) {
      const Variable* v = variable(reset.whole, name);
      if (reset_names.count(name) > 0 || v == nullptr || v->is_array) continue;
      std::vector<std::string> values = {"'0", "'1"};
      if (v->width > 1) values.emplace_back("1");
      if (v->is_enum) values = enumerators();
      double cost = 1.4;
      for (const std::string& value : values) {
        sink_.insertion(block.first, "reset added", cost, fmt::format("{} <= {};", name, value));
        cost += 0.4;
      }
    }
  }

  std::vector<std::string> enumerators() const {
    std::vector<std::string> names;
    for (const Module& module : source_.modules) {
      names.insert(names.end(), module.enum_names.begin(), module.enum_names.end());
    }
    if (names.size() > 12) names.resize(12);
    return names;
  }

  void defaults(const Process& p, const std::vector<const Assignment*>& assignments) {
    if (p.body.empty()) return;
    const Block block = block_of(p.body);
    if (!block.has_begin) return;
    std::set<std::string> names;
    for (const Assignment* a : assignments) {
      if (a->kind == AssignKind::blocking) names.insert(a->targets.begin(), a->targets.end());
    }
    for (const std::string& name : names) {
      const Variable* v = variable(p.body, name);
      if (v == nullptr || v->is_array || v->is_local) continue;
      if (v->is_enum) continue;
      sink_.insertion(block.first, "default added", 2.2, fmt::format("{} = '0;", name));
      if (v->width == 1) sink_.insertion(block.first, "default added", 2.8, fmt::format("{} = 1'b1;", name));
    }
  }

  // A statement of the process repeated at the start of another of its blocks: the assignment somebody forgot.
  void copies(int process, const std::vector<const Assignment*>& assignments) {
    std::vector<Range> blocks;
    for (const IfStatement& s : source_.ifs) {
      if (s.process != process) continue;
      blocks.push_back(s.then_branch);
      if (!s.else_branch.empty()) blocks.push_back(s.else_branch);
    }
    for (const CaseStatement& s : source_.cases) {
      if (s.process != process) continue;
      for (const CaseItem& item : s.items) blocks.push_back(item.body);
    }
    if (blocks.size() > kBlocksPerStatement) blocks.resize(kBlocksPerStatement);
    std::set<std::string> statements;
    std::size_t made = 0;
    for (const Assignment* a : assignments) {
      const std::string statement = text(a->statement);
      if (!statements.insert(statement).second) continue;
      for (const Range& range : blocks) {
        if (range.empty() || range.contains(a->statement)) continue;
        const Block block = block_of(range);
        if (!block.has_begin || ++made > kCopiesPerProcess) continue;
        sink_.insertion(block.first, "assignment copied", 4.2, statement);
        if (source_.tokens[range.end - 1].is("end"))
          sink_.insertion(range.end - 1, "assignment copied", 4.2, statement);
      }
    }
    // what is assigned only sometimes, cleared where it is not
    std::set<std::string> names;
    for (const Assignment* a : assignments) {
      if (a->kind == AssignKind::nonblocking && a->targets.size() == 1) names.insert(a->targets[0]);
    }
    for (const std::string& name : names) {
      const Variable* v = variable(source_.processes[static_cast<std::size_t>(process)].body, name);
      if (v == nullptr || v->is_array || v->is_enum) continue;
      for (const Range& range : blocks) {
        const Block block = block_of(range);
        if (range.empty() || !block.has_begin || !source_.tokens[range.end - 1].is("end")) continue;
        sink_.insertion(block.first, "assignment added", 3.8, fmt::format("{} <= '0;", name));
        if (v->width == 1) sink_.insertion(block.first, "assignment added", 4.0, fmt::format("{} <= 1'b1;", name));
        sink_.insertion(range.end - 1, "assignment added", 4.0, fmt::format("{} <= '0;", name));
        if (v->width > 1)
          sink_.insertion(block.first, "assignment added", 4.4, fmt::format("{0} <= {0} + 1'b1;", name));
      }
    }
  }

  void branch(const IfStatement& s) {
    if (s.process == kNoNode || kind_of(s.process) == ProcessKind::initial) return;
    const std::string c = text(s.condition), yes = text(s.then_branch), no = text(s.else_branch);
    if (!no.empty()) {
      sink_.statement(s.whole, "branches swapped", 2.4, fmt::format("if ({}) {} else {}", c, wrapped(no), yes));
      sink_.statement(s.whole, "else removed", 3.4, fmt::format("if ({}) {}", c, yes));
    }
    sink_.statement(s.whole, "guard removed", 3.0, yes);
    if (no.empty()) neighbour(s, c);
    // if (a) A else if (b) B  ->  if (b) B else if (a) A
    for (const IfStatement& inner : source_.ifs) {
      if (s.else_branch.empty() || inner.whole.begin != s.else_branch.begin || inner.whole.end != s.else_branch.end)
        continue;
      std::string swapped =
          fmt::format("if ({}) {} else if ({}) {}", text(inner.condition), text(inner.then_branch), c, yes);
      if (!inner.else_branch.empty()) swapped += " else " + text(inner.else_branch);
      sink_.statement(s.whole, "priority", 2.2, swapped);
      std::string independent =
          fmt::format("if ({}) {} if ({}) {}", c, yes, text(inner.condition), text(inner.then_branch));
      if (!inner.else_branch.empty()) independent += " else " + text(inner.else_branch);
      sink_.statement(s.whole, "else removed", 3.2, independent);
    }
  }

  // if (a) A  if (b) B: one excluding the other, one under the other's condition, the other order.
  void neighbour(const IfStatement& s, const std::string& c) {
    for (const IfStatement& next : source_.ifs) {
      if (next.whole.begin != s.whole.end || next.process != s.process) continue;
      const Range both{s.whole.begin, next.whole.end};
      const std::string second = text(next.whole), d = text(next.condition), body = text(next.then_branch);
      const std::string tail = next.else_branch.empty() ? "" : " else " + text(next.else_branch);
      const std::string gap = std::string(source_.text.substr(
          source_.end_offset(s.whole), source_.begin_offset(next.whole) - source_.end_offset(s.whole)));
      sink_.statement(both, "priority", 2.2, text(s.whole) + gap + "else " + second);
      sink_.statement(both, "priority", 2.6, second + gap + text(s.whole));
      sink_.statement(next.whole, "condition term", 2.4, fmt::format("if (({}) && ({})) {}{}", c, d, body, tail));
    }
  }

  static std::string wrapped(const std::string& statement) {
    return statement.starts_with("begin") ? statement : "begin " + statement + " end";
  }

  // The body of one arm taken over by its neighbour.
  void case_arms(const CaseStatement& s) {
    if (s.process == kNoNode || s.items.size() > 20) return;
    for (std::size_t i = 0; i + 1 < s.items.size(); ++i) {
      const Range& a = s.items[i].body;
      const Range& b = s.items[i + 1].body;
      if (a.empty() || b.empty()) continue;
      sink_.statement(a, "arm copied", 4.4, text(b));
      sink_.statement(b, "arm copied", 4.4, text(a));
    }
  }

  EditSink& sink_;
  const SourceModel& source_;
};

}  // namespace

void statement_edits(EditSink& sink) {
  StatementTemplates(sink).run();
}

}  // namespace gs::agent::search
