#include "evaluators/rtl/simulation_steps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <random>

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

void add_source_arguments(sandbox::Step& step, const SimulationSources& sources, std::string_view include_flag,
                          const std::vector<std::string>& order) {
  for (const std::string& folder : sources.include_dirs)
    step.argv.push_back(fmt::format("{}../in/{}", include_flag, folder));
  for (const std::string& file : order) step.argv.push_back("../in/" + file);
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

bool timed_out(StepStatus status) {
  return status == StepStatus::timeout_wall || status == StepStatus::timeout_cpu;
}

std::string how_it_ended(std::string_view tool, const StepOutcome& step) {
  const std::string text = bound_text(clean_utf8(step.stderr_text), 600);
  return fmt::format("{} ended with {} {}{}{}", tool, sandbox::to_string(step.status),
                     step.status == StepStatus::signal ? step.signal_number : step.exit_code, text.empty() ? "" : ": ",
                     text);
}

std::size_t peak_memory(const sandbox::Outcome& outcome) {
  if (outcome.usage && outcome.usage->peak_memory_bytes > 0) return outcome.usage->peak_memory_bytes;
  std::size_t peak = 0;
  for (const StepOutcome& step : outcome.steps) peak = std::max(peak, step.peak_memory_bytes);
  return peak;
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
