// Theory of operation: a build is three steps in one box (Verilator; a shell line that gathers the generated files into
// one unit; the compiler, which also links), after one more that lints the design alone where that is asked for; a run
// is one step per seed. The program travels as bytes from the build box to the run box, so the run box never sees a
// source. Results come over file descriptor 3, see harness/gs_runtime.cpp.
#include "evaluators/rtl/verilator_simulator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <memory>
#include <utility>

#include "base/text.hpp"
#include "evaluators/rtl/harness_text.hpp"
#include "evaluators/rtl/simulation_steps.hpp"

namespace gs::rtl {
namespace {

using sandbox::StepOutcome;
using sandbox::StepStatus;

constexpr const char* kProgram = "simulation";
constexpr std::size_t kBuildSteps = 3;
constexpr std::size_t kBuildMemoryBytes = std::size_t{4} << 30;  // at the least, whatever the task limits
constexpr std::size_t kExpansionBytes = std::size_t{32} << 20;
// Verilator's default of 30000 unrolls testbench loops around inlined tasks into megabytes of C++; 500 left every
// design of tasks/packs buildable and cut the worst unit from 2.2 MB to 0.3 MB. Some loops must be unrolled (those with
// nonblocking assignments to arrays): then it is done again with the default.
constexpr int kDefaultUnroll = 30000;
constexpr std::string_view kMustUnroll = "inside for loops";
// Names that begin with '_' too, and memories up to 1024 words.
const std::vector<std::string> kWaveArguments = {"--trace-fst", "--trace-underscore", "--trace-max-array",
                                                 "1024",        "--trace-max-width",  "4096"};
constexpr std::string_view kGather =
    "for f in obj/*.cpp; do echo \"#include \\\"$f\\\"\"; done > unit.cpp; echo 'GS_DEFINE_MODEL(Vgs)' >> unit.cpp";

void add_build_steps(sandbox::Request& request, const VerilatorRuntime& runtime, const SimulationSources& sources) {
  request.limits.memory_bytes = std::max(request.limits.memory_bytes, kBuildMemoryBytes);
  request.files.insert(sources.files.begin(), sources.files.end());
  request.environment = runtime.environment();
  request.mounts["runtime"] = runtime.folder;
  // The precompiled header names its source by the path it had when it was made; clang wants to find it there.
  request.files["gs_runtime.hpp"] = std::string(harness_header());
  if (!sources.design_top.empty()) {
    sandbox::Step lint;
    lint.argv = {runtime.verilator_binary.string(),
                 "--lint-only",
                 "--timing",
                 "-Wno-fatal",
                 "--timescale",
                 "1ns/1ps",
                 "--top-module",
                 sources.design_top,
                 "--Mdir",
                 "lint"};
    add_source_arguments(lint, sources, sources.design_order);
    lint.stop_on_failure = false;
    request.steps.push_back(std::move(lint));
  }
  sandbox::Step verilate;
  verilate.argv = {runtime.verilator_binary.string(),
                   "--cc",
                   "--timing",
                   "--x-initial",
                   "unique",
                   "--x-assign",
                   "unique",
                   "-Wno-fatal",
                   "--timescale",
                   "1ns/1ps",
                   "--unroll-stmts",
                   std::to_string(sources.unroll_statements),
                   "--top-module",
                   sources.top_module,
                   "--prefix",
                   "Vgs",
                   "--Mdir",
                   "obj"};
  if (sources.assertions) verilate.argv.emplace_back("--assert");
  if (sources.wave) verilate.argv.insert(verilate.argv.end(), kWaveArguments.begin(), kWaveArguments.end());
  add_source_arguments(verilate, sources, sources.order);
  sandbox::Step gather;
  gather.argv = {"/bin/sh", "-c", std::string(kGather)};
  sandbox::Step compile;
  compile.argv = runtime.compile_command(sources.optimisation, sources.wave ? Tracing::on : Tracing::off);
  compile.argv.insert(compile.argv.end(), {"unit.cpp", "-o", "simulation"});
  request.steps.insert(request.steps.end(), {verilate, gather, compile});
}

BuildOutcome judge_build(const sandbox::Outcome& outcome, const SimulationSources& sources) {
  BuildOutcome build = begin_build(outcome, sources, kBuildSteps);
  if (build.status != PhaseStatus::ok) return build;
  for (std::size_t i = 0; i < kBuildSteps; ++i) {
    const StepOutcome& step = outcome.steps[alone_steps(sources) + i];
    if (step.status == StepStatus::ok) continue;
    const bool is_verilator = i == 0;
    note_failure(build, is_verilator ? "Verilator" : "the C++ compiler", step,
                 is_verilator && rejects_design(step.stderr_text));
    break;
  }
  return build;
}

bool wants_unrolling(const BuildOutcome& build, const SimulationSources& sources) {
  return build.status == PhaseStatus::design_error && sources.unroll_statements < kDefaultUnroll &&
         build.tool_output.find(kMustUnroll) != std::string::npos;
}

/// A box for many short runs, without its steps. It ends by itself before its own limit, so that what has been run
/// comes back.
sandbox::Request variants_request(const std::string& binary, std::chrono::milliseconds each,
                                  std::chrono::milliseconds all) {
  sandbox::Request request;
  request.label = "variants";
  request.policy = sandbox::Policy::run();
  request.limits = box_limits(tasks::TaskLimits(), all + each + std::chrono::seconds(2));
  request.limits.output_bytes = 4096;
  request.files["simulation"] = binary;
  return request;
}

/// The most that a run of a session may answer: what gs_runtime.cpp keeps of its channel and of its text, and headers.
constexpr std::size_t kVariantTextBytes = std::size_t{256} << 10;
constexpr std::size_t kVariantBytes = (std::size_t{4} << 20) + kVariantTextBytes + (std::size_t{128} << 10);

/// One program in one box that simulates again and again (gs_runtime.cpp, +gs_serve). When a run breaks it, the next
/// run gets a new one.
class VariantSession {
 public:
  VariantSession(sandbox::Sandbox& box, sandbox::Request request) : box_(box), request_(std::move(request)) {
    sandbox::Step step;
    step.argv = {"../in/simulation", "+gs_serve"};
    step.wants_channel = true;
    request_.steps.push_back(std::move(step));
  }

  /// unavailable: this Sandbox has no sessions.
  Result<void> open() {
    GS_TRY(session_, box_.open_session(request_));
    return {};
  }

  /// Appends the run's log; that of a run which hung, wrote too much or broke the session is empty. An Error when no
  /// session can be had.
  Result<void> simulate(const SimulationRun& run, std::chrono::milliseconds wall, VariantRuns& out) {
    if (!session_) GS_CHECK(open());
    const std::string nonce = fresh_nonce();
    std::string message = std::to_string(wall.count()) + '\0' + nonce + '\0';
    for (const std::string& word : plusargs(run)) message.append(word).push_back('\0');
    const auto start = std::chrono::steady_clock::now();
    const Result<std::string> answer = session_->ask(message, wall + std::chrono::seconds(2));
    RunEnd end;
    if (answer && answer->size() >= sizeof end) std::memcpy(&end, answer->data(), sizeof end);
    if (!answer || answer->size() < sizeof end + end.text_bytes) {
      session_.reset();
      end = {};
      end.wall_us = static_cast<std::uint32_t>(std::min<std::int64_t>(
          std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start).count(),
          UINT32_MAX));
      out.logs.emplace_back();
      out.texts.emplace_back();
    } else {
      const std::string_view bytes = *answer;
      out.texts.push_back(clean_utf8(bytes.substr(sizeof end, end.text_bytes)));
      out.logs.push_back(decode_channel(bytes.substr(sizeof end + end.text_bytes), nonce));
    }
    out.walls.emplace_back(end.wall_us);
    return {};
  }

 private:
  /// As in gs_runtime.cpp.
  struct RunEnd {
    std::uint32_t wall_us = 0, kind = 0, text_bytes = 0;
  };

  sandbox::Sandbox& box_;
  sandbox::Request request_;
  std::unique_ptr<sandbox::Session> session_;
};

}  // namespace

sandbox::Request elaboration_request(const VerilatorRuntime& runtime, const SimulationSources& sources,
                                     const std::vector<std::string>& flags) {
  sandbox::Request request;
  request.label = "elaborate";
  request.files = sources.files;
  request.environment = runtime.environment();
  sandbox::Step step;
  // -O0: else wires are substituted into what reads them before the dump is written, and their lines are lost.
  step.argv = {runtime.verilator_binary.string(),
               "-O0",
               "--xml-only",
               "--xml-output",
               kElaborationXml,
               "-Wno-fatal",
               "--timing",
               "--top-module",
               sources.top_module,
               "--Mdir",
               "obj"};
  step.argv.insert(step.argv.end(), flags.begin(), flags.end());
  add_source_arguments(step, sources, sources.order);
  request.steps.push_back(std::move(step));
  request.collect = {kElaborationXml};
  return request;
}

std::map<std::string, std::string> VerilatorSimulator::tools() const {
  return {{"verilator", runtime_.verilator.version}, {runtime_.compiler.name, runtime_.compiler.version}};
}

Expansion VerilatorSimulator::expand(const SimulationSources& sources, const tasks::TaskLimits& limits) const {
  sandbox::Request request;
  request.label = "expand";
  request.limits = box_limits(limits, limits.compile_wall);
  request.limits.output_bytes = kExpansionBytes;
  request.files.insert(sources.files.begin(), sources.files.end());
  request.environment = runtime_.environment();
  sandbox::Step step;
  step.argv = {runtime_.verilator_binary.string(), "-E", "-P", "-Wno-fatal"};
  add_source_arguments(step, sources, sources.order);
  request.steps.push_back(std::move(step));
  sandbox::Outcome outcome = box_.run(request);
  Expansion expansion;
  if (outcome.status == sandbox::Outcome::Status::sandbox_error || outcome.steps.empty()) {
    expansion.message = outcome.error;
    return expansion;
  }
  StepOutcome& done = outcome.steps.front();
  expansion.tool_output = std::move(done.stderr_text);
  if (done.status == StepStatus::ok && !done.output_truncated) {
    expansion.status = PhaseStatus::ok;
    expansion.text = std::move(done.stdout_text);
  } else if (timed_out(done.status)) {
    expansion.status = PhaseStatus::timeout;
    expansion.message = "Verilator's preprocessor took longer than the limit";
  } else {
    expansion.status = PhaseStatus::design_error;
    expansion.message = done.output_truncated ? "the design's macros expand to more text than the limit"
                                              : "Verilator's preprocessor rejects the design";
  }
  return expansion;
}

BuildOutcome VerilatorSimulator::build(const SimulationSources& sources, const tasks::TaskLimits& limits) const {
  BuildOutcome outcome = build_once(sources, limits);
  if (!wants_unrolling(outcome, sources)) return outcome;
  SimulationSources again = sources;
  again.unroll_statements = kDefaultUnroll;
  return build_once(again, limits);
}

BuildOutcome VerilatorSimulator::build_once(const SimulationSources& sources, const tasks::TaskLimits& limits) const {
  sandbox::Request request = compile_request(limits);
  add_build_steps(request, runtime_, sources);
  request.collect = {kProgram};
  sandbox::Outcome outcome = box_.run(request);
  BuildOutcome build = judge_build(outcome, sources);
  take_program(build, outcome, kProgram, "the compiler");
  return build;
}

RunOutcome VerilatorSimulator::run(const std::string& binary, const std::vector<SimulationRun>& runs,
                                   const tasks::TaskLimits& limits) const {
  sandbox::Request request = run_request(runs, limits);
  request.files[kProgram] = binary;
  const std::string nonce = fresh_nonce();
  add_run_steps(request, {"../in/simulation"}, runs, limits, nonce);
  return judge_runs(box_.run(request), 0, nonce);
}

VariantRuns VerilatorSimulator::run_each(const std::string& binary, const std::vector<SimulationRun>& runs,
                                         std::chrono::milliseconds each, std::chrono::milliseconds all) const {
  sandbox::Request request = variants_request(binary, each, all);
  request.limits.channel_bytes = kVariantBytes;
  VariantSession session(box_, std::move(request));
  if (auto opened = session.open(); !opened) {
    if (opened.error().code() == ErrorCode::unavailable) return run_in_steps(binary, runs, each, all);
    VariantRuns result;
    result.message = opened.error().to_line();
    return result;
  }
  VariantRuns result;
  const auto deadline = std::chrono::steady_clock::now() + all;
  for (const SimulationRun& run : runs) {
    if (std::chrono::steady_clock::now() >= deadline) break;
    if (auto done = session.simulate(run, each, result); !done) {
      result.message = done.error().to_line();
      return result;
    }
  }
  result.status = PhaseStatus::ok;
  return result;
}

VariantRuns VerilatorSimulator::run_in_steps(const std::string& binary, const std::vector<SimulationRun>& runs,
                                             std::chrono::milliseconds each, std::chrono::milliseconds all) const {
  sandbox::Request request = variants_request(binary, each, all);
  request.limits.channel_bytes = std::size_t{4} << 20;
  request.limits.output_bytes = kVariantTextBytes;
  request.limits.steps_wall = all;
  tasks::TaskLimits limits;
  limits.run_wall = each;
  const std::string nonce = fresh_nonce();
  add_run_steps(request, {"../in/simulation"}, runs, limits, nonce);
  for (sandbox::Step& step : request.steps) step.stop_on_failure = false;
  const sandbox::Outcome outcome = box_.run(request);
  VariantRuns result;
  if (outcome.status == sandbox::Outcome::Status::sandbox_error) {
    result.message = outcome.error;
    return result;
  }
  result.status = PhaseStatus::ok;
  for (const StepOutcome& step : outcome.steps) {
    if (step.status == StepStatus::not_run) break;
    result.walls.push_back(step.wall);
    result.logs.push_back(step.channel_truncated ? SimulationLog{} : decode_channel(step.channel, nonce));
    result.texts.push_back(clean_utf8(step.stdout_text));
  }
  return result;
}

std::pair<BuildOutcome, RunOutcome> VerilatorSimulator::build_and_run(const SimulationSources& sources,
                                                                      const std::vector<SimulationRun>& runs,
                                                                      const tasks::TaskLimits& limits) const {
  sandbox::Request request = compile_and_run_request(runs, limits);
  add_build_steps(request, runtime_, sources);
  const std::string nonce = fresh_nonce();
  add_run_steps(request, {"./simulation"}, runs, limits, nonce);
  const sandbox::Outcome outcome = box_.run(request);
  BuildOutcome build = judge_build(outcome, sources);
  if (wants_unrolling(build, sources)) {
    SimulationSources again = sources;
    again.unroll_statements = kDefaultUnroll;
    return build_and_run(again, runs, limits);
  }
  RunOutcome run;
  if (build.status == PhaseStatus::ok) run = judge_runs(outcome, alone_steps(sources) + kBuildSteps, nonce);
  return {std::move(build), std::move(run)};
}

}  // namespace gs::rtl
