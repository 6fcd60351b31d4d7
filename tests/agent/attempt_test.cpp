#include "agent/attempt.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <deque>

#include "tests/support/fake_clock.hpp"
#include "tests/support/fake_evaluator.hpp"
#include "tests/support/fake_inspector.hpp"

namespace gs::agent {
namespace {

using evaluators::Phase;
using gs::test::FakeClock;
using gs::test::FakeEvaluator;
using gs::test::FakeInspector;
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

TEST(AttemptTest, EndsWhenItIsStuckWithTheBestKept) {
  FakeEvaluator evaluator(count_wrong);
  ScriptedProposer proposer(std::deque<Result<Proposal>>(
      {propose("x"), propose("xxx"), propose("xxx"), propose("xxx"), propose("xxx"), propose("right\n")}));
  const Attempt attempt = run_attempt(broken_gate(), evaluator, proposer, {}, FakeClock());
  EXPECT_EQ(attempt.status, AttemptStatus::failed);
  EXPECT_EQ(attempt.turns, 5);
  EXPECT_EQ(attempt.stop_reason, "stuck: the same change again, also after a nudge and a restart");
  EXPECT_EQ(attempt.candidate.files.at("rtl/a.sv"), "x");
  std::string told;
  for (const Event& event : attempt.events) told += event.kind == "stuck" ? event.text + "\n" : "";
  EXPECT_EQ(told, "the same change again: nudged\nthe same change again: begins anew from the best candidate\n");
}

TEST(AttemptTest, TellsTheProposerWhatToMakeOfIt) {
  FakeEvaluator evaluator(count_wrong);
  class Listener final : public Proposer {
   public:
    Result<Proposal> propose(const PublicTask&, Workbench& bench) override {
      for (const Turn& turn : bench.news()) turns.push_back(turn);
      return Proposal{with_text(turns.empty() ? "x" : "xxx"), "", false};
    }
    std::vector<Turn> turns;
  } proposer;
  run_attempt(broken_gate(), evaluator, proposer, {}, FakeClock());
  ASSERT_EQ(proposer.turns.size(), 4u);
  EXPECT_EQ(proposer.turns[1].advice, Advice::none);
  EXPECT_EQ(proposer.turns[2].advice, Advice::nudge);
  EXPECT_EQ(proposer.turns[2].candidate.files.at("rtl/a.sv"), "xxx");
  EXPECT_EQ(proposer.turns[3].advice, Advice::restart);
  EXPECT_EQ(proposer.turns[3].candidate.files.at("rtl/a.sv"), "x");
  EXPECT_EQ(proposer.turns[3].advice_why, "the same change again");
}

// What the loop examines, as "cj": checks and judgements in their order.
std::string phases(const FakeEvaluator& evaluator) {
  std::string text;
  for (const auto& call : evaluator.calls()) text += call.phase == Phase::check ? 'c' : 'j';
  return text;
}

TEST(AttemptTest, ShowsTheEvidenceThatItMayAndNoOther) {
  const auto run_with = [](Evidence evidence, FakeEvaluator& evaluator, std::vector<std::string>& told) {
    class Listener final : public Proposer {
     public:
      explicit Listener(std::vector<std::string>& told) : told_(told) {}
      Result<Proposal> propose(const PublicTask&, Workbench& bench) override {
        for (const Turn& turn : bench.news())
          told_.push_back(fmt::format("{}: {}", to_string(turn.check.status), turn.check.summary));
        return Proposal{with_text(std::string(3 - told_.size(), 'x')), "", false};
      }

     private:
      std::vector<std::string>& told_;
    } proposer(told);
    AttemptOptions options;
    options.evidence = evidence;
    options.budget.turns = 2;
    return run_attempt(broken_gate(), evaluator, proposer, options, FakeClock());
  };
  std::vector<std::string> told;
  FakeEvaluator none(count_wrong), compile(count_wrong), visible(count_wrong), judge(count_wrong);
  EXPECT_EQ(run_with(Evidence::none, none, told).turns, 1);
  EXPECT_EQ(phases(none), "j");
  EXPECT_TRUE(told.empty());
  const Attempt compiled = run_with(Evidence::compile, compile, told);
  EXPECT_EQ(compiled.stop_reason, "it compiles");
  EXPECT_EQ(phases(compile), "cj");
  EXPECT_TRUE(told.empty());
  run_with(Evidence::visible, visible, told);
  EXPECT_EQ(phases(visible), "ccj");
  EXPECT_EQ(told, std::vector<std::string>{"failed: counted"});
  told.clear();
  run_with(Evidence::judge, judge, told);
  EXPECT_EQ(phases(judge), "jjj");
  EXPECT_EQ(told, std::vector<std::string>{"failed: counted"});
}

TEST(WorkbenchTest, CompilesForEvidenceOfTasksWithoutACheck) {
  FakeEvaluator evaluator(count_wrong);
  FakeInspector inspector;
  const tasks::Task task = broken_gate(false);
  FakeClock clock;
  Workbench bench(task, evaluator, {}, 1, clock, {"", {}, nullptr, nullptr, &inspector, Evidence::compile});
  ASSERT_TRUE(bench.has_check());
  EXPECT_TRUE(bench.check(with_text("fine"))->passed());
  EXPECT_EQ(bench.check(with_text("syntax error"))->status, VerdictStatus::compile_error);
  EXPECT_TRUE(evaluator.calls().empty());
  EXPECT_EQ(bench.checks_used(), 2);
  Workbench blind(task, evaluator, {}, 1, clock, {"", {}, nullptr, nullptr, nullptr, Evidence::compile});
  EXPECT_FALSE(blind.has_check());
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
