/// Progress: the best candidate so far, and whether proposals still get anywhere.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "agent/proposer.hpp"
#include "tasks/candidate.hpp"
#include "tasks/verdict.hpp"

namespace gs::agent {

/// Fewer wrong values is better; a design that does not run is worse than any that does.
bool is_better(const tasks::Verdict& a, const tasks::Verdict& b);

/// The best of the candidates that were examined; of equal ones the first.
class Best {
 public:
  /// Whether it is the best now.
  bool offer(const tasks::Candidate& candidate, const tasks::Verdict& check);
  bool empty() const { return !check_; }
  const tasks::Candidate& candidate() const { return candidate_; }
  const tasks::Verdict& check() const { return *check_; }

 private:
  tasks::Candidate candidate_;
  std::optional<tasks::Verdict> check_;
};

/// Notices that what is done comes to the same again and again: after two points it advises a nudge, after two more a
/// restart from the best state, after two more the end. Something new takes the points back, a new best the advice too.
class StuckWatch {
 public:
  enum class Step {
    progress,      ///< something new
    same_failure,  ///< another candidate that fails in the same way: one point
    same_action,   ///< the same candidate, or the same call on the same files: two points
  };
  enum class Ruling { go_on, nudge, restart, stop };

  Ruling note(Step step);
  /// A proposal with what the evidence says of it, compared with those before.
  Ruling note(const tasks::Candidate& candidate, const tasks::Verdict& check, bool is_best);
  /// "the same change again", for a reader; of the last note that was no progress.
  const std::string& why() const { return why_; }

 private:
  int points_ = 0, stage_ = 0;
  std::string why_, last_failure_;
  std::set<std::string> seen_;  // hashes of candidates
};

}  // namespace gs::agent
