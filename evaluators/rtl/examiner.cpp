#include "evaluators/rtl/examiner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "base/verilog_lexer.hpp"
#include "evaluators/rtl/bench.hpp"
#include "evaluators/rtl/gate.hpp"
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

// One run per seed, with the files that the testbench reads; the design's registers begin at values of seed +
// reset_offset.
std::vector<SimulationRun> runs_of(const EvaluatorSettings& settings, const SimulationSources& sources,
                                   std::uint32_t reset_offset = 0) {
  const std::vector<std::string> arguments = fatal_arguments(sources);
  tasks::FileSet data;
  for (const std::string& name : settings.data) {
    for (const std::string_view folder : {kHiddenFolder, kWorkspaceFolder}) {
      const auto file = sources.files.find(std::string(folder) + name);
      if (file != sources.files.end()) data.insert(*file);
    }
  }
  std::vector<SimulationRun> runs;
  for (const std::uint32_t seed : settings.seeds) {
    runs.push_back({seed, seed + reset_offset, arguments, false, data});
  }
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
  const SimulationRun first = runs_of(design.settings, sources).front();
  for (std::size_t i = design.settings.seeds.size(); i < kBeginnings; ++i) {
    runs.push_back(first);
    runs.back().reset_seed += static_cast<std::uint32_t>(i) * kOtherReset;
  }
  return runs;
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

// Of several builds or runs for one verdict.
double& measured(Verdict& verdict, const std::string& name, const std::string& unit) {
  for (tasks::Measurement& known : verdict.measurements) {
    if (known.name == name) return known.value;
  }
  verdict.measurements.push_back({name, 0, unit});
  return verdict.measurements.back().value;
}
void add_time(Verdict& verdict, const std::string& name, double value) {
  measured(verdict, name, "s") += value;
}
void add_memory(Verdict& verdict, const std::string& name, std::size_t bytes) {
  double& most = measured(verdict, name, "B");
  most = std::max(most, static_cast<double>(bytes));
}

double seconds(std::chrono::microseconds time) {
  return std::chrono::duration<double>(time).count();
}

// Whether a build failed, told to the verdict.
bool failed(const BuildOutcome& build, const Simulator& simulator, const ExaminedDesign& design, Examination& x) {
  x.build_cpu += build.cpu;
  add_time(x.verdict, "compile_cpu", seconds(build.cpu));
  add_memory(x.verdict, "compile_memory", build.peak_memory_bytes);
  if (build.status == PhaseStatus::ok) return false;
  x.rejected_by_tool = build.status == PhaseStatus::design_error || build.status == PhaseStatus::tool_crash;
  x.verdict.status = verdict_status(build.status);
  x.verdict.summary = build.message;
  x.verdict.feedback = feedback_of(simulator, build.tool_output, design.workspace);
  return true;
}

bool failed(const RunOutcome& run, Examination& x) {
  x.run_cpu += run.cpu;
  x.simulated = true;
  add_time(x.verdict, "simulate_cpu", seconds(run.cpu));
  add_memory(x.verdict, "simulate_memory", run.peak_memory_bytes);
  if (run.status == PhaseStatus::ok) return false;
  x.verdict.status = verdict_status(run.status);
  x.verdict.summary = run.message;
  return true;
}

void conclude(Verdict& verdict, const TraceDifference& difference, const std::string& abnormal_end) {
  verdict.mismatches = difference.mismatches;
  if (difference.compared > 0) {
    verdict.measurements.push_back({"compared", static_cast<double>(difference.compared), "1"});
  }
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
         read_testbench(run.logs, run.texts, design.settings, support_folder(design.phase)));
  conclude(verdict, reading.difference, reading.abnormal_end);
  if (reading.reports > 0) {
    verdict.summary = fmt::format("the testbench reports {} error{}", reading.reports, reading.reports == 1 ? "" : "s");
    verdict.feedback = verdict.summary + (reading.reports > 20 ? ", the first 20:\n" : ":\n") + reading.messages;
  } else if (verdict.passed()) {
    verdict.summary = design.settings.pass_line.empty() ? "the testbench finished without an error"
                                                        : "the testbench prints that the design is right";
  } else if (!reading.messages.empty()) {
    verdict.feedback = verdict.summary + ":\n" + reading.messages;
  }
  return {};
}

}  // namespace

std::string bench_name(const Task& task, Phase phase) {
  return task.hash + (phase == Phase::check ? ":check" : ":judge");
}

std::string decider_name(const Simulator& simulator) {
  std::string text = fmt::format("rtl/{} {}", kRtlJudgeVersion, simulator.name());
  for (const auto& [tool, version] : simulator.tools()) text += " " + tool + "/" + version;
  return text;
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

std::string feedback_of(const Simulator& simulator, const std::string& output, const FileSet& workspace) {
  return format_messages(simulator.read_messages(output), workspace, kMessages);
}

struct Examiner::Golden {
  std::vector<SimulationLog> logs;        // one per seed
  std::vector<SimulationLog> other_logs;  // the same stimulus, other initial values; four states: the same again
};

SimulationSources Examiner::sources_of(const ExaminedDesign& design, std::string top_text) const {
  SimulationSources sources = assemble(
      bench_parts(design.task, design.settings, design.phase, design.workspace, design.sources), std::move(top_text));
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
  const BuildOutcome build = simulator_.build(x.sources, design.limits);
  if (failed(build, simulator_, design, x)) return {};
  const RunOutcome run = simulator_.run(build.binary, runs_of(settings, x.sources), design.limits);
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

Result<ReplayTrace> Examiner::replay_of(const ExaminedDesign& design) const {
  const FileSet& files = support_files(design.task, design.phase);
  const auto csv = files.find(design.settings.trace);
  if (csv == files.end()) return not_found(design.settings.trace);
  return parse_replay(csv->second, design.settings.trace);
}

Result<void> Examiner::examine_replay(const ExaminedDesign& design, Examination& x) {
  const EvaluatorSettings& settings = design.settings;
  GS_TRY(const ReplayTrace trace, replay_of(design));
  x.sources = sources_of(design, replay_top(design.task.design_top, settings.clock, trace));
  const auto [build, run] = simulator_.build_and_run(x.sources, {{1, 1, {}}}, design.limits);
  if (failed(build, simulator_, design, x) || failed(run, x)) return {};
  const TraceDifference difference = compare_with_replay(trace, run.logs.front());
  if (difference.compared == 0 && difference.equal()) return invalid_input(settings.trace + ": compares nothing");
  conclude(x.verdict, difference, run.logs.front().end == EndKind::finish ? "" : "the replay did not reach its end");
  return {};
}

Result<ExplainedRun> Examiner::run_behind(const ExaminedDesign& design, const Verdict& verdict) const {
  ExplainedRun what;
  std::string top = testbench_top(design.settings.top, design.settings.samples);
  if (design.settings.evaluator == "rtl-replay") {
    GS_TRY(const ReplayTrace trace, replay_of(design));
    top = replay_top(design.task.design_top, design.settings.clock, trace);
  }
  what.sources = sources_of(design, std::move(top));
  what.run = runs_of(design.settings, what.sources).front();
  if (!verdict.mismatches.empty() && verdict.mismatches.front().seed != 0) {
    what.run.seed = what.run.reset_seed = verdict.mismatches.front().seed;
  }
  const auto golden = book_.standing(bench_name(design.task, design.phase), decider_);
  if (golden && !golden->passes && golden->passes_zero) what.run.reset_seed = 0;
  what.design_top = design.task.design_top;
  what.workspace = design.workspace;
  what.limits = design.limits;
  return what;
}

Result<void> Examiner::examine_testbench(const ExaminedDesign& design, Examination& x) {
  x.sources = sources_of(design, testbench_top(design.settings.top, {}));
  const bool hidden = design.phase == Phase::judge;
  // What a bench shows everyone holds nothing to be read out of turn.
  if (hidden && refers_by_dots(design)) x.sources.design_top = design.task.design_top;
  const auto known = book_.standing(bench_name(design.task, design.phase), decider_);
  Beginning beginning = known && !known->passes && known->passes_zero ? Beginning::zero : Beginning::random;
  const std::vector<SimulationRun> own_runs = testbench_runs(design, x.sources, beginning);
  // The program that Icarus makes is a text that holds the whole testbench: a box of its own would hide nothing more.
  const bool one_box = !hidden || four_state();
  BuildOutcome build;
  RunOutcome run;
  if (one_box) {
    std::tie(build, run) = simulator_.build_and_run(x.sources, own_runs, design.limits);
  } else {
    build = simulator_.build(x.sources, design.limits);
  }
  if (failed(build, simulator_, design, x)) return {};
  if (!build.stands_alone && standing_of(design, {x.sources, build, {}, {}}).stands_alone) {
    x.verdict.status = VerdictStatus::refused;
    x.verdict.summary = "the design refers to names outside of itself";
    x.verdict.feedback = x.verdict.summary + "\n" + feedback_of(simulator_, build.alone_output, design.workspace);
    return {};
  }
  const auto conclude_runs = [&](const std::vector<SimulationRun>& runs) -> Result<void> {
    if (!one_box) run = simulator_.run(build.binary, runs, design.limits);
    if (failed(run, x)) return {};
    return conclude_testbench(run, design, x.verdict);
  };
  GS_CHECK(conclude_runs(own_runs));
  if (!hidden) return {};
  const bool two_state_random = !four_state() && beginning == Beginning::random;
  if (x.verdict.passed() && two_state_random && design.settings.seeds.size() < kBeginnings) {
    GS_CHECK(conclude_runs(further_runs(design, x.sources)));
  }
  if (x.verdict.status == VerdictStatus::failed && beginning == Beginning::random) {
    const Verdict from_random = x.verdict;
    // Where nothing is known of the golden, it may count on registers that begin at zero: then so does the verdict.
    if (!known && two_state_random) GS_CHECK(conclude_runs(testbench_runs(design, x.sources, Beginning::zero)));
    const GoldenStanding golden = standing_of(design, {x.sources, build, from_random, x.verdict});
    if (!golden.passes && golden.passes_zero) {
      beginning = Beginning::zero;
    } else {
      x.verdict = from_random;
      x.golden_fails = !golden.passes;
    }
    if (x.golden_fails) {
      x.verdict.findings.push_back(fmt::format("the golden fails too with {}: {}", simulator_.name(), golden.message));
    }
  }
  if (beginning == Beginning::zero) x.verdict.findings.push_back("registers began at zero: the golden passes only so");
  return {};
}

GoldenStanding Examiner::standing_of(const ExaminedDesign& design, const Failed& mine) {
  const std::string bench = bench_name(design.task, design.phase);
  const Turns::Turn turn = turns_.take(bench);
  if (auto known = book_.standing(bench, decider_)) return *known;
  bool certain = true;
  const GoldenStanding standing = find_standing(design, mine, certain);
  if (certain) book_.note_standing(bench, decider_, standing);
  return standing;
}

GoldenStanding Examiner::find_standing(const ExaminedDesign& of, const Failed& mine, bool& certain) const {
  GoldenStanding standing;
  auto workspace = overlay(of.task, golden_candidate(of.task));
  if (!workspace) {
    standing.message = workspace.error().to_line();
    return standing;
  }
  const ExaminedDesign design{of.task,         of.settings,    of.phase,       *std::move(workspace),
                              of.task.sources, of.task.limits, of.optimisation};
  SimulationSources sources = sources_of(design, testbench_top(design.settings.top, {}));
  sources.design_top = design.task.design_top;
  const auto is_definite = [](const Verdict& verdict) {
    return verdict.status == VerdictStatus::failed || verdict.status == VerdictStatus::passed;
  };
  if (sources.files == mine.sources.files && sources.order == mine.sources.order && is_definite(mine.from_random) &&
      (four_state() || is_definite(mine.from_zero))) {
    standing.stands_alone = mine.build.stands_alone;
    standing.passes_zero = !four_state() && mine.from_zero.passed();
    standing.message = mine.from_random.summary;
    return standing;
  }
  const BuildOutcome build = simulator_.build(sources, design.limits);
  certain = build.status == PhaseStatus::ok || build.status == PhaseStatus::design_error;
  standing.stands_alone = build.stands_alone;
  standing.message = build.message;
  if (build.status != PhaseStatus::ok) return standing;
  const auto passes = [&](const std::vector<SimulationRun>& runs) {
    if (runs.empty()) return true;
    Verdict verdict;
    const RunOutcome run = simulator_.run(build.binary, runs, design.limits);
    certain = certain && (run.status == PhaseStatus::ok || run.status == PhaseStatus::crashed);
    const bool concluded = run.status == PhaseStatus::ok && conclude_testbench(run, design, verdict).ok();
    if (standing.message.empty() && !verdict.passed()) standing.message = concluded ? verdict.summary : run.message;
    return concluded && verdict.passed();
  };
  standing.passes = passes(testbench_runs(design, sources, Beginning::random)) &&
                    (four_state() || passes(further_runs(design, sources)));
  if (!standing.passes && !four_state())
    standing.passes_zero = passes(testbench_runs(design, sources, Beginning::zero));
  return standing;
}

Result<std::shared_ptr<const Examiner::Golden>> Examiner::golden_of(const ExaminedDesign& design) {
  const std::string bench = bench_name(design.task, design.phase);
  const Turns::Turn turn = turns_.take(bench);
  {
    const std::lock_guard lock(mutex_);
    if (const auto known = goldens_.find(bench); known != goldens_.end()) return known->second;
  }
  GS_TRY(auto golden, run_golden(design));
  const std::lock_guard lock(mutex_);
  return goldens_[bench] = std::move(golden);
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
                                     feedback_of(simulator_, build.tool_output, design.workspace)));
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
  if (!four_state() || found.verdict.mismatches.empty()) return {};
  const tasks::Mismatch& first = found.verdict.mismatches.front();
  SimulationRun again{first.seed, 1, fatal_arguments(found.sources)};
  again.arguments.push_back(fmt::format("+gs_unknown_at={}", first.first_time_ps));
  const auto [build, run] = simulator_.build_and_run(found.sources, {again}, design.limits);
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
