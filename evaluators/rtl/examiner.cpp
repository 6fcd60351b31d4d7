#include "evaluators/rtl/examiner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "evaluators/rtl/bench.hpp"
#include "evaluators/rtl/gate.hpp"
#include "evaluators/rtl/harness_top.hpp"
#include "evaluators/rtl/verilog_lexer.hpp"
#include "tasks/candidate.hpp"

namespace gs::rtl {

using evaluators::Phase;
using tasks::EvaluatorSettings;
using tasks::FileSet;
using tasks::Task;
using tasks::Verdict;
using tasks::VerdictStatus;

namespace {

constexpr std::uint32_t kOtherReset = 1000;  // reset seed of a second run: seed + this
constexpr std::size_t kMessages = 12;
// A testbench cannot mask what is not initialised: with two states it runs from this many different beginnings.
constexpr std::size_t kBeginnings = 3;

enum class Beginning { random, zero };

// One run per seed; the design's registers begin at values of seed + reset_offset.
std::vector<SimulationRun> runs_of(const EvaluatorSettings& settings, const SimulationSources& sources,
                                   std::uint32_t reset_offset = 0) {
  const std::vector<std::string> arguments = fatal_arguments(sources);
  std::vector<SimulationRun> runs;
  for (const std::uint32_t seed : settings.seeds) runs.push_back({seed, seed + reset_offset, arguments});
  return runs;
}

std::vector<SimulationRun> testbench_runs(const ExaminedDesign& design, const SimulationSources& sources,
                                          Beginning beginning) {
  std::vector<SimulationRun> runs = runs_of(design.settings, sources);
  if (beginning == Beginning::zero) {
    for (SimulationRun& run : runs) run.reset_seed = 0;
  }
  return runs;
}

// More runs of the first seed from other random beginnings, for designs that pass from the task's own.
std::vector<SimulationRun> further_runs(const ExaminedDesign& design, const SimulationSources& sources) {
  std::vector<SimulationRun> runs;
  for (std::size_t i = design.settings.seeds.size(); i < kBeginnings; ++i) {
    runs.push_back(runs_of(design.settings, sources).front());
    runs.back().reset_seed += static_cast<std::uint32_t>(i) * kOtherReset;
  }
  return runs;
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

// Whether the design's text holds what could be a reference into another scope: a name before a dot, or text that only
// a preprocessor knows.
bool refers_by_dots(const ExaminedDesign& design) {
  FileSet files;
  for (const std::string& source : design.sources) {
    const auto found = design.workspace.find(source);
    if (found == design.workspace.end()) continue;
    files.insert(*found);
    const Token* before = nullptr;
    const std::vector<Token> tokens = tokenize_code(found->second);
    for (const Token& token : tokens) {
      if (before != nullptr && token.is(".") && (before->kind == TokenKind::identifier || before->is("]"))) return true;
      before = &token;
    }
  }
  return !design.task.include_dirs.empty() || uses_macros(files);
}

std::string key_of(const ExaminedDesign& design) {
  return design.task.hash + (design.phase == Phase::check ? ":check" : ":judge");
}

double seconds(std::chrono::microseconds time) {
  return std::chrono::duration<double>(time).count();
}

std::string messages_of(const Simulator& simulator, const std::string& output, const ExaminedDesign& design) {
  return format_messages(simulator.read_messages(output), design.workspace, kMessages);
}

// Whether a build failed, told to the verdict.
bool failed(const BuildOutcome& build, const Simulator& simulator, const ExaminedDesign& design, Examination& x) {
  x.build_cpu += build.cpu;
  x.verdict.measurements.push_back({"compile_cpu", seconds(build.cpu), "s"});
  x.verdict.measurements.push_back({"compile_memory", static_cast<double>(build.peak_memory_bytes), "B"});
  if (build.status == PhaseStatus::ok) return false;
  x.rejected_by_tool = build.status == PhaseStatus::design_error || build.status == PhaseStatus::tool_crash;
  x.verdict.status = verdict_status(build.status);
  x.verdict.summary = build.message;
  x.verdict.feedback = messages_of(simulator, build.tool_output, design);
  return true;
}

bool failed(const RunOutcome& run, Examination& x) {
  x.run_cpu += run.cpu;
  x.verdict.measurements.push_back({"simulate_cpu", seconds(run.cpu), "s"});
  x.verdict.measurements.push_back({"simulate_memory", static_cast<double>(run.peak_memory_bytes), "B"});
  if (run.status == PhaseStatus::ok) return false;
  x.verdict.status = verdict_status(run.status);
  x.verdict.summary = run.message;
  return true;
}

void conclude(Verdict& verdict, const TraceDifference& difference, const std::string& abnormal_end) {
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
    verdict.summary =
        fmt::format("{} of {} values differ, first {} at {}: expected {}, got {}", verdict.mismatch_count(),
                    difference.compared, first.signal, simulation_time(first.first_time_ps), first.expected, first.got);
  } else {
    verdict.summary = "the run " + difference.structure;
  }
  verdict.feedback = verdict.summary + "\n" + mismatch_table(difference.mismatches);
}

// The verdict of a testbench over the runs.
Result<void> conclude_testbench(const RunOutcome& run, const ExaminedDesign& design, Verdict& verdict) {
  GS_TRY(const TestbenchReading reading,
         read_testbench(run.logs, run.texts, design.settings,
                        design.phase == Phase::check ? kWorkspaceFolder : kHiddenFolder));
  conclude(verdict, reading.difference, reading.abnormal_end);
  if (reading.reports > 0) {
    verdict.summary = fmt::format("the testbench reports {} error{}", reading.reports, reading.reports == 1 ? "" : "s");
    verdict.feedback = verdict.summary + (reading.reports > 20 ? ", the first 20:\n" : ":\n") + reading.messages;
  } else if (verdict.passed()) {
    verdict.summary = "the testbench finished without an error";
  } else if (!reading.messages.empty()) {
    verdict.feedback = verdict.summary + ":\n" + reading.messages;
  }
  return {};
}

}  // namespace

struct Examiner::Golden {
  std::vector<SimulationLog> logs;        // one per seed
  std::vector<SimulationLog> other_logs;  // the same stimulus, other initial values; four states: the same again
};

// How the golden does under a testbench.
struct Examiner::Standard {
  bool builds = false, stands_alone = false;
  bool passes = false;       // from random beginnings
  bool passes_zero = false;  // from registers at zero
  std::string message;       // why it does not pass
};

SimulationSources Examiner::sources_of(const ExaminedDesign& design, std::string top_text) const {
  const Task& task = design.task;
  const BenchParts parts{design.workspace,
                         design.sources,
                         task.include_dirs,
                         design.settings,
                         design.phase == Phase::check ? kWorkspaceFolder : kHiddenFolder,
                         design.phase == Phase::check ? nullptr : &task.hidden};
  SimulationSources sources = assemble(parts, std::move(top_text));
  sources.optimisation = design.optimisation;
  return sources;
}

Result<Examination> Examiner::examine(const ExaminedDesign& design) {
  Examination x;
  x.verdict.tools = simulator_.tools();
  x.verdict.decided_by = std::string(simulator_.name());
  const std::string& evaluator = design.settings.evaluator;
  Result<void> done = evaluator == "rtl-trace"    ? examine_trace(design, x)
                      : evaluator == "rtl-replay" ? examine_replay(design, x)
                      : evaluator == "rtl-testbench"
                          ? examine_testbench(design, x)
                          : Result<void>(invalid_input(fmt::format("evaluator \"{}\" is not known", evaluator)));
  if (!done) return std::move(done).error();
  return x;
}

Result<void> Examiner::examine_trace(const ExaminedDesign& design, Examination& x) {
  const EvaluatorSettings& settings = design.settings;
  GS_TRY(const std::shared_ptr<const Golden> golden, golden_of(design));
  x.sources = sources_of(design, testbench_top(settings.top, settings.samples));
  BuildOutcome build = simulator_.build(x.sources, design.limits);
  if (failed(build, simulator_, design, x)) return {};
  x.binary = std::move(build.binary);
  const RunOutcome run = simulator_.run(x.binary, runs_of(settings, x.sources), design.limits);
  if (failed(run, x)) return {};

  TraceDifference total;
  std::string abnormal;
  for (std::size_t i = 0; i < settings.seeds.size(); ++i) {
    GS_TRY(const TraceDifference difference, compare_with_golden(golden->logs[i], golden->other_logs[i], run.logs[i],
                                                                 settings.samples, settings.seeds[i]));
    total.merge(difference);
    const SimulationLog& log = run.logs[i];
    if (!abnormal.empty() || log.end == EndKind::finish) continue;
    abnormal = log.end == EndKind::fatal ? "the simulator gave up: " + clean_utf8(log.fatal_message)
                                         : "the simulation did not reach the testbench's $finish";
  }
  if (total.compared == 0 && total.equal()) return invalid_input("the hidden test compares nothing");
  conclude(x.verdict, total, abnormal);
  return {};
}

Result<void> Examiner::examine_replay(const ExaminedDesign& design, Examination& x) {
  const EvaluatorSettings& settings = design.settings;
  const FileSet& files = design.phase == Phase::check ? design.task.workspace : design.task.hidden;
  const auto csv = files.find(settings.trace);
  if (csv == files.end()) return not_found(settings.trace);
  GS_TRY(const ReplayTrace trace, parse_replay(csv->second, settings.trace));
  x.sources = sources_of(design, replay_top(design.task.design_top, settings.clock, trace));
  const auto [build, run] = simulator_.build_and_run(x.sources, {{1, 1, {}}}, design.limits);
  if (failed(build, simulator_, design, x) || failed(run, x)) return {};
  const TraceDifference difference = compare_with_replay(trace, run.logs.front());
  if (difference.compared == 0 && difference.equal()) return invalid_input(settings.trace + ": compares nothing");
  conclude(x.verdict, difference, run.logs.front().end == EndKind::finish ? "" : "the replay did not reach its end");
  return {};
}

Result<void> Examiner::examine_testbench(const ExaminedDesign& design, Examination& x) {
  x.sources = sources_of(design, testbench_top(design.settings.top, {}));
  // What a bench shows everyone holds nothing to be read out of turn.
  if (design.phase == Phase::judge && refers_by_dots(design)) x.sources.design_top = design.task.design_top;
  const std::shared_ptr<const Standard> known = known_standard(design);
  Beginning beginning = known && !known->passes && known->passes_zero ? Beginning::zero : Beginning::random;
  BuildOutcome build;
  RunOutcome run;
  if (design.phase == Phase::check) {
    std::tie(build, run) =
        simulator_.build_and_run(x.sources, testbench_runs(design, x.sources, beginning), design.limits);
  } else {
    build = simulator_.build(x.sources, design.limits);
  }
  if (failed(build, simulator_, design, x)) return {};
  x.binary = build.binary;
  if (!build.stands_alone && standard_of(design, x.sources, build).stands_alone) {
    x.verdict.status = VerdictStatus::refused;
    x.verdict.summary = "the design refers to names outside of itself";
    x.verdict.feedback = x.verdict.summary + "\n" + messages_of(simulator_, build.alone_output, design);
    return {};
  }
  const auto run_and_conclude = [&](const std::vector<SimulationRun>& runs) -> Result<void> {
    if (design.phase == Phase::judge) run = simulator_.run(x.binary, runs, design.limits);
    if (failed(run, x)) return {};
    return conclude_testbench(run, design, x.verdict);
  };
  GS_CHECK(run_and_conclude(testbench_runs(design, x.sources, beginning)));
  if (design.phase == Phase::check) return {};
  if (x.verdict.passed() && beginning == Beginning::random && !four_state() &&
      design.settings.seeds.size() < kBeginnings) {
    GS_CHECK(run_and_conclude(further_runs(design, x.sources)));
  }
  if (!x.verdict.passed() && beginning == Beginning::random) {
    const Standard standard = standard_of(design, x.sources, build);
    if (standard.passes) return {};
    if (!standard.passes_zero) {
      x.golden_fails = true;
      x.verdict.findings.push_back(
          fmt::format("the golden fails too with {}: {}", simulator_.name(), standard.message));
      return {};
    }
    // The task counts on registers that begin at zero: so does its verdict.
    beginning = Beginning::zero;
    GS_CHECK(run_and_conclude(testbench_runs(design, x.sources, beginning)));
  }
  if (beginning == Beginning::zero) x.verdict.findings.push_back("registers began at zero: the golden passes only so");
  return {};
}

std::shared_ptr<const Examiner::Standard> Examiner::known_standard(const ExaminedDesign& design) {
  const std::lock_guard lock(mutex_);
  const auto found = standards_.find(key_of(design));
  return found == standards_.end() ? nullptr : found->second;
}

Examiner::Standard Examiner::standard_of(const ExaminedDesign& design, const SimulationSources& sources,
                                         const BuildOutcome& mine) {
  const std::string key = key_of(design);
  {
    std::unique_lock lock(mutex_);
    for (;;) {
      const auto [entry, is_mine] = standards_.try_emplace(key);
      if (is_mine) break;
      if (entry->second) return *entry->second;
      ready_.wait(lock);
    }
  }
  auto standard = std::make_shared<const Standard>(make_standard(design, sources, mine));
  {
    const std::lock_guard lock(mutex_);
    standards_[key] = standard;
  }
  ready_.notify_all();
  return *standard;
}

Examiner::Standard Examiner::make_standard(const ExaminedDesign& of, const SimulationSources& of_sources,
                                           const BuildOutcome& mine) const {
  Standard standard;
  auto workspace = overlay(of.task, golden_candidate(of.task));
  if (!workspace) {
    standard.message = workspace.error().to_line();
    return standard;
  }
  const ExaminedDesign design{of.task,         of.settings,    of.phase,       *std::move(workspace),
                              of.task.sources, of.task.limits, of.optimisation};
  SimulationSources sources = sources_of(design, testbench_top(design.settings.top, {}));
  sources.design_top = of_sources.design_top;
  const bool is_mine = sources.files == of_sources.files && sources.order == of_sources.order;
  const BuildOutcome built = is_mine ? BuildOutcome{} : simulator_.build(sources, design.limits);
  const BuildOutcome& build = is_mine ? mine : built;
  standard.builds = build.status == PhaseStatus::ok;
  standard.stands_alone = build.stands_alone;
  standard.message = build.message;
  if (!standard.builds) return standard;
  const auto passes = [&](const std::vector<SimulationRun>& runs) {
    if (runs.empty()) return true;
    Verdict verdict;
    const RunOutcome run = simulator_.run(build.binary, runs, design.limits);
    const bool concluded = run.status == PhaseStatus::ok && conclude_testbench(run, design, verdict).ok();
    if (standard.message.empty() && !verdict.passed()) standard.message = concluded ? verdict.summary : run.message;
    return concluded && verdict.passed();
  };
  standard.passes = passes(testbench_runs(design, sources, Beginning::random)) &&
                    (four_state() || passes(further_runs(design, sources)));
  if (!standard.passes && !four_state())
    standard.passes_zero = passes(testbench_runs(design, sources, Beginning::zero));
  return standard;
}

Result<std::shared_ptr<const Examiner::Golden>> Examiner::golden_of(const ExaminedDesign& design) {
  const std::string key = key_of(design);
  {
    std::unique_lock lock(mutex_);
    for (;;) {
      const auto [entry, mine] = goldens_.try_emplace(key);
      if (mine) break;
      if (entry->second) return entry->second;
      ready_.wait(lock);
    }
  }
  auto golden = run_golden(design);
  {
    const std::lock_guard lock(mutex_);
    if (golden.ok()) {
      goldens_[key] = *golden;
    } else {
      goldens_.erase(key);
    }
  }
  ready_.notify_all();
  return golden;
}

Result<std::shared_ptr<const Examiner::Golden>> Examiner::run_golden(const ExaminedDesign& of) const {
  const EvaluatorSettings& settings = of.settings;
  GS_TRY(FileSet workspace, overlay(of.task, golden_candidate(of.task)));
  const ExaminedDesign design{of.task,         settings,  of.phase,       std::move(workspace),
                              of.task.sources, of.limits, of.optimisation};
  const SimulationSources sources = sources_of(design, testbench_top(settings.top, settings.samples));
  const BuildOutcome build = simulator_.build(sources, design.limits);
  if (build.status == PhaseStatus::sandbox_error) return unavailable("sandbox: " + build.message);
  if (build.status != PhaseStatus::ok) {
    return invalid_input(fmt::format("the golden does not build: {}\n{}", build.message,
                                     messages_of(simulator_, build.tool_output, design)));
  }
  std::vector<SimulationRun> runs = runs_of(settings, sources);
  if (!four_state()) {
    for (SimulationRun& run : runs_of(settings, sources, kOtherReset)) runs.push_back(std::move(run));
  }
  RunOutcome run = simulator_.run(build.binary, runs, design.limits);
  if (run.status == PhaseStatus::sandbox_error) return unavailable("sandbox: " + run.message);
  if (run.status == PhaseStatus::timeout) return Error(ErrorCode::timeout, "the golden does not run: " + run.message);
  if (run.status != PhaseStatus::ok) return invalid_input("the golden does not run: " + run.message);
  auto golden = std::make_shared<Golden>();
  for (std::size_t i = 0; i < run.logs.size(); ++i) {
    if (run.logs[i].end != EndKind::finish) return invalid_input("the golden's run does not reach $finish");
    (i < settings.seeds.size() ? golden->logs : golden->other_logs).push_back(std::move(run.logs[i]));
  }
  if (four_state()) golden->other_logs = golden->logs;
  return std::shared_ptr<const Golden>(std::move(golden));
}

std::vector<std::string> Examiner::unknown_variables(const ExaminedDesign& design, const Examination& found) const {
  if (found.binary.empty() && design.settings.evaluator != "rtl-replay") return {};
  if (!four_state() || found.verdict.mismatches.empty()) return {};
  const tasks::Mismatch& first = found.verdict.mismatches.front();
  SimulationRun again{first.seed, 1, fatal_arguments(found.sources)};
  again.arguments.push_back(fmt::format("+gs_unknown_at={}", first.first_time_ps));
  std::string binary = found.binary;
  if (binary.empty()) binary = simulator_.build(found.sources, design.limits).binary;
  const RunOutcome run = simulator_.run(binary, {again}, design.limits);
  std::vector<std::string> names;
  if (run.logs.empty()) return names;
  // gs_top.tb.dut.state_q: what lies in an instance below the testbench's module, or in gs_top.dut of a replay.
  const std::string prefix = design.settings.evaluator == "rtl-replay" ? "gs_top.dut." : "gs_top.tb.";
  const bool below = design.settings.evaluator != "rtl-replay";
  for (const std::string& name : run.logs.front().unknown_variables) {
    if (!name.starts_with(prefix)) continue;
    const std::string rest = clean_utf8(name.substr(prefix.size()));
    if (!below || rest.find('.') != std::string::npos) names.push_back(rest);
  }
  return names;
}

}  // namespace gs::rtl
