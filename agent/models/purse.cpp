#include "agent/models/purse.hpp"

#include <fmt/format.h>

#include "agent/models/exchange_json.hpp"

namespace gs::agent::models {
namespace {

std::string over(std::string_view what, const std::string& limit, const std::string& spent, const std::string& held,
                 const std::string& asked) {
  return fmt::format("the budget of {} {}: {} spent, {} held for requests under way, the next request may take {}",
                     limit, what, spent, held, asked);
}

std::string dollars(double usd) {
  return fmt::format("{:.4f}", usd);
}

std::string number(double value) {
  return fmt::format("{:.6g}", value);
}

std::string number(std::int64_t value) {
  return std::to_string(value);
}

// Sums of decimal fractions are a little off in binary: what adds up to exactly the limit is not above it.
bool fits(double sum, double limit) {
  return sum <= limit * (1 + 1e-9);
}

constexpr std::int64_t kMostCount = std::numeric_limits<std::int64_t>::max() / 4;
constexpr double kMostAmount = 1e18;

// Calls `change` with each number of two spendings but those of usage.
template <typename Change>
void each_sum(Spending& mine, const Spending& theirs, Change change) {
  change(mine.usd, theirs.usd);
  change(mine.unpriced, theirs.unpriced);
  change(mine.pte_evicted, theirs.pte_evicted);
  change(mine.pte_observed, theirs.pte_observed);
  change(mine.pte_wasted, theirs.pte_wasted);
  change(mine.requests, theirs.requests);
  change(mine.retries, theirs.retries);
  change(mine.estimated, theirs.estimated);
  change(mine.model_seconds, theirs.model_seconds);
  change(mine.waited_seconds, theirs.waited_seconds);
  change(mine.judge_seconds, theirs.judge_seconds);
  change(mine.gpu_seconds, theirs.gpu_seconds);
}

}  // namespace

Spending& Spending::operator+=(const Spending& other) {
  usage += other.usage;
  wasted += other.wasted;
  each_sum(*this, other, [](auto& mine, const auto& theirs) { mine += theirs; });
  return *this;
}

Spending& Spending::operator-=(const Spending& other) {
  usage -= other.usage;
  wasted -= other.wasted;
  each_sum(*this, other, [](auto& mine, const auto& theirs) { mine = mine > theirs ? mine - theirs : 0; });
  return *this;
}

Json to_json(const Spending& spending) {
  return {{"usage", to_json(spending.usage)},
          {"wasted", to_json(spending.wasted)},
          {"usd", spending.usd},
          {"unpriced", spending.unpriced},
          {"pte_evicted", spending.pte_evicted},
          {"pte_observed", spending.pte_observed},
          {"pte_wasted", spending.pte_wasted},
          {"requests", spending.requests},
          {"retries", spending.retries},
          {"estimated", spending.estimated},
          {"model_seconds", spending.model_seconds},
          {"waited_seconds", spending.waited_seconds},
          {"judge_seconds", spending.judge_seconds},
          {"gpu_seconds", spending.gpu_seconds}};
}

Result<Spending> spending_from_json(const Json& json, std::string_view origin) {
  FieldReader fields(json, std::string(origin));
  const auto amount = [&fields](std::string_view key) { return fields.number_or(key, 0, 0, kMostAmount); };
  const auto count = [&fields](std::string_view key) { return fields.integer_or(key, 0, 0, kMostCount); };
  Spending out;
  out.usage = read_usage(fields.table("usage"));
  out.wasted = read_usage(fields.table("wasted"));
  out.usd = amount("usd");
  out.unpriced = count("unpriced");
  out.pte_evicted = amount("pte_evicted");
  out.pte_observed = amount("pte_observed");
  out.pte_wasted = amount("pte_wasted");
  out.requests = count("requests");
  out.retries = count("retries");
  out.estimated = count("estimated");
  out.model_seconds = amount("model_seconds");
  out.waited_seconds = amount("waited_seconds");
  out.judge_seconds = amount("judge_seconds");
  out.gpu_seconds = amount("gpu_seconds");
  if (auto done = fields.finish(); !done) return corrupt(done.error().to_line());
  return out;
}

std::optional<std::string> Purse::would_exceed(const Estimate& estimate) const {
  const Spending& s = spent_;
  if (allowance_.requests && s.requests + requests_held_ + 1 > *allowance_.requests) {
    return over("requests", std::to_string(*allowance_.requests), std::to_string(s.requests),
                std::to_string(requests_held_), "1");
  }
  const std::int64_t tokens = s.usage.prompt() + s.usage.output;
  if (allowance_.tokens && tokens + held_.tokens + estimate.tokens > *allowance_.tokens) {
    return over("tokens", std::to_string(*allowance_.tokens), std::to_string(tokens), std::to_string(held_.tokens),
                std::to_string(estimate.tokens));
  }
  if (allowance_.usd && (!estimate.usd || s.unpriced > 0)) {
    return "a limit on money needs a price, and the model has none: give it in a file (--prices)";
  }
  if (allowance_.usd && !fits(s.usd + *held_.usd + *estimate.usd, *allowance_.usd)) {
    return over("US dollars", dollars(*allowance_.usd), dollars(s.usd), dollars(*held_.usd), dollars(*estimate.usd));
  }
  if (allowance_.pte && !fits(s.pte_observed + held_.pte + estimate.pte, *allowance_.pte)) {
    const auto pte = [](double value) { return fmt::format("{:.0f}", value); };
    return over("PTE", pte(*allowance_.pte), pte(s.pte_observed), pte(held_.pte), pte(estimate.pte));
  }
  return std::nullopt;
}

std::optional<Refusal> Purse::hold(const Estimate& estimate) {
  {
    const std::lock_guard lock(mutex_);
    auto why = reached(For::request);
    if (!why) why = would_exceed(estimate);
    if (why && !first_refusal_) first_refusal_ = why;
    if (why) return Refusal{*std::move(why), false};
    held_.tokens += estimate.tokens;
    *held_.usd += estimate.usd.value_or(0);
    held_.pte += estimate.pte;
    ++requests_held_;
  }
  if (parent_ == nullptr) return std::nullopt;
  auto refused = parent_->hold(estimate);
  if (!refused) return std::nullopt;
  const std::lock_guard lock(mutex_);
  release(estimate);
  return Refusal{std::move(refused->why), true};
}

Allowance Purse::allowance() const {
  const std::lock_guard lock(mutex_);
  return allowance_;
}

void Purse::limit(Allowance allowance) {
  const std::lock_guard lock(mutex_);
  allowance_ = allowance;
  first_refusal_.reset();
}

std::optional<std::string> Purse::first_refusal() const {
  const std::lock_guard lock(mutex_);
  return first_refusal_;
}

void Purse::release(const Estimate& estimate) {
  held_.tokens -= estimate.tokens;
  *held_.usd -= estimate.usd.value_or(0);
  held_.pte -= estimate.pte;
  if (--requests_held_ == 0) held_ = {0, 0.0, 0};  // without what rounding left
}

void Purse::receive(const std::optional<Estimate>& held, const Spending& spent) {
  {
    const std::lock_guard lock(mutex_);
    if (held) release(*held);
    spent_ += spent;
  }
  if (parent_ != nullptr) parent_->receive(held, spent);
}

std::optional<std::string> Purse::reached(For what) const {
  const auto at_limit = [](std::string_view unit, auto limit, auto value) -> std::optional<std::string> {
    if (!limit || value < *limit) return std::nullopt;
    return fmt::format("the budget of {} {} is spent ({})", number(*limit), unit, number(value));
  };
  auto why = at_limit("seconds in the sandbox", allowance_.judge_seconds, spent_.judge_seconds);
  if (!why) why = at_limit("seconds on the GPU", allowance_.gpu_seconds, spent_.gpu_seconds);
  if (what == For::examination) return why;
  if (!why) why = at_limit("requests", allowance_.requests, spent_.requests);
  if (!why) why = at_limit("US dollars", allowance_.usd, spent_.usd);
  if (!why) why = at_limit("PTE", allowance_.pte, spent_.pte_observed);
  if (!why) why = at_limit("tokens", allowance_.tokens, spent_.usage.prompt() + spent_.usage.output);
  return why;
}

std::optional<Refusal> Purse::check(For what) const {
  {
    const std::lock_guard lock(mutex_);
    if (auto why = reached(what)) return Refusal{*std::move(why), false};
  }
  if (parent_ == nullptr) return std::nullopt;
  auto refused = parent_->check(what);
  if (refused) refused->outer = true;
  return refused;
}

Spending Purse::spent() const {
  const std::lock_guard lock(mutex_);
  return spent_;
}

}  // namespace gs::agent::models
