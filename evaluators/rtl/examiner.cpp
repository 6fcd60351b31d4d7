#include "evaluators/rtl/examiner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "evaluators/rtl/bench.hpp"
#include "evaluators/rtl/harness_top.hpp"
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
                                          Beginning beginning, bool four_state) {
  std::vector<SimulationRun> runs = runs_of(design.settings, sources);
  if (beginning == Beginning::zero) {
    for (SimulationRun& run : runs) run.reset_seed = 0;
    return runs;
  }
  if (four_state || design.phase == Phase::check) return runs;
  const SimulationRun first = runs.front();
  for (std::uint32_t i = 1; runs.size() < kBeginnings; ++i) {
    runs.push_back(first);
    runs.back().reset_seed = first.seed + i * kOtherReset;
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

template <typename T>
std::vector<T> first_of(const std::vector<T>& all, std::size_t count) {
  return {all.begin(), all.begin() + static_cast<std::ptrdiff_t>(std::min(count, all.size()))};
}

// The verdict of a testbench over all of its runs. Those from further beginnings count only where the task's own say
// nothing: they would repeat the same reports.
Result<void> conclude_testbench(const RunOutcome& run, const ExaminedDesign& design, Verdict& verdict) {
  const std::string_view folder = design.phase == Phase::check ? kWorkspaceFolder : kHiddenFolder;
  const auto read = [&](std::size_t runs) {
    return read_testbench(first_of(run.logs, runs), first_of(run.texts, runs), design.settings, folder);
  };
  GS_TRY(TestbenchReading reading, read(design.settings.seeds.size()));
  if (reading.reports == 0 && reading.abnormal_end.empty()) {
    GS_TRY(reading, read(run.logs.size()));
  }
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
  // What the bench shows everyone holds nothing to be read out of turn.
  if (design.phase == Phase::judge) x.sources.design_top = design.task.design_top;
  const std::vector<SimulationRun> runs = testbench_runs(design, x.sources, Beginning::random, four_state());
  BuildOutcome build;
  RunOutcome run;
  if (design.phase == Phase::check) {
    std::tie(build, run) = simulator_.build_and_run(x.sources, runs, design.limits);
  } else {
    build = simulator_.build(x.sources, design.limits);
    if (build.status == PhaseStatus::ok && build.stands_alone) run = simulator_.run(build.binary, runs, design.limits);
  }
  if (failed(build, simulator_, design, x)) return {};
  x.binary = std::move(build.binary);
  if (!build.stands_alone) {
    if (standard_of(design).stands_alone) {
      x.verdict.status = VerdictStatus::refused;
      x.verdict.summary = "the design refers to names outside of itself";
      x.verdict.feedback = x.verdict.summary + "\n" + messages_of(simulator_, build.alone_output, design);
      return {};
    }
    run = simulator_.run(x.binary, runs, design.limits);
  }
  if (failed(run, x)) return {};
  GS_CHECK(conclude_testbench(run, design, x.verdict));
  if (x.verdict.passed() || design.phase == Phase::check) return {};

  const Standard standard = standard_of(design);
  if (standard.passes) return {};
  if (!standard.passes_zero) {
    x.golden_fails = true;
    x.verdict.findings.push_back(fmt::format("the golden fails too with {}: {}", simulator_.name(), standard.message));
    return {};
  }
  // The task counts on registers that begin at zero: so does its verdict.
  const RunOutcome again =
      simulator_.run(x.binary, testbench_runs(design, x.sources, Beginning::zero, four_state()), design.limits);
  x.verdict.measurements.clear();
  if (failed(again, x)) return {};
  x.verdict.findings.push_back("registers began at zero: the golden passes only so");
  return conclude_testbench(again, design, x.verdict);
}

Examiner::Standard Examiner::standard_of(const ExaminedDesign& design) {
  const std::string key = key_of(design);
  {
    std::unique_lock lock(mutex_);
    for (;;) {
      const auto [entry, mine] = standards_.try_emplace(key);
      if (mine) break;
      if (entry->second) return *entry->second;
      ready_.wait(lock);
    }
  }
  auto standard = std::make_shared<const Standard>(make_standard(design));
  {
    const std::lock_guard lock(mutex_);
    standards_[key] = standard;
  }
  ready_.notify_all();
  return *standard;
}

Examiner::Standard Examiner::make_standard(const ExaminedDesign& of) const {
  Standard standard;
  auto workspace = overlay(of.task, golden_candidate(of.task));
  if (!workspace) {
    standard.message = workspace.error().to_line();
    return standard;
  }
  const ExaminedDesign design{of.task,         of.settings,    of.phase,       *std::move(workspace),
                              of.task.sources, of.task.limits, of.optimisation};
  SimulationSources sources = sources_of(design, testbench_top(design.settings.top, {}));
  sources.design_top = design.task.design_top;
  const BuildOutcome build = simulator_.build(sources, design.limits);
  standard.builds = build.status == PhaseStatus::ok;
  standard.stands_alone = build.stands_alone;
  standard.message = build.message;
  if (!standard.builds) return standard;
  for (const Beginning beginning : {Beginning::random, Beginning::zero}) {
    Verdict verdict;
    const RunOutcome run =
        simulator_.run(build.binary, testbench_runs(design, sources, beginning, four_state()), design.limits);
    const bool concluded = run.status == PhaseStatus::ok && conclude_testbench(run, design, verdict).ok();
    (beginning == Beginning::random ? standard.passes : standard.passes_zero) = concluded && verdict.passed();
    if (concluded && verdict.passed()) break;
    if (beginning == Beginning::random) standard.message = concluded ? verdict.summary : run.message;
    if (four_state()) break;
  }
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
