#include "agent/search/check_search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "evaluators/complaints.hpp"

namespace gs::agent::search {
namespace {

// A right design may run longer than a broken one, which a test can give up at its first error.
constexpr int kPatience = 4;
constexpr std::chrono::milliseconds kLeastWall{3000};
constexpr double kSinglesShare = 0.7;  // of the wall clock, before pairs get their turn, if there are any
constexpr std::size_t kHelpful = 12;   // edits combined in pairs
constexpr std::size_t kSteps = 2;      // of them, combined with every other edit

double complaints_of(const tasks::Verdict& verdict) {
  return verdict.measurement(evaluators::kComplaints, std::numeric_limits<double>::infinity());
}

std::chrono::milliseconds patience_of(const tasks::Verdict& start) {
  const auto milliseconds = static_cast<std::int64_t>(1000 * start.measurement("wall", 0));
  return std::max(kPatience * std::chrono::milliseconds(milliseconds), kLeastWall);
}

class CheckSearch {
 public:
  CheckSearch(const Survey& ground, Workbench& bench, const tasks::Verdict& start)
      : ground_(ground), bench_(bench), complaints_(complaints_of(start)), wall_(patience_of(start)) {}

  Result<Proposal> run() {
    bench_.note("note", fmt::format("{} edits to try, one run of the test each", ground_.edits.size()));
    GS_CHECK(singles(kSinglesShare));
    GS_CHECK(pairs());
    GS_CHECK(singles(1.0));
    GS_CHECK(late_ones());
    GS_CHECK(from_the_best());
    if (found_) return *std::move(found_);
    const std::string spent = bench_.exhausted();
    std::string reason = fmt::format("{}: {} of {} single edits{} tried, and the test passes with none of them",
                                     spent.empty() ? "nothing left to try" : spent, next_ - unjudged_,
                                     ground_.edits.size(), pairs_ > 0 ? fmt::format(" and {} pairs", pairs_) : "");
    if (least_ < complaints_) {
      reason += fmt::format(", {:.0f} of {:.0f} lines that speak of errors left at best", least_, complaints_);
    }
    return Proposal{std::nullopt, reason + "; the search learns more from a testbench (--tb)", true};
  }

 private:
  using Edits = std::vector<const Edit*>;
  enum class Haste { yes, no };

  bool is_over() const { return found_ || !bench_.exhausted().empty(); }

  // Nothing when the budget is spent, or when the edits overlap.
  Result<std::optional<tasks::Verdict>> attempt(const Edits& edits, Haste haste) {
    tasks::Candidate candidate{changed_files(edits, ground_.sources), describe(edits, ground_.sources)};
    if (candidate.files.empty()) return std::optional<tasks::Verdict>();
    bench_.show(fmt::format("{}: {}", place_, candidate.rationale));
    auto verdict = haste == Haste::yes ? bench_.check_within(candidate, wall_) : bench_.check(candidate);
    if (!verdict && verdict.error().code() == ErrorCode::limit_exceeded) return std::optional<tasks::Verdict>();
    if (!verdict) return std::move(verdict).error();
    if (verdict->status == tasks::VerdictStatus::sandbox_error) return unavailable(verdict->summary);
    if (verdict->passed()) {
      found_ = Proposal{std::move(candidate),
                        edits.size() == 1 ? "the test passes with one edit" : "the test passes with two edits", true};
    }
    return std::optional(*std::move(verdict));
  }

  void note_helpful(const Edit& edit, const tasks::Verdict& verdict) {
    const double complaints = complaints_of(verdict);
    if (verdict.status != tasks::VerdictStatus::failed || complaints >= complaints_) return;
    helpful_.emplace_back(complaints, &edit);
  }

  Result<void> singles(double share) {
    const auto until = std::chrono::duration_cast<std::chrono::milliseconds>(bench_.budget().wall * share);
    for (; next_ < ground_.edits.size() && !is_over(); ++next_) {
      if (share < 1.0 && !helpful_.empty() && bench_.elapsed() >= until) return {};
      const Edit& edit = ground_.edits[next_];
      place_ = fmt::format("edit {} of {}", next_ + 1, ground_.edits.size());
      GS_TRY(const std::optional<tasks::Verdict> verdict, attempt({&edit}, Haste::yes));
      if (!verdict) {
        if (!bench_.exhausted().empty()) return {};
        ++unjudged_;
        continue;
      }
      if (verdict->status == tasks::VerdictStatus::timeout) late_.push_back(&edit);
      note_helpful(edit, *verdict);
    }
    return {};
  }

  Result<void> late_ones() {
    for (const Edit* edit : late_) {
      if (is_over()) return {};
      place_ = "again, without haste";
      GS_TRY(const std::optional<tasks::Verdict> verdict, attempt({edit}, Haste::no));
      if (verdict) note_helpful(*edit, *verdict);
    }
    return {};
  }

  // The most helpful edits, one of a line. What does not compile may complain less, and helps nobody.
  Result<Edits> best_helpful() {
    std::stable_sort(helpful_.begin(), helpful_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    Edits best;
    std::set<std::pair<int, std::uint32_t>> lines;
    for (const auto& [complaints, edit] : helpful_) {
      if (best.size() == kHelpful || is_over()) break;
      if (lines.count({edit->file, edit->line}) > 0) continue;
      if (bench_.can_compile()) {
        const auto compiled = bench_.compile({changed_files({edit}, ground_.sources), ""});
        if (!compiled && compiled.error().code() != ErrorCode::limit_exceeded) return compiled.error();
        if (!compiled || !compiled->passed()) continue;
      }
      lines.insert({edit->file, edit->line});
      least_ = std::min(least_, complaints);
      best.push_back(edit);
    }
    return best;
  }

  Result<void> pair(const Edit* a, const Edit* b) {
    if (!tried_pairs_.insert(std::minmax(a, b)).second) return {};
    place_ = fmt::format("pair {}", pairs_ + 1);
    GS_TRY(const std::optional<tasks::Verdict> verdict, attempt({a, b}, Haste::yes));
    if (verdict) ++pairs_;
    return {};
  }

  Result<void> pairs() {
    if (is_over() || helpful_.empty()) return {};
    GS_TRY(const Edits best, best_helpful());
    for (std::size_t j = 1; j < best.size(); ++j) {
      for (std::size_t i = 0; i < j && !is_over(); ++i) GS_CHECK(pair(best[i], best[j]));
    }
    return {};
  }

  Result<void> from_the_best() {
    if (is_over() || helpful_.empty()) return {};
    GS_TRY(const Edits best, best_helpful());
    for (std::size_t i = 0; i < std::min(best.size(), kSteps); ++i) {
      bench_.note("note", "going on from " + describe(*best[i], ground_.sources));
      for (const Edit& edit : ground_.edits) {
        if (is_over()) return {};
        if (&edit != best[i]) GS_CHECK(pair(best[i], &edit));
      }
    }
    return {};
  }

  const Survey& ground_;
  Workbench& bench_;
  double complaints_;  // at the beginning
  std::chrono::milliseconds wall_;
  double least_ = complaints_;
  std::size_t next_ = 0, unjudged_ = 0, pairs_ = 0;
  Edits late_;
  std::vector<std::pair<double, const Edit*>> helpful_;
  std::set<std::pair<const Edit*, const Edit*>> tried_pairs_;
  std::string place_;
  std::optional<Proposal> found_;
};

}  // namespace

Result<Proposal> search_by_check(const Survey& ground, Workbench& bench, const tasks::Verdict& start) {
  return CheckSearch(ground, bench, start).run();
}

}  // namespace gs::agent::search
