/// Proposer: reads the public part of a task and proposes candidates.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/evidence.hpp"
#include "agent/models/model.hpp"
#include "agent/models/purse.hpp"
#include "agent/trajectory.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "evaluators/evaluator.hpp"
#include "evaluators/inspector.hpp"
#include "tasks/candidate.hpp"
#include "tasks/task.hpp"
#include "tasks/verdict.hpp"

namespace gs::rtl {
class RtlLab;
}

namespace gs::agent {

/// What one attempt may spend. Counts decide; the wall clock is a safety net, and an attempt it ended says so.
struct Budget {
  int turns = 8;                           ///< proposals
  int checks = 20000;                      ///< visible examinations, by proposer and loop together
  std::chrono::milliseconds wall{55'000};  ///< of proposing and checking; the hidden verdict is not charged
};

/// The part of a task that a proposer may know. Nothing hidden is reachable from it.
struct PublicTask {
  std::string name, kind, title, instruction;
  std::string design_top;
  std::vector<std::string> sources, include_dirs, editable_files;
  tasks::FileSet workspace;
  std::optional<tasks::EvaluatorSettings> check;
};
PublicTask public_part(const tasks::Task& task);

/// One line of an attempt's transcript.
struct Event {
  std::chrono::milliseconds since_start{0};
  std::string kind;  ///< "note" | "proposal" | "check" | "verdict"
  std::string text;
};

/// What the loop makes of proposals that come to the same again and again.
enum class Advice {
  none,
  nudge,    ///< say that it goes round in circles
  restart,  ///< begin anew, without what was said so far: `candidate` and `check` are the best so far
};

/// A turn that did not succeed, as the next turn sees it.
struct Turn {
  tasks::Candidate candidate;
  tasks::Verdict check;  ///< of the evidence that may be shown
  Advice advice = Advice::none;
  std::string remark;  ///< of the user of a session: what they say to it, and what they did with it; else empty
  std::string advice_why = {};  ///< "the same change again"
};

/// What an attempt is part of.
struct BenchLinks {
  std::string label;                           ///< "rtl-repair/fifo-full-flag-late#0"
  models::Allowance allowance;                 ///< of this attempt
  models::Purse* campaign = nullptr;           ///< asked and told of everything too; borrowed, may be null
  const std::atomic<bool>* cancel = nullptr;   ///< ends calls of models; borrowed, may be null
  evaluators::Inspector* inspector = nullptr;  ///< looks into candidates; borrowed, may be null
  Evidence evidence = Evidence::visible;
  /// Told what is being done, one short line each, for who waits for it. From the thread that proposes, or from another
  /// one while that waits. Not recorded; may be empty.
  std::function<void(std::string_view)> watch;
};

/// What an attempt offers its proposer: examinations on visible evidence, the remaining budget, the transcript, the
/// seed. One thread at a time.
class Workbench {
 public:
  Workbench(const tasks::Task& task, evaluators::Evaluator& evaluator, const Budget& budget, std::uint64_t seed,
            const Clock& clock, const BenchLinks& links = {});

  /// Whether there is evidence that check() may give.
  bool has_check() const;
  /// The candidate on the evidence that may be seen. limit_exceeded when the budget is spent. Identical candidates are
  /// examined once.
  Result<tasks::Verdict> check(const tasks::Candidate& candidate);
  /// The same, for proposers that try many: its run takes at most `wall`, and the verdict is not kept when it was that
  /// which ended it.
  Result<tasks::Verdict> check_within(const tasks::Candidate& candidate, std::chrono::milliseconds wall);
  /// Looks into a candidate, as Inspector does; a look counts as an examination. unavailable: the evidence does not
  /// go so far, or nothing here can look.
  Result<tasks::Verdict> compile(const tasks::Candidate& candidate);
  Result<std::string> trace(const tasks::Candidate& candidate, const evaluators::SignalAt& where,
                            std::size_t cap_bytes);
  bool can_compile() const;
  bool can_trace() const;
  Evidence evidence() const { return evidence_; }
  /// Empty while there is budget for another check; otherwise why not ("60 s are over").
  std::string exhausted() const;
  void note(std::string kind, std::string text);
  /// Says what is being done to who watches, if anybody does. See BenchLinks::watch.
  void show(std::string_view doing) const;
  const std::function<void(std::string_view)>& watch() const { return watch_; }

  /// What this attempt may spend, and what the models that it calls are to be billed to.
  models::Purse& purse() { return purse_; }
  const std::atomic<bool>* cancel() const { return cancel_; }
  const std::string& label() const { return label_; }
  std::chrono::milliseconds wall() const { return clock_.wall(); }
  /// What was said so far; the proposer writes it.
  Trajectory& trajectory() { return trajectory_; }
  /// Adds what a call of a model came to, as a step of its own when there is a reply, and its failed attempts as waste.
  void record(const models::ModelOutcome& outcome);
  /// The reply that was recorded last came to nothing: marks its step, books its tokens as wasted and notes why.
  void discard_reply(std::string why);

  const Budget& budget() const { return budget_; }
  int checks_used() const { return checks_used_; }
  /// Charges examinations that the proposer made by itself on visible evidence, and what they took.
  void charge(int checks, std::chrono::microseconds wall);
  std::chrono::milliseconds elapsed() const;
  std::uint64_t seed() const { return seed_; }
  const std::vector<Turn>& history() const { return history_; }
  /// What was remembered since the last call.
  std::vector<Turn> news();
  /// Calls of a model that were recorded.
  int asked() const { return asked_; }
  int turns_left() const { return budget_.turns - asked_; }
  const std::vector<Event>& events() const { return events_; }
  void remember(Turn turn) { history_.push_back(std::move(turn)); }

 private:
  Result<tasks::Verdict> examine(const tasks::Task& task, const tasks::Candidate& candidate);
  /// The same, charged, unless it has been examined before. `task`: ours, or hurried_.
  Result<tasks::Verdict> examine_once(const tasks::Task& task, const tasks::Candidate& candidate);
  /// Runs and charges one look into a candidate.
  template <typename Look>
  auto charged(const Look& look) -> decltype(look());

  const tasks::Task& task_;
  std::unique_ptr<tasks::Task> hurried_;  // the same with less time to run, once it is wanted
  evaluators::Evaluator& evaluator_;
  Budget budget_;
  std::uint64_t seed_;
  const Clock& clock_;
  std::string label_;
  models::Purse purse_;
  const std::atomic<bool>* cancel_;
  evaluators::Inspector* inspector_;
  Evidence evidence_;
  std::function<void(std::string_view)> watch_;
  Trajectory trajectory_;
  std::vector<Waste> waste_;    // of calls that gave no reply: goes to the next step
  models::Spending at_record_;  // what was spent when a call was recorded last
  double reply_pte_ = 0;        // observed, of the reply that was recorded last
  std::chrono::nanoseconds start_;
  int checks_used_ = 0, asked_ = 0;
  std::map<std::string, tasks::Verdict> seen_, compiled_;
  std::vector<Turn> history_;
  std::size_t told_ = 0;  // of history_
  std::vector<Event> events_;
};

/// A proposal, or none with the reason.
struct Proposal {
  std::optional<tasks::Candidate> candidate;
  std::string stop_reason;  ///< when there is no candidate, or when the proposer will not propose again
  bool final = false;       ///< hand in as it is: the proposer has examined it itself or has nothing better
};

/// One instance serves one attempt.
class Proposer {
 public:
  virtual ~Proposer() = default;
  /// An Error is an infrastructure failure (model server, tool), not a wrong answer.
  virtual Result<Proposal> propose(const PublicTask& task, Workbench& bench) = 0;
};

/// Models that need no network: "search", "golden", "null".
const std::vector<std::string>& builtin_models();

/// Fails when `model` is none of those; the error names the nearest, and how remote models and replays are named.
Result<void> check_model_name(std::string_view model);

/// Proposer of a built-in model. `lab`: for models that look into the design themselves ("search"); borrowed, may be
/// null for others.
Result<std::unique_ptr<Proposer>> make_proposer(std::string_view model, const tasks::Task& task, rtl::RtlLab* lab);

}  // namespace gs::agent
