#include "agent/mutation/bench_roots.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace gs::agent::mutation {
namespace {

using search::kNoNode;
using search::Range;
using search::SourceModel;

bool is_directive_about_text(const rtl::Token& token) {
  return token.kind == rtl::TokenKind::directive && token.text != "`timescale" && token.text != "`default_nettype";
}

// The test's file: instances of the design's modules, and names that reach into them.
class BenchReader {
 public:
  BenchReader(const std::set<std::string>& modules, BenchRoots& out) : modules_(modules), out_(out) {}

  void read(const std::string& name, const std::string& text) {
    SourceModel bench;
    search::read_source(bench, name, text);
    for (const search::Parameter& p : bench.parameters) {
      // what may be overridden, or means different things in different modules, is no constant
      const bool known = constants_.count(p.name) > 0;
      constants_[p.name] = p.local && !known ? std::string(bench.slice(p.value)) : std::string();
    }
    std::set<std::string> instances;
    std::size_t mentions = 0, read = 0;
    for (const search::Instance& instance : bench.instances) {
      if (modules_.count(instance.module_name) == 0) continue;
      ++read;
      instances.insert(instance.name);
      add(bench, instance);
    }
    for (std::size_t i = 0; i < bench.tokens.size(); ++i) {
      const rtl::Token& token = bench.tokens[i];
      const bool before_dot = i + 1 < bench.tokens.size() && bench.tokens[i + 1].is(".");
      if (is_directive_about_text(token)) unclear(fmt::format("{} uses {}", name, token.text));
      if (token.is_one_of({"bind", "force", "defparam"})) unclear(fmt::format("{} uses {}", name, token.text));
      const std::string word(token.text);
      if (before_dot && instances.count(word) > 0) unclear(fmt::format("{} looks into {}", name, word));
      if (token.kind == rtl::TokenKind::identifier && modules_.count(word) > 0) {
        ++mentions;
        if (before_dot) unclear(fmt::format("{} looks into {}", name, word));
      }
    }
    if (mentions != read) unclear(fmt::format("{} instantiates the design in a way that is not plain", name));
  }

 private:
  void unclear(std::string why) {
    if (out_.unclear.empty()) out_.unclear = std::move(why);
  }

  void add(const SourceModel& bench, const search::Instance& instance) {
    BenchRoot root;
    root.module = instance.module_name;
    for (const search::PortConnection& p : instance.parameters) {
      const std::string value = plain_value(bench, p.value);
      if (value.empty()) unclear(fmt::format("parameter {} of {} is no plain constant", p.port, instance.name));
      root.parameters.emplace_back(p.port, value);
    }
    // #(8, 4): by position, which the reader lists nowhere
    const std::uint32_t hash = instance.whole.begin + 1;
    if (instance.parameters.empty() && bench.tokens[hash].is("#") && !bench.tokens[hash + 2].is(")")) {
      unclear(fmt::format("{} has parameters by position", instance.name));
    }
    if (std::find(out_.roots.begin(), out_.roots.end(), root) == out_.roots.end()) out_.roots.push_back(root);
  }

  // A literal, or the value of a parameter of the test that is one; empty for what is not plain.
  std::string plain_value(const SourceModel& bench, const Range& range) const {
    if (range.end != range.begin + 1) return {};
    const rtl::Token& token = bench.tokens[range.begin];
    if (token.kind == rtl::TokenKind::number) return std::string(token.text);
    const auto constant = constants_.find(std::string(token.text));
    if (constant == constants_.end()) return {};
    const auto tokens = rtl::tokenize_code(constant->second);
    return tokens.size() == 1 && tokens[0].kind == rtl::TokenKind::number ? constant->second : std::string();
  }

  const std::set<std::string>& modules_;
  BenchRoots& out_;
  std::map<std::string, std::string> constants_;
};

// Everything that the process reads of others is in its list; what it assigns itself and constants need not be.
bool is_complete(const SourceModel& source, const search::Process& p) {
  std::set<std::string_view> known;
  for (std::uint32_t t = p.sensitivity.begin; t < p.sensitivity.end; ++t) known.insert(source.tokens[t].text);
  for (const search::Module& m : source.modules) {
    known.insert(m.parameters.begin(), m.parameters.end());
    known.insert(m.enum_names.begin(), m.enum_names.end());
  }
  for (const search::Assignment& a : source.assignments) {
    if (a.process != kNoNode && &source.processes[static_cast<std::size_t>(a.process)] == &p) {
      known.insert(a.targets.begin(), a.targets.end());
    }
  }
  const auto word = [&](std::uint32_t t) { return source.tokens[t]; };
  const auto is_name = [&](std::uint32_t t) {
    return word(t).kind == rtl::TokenKind::identifier && !rtl::is_keyword(word(t).text);
  };
  for (std::uint32_t t = p.body.begin; t + 1 < p.body.end; ++t) {
    const bool loop_variable = is_name(t) && word(t + 1).is("=");
    const bool label = is_name(t + 1) && word(t).is(":") && t > 0 && word(t - 1).is_one_of({"begin", "end"});
    if (loop_variable || label) known.insert(word(label ? t + 1 : t).text);
  }
  for (std::uint32_t t = p.body.begin; t < p.body.end; ++t) {
    if (is_name(t) && known.count(word(t).text) == 0) return false;
  }
  return true;
}

// A variable that one clocked process assigns at once while another reads it: their order is the simulator's.
bool races(const SourceModel& source, const search::Assignment& a) {
  if (a.kind != search::AssignKind::blocking || a.process == kNoNode) return false;
  const auto process = static_cast<std::size_t>(a.process);
  if (!source.is_clocked(source.processes[process])) return false;
  const auto reads = [&](const Range& range) {
    for (std::uint32_t t = range.begin; t < range.end; ++t) {
      if (std::find(a.targets.begin(), a.targets.end(), source.tokens[t].text) != a.targets.end()) return true;
    }
    return false;
  };
  for (std::size_t p = 0; p < source.processes.size(); ++p) {
    if (p != process && reads(source.processes[p].body)) return true;
  }
  for (const search::Assignment& other : source.assignments) {
    if (other.process == kNoNode && reads(other.statement)) return true;
  }
  return std::any_of(source.instances.begin(), source.instances.end(),
                     [&](const search::Instance& i) { return reads(i.whole); });
}

}  // namespace

BenchRoots find_bench_roots(const tasks::Task& task, const std::vector<std::unique_ptr<SourceModel>>& design) {
  BenchRoots roots;
  if (task.judge.testbench.empty()) {
    roots.roots.push_back({task.design_top, {}});
    return roots;
  }
  std::set<std::string> modules;
  for (const auto& source : design) {
    for (const search::Module& m : source->modules) modules.insert(m.name);
  }
  BenchReader reader(modules, roots);
  for (const std::string& file : task.judge.testbench) {
    const auto text = task.hidden.find(file);
    if (text != task.hidden.end()) reader.read(file, text->second);
  }
  if (roots.roots.empty() && roots.unclear.empty()) roots.unclear = "the test instantiates no module of the design";
  return roots;
}

std::string synthesis_caveat(const SourceModel& source) {
  for (const char* word : {"translate_off", "synopsys", "full_case", "parallel_case"}) {
    if (source.text.find(word) != std::string::npos)
      return fmt::format("{}: {} is for synthesis alone", source.path, word);
  }
  for (const rtl::Token& token : source.tokens) {
    if (token.kind == rtl::TokenKind::directive && (token.text == "`ifdef" || token.text == "`ifndef")) {
      return fmt::format("{} depends on what is defined", source.path);
    }
  }
  for (const search::Process& p : source.processes) {
    if (!p.sensitivity.empty() && !source.is_clocked(p) && !is_complete(source, p)) {
      return fmt::format("{}:{}: a sensitivity list that is not complete", source.path, source.line(p.keyword));
    }
  }
  for (const search::Assignment& a : source.assignments) {
    if (races(source, a)) {
      return fmt::format("{}:{}: other processes race to read what is assigned here", source.path, source.line(a.op));
    }
  }
  return {};
}

}  // namespace gs::agent::mutation
