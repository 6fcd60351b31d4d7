#include "evaluators/rtl/rtl_judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "evaluators/rtl/bench.hpp"
#include "evaluators/rtl/gate.hpp"
#include "evaluators/rtl/verilator_messages.hpp"
#include "evaluators/rtl/verilog_lexer.hpp"

namespace gs::rtl {

using evaluators::Phase;
using tasks::Candidate;
using tasks::EvaluatorSettings;
using tasks::FileSet;
using tasks::Task;
using tasks::Verdict;
using tasks::VerdictStatus;

namespace {

constexpr std::uint32_t kOtherReset = 1000;  // reset seed of the golden's second run: seed + this
constexpr std::size_t kFeedbackBytes = 6000;
constexpr std::size_t kMessages = 12;

const FileSet& support_files(const Task& task, Phase phase) {
  return phase == Phase::check ? task.workspace : task.hidden;
}
BenchParts parts_of(const Task& task, const EvaluatorSettings& settings, Phase phase, const FileSet& workspace) {
  return {workspace,
          task.sources,
          task.include_dirs,
          settings,
          phase == Phase::check ? kWorkspaceFolder : kHiddenFolder,
          phase == Phase::check ? nullptr : &task.hidden};
}

// One run per seed; the design's registers begin at values of seed + reset_offset.
std::vector<SimulationRun> runs_of(const EvaluatorSettings& settings, const SimulationSources& sources,
                                   std::uint32_t reset_offset = 0) {
  const std::vector<std::string> arguments = fatal_arguments(sources);
  std::vector<SimulationRun> runs;
  for (const std::uint32_t seed : settings.seeds) runs.push_back({seed, seed + reset_offset, arguments});
  return runs;
}

// The declared name when a module, package or interface is declared at `i`.
const Token* declared_name(const std::vector<Token>& tokens, std::size_t i) {
  if (!tokens[i].is("module") && !tokens[i].is("macromodule") && !tokens[i].is("package") &&
      !tokens[i].is("interface")) {
    return nullptr;
  }
  ++i;
  if (i < tokens.size() && (tokens[i].is("automatic") || tokens[i].is("static"))) ++i;
  return i < tokens.size() ? &tokens[i] : nullptr;
}

// An escaped identifier is the same name as the plain one.
std::string_view plain_name(const Token& token) {
  return token.text.starts_with('\\') ? token.text.substr(1) : token.text;
}

// Names of modules, packages and interfaces declared in the testbench: a candidate may not declare them again.
std::set<std::string, std::less<>> declared_names(const FileSet& files, const std::vector<std::string>& which) {
  std::set<std::string, std::less<>> names;
  for (const std::string& file : which) {
    const auto found = files.find(file);
    if (found == files.end()) continue;
    const std::vector<Token> tokens = tokenize_code(found->second);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (const Token* name = declared_name(tokens, i)) names.emplace(plain_name(*name));
    }
  }
  return names;
}

std::vector<GateFinding> redeclarations(const FileSet& files, const std::set<std::string, std::less<>>& taken) {
  std::vector<GateFinding> findings;
  for (const auto& [file, content] : files) {
    const std::vector<Token> tokens = tokenize_code(content);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      const Token* name = declared_name(tokens, i);
      if (name == nullptr || taken.count(plain_name(*name)) == 0) continue;
      findings.push_back(
          {file, name->line, name->column, std::string(name->text), "this module belongs to the testbench"});
    }
  }
  return findings;
}

VerdictStatus verdict_status(PhaseStatus status) {
  switch (status) {
    case PhaseStatus::ok:
      return VerdictStatus::passed;
    case PhaseStatus::design_error:
      return VerdictStatus::compile_error;
    case PhaseStatus::timeout:
      return VerdictStatus::timeout;
    case PhaseStatus::crashed:
      return VerdictStatus::crashed;
    case PhaseStatus::tool_crash:
      return VerdictStatus::tool_crash;
    case PhaseStatus::sandbox_error:
      return VerdictStatus::sandbox_error;
  }
  return VerdictStatus::sandbox_error;
}

std::string mismatch_table(const std::vector<tasks::Mismatch>& mismatches) {
  std::string text;
  for (const tasks::Mismatch& m : mismatches) {
    text += fmt::format("  {}: {}{} wrong, first at {}: expected {}, got {}\n", m.signal, m.count,
                        m.compared > 0 ? fmt::format(" of {}", m.compared) : "", simulation_time(m.first_time_ps),
                        m.expected.empty() ? "?" : m.expected, m.got.empty() ? "?" : m.got);
  }
  return text;
}

}  // namespace

struct RtlJudge::Golden {
  std::vector<SimulationLog> logs;        // one per seed
  std::vector<SimulationLog> other_logs;  // the same stimulus, other initial values
};

struct RtlJudge::Examination {
  const Task& task;
  const EvaluatorSettings& settings;
  Phase phase;
  FileSet workspace;
  Verdict verdict;

  bool failed_to(const BuildOutcome& build) {
    verdict.measurements.push_back({"compile_cpu", std::chrono::duration<double>(build.cpu).count(), "s"});
    verdict.measurements.push_back({"compile_memory", static_cast<double>(build.peak_memory_bytes), "B"});
    if (build.status == PhaseStatus::ok) return false;
    verdict.status = verdict_status(build.status);
    verdict.summary = build.message;
    verdict.feedback = format_messages(parse_verilator_messages(build.tool_output), workspace, kMessages);
    return true;
  }
  bool failed_to(const RunOutcome& run) {
    verdict.measurements.push_back({"simulate_cpu", std::chrono::duration<double>(run.cpu).count(), "s"});
    verdict.measurements.push_back({"simulate_memory", static_cast<double>(run.peak_memory_bytes), "B"});
    if (run.status == PhaseStatus::ok) return false;
    verdict.status = verdict_status(run.status);
    verdict.summary = run.message;
    return true;
  }
  void conclude(const TraceDifference& difference, const std::string& abnormal_end) {
    verdict.mismatches = difference.mismatches;
    verdict.measurements.push_back({"compared", static_cast<double>(difference.compared), "1"});
    if (difference.equal() && abnormal_end.empty()) {
      verdict.status = VerdictStatus::passed;
      verdict.summary = fmt::format("{} values compared, all equal", difference.compared);
      return;
    }
    verdict.status = VerdictStatus::failed;
    if (!abnormal_end.empty()) {
      verdict.summary = abnormal_end;
    } else if (!difference.mismatches.empty()) {
      const tasks::Mismatch& first = difference.mismatches.front();
      verdict.summary = fmt::format("{} of {} values differ, first {} at {}: expected {}, got {}",
                                    verdict.mismatch_count(), difference.compared, first.signal,
                                    simulation_time(first.first_time_ps), first.expected, first.got);
    } else {
      verdict.summary = "the run " + difference.structure;
    }
    verdict.feedback = verdict.summary + "\n" + mismatch_table(difference.mismatches);
  }
};

RtlJudge::RtlJudge(sandbox::Sandbox& box, VerilatorRuntime runtime)
    : box_(box), runtime_(std::move(runtime)), simulator_(box_, runtime_) {}

RtlJudge::~RtlJudge() = default;

std::string RtlJudge::description() const {
  return fmt::format("rtl/{} (Verilator {}, {} {})", kRtlJudgeVersion, runtime_.verilator.version,
                     runtime_.compiler.name, runtime_.compiler.version);
}

Result<Verdict> RtlJudge::evaluate(const Task& task, const Candidate& candidate, Phase phase) {
  if (phase == Phase::check && !task.check) return invalid_input(fmt::format("task {}: has no [check]", task.name()));
  const EvaluatorSettings& settings = phase == Phase::check ? *task.check : task.judge;
  Examination x{task, settings, phase, {}, {}};
  GS_TRY(x.workspace, overlay(task, candidate));
  x.verdict.evaluator = fmt::format("{}/{}", settings.evaluator, kRtlJudgeVersion);
  x.verdict.tools = {{"verilator", runtime_.verilator.version}, {runtime_.compiler.name, runtime_.compiler.version}};
  x.verdict.enforced_by = box_.description();

  std::vector<GateFinding> refused = inspect(candidate.files, task.workspace, {settings.top});
  const auto taken = declared_names(support_files(task, phase), settings.testbench);
  for (GateFinding& finding : redeclarations(candidate.files, taken)) refused.push_back(std::move(finding));
  if (refused.empty() && uses_macros(candidate.files)) {
    GS_TRY(const bool concluded, examine_expansion(x, refused));
    if (concluded) return std::move(x.verdict);
  }
  if (!refused.empty()) {
    x.verdict.status = VerdictStatus::refused;
    x.verdict.summary = refused.front().to_line();
    for (const GateFinding& finding : refused) x.verdict.feedback += finding.to_line() + "\n";
    x.verdict.feedback = bound_text(x.verdict.feedback, kFeedbackBytes);
    return x.verdict;
  }
  Result<void> done =
      settings.evaluator == "rtl-trace"    ? examine_trace(x)
      : settings.evaluator == "rtl-replay" ? examine_replay(x)
      : settings.evaluator == "rtl-testbench"
          ? examine_testbench(x)
          : Result<void>(invalid_input(fmt::format("evaluator \"{}\" is not known", settings.evaluator)));
  if (!done) return std::move(done).error().with(fmt::format("task {}", task.name()));
  x.verdict.feedback = bound_text(x.verdict.feedback, kFeedbackBytes);
  return std::move(x.verdict);
}

Result<bool> RtlJudge::examine_expansion(Examination& x, std::vector<GateFinding>& refused) const {
  GS_TRY(const FileSet golden_workspace, overlay(x.task, golden_candidate(x.task)));
  const auto expand = [&](const FileSet& workspace) {
    return simulator_.expand(assemble(parts_of(x.task, x.settings, x.phase, workspace), ""), x.task.limits);
  };
  const Expansion mine = expand(x.workspace);
  if (mine.status != PhaseStatus::ok) {
    x.verdict.status = verdict_status(mine.status);
    x.verdict.summary = mine.message;
    x.verdict.feedback = format_messages(parse_verilator_messages(mine.tool_output), x.workspace, kMessages);
    return true;
  }
  const Expansion golden = expand(golden_workspace);
  if (golden.status == PhaseStatus::sandbox_error) return unavailable("sandbox: " + golden.message);
  if (golden.status != PhaseStatus::ok) {
    return invalid_input(fmt::format("task {}: the golden does not build: {}", x.task.name(), golden.message));
  }
  const std::string origin = "expanded macros";
  refused = inspect({{origin, mine.text}}, {{origin, golden.text}}, {x.settings.top});
  return false;
}

Result<void> RtlJudge::examine_trace(Examination& x) {
  GS_TRY(const std::shared_ptr<const Golden> golden, golden_of(x.task, x.settings, x.phase));
  const SimulationSources sources =
      assemble(parts_of(x.task, x.settings, x.phase, x.workspace), testbench_top(x.settings.top, x.settings.samples));
  const BuildOutcome build = simulator_.build(sources, x.task.limits);
  if (x.failed_to(build)) return {};
  const RunOutcome run = simulator_.run(build.binary, runs_of(x.settings, sources), x.task.limits);
  if (x.failed_to(run)) return {};

  TraceDifference total;
  std::string abnormal;
  for (std::size_t i = 0; i < x.settings.seeds.size(); ++i) {
    GS_TRY(const TraceDifference difference, compare_with_golden(golden->logs[i], golden->other_logs[i], run.logs[i],
                                                                 x.settings.samples, x.settings.seeds[i]));
    total.merge(difference);
    const SimulationLog& log = run.logs[i];
    if (!abnormal.empty() || log.end == EndKind::finish) continue;
    abnormal = log.end == EndKind::fatal ? "the simulator gave up: " + clean_utf8(log.fatal_message)
                                         : "the simulation did not reach the testbench's $finish";
  }
  if (total.compared == 0 && total.equal()) return invalid_input("the hidden test compares nothing");
  x.conclude(total, abnormal);
  return {};
}

Result<void> RtlJudge::examine_replay(Examination& x) {
  const FileSet& files = support_files(x.task, x.phase);
  const auto csv = files.find(x.settings.trace);
  if (csv == files.end()) return not_found(x.settings.trace);
  GS_TRY(const ReplayTrace trace, parse_replay(csv->second, x.settings.trace));
  const auto [build, run] = simulator_.build_and_run(assemble(parts_of(x.task, x.settings, x.phase, x.workspace),
                                                              replay_top(x.task.design_top, x.settings.clock, trace)),
                                                     {{1, 1}}, x.task.limits);
  if (x.failed_to(build) || x.failed_to(run)) return {};
  const TraceDifference difference = compare_with_replay(trace, run.logs.front());
  if (difference.compared == 0 && difference.equal()) return invalid_input(x.settings.trace + ": compares nothing");
  x.conclude(difference, run.logs.front().end == EndKind::finish ? "" : "the replay did not reach its end");
  return {};
}

Result<void> RtlJudge::examine_testbench(Examination& x) {
  const SimulationSources sources =
      assemble(parts_of(x.task, x.settings, x.phase, x.workspace), testbench_top(x.settings.top, {}));
  const std::vector<SimulationRun> runs = runs_of(x.settings, sources);
  BuildOutcome build;
  RunOutcome run;
  if (x.phase == Phase::check) {
    std::tie(build, run) = simulator_.build_and_run(sources, runs, x.task.limits);
  } else {
    build = simulator_.build(sources, x.task.limits);
    if (build.status == PhaseStatus::ok) run = simulator_.run(build.binary, runs, x.task.limits);
  }
  if (x.failed_to(build) || x.failed_to(run)) return {};

  const TestbenchReading reading =
      read_testbench(run.logs, x.settings, x.phase == Phase::check ? kWorkspaceFolder : kHiddenFolder);
  const std::size_t reports = reading.reports;
  x.conclude(reading.difference, reading.abnormal_end);
  if (reports > 0) {
    x.verdict.summary = fmt::format("the testbench reports {} error{}", reports, reports == 1 ? "" : "s");
    x.verdict.feedback = x.verdict.summary + (reports > 20 ? ", the first 20:\n" : ":\n") + reading.messages;
  } else if (x.verdict.passed()) {
    x.verdict.summary = "the testbench finished without an error";
  }
  return {};
}

Result<std::shared_ptr<const RtlJudge::Golden>> RtlJudge::golden_of(const Task& task, const EvaluatorSettings& settings,
                                                                    Phase phase) {
  const std::string key = task.hash + (phase == Phase::check ? ":check" : ":judge");
  {
    std::unique_lock lock(mutex_);
    for (;;) {
      const auto [entry, mine] = goldens_.try_emplace(key);
      if (mine) break;
      if (entry->second) return entry->second;
      golden_ready_.wait(lock);
    }
  }
  auto golden = run_golden(task, settings, phase);
  {
    const std::lock_guard lock(mutex_);
    if (golden.ok()) {
      goldens_[key] = *golden;
    } else {
      goldens_.erase(key);
    }
  }
  golden_ready_.notify_all();
  return golden;
}

Result<std::shared_ptr<const RtlJudge::Golden>> RtlJudge::run_golden(const Task& task,
                                                                     const EvaluatorSettings& settings,
                                                                     Phase phase) const {
  GS_TRY(const FileSet workspace, overlay(task, golden_candidate(task)));
  const SimulationSources sources =
      assemble(parts_of(task, settings, phase, workspace), testbench_top(settings.top, settings.samples));
  const BuildOutcome build = simulator_.build(sources, task.limits);
  if (build.status == PhaseStatus::sandbox_error) return unavailable("sandbox: " + build.message);
  if (build.status != PhaseStatus::ok) {
    return invalid_input(
        fmt::format("the golden does not build: {}\n{}", build.message,
                    format_messages(parse_verilator_messages(build.tool_output), workspace, kMessages)));
  }
  std::vector<SimulationRun> runs = runs_of(settings, sources);
  for (SimulationRun& run : runs_of(settings, sources, kOtherReset)) runs.push_back(std::move(run));
  RunOutcome run = simulator_.run(build.binary, runs, task.limits);
  if (run.status == PhaseStatus::sandbox_error) return unavailable("sandbox: " + run.message);
  if (run.status != PhaseStatus::ok) return invalid_input("the golden does not run: " + run.message);
  auto golden = std::make_shared<Golden>();
  for (std::size_t i = 0; i < run.logs.size(); ++i) {
    if (run.logs[i].end != EndKind::finish) return invalid_input("the golden's run does not reach $finish");
    (i < settings.seeds.size() ? golden->logs : golden->other_logs).push_back(std::move(run.logs[i]));
  }
  return std::shared_ptr<const Golden>(std::move(golden));
}

}  // namespace gs::rtl
