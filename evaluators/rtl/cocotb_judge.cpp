// Theory of operation: up to three boxes. One has iverilog -E expand a candidate's macros, twice: as they stand, and
// with every name defined that the candidate asks about; the gate reads both. One runs the harness, a step for each of
// its commands, each under gs_cocotb.py. Where that fails, one more has iverilog elaborate the candidate alone, without
// anything hidden, so that its messages may be told.
#include "evaluators/rtl/cocotb_judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "base/text.hpp"
#include "base/verilog_lexer.hpp"
#include "evaluators/rtl/examiner.hpp"
#include "evaluators/rtl/gate.hpp"
#include "evaluators/rtl/harness_text.hpp"
#include "evaluators/rtl/icarus_messages.hpp"
#include "evaluators/rtl/silencer.hpp"
#include "evaluators/rtl/simulation_steps.hpp"
#include "tasks/env_file.hpp"

namespace gs::rtl {

using evaluators::Phase;
using sandbox::StepOutcome;
using sandbox::StepStatus;
using tasks::Candidate;
using tasks::FileSet;
using tasks::Task;
using tasks::Verdict;
using tasks::VerdictStatus;

namespace {

constexpr const char* kWrapper = "gs_cocotb.py";
constexpr const char* kExpanded[] = {"gs_plain.sv", "gs_defined.sv"};
constexpr std::string_view kCode = "/code/";
constexpr std::size_t kFeedbackBytes = 6000;
constexpr double kLeastVerilator = 5.036;  // cocotb 2.0, "Simulator Support"

bool is_verilog(std::string_view file) {
  return file.ends_with(".v") || file.ends_with(".sv");
}

/// The harness's sources that the workspace has, in its order, then the editable files it does not name.
std::vector<std::string> compile_order(const Task& task, const FileSet& workspace) {
  std::vector<std::string> order;
  const auto add = [&](const std::string& file) {
    const bool known = std::find(order.begin(), order.end(), file) != order.end();
    if (!known && is_verilog(file) && workspace.count(file) > 0) order.push_back(file);
  };
  const auto environment = tasks::parse_env_file(task.hidden.at(task.judge.environment));
  const auto sources = environment.find("VERILOG_SOURCES");
  if (sources != environment.end()) {
    for (const std::string_view word : split(sources->second, ' ')) {
      if (word.starts_with(kCode)) add(std::string(word.substr(kCode.size())));
    }
  }
  for (const std::string& file : task.sources) add(file);
  return order;
}

/// iverilog on the files of a box's "ws/": all folders of the workspace are searched for what is included.
sandbox::Step icarus_step(const sandbox::Tool& iverilog, const std::vector<std::string>& mode, const FileSet& workspace,
                          const std::vector<std::string>& order) {
  sandbox::Step step;
  step.argv = {iverilog.path.string(), "-g2012"};
  step.argv.insert(step.argv.end(), mode.begin(), mode.end());
  std::set<std::string> folders{"../in/ws"};
  for (const auto& [path, content] : workspace) {
    const std::size_t slash = path.rfind('/');
    if (slash != std::string::npos) folders.insert("../in/ws/" + path.substr(0, slash));
  }
  for (const std::string& folder : folders) step.argv.push_back("-I" + folder);
  for (const std::string& file : order) step.argv.push_back("../in/ws/" + file);
  return step;
}

FileSet below(std::string_view folder, const FileSet& files) {
  FileSet moved;
  for (const auto& [path, content] : files) moved[std::string(folder) + path] = content;
  return moved;
}

/// Names that a candidate asks about with `ifdef and the like.
std::set<std::string> asked_names(const FileSet& files) {
  std::set<std::string> names;
  for (const auto& [path, content] : files) {
    const std::vector<Token> tokens = tokenize_code(content);
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
      const std::string_view word = tokens[i].text;
      if (word != "`ifdef" && word != "`ifndef" && word != "`elsif") continue;
      const std::string_view name = plain_name(tokens[i + 1].text);
      if (tokens[i + 1].kind == TokenKind::identifier && names.size() < 200) names.emplace(name);
    }
  }
  return names;
}

std::string icarus_feedback(const std::string& output, const FileSet& workspace) {
  return format_messages(parse_icarus_messages(output), workspace, kFeedbackBytes);
}

/// "pytest -s '/src/a b.py' -v" as its words; no shell ever sees them.
std::vector<std::string> words_of(std::string_view command) {
  std::vector<std::string> words;
  std::string word;
  bool inside = false;
  char quote = 0;
  for (const char c : command) {
    if (quote != 0) {
      if (c == quote) {
        quote = 0;
      } else {
        word += c;
      }
    } else if (c == '"' || c == '\'') {
      quote = c;
      inside = true;
    } else if (c == ' ' || c == '\t') {
      if (inside) words.push_back(std::exchange(word, {}));
      inside = false;
    } else {
      word += c;
      inside = true;
    }
  }
  if (inside) words.push_back(word);
  return words;
}

/// What the wrapper is told to run.
Result<std::vector<std::string>> wrapped(const std::string& command) {
  std::vector<std::string> words = words_of(command);
  const auto is_python = [](const std::string& word) { return word == "python" || word == "python3"; };
  if (words.size() >= 3 && is_python(words[0]) && words[1] == "-m" && words[2] == "pytest") {
    words.erase(words.begin(), words.begin() + 2);
  }
  if (words.size() >= 2 && words[0] == "pytest") return words;
  if (words.size() >= 2 && is_python(words[0]) && words[1].ends_with(".py")) {
    words[0] = "python";
    return words;
  }
  return invalid_input(
      fmt::format("a harness command is neither pytest nor a Python file: \"{}\"", clean_utf8(command)));
}

/// What the wrapper told of one command.
struct Told {
  std::int64_t status = 1, passed = 0, failed = 0, skipped = 0;
  std::string missing;
};

/// Nothing when the wrapper did not get that far, or somebody else wrote.
std::optional<Told> read_told(const StepOutcome& step, const std::string& nonce) {
  const std::string begin = nonce + "\n";
  if (step.channel_truncated || !step.channel.starts_with(begin)) return std::nullopt;
  const Result<Json> json = parse_json(std::string_view(step.channel).substr(begin.size()), "the harness's outcome");
  if (!json || !json->is_object()) return std::nullopt;
  constexpr std::int64_t kMost = 1'000'000'000;
  FieldReader reader(*json, "the harness's outcome");
  Told told;
  told.status = reader.integer("status", -kMost, kMost);
  told.passed = reader.integer("passed", 0, kMost);
  told.failed = reader.integer("failed", 0, kMost);
  told.skipped = reader.integer("skipped", 0, kMost);
  told.missing = reader.string_or("missing", "");
  if (!reader.finish_known()) return std::nullopt;
  return told;
}

std::string last_line(const std::string& text) {
  std::string last;
  for (const std::string_view line : split_lines(text)) {
    if (!trim(line).empty()) last = clean_utf8(trim(line));
  }
  return bound_text(last, 300);
}

/// A step without an outcome: the verdict, or an Error where the harness itself is at fault.
Result<void> explain_silence(const StepOutcome& step, Verdict& verdict) {
  if (timed_out(step.status)) {
    verdict.status = VerdictStatus::timeout;
    verdict.summary = "the harness took longer than the limit";
  } else if (step.status == StepStatus::out_of_memory || step.status == StepStatus::process_limit ||
             step.status == StepStatus::output_limit || step.status == StepStatus::signal) {
    verdict.status = VerdictStatus::crashed;
    verdict.summary = fmt::format("the harness was ended: {}", sandbox::to_string(step.status));
  } else {
    return external(fmt::format("the harness does not run here: {}", last_line(step.stderr_text)));
  }
  return {};
}

void add_environment(const Task& task, const CocotbRuntime& runtime, sandbox::Request& request) {
  request.environment = tasks::parse_env_file(task.hidden.at(task.judge.environment));
  request.environment.erase("PATH");
  std::string& path = request.environment["PYTHONPATH"];
  path += (path.empty() ? "" : ":") + std::string("/box/python/") + runtime.packages;
  request.environment["HOME"] = "/code/rundir";
  // Same candidate, same stimulus: official runs draw another seed each time.
  for (const char* name : {"COCOTB_RANDOM_SEED", "PYTHONHASHSEED"}) {
    request.environment[name] = std::to_string(task.judge.seeds.front());
  }
  request.environment["PYTHONDONTWRITEBYTECODE"] = "1";
}

sandbox::Request harness_request(const Task& task, const CocotbRuntime& runtime, const FileSet& workspace) {
  sandbox::Request request;
  request.label = "harness";
  request.limits = box_limits(task.limits, task.limits.run_wall);
  request.files = below("code/", task.hidden);
  // The candidate's files and what it was given lie over the harness's own.
  for (const auto& [path, content] : workspace) request.files["code/" + path] = content;
  request.files[kWrapper] = std::string(harness_cocotb());
  request.mounts["python"] = runtime.folder;
  for (const char* folder : {"rtl", "docs", "verif", "src"}) {
    request.links[std::string("code/") + folder] = std::string("/box/in/code/") + folder;
  }
  request.links["src"] = "/box/in/code/src";
  request.links["code/rundir"] = request.links["rundir"] = "/box/work/rundir";
  add_environment(task, runtime, request);
  return request;
}

}  // namespace

/// A candidate as it is compiled, or the verdict when the gate has spoken.
struct CocotbJudge::Gated {
  FileSet workspace, changed;
  std::optional<Verdict> verdict;
  std::vector<std::string> findings;
};

CocotbJudge::CocotbJudge(sandbox::Sandbox& box, const std::filesystem::path& cache)
    : box_(box),
      runtime_(find_cocotb(cache)),
      iverilog_(runtime_ ? sandbox::find_tool("iverilog") : Result<sandbox::Tool>(runtime_.error())) {}

std::string CocotbJudge::description() const {
  if (!runtime_) return fmt::format("rtl-cocotb/{} (no cocotb)", kCocotbJudgeVersion);
  return fmt::format("rtl-cocotb/{} (cocotb {}, pytest {}{})", kCocotbJudgeVersion, runtime_->cocotb, runtime_->pytest,
                     iverilog_ ? ", Icarus Verilog " + iverilog_->version : std::string());
}

Result<Verdict> CocotbJudge::evaluate(const Task& task, const Candidate& candidate, Phase phase) {
  if (phase == Phase::check) return invalid_input(fmt::format("task {}: has no [check]", task.name()));
  if (!runtime_) return runtime_.error();
  if (!iverilog_) return iverilog_.error();
  std::map<std::string, std::string> tools{
      {"cocotb", runtime_->cocotb}, {"pytest", runtime_->pytest}, {"iverilog", iverilog_->version}};
  if (task.judge.simulator == "verilator") {
    GS_TRY(const sandbox::Tool verilator, sandbox::find_tool("verilator"));
    if (std::strtod(verilator.version.c_str(), nullptr) < kLeastVerilator) {
      return external(fmt::format("the harness simulates with Verilator, of which cocotb 2 needs {}; here is {}",
                                  kLeastVerilator, verilator.version));
    }
    tools["verilator"] = verilator.version;
  }
  auto gated = pass_gate(task, candidate);
  if (!gated) return std::move(gated).error().with(fmt::format("task {}", task.name()));
  Verdict verdict;
  if (gated->verdict) {
    verdict = *std::move(gated->verdict);
  } else {
    auto ran = run_harness(task, gated->workspace);
    if (!ran) return std::move(ran).error().with(fmt::format("task {}", task.name()));
    verdict = *std::move(ran);
    if (verdict.status == VerdictStatus::failed) elaborate_alone(task, gated->workspace, verdict);
  }
  verdict.evaluator = fmt::format("rtl-cocotb/{}", kCocotbJudgeVersion);
  verdict.tools = std::move(tools);
  verdict.enforced_by = box_.description();
  verdict.findings.insert(verdict.findings.begin(), gated->findings.begin(), gated->findings.end());
  verdict.feedback = bound_text(verdict.feedback, kFeedbackBytes);
  return verdict;
}

Result<CocotbJudge::Gated> CocotbJudge::pass_gate(const Task& task, const Candidate& candidate) const {
  Gated gated;
  GS_TRY(gated.workspace, overlay(task, candidate));
  Silenced silenced = silence(candidate.files);
  for (const auto& [name, content] : silenced.files) gated.workspace[name] = content;
  note_silenced(silenced.calls, gated.findings);
  const std::vector<GateFinding> refused = inspect(silenced.files, silence(task.workspace).files, GatePolicy{});
  gated.changed = std::move(silenced.files);
  if (!refused.empty()) {
    gated.verdict = refusal(refused);
  } else if (uses_macros(gated.changed)) {
    GS_CHECK(examine_expansion(task, gated));
  }
  return gated;
}

Result<void> CocotbJudge::examine_expansion(const Task& task, Gated& gated) const {
  sandbox::Request request = compile_request(task.limits);
  request.files = below("ws/", gated.workspace);
  std::vector<std::string> defines;
  for (const std::string& name : asked_names(gated.changed)) defines.push_back("-D" + name);
  for (const char* place : kExpanded) {
    std::vector<std::string> mode{"-E", "-o", place};
    if (place == kExpanded[1]) mode.insert(mode.end(), defines.begin(), defines.end());
    request.steps.push_back(icarus_step(*iverilog_, mode, gated.workspace, compile_order(task, gated.workspace)));
    request.collect.emplace_back(place);
  }
  const sandbox::Outcome outcome = box_.run(request);
  if (outcome.status == sandbox::Outcome::Status::sandbox_error) return unavailable("sandbox: " + outcome.error);
  FileSet text;
  for (std::size_t i = 0; i < outcome.steps.size(); ++i) {
    const StepOutcome& step = outcome.steps[i];
    const auto expanded = outcome.files.find(kExpanded[i]);
    if (step.status == StepStatus::ok && expanded != outcome.files.end()) {
      text.insert(*expanded);
      continue;
    }
    gated.verdict.emplace();
    gated.verdict->status = timed_out(step.status) ? VerdictStatus::timeout : VerdictStatus::compile_error;
    gated.verdict->summary = "the design's macros cannot be expanded";
    gated.verdict->feedback = icarus_feedback(step.stderr_text, gated.workspace);
    return {};
  }
  const std::vector<GateFinding> refused = inspect(text, {}, GatePolicy{});
  if (!refused.empty()) gated.verdict = refusal(refused);
  return {};
}

Result<Verdict> CocotbJudge::run_harness(const Task& task, const FileSet& workspace) const {
  sandbox::Request request = harness_request(task, *runtime_, workspace);
  const std::string nonce = fresh_nonce();
  for (const std::string& command : task.judge.commands) {
    GS_TRY(const std::vector<std::string> words, wrapped(command));
    sandbox::Step step;
    step.argv = {runtime_->python, std::string("/box/in/") + kWrapper};
    step.argv.insert(step.argv.end(), words.begin(), words.end());
    step.stdin_text = nonce + "\n";
    step.wants_channel = true;
    step.stop_on_failure = false;
    request.steps.push_back(std::move(step));
  }
  const sandbox::Outcome outcome = box_.run(request);
  Verdict verdict;
  if (outcome.status == sandbox::Outcome::Status::sandbox_error) {
    verdict.summary = outcome.error;
    return verdict;
  }
  std::chrono::microseconds cpu{0};
  Told all;
  bool passed = true;
  for (const StepOutcome& step : outcome.steps) {
    cpu += step.cpu;
    const std::optional<Told> told = read_told(step, nonce);
    if (!told) {
      GS_CHECK(explain_silence(step, verdict));
      return verdict;
    }
    if (!told->missing.empty()) return external("the harness needs what is not here: " + clean_utf8(told->missing));
    passed = passed && told->status == 0 && step.status == StepStatus::ok && told->passed > 0;
    all.passed += told->passed;
    all.failed += told->failed;
  }
  verdict.status = passed && !outcome.steps.empty() ? VerdictStatus::passed : VerdictStatus::failed;
  verdict.decided_by = task.judge.simulator;
  verdict.measurements = {{"tests_passed", static_cast<double>(all.passed), "1"},
                          {"tests_failed", static_cast<double>(all.failed), "1"},
                          {"cpu", static_cast<double>(cpu.count()) / 1e6, "s"}};
  verdict.summary = verdict.passed()
                        ? fmt::format("the harness passes: {} tests", all.passed)
                        : fmt::format("the harness fails: {} of {} tests passed", all.passed, all.passed + all.failed);
  return verdict;
}

void CocotbJudge::elaborate_alone(const Task& task, const FileSet& workspace, Verdict& verdict) const {
  if (task.judge.simulator != "icarus") return;
  sandbox::Request request = compile_request(task.limits);
  request.files = below("ws/", workspace);
  request.steps.push_back(
      icarus_step(*iverilog_, {"-t", "null", "-s", task.design_top}, workspace, compile_order(task, workspace)));
  const sandbox::Outcome outcome = box_.run(request);
  if (outcome.status == sandbox::Outcome::Status::sandbox_error || outcome.steps.front().status != StepStatus::nonzero)
    return;
  verdict.status = VerdictStatus::compile_error;
  verdict.summary = "the design does not compile";
  verdict.feedback = icarus_feedback(outcome.steps.front().stderr_text, workspace);
}

}  // namespace gs::rtl
