#include "agent/cli/mutate_verb.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <ostream>

#include "base/diff.hpp"
#include "base/files.hpp"
#include "base/json.hpp"
#include "benchmarks/report_words.hpp"
#include "sandbox/unboxed.hpp"
#include "tasks/loader.hpp"

namespace gs::cli {

using agent::mutation::Fate;
using agent::mutation::MutantResult;
using agent::mutation::MutationCounts;
using agent::mutation::MutationReport;

namespace {

std::string percent(const MutationCounts& counts) {
  return counts.valid() == 0 ? "no valid mutant" : fmt::format("{:.1f} %", 100 * counts.score());
}

bool is_enough(const MutationCounts& counts, const MutationGate& gate) {
  return counts.valid() >= gate.least;
}

bool reaches(const MutationCounts& counts, const MutationGate& gate) {
  return counts.valid() > 0 && 100 * counts.score() >= gate.threshold;
}

std::string in_words(const MutationCounts& counts) {
  return fmt::format("{} of {} killed, {} survived, {} equivalent, {} stillborn", counts.killed, counts.valid(),
                     counts.survived, counts.equivalent, counts.stillborn);
}

Json to_json(const MutationCounts& counts) {
  return {{"made", counts.made},           {"killed", counts.killed},
          {"stillborn", counts.stillborn}, {"equivalent", counts.equivalent},
          {"survived", counts.survived},   {"valid", counts.valid()},
          {"score", counts.score()}};
}

Json to_json(const MutantResult& result) {
  const agent::mutation::Mutant& m = result.mutant;
  return {{"number", m.number},
          {"operator", m.op},
          {"file", m.file},
          {"line", m.line},
          {"before", m.before},
          {"after", m.after},
          {"fate", to_string(result.fate)},
          {"status", to_string(result.status)},
          {"note", result.note}};
}

Json to_json(const MutationReport& report, const MutationGate& gate) {
  Json json = to_json(report.counts());
  json["task"] = report.task;
  json["possible"] = report.possible;
  json["enough"] = is_enough(report.counts(), gate);
  json["mutants"] = Json::array();
  for (const MutantResult& result : report.results) json["mutants"].push_back(to_json(result));
  return json;
}

std::string line_of(const MutantResult& result) {
  const agent::mutation::Mutant& m = result.mutant;
  return fmt::format("  {}:{}: {}: {} -> {}{}{}", m.file, m.line, m.op, m.before.empty() ? "(nothing)" : m.before,
                     m.after.empty() ? "(nothing)" : m.after, result.note.empty() ? "" : "\n      ", result.note);
}

void print_task(const MutationReport& report, const MutateOptions& o, std::ostream& out) {
  const MutationCounts counts = report.counts();
  out << fmt::format("{}: {} ({}){}\n", report.task, percent(counts), in_words(counts),
                     is_enough(counts, o.gate) ? "" : fmt::format(": fewer than {} valid mutants", o.gate.least));
  if (!o.survivors) return;
  for (const MutantResult& result : report.results) {
    if (result.fate == Fate::survived) out << line_of(result) << "\n";
  }
}

// DIR/mutants.json, and DIR/SUITE/TASK/NUMBER-OPERATOR.diff for each survivor, from the golden's text.
Result<void> write_out(const std::string& folder, const std::vector<MutationReport>& reports,
                       const std::vector<tasks::Task>& tasks, const Json& json) {
  const std::filesystem::path root(folder);
  for (std::size_t i = 0; i < reports.size(); ++i) {
    GS_TRY(const tasks::FileSet golden, overlay(tasks[i], golden_candidate(tasks[i])));
    for (const MutantResult& result : reports[i].results) {
      if (result.fate != Fate::survived) continue;
      const agent::mutation::Mutant& m = result.mutant;
      std::string name = fmt::format("{:02}-{}.diff", m.number, m.op);
      std::replace(name.begin(), name.end(), ' ', '-');
      GS_CHECK(write_file_atomic(root / reports[i].task / name,
                                 unified_diff(golden.at(m.file), m.candidate.files.at(m.file), m.file)));
    }
  }
  return write_file_atomic(root / "mutants.json", dump_json(json, 2) + "\n");
}

}  // namespace

Result<std::vector<tasks::Task>> select_tasks(const std::string& selector) {
  const auto roots = tasks::pack_roots();
  std::error_code ignored;
  if (std::filesystem::exists(std::filesystem::path(selector) / "task.toml", ignored)) {
    GS_TRY(tasks::Task task, tasks::load_named_task(selector, roots));
    std::vector<tasks::Task> one;
    one.push_back(std::move(task));
    return one;
  }
  GS_TRY(const tasks::SuiteSelector parsed, tasks::parse_selector(selector));
  return tasks::load_suite(parsed, roots);
}

void add_mutate_options(CLI::App& app, MutateOptions& o) {
  app.add_option("suite", o.suite, "SUITE, SUITE:TAG, SUITE/TASK or a task directory")->required();
  app.add_option("--most", o.most, "mutants of each task")->check(CLI::Range(1, 100000))->capture_default_str();
  app.add_option("--least", o.gate.least, "valid mutants that each task must have")
      ->check(CLI::Range(0, 100000))
      ->capture_default_str();
  app.add_option("--threshold", o.gate.threshold, "score that all tasks together must reach, in percent")
      ->check(CLI::Range(0.0, 100.0))
      ->capture_default_str();
  app.add_option("--seed", o.seed, "of the choice among the possible mutants")->capture_default_str();
  app.add_option("--jobs,-j", o.jobs, "mutants at once")->check(CLI::Range(1, 256))->capture_default_str();
  app.add_option(kSimulatorOption, o.simulator, kSimulatorHelp);
  app.add_option("--out", o.out, "folder for mutants.json and a diff of each survivor");
  app.add_flag("--survivors", o.survivors, "print each survivor");
  app.add_flag("--no-proofs", o.no_proofs, "do not ask yosys whether what passes is equivalent to the golden");
  app.add_flag("--json", o.json, "one JSON object");
  app.add_flag(kNoVerdictCacheOption, o.no_verdict_cache, kNoVerdictCacheHelp);
  app.add_flag(kUnsafeOption, o.unsafe, kUnsafeHelp);
}

std::optional<agent::mutation::EquivalenceProver> open_prover(Workshop& shop, std::string& why) {
  auto prover = agent::mutation::EquivalenceProver::open(shop.box());
  if (prover) return *std::move(prover);
  why = prover.error().to_line();
  return std::nullopt;
}

evaluators::AdmissionCheck mutation_check(const MutationReport& report, const MutationGate& gate) {
  const MutationCounts counts = report.counts();
  return {"tests kill mutants", is_enough(counts, gate) && reaches(counts, gate),
          fmt::format("{}: {}", percent(counts), in_words(counts))};
}

Result<ExitCode> mutate(const MutateOptions& o, Invocation& invocation) {
  GS_TRY(const std::vector<tasks::Task> tasks, select_tasks(o.suite));
  const Containment containment = o.unsafe ? Containment::none : Containment::required;
  GS_TRY(const std::unique_ptr<Workshop> shop, Workshop::open({containment, o.simulator}, invocation.log));
  std::string why_no_proofs = "--no-proofs";
  std::optional<agent::mutation::EquivalenceProver> prover;
  if (!o.no_proofs) prover = open_prover(*shop, why_no_proofs);

  agent::mutation::MutationRunOptions options;
  options.mutants = {o.most, o.seed};
  options.jobs = o.jobs;
  options.stop = interrupted;
  options.on_report = [&](const MutationReport& report) {
    if (!o.json) print_task(report, o, invocation.out);
  };
  evaluators::Evaluator& judge = o.no_verdict_cache ? shop->judge() : shop->caching_judge(invocation.log);
  const agent::mutation::MutationTools tools{judge, shop->lab(), prover ? &*prover : nullptr};
  GS_TRY(const std::vector<MutationReport> reports, run_mutations(tasks, tools, options));
  if (interrupted()) return ExitCode::interrupted;

  MutationCounts total;
  bool enough = true;
  for (const MutationReport& report : reports) {
    total += report.counts();
    enough = enough && is_enough(report.counts(), o.gate);
  }
  const bool passed = enough && reaches(total, o.gate);
  const std::string equivalence = prover ? prover->description() : "not looked at: " + why_no_proofs;
  const bool sandboxed = sandbox::is_sandboxed(shop->box().description());
  Json json = {{"schema", 1},
               {"passed", passed},
               {"total", to_json(total)},
               {"equivalence", equivalence},
               {"seed", o.seed},
               {"least", o.gate.least},
               {"threshold", o.gate.threshold},
               {"judge", judge.description()},
               {"sandboxed", sandboxed},
               {"tasks", Json::array()}};
  for (const MutationReport& report : reports) json["tasks"].push_back(to_json(report, o.gate));
  if (!o.out.empty()) GS_CHECK(write_out(o.out, reports, tasks, json));
  if (o.json) {
    invocation.out << dump_json(json) << "\n";
  } else {
    if (!prover) invocation.out << "equivalence " << equivalence << "\n";
    if (!sandboxed) invocation.out << benchmarks::not_sandboxed_words() << "\n";
    invocation.out << fmt::format("{} tasks: {} ({}); threshold {:g} %\n", reports.size(), percent(total),
                                  in_words(total), o.gate.threshold);
  }
  return passed ? ExitCode::done : ExitCode::failed;
}

}  // namespace gs::cli
