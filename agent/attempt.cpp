#include "agent/attempt.hpp"

#include <fmt/format.h>

#include "agent/progress.hpp"
#include "base/rng.hpp"

namespace gs::agent {
namespace {

using tasks::Candidate;

// What a task's proposing came to: a candidate, why it ended, or an infrastructure error.
struct Outcome {
  Candidate candidate;
  std::string stop_reason;
  std::string error;
};

std::string passed_words(Evidence evidence) {
  if (evidence == Evidence::compile) return "it compiles";
  return evidence == Evidence::judge ? "the hidden tests pass (they were fed back)" : "the visible check passes";
}

// propose, examine on evidence, feed back, until solved, stuck or out of budget.
Outcome propose_until_done(Proposer& proposer, const PublicTask& task, Workbench& bench, int& turns) {
  Best best;
  StuckWatch watch;
  const auto end = [&](std::string reason) { return Outcome{best.candidate(), std::move(reason), {}}; };
  const auto fail = [&](std::string error) { return Outcome{best.candidate(), {}, std::move(error)}; };
  while (turns < bench.budget().turns) {
    auto proposal = proposer.propose(task, bench);
    if (!proposal) return fail(proposal.error().to_line());
    if (!proposal->candidate) return end(proposal->stop_reason);
    ++turns;
    bench.note("proposal", proposal->candidate->rationale);
    if (proposal->final || !bench.has_check()) return {*std::move(proposal->candidate), proposal->stop_reason, {}};
    auto check = bench.check(*proposal->candidate);
    if (!check && check.error().code() == ErrorCode::limit_exceeded) {
      if (!best.empty()) return end(check.error().message());
      return {*std::move(proposal->candidate), check.error().message(), {}};
    }
    if (!check) return fail(check.error().to_line());
    if (is_infrastructure(check->status)) return fail(check->summary);
    bench.note("check", fmt::format("{}: {}", to_string(check->status), check->summary));
    const bool is_best = best.offer(*proposal->candidate, *check);
    if (check->passed()) return end(passed_words(bench.evidence()));
    Turn turn{*std::move(proposal->candidate), *std::move(check), Advice::none, "", ""};
    switch (watch.note(turn.candidate, turn.check, is_best)) {
      case StuckWatch::Ruling::go_on:
        break;
      case StuckWatch::Ruling::nudge:
        turn.advice = Advice::nudge;
        turn.advice_why = watch.why();
        bench.note("stuck", watch.why() + ": nudged");
        break;
      case StuckWatch::Ruling::restart:
        turn = {best.candidate(), best.check(), Advice::restart, "", watch.why()};
        bench.note("stuck", watch.why() + ": begins anew from the best candidate");
        break;
      case StuckWatch::Ruling::stop:
        return end("stuck: " + watch.why() + ", also after a nudge and a restart");
    }
    bench.remember(std::move(turn));
  }
  return end(fmt::format("{} turns are used up", bench.budget().turns));
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
  Workbench bench(task, evaluator, options.budget, attempt.seed, clock,
                  {fmt::format("{}#{}", task.name(), options.sample), options.allowance, options.campaign,
                   options.cancel, options.inspector, options.evidence});
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
