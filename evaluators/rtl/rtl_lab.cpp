#include "evaluators/rtl/rtl_lab.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "evaluators/rtl/bench.hpp"
#include "evaluators/rtl/harness_top.hpp"
#include "evaluators/rtl/silencer.hpp"
#include "evaluators/rtl/trace_compare.hpp"

namespace gs::rtl {
namespace {

constexpr std::string_view kSelectorPackage =
    "package gs_mutant;\n  int unsigned first;\n  int unsigned second;\nendpackage\n";
constexpr std::string_view kSelectorInit =
    "  initial begin\n    void'($value$plusargs(\"gs_first=%d\", gs_mutant::first));\n"
    "    void'($value$plusargs(\"gs_second=%d\", gs_mutant::second));\n  end\n";

std::string with_selectors(std::string top) {
  const std::size_t end = top.rfind("endmodule");
  return top.insert(end, kSelectorInit);
}

VariantResult summarise(const TraceDifference& difference, const std::string& abnormal_end, bool finished) {
  VariantResult result;
  result.completed = finished;
  for (const tasks::Mismatch& m : difference.mismatches) result.wrong += m.count;
  if (!difference.mismatches.empty()) {
    result.first_time_ps = difference.mismatches.front().first_time_ps;
    result.first_signal = difference.mismatches.front().signal;
  }
  result.passed = finished && abnormal_end.empty() && difference.equal();
  return result;
}

VariantResult summarise(const TestbenchReading& reading, bool finished) {
  VariantResult result = summarise(reading.difference, reading.abnormal_end, finished || reading.reports > 0);
  result.wrong += reading.complaints;
  return result;
}

// Where what is printed decides, the design must not print.
tasks::FileSet compiled_workspace(const LabDesign& design) {
  if (!design.check.silence) return design.workspace;
  tasks::FileSet own;
  for (const std::string& file : design.sources) {
    if (const auto found = design.workspace.find(file); found != design.workspace.end()) own.insert(*found);
  }
  tasks::FileSet workspace = silence(own).files;
  workspace.insert(design.workspace.begin(), design.workspace.end());
  return workspace;
}

}  // namespace

Compilation RtlLab::compile(const LabDesign& design) const {
  SimulationSources sources = design_sources(design.workspace, design.sources, design.include_dirs);
  sources.top_module = design.top;
  sandbox::Request request = elaboration_request(runtime_, sources, {"-Wall", "-Wno-DECLFILENAME", "-Wno-EOFNEWLINE"});
  request.limits.wall = design.limits.compile_wall;
  sandbox::Outcome outcome = box_.run(request);
  Compilation result;
  if (outcome.status == sandbox::Outcome::Status::sandbox_error) {
    result.message = "sandbox: " + outcome.error;
    return result;
  }
  const sandbox::StepOutcome& step = outcome.steps[0];
  result.messages = parse_verilator_messages(step.stderr_text);
  result.xml = std::move(outcome.files[kElaborationXml]);
  if (outcome.all_ok() && !result.xml.empty()) {
    result.status = PhaseStatus::ok;
    constexpr std::string_view kPrefix = "../in/ws/";
    for (std::size_t at = 0; (at = result.xml.find(kPrefix, at)) != std::string::npos;)
      result.xml.erase(at, kPrefix.size());
    return result;
  }
  result.xml.clear();
  const auto first =
      std::find_if(result.messages.begin(), result.messages.end(), [](const auto& m) { return m.is_error; });
  result.message = "the design does not elaborate: " + (first == result.messages.end() ? "no message" : first->text);
  const bool ended = step.status == sandbox::StepStatus::ok || step.status == sandbox::StepStatus::nonzero;
  const bool late = step.status == sandbox::StepStatus::timeout_wall || step.status == sandbox::StepStatus::timeout_cpu;
  result.status = late                                     ? PhaseStatus::timeout
                  : ended && !unsupported(result.messages) ? PhaseStatus::design_error
                                                           : PhaseStatus::tool_crash;
  if (late) result.message = "compiling takes too long";
  return result;
}

Result<Elaboration> RtlLab::elaborate(const LabDesign& design) const {
  Compilation compiled = compile(design);
  if (compiled.status == PhaseStatus::sandbox_error) return unavailable(compiled.message);
  if (compiled.status != PhaseStatus::ok) return invalid_input(compiled.message);
  return Elaboration{std::move(compiled.xml), std::move(compiled.messages)};
}

VariantBatch RtlLab::run_variants(const LabDesign& design, const std::vector<Selection>& selections,
                                  std::uint64_t tolerated, std::chrono::milliseconds each,
                                  std::chrono::milliseconds all) const {
  VariantBatch batch;
  const bool replay = design.check.evaluator == "rtl-replay";
  ReplayTrace trace;
  std::string top;
  if (replay) {
    const auto csv = design.workspace.find(design.check.trace);
    auto parsed = parse_replay(csv == design.workspace.end() ? std::string_view() : csv->second, design.check.trace);
    if (!parsed) {
      batch.message = parsed.error().to_line();
      return batch;
    }
    trace = *std::move(parsed);
    top = replay_top(design.top, design.check.clock, trace);
  } else {
    top = testbench_top(design.check.top, {});
  }
  const bool prints = !design.check.pass_line.empty();
  const tasks::FileSet workspace = compiled_workspace(design);
  SimulationSources sources =
      assemble({workspace, design.sources, design.include_dirs, design.check, kWorkspaceFolder, nullptr},
               with_selectors(std::move(top)));
  sources.unroll_statements = 4000;  // alternatives make loop bodies longer
  sources.files["gs_mutant.sv"] = std::string(kSelectorPackage);
  sources.order.insert(sources.order.begin(), "gs_mutant.sv");

  BuildOutcome build = simulator_.build(sources, design.limits);
  batch.status = build.status;
  batch.message = build.message;
  batch.build_wall = build.wall;
  batch.messages = parse_verilator_messages(build.tool_output);
  if (build.status != PhaseStatus::ok) return batch;

  std::vector<SimulationRun> runs;
  const std::vector<std::string> fatal = fatal_arguments(sources);
  for (const Selection& selection : selections) {
    runs.push_back(
        {1, 1, {fmt::format("+gs_first={}", selection.first), fmt::format("+gs_second={}", selection.second)}});
    runs.back().arguments.insert(runs.back().arguments.end(), fatal.begin(), fatal.end());
    if (tolerated > 0 && !replay && !prints)
      runs.back().arguments.push_back(fmt::format("+gs_stop_after={}", tolerated + 1));
  }
  VariantRuns outcome = simulator_.run_each(build.binary, runs, std::min(design.limits.run_wall, each), all);
  if (outcome.status != PhaseStatus::ok) {
    batch.status = outcome.status;
    batch.message = outcome.message;
    return batch;
  }
  for (std::size_t i = 0; i < outcome.logs.size(); ++i) {
    const SimulationLog& log = outcome.logs[i];
    const bool finished = log.end == EndKind::finish || (prints && log.end == EndKind::dry);
    if (replay) {
      batch.results.push_back(summarise(compare_with_replay(trace, log), "", finished));
    } else {
      const auto reading = read_testbench({log}, {outcome.texts[i]}, design.check, kWorkspaceFolder);
      if (!reading) {
        batch.status = PhaseStatus::design_error;
        batch.message = reading.error().to_line();
        return batch;
      }
      batch.results.push_back(summarise(*reading, finished));
    }
    batch.results.back().wall = outcome.walls[i];
    batch.run_wall += outcome.walls[i];
  }
  batch.results.resize(selections.size());
  return batch;
}

}  // namespace gs::rtl
