#include "evaluators/rtl/simulation_steps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <utility>

#include "base/text.hpp"

namespace gs::rtl {

using sandbox::StepOutcome;
using sandbox::StepStatus;

namespace {

constexpr std::size_t kWaveBytes = std::size_t{64} << 20;

// By the number of its step.
std::string wave_file(std::size_t step) {
  return fmt::format("wave{}.fst", step);
}

// Why a step met a limit of its box that its design set off; empty when it did not.
std::string_view limit_reached(StepStatus status) {
  switch (status) {
    case StepStatus::out_of_memory:
      return "needed more memory than the limit";
    case StepStatus::process_limit:
      return "started more processes than the limit";
    case StepStatus::output_limit:
      return "wrote more than the limit";
    default:
      return {};
  }
}

// "Verilator ended with signal 11: text".
std::string how_it_ended(std::string_view tool, const StepOutcome& step) {
  const std::string text = bound_text(clean_utf8(step.stderr_text), 600);
  return fmt::format("{} ended with {} {}{}{}", tool, sandbox::to_string(step.status),
                     step.status == StepStatus::signal ? step.signal_number : step.exit_code, text.empty() ? "" : ": ",
                     text);
}

// Of the whole box where its cgroup counts, else of its largest process.
std::size_t peak_memory(const sandbox::Outcome& outcome) {
  if (outcome.usage && outcome.usage->peak_memory_bytes > 0) return outcome.usage->peak_memory_bytes;
  std::size_t peak = 0;
  for (const StepOutcome& step : outcome.steps) peak = std::max(peak, step.peak_memory_bytes);
  return peak;
}

}  // namespace

std::string fresh_nonce() {
  std::random_device device;
  std::string nonce;
  for (int i = 0; i < 4; ++i) nonce += fmt::format("{:08x}", device());
  return nonce;
}

sandbox::Limits box_limits(const tasks::TaskLimits& limits, std::chrono::milliseconds wall) {
  sandbox::Limits result;
  result.wall = wall;
  result.cpu = wall;
  result.memory_bytes = limits.memory_bytes;
  return result;
}

sandbox::Request compile_request(const tasks::TaskLimits& limits) {
  sandbox::Request request;
  request.label = "compile";
  request.limits = box_limits(limits, limits.compile_wall);
  return request;
}

sandbox::Request run_request(const std::vector<SimulationRun>& runs, const tasks::TaskLimits& limits) {
  sandbox::Request request;
  request.label = "run";
  request.policy = sandbox::Policy::run();
  for (const SimulationRun& each : runs) request.files.insert(each.files.begin(), each.files.end());
  request.limits = box_limits(limits, limits.run_wall * static_cast<int>(runs.size()) + std::chrono::seconds(2));
  return request;
}

sandbox::Request compile_and_run_request(const std::vector<SimulationRun>& runs, const tasks::TaskLimits& limits) {
  sandbox::Request request;
  request.label = "compile and run";
  request.limits = box_limits(limits, limits.compile_wall + limits.run_wall * static_cast<int>(runs.size()));
  return request;
}

void add_source_arguments(sandbox::Step& step, const SimulationSources& sources,
                          const std::vector<std::string>& order) {
  for (const std::string& folder : sources.include_dirs) step.argv.push_back("-I../in/" + folder);
  for (const std::string& file : order) step.argv.push_back("../in/" + file);
}

std::size_t alone_steps(const SimulationSources& sources) {
  return sources.design_top.empty() ? 0 : 1;
}

BuildOutcome begin_build(const sandbox::Outcome& outcome, const SimulationSources& sources, std::size_t tool_steps) {
  BuildOutcome build;
  const std::size_t first = alone_steps(sources);
  if (outcome.status == sandbox::Outcome::Status::sandbox_error || outcome.steps.size() < first + tool_steps) {
    build.message = outcome.error;
    return build;
  }
  for (std::size_t i = 0; i < first + tool_steps; ++i) {
    build.cpu += outcome.steps[i].cpu;
    build.wall += outcome.steps[i].wall;
  }
  if (first > 0) {
    build.stands_alone = outcome.steps[0].status == StepStatus::ok;
    build.alone_output = outcome.steps[0].stderr_text;
  }
  build.tool_output = outcome.steps[first].stderr_text;
  build.peak_memory_bytes = peak_memory(outcome);
  build.status = PhaseStatus::ok;
  return build;
}

void note_failure(BuildOutcome& build, std::string_view tool, const StepOutcome& step, bool rejects) {
  if (timed_out(step.status)) {
    build.status = PhaseStatus::timeout;
    build.message = fmt::format("{} took longer than the limit", tool);
  } else if (const std::string_view why = limit_reached(step.status); !why.empty()) {
    build.status = PhaseStatus::design_error;
    build.message = fmt::format("{} {}", tool, why);
  } else if (rejects && step.status == StepStatus::nonzero) {
    build.status = PhaseStatus::design_error;
    build.message = fmt::format("{} rejects the design", tool);
  } else {
    build.status = PhaseStatus::tool_crash;
    build.message = how_it_ended(tool, step);
  }
}

void take_program(BuildOutcome& build, sandbox::Outcome& outcome, const std::string& file, std::string_view tool) {
  if (build.status != PhaseStatus::ok) return;
  build.binary = std::move(outcome.files[file]);
  if (!build.binary.empty()) return;
  build.status = PhaseStatus::tool_crash;
  build.message = fmt::format("{} left no program", tool);
}

std::vector<std::string> plusargs(const SimulationRun& run) {
  std::vector<std::string> words{fmt::format("+seed={}", run.seed),
                                 fmt::format("+verilator+rand+reset+{}", run.reset_seed == 0 ? 0 : 2),
                                 fmt::format("+verilator+seed+{}", std::max(1u, run.reset_seed))};
  words.insert(words.end(), run.arguments.begin(), run.arguments.end());
  return words;
}

void add_run_steps(sandbox::Request& request, const std::vector<std::string>& command,
                   const std::vector<SimulationRun>& runs, const tasks::TaskLimits& limits, const std::string& nonce) {
  for (const SimulationRun& run : runs) {
    sandbox::Step step;
    step.argv = command;
    for (std::string& word : plusargs(run)) step.argv.push_back(std::move(word));
    if (run.wave) {
      const std::string file = wave_file(request.steps.size());
      step.argv.push_back("+gs_wave=" + file);
      request.collect.push_back(file);
      request.collect_bytes = std::max(request.collect_bytes, kWaveBytes);
    }
    step.stdin_text = nonce;
    step.wants_channel = true;
    step.wall = limits.run_wall;
    request.steps.push_back(std::move(step));
  }
}

bool timed_out(StepStatus status) {
  return status == StepStatus::timeout_wall || status == StepStatus::timeout_cpu;
}

RunOutcome judge_runs(const sandbox::Outcome& outcome, std::size_t first_step, const std::string& nonce) {
  RunOutcome run;
  if (outcome.status == sandbox::Outcome::Status::sandbox_error) {
    run.message = outcome.error;
    return run;
  }
  run.status = PhaseStatus::ok;
  run.peak_memory_bytes = peak_memory(outcome);
  for (std::size_t i = first_step; i < outcome.steps.size(); ++i) {
    const StepOutcome& step = outcome.steps[i];
    run.cpu += step.cpu;
    run.wall += step.wall;
    if (step.status == StepStatus::not_run) break;
    run.texts.push_back(clean_utf8(step.stdout_text));
    run.logs.push_back(decode_channel(step.channel, nonce));
    const auto wave = outcome.files.find(wave_file(i));
    run.waves.push_back(wave == outcome.files.end() ? std::string() : wave->second);
    if (step.status == StepStatus::ok && !step.channel_truncated) continue;
    if (timed_out(step.status)) {
      run.status = PhaseStatus::timeout;
      run.message = "the simulation took longer than the limit";
      break;
    }
    run.status = PhaseStatus::crashed;
    if (const std::string_view why = limit_reached(step.status); !why.empty()) {
      run.message = fmt::format("the simulation {}", why);
    } else if (step.channel_truncated) {
      run.message = "the simulation wrote more samples than the limit";
    } else {
      run.message = fmt::format("the simulation ended with {} {}", sandbox::to_string(step.status),
                                step.status == StepStatus::signal ? step.signal_number : step.exit_code);
    }
    break;
  }
  return run;
}

}  // namespace gs::rtl
