/// Session: a user's files, a test of theirs, and a model that proposes changes, turn by turn. Knows no terminal, no
/// command line and no hardware language.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "agent/models/purse.hpp"
#include "agent/proposer.hpp"
#include "agent/session/journal.hpp"
#include "agent/session/user_tree.hpp"
#include "agent/trajectory.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "evaluators/evaluator.hpp"
#include "tasks/task.hpp"
#include "tasks/verdict.hpp"

namespace gs::agent::session {

/// The user's files as a task, read from disk just now.
struct Loaded {
  tasks::Task task;
  std::vector<std::string> editable;  ///< of task.editable_files(): those that a proposal may change
  std::vector<std::string> hidden;    ///< files of the workspace that models are not shown: there are too many
};

/// A model as a session asks it.
struct SessionModel {
  std::string name;
  bool reads_text = true;  ///< what a user says reaches it
  bool is_lasting = true;  ///< one proposer serves all turns, with one conversation; else each turn has its own
  std::function<Result<std::unique_ptr<Proposer>>(const tasks::Task&)> make;
};

/// What can be asked of the code's own trade. Either may be empty: nothing here can tell.
struct Looks {
  using Look = std::function<Result<std::string>(const tasks::Task&, const tasks::Candidate&, const tasks::Verdict&)>;
  Look why;   ///< what drove the first wrong value, as text
  Look wave;  ///< the bytes of a wave
};

struct SessionParts {
  const UserTree& tree;
  Journal& journal;
  evaluators::Evaluator& evaluator;  ///< of the task's [check]
  models::Purse& purse;              ///< of the whole session
  const Clock& clock;
  const std::atomic<bool>* cancel = nullptr;  ///< ends what is under way; may be null
  std::function<Result<Loaded>()> load;
  /// Those of the files with changes that are not committed.
  std::function<Result<std::set<std::string>>(const std::vector<std::string>&)> uncommitted;
  Looks looks;
  evaluators::Inspector* inspector = nullptr;  ///< for models that work with tools; borrowed, may be null
  Budget turn;                                 ///< of one turn: `turns` are answers
  models::Allowance allowance;                 ///< of one turn
  std::uint64_t seed = 1;
  /// Told what a turn is doing; see BenchLinks::watch.
  std::function<void(std::string_view)> watch;
};

/// A proposal, as its user is shown it.
struct Offer {
  std::vector<FileChange> files;
  std::string diff;
  std::string rationale;  ///< one line
  std::string words;      ///< what the model said beside the files; empty for those that do not talk
  std::optional<tasks::Verdict> check;
  bool passes() const { return check && check->passed(); }
};

struct TurnOutcome {
  std::optional<Offer> offer;  ///< the best of the turn
  std::string reason;          ///< why it ended
  bool stopped = false;        ///< by the user
  int answers = 0;
  models::Spending spent;
};

/// What stands between a change and the disk.
struct Obstacles {
  std::vector<std::string> edited;       ///< changed on disk since it was read, or since we wrote it
  std::vector<std::string> uncommitted;  ///< changes that git does not have, and that are not ours
  std::string unknown;                   ///< why it is not known what git has; empty when it is
};

/// What a resumed session found of a change that it was killed in.
enum class Recovery { nothing, was_made, was_not_made, was_half_made, cannot_tell };

class Session {
 public:
  explicit Session(SessionParts parts);

  /// After Journal::open(): puts a change right that was under way, so that the tree is as before it or as after it,
  /// and books what was spent. A half-made change is taken back. cannot_tell: a file is neither; nothing is touched.
  Result<Recovery> recover();

  /// From now on; the files stay as they are.
  void use(SessionModel model);
  const SessionModel& model() const { return model_; }

  /// Runs the test on the files as they are on disk.
  Result<tasks::Verdict> test();
  /// Of the last test or apply; nothing before, or when that ended early.
  const std::optional<tasks::Verdict>& last_test() const { return last_test_; }

  /// Something the model is told with its next turn, in the words of the user.
  void remark(std::string text) { remarks_.push_back(std::move(text)); }
  /// Asks for a proposal and tests it, feeds back, until one passes, the turn's budget is spent or the user stops it.
  /// An Error is the machine's or the server's failure.
  Result<TurnOutcome> take_turn();

  Obstacles obstacles(const Offer& offer) const;
  /// Writes it, over edits of others too: ask obstacles() first. What it replaces is kept for undo().
  Result<void> apply(const Offer& offer);
  /// The user's word on an offer, for the model.
  void decline(std::string_view why);

  bool can_undo() const { return !parts_.journal.state().applied.empty(); }
  const Change& last_change() const { return parts_.journal.state().applied.back(); }
  /// Files of the last change that are not any more as it left them.
  std::vector<std::string> edited_since() const;
  /// Takes the last change back, and later edits of its files with it.
  Result<void> undo();

  /// All changes of the files that may be changed, from the session's start to what is on disk.
  Result<std::string> diff() const;
  /// Of the last test that failed. invalid_input: none has, or nothing here can tell.
  Result<std::string> why();
  Result<std::string> wave();

  models::Purse& purse() { return parts_.purse; }
  Journal& journal() { return parts_.journal; }
  const UserTree& tree() const { return parts_.tree; }
  /// Notes a line of the transcript.
  void log(std::string who, std::string text);
  /// The first failure to write the journal; the session must end then.
  const std::optional<Error>& broken() const { return broken_; }

 private:
  struct Examined {
    tasks::Task task;
    tasks::Candidate candidate;
    tasks::Verdict verdict;
  };
  bool is_cancelled() const { return parts_.cancel != nullptr && parts_.cancel->load(); }
  Result<Loaded> load();
  Result<tasks::Verdict> examine(const Loaded& loaded, Workbench& bench, const tasks::Candidate& candidate);
  Result<Proposer*> proposer(const tasks::Task& task);
  Result<TurnOutcome> propose(const Loaded& loaded, Workbench& bench, tasks::Verdict start);
  Result<void> write(const Change& change);
  void book();
  std::string take_remarks();

  SessionParts parts_;
  SessionModel model_;
  std::unique_ptr<Proposer> proposer_;
  std::optional<tasks::Verdict> last_test_;
  std::string tested_;  // hash of the files of last_test_
  std::optional<Examined> last_failure_;
  std::vector<std::string> remarks_;
  std::optional<Error> broken_;
  int turns_ = 0, starts_ = 0;
};

}  // namespace gs::agent::session
