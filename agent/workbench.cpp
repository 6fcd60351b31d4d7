#include <fmt/format.h>

#include "agent/proposer.hpp"
#include "base/assert.hpp"

namespace gs::agent {

PublicTask public_part(const tasks::Task& task) {
  PublicTask out;
  out.name = task.name();
  out.kind = task.kind;
  out.title = task.title;
  out.instruction = task.instruction;
  out.design_top = task.design_top;
  out.sources = task.sources;
  out.include_dirs = task.include_dirs;
  out.editable_files = task.editable_files();
  out.workspace = task.workspace;
  out.check = task.check;
  return out;
}

Workbench::Workbench(const tasks::Task& task, evaluators::Evaluator& evaluator, const Budget& budget,
                     std::uint64_t seed, const Clock& clock, const BenchLinks& links)
    : task_(task),
      evaluator_(evaluator),
      budget_(budget),
      seed_(seed),
      clock_(clock),
      label_(links.label),
      purse_(links.allowance, links.campaign),
      cancel_(links.cancel),
      inspector_(links.inspector),
      evidence_(links.evidence),
      watch_(links.watch),
      start_(clock.monotonic()) {}

void Workbench::record(const models::ModelOutcome& outcome) {
  ++asked_;
  const models::Spending spent = purse_.spent();
  reply_pte_ = spent.pte_observed - at_record_.pte_observed - (spent.pte_wasted - at_record_.pte_wasted);
  at_record_ = spent;
  for (const models::WireAttempt& attempt : outcome.attempts) {
    if (attempt.failure && attempt.charged) {
      waste_.push_back({std::string(to_string(attempt.failure->kind)), attempt.usage, attempt.cost_usd});
    }
    if (attempt.failure)
      note("model", fmt::format("{}: {}", to_string(attempt.failure->kind), attempt.failure->message));
  }
  if (!outcome.reply) {
    if (outcome.failure)
      note("model", fmt::format("{}: {}", to_string(outcome.failure->kind), outcome.failure->message));
    if (waste_.empty()) return;
  }
  TrajectoryStep step;
  step.source = TrajectoryStep::Source::agent;
  step.at = clock_.wall();
  step.waste = std::move(waste_);
  waste_.clear();
  if (outcome.reply) {
    step.message = outcome.reply->message.text;
    step.reasoning = outcome.reply->reasoning;
    for (const models::ToolCall& call : outcome.reply->message.tool_calls)
      step.tools.push_back({call, "", false, false, ""});
    step.usage = outcome.reply->usage;
    step.cost_usd = outcome.attempts.empty() ? std::nullopt : outcome.attempts.back().cost_usd;
  }
  trajectory_.steps.push_back(std::move(step));
}

void Workbench::discard_reply(std::string why) {
  GS_ASSERT(!trajectory_.steps.empty());
  TrajectoryStep& step = trajectory_.steps.back();
  step.unreadable = true;
  models::Spending wasted;
  wasted.wasted = step.usage.value_or(models::Usage{});
  wasted.pte_wasted = reply_pte_;
  purse_.receive(std::nullopt, wasted);
  at_record_ = purse_.spent();
  note("unreadable", std::move(why));
}

bool Workbench::has_check() const {
  switch (evidence_) {
    case Evidence::none:
      return false;
    case Evidence::compile:
      return task_.check.has_value() || can_compile();
    case Evidence::visible:
      return task_.check.has_value();
    case Evidence::judge:
      return true;
  }
  return false;
}

bool Workbench::can_compile() const {
  return evidence_ != Evidence::none && inspector_ != nullptr && !task_.sources.empty();
}

bool Workbench::can_trace() const {
  const bool seen = evidence_ == Evidence::visible || evidence_ == Evidence::judge;
  if (!seen || inspector_ == nullptr || !task_.check) return false;
  const std::string& kind = task_.check->evaluator;
  return kind == "rtl-testbench" || kind == "rtl-trace" || kind == "rtl-replay";
}

std::vector<Turn> Workbench::news() {
  std::vector<Turn> fresh(history_.begin() + static_cast<std::ptrdiff_t>(told_), history_.end());
  told_ = history_.size();
  return fresh;
}

std::chrono::milliseconds Workbench::elapsed() const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(clock_.monotonic() - start_);
}

std::string Workbench::exhausted() const {
  if (const auto refused = purse_.check(models::Purse::For::examination)) return refused->why;
  if (checks_used_ >= budget_.checks) return fmt::format("{} checks are used up", budget_.checks);
  if (elapsed() >= budget_.wall) return fmt::format("{} are over", to_human(budget_.wall));
  return {};
}

template <typename Look>
auto Workbench::charged(const Look& look) -> decltype(look()) {
  if (const std::string reason = exhausted(); !reason.empty()) return Error(ErrorCode::limit_exceeded, reason);
  ++checks_used_;
  show(fmt::format("examination {}", checks_used_));
  const std::chrono::nanoseconds begin = clock_.monotonic();
  auto result = look();
  charge(0, std::chrono::duration_cast<std::chrono::microseconds>(clock_.monotonic() - begin));
  return result;
}

void Workbench::charge(int checks, std::chrono::microseconds wall) {
  checks_used_ += checks;
  models::Spending spent;
  spent.judge_seconds = std::chrono::duration<double>(wall).count();
  purse_.receive(std::nullopt, spent);
}

Result<tasks::Verdict> Workbench::examine(const tasks::Task& task, const tasks::Candidate& candidate) {
  using evaluators::Phase;
  if (evidence_ == Evidence::judge) return evaluator_.evaluate(task, candidate, Phase::judge);
  if (evidence_ == Evidence::visible) return evaluator_.evaluate(task, candidate, Phase::check);
  if (!task.check) return inspector_->compile(task, candidate);
  GS_TRY(tasks::Verdict verdict, evaluator_.evaluate(task, candidate, Phase::check));
  return compile_part(std::move(verdict));
}

Result<tasks::Verdict> Workbench::examine_once(const tasks::Task& task, const tasks::Candidate& candidate) {
  GS_ASSERT(has_check());
  const std::string key = candidate.hash();
  if (const auto found = seen_.find(key); found != seen_.end()) return found->second;
  GS_TRY(const tasks::Verdict verdict, charged([&] { return examine(task, candidate); }));
  const bool is_cut_short = &task != &task_ && verdict.status == tasks::VerdictStatus::timeout;
  if (!is_cut_short) seen_.emplace(key, verdict);
  return verdict;
}

Result<tasks::Verdict> Workbench::check(const tasks::Candidate& candidate) {
  return examine_once(task_, candidate);
}

Result<tasks::Verdict> Workbench::check_within(const tasks::Candidate& candidate, std::chrono::milliseconds wall) {
  if (wall >= task_.limits.run_wall) return check(candidate);
  if (!hurried_) hurried_ = std::make_unique<tasks::Task>(task_);
  hurried_->limits.run_wall = wall;
  return examine_once(*hurried_, candidate);
}

Result<tasks::Verdict> Workbench::compile(const tasks::Candidate& candidate) {
  if (!can_compile()) return unavailable("nothing here can compile");
  const std::string key = candidate.hash();
  if (const auto found = compiled_.find(key); found != compiled_.end()) return found->second;
  GS_TRY(const tasks::Verdict verdict, charged([&] { return inspector_->compile(task_, candidate); }));
  compiled_.emplace(key, verdict);
  return verdict;
}

Result<std::string> Workbench::trace(const tasks::Candidate& candidate, const evaluators::SignalAt& where,
                                     std::size_t cap_bytes) {
  if (!can_trace()) return unavailable("nothing here can trace a signal");
  // Traced is the visible test, whatever else may be seen.
  tasks::Verdict check;
  if (evidence_ == Evidence::visible) {
    GS_TRY(check, this->check(candidate));
  } else {
    GS_TRY(check, charged([&] { return evaluator_.evaluate(task_, candidate, evaluators::Phase::check); }));
  }
  return charged([&] { return inspector_->trace(task_, candidate, check, where, cap_bytes); });
}

void Workbench::show(std::string_view doing) const {
  if (watch_) watch_(doing);
}

void Workbench::note(std::string kind, std::string text) {
  show(text);
  events_.push_back({elapsed(), std::move(kind), std::move(text)});
}

}  // namespace gs::agent
