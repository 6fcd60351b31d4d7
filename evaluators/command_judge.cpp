#include "evaluators/command_judge.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/clock.hpp"
#include "base/text.hpp"
#include "evaluators/complaints.hpp"

namespace gs::evaluators {
namespace {

using sandbox::StepStatus;
using tasks::Verdict;
using tasks::VerdictStatus;

constexpr std::size_t kOutputBytes = std::size_t{8} << 20;  // kept of what it prints
constexpr std::size_t kFeedbackBytes = 6000;
constexpr std::size_t kWorkBytes = std::size_t{1} << 30;
constexpr std::chrono::seconds kCopyWall{30};
// What a shell says when there is no such command, or none that it may execute (POSIX, "Exit Status for Commands").
constexpr int kNotExecutable = 126, kNotFound = 127;

// $1, $2: target and name; and so on.
constexpr std::string_view kMakeLinks =
    "cd tree || exit; while [ $# -gt 1 ]; do mkdir -p -- \"$(dirname -- \"$2\")\" && ln -s -- \"$1\" \"$2\" || exit; "
    "shift 2; done";

sandbox::Request request_of(const tasks::Task& task, const tasks::FileSet& files,
                            const tasks::EvaluatorSettings& settings) {
  const std::string& command = settings.commands.front();
  sandbox::Request request;
  request.label = "command";
  for (const auto& [name, content] : files) request.files["tree/" + name] = content;
  request.steps.resize(settings.links.empty() ? 3 : 4);
  request.steps[0].argv = {"/bin/cp", "-r", "../in/tree", "tree"};
  request.steps[1].argv = {"/bin/chmod", "-R", "u+w", "tree"};
  if (!settings.links.empty()) {
    std::vector<std::string>& argv = request.steps[2].argv;
    argv = {"/bin/sh", "-c", std::string(kMakeLinks), "sh"};
    for (const auto& [name, target] : settings.links) argv.insert(argv.end(), {target, name});
  }
  request.steps.back().argv = {"/bin/sh", "-c", "cd tree && eval \"$1\" 2>&1", "sh", command};
  request.steps.back().wall = task.limits.run_wall;
  request.limits.wall = task.limits.run_wall + kCopyWall;
  request.limits.cpu = 4 * task.limits.run_wall;
  request.limits.memory_bytes = task.limits.memory_bytes;
  request.limits.work_bytes = kWorkBytes;
  request.limits.output_bytes = kOutputBytes;
  return request;
}

// The last lines, as many as fit.
std::string end_of(std::string_view output) {
  if (output.size() <= kFeedbackBytes) return clean_utf8(output);
  output.remove_prefix(output.size() - kFeedbackBytes);
  const std::size_t line = output.find('\n');
  if (line != std::string_view::npos) output.remove_prefix(line + 1);
  return "...\n" + clean_utf8(output);
}

void decide(const sandbox::StepOutcome& step, const std::string& command, const tasks::Task& task, Verdict& verdict) {
  const auto set = [&](VerdictStatus status, std::string summary) {
    verdict.status = status;
    verdict.summary = fmt::format("{}: {}", clean_utf8(command), summary);
  };
  switch (step.status) {
    case StepStatus::ok:
      return set(VerdictStatus::passed, "exit status 0");
    case StepStatus::nonzero:
      if (step.exit_code == kNotFound || step.exit_code == kNotExecutable) {
        return set(VerdictStatus::tool_crash, fmt::format("exit status {}: a command of it is not there, in the "
                                                          "sandbox, or cannot be executed",
                                                          step.exit_code));
      }
      return set(VerdictStatus::failed, fmt::format("exit status {}", step.exit_code));
    case StepStatus::timeout_wall:
    case StepStatus::timeout_cpu:
      return set(VerdictStatus::timeout, fmt::format("did not end within {}", to_human(task.limits.run_wall)));
    case StepStatus::signal:
      return set(VerdictStatus::crashed, fmt::format("killed by signal {}", step.signal_number));
    case StepStatus::out_of_memory:
      return set(VerdictStatus::crashed, "took more memory than it may");
    case StepStatus::process_limit:
      return set(VerdictStatus::crashed, "started more processes than it may");
    case StepStatus::output_limit:
      return set(VerdictStatus::crashed, "wrote more files than it may");
    case StepStatus::not_run:
      return set(VerdictStatus::sandbox_error, "was not run");
  }
}

}  // namespace

Result<Verdict> CommandJudge::evaluate(const tasks::Task& task, const tasks::Candidate& candidate, Phase phase) {
  if (phase == Phase::check && !task.check) return invalid_input(fmt::format("task {}: has no [check]", task.name()));
  const tasks::EvaluatorSettings& settings = phase == Phase::check ? *task.check : task.judge;
  if (settings.evaluator != kCommandEvaluator || settings.commands.size() != 1) {
    return invalid_input(fmt::format("task {}: no command to judge by", task.name()));
  }
  const std::string& command = settings.commands.front();
  GS_TRY(const tasks::FileSet files, overlay(task, candidate));
  const sandbox::Outcome outcome = box_.run(request_of(task, files, settings));
  Verdict verdict;
  verdict.evaluator = description();
  verdict.enforced_by = outcome.enforced_by;
  if (outcome.status != sandbox::Outcome::Status::completed) {
    verdict.summary = outcome.error;
    return verdict;
  }
  for (std::size_t i = 0; i + 1 < outcome.steps.size(); ++i) {
    if (outcome.steps[i].status == StepStatus::ok) continue;
    verdict.summary = "cannot copy the files: " + clean_utf8(outcome.steps[i].stderr_text);
    return verdict;
  }
  const sandbox::StepOutcome& step = outcome.steps.back();
  decide(step, command, task, verdict);
  verdict.measurements = {{"cpu", std::chrono::duration<double>(step.cpu).count(), "s"},
                          {"wall", std::chrono::duration<double>(step.wall).count(), "s"},
                          {kComplaints, static_cast<double>(count_complaints(step.stdout_text)), "lines"}};
  verdict.feedback = verdict.summary + "\n";
  if (step.output_truncated) {
    verdict.findings.push_back(fmt::format("of its output, what came after {} MiB is lost", kOutputBytes >> 20));
    verdict.feedback += verdict.findings.back() + "\n";
  }
  if (!step.stdout_text.empty()) verdict.feedback += "The end of its output:\n" + end_of(step.stdout_text);
  if (verdict.feedback.back() != '\n') verdict.feedback += '\n';
  return verdict;
}

}  // namespace gs::evaluators
