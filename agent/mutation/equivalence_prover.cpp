// Theory of operation. Three boxes for each instantiation. In the first Yosys reads the golden and tells its ports. In
// the second it puts golden and mutant side by side (a miter), under a generated top that holds the resets, and makes
// an and-inverter graph of it. This process lets equal registers begin equally (aiger.hpp). In the third the checker
// that comes with Yosys looks for a way to make the outputs differ, or proves by property-directed reachability that
// there is none.
#include "agent/mutation/equivalence_prover.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <utility>

#include "agent/mutation/aiger.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

namespace gs::agent::mutation {
namespace {

constexpr int kHeldSteps = 8;   // of half a clock each
constexpr int kWallPerCpu = 4;  // on a busy machine
constexpr std::size_t kTallestPort = 4096;

struct Port {
  std::string name;
  std::size_t width = 0;
};
struct Ports {
  std::vector<Port> inputs;
  std::size_t outputs = 0;
};

// Yosys takes `unique` and `priority` for promises; simulators do not.
std::string without_promises(const std::string& text) {
  std::string out = text;
  for (const rtl::Token& token : rtl::tokenize_code(text)) {
    if (token.is_one_of({"unique", "unique0", "priority"}))
      out.replace(token.offset, token.text.size(), token.text.size(), ' ');
  }
  return out;
}

std::string read_commands(const tasks::Task& task, const BenchRoot& root, const std::string& side) {
  std::string text = "read_verilog -sv -noassert -noassume";
  for (const std::string& folder : task.include_dirs) text += fmt::format(" -I../in/{}/{}", side, folder);
  for (const std::string& file : task.sources) text += fmt::format(" ../in/{}/{}", side, file);
  text += fmt::format("\nhierarchy -check -top {}", root.module);
  for (const auto& [name, value] : root.parameters) text += fmt::format(" -chparam {} {}", name, value);
  return text + "\nproc\n";
}

std::string ports_script(const tasks::Task& task, const BenchRoot& root) {
  return read_commands(task, root, "gold") + "rename -top gold\nblackbox gold\nwrite_json ports.json\n";
}

// Nothing is simplified before what is undefined has become free inputs, or it could be chosen to suit.
std::string side_script(const tasks::Task& task, const BenchRoot& root, const std::string& side) {
  return read_commands(task, root, side) +
         fmt::format(
             "flatten\nselect -assert-none t:$div t:$mod t:$divfloor t:$modfloor t:$pow\nmemory_map\n"
             "setundef -undriven -anyseq\nsetundef -anyseq\nopt_clean\nrename -top {0}\ndesign -stash {0}\n",
             side);
}

std::string miter_script(const tasks::Task& task, const BenchRoot& root) {
  return side_script(task, root, "gold") + side_script(task, root, "gate") +
         "design -copy-from gold -as gold gold\ndesign -copy-from gate -as gate gate\n"
         "miter -equiv -flatten gold gate miter\nread_verilog -sv ../in/gs_miter_top.sv\n"
         "hierarchy -check -top gs_miter_top\nproc\nflatten\nopt\nclk2fflogic\nopt\ntechmap\nopt\n"
         "setundef -undriven -anyseq\nsetundef -anyseq\naigmap\nopt_clean\n"
         "write_aiger -ascii -zinit -vmap miter.map miter.aag\n";
}

// The value of a reset that holds it: as a sensitivity list has it, else as its name says. A wrong guess makes fewer
// proofs, not wrong ones: later a reset is as free as any input.
bool is_active_low(const std::string& reset, const tasks::FileSet& files) {
  for (const auto& [name, text] : files) {
    const auto tokens = rtl::tokenize_code(text);
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
      if (tokens[i + 1].text != reset) continue;
      if (tokens[i].is_one_of({"negedge", "!", "~"})) return true;
      if (tokens[i].is("posedge")) return false;
    }
  }
  for (const char* end : {"_n", "_ni", "_b", "rstn", "resetn"}) {
    if (reset.ends_with(end)) return true;
  }
  return false;
}

std::string miter_top(const Ports& ports, const std::vector<std::string>& clocks, const tasks::FileSet& files) {
  std::string names = "output bad", connections = ".trigger(trigger)";
  for (const Port& port : ports.inputs) {
    names += fmt::format(", input [{}:0] free_{}", port.width - 1, port.name);
    std::string held = fmt::format("{}'d0", port.width);
    if (port.width == 1 && search::is_reset_name(port.name)) {
      held = is_active_low(port.name, files) ? "1'b0" : "1'b1";
    } else if (port.width == 1 && std::find(clocks.begin(), clocks.end(), port.name) != clocks.end()) {
      held = "step[0]";
    }
    connections += fmt::format(",\n          .in_{0}(ready ? free_{0} : {1})", port.name, held);
  }
  return fmt::format(
      "module gs_miter_top({});\n  (* gclk *) reg gs_step;\n  reg [3:0] step = 0;\n  wire ready = step == {};\n"
      "  wire trigger;\n  always @(posedge gs_step) if (!ready) step <= step + 1;\n  miter u({});\n"
      "  assign bad = trigger && ready;\nendmodule\n",
      names, kHeldSteps, connections);
}

bool is_plain_name(const std::string& name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

// Of Yosys's JSON; invalid_input for ports that the miter cannot compare.
Result<Ports> read_ports(const std::string& text) {
  GS_TRY(const Json json, parse_json(text, "ports.json"));
  const auto none = [] { return invalid_input("its ports cannot be compared"); };
  if (!json.is_object() || !json.contains("modules") || !json["modules"].contains("gold")) return none();
  Ports ports;
  const Json listed = json["modules"]["gold"].value("ports", Json::object());
  for (const auto& [name, port] : listed.items()) {
    const std::string direction = port.value("direction", "");
    const std::size_t width = port.value("bits", Json::array()).size();
    if (width == 0 || width > kTallestPort || !is_plain_name(name)) return none();
    if (direction == "output") {
      ++ports.outputs;
    } else if (direction == "input") {
      ports.inputs.push_back({name, width});
    } else {
      return none();
    }
  }
  if (ports.outputs == 0) return none();
  return ports;
}

// Names after an edge in any sensitivity list, and those that say that they are clocks.
std::vector<std::string> clock_names(const GoldenDesign& golden) {
  std::set<std::string> names;
  for (const auto& source : golden.sources) {
    for (std::size_t i = 0; i + 1 < source->tokens.size(); ++i) {
      if (source->tokens[i].is_one_of({"posedge", "negedge"})) names.emplace(source->tokens[i + 1].text);
    }
    for (const rtl::Token& token : source->tokens) {
      const bool says_so =
          token.text.find("clk") != std::string_view::npos || token.text.find("clock") != std::string_view::npos;
      if (token.kind == rtl::TokenKind::identifier && says_so) names.emplace(token.text);
    }
  }
  return {names.begin(), names.end()};
}

Proof unproved(std::string why) {
  return {false, std::move(why)};
}

// Why Yosys made nothing of it: its first error, or how the step ended.
std::string complaint(const sandbox::Outcome& outcome) {
  const sandbox::StepOutcome* failure = outcome.first_failure();
  if (failure == nullptr) return "yosys left no netlist";
  for (const std::string_view line : split_lines(failure->stderr_text)) {
    if (line.find("ERROR:") != std::string_view::npos) return "yosys: " + bound_text(clean_utf8(trim(line)), 200);
  }
  return fmt::format("yosys ended with {}", sandbox::to_string(failure->status));
}

// "Property proved." or "Output 0 of miter "miter" was asserted in frame 12."; neither when it gave up.
bool says(const std::string& output, std::string_view word) {
  const auto lines = split_lines(output);
  return std::any_of(lines.begin(), lines.end(),
                     [&](std::string_view line) { return line.find(word) != std::string_view::npos; });
}

}  // namespace

Result<EquivalenceProver> EquivalenceProver::open(sandbox::Sandbox& box, ProverLimits limits) {
  GS_TRY(sandbox::Tool yosys, sandbox::find_tool("yosys"));
  const std::filesystem::path checker = yosys.path.parent_path() / "yosys-abc";
  std::error_code ignored;
  if (!std::filesystem::exists(checker, ignored)) {
    return unavailable(fmt::format("{} is missing: apt-get install yosys", checker.string()));
  }
  return EquivalenceProver(box, std::move(yosys), checker.string(), limits);
}

Result<sandbox::Outcome> EquivalenceProver::run_yosys(tasks::FileSet files, const std::string& script,
                                                      std::vector<std::string> collect) const {
  sandbox::Request request;
  request.label = "equivalence";
  request.files = std::move(files);
  request.files["script.ys"] = script;
  request.limits.cpu = limits_.netlist;
  request.limits.wall = kWallPerCpu * limits_.netlist;
  sandbox::Step step;
  step.argv = {yosys_.path.string(), "-q", "-s", "../in/script.ys"};
  request.steps.push_back(std::move(step));
  request.collect = std::move(collect);
  sandbox::Outcome outcome = box_->run(request);
  if (outcome.status == sandbox::Outcome::Status::sandbox_error) return unavailable("sandbox: " + outcome.error);
  return outcome;
}

Result<Proof> EquivalenceProver::prove_root(const tasks::Task& task, const tasks::FileSet& files,
                                            const std::vector<std::string>& clocks, const BenchRoot& root) const {
  GS_TRY(sandbox::Outcome asked, run_yosys(files, ports_script(task, root), {"ports.json"}));
  if (!asked.all_ok() || asked.files["ports.json"].empty()) return unproved(complaint(asked));
  const auto ports = read_ports(asked.files["ports.json"]);
  if (!ports) return unproved(fmt::format("{}: {}", root.module, ports.error().to_line()));

  tasks::FileSet inputs = files;
  inputs["gs_miter_top.sv"] = miter_top(*ports, clocks, files);
  GS_TRY(sandbox::Outcome made, run_yosys(std::move(inputs), miter_script(task, root), {"miter.aag", "miter.map"}));
  if (!made.all_ok()) return unproved(complaint(made));
  auto graph = with_shared_beginnings(made.files["miter.aag"], made.files["miter.map"]);
  if (!graph) return unproved(graph.error().to_line());

  sandbox::Request request;
  request.label = "equivalence";
  request.files["miter.aig"] = *std::move(graph);
  request.limits.cpu = limits_.proof;
  request.limits.wall = kWallPerCpu * limits_.proof;
  sandbox::Step step;
  step.argv = {checker_, "-c", "read_aiger ../in/miter.aig; strash; scorr; pdr"};
  request.steps.push_back(std::move(step));
  const sandbox::Outcome outcome = box_->run(request);
  if (outcome.status == sandbox::Outcome::Status::sandbox_error) return unavailable("sandbox: " + outcome.error);
  const sandbox::StepOutcome& checked = outcome.steps.at(0);
  if (checked.status == sandbox::StepStatus::timeout_wall || checked.status == sandbox::StepStatus::timeout_cpu) {
    return unproved("equivalence undecided within the time limit");
  }
  if (checked.status != sandbox::StepStatus::ok)
    return unproved("the checker ended with " + std::string(to_string(checked.status)));
  if (says(checked.stdout_text, "was asserted in frame")) {
    return unproved("some inputs make its outputs differ from the golden's");
  }
  if (says(checked.stdout_text, "Property proved.")) return Proof{true, {}};
  return unproved("equivalence undecided");
}

Result<Proof> EquivalenceProver::prove(const tasks::Task& task, const GoldenDesign& golden,
                                       const Mutant& mutant) const {
  if (mutant.changes_scheduling) return unproved("not proved: what simulators schedule is in no netlist");
  const BenchRoots roots = find_bench_roots(task, golden.sources);
  if (!roots.unclear.empty()) return unproved("not proved: " + roots.unclear);
  tasks::FileSet files;
  for (const auto& [name, text] : golden.workspace) {
    const auto changed = mutant.candidate.files.find(name);
    files["gold/" + name] = without_promises(text);
    files["gate/" + name] = without_promises(changed == mutant.candidate.files.end() ? text : changed->second);
  }
  search::SourceModel mutated;
  search::read_source(mutated, mutant.file, mutant.candidate.files.at(mutant.file));
  std::string caveat = synthesis_caveat(mutated);
  for (const auto& source : golden.sources) {
    if (caveat.empty()) caveat = synthesis_caveat(*source);
  }
  if (!caveat.empty()) return unproved("not proved: " + caveat);
  const std::vector<std::string> clocks = clock_names(golden);
  for (const BenchRoot& root : roots.roots) {
    GS_TRY(const Proof proof, prove_root(task, files, clocks, root));
    if (!proof.equivalent) return proof;
  }
  return Proof{true, {}};
}

}  // namespace gs::agent::mutation
