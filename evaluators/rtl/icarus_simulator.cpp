// Theory of operation: a build is one step of iverilog, after one more that elaborates the design alone where that is
// asked for; a run is one step of vvp per seed, with our module (harness/gs_vpi.cpp). The compiled text travels to the
// run box, which has vvp as its only program.
#include "evaluators/rtl/icarus_simulator.hpp"

#include <algorithm>

#include "evaluators/rtl/simulation_steps.hpp"

namespace gs::rtl {
namespace {

constexpr const char* kTool = "Icarus Verilog";
constexpr const char* kProgram = "simulation.vvp";
constexpr std::size_t kBuildSteps = 1;
// A second top that writes the wave of the first.
constexpr const char* kWaveTop = "gs_wave.sv";
constexpr const char* kWaveText =
    "module gs_wave;\n  reg [8*64-1:0] file;\n  initial if ($value$plusargs(\"gs_wave=%s\", file)) begin\n"
    "    $dumpfile(file);\n    $dumpvars(0, gs_top);\n  end\nendmodule\n";

void add_build_steps(sandbox::Request& request, const IcarusRuntime& runtime, const SimulationSources& sources) {
  request.files.insert(sources.files.begin(), sources.files.end());
  if (!sources.design_top.empty()) {
    sandbox::Step alone;
    alone.argv = {runtime.iverilog.path.string(), "-g2012", "-t", "null", "-s", sources.design_top};
    add_source_arguments(alone, sources, sources.design_order);
    alone.stop_on_failure = false;
    request.steps.push_back(std::move(alone));
  }
  sandbox::Step compile;
  if (sources.wave) request.files[kWaveTop] = kWaveText;
  compile.argv = {runtime.iverilog.path.string(),
                  "-g2012",
                  "-Wall",
                  "-Winfloop",
                  "-Wno-timescale",
                  "-s",
                  sources.top_module,
                  "-o",
                  kProgram};
  if (sources.wave) compile.argv.insert(compile.argv.end(), {"-s", "gs_wave", std::string("../in/") + kWaveTop});
  add_source_arguments(compile, sources, sources.order);
  request.steps.push_back(std::move(compile));
}

void add_vvp_steps(sandbox::Request& request, const IcarusRuntime& runtime, const std::string& program,
                   const std::vector<SimulationRun>& runs, const tasks::TaskLimits& limits, const std::string& nonce) {
  request.mounts["vvp"] = runtime.vvp;
  request.mounts["icarus"] = runtime.folder;
  // Waves that a testbench dumps by itself cost time and interest nobody.
  const bool wave = std::any_of(runs.begin(), runs.end(), [](const SimulationRun& run) { return run.wave; });
  add_run_steps(request, {"../vvp", "-n", "-M", "../icarus", "-m", "gs_vpi", program, wave ? "-fst" : "-none"}, runs,
                limits, nonce);
}

// A process that iverilog started and that died, as iverilog tells it.
bool crashed_inside(const std::string& text) {
  for (const char* sign : {"Command signaled", "Assertion `", "internal error", "Segmentation fault", "Aborted"}) {
    if (text.find(sign) != std::string::npos) return true;
  }
  return false;
}

BuildOutcome judge_build(const sandbox::Outcome& outcome, const SimulationSources& sources) {
  BuildOutcome build = begin_build(outcome, sources, kBuildSteps);
  if (build.status != PhaseStatus::ok) return build;
  const sandbox::StepOutcome& step = outcome.steps[alone_steps(sources)];
  if (step.status != sandbox::StepStatus::ok) {
    note_failure(build, kTool, step, !crashed_inside(step.stderr_text));
  }
  return build;
}

}  // namespace

BuildOutcome IcarusSimulator::build(const SimulationSources& sources, const tasks::TaskLimits& limits) const {
  sandbox::Request request = compile_request(limits);
  add_build_steps(request, runtime_, sources);
  request.collect = {kProgram};
  sandbox::Outcome outcome = box_.run(request);
  BuildOutcome build = judge_build(outcome, sources);
  take_program(build, outcome, kProgram, kTool);
  return build;
}

RunOutcome IcarusSimulator::run(const std::string& binary, const std::vector<SimulationRun>& runs,
                                const tasks::TaskLimits& limits) const {
  sandbox::Request request = run_request(runs, limits);
  request.files[kProgram] = binary;
  const std::string nonce = fresh_nonce();
  add_vvp_steps(request, runtime_, std::string("../in/") + kProgram, runs, limits, nonce);
  return judge_runs(box_.run(request), 0, nonce);
}

std::pair<BuildOutcome, RunOutcome> IcarusSimulator::build_and_run(const SimulationSources& sources,
                                                                   const std::vector<SimulationRun>& runs,
                                                                   const tasks::TaskLimits& limits) const {
  sandbox::Request request = compile_and_run_request(runs, limits);
  add_build_steps(request, runtime_, sources);
  const std::string nonce = fresh_nonce();
  add_vvp_steps(request, runtime_, kProgram, runs, limits, nonce);
  const sandbox::Outcome outcome = box_.run(request);
  BuildOutcome build = judge_build(outcome, sources);
  RunOutcome run;
  if (build.status == PhaseStatus::ok) run = judge_runs(outcome, alone_steps(sources) + kBuildSteps, nonce);
  return {std::move(build), std::move(run)};
}

}  // namespace gs::rtl
