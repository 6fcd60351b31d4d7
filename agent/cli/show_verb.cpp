#include <fmt/format.h>

#include <iostream>

#include "agent/atif.hpp"
#include "agent/cli/arguments.hpp"
#include "agent/transcript_text.hpp"
#include "base/text.hpp"
#include "benchmarks/report.hpp"
#include "benchmarks/report_words.hpp"
#include "benchmarks/run_store.hpp"

namespace gs::cli {
namespace {

struct ShowOptions {
  std::string run, task;
  int sample = 0;
  bool full = false, json = false;
};

Result<const agent::Attempt*> find_attempt(const benchmarks::RunReport& report, const ShowOptions& o) {
  std::vector<std::string> names;
  for (const agent::Attempt& attempt : report.attempts) {
    const bool named = attempt.task == o.task || attempt.task.ends_with("/" + o.task);
    if (named && attempt.sample == o.sample) return &attempt;
    names.push_back(attempt.task);
  }
  const std::string near = nearest(o.task, names);
  return not_found(fmt::format("{}: no attempt {} of {}{}", report.folder, o.sample, clean_utf8(o.task),
                               near.empty() || near == o.task ? "" : "; is " + near + " meant?"));
}

std::string shown(const agent::Attempt& attempt, const benchmarks::RunReport& report, const ShowOptions& o) {
  std::string out = fmt::format("{} #{}: {}\n", attempt.task, attempt.sample, benchmarks::verdict_words(attempt));
  if (report.judge_fed_back()) out += fmt::format("{}\n", benchmarks::judge_fed_back_words());
  out += fmt::format("{}, strategy {}, evidence {}; {} answers examined, {} checks\n", report.manifest.model,
                     report.manifest.strategy, evidence_of(report.manifest), attempt.turns, attempt.checks);
  if (!attempt.stop_reason.empty()) out += fmt::format("ended: {}\n", clean_utf8(attempt.stop_reason));
  if (!attempt.error.empty()) out += fmt::format("error: {}\n", clean_utf8(attempt.error));
  if (attempt.spending.requests > 0) {
    const auto words = benchmarks::spending_words(attempt.spending, report.manifest, 0);
    out += fmt::format("{}\nmoney: {}\nPTE: {}\n", words.tokens, words.money, words.pte);
  }
  out += "\n";
  agent::TranscriptOptions options;
  if (o.full) options = {0, 0};
  out += agent::transcript_text(attempt.trajectory, options);
  std::string noted;
  for (const agent::Event& event : attempt.events)
    noted += fmt::format("{:>8}  {}: {}\n", to_human(event.since_start), event.kind,
                         bound_text(clean_utf8(event.text), 300));
  if (!noted.empty()) out += "what happened:\n" + noted + "\n";
  if (!attempt.diff.empty()) out += "handed in:\n" + clean_utf8(attempt.diff) + "\n";
  out += fmt::format("verdict: {}\n", clean_utf8(attempt.verdict.summary));
  return out;
}

}  // namespace

Result<ExitCode> show_verb(Invocation& invocation) {
  ShowOptions o;
  Arguments arguments("show", "Shows one attempt of a recorded run: what was said and done, what was handed in.");
  arguments.app().add_option("run", o.run, "folder of the record")->required();
  arguments.app().add_option("task", o.task, "SUITE/TASK, or the task's name alone")->required();
  arguments.app()
      .add_option("--sample", o.sample, "which attempt of the task, from 0")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  arguments.app().add_flag("--full", o.full, "leave nothing out of prompts and results");
  arguments.app().add_flag("--json", o.json, "print the transcript as ATIF");
  GS_TRY(const auto early, arguments.parse(invocation));
  if (early) return *early;
  GS_TRY(const benchmarks::RunStore store, benchmarks::RunStore::open_existing(o.run));
  GS_TRY(const benchmarks::RunReport report, benchmarks::load_report(store));
  GS_TRY(const agent::Attempt* attempt, find_attempt(report, o));
  if (o.json) {
    agent::Trajectory trajectory = attempt->trajectory;
    trajectory.agent_version = report.manifest.version;
    invocation.out << dump_json(agent::to_atif(trajectory), 1) << "\n";
  } else {
    invocation.out << shown(*attempt, report, o);
  }
  return ExitCode::done;
}

}  // namespace gs::cli
