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

/// Boxes for a task, without their steps: for a build, for runs of its program, and for both at once.
sandbox::Request compile_request(const tasks::TaskLimits& limits);
sandbox::Request run_request(const std::vector<SimulationRun>& runs, const tasks::TaskLimits& limits);
sandbox::Request compile_and_run_request(const std::vector<SimulationRun>& runs, const tasks::TaskLimits& limits);

/// "-I" for each include folder, then the files of `order`, as seen from the work folder.
void add_source_arguments(sandbox::Step& step, const SimulationSources& sources, const std::vector<std::string>& order);

/// How many steps elaborate the design alone, before the others.
std::size_t alone_steps(const SimulationSources& sources);

/// What a box whose build has `tool_steps` steps after those came to, as far as both simulators tell it alike: ok,
/// until one of these steps is found to have failed, or sandbox_error.
BuildOutcome begin_build(const sandbox::Outcome& outcome, const SimulationSources& sources, std::size_t tool_steps);

/// The step failed. `rejects`: in the way in which the tool says that the design is at fault.
void note_failure(BuildOutcome& build, std::string_view tool, const sandbox::StepOutcome& step, bool rejects);

/// Takes the program out of a build that went well.
void take_program(BuildOutcome& build, sandbox::Outcome& outcome, const std::string& file, std::string_view tool);

/// One step per run: `command`, then the run's plusargs.
void add_run_steps(sandbox::Request& request, const std::vector<std::string>& command,
                   const std::vector<SimulationRun>& runs, const tasks::TaskLimits& limits, const std::string& nonce);

/// The plusargs of a run.
std::vector<std::string> plusargs(const SimulationRun& run);

bool timed_out(sandbox::StepStatus status);

/// What the run steps, from `first_step` on, came to.
RunOutcome judge_runs(const sandbox::Outcome& outcome, std::size_t first_step, const std::string& nonce);

}  // namespace gs::rtl
