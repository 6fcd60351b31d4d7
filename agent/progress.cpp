#include "agent/progress.hpp"

#include <fmt/format.h>

namespace gs::agent {
namespace {

constexpr int kPoints = 2;

// What a failure is recognised by: its kind and its first difference, without times of running.
std::string failure_of(const tasks::Verdict& check) {
  std::string text = fmt::format("{}|{}", to_string(check.status), check.summary);
  for (const tasks::Mismatch& m : check.mismatches) {
    text += fmt::format("|{} {} {} {} {}", m.signal, m.count, m.first_time_ps, m.expected, m.got);
  }
  return text;
}

}  // namespace

bool is_better(const tasks::Verdict& a, const tasks::Verdict& b) {
  const auto rank = [](const tasks::Verdict& v) {
    return v.passed() ? 0 : v.status == tasks::VerdictStatus::failed ? 1 : 2;
  };
  if (rank(a) != rank(b)) return rank(a) < rank(b);
  return a.mismatch_count() < b.mismatch_count();
}

bool Best::offer(const tasks::Candidate& candidate, const tasks::Verdict& check) {
  if (check_ && !is_better(check, *check_)) return false;
  candidate_ = candidate;
  check_ = check;
  return true;
}

StuckWatch::Ruling StuckWatch::note(Step step) {
  if (step == Step::progress) {
    points_ = 0;
    return Ruling::go_on;
  }
  points_ += step == Step::same_action ? 2 : 1;
  if (points_ < kPoints) return Ruling::go_on;
  points_ = 0;
  ++stage_;
  return stage_ == 1 ? Ruling::nudge : stage_ == 2 ? Ruling::restart : Ruling::stop;
}

StuckWatch::Ruling StuckWatch::note(const tasks::Candidate& candidate, const tasks::Verdict& check, bool is_best) {
  const std::string failure = failure_of(check);
  const bool first = seen_.empty();
  const bool same_candidate = !seen_.insert(candidate.hash()).second;
  const bool same_failure = !first && failure == last_failure_;
  last_failure_ = failure;
  if (same_candidate) {
    why_ = "the same change again";
    return note(Step::same_action);
  }
  if (same_failure) {
    why_ = "another change with the same failure";
    return note(Step::same_failure);
  }
  if (is_best) stage_ = 0;
  return note(Step::progress);
}

}  // namespace gs::agent
