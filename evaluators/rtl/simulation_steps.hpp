/// What both simulators' boxes have in common. Internal to evaluators/rtl.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "evaluators/rtl/simulation.hpp"
#include "sandbox/sandbox.hpp"

namespace gs::rtl {

/// Unpredictable to a candidate: from the operating system, not from the run's seed.
std::string fresh_nonce();

/// Limits of a box for a task; the cpu limit is the wall's.
sandbox::Limits box_limits(const tasks::TaskLimits& limits, std::chrono::milliseconds wall);

/// "-I" for each include folder, then the files of `order`, as seen from the work folder.
void add_source_arguments(sandbox::Step& step, const SimulationSources& sources, std::string_view include_flag,
                          const std::vector<std::string>& order);

/// One step per run: `command`, then the run's plusargs.
void add_run_steps(sandbox::Request& request, const std::vector<std::string>& command,
                   const std::vector<SimulationRun>& runs, const tasks::TaskLimits& limits, const std::string& nonce);

/// The plusargs of a run.
std::vector<std::string> plusargs(const SimulationRun& run);

/// Why a step met a limit of its box that its design set off; empty when it did not.
std::string_view limit_reached(sandbox::StepStatus status);
bool timed_out(sandbox::StepStatus status);

/// "ended with signal 11: text".
std::string how_it_ended(std::string_view tool, const sandbox::StepOutcome& step);

/// Of the whole box where its cgroup counts, else of its largest process.
std::size_t peak_memory(const sandbox::Outcome& outcome);

/// What the run steps, from `first_step` on, came to.
RunOutcome judge_runs(const sandbox::Outcome& outcome, std::size_t first_step, const std::string& nonce);

}  // namespace gs::rtl
