/// Campaign: runs a suite with a model and records it.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

#include "agent/attempt.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "benchmarks/run_store.hpp"
#include "evaluators/evaluator.hpp"
#include "tasks/task.hpp"

namespace gs::benchmarks {

struct CampaignOptions {
  int jobs = 1;                ///< attempts at once
  rtl::RtlLab* lab = nullptr;  ///< passed on to agent::AttemptOptions; borrowed
  evaluators::Inspector* inspector = nullptr;  ///< the same
  agent::Evidence evidence = agent::Evidence::visible;  ///< the same
  /// Makes an attempt's proposer; empty: the built-in model of the manifest. From any worker, many at a time.
  std::function<std::unique_ptr<agent::Proposer>()> proposer;
  agent::models::Allowance allowance;         ///< of each attempt
  agent::models::Purse* purse = nullptr;      ///< of the campaign, asked and told of everything; borrowed, may be null
  const std::atomic<bool>* cancel = nullptr;  ///< ends calls of models at once; borrowed, may be null
  /// Asked before every new attempt: true stops the campaign after those under way (Ctrl-C). From any worker, one at a
  /// time.
  std::function<bool()> interrupted = [] { return false; };
  /// Told of every attempt once it is recorded, from any worker, one at a time. `done` and `total` include those of
  /// earlier runs; an attempt with status error is done for this run.
  std::function<void(const agent::Attempt& attempt, int done, int total)> progress = [](const agent::Attempt&, int,
                                                                                        int) {};
};

/// Runs what `store` has not finished of `tasks` x manifest.samples, in task order, on `jobs` workers, and appends each
/// attempt as it ends. Fails only when an attempt cannot be recorded (those under way are still finished, and recorded
/// where that works), or when `tasks` are not those of the manifest or jobs is below 1: invalid_input. An attempt's
/// result does not depend on jobs.
Result<void> run_campaign(RunStore& store, const std::vector<tasks::Task>& tasks, evaluators::Evaluator& evaluator,
                          const CampaignOptions& options, const Clock& clock);

}  // namespace gs::benchmarks
