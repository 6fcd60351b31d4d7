#include "evaluators/rtl/rtl_judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "evaluators/rtl/bench.hpp"
#include "evaluators/rtl/silencer.hpp"
#include "evaluators/rtl/top_header.hpp"

namespace gs::rtl {

using evaluators::Phase;
using tasks::Candidate;
using tasks::EvaluatorSettings;
using tasks::FileSet;
using tasks::Task;
using tasks::Verdict;
using tasks::VerdictStatus;

namespace {

constexpr std::size_t kFeedbackBytes = 6000;
// How long `automatic` lets Icarus run a simulation that it does not know: a little less than compiling it with
// Verilator costs. Over VerilogEval v2, 0.3 s came out cheaper than 0.6 s and 1.2 s.
constexpr std::chrono::milliseconds kPatience{300};
// From these run times on, optimising the compiled simulation pays for the longer compilation (0.4 s more at level 1,
// 1 s more at level 2, for runs 2 to 4 times as fast).
constexpr std::chrono::seconds kWorthLevel1{2}, kWorthLevel2{8};

constexpr std::array<std::pair<SimulatorChoice, std::string_view>, 4> kChoices{{
    {SimulatorChoice::verilator, "verilator"},
    {SimulatorChoice::icarus, "icarus"},
    {SimulatorChoice::both, "both"},
    {SimulatorChoice::automatic, "auto"},
}};

// What is expanded to see what a candidate's macros come to: with a testbench that believes what is printed, the design
// alone, since the text is then compiled in its place.
SimulationSources expanded_sources(const Task& task, const EvaluatorSettings& settings, Phase phase,
                                   const FileSet& workspace) {
  return settings.silence ? design_sources(workspace, task.sources, task.include_dirs)
                          : assemble(bench_parts(task, settings, phase, workspace, task.sources), "");
}

// Text that a tool's preprocessor put together, as one file.
constexpr std::string_view kExpanded = "gs_expanded_macros.sv";

// A candidate whose top turns a port of the golden round: simulators take it, each in its own way.
std::optional<Verdict> contradiction(const Task& task, const FileSet& workspace) {
  if (task.solution.empty()) return std::nullopt;
  const auto golden = golden_header(task), header = find_header(task, workspace);
  if (!golden || !header) return std::nullopt;
  const std::string port = contradicted_port(*golden, *header);
  if (port.empty()) return std::nullopt;
  Verdict verdict;
  verdict.status = VerdictStatus::compile_error;
  verdict.summary = fmt::format("{}: {}", header->file, port);
  verdict.feedback = verdict.summary + "\n";
  return verdict;
}

// Nothing that another simulator could see otherwise.
bool is_conclusive(const Examination& x, bool stopped_early) {
  if (x.rejected_by_tool || x.golden_fails || is_infrastructure(x.verdict.status)) return false;
  return !(stopped_early && x.verdict.status == VerdictStatus::timeout);
}

std::string reason_of(const Result<Examination>& x) {
  if (!x) return x.error().message().substr(0, x.error().message().find('\n'));
  return x->golden_fails ? x->verdict.findings.back() : x->verdict.summary;
}

void add_tools(Verdict& verdict, const Verdict& other) {
  verdict.tools.insert(other.tools.begin(), other.tools.end());
}

}  // namespace

std::string_view to_string(SimulatorChoice choice) {
  for (const auto& [value, name] : kChoices) {
    if (value == choice) return name;
  }
  return {};
}

Result<SimulatorChoice> simulator_choice_from(std::string_view word) {
  for (const auto& [value, name] : kChoices) {
    if (name == word) return value;
  }
  return invalid_input(
      fmt::format("\"{}\" is no simulator; those are verilator, icarus, both and auto", clean_utf8(word)));
}

/// A candidate as it is compiled, or the verdict when the gate has spoken.
struct RtlJudge::Gated {
  FileSet workspace;
  std::vector<std::string> sources;
  std::optional<Verdict> verdict;
  std::vector<std::string> findings;
};

RtlJudge::RtlJudge(sandbox::Sandbox& box, VerilatorRuntime verilator, std::optional<IcarusRuntime> icarus,
                   RtlJudgeOptions options, Log& log)
    : box_(box),
      verilator_runtime_(std::move(verilator)),
      icarus_runtime_(std::move(icarus)),
      options_(std::move(options)),
      verilator_(box_, verilator_runtime_),
      with_verilator_(verilator_, book_),
      log_(log) {
  if (icarus_runtime_) {
    icarus_.emplace(box_, *icarus_runtime_);
    with_icarus_.emplace(*icarus_, book_);
  }
  if (!options_.cache.empty()) book_.open(options_.cache / "testbenches.sqlite", log);
}

RtlJudge::~RtlJudge() = default;

std::string RtlJudge::description() const {
  return fmt::format("rtl/{} (Verilator {}, {} {}{}; simulator: {}{}{})", kRtlJudgeVersion,
                     verilator_runtime_.verilator.version, verilator_runtime_.compiler.name,
                     verilator_runtime_.compiler.version,
                     icarus_runtime_ ? ", Icarus Verilog " + icarus_runtime_->iverilog.version : std::string(),
                     options_.simulator ? to_string(*options_.simulator) : "the task's",
                     options_.order == AutoOrder::four_states ? ", four states first" : "",
                     options_.explain_checks ? "; checks explained" : "");
}

Result<Verdict> RtlJudge::evaluate(const Task& task, const Candidate& candidate, Phase phase) {
  if (phase == Phase::check && !task.check) return invalid_input(fmt::format("task {}: has no [check]", task.name()));
  const EvaluatorSettings& settings = phase == Phase::check ? *task.check : task.judge;
  auto gated = pass_gate(task, settings, candidate, phase);
  if (!gated) return std::move(gated).error().with(fmt::format("task {}", task.name()));
  Verdict verdict;
  if (gated->verdict) {
    verdict = *std::move(gated->verdict);
    verdict.tools = verilator_.tools();
  } else {
    ExaminedDesign design{task,        settings, phase, std::move(gated->workspace), std::move(gated->sources),
                          task.limits, 0};
    auto decided = decide(design);
    if (!decided) return std::move(decided).error().with(fmt::format("task {}", task.name()));
    verdict = *std::move(decided);
    if (options_.explain_checks && phase == Phase::check && !verdict.mismatches.empty()) {
      const std::size_t left = kFeedbackBytes - std::min(kFeedbackBytes, verdict.feedback.size() + 200);
      if (const auto explained = explain_design(design, verdict, left)) {
        verdict.feedback += explained->text;
      } else {
        log_.debug("no explanation: " + explained.error().to_line());
      }
    }
  }
  verdict.evaluator = fmt::format("{}/{}", settings.evaluator, kRtlJudgeVersion);
  verdict.enforced_by = box_.description();
  verdict.findings.insert(verdict.findings.begin(), gated->findings.begin(), gated->findings.end());
  verdict.feedback = bound_text(verdict.feedback, kFeedbackBytes);
  return verdict;
}

Result<Explanation> RtlJudge::explain(const Task& task, const Candidate& candidate, Phase phase, const Verdict& verdict,
                                      std::size_t cap_bytes) {
  const EvaluatorSettings& settings = phase == Phase::check && task.check ? *task.check : task.judge;
  GS_TRY(Gated gated, pass_gate(task, settings, candidate, phase));
  if (gated.verdict) return invalid_input("the candidate is not simulated: " + gated.verdict->summary);
  return explain_design({task, settings, phase, std::move(gated.workspace), std::move(gated.sources), task.limits, 0},
                        verdict, cap_bytes);
}

Result<std::string> RtlJudge::trace(const Task& task, const Candidate& candidate, const Verdict& check,
                                    const evaluators::SignalAt& where, std::size_t cap_bytes) {
  if (!task.check) return invalid_input(fmt::format("task {}: has no [check]", task.name()));
  if (check.decided_by.empty()) return invalid_input("nothing was simulated: " + check.summary);
  GS_TRY(Gated gated, pass_gate(task, *task.check, candidate, Phase::check));
  if (gated.verdict) return invalid_input("the candidate is not simulated: " + gated.verdict->summary);
  const ExaminedDesign design{
      task, *task.check, Phase::check, std::move(gated.workspace), std::move(gated.sources), task.limits, 0};
  GS_TRY(const MismatchExplainer* explains, explainer());
  Examiner& examiner = decider_of(check);
  GS_TRY(const ExplainedRun what, examiner.run_behind(design, check));
  evaluators::SignalAt at = where;
  if (!at.ps && !check.mismatches.empty()) at.ps = check.mismatches.front().first_time_ps;
  return explains->trace(examiner.simulator(), what, at, cap_bytes);
}

Result<const MismatchExplainer*> RtlJudge::explainer() {
  if (options_.cache.empty()) return unavailable("no cache folder for the reader of waves");
  const std::lock_guard lock(mutex_);
  if (!explainer_) {
    GS_TRY(WaveReader reader, WaveReader::prepare(box_, options_.cache, log_));
    explainer_.emplace(box_, verilator_runtime_, std::move(reader));
  }
  return &*explainer_;
}

Examiner& RtlJudge::decider_of(const Verdict& verdict) {
  return verdict.decided_by == "icarus" && with_icarus_ ? *with_icarus_ : with_verilator_;
}

Result<Explanation> RtlJudge::explain_design(const ExaminedDesign& design, const Verdict& verdict,
                                             std::size_t cap_bytes) {
  GS_TRY(const MismatchExplainer* explains, explainer());
  Examiner& examiner = decider_of(verdict);
  GS_TRY(const ExplainedRun what, examiner.run_behind(design, verdict));
  if (cap_bytes > 0 && !verdict.mismatches.empty()) {
    auto explained = explains->explain(examiner.simulator(), what, verdict.mismatches.front(), cap_bytes);
    if (explained) return explained;
    log_.debug("no explanation: " + explained.error().to_line());
  }
  Explanation wave;
  GS_TRY(wave.fst, explains->record(examiner.simulator(), what));
  return wave;
}

Result<RtlJudge::Gated> RtlJudge::pass_gate(const Task& task, const EvaluatorSettings& settings,
                                            const Candidate& candidate, Phase phase) {
  Gated gated;
  GS_TRY(gated.workspace, overlay(task, candidate));
  gated.sources = task.sources;
  FileSet files = candidate.files, baseline = task.workspace;
  if (settings.silence) {
    Silenced silenced = silence(files);
    files = std::move(silenced.files);
    baseline = silence(baseline).files;
    for (const auto& [name, content] : files) gated.workspace[name] = content;
    // Nor are the files heard that the candidate leaves as they are: a verdict is the testbench's.
    for (const std::string& name : task.sources) {
      if (const auto kept = baseline.find(name); kept != baseline.end() && files.count(name) == 0) {
        gated.workspace[name] = kept->second;
      }
    }
    note_silenced(silenced.calls, gated.findings);
  }
  const bool macros = uses_macros(files);
  GatePolicy policy{settings.top, bench_names(support_files(task, phase), settings.testbench), settings.silence};
  // Where the expanded text is compiled, that is what must be silent.
  if (macros) policy.silenced = false;
  const std::vector<GateFinding> refused = inspect(files, baseline, policy);
  policy.silenced = settings.silence;
  if (!refused.empty()) {
    gated.verdict = refusal(refused);
    return gated;
  }
  if (macros) GS_CHECK(examine_expansion(task, settings, phase, policy, gated));
  if (!gated.verdict) gated.verdict = contradiction(task, gated.workspace);
  return gated;
}

Result<void> RtlJudge::examine_expansion(const Task& task, const EvaluatorSettings& settings, Phase phase,
                                         const GatePolicy& policy, Gated& gated) {
  const Expansion mine = verilator_.expand(expanded_sources(task, settings, phase, gated.workspace), task.limits);
  if (mine.status != PhaseStatus::ok) {
    gated.verdict.emplace();
    gated.verdict->status = verdict_status(mine.status);
    gated.verdict->summary = mine.message;
    gated.verdict->feedback = feedback_of(verilator_, mine.tool_output, gated.workspace);
    return {};
  }
  GS_TRY(const std::string golden, golden_expansion(task, settings, phase));
  const std::string origin(kExpanded);
  FileSet text{{origin, mine.text}}, golden_text{{origin, golden}};
  if (settings.silence) {
    // What macros put together can be silenced only here, so this text is what is compiled.
    Silenced silenced = silence(text);
    text = std::move(silenced.files);
    golden_text = silence(golden_text).files;
    note_silenced(silenced.calls, gated.findings);
    gated.workspace[origin] = text[origin];
    gated.sources = {origin};
  }
  const std::vector<GateFinding> refused = inspect(text, golden_text, policy);
  if (!refused.empty()) gated.verdict = refusal(refused);
  return {};
}

Result<std::string> RtlJudge::golden_expansion(const Task& task, const EvaluatorSettings& settings, Phase phase) {
  const std::string key = bench_name(task, phase);
  {
    const std::lock_guard lock(mutex_);
    if (const auto known = expansions_.find(key); known != expansions_.end()) return known->second;
  }
  GS_TRY(const FileSet workspace, overlay(task, golden_candidate(task)));
  const Expansion golden = verilator_.expand(expanded_sources(task, settings, phase, workspace), task.limits);
  if (golden.status == PhaseStatus::sandbox_error) return unavailable("sandbox: " + golden.message);
  if (golden.status != PhaseStatus::ok) return invalid_input("the golden does not build: " + golden.message);
  const std::lock_guard lock(mutex_);
  return expansions_[key] = golden.text;
}

Result<Verdict> RtlJudge::decide(ExaminedDesign& design) {
  SimulatorChoice choice = SimulatorChoice::verilator;
  if (options_.simulator) {
    choice = *options_.simulator;
  } else if (!design.settings.simulator.empty()) {
    GS_TRY(choice, simulator_choice_from(design.settings.simulator));
  }
  if (!with_icarus_ && (choice == SimulatorChoice::icarus || choice == SimulatorChoice::both)) {
    return unavailable(
        fmt::format("simulator {}: iverilog is not installed: apt-get install iverilog", to_string(choice)));
  }
  if (choice == SimulatorChoice::both) return decide_both(design);
  if (choice == SimulatorChoice::automatic && with_icarus_) return decide_automatically(design);
  GS_TRY(Examination x, examine_with(choice == SimulatorChoice::icarus ? *with_icarus_ : with_verilator_, design));
  return std::move(x.verdict);
}

Result<Examination> RtlJudge::examine_with(Examiner& examiner, ExaminedDesign& design) {
  const std::string key = bench_name(design.task, design.phase);
  const std::string& simulator = examiner.decider();
  design.optimisation = 0;
  if (const auto before = book_.cost(key, simulator); before && &examiner == &with_verilator_) {
    design.optimisation = before->optimisation > 0      ? before->optimisation
                          : before->run >= kWorthLevel2 ? 2
                          : before->run >= kWorthLevel1 ? 1
                                                        : 0;
  }
  auto x = examiner.examine(design);
  if (x && x->simulated) {
    book_.note_cost(key, simulator,
                    {x->build_cpu, x->run_cpu, design.optimisation, x->verdict.status != VerdictStatus::timeout});
  } else if (!x && x.error().code() == ErrorCode::timeout) {  // its golden
    book_.note_cost(key, simulator, {{}, design.limits.run_wall, design.optimisation, false});
  }
  return x;
}

Result<Verdict> RtlJudge::decide_both(ExaminedDesign& design) {
  auto two = examine_with(with_verilator_, design);
  auto four = examine_with(*with_icarus_, design);
  if (!two && !four) return std::move(two).error();
  const bool two_decides = two.ok() && is_conclusive(*two, false);
  const bool four_decides = four.ok() && is_conclusive(*four, false);
  if (two_decides != four_decides) {
    Result<Examination>& decider = two_decides ? two : four;
    const Result<Examination>& other = two_decides ? four : two;
    Verdict verdict = std::move(decider->verdict);
    verdict.findings.push_back(fmt::format("only {} decided; {}: {}", verdict.decided_by,
                                           two_decides ? "icarus" : "verilator", reason_of(other)));
    return verdict;
  }
  if (!two || !four) return std::move(two ? two->verdict : four->verdict);

  const bool agree = two->verdict.passed() == four->verdict.passed();
  Verdict verdict = agree || !two->verdict.passed() ? two->verdict : four->verdict;
  add_tools(verdict, two->verdict);
  add_tools(verdict, four->verdict);
  verdict.decided_by = "icarus+verilator";
  for (const auto* other : {&two->verdict, &four->verdict}) {
    for (const std::string& finding : other->findings) {
      if (std::find(verdict.findings.begin(), verdict.findings.end(), finding) == verdict.findings.end()) {
        verdict.findings.push_back(finding);
      }
    }
  }
  if (agree) return verdict;
  std::string finding = "passes four-state (icarus), fails two-state (verilator)";
  if (two->verdict.passed()) {
    finding = "passes two-state (verilator), fails four-state (icarus)";
    std::vector<std::string> names = with_icarus_->unknown_variables(design, *four);
    constexpr std::size_t kShown = 8;
    const std::size_t more = names.size() > kShown ? names.size() - kShown : 0;
    names.resize(names.size() - more);
    if (!names.empty()) finding += ": uninitialised " + join(names, ", ");
    if (more > 0) finding += fmt::format(" and {} more", more);
  }
  verdict.findings.push_back(finding);
  verdict.summary = finding + "; " + verdict.summary;
  verdict.feedback = finding + "\n" + verdict.feedback;
  return verdict;
}

bool RtlJudge::icarus_costs_less(const ExaminedDesign& design) {
  const std::string key = bench_name(design.task, design.phase);
  const auto icarus = book_.cost(key, with_icarus_->decider());
  if (!icarus) return true;
  if (!icarus->complete) return false;
  const auto verilator = book_.cost(key, with_verilator_.decider());
  return icarus->total() < (verilator ? verilator->total() : std::chrono::microseconds(kPatience));
}

Result<Verdict> RtlJudge::decide_automatically(ExaminedDesign& design) {
  const bool four_states = options_.order == AutoOrder::four_states;
  const bool icarus_first = four_states || icarus_costs_less(design);
  const bool known = book_.cost(bench_name(design.task, design.phase), with_icarus_->decider()).has_value();
  const std::array<Examiner*, 2> order = icarus_first ? std::array<Examiner*, 2>{&*with_icarus_, &with_verilator_}
                                                      : std::array<Examiner*, 2>{&with_verilator_, &*with_icarus_};
  std::vector<std::string> findings;
  std::array<std::optional<Result<Examination>>, 2> found;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const bool hurried = i == 0 && icarus_first && !four_states && !known && kPatience < design.task.limits.run_wall;
    design.limits = design.task.limits;
    if (hurried) design.limits.run_wall = kPatience;
    found[i] = examine_with(*order[i], design);
    if (found[i]->ok() && is_conclusive(**found[i], hurried)) {
      Verdict verdict = std::move((*found[i])->verdict);
      verdict.findings.insert(verdict.findings.end(), findings.begin(), findings.end());
      return verdict;
    }
    findings.push_back(fmt::format("{} did not decide: {}", order[i]->simulator().name(), reason_of(*found[i])));
  }
  // Neither is sure. Verilator explains better why; a verdict says more than an error of the task.
  std::size_t best = order[0] == &with_verilator_ ? 0 : 1;
  if (!found[best]->ok()) best = 1 - best;
  if (!found[best]->ok()) return std::move(*found[best]).error();
  // A tool that broke down says nothing of the design that the other rejects.
  const auto broke_down = [&](std::size_t i) {
    return found[i]->ok() && is_infrastructure((*found[i])->verdict.status);
  };
  if (broke_down(best) && found[1 - best]->ok() && !broke_down(1 - best)) best = 1 - best;
  Verdict verdict = std::move((*found[best])->verdict);
  if (found[1 - best]->ok()) {
    add_tools(verdict, (*found[1 - best])->verdict);
    verdict.decided_by = "icarus+verilator";
  }
  verdict.findings = std::move(findings);
  return verdict;
}

}  // namespace gs::rtl
