/// Attempt: one try of a model at a task, with everything that decided its result; and the loop that makes it.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "agent/proposer.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "evaluators/evaluator.hpp"
#include "tasks/candidate.hpp"
#include "tasks/verdict.hpp"

namespace gs::agent {

/// How an attempt ended. Only `passed` counts as a pass; `error` says nothing about the model and is tried again by the
/// next run of the same command.
enum class AttemptStatus { passed, failed, error };
std::string_view to_string(AttemptStatus status);
Result<AttemptStatus> attempt_status_from(std::string_view word);

struct Attempt {
  std::string task;  ///< "rtl-repair/fifo-full-flag-late"
  std::string task_hash;
  int sample = 0;          ///< 0 .. n-1
  std::uint64_t seed = 0;  ///< of this attempt
  AttemptStatus status = AttemptStatus::error;
  std::string stop_reason;  ///< why proposing ended: "visible check passed", "search exhausted", …
  std::string error;        ///< of status error, one line

  tasks::Candidate candidate;  ///< handed in; the starting state when nothing was proposed
  std::string diff;            ///< of the candidate against the workspace
  tasks::Verdict verdict;      ///< hidden judge
  int turns = 0, checks = 0;
  std::chrono::milliseconds propose_wall{0};  ///< proposing, checks included
  std::chrono::milliseconds judge_wall{0};
  std::chrono::milliseconds started{0};  ///< since the epoch
  std::vector<Event> events;
  models::Spending spending;  ///< money, tokens and seconds in the box, the hidden verdict's too
  Trajectory trajectory;      ///< of models that talk; without steps for others
};

struct AttemptOptions {
  std::string model;
  int sample = 0;
  std::uint64_t seed = 1;  ///< of the campaign; the attempt's own seed is derived from it, the task and the sample
  Budget budget;
  rtl::RtlLab* lab = nullptr;  ///< borrowed; needed by "search"
  evaluators::Inspector* inspector = nullptr;  ///< see BenchLinks
  Evidence evidence = Evidence::visible;
  models::Allowance allowance;
  models::Purse* campaign = nullptr;          ///< see BenchLinks
  const std::atomic<bool>* cancel = nullptr;  ///< see BenchLinks
};

/// Proposes, examines on the evidence that may be seen, feeds that back, until it passes, the proposer stops, gets stuck
/// or the budget is spent; then judges what is best once, a proposal that no budget was left to examine where there is
/// no other. The hidden verdict is fed back only with Evidence::judge.
///
/// Proposals that come to the same again are answered with a nudge, then with a restart from the best, then with the
/// end; see StuckWatch.
Attempt run_attempt(const tasks::Task& task, evaluators::Evaluator& evaluator, const AttemptOptions& options,
                    const Clock& clock);
/// The same with a proposer of the caller's; `options.model` and `options.lab` are not looked at.
Attempt run_attempt(const tasks::Task& task, evaluators::Evaluator& evaluator, Proposer& proposer,
                    const AttemptOptions& options, const Clock& clock);

}  // namespace gs::agent
