#include "agent/attempt.hpp"

#include <fmt/format.h>

#include "base/rng.hpp"

namespace gs::agent {
namespace {

using tasks::Candidate;
using tasks::Verdict;

// What a task's proposing came to: a candidate, why it ended, or an infrastructure error.
struct Outcome {
  Candidate candidate;
  std::string stop_reason;
  std::string error;
};

// Fewer wrong values is better; a design that does not run is worse than any that does.
bool better(const Verdict& a, const Verdict& b) {
  const auto rank = [](const Verdict& v) { return v.passed() ? 0 : v.status == tasks::VerdictStatus::failed ? 1 : 2; };
  if (rank(a) != rank(b)) return rank(a) < rank(b);
  return a.mismatch_count() < b.mismatch_count();
}

// propose, examine on visible evidence, feed back, until solved or out of budget.
Outcome propose_until_done(Proposer& proposer, const PublicTask& task, Workbench& bench, int& turns) {
  Outcome best;
  std::optional<Verdict> best_check;
  while (turns < bench.budget().turns) {
    auto proposal = proposer.propose(task, bench);
    if (!proposal) return {std::move(best.candidate), {}, proposal.error().to_line()};
    if (!proposal->candidate) {
      best.stop_reason = proposal->stop_reason;
      return best;
    }
    ++turns;
    bench.note("proposal", proposal->candidate->rationale);
    if (proposal->final || !bench.has_check()) return {*std::move(proposal->candidate), proposal->stop_reason, {}};
    auto check = bench.check(*proposal->candidate);
    if (!check && check.error().code() == ErrorCode::limit_exceeded) {
      best.stop_reason = check.error().message();
      if (!best_check) best.candidate = *std::move(proposal->candidate);
      return best;
    }
    if (!check) return {std::move(best.candidate), {}, check.error().to_line()};
    if (is_infrastructure(check->status)) return {std::move(best.candidate), {}, check->summary};
    bench.note("check", fmt::format("{}: {}", to_string(check->status), check->summary));
    if (!best_check || better(*check, *best_check)) {
      best.candidate = *proposal->candidate;
      best_check = *check;
    }
    if (check->passed()) {
      best.stop_reason = "the visible check passes";
      return best;
    }
    bench.remember({*std::move(proposal->candidate), *std::move(check), Advice::none, ""});
  }
  best.stop_reason = fmt::format("{} turns are used up", bench.budget().turns);
  return best;
}

std::chrono::milliseconds since(const Clock& clock, std::chrono::nanoseconds start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(clock.monotonic() - start);
}

}  // namespace

std::string_view to_string(AttemptStatus status) {
  switch (status) {
    case AttemptStatus::passed:
      return "passed";
    case AttemptStatus::failed:
      return "failed";
    case AttemptStatus::error:
      return "error";
  }
  return "error";
}

Result<AttemptStatus> attempt_status_from(std::string_view word) {
  for (const AttemptStatus status : {AttemptStatus::passed, AttemptStatus::failed, AttemptStatus::error}) {
    if (word == to_string(status)) return status;
  }
  return corrupt(fmt::format("\"{}\" is no attempt status", word));
}

namespace {

Attempt begin_attempt(const tasks::Task& task, const AttemptOptions& options, const Clock& clock) {
  Attempt attempt;
  attempt.task = task.name();
  attempt.task_hash = task.hash;
  attempt.sample = options.sample;
  attempt.seed = Rng::named(options.seed, fmt::format("{}#{}", task.name(), options.sample)).next() >> 1;
  attempt.started = clock.wall();
  return attempt;
}

}  // namespace

Attempt run_attempt(const tasks::Task& task, evaluators::Evaluator& evaluator, const AttemptOptions& options,
                    const Clock& clock) {
  auto proposer = make_proposer(options.model, task, options.lab);
  if (proposer) return run_attempt(task, evaluator, **proposer, options, clock);
  Attempt attempt = begin_attempt(task, options, clock);
  attempt.error = proposer.error().to_line();
  return attempt;
}

Attempt run_attempt(const tasks::Task& task, evaluators::Evaluator& evaluator, Proposer& proposer,
                    const AttemptOptions& options, const Clock& clock) {
  Attempt attempt = begin_attempt(task, options, clock);
  Workbench bench(
      task, evaluator, options.budget, attempt.seed, clock,
      {fmt::format("{}#{}", task.name(), options.sample), options.allowance, options.campaign, options.cancel});
  Outcome outcome = propose_until_done(proposer, public_part(task), bench, attempt.turns);
  attempt.propose_wall = bench.elapsed();
  attempt.checks = bench.checks_used();
  attempt.stop_reason = outcome.stop_reason;
  attempt.candidate = std::move(outcome.candidate);
  attempt.diff = diff_against_workspace(task, attempt.candidate);
  attempt.error = outcome.error;
  if (attempt.error.empty()) {
    const std::chrono::nanoseconds judge_start = clock.monotonic();
    auto verdict = evaluator.evaluate(task, attempt.candidate, evaluators::Phase::judge);
    attempt.judge_wall = since(clock, judge_start);
    models::Spending spent;
    spent.judge_seconds = std::chrono::duration<double>(clock.monotonic() - judge_start).count();
    bench.purse().receive(std::nullopt, spent);
    if (!verdict) {
      attempt.error = verdict.error().to_line();
    } else {
      attempt.verdict = *std::move(verdict);
      bench.note("verdict", fmt::format("{}: {}", to_string(attempt.verdict.status), attempt.verdict.summary));
      if (is_infrastructure(attempt.verdict.status)) {
        attempt.error = attempt.verdict.summary;
      } else {
        attempt.status = attempt.verdict.passed() ? AttemptStatus::passed : AttemptStatus::failed;
      }
    }
  }
  attempt.events = bench.events();
  attempt.spending = bench.purse().spent();
  attempt.trajectory = bench.trajectory();
  return attempt;
}

}  // namespace gs::agent
