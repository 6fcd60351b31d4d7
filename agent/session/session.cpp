// Theory of operation. The disk is the truth: each turn and each test reads the files anew, so a user may edit them
// meanwhile. A turn has a workbench of its own, whose base is what was just read; the proposer and its conversation
// last. What a model must know of the time between two turns (said, applied, declined, taken back) is collected as
// remarks and goes with the state of the files into the next turn. Before a file is written, the journal has what it
// was and what it will be.
#include "agent/session/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "agent/progress.hpp"
#include "agent/session/offer.hpp"
#include "base/diff.hpp"
#include "base/text.hpp"

namespace gs::agent::session {

using tasks::Candidate;
using tasks::Verdict;

namespace {

constexpr std::size_t kFeedbackBytes = 6000, kRecapBytes = 4000;
constexpr std::string_view kStopped = "stopped";

PublicTask shown_part(const Loaded& loaded) {
  PublicTask task = public_part(loaded.task);
  task.editable_files = loaded.editable;
  for (const std::string& name : loaded.hidden) task.workspace.erase(name);
  return task;
}

std::string last_words(const Trajectory& trajectory) {
  for (auto step = trajectory.steps.rbegin(); step != trajectory.steps.rend(); ++step) {
    if (step->source == TrajectoryStep::Source::agent) return words_of(step->message);
  }
  return {};
}

// What a resumed session tells a model, which has not heard any of it.
std::string recap_of(const JournalState& state) {
  std::string text;
  for (const Said& said : state.said) {
    // Of what was applied the first line: the files are shown.
    const std::string_view first = std::string_view(said.text).substr(0, said.text.find('\n'));
    if (said.who == "user") text += fmt::format("- the user: {}\n", trim(said.text));
    if (said.who == "session") text += fmt::format("- {}\n", first);
  }
  if (text.empty()) return {};
  return "This goes on with an earlier session, of which the files are as you see them now. What was said in it:\n" +
         bound_text(text, kRecapBytes);
}

}  // namespace

Session::Session(SessionParts parts) : parts_(std::move(parts)) {
  const auto count = parts_.journal.state().settings.find("starts");
  starts_ = count == parts_.journal.state().settings.end() ? 0 : std::atoi(count->second.c_str()) + 1;
  if (auto noted = parts_.journal.set("starts", std::to_string(starts_)); !noted) broken_ = noted.error();
}

Result<Recovery> Session::recover() {
  const JournalState& state = parts_.journal.state();
  parts_.purse.receive(std::nullopt, state.spent);
  if (std::string recap = recap_of(state); !recap.empty()) remark(std::move(recap));
  if (!state.pending) return Recovery::nothing;
  const Change change = state.pending->change;
  std::vector<std::string> names;
  std::vector<const FileChange*> made;
  std::size_t unmade = 0;
  for (const FileChange& file : change.files) {
    names.push_back(file.path);
    const auto now = parts_.tree.read(file.path);
    if (now && *now == file.after) {
      made.push_back(&file);
    } else if (now && *now == file.before) {
      ++unmade;
    }
  }
  parts_.tree.remove_leftovers(names);
  if (made.size() == change.files.size()) {
    GS_CHECK(parts_.journal.finish());
    return Recovery::was_made;
  }
  if (made.size() + unmade < change.files.size()) {
    GS_CHECK(parts_.journal.abandon());
    return Recovery::cannot_tell;
  }
  for (const FileChange* file : made) GS_CHECK(parts_.tree.replace(file->path, file->after, file->before));
  GS_CHECK(parts_.journal.abandon());
  return made.empty() ? Recovery::was_not_made : Recovery::was_half_made;
}

void Session::use(SessionModel model) {
  if (!model_.name.empty()) {
    const std::string recap = recap_of(parts_.journal.state());
    remarks_.clear();
    if (!recap.empty()) remark(recap);
  }
  model_ = std::move(model);
  proposer_.reset();
  if (auto noted = parts_.journal.set("model", model_.name); !noted) broken_ = noted.error();
}

void Session::log(std::string who, std::string text) {
  if (auto noted = parts_.journal.say(parts_.clock.wall(), std::move(who), std::move(text)); !noted) {
    broken_ = noted.error();
  }
}

void Session::book() {
  if (auto noted = parts_.journal.spend(parts_.purse.spent()); !noted) broken_ = noted.error();
}

Result<Loaded> Session::load() {
  if (broken_) return *broken_;
  return parts_.load();
}

Result<Verdict> Session::examine(const Loaded& loaded, Workbench& bench, const Candidate& candidate) {
  auto verdict = bench.check(candidate);
  if (is_cancelled()) return Error(ErrorCode::timeout, std::string(kStopped));
  if (!verdict) return verdict;
  if (!verdict->passed() && !is_infrastructure(verdict->status)) last_failure_ = {loaded.task, candidate, *verdict};
  return verdict;
}

Result<Verdict> Session::test() {
  last_test_.reset();
  GS_TRY(const Loaded loaded, load());
  Workbench bench(loaded.task, parts_.evaluator, parts_.turn, parts_.seed, parts_.clock,
                  {"", {}, &parts_.purse, parts_.cancel});
  GS_TRY(Verdict verdict, examine(loaded, bench, {}));
  book();
  tested_ = loaded.task.hash;
  last_test_ = verdict;
  log("test", fmt::format("{}: {}", to_string(verdict.status), verdict.summary));
  return verdict;
}

Result<Proposer*> Session::proposer(const tasks::Task& task) {
  if (!proposer_ || !model_.is_lasting) {
    GS_TRY(proposer_, model_.make(task));
  }
  return proposer_.get();
}

std::string Session::take_remarks() {
  std::string text = join(remarks_, "\n");
  remarks_.clear();
  return text;
}

Result<TurnOutcome> Session::take_turn() {
  GS_TRY(const Loaded loaded, load());
  ++turns_;
  const std::string label =
      fmt::format("{}{}", loaded.task.name(), starts_ > 0 ? fmt::format("#{}", starts_) : std::string());
  Workbench bench(
      loaded.task, parts_.evaluator, parts_.turn, parts_.seed, parts_.clock,
      {label, parts_.allowance, &parts_.purse, parts_.cancel, parts_.inspector, Evidence::visible, parts_.watch});
  const bool is_tested = last_test_ && tested_ == loaded.task.hash;
  auto start = is_tested ? Result<Verdict>(*last_test_) : examine(loaded, bench, {});
  Result<TurnOutcome> outcome = start ? propose(loaded, bench, *start) : Result<TurnOutcome>(start.error());
  if (start && !is_tested) {
    last_test_ = *start;
    tested_ = loaded.task.hash;
  }
  book();
  if (is_cancelled()) {
    TurnOutcome stopped;
    stopped.stopped = true;
    stopped.reason = kStopped;
    if (outcome) stopped.answers = outcome->answers;
    stopped.spent = bench.purse().spent();
    return stopped;
  }
  if (outcome) outcome->spent = bench.purse().spent();
  return outcome;
}

Result<TurnOutcome> Session::propose(const Loaded& loaded, Workbench& bench, Verdict start) {
  GS_TRY(Proposer* const asked, proposer(loaded.task));
  const PublicTask task = shown_part(loaded);
  const auto explained = [&](const Candidate& candidate, Verdict verdict) {
    // What drove the first wrong value costs seconds, which a search of hundreds of candidates does not have.
    if (!model_.reads_text || verdict.passed() || verdict.mismatches.empty() || !parts_.looks.why) return verdict;
    if (const auto why = parts_.looks.why(loaded.task, candidate, verdict)) {
      verdict.feedback = bound_text(verdict.feedback + *why, kFeedbackBytes);
    }
    return verdict;
  };
  bench.remember({{}, explained({}, start), Advice::none, take_remarks(), ""});
  TurnOutcome outcome;
  StuckWatch watch;
  const auto end = [&](std::string reason) {
    outcome.reason = std::move(reason);
    return outcome;
  };
  while (outcome.answers < parts_.turn.turns && !is_cancelled()) {
    GS_TRY(const Proposal proposal, asked->propose(task, bench));
    if (!proposal.candidate) return end(proposal.stop_reason);
    ++outcome.answers;
    GS_TRY(const Candidate candidate, in_form(*proposal.candidate, loaded.task.workspace, loaded.editable));
    const std::string words = last_words(bench.trajectory());
    if (!words.empty()) log("model", words);
    if (candidate.files.empty()) {
      if (proposal.final) return end("the proposal changes nothing");
      const StuckWatch::Ruling ruling = watch.note(StuckWatch::Step::same_action);
      if (ruling != StuckWatch::Ruling::go_on && ruling != StuckWatch::Ruling::nudge)
        return end("stuck: proposals that change nothing");
      bench.remember({*proposal.candidate, start, Advice::none, "That changes nothing in the files.", ""});
      continue;
    }
    auto verdict = examine(loaded, bench, candidate);
    if (!verdict && verdict.error().code() == ErrorCode::limit_exceeded) return end(verdict.error().message());
    if (!verdict) return std::move(verdict).error();
    if (is_infrastructure(verdict->status)) return unavailable(verdict->summary);
    const bool is_best = !outcome.offer || is_better(*verdict, *outcome.offer->check);
    if (is_best) {
      outcome.offer = make_offer(candidate, loaded.task.workspace, words);
      outcome.offer->check = *verdict;
    }
    if (verdict->passed()) return end("the test passes");
    if (proposal.final) return end(proposal.stop_reason);
    const StuckWatch::Ruling ruling = watch.note(candidate, *verdict, is_best);
    // What was said to a session is not thrown away for a fresh start: its user can say more.
    if (ruling == StuckWatch::Ruling::restart || ruling == StuckWatch::Ruling::stop)
      return end("stuck: " + watch.why() + ", also after a nudge");
    const bool nudged = ruling == StuckWatch::Ruling::nudge;
    bench.remember({candidate, explained(candidate, *std::move(verdict)), nudged ? Advice::nudge : Advice::none, "",
                    nudged ? watch.why() : ""});
  }
  return end(fmt::format("{} answers are used up", outcome.answers));
}

Obstacles Session::obstacles(const Offer& offer) const {
  Obstacles found;
  std::vector<std::string> foreign;
  for (const FileChange& file : offer.files) {
    const auto now = parts_.tree.read(file.path);
    if (!now || *now != file.before) found.edited.push_back(file.path);
    const std::vector<Change>& applied = parts_.journal.state().applied;
    const bool is_ours = std::any_of(applied.begin(), applied.end(), [&](const Change& change) {
      return std::any_of(change.files.begin(), change.files.end(),
                         [&](const FileChange& ours) { return ours.path == file.path && now && ours.after == *now; });
    });
    if (!is_ours) foreign.push_back(file.path);
  }
  if (foreign.empty() || !parts_.uncommitted) return found;
  const auto dirty = parts_.uncommitted(foreign);
  if (!dirty) {
    found.unknown = dirty.error().to_line();
  } else {
    found.uncommitted.assign(dirty->begin(), dirty->end());
  }
  return found;
}

// All files or none: what was written before a failure is taken back.
Result<void> Session::write(const Change& change) {
  for (std::size_t i = 0; i < change.files.size(); ++i) {
    const FileChange& file = change.files[i];
    auto written = parts_.tree.replace(file.path, file.before, file.after);
    if (written) continue;
    for (std::size_t k = 0; k < i; ++k) {
      const FileChange& made = change.files[k];
      if (auto back = parts_.tree.replace(made.path, made.after, made.before); !back) {
        return std::move(back).error().with("after " + written.error().to_line());
      }
    }
    GS_CHECK(parts_.journal.abandon());
    return written;
  }
  return {};
}

Result<void> Session::apply(const Offer& offer) {
  if (broken_) return *broken_;
  Change change;
  change.why = offer.rationale;
  bool as_tested = true;
  for (const FileChange& file : offer.files) {
    GS_TRY(std::string now, parts_.tree.read(file.path));
    as_tested = as_tested && now == file.before;
    change.files.push_back({file.path, std::move(now), file.after});
  }
  GS_TRY(change.id, parts_.journal.begin(change));
  GS_CHECK(write(change));
  GS_CHECK(parts_.journal.finish());
  remark("I applied your proposal: the files are as you proposed them.");
  log("session", fmt::format("applied change {}: {}\n{}", change.id, change.why, offer.diff));
  last_test_.reset();
  if (!as_tested) return {};
  // What was tested is what is on disk now.
  GS_TRY(const Loaded loaded, load());
  last_test_ = offer.check;
  tested_ = loaded.task.hash;
  return {};
}

void Session::decline(std::string_view why) {
  remark(why.empty() ? "I did not apply your proposal: the files are as before."
                     : fmt::format("I did not apply your proposal: the files are as before. {}", why));
  log("user", why.empty() ? "not applied" : fmt::format("not applied: {}", why));
}

std::vector<std::string> Session::edited_since() const {
  std::vector<std::string> edited;
  for (const FileChange& file : last_change().files) {
    const auto now = parts_.tree.read(file.path);
    if (!now || *now != file.after) edited.push_back(file.path);
  }
  return edited;
}

Result<void> Session::undo() {
  if (broken_) return *broken_;
  if (!can_undo()) return invalid_input("there is no change to take back");
  Change back;
  back.id = last_change().id;
  back.why = last_change().why;
  for (const FileChange& file : last_change().files) {
    GS_TRY(std::string now, parts_.tree.read(file.path));
    back.files.push_back({file.path, std::move(now), file.before});
  }
  GS_CHECK(parts_.journal.begin_undo(back));
  GS_CHECK(write(back));
  GS_CHECK(parts_.journal.finish());
  last_test_.reset();
  remark("I took the last applied change back.");
  log("session", fmt::format("took change {} back", back.id));
  return {};
}

Result<std::string> Session::diff() const {
  std::string diff;
  for (const auto& [path, content] : parts_.journal.state().head.start) {
    const auto now = parts_.tree.read(path);
    if (!now && now.error().code() != ErrorCode::not_found) return now.error();
    diff += unified_diff(content, now ? *now : std::string(), path);
  }
  return diff;
}

Result<std::string> Session::why() {
  if (!last_failure_) return invalid_input("no test has failed yet");
  if (!parts_.looks.why) return invalid_input("of this test, only its output tells why");
  return parts_.looks.why(last_failure_->task, last_failure_->candidate, last_failure_->verdict);
}

Result<std::string> Session::wave() {
  if (!last_failure_) return invalid_input("no test has failed yet");
  if (!parts_.looks.wave) return invalid_input("this test leaves no wave");
  return parts_.looks.wave(last_failure_->task, last_failure_->candidate, last_failure_->verdict);
}

}  // namespace gs::agent::session
