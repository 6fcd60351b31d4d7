// Theory of operation: a build is one step of iverilog, after one more that elaborates the design alone where that is
// asked for; a run is one step of vvp per seed, with our module (harness/gs_vpi.cpp). The compiled text travels to the
// run box, which has vvp as its only program.
#include "evaluators/rtl/icarus_simulator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "evaluators/rtl/simulation_steps.hpp"

namespace gs::rtl {
namespace {

using sandbox::StepOutcome;
using sandbox::StepStatus;

constexpr const char* kProgram = "simulation.vvp";
// A second top that writes the wave of the first.
constexpr const char* kWaveTop = "gs_wave.sv";
constexpr const char* kWaveText =
    "module gs_wave;\n  reg [8*64-1:0] file;\n  initial if ($value$plusargs(\"gs_wave=%s\", file)) begin\n"
    "    $dumpfile(file);\n    $dumpvars(0, gs_top);\n  end\nendmodule\n";

std::size_t build_steps(const SimulationSources& sources) {
  return sources.design_top.empty() ? 1 : 2;
}

void add_build_steps(sandbox::Request& request, const IcarusRuntime& runtime, const SimulationSources& sources) {
  request.files.insert(sources.files.begin(), sources.files.end());
  if (!sources.design_top.empty()) {
    sandbox::Step alone;
    alone.argv = {runtime.iverilog.path.string(), "-g2012", "-t", "null", "-s", sources.design_top};
    add_source_arguments(alone, sources, "-I", sources.design_order);
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
  add_source_arguments(compile, sources, "-I", sources.order);
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
  BuildOutcome build;
  const std::size_t steps = build_steps(sources);
  if (outcome.status == sandbox::Outcome::Status::sandbox_error || outcome.steps.size() < steps) {
    build.message = outcome.error;
    return build;
  }
  for (std::size_t i = 0; i < steps; ++i) {
    build.cpu += outcome.steps[i].cpu;
    build.wall += outcome.steps[i].wall;
  }
  if (steps > 1) {
    build.stands_alone = outcome.steps[0].status == StepStatus::ok;
    build.alone_output = outcome.steps[0].stderr_text;
  }
  const StepOutcome& step = outcome.steps[steps - 1];
  build.tool_output = step.stderr_text;
  build.peak_memory_bytes = peak_memory(outcome);
  if (step.status == StepStatus::ok) {
    build.status = PhaseStatus::ok;
    if (const auto found = outcome.files.find(kProgram); found != outcome.files.end()) build.binary = found->second;
  } else if (timed_out(step.status)) {
    build.status = PhaseStatus::timeout;
    build.message = "Icarus Verilog took longer than the limit";
  } else if (const std::string_view why = limit_reached(step.status); !why.empty()) {
    build.status = PhaseStatus::design_error;
    build.message = fmt::format("Icarus Verilog {}", why);
  } else if (step.status == StepStatus::nonzero && !crashed_inside(step.stderr_text)) {
    build.status = PhaseStatus::design_error;
    build.message = "Icarus Verilog rejects the design";
  } else {
    build.status = PhaseStatus::tool_crash;
    build.message = how_it_ended("Icarus Verilog", step);
  }
  return build;
}

}  // namespace

BuildOutcome IcarusSimulator::build(const SimulationSources& sources, const tasks::TaskLimits& limits) const {
  sandbox::Request request;
  request.label = "compile";
  request.limits = box_limits(limits, limits.compile_wall);
  add_build_steps(request, runtime_, sources);
  request.collect = {kProgram};
  BuildOutcome build = judge_build(box_.run(request), sources);
  if (build.status == PhaseStatus::ok && build.binary.empty()) {
    build.status = PhaseStatus::tool_crash;
    build.message = "Icarus Verilog left no program";
  }
  return build;
}

RunOutcome IcarusSimulator::run(const std::string& binary, const std::vector<SimulationRun>& runs,
                                const tasks::TaskLimits& limits) const {
  sandbox::Request request;
  request.label = "run";
  request.policy = sandbox::Policy::run();
  request.limits = box_limits(limits, limits.run_wall * static_cast<int>(runs.size()) + std::chrono::seconds(2));
  request.files[kProgram] = binary;
  const std::string nonce = fresh_nonce();
  add_vvp_steps(request, runtime_, std::string("../in/") + kProgram, runs, limits, nonce);
  return judge_runs(box_.run(request), 0, nonce);
}

std::pair<BuildOutcome, RunOutcome> IcarusSimulator::build_and_run(const SimulationSources& sources,
                                                                   const std::vector<SimulationRun>& runs,
                                                                   const tasks::TaskLimits& limits) const {
  sandbox::Request request;
  request.label = "compile and run";
  request.limits = box_limits(limits, limits.compile_wall + limits.run_wall * static_cast<int>(runs.size()));
  add_build_steps(request, runtime_, sources);
  const std::string nonce = fresh_nonce();
  add_vvp_steps(request, runtime_, kProgram, runs, limits, nonce);
  const sandbox::Outcome outcome = box_.run(request);
  BuildOutcome build = judge_build(outcome, sources);
  RunOutcome run;
  if (build.status == PhaseStatus::ok) run = judge_runs(outcome, build_steps(sources), nonce);
  return {std::move(build), std::move(run)};
}

}  // namespace gs::rtl
