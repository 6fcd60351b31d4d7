/// Report: what a run says, as numbers, table and page.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "agent/attempt.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "benchmarks/run_store.hpp"
#include "benchmarks/statistics.hpp"

namespace gs::benchmarks {

struct Summary {
  int tasks = 0;     ///< in the manifest
  int attempts = 0;  ///< recorded, newest per (task, sample)
  int passed = 0, failed = 0, errors = 0;
  int skipped = 0;          ///< planned and not recorded
  int judged_tasks = 0;     ///< with a finished (passed or failed) attempt
  double pass_at_1 = 0;     ///< mean over judged tasks of (passed / finished); NaN when there are none
  Interval pass_interval;   ///< 95 %, the tasks being the independent trials; [0, 1] when there are none
  std::int64_t checks = 0;  ///< of all attempts
  std::optional<std::chrono::milliseconds> median_wall;  ///< of a finished attempt, proposing and judging
};

/// The verdicts of a suite's own rules over a run that asked for them.
struct OfficialSummary {
  std::string rules;
  int attempts = 0, passed = 0;
  std::map<std::string, int> outcomes;  ///< the harness's words -> attempts
  /// The harness's own arithmetic, 0 to 1. VerilogEval v2: mean of each problem's percentage cut to an integer; v1:
  /// mean of c/n; RTLLM: the same with one more design that always fails.
  double score = 0;
  /// "task #sample: ours, theirs: why", of attempts in which the two differ.
  std::vector<std::string> differences;
};
/// nullopt when no attempt has an official verdict.
std::optional<OfficialSummary> summarise_official(const std::vector<agent::Attempt>& attempts);

struct RunReport {
  Manifest manifest;
  std::string folder;
  std::vector<agent::Attempt> attempts;
  Summary summary;
  agent::models::Spending spending;  ///< of the whole run, attempts that ended with an error too

  /// A model was asked: there is something to say of tokens, money and PTE.
  bool asked_model() const { return spending.requests > 0; }

  /// The hidden verdict was fed back to who was judged by it (--evidence judge).
  bool judge_fed_back() const;
  /// False when the run, or any verdict in it, was made without a sandbox.
  bool sandboxed() const;
};

Result<RunReport> load_report(const RunStore& store);
Summary summarise(const Manifest& manifest, const std::vector<agent::Attempt>& attempts);

/// One object: suite, model, strategy, tasks, attempts, passed, failed, errors, skipped, pass_at_1 (null when unknown),
/// pass_at_1_interval ([low, high] or null), evidence (what a model was shown), sandboxed, cached (attempts with an earlier verdict), run; and
/// official (rules, score, passed, outcomes, differences) when the run asked for it; and spending (as in the record,
/// with usd null when a price is not known, and gamma, what the equivalents stand on) when a model was asked.
Json summary_json(const RunReport& report);

/// Table for a terminal of `columns` width: warnings when there was no sandbox or the hidden verdict was shown, a line per attempt (task, verdict,
/// checks, time, first words of the summary), then the totals, and what was spent when a model was asked. No escape
/// codes unless `colour`, whatever the recorded texts hold.
std::string text_table(const RunReport& report, int columns, bool colour);

/// A self-contained page: no script, no network; readable at desktop and phone width, light and dark. Recorded texts
/// cannot add markup to it.
std::string html_report(const RunReport& report);

}  // namespace gs::benchmarks
