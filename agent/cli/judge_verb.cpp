#include <fmt/format.h>

#include <algorithm>
#include <iostream>

#include "agent/cli/arguments.hpp"
#include "agent/cli/workshop.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "benchmarks/report_words.hpp"
#include "sandbox/unboxed.hpp"
#include "tasks/candidate.hpp"
#include "tasks/loader.hpp"

namespace gs::cli {
namespace {

struct JudgeOptions {
  std::string task, simulator, wave, rules;
  std::vector<std::string> files;
  bool check = false, explain = false, json = false, unsafe = false, no_verdict_cache = false;
};

// How many trailing path components two paths share.
int shared_tail(const std::filesystem::path& a, const std::filesystem::path& b) {
  auto i = a.end(), j = b.end();
  int shared = 0;
  while (i != a.begin() && j != b.begin() && *--i == *--j) ++shared;
  return shared;
}

// Which workspace file a given path replaces: "rtl/x.sv=mine.sv" says so, else the one with the longest common tail.
Result<std::string> place_of(const tasks::Task& task, const std::string& given) {
  const std::vector<std::string> editable = task.editable_files();
  std::string best;
  int best_shared = 0;
  bool ambiguous = false;
  for (const std::string& file : editable) {
    const int shared = shared_tail(file, given);
    if (shared > best_shared) {
      best = file;
      best_shared = shared;
      ambiguous = false;
    } else if (shared == best_shared && shared > 0) {
      ambiguous = true;
    }
  }
  if (best_shared == 0 && editable.size() == 1) return editable.front();
  if (best_shared == 0 || ambiguous) {
    return invalid_input(
        fmt::format("{}: which of {} does it replace? Say so: NAME={}", given, join(editable, ", "), given));
  }
  return best;
}

Result<void> add_file(const tasks::Task& task, const std::string& argument, tasks::Candidate& candidate) {
  const std::size_t equals = argument.find('=');
  std::string place, path = argument;
  if (equals != std::string::npos && task.workspace.count(argument.substr(0, equals)) > 0) {
    place = argument.substr(0, equals);
    path = argument.substr(equals + 1);
  } else {
    GS_TRY(place, place_of(task, path));
  }
  if (candidate.files.count(place) > 0) return invalid_input(fmt::format("{}: {} is given twice", path, place));
  GS_TRY(candidate.files[place], read_file(path));
  return {};
}

Result<tasks::Candidate> read_candidate(const tasks::Task& task, const std::vector<std::string>& arguments) {
  tasks::Candidate candidate;
  for (const std::string& argument : arguments) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(argument, ignored)) {
      GS_CHECK(add_file(task, argument, candidate));
      continue;
    }
    GS_TRY(const std::vector<std::string> names, list_files(argument));
    if (names.empty()) return invalid_input(argument + ": no file in it");
    for (const std::string& name : names) {
      const std::filesystem::path path = std::filesystem::path(argument) / name;
      if (candidate.files.count(name) > 0)
        return invalid_input(fmt::format("{}: {} is given twice", path.string(), name));
      GS_TRY(candidate.files[name], read_file(path));
    }
  }
  return candidate;
}

void print_verdict(const tasks::Task& task, const tasks::Verdict& verdict, Invocation& invocation) {
  if (!sandbox::is_sandboxed(verdict.enforced_by)) invocation.out << benchmarks::not_sandboxed_words() << "\n";
  invocation.out << fmt::format("{}: {}{}\n", task.name(), to_string(verdict.status),
                                verdict.cached ? " (judged before)" : "");
  const bool tells_more = !verdict.passed() && !verdict.feedback.empty();
  // Feedback often begins with the summary.
  if (!tells_more || !verdict.feedback.starts_with(verdict.summary)) invocation.out << verdict.summary << "\n";
  if (tells_more) invocation.out << verdict.feedback;
  if (const auto& official = verdict.official) {
    invocation.out << fmt::format("{} says: {} ({}){}\n", official->rules, official->outcome,
                                  official->passed ? "passed" : "not passed",
                                  official->difference.empty() ? "" : "; differs, " + official->difference);
  }
  for (const std::string& finding : verdict.findings) invocation.out << "note: " << finding << "\n";
}

// Adds the explanation to the feedback and writes the wave, where they are wanted. A candidate that was not simulated
// has neither.
Result<void> look_again(Workshop& shop, const tasks::Task& task, const tasks::Candidate& candidate,
                        evaluators::Phase phase, const JudgeOptions& o, tasks::Verdict& verdict, Log& log) {
  const bool explains = o.explain && !o.check;  // a check has explained already
  if (!explains && o.wave.empty()) return {};
  if (verdict.decided_by.empty() || verdict.status == tasks::VerdictStatus::compile_error) {
    log.warning("no wave and no explanation: the candidate was not simulated");
    return {};
  }
  const std::size_t explanation_bytes = explains ? 4000 : 0;
  GS_TRY(const rtl::Explanation explanation, shop.judge().explain(task, candidate, phase, verdict, explanation_bytes));
  verdict.feedback += explanation.text;
  if (o.wave.empty()) return {};
  GS_CHECK(write_file_atomic(o.wave, explanation.fst));
  log.info(fmt::format("{}: {} bytes, by {}", o.wave, explanation.fst.size(), verdict.decided_by));
  return {};
}

}  // namespace

Result<ExitCode> judge_verb(Invocation& invocation) {
  JudgeOptions o;
  Arguments arguments("judge", "Judges a candidate: files that replace those of the task's workspace.");
  arguments.app().add_option("task", o.task, "SUITE/TASK or a task directory")->required();
  arguments.app().add_option("files", o.files,
                             "files, NAME=FILE, or folders laid over the workspace; none: the starting state");
  arguments.app().add_flag("--check", o.check, "examine on the task's visible evidence instead of the hidden tests");
  arguments.app().add_flag(
      "--explain", o.explain,
      "tell what drove the first mismatch; shows values of the hidden test (a check tells always)");
  arguments.app().add_option("--wave", o.wave, "keep the wave of the run behind the verdict in this FST file");
  arguments.app().add_option(kSimulatorOption, o.simulator, kSimulatorHelp);
  arguments.app().add_option(kRulesOption, o.rules, kRulesHelp);
  arguments.app().add_flag("--json", o.json, "print the verdict as one JSON object");
  arguments.app().add_flag(kNoVerdictCacheOption, o.no_verdict_cache, kNoVerdictCacheHelp);
  arguments.app().add_flag(kUnsafeOption, o.unsafe, kUnsafeHelp);
  GS_TRY(const auto early, arguments.parse(invocation));
  if (early) return *early;

  GS_TRY(const tasks::Task task, tasks::load_named_task(o.task, tasks::pack_roots()));
  GS_TRY(const tasks::Candidate candidate, read_candidate(task, o.files));
  GS_TRY(const tasks::FileSet unused, overlay(task, candidate));
  static_cast<void>(unused);
  const Containment containment = o.unsafe ? Containment::none : Containment::required;
  GS_TRY(const std::unique_ptr<Workshop> shop,
         Workshop::open({containment, o.simulator, o.check, o.rules}, invocation.log));
  const evaluators::Phase phase = o.check ? evaluators::Phase::check : evaluators::Phase::judge;
  evaluators::Evaluator& judge = o.no_verdict_cache ? shop->any_judge() : shop->caching_judge(invocation.log);
  GS_TRY(tasks::Verdict verdict, judge.evaluate(task, candidate, phase));
  GS_CHECK(look_again(*shop, task, candidate, phase, o, verdict, invocation.log));
  if (o.json) {
    Json json = to_json(verdict);
    json["task"] = task.name();
    json["passed"] = verdict.passed();
    json["candidate"] = candidate.hash();
    json["task_hash"] = task.hash;
    json["sandboxed"] = sandbox::is_sandboxed(verdict.enforced_by);
    invocation.out << dump_json(json) << "\n";
  } else {
    print_verdict(task, verdict, invocation);
  }
  if (verdict.passed()) return ExitCode::done;
  return is_infrastructure(verdict.status) ? ExitCode::environment : ExitCode::failed;
}

}  // namespace gs::cli
