#include "agent/attempt.hpp"

#include <gtest/gtest.h>

#include <deque>

#include "tests/support/fake_clock.hpp"
#include "tests/support/fake_evaluator.hpp"

namespace gs::agent {
namespace {

using evaluators::Phase;
using gs::test::FakeClock;
using gs::test::FakeEvaluator;
using tasks::Candidate;
using tasks::Verdict;
using tasks::VerdictStatus;

tasks::Task broken_gate(bool with_check = true) {
  tasks::Task task;
  task.suite = "suite";
  task.id = "gate";
  task.sources = {"rtl/a.sv"};
  task.workspace = {{"rtl/a.sv", "wrong\n"}};
  task.solution = {{"rtl/a.sv", "right\n"}};
  task.hash = "h";
  if (with_check) task.check.emplace();
  return task;
}

Candidate with_text(const std::string& text) {
  return {{{"rtl/a.sv", text}}, text};
}

// Proposes what it was given, one a turn, then gives up.
class ScriptedProposer final : public Proposer {
 public:
  explicit ScriptedProposer(std::deque<Result<Proposal>> script) : script_(std::move(script)) {}
  Result<Proposal> propose(const PublicTask&, Workbench& bench) override {
    history_sizes.push_back(bench.history().size());
    if (script_.empty()) return Proposal{std::nullopt, "no more ideas", true};
    Result<Proposal> next = std::move(script_.front());
    script_.pop_front();
    return next;
  }
  std::vector<std::size_t> history_sizes;

 private:
  std::deque<Result<Proposal>> script_;
};

Proposal propose(const std::string& text, bool final = false) {
  return {with_text(text), "", final};
}

// Wrong values of a text: its number of 'x'; "right" passes.
Result<Verdict> count_wrong(const tasks::Task&, const Candidate& candidate, Phase) {
  Verdict verdict;
  const auto found = candidate.files.find("rtl/a.sv");
  const std::string text = found == candidate.files.end() ? "xxxx" : found->second;
  verdict.status = text == "right\n" ? VerdictStatus::passed : VerdictStatus::failed;
  if (text == "hangs") verdict.status = VerdictStatus::timeout;
  if (text == "no box") verdict.status = VerdictStatus::sandbox_error;
  tasks::Mismatch m;
  m.signal = "q";
  m.count = static_cast<std::uint64_t>(std::count(text.begin(), text.end(), 'x'));
  if (m.count > 0) verdict.mismatches = {m};
  verdict.summary = "counted";
  return verdict;
}

TEST(AttemptTest, JudgesWhatPassesTheVisibleCheck) {
  FakeEvaluator evaluator(count_wrong);
  ScriptedProposer proposer({propose("xx"), propose("right\n"), propose("x")});
  const Attempt attempt = run_attempt(broken_gate(), evaluator, proposer, {}, FakeClock());
  EXPECT_EQ(attempt.status, AttemptStatus::passed);
  EXPECT_EQ(attempt.turns, 2);
  EXPECT_EQ(attempt.checks, 2);
  EXPECT_EQ(attempt.stop_reason, "the visible check passes");
  EXPECT_EQ(attempt.candidate.files, with_text("right\n").files);
  EXPECT_EQ(proposer.history_sizes, (std::vector<std::size_t>{0, 1}));
  ASSERT_EQ(evaluator.calls().size(), 3u);
  EXPECT_EQ(evaluator.calls()[0].phase, Phase::check);
  EXPECT_EQ(evaluator.calls()[1].phase, Phase::check);
  EXPECT_EQ(evaluator.calls()[2].phase, Phase::judge);
}

TEST(AttemptTest, HandsInTheBestWhenTurnsAreUsedUp) {
  FakeEvaluator evaluator(count_wrong);
  ScriptedProposer proposer({propose("xxx"), propose("x"), propose("hangs"), propose("xx")});
  AttemptOptions options;
  options.budget.turns = 4;
  const Attempt attempt = run_attempt(broken_gate(), evaluator, proposer, options, FakeClock());
  EXPECT_EQ(attempt.status, AttemptStatus::failed);
  EXPECT_EQ(attempt.candidate.files, with_text("x").files);
  EXPECT_EQ(attempt.stop_reason, "4 turns are used up");
}

TEST(AttemptTest, JudgesTheStartingStateWhenNothingWasProposed) {
  FakeEvaluator evaluator(count_wrong);
  ScriptedProposer proposer({});
  const Attempt attempt = run_attempt(broken_gate(), evaluator, proposer, {}, FakeClock());
  EXPECT_EQ(attempt.status, AttemptStatus::failed);
  EXPECT_TRUE(attempt.candidate.files.empty());
  EXPECT_EQ(attempt.stop_reason, "no more ideas");
  EXPECT_EQ(attempt.diff, "");
}

TEST(AttemptTest, StopsCheckingAtTheBudget) {
  FakeEvaluator evaluator(count_wrong);
  ScriptedProposer proposer({propose("xxx"), propose("xx"), propose("right\n")});
  AttemptOptions options;
  options.budget.checks = 2;
  const Attempt attempt = run_attempt(broken_gate(), evaluator, proposer, options, FakeClock());
  EXPECT_EQ(attempt.checks, 2);
  EXPECT_EQ(attempt.candidate.files, with_text("xx").files);
  EXPECT_EQ(attempt.stop_reason, "2 checks are used up");
}

TEST(AttemptTest, JudgesOnceAtOnceWithoutACheck) {
  FakeEvaluator evaluator(count_wrong);
  ScriptedProposer proposer({propose("right\n")});
  const Attempt attempt = run_attempt(broken_gate(false), evaluator, proposer, {}, FakeClock());
  EXPECT_EQ(attempt.status, AttemptStatus::passed);
  ASSERT_EQ(evaluator.calls().size(), 1u);
  EXPECT_EQ(evaluator.calls()[0].phase, Phase::judge);
}

TEST(AttemptTest, CallsAModelServersFailureAnError) {
  FakeEvaluator evaluator(count_wrong);
  ScriptedProposer proposer({unavailable("server is gone")});
  const Attempt attempt = run_attempt(broken_gate(), evaluator, proposer, {}, FakeClock());
  EXPECT_EQ(attempt.status, AttemptStatus::error);
  EXPECT_EQ(attempt.error, "server is gone");
  EXPECT_TRUE(evaluator.calls().empty());
}

TEST(AttemptTest, CallsAMissingBoxAnErrorNotAFailure) {
  FakeEvaluator evaluator(count_wrong);
  ScriptedProposer proposer({propose("no box", true)});
  EXPECT_EQ(run_attempt(broken_gate(), evaluator, proposer, {}, FakeClock()).status, AttemptStatus::error);
}

TEST(AttemptTest, DerivesItsSeedFromTaskAndSample) {
  FakeEvaluator evaluator(count_wrong);
  const auto seed_of = [&](std::uint64_t seed, int sample) {
    ScriptedProposer proposer({});
    AttemptOptions options;
    options.seed = seed;
    options.sample = sample;
    return run_attempt(broken_gate(), evaluator, proposer, options, FakeClock()).seed;
  };
  EXPECT_EQ(seed_of(1, 0), seed_of(1, 0));
  EXPECT_NE(seed_of(1, 0), seed_of(1, 1));
  EXPECT_NE(seed_of(1, 0), seed_of(2, 0));
}

TEST(WorkbenchTest, ExaminesTheSameCandidateOnce) {
  FakeEvaluator evaluator(count_wrong);
  const tasks::Task task = broken_gate();
  const FakeClock clock;
  Workbench bench(task, evaluator, {}, 1, clock);
  ASSERT_TRUE(bench.check(with_text("x")).ok());
  ASSERT_TRUE(bench.check(with_text("x")).ok());
  EXPECT_EQ(bench.checks_used(), 1);
  EXPECT_EQ(evaluator.calls().size(), 1u);
}

TEST(PublicPartTest, HoldsNothingHidden) {
  tasks::Task task = broken_gate();
  task.hidden = {{"tb.sv", "secret stimulus"}};
  const PublicTask open = public_part(task);
  EXPECT_EQ(open.workspace, task.workspace);
  for (const auto& [name, content] : open.workspace) EXPECT_EQ(content.find("secret"), std::string::npos) << name;
}

}  // namespace
}  // namespace gs::agent
