/// Purse: what may be spent, what has been, and what is held for requests under way.
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <mutex>
#include <optional>
#include <string>

#include "agent/models/model.hpp"
#include "base/json.hpp"
#include "base/result.hpp"

namespace gs::agent::models {

/// Limits of one attempt or of a whole campaign; absent: none.
struct Allowance {
  std::optional<std::int64_t> tokens;  ///< prompt and output, cached ones too
  std::optional<double> usd;
  std::optional<double> pte;  ///< Prefill Token Equivalents, observed
  std::optional<std::int64_t> requests;
  std::optional<double> judge_seconds;  ///< in the box, checks and hidden verdicts
  std::optional<double> gpu_seconds;

  bool operator==(const Allowance& other) const = default;
};

/// What was spent. Sums of sums are right: attempts add up to a campaign.
struct Spending {
  Usage usage;                ///< of all attempts on the wire, wasted ones too
  Usage wasted;               ///< the part of it that came to nothing: failed attempts, replies that could not be read
  double usd = 0;             ///< of what has a price
  std::int64_t unpriced = 0;  ///< charged attempts without a known price; usd is the money spent only when 0
  double pte_evicted = 0, pte_observed = 0, pte_wasted = 0;
  std::int64_t requests = 0;                     ///< attempts on the wire
  std::int64_t retries = 0;                      ///< those of them that were not a call's first
  std::int64_t estimated = 0;                    ///< those whose usage is our own estimate
  double model_seconds = 0, waited_seconds = 0;  ///< on the wire; between retries and for a free place
  double judge_seconds = 0, gpu_seconds = 0;

  Spending& operator+=(const Spending& other);
  Spending& operator-=(const Spending& other);  ///< nothing of it gets below 0: sums of fractions are a little off
  /// Null when something of it has no price.
  std::optional<double> money() const { return unpriced == 0 ? std::optional(usd) : std::nullopt; }
  bool operator==(const Spending& other) const = default;
};
Json to_json(const Spending& spending);
Result<Spending> spending_from_json(const Json& json, std::string_view origin);

/// What a request may come to: the likely prompt, and all the output that it allows.
struct Estimate {
  std::int64_t tokens = 0;
  std::optional<double> usd;  ///< null: the price is not known
  double pte = 0;
};

/// Why something may not be spent, and whether it is the innermost purse or one around it that says so.
struct Refusal {
  std::string why;
  bool outer = false;
};

/// Thread-safe. A purse inside another one (an attempt's in the campaign's) asks and tells both.
class Purse {
 public:
  explicit Purse(Allowance allowance, Purse* parent = nullptr) : allowance_(allowance), parent_(parent) {}
  Purse(const Purse&) = delete;
  Purse& operator=(const Purse&) = delete;

  /// Holds the estimate until receive(). Refuses, naming limit, spent, held and asked, when spent, held and asked
  /// together would exceed a limit, and a limit on money where no price is known.
  std::optional<Refusal> hold(const Estimate& estimate);
  /// Why this purse itself refused a hold for the first time; nothing while it has refused none.
  std::optional<std::string> first_refusal() const;
  Allowance allowance() const;
  /// Other limits from now on; what was spent stays, and what was refused before is forgotten.
  void limit(Allowance allowance);
  /// Gives back what was held and books what was really spent, be it more than the estimate. Without a hold: what
  /// needed none (seconds in the box).
  void receive(const std::optional<Estimate>& held, const Spending& spent);

  enum class For { request, examination };
  /// Refuses once a limit is reached, also one of the purse around. An examination is refused by the limits on seconds
  /// only: it can still be made of an answer that took the last tokens.
  std::optional<Refusal> check(For what = For::request) const;
  Spending spent() const;

 private:
  std::optional<std::string> reached(For what) const;  // these three with the mutex held
  std::optional<std::string> would_exceed(const Estimate& estimate) const;
  void release(const Estimate& estimate);

  Allowance allowance_;
  Purse* const parent_;
  mutable std::mutex mutex_;
  Spending spent_;
  Estimate held_{0, 0.0, 0};
  std::int64_t requests_held_ = 0;
  std::optional<std::string> first_refusal_;
};

}  // namespace gs::agent::models
