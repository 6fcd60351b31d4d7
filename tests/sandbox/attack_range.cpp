// Theory of operation: run() looks at the host, starts a thread that runs one bystander box after another, lets the
// attack happen, joins the thread, and looks at the host again: nothing of ours runs while the witness looks. C sources
// are compiled once for each content, in a box, and kept. An attack on the judge happens twice where its author says
// so: as it is, and with the answer as the starting state of the task, which the gate does not look at.
#include "attack_range.hpp"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <thread>
#include <utility>

#include "base/files.hpp"
#include "base/hash.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

namespace gs::attacks {

using evaluators::Phase;
using sandbox::Outcome;
using sandbox::Request;
using sandbox::Sandbox;
using sandbox::Step;
using sandbox::StepOutcome;
using sandbox::StepStatus;
using std::chrono::milliseconds;
using tasks::Candidate;
using tasks::Task;
using tasks::Verdict;

namespace {

using Lines = std::vector<std::string>;

constexpr std::size_t kQuotedBytes = 600;
constexpr milliseconds kBystanderWall{10'000};
/// In the hidden tests of attacks/tasks, where no compiler repeats it unless it quotes the source.
constexpr std::string_view kHiddenSecret = "hidden-canary";
constexpr int kPatienceMs = 5000;  // for the kernel to kill what a killed host leaves

void append(Lines& lines, Lines more) {
  lines.insert(lines.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

std::string quote(std::string_view text) {
  return "\"" + bound_text(clean_utf8(text), kQuotedBytes) + "\"";
}

bool is_in(const Lines& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

void expect_text(Lines& out, std::string_view what, const std::string& text, const Lines& has, const Lines& lacks) {
  for (const std::string& part : has) {
    if (text.find(part) == std::string::npos) {
      out.push_back(std::string(what) + " lacks " + quote(part) + ": " + quote(text));
    }
  }
  for (const std::string& part : lacks) {
    if (text.find(part) != std::string::npos) {
      out.push_back(std::string(what) + " has " + quote(part) + ": " + quote(text));
    }
  }
}

const StepOutcome* last_that_ran(const Outcome& outcome) {
  const StepOutcome* last = nullptr;
  for (const StepOutcome& step : outcome.steps) {
    if (step.status != StepStatus::not_run) last = &step;
  }
  return last;
}

/// The word of a verdict or of the error in its place.
std::string word_of(const Result<Verdict>& verdict) {
  return verdict.ok() ? std::string(tasks::to_string(verdict->status)) : std::string("error");
}

std::string text_of(const Result<Verdict>& verdict) {
  return verdict.ok() ? verdict->summary + "\n" + verdict->feedback : verdict.error().to_line();
}

bool is_valid_json_text(const Verdict& verdict) {
  try {
    return !tasks::to_json(verdict).dump().empty();
  } catch (const Json::exception&) {
    return false;
  }
}

/// Boxes of honest work, one after another, until told to stop; at least one.
class Bystander {
 public:
  Bystander(Sandbox& box, std::string program)
      : thread_([this, &box, request = request_of(std::move(program))] {
          do look_after(box.run(request));
          while (!stop_ && complaints_.empty());
        }) {}
  Lines finish() {
    stop_ = true;
    thread_.join();
    return std::move(complaints_);
  }

 private:
  static Request request_of(std::string program) {
    Request request;
    request.label = "bystander";
    request.files["bystander"] = std::move(program);
    Step step;
    step.argv = {"../in/bystander"};
    request.steps.push_back(std::move(step));
    request.policy = sandbox::Policy::run();
    request.limits.wall = kBystanderWall;
    request.limits.memory_bytes = std::size_t{64} << 20;
    request.limits.work_bytes = std::size_t{4} << 20;
    request.limits.processes = 8;
    return request;
  }

  void look_after(const Outcome& outcome) {
    if (outcome.all_ok() && outcome.steps[0].stdout_text == "unharmed\n") return;
    const StepOutcome step = outcome.steps.empty() ? StepOutcome{} : outcome.steps[0];
    complaints_.push_back("the bystander was harmed: " + outcome.error + " " +
                          std::string(sandbox::to_string(step.status)) + " " + std::to_string(step.exit_code) + " " +
                          quote(step.stdout_text));
  }

  std::atomic<bool> stop_{false};
  Lines complaints_;
  std::thread thread_;
};

}  // namespace

std::vector<std::string> complaints(const Expectation& expect, const Outcome& outcome) {
  Lines out;
  if (expect.sandbox_error) {
    if (outcome.status != Outcome::Status::sandbox_error) out.emplace_back("the request was not refused");
    return out;
  }
  const StepOutcome* last = last_that_ran(outcome);
  if (outcome.status != Outcome::Status::completed || last == nullptr) return {"no outcome: " + outcome.error};
  std::string output, errors;
  for (const StepOutcome& step : outcome.steps) {
    output += step.stdout_text;
    errors += step.stderr_text;
  }
  if (!is_in(expect.status, sandbox::to_string(last->status))) {
    out.push_back("the last step ended with " + std::string(sandbox::to_string(last->status)) + " (exit code " +
                  std::to_string(last->exit_code) + ", signal " + std::to_string(last->signal_number) + "), not with " +
                  join(expect.status, " or ") + ": " + quote(output) + " " + quote(errors));
  }
  if (expect.exit_code && last->exit_code != *expect.exit_code) {
    out.push_back("exit code " + std::to_string(last->exit_code) + ": " + quote(output) + " " + quote(errors));
  }
  if (expect.stdout_exact && output != *expect.stdout_exact) out.push_back("stdout is " + quote(output));
  expect_text(out, "stdout", output, expect.stdout_has, expect.stdout_lacks);
  expect_text(out, "stdout", output, {}, {"ESCAPED"});
  expect_text(out, "the output", output + errors, {}, expect.output_lacks);
  if (outcome.enforced_by.find("landlock") != std::string::npos) {
    expect_text(out, "stdout", output, {}, expect.stdout_lacks_under_landlock);
  }
  if (outcome.enforced_by.find("cgroup v") != std::string::npos) {
    expect_text(out, "stdout", output, {}, expect.stdout_lacks_under_cgroup);
  }
  for (const auto& [name, content] : expect.collected) {
    const auto found = outcome.files.find(name);
    if (found == outcome.files.end()) {
      if (is_in(expect.may_be_refused, name)) continue;
      out.push_back(name + " was not collected");
    } else if (found->second != content) {
      out.push_back(name + " holds " + quote(found->second));
    }
  }
  for (const auto& [name, content] : outcome.files) {
    if (expect.collected.count(name) == 0) out.push_back(name + " was collected: " + quote(content));
  }
  for (const std::string& name : expect.refused) {
    if (outcome.refused.count(name) == 0) out.push_back(name + " was not refused");
  }
  const auto wall = std::chrono::duration_cast<milliseconds>(outcome.wall).count();
  if (expect.most_wall_ms && wall > *expect.most_wall_ms) out.push_back("took " + std::to_string(wall) + " ms");
  const auto bytes = static_cast<std::int64_t>(output.size() + errors.size());
  if (expect.most_output_bytes && bytes > *expect.most_output_bytes) {
    out.push_back("brought " + std::to_string(bytes) + " bytes of output");
  }
  return out;
}

std::vector<std::string> complaints(const Expectation& expect, const std::vector<std::string>& allowed,
                                    const Result<Verdict>& verdict) {
  Lines out;
  const std::string word = word_of(verdict), text = text_of(verdict);
  if (!is_in(allowed, word)) {
    out.push_back("the verdict is " + word + ", not " + join(allowed, " or ") + ": " + quote(text));
  }
  if (verdict.ok() && !is_valid_json_text(*verdict)) out.emplace_back("the verdict is no valid UTF-8");
  expect_text(out, "the feedback", text, {}, expect.feedback_lacks);
  expect_text(out, "the feedback", text, {}, {std::string(kHiddenSecret)});
  return out;
}

Task look_past_gate(const Task& task, const Candidate& candidate) {
  Task open = task;
  for (const auto& [path, content] : task.workspace) open.solution.try_emplace(path, content);
  for (const auto& [path, content] : candidate.files) open.workspace[path] = content;
  // What may not be replaced stays as it is, in the starting state and in the golden answer.
  const std::vector<std::string> editable = task.editable_files();
  for (auto file = open.solution.begin(); file != open.solution.end();) {
    file = is_in(editable, file->first) ? std::next(file) : open.solution.erase(file);
  }
  return open;
}

Outcome WatchedSandbox::run(const Request& request) {
  Request marked = request;
  marked.environment["GS_ATTACK_MARKER"] = witness_.marker();
  Outcome outcome = inner_.run(marked);
  Lines found;
  const auto search = [&](std::string_view bytes, const std::string& where) {
    for (const std::string& secret : witness_.secrets_in(bytes)) {
      found.push_back("secret of the " + secret + " in " + where + " of box " + request.label);
    }
  };
  for (const StepOutcome& step : outcome.steps) {
    search(step.stdout_text, "stdout");
    search(step.stderr_text, "stderr");
    search(step.channel, "the channel");
  }
  for (const auto& [name, content] : outcome.files) search(content, "file " + name);
  const std::lock_guard lock(mutex_);
  append(findings_, std::move(found));
  return outcome;
}

Result<std::unique_ptr<sandbox::Session>> WatchedSandbox::open_session(const Request& request) {
  return inner_.open_session(request);
}

std::vector<std::string> WatchedSandbox::take_findings() {
  const std::lock_guard lock(mutex_);
  return std::exchange(findings_, {});
}

std::vector<std::string> AttackRange::run(const Attack& attack) {
  if (attack.kind == Attack::Kind::rtl && good_tasks_.insert(attack.task).second) {
    const auto task = parts_.tasks.find(attack.task);
    if (task == parts_.tasks.end()) return {"no task " + attack.task};
    const auto verdict = parts_.judge->evaluate(task->second, tasks::golden_candidate(task->second), Phase::judge);
    if (word_of(verdict) != "passed") return {"the golden answer does not pass: " + text_of(verdict)};
  }
  const Result<std::string> program = program_of(parts_.bystander);
  if (!program) return {program.error().to_line()};
  parts_.attacked.take_findings();
  const HostState before = parts_.witness.look();
  Lines out;
  if (attack.host_dies_after) {  // forks, so no thread may be beside it
    out = run_box(attack);
  } else {
    Bystander bystander(parts_.trusted, *program);
    out = attack.kind == Attack::Kind::rtl ? run_rtl(attack) : run_box(attack);
    append(out, bystander.finish());
  }
  append(out, parts_.attacked.take_findings());
  append(out, parts_.witness.harm(before, attack.host_dies_after ? kPatienceMs : 0));
  return out;
}

std::vector<std::string> AttackRange::run_box(const Attack& attack) {
  std::string program;
  if (!attack.source.empty()) {
    Result<std::string> compiled = program_of(attack.source);
    if (!compiled) return {compiled.error().to_line()};
    program = *std::move(compiled);
  }
  const Request request = filled_in(attack, attack.request.steps, program);
  if (attack.host_dies_after) return kill_the_host(attack, request);
  if (!attack.before.empty()) parts_.attacked.run(filled_in(attack, attack.before, program));
  std::thread beside;
  if (!attack.beside.empty()) {
    beside = std::thread([&, other = filled_in(attack, attack.beside, program)] { parts_.attacked.run(other); });
  }
  const Outcome outcome = parts_.attacked.run(request);
  if (beside.joinable()) beside.join();
  Expectation expect = attack.expect;
  for (Lines* lines : {&expect.stdout_lacks, &expect.output_lacks, &expect.stdout_lacks_under_landlock}) {
    for (std::string& line : *lines) line = fill_in(std::move(line), parts_.witness.places());
  }
  return complaints(expect, outcome);
}

std::vector<std::string> AttackRange::kill_the_host(const Attack& attack, const Request& request) {
  if (!parts_.make_mortal) return {"no sandbox to lose"};
  // Its own folder of temporary files, because a killed program leaves them.
  const auto folder = TempDir::create("mortal");
  if (!folder) return {folder.error().to_line()};
  ::chmod(folder->path().c_str(), 0755);
  Request marked = request;
  marked.environment["GS_ATTACK_MARKER"] = parts_.witness.marker();
  const pid_t host = ::fork();
  if (host == 0) {
    ::setenv("TMPDIR", folder->path().c_str(), 1);
    if (const auto mortal = parts_.make_mortal()) (*mortal)->run(marked);
    ::_exit(0);
  }
  parts_.witness.add_host(host);
  // The program itself, bubblewrap, process 1 and the attacker.
  constexpr std::size_t kExpected = 4;
  std::size_t alive = 0;
  const auto deadline = std::chrono::steady_clock::now() + milliseconds(kPatienceMs);
  while (alive < kExpected && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(milliseconds(20));
    alive = parts_.witness.strangers().size();
  }
  std::this_thread::sleep_for(milliseconds(*attack.host_dies_after));
  ::kill(host, SIGKILL);
  ::waitpid(host, nullptr, 0);
  if (alive < kExpected) return {"the box did not run: " + std::to_string(alive) + " processes"};
  // What only a program can clear away is cleared away by the next one, once the kernel has ended what was in it.
  const auto gone = std::chrono::steady_clock::now() + milliseconds(kPatienceMs);
  while (!parts_.witness.strangers().empty() && std::chrono::steady_clock::now() < gone) {
    std::this_thread::sleep_for(milliseconds(20));
  }
  const auto next = parts_.make_mortal();
  return next ? Lines{} : Lines{"nobody can go on: " + next.error().to_line()};
}

std::vector<std::string> AttackRange::allowed_verdicts(const Attack& attack, std::vector<std::string> verdicts) const {
  const bool rejected = !is_in(verdicts, "passed") && !is_in(verdicts, "error");
  if (parts_.any_rejection) append(verdicts, attack.expect.verdict_elsewhere);
  if (parts_.any_rejection && rejected) {
    append(verdicts, {"refused", "failed", "compile_error", "timeout", "crashed", "tool_crash"});
  }
  return verdicts;
}

std::vector<std::string> AttackRange::run_rtl(const Attack& attack) {
  if (parts_.judge == nullptr) return {"no judge"};
  Task task = parts_.tasks.at(attack.task);
  if (attack.compile_wall_ms) task.limits.compile_wall = milliseconds(*attack.compile_wall_ms);
  if (attack.run_wall_ms) task.limits.run_wall = milliseconds(*attack.run_wall_ms);
  if (attack.memory_mb) task.limits.memory_bytes = static_cast<std::size_t>(*attack.memory_mb) << 20;
  Candidate candidate;
  for (const auto& [path, content] : attack.files) {
    candidate.files[path] = fill_in(content, parts_.witness.places());
  }
  const auto verdict = parts_.judge->evaluate(task, candidate, attack.phase);
  Lines out = complaints(attack.expect, allowed_verdicts(attack, attack.expect.verdict), verdict);
  if (!parts_.any_rejection) expect_text(out, "the feedback", text_of(verdict), attack.expect.feedback_has, {});
  const auto search = [&](const Result<Verdict>& found) {
    for (const std::string& secret : parts_.witness.secrets_in(text_of(found))) {
      out.push_back("secret of the " + secret + " in the verdict");
    }
  };
  search(verdict);
  if (attack.expect.verdict_without_gate.empty()) return out;
  const auto past = parts_.judge->evaluate(look_past_gate(task, candidate), Candidate{}, attack.phase);
  for (const std::string& line :
       complaints(attack.expect, allowed_verdicts(attack, attack.expect.verdict_without_gate), past)) {
    out.push_back("without the gate: " + line);
  }
  search(past);
  return out;
}

Result<std::string> AttackRange::program_of(const std::string& source) {
  Sha256 hash;
  const std::filesystem::path file = parts_.programs / hash.add_part(source).add_part(parts_.common_header).hex();
  if (Result<std::string> kept = read_file(file)) return kept;
  Request request;
  request.label = "compile the attacker";
  request.files = {{"attack.c", source}, {"attack.h", parts_.common_header}};
  Step step;
  step.argv = {"gcc", "-O1", "-w", "-static", "-pthread", "../in/attack.c", "-o", "attack"};
  request.steps.push_back(std::move(step));
  request.collect = {"attack"};
  Outcome outcome = parts_.trusted.run(request);
  if (!outcome.all_ok()) {
    return external("the attacker does not compile: " + outcome.error +
                    (outcome.steps.empty() ? std::string() : clean_utf8(outcome.steps[0].stderr_text)));
  }
  GS_CHECK(write_file_atomic(file, outcome.files["attack"]));
  return std::move(outcome.files["attack"]);
}

Request AttackRange::filled_in(const Attack& attack, const std::vector<Step>& steps, const std::string& program) const {
  Request request = attack.request;
  request.steps = steps;
  for (Step& step : request.steps) {
    for (std::string& word : step.argv) word = fill_in(std::move(word), parts_.witness.places());
  }
  for (const auto& [path, content] : attack.files) request.files[path] = fill_in(content, parts_.witness.places());
  if (!program.empty()) request.files["attack"] = program;
  return request;
}

}  // namespace gs::attacks
