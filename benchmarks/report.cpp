#include "benchmarks/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "sandbox/unboxed.hpp"

namespace gs::benchmarks {

bool RunReport::judge_fed_back() const {
  return evidence_of(manifest) == agent::to_string(agent::Evidence::judge);
}

bool RunReport::sandboxed() const {
  return sandbox::is_sandboxed(manifest.enforced_by) &&
         std::all_of(attempts.begin(), attempts.end(),
                     [](const agent::Attempt& attempt) { return sandbox::is_sandboxed(attempt.verdict.enforced_by); });
}

Result<RunReport> load_report(const RunStore& store) {
  RunReport report;
  report.manifest = store.manifest();
  report.folder = store.folder().string();
  GS_TRY(report.attempts, store.attempts());
  report.summary = summarise(report.manifest, report.attempts);
  GS_TRY(report.spending, store.spent());
  return report;
}

Summary summarise(const Manifest& manifest, const std::vector<agent::Attempt>& attempts) {
  struct Tally {
    int passed = 0, finished = 0;
  };
  Summary summary;
  summary.tasks = static_cast<int>(manifest.tasks.size());
  summary.attempts = static_cast<int>(attempts.size());
  summary.skipped = std::max(0, summary.tasks * manifest.samples - summary.attempts);

  std::map<std::string, Tally> tallies;
  std::vector<std::chrono::milliseconds> walls;
  for (const agent::Attempt& attempt : attempts) {
    summary.checks += attempt.checks;
    if (attempt.status == agent::AttemptStatus::error) {
      ++summary.errors;
      continue;
    }
    const bool passed = attempt.status == agent::AttemptStatus::passed;
    ++(passed ? summary.passed : summary.failed);
    Tally& tally = tallies[attempt.task];
    ++tally.finished;
    tally.passed += passed ? 1 : 0;
    walls.push_back(attempt.propose_wall + attempt.judge_wall);
  }
  summary.median_wall = median(std::move(walls));

  summary.judged_tasks = static_cast<int>(tallies.size());
  if (tallies.empty()) {
    summary.pass_at_1 = std::numeric_limits<double>::quiet_NaN();
    return summary;
  }
  double sum = 0;
  for (const auto& [task, tally] : tallies) sum += static_cast<double>(tally.passed) / tally.finished;
  summary.pass_at_1 = sum / summary.judged_tasks;
  summary.pass_interval = wilson_interval(summary.pass_at_1, summary.judged_tasks);
  return summary;
}

std::optional<OfficialSummary> summarise_official(const std::vector<agent::Attempt>& attempts) {
  struct Tally {
    int passed = 0, attempts = 0;
  };
  OfficialSummary summary;
  std::map<std::string, Tally> tallies;
  for (const agent::Attempt& attempt : attempts) {
    const auto& official = attempt.verdict.official;
    if (!official) continue;
    summary.rules = official->rules;
    ++summary.attempts;
    summary.passed += official->passed ? 1 : 0;
    ++summary.outcomes[official->outcome];
    Tally& tally = tallies[attempt.task];
    ++tally.attempts;
    tally.passed += official->passed ? 1 : 0;
    if (official->difference.empty()) continue;
    summary.differences.push_back(fmt::format("{} #{}: {} here, {} there: {}", attempt.task, attempt.sample,
                                              to_string(attempt.verdict.status), official->outcome,
                                              official->difference));
  }
  if (tallies.empty()) return std::nullopt;
  double sum = 0;
  for (const auto& [task, tally] : tallies) {
    const double rate = static_cast<double>(tally.passed) / tally.attempts;
    sum += summary.rules == "verilog-eval-v2" ? std::trunc(rate * 100) / 100 : rate;
  }
  summary.score = sum / (static_cast<double>(tallies.size()) + (summary.rules == "rtllm" ? 1 : 0));
  return summary;
}

namespace {

// Money and equivalents for each passed attempt; null where none passed, or where the money is not known.
Json spending_per_pass(const RunReport& report) {
  if (report.summary.passed == 0) return {{"usd", nullptr}, {"pte_observed", nullptr}};
  const auto money = report.spending.money();
  return {{"usd", money ? Json(*money / report.summary.passed) : Json()},
          {"pte_observed", report.spending.pte_observed / report.summary.passed}};
}

}  // namespace

Json summary_json(const RunReport& report) {
  const auto cached = std::count_if(report.attempts.begin(), report.attempts.end(),
                                    [](const agent::Attempt& attempt) { return attempt.verdict.cached; });
  const Summary& summary = report.summary;
  const bool known = std::isfinite(summary.pass_at_1);
  Json json = {{"suite", report.manifest.suite},
               {"model", report.manifest.model},
               {"strategy", report.manifest.strategy},
               {"tasks", summary.tasks},
               {"attempts", summary.attempts},
               {"passed", summary.passed},
               {"failed", summary.failed},
               {"errors", summary.errors},
               {"skipped", summary.skipped},
               {"pass_at_1", known ? Json(summary.pass_at_1) : Json()},
               {"pass_at_1_interval", known ? Json({summary.pass_interval.low, summary.pass_interval.high}) : Json()},
               {"evidence", evidence_of(report.manifest)},
               {"sandboxed", report.sandboxed()},
               {"cached", cached},
               {"run", report.folder}};
  if (const auto official = summarise_official(report.attempts)) {
    json["official"] = {{"rules", official->rules},       {"score", official->score},
                        {"attempts", official->attempts}, {"passed", official->passed},
                        {"outcomes", official->outcomes}, {"differences", official->differences}};
  }
  if (report.asked_model()) {
    Json& spending = json["spending"] = to_json(report.spending);
    const auto money = report.spending.money();
    spending["usd"] = money ? Json(*money) : Json();
    spending["per_pass"] = spending_per_pass(report);
    const auto gamma = report.manifest.notes.find("gamma");
    if (gamma != report.manifest.notes.end()) spending["gamma"] = gamma->second;
  }
  return json;
}

}  // namespace gs::benchmarks
