#include "agent/chat/chat_proposer.hpp"

#include <gtest/gtest.h>

#include "agent/attempt.hpp"
#include "agent/chat/file_texts.hpp"
#include "agent/chat/prompts.hpp"
#include "agent/models/exchange_json.hpp"
#include "tests/support/error_line.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/fake_evaluator.hpp"
#include "tests/support/fake_model.hpp"

namespace gs::agent::chat {
namespace {

using evaluators::Phase;
using gs::test::code_name;
using gs::test::error_line;
using gs::test::FakeClock;
using gs::test::FakeEvaluator;
using gs::test::FakeModel;
using models::FailureKind;
using models::ModelOutcome;
using models::Role;
using models::StopReason;
using models::Usage;
using tasks::Candidate;
using tasks::Verdict;
using tasks::VerdictStatus;

// In everything that no proposer may see.
constexpr const char* kHidden = "HIDDEN-7f3a";

tasks::Task broken_gate() {
  tasks::Task task;
  task.suite = "suite";
  task.id = "gate";
  task.title = "A gate that is not";
  task.instruction = "\nMake `a` right.\n";
  task.design_top = "a";
  task.sources = {"rtl/a.sv"};
  task.workspace = {{"rtl/a.sv", "module a; // wrong\nendmodule\n"}, {"tb.sv", "module tb; endmodule"}};
  task.solution = {{"rtl/a.sv", std::string("module a; // ") + kHidden + "\nendmodule\n"}};
  task.hidden = {{"hidden_tb.sv", kHidden}};
  task.known_bad = {{kHidden, {{"rtl/a.sv", kHidden}}}};
  task.hash = kHidden;
  task.judge.expected = kHidden;
  task.check.emplace();
  return task;
}

std::string code(const std::string& comment) {
  return "module a; // " + comment + "\nendmodule\n";
}

/// An answer in the form that is asked for.
std::string file(const std::string& comment) {
  return "FILE: rtl/a.sv\n```verilog\n" + code(comment) + "```\n";
}

models::WireAttempt attempt(const Usage& usage, double cost_usd) {
  models::WireAttempt attempt;
  attempt.usage = usage;
  attempt.cost_usd = cost_usd;
  attempt.charged = true;
  return attempt;
}

ModelOutcome says(const std::string& text, StopReason stop = StopReason::end) {
  const Usage usage{.input_uncached = 100, .output = 10};
  ModelOutcome outcome;
  models::ModelReply reply;
  reply.message = {.role = Role::assistant, .text = text};
  reply.stop = stop;
  reply.usage = usage;
  outcome.reply = reply;
  outcome.attempts = {attempt(usage, 0.5)};
  return outcome;
}

ModelOutcome fails(FailureKind kind, const std::string& message = "it fails") {
  ModelOutcome outcome;
  outcome.failure = models::ModelFailure{kind, message};
  return outcome;
}

// "right" passes both examinations, and what the hidden one says is a secret.
Result<Verdict> examine(const tasks::Task&, const Candidate& candidate, Phase phase) {
  const auto found = candidate.files.find("rtl/a.sv");
  const bool right = found != candidate.files.end() && found->second == code("right");
  Verdict verdict;
  verdict.status = right ? VerdictStatus::passed : VerdictStatus::failed;
  verdict.summary = phase == Phase::judge ? kHidden : "2 of 9 values differ";
  verdict.feedback = phase == Phase::judge ? kHidden : "q is 0 at 15 ns, expected 1";
  return verdict;
}

class ChatProposerTest : public testing::Test {
 protected:
  Attempt run(std::vector<ModelOutcome> script, Strategy strategy = Strategy::feedback,
              const AttemptOptions& options = {}) {
    model_ = std::make_unique<FakeModel>(std::move(script));
    ChatOptions chat;
    chat.strategy = strategy;
    chat.model = "fake-1";
    const auto proposer = make_chat_proposer(*model_, chat);
    return run_attempt(broken_gate(), evaluator_, *proposer, options, FakeClock());
  }
  static AttemptOptions turns(int count) {
    AttemptOptions options;
    options.budget.turns = count;
    return options;
  }
  /// The last message of a request.
  std::string asked(std::size_t request) const { return model_->requests().at(request).messages.back().text; }
  std::size_t asked_times() const { return model_->requests().size(); }
  int checks() const {
    int count = 0;
    for (const auto& call : evaluator_.calls()) count += call.phase == Phase::check ? 1 : 0;
    return count;
  }

  FakeEvaluator evaluator_{examine};
  std::unique_ptr<FakeModel> model_;
};

TEST_F(ChatProposerTest, SingleHandsInItsOneAnswer) {
  const Attempt attempt = run({says(file("wrong too"))}, Strategy::single);
  EXPECT_EQ(attempt.status, AttemptStatus::failed);
  EXPECT_EQ(attempt.candidate.files.at("rtl/a.sv"), code("wrong too"));
  EXPECT_EQ(attempt.stop_reason, "one answer is asked for");
  EXPECT_EQ(asked_times(), 1u);
  EXPECT_EQ(checks(), 0);
}

TEST_F(ChatProposerTest, SingleGivesUpOnAnAnswerThatItCannotRead) {
  const Attempt attempt = run({says("I do not know."), says(file("right"))}, Strategy::single);
  EXPECT_EQ(attempt.status, AttemptStatus::failed);
  EXPECT_TRUE(attempt.candidate.files.empty());
  EXPECT_EQ(attempt.stop_reason, "no usable answer: it holds no code block");
  EXPECT_EQ(asked_times(), 1u);
}

TEST_F(ChatProposerTest, FeedbackSaysWhatTheVisibleTestSaysUntilItPasses) {
  const Attempt attempt = run({says(file("one")), says(file("two")), says(file("right")), says(file("four"))});
  EXPECT_EQ(attempt.status, AttemptStatus::passed);
  EXPECT_EQ(attempt.stop_reason, "the visible check passes");
  EXPECT_EQ(attempt.turns, 3);
  ASSERT_EQ(asked_times(), 3u);
  const std::string expected = fill_in(kFeedbackPrompt, {{"by", "the visible test"},
                                                         {"summary", "failed: 2 of 9 values differ"},
                                                         {"feedback", "q is 0 at 15 ns, expected 1"},
                                                         {"turns_left", "7"}});
  EXPECT_EQ(asked(1), expected);
  EXPECT_NE(asked(2).find("Turns left: 6"), std::string::npos);
}

TEST_F(ChatProposerTest, BoundsAndCleansWhatTheVisibleTestSays) {
  FakeEvaluator loud([](const tasks::Task& task, const Candidate& candidate, Phase phase) {
    auto verdict = examine(task, candidate, phase);
    if (phase == Phase::check) verdict->feedback = "\x1b[31m\xff" + std::string(100'000, 'x');
    return verdict;
  });
  FakeModel model({says(file("one"))});
  const auto proposer = make_chat_proposer(model, {});
  run_attempt(broken_gate(), loud, *proposer, turns(2), FakeClock());
  ASSERT_EQ(model.requests().size(), 2u);
  const std::string& text = model.requests()[1].messages.back().text;
  EXPECT_LT(text.size(), 7'000u);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find('\xff'), std::string::npos);
}

TEST_F(ChatProposerTest, NeverAsksMoreOftenThanItHasTurns) {
  for (const int count : {1, 2, 5}) {
    std::vector<ModelOutcome> script;
    for (int i = 0; i < 9; ++i) script.push_back(says(file(i == 0 ? "wrong" : "wrong " + std::to_string(i))));
    const Attempt wrong = run(script, Strategy::feedback, turns(count));
    EXPECT_EQ(asked_times(), static_cast<std::size_t>(count));
    EXPECT_EQ(wrong.turns, count);
    EXPECT_EQ(wrong.stop_reason, std::to_string(count) + " turns are used up");
    EXPECT_EQ(wrong.candidate.files.at("rtl/a.sv"), code("wrong"));
  }
  // Answers that cannot be read are turns too.
  run({says("no"), says(file("one")), says("no"), says("no"), says(file("right"))}, Strategy::feedback, turns(4));
  EXPECT_EQ(asked_times(), 4u);
}

TEST_F(ChatProposerTest, SaysInShortWhatItCouldNotRead) {
  const Attempt attempt = run({says("Add a reset."), says(file("right"))});
  EXPECT_EQ(attempt.status, AttemptStatus::passed);
  ASSERT_EQ(asked_times(), 2u);
  const std::string form =
      "# Your answer\n\nWrite now the whole new content of rtl/a.sv, in this form:\n\nFILE: rtl/a.sv\n"
      "```systemverilog\nmodule ...\nendmodule\n```";
  EXPECT_EQ(asked(1), "Your answer could not be used: it holds no code block. Turns left: 7.\n\n" + form + "\n");
  EXPECT_LT(asked(1).size(), 300u);
  EXPECT_TRUE(asked(0).ends_with("\n\n" + form)) << asked(0);
  EXPECT_EQ(checks(), 1);
}

TEST_F(ChatProposerTest, GivesUpAfterThreeUnreadableAnswersInARow) {
  const Attempt attempt =
      run({says("a"), says("b"), says(file("one")), says("c"), says("d"), says("e"), says(file("right"))});
  EXPECT_EQ(attempt.status, AttemptStatus::failed);
  EXPECT_EQ(asked_times(), 6u);
  EXPECT_EQ(attempt.stop_reason, "3 answers in a row without a usable file: it holds no code block");
  EXPECT_EQ(attempt.candidate.files.at("rtl/a.sv"), code("one"));
}

TEST_F(ChatProposerTest, SaysNothingThatIsNotSent) {
  const Attempt attempt = run({says("a"), says("b")}, Strategy::feedback, turns(2));
  EXPECT_EQ(attempt.stop_reason, "2 turns are used up");
  EXPECT_EQ(attempt.trajectory.steps.back().source, TrajectoryStep::Source::agent);
}

TEST_F(ChatProposerTest, OnlyEverAddsMessages) {
  run({says("unreadable"), says(file("one")), says(file("two")), says("no"), says(file("right"))});
  ASSERT_EQ(asked_times(), 5u);
  std::string before = "[";
  for (const models::ModelRequest& request : model_->requests()) {
    std::string now = "[";
    for (const models::Message& message : request.messages) now += dump_json(models::to_json(message)) + ",";
    EXPECT_TRUE(now.starts_with(before));
    EXPECT_GT(now.size(), before.size());
    before = now;
  }
  EXPECT_EQ(model_->requests()[4].messages.size(), 2u + 4 * 2);
}

TEST_F(ChatProposerTest, SendsBackWhatTheModelSaid) {
  ModelOutcome first = says(file("one"));
  first.reply->message.provider_state = Json::array({"signed"});
  // No tool was offered: a call without a result would be refused with the next request.
  first.reply->message.tool_calls = {{"call_1", "made_up", "{}"}};
  run({first, says(file("right"))});
  const models::Message& back = model_->requests().at(1).messages.at(2);
  EXPECT_EQ(back.role, Role::assistant);
  EXPECT_EQ(back.text, file("one"));
  EXPECT_EQ(back.provider_state, Json::array({"signed"}));
  EXPECT_TRUE(back.tool_calls.empty());
}

TEST_F(ChatProposerTest, AsksAsItsOptionsSay) {
  FakeModel model({says(file("right"))});
  ChatOptions options;
  options.model = "fake-1";
  options.sampling.temperature = 0.25;
  options.sampling.output_tokens = 1234;
  options.cache = models::CacheKeep::one_hour;
  AttemptOptions attempt;
  attempt.sample = 3;
  run_attempt(broken_gate(), evaluator_, *make_chat_proposer(model, options), attempt, FakeClock());
  const models::ModelRequest& request = model.requests().at(0);
  EXPECT_EQ(request.model, "fake-1");
  EXPECT_EQ(request.sampling.temperature, 0.25);
  EXPECT_EQ(request.sampling.output_tokens, 1234);
  EXPECT_EQ(request.cache, models::CacheKeep::one_hour);
  EXPECT_TRUE(request.tools.empty());
  ASSERT_EQ(request.messages.size(), 2u);
  EXPECT_EQ(request.messages[0].role, Role::system);
  EXPECT_EQ(request.messages[0].text, kSystemPrompt);
  EXPECT_EQ(request.messages[1].role, Role::user);
}

TEST_F(ChatProposerTest, SamplesWithTheAttemptsSeedUnlessItHasAnother) {
  const Attempt attempt = run({says(file("right"))});
  EXPECT_EQ(model_->requests().at(0).sampling.seed, static_cast<std::int64_t>(attempt.seed & 0x7fffffff));
  FakeModel model({says(file("right"))});
  ChatOptions options;
  options.sampling.seed = 42;
  run_attempt(broken_gate(), evaluator_, *make_chat_proposer(model, options), {}, FakeClock());
  EXPECT_EQ(model.requests().at(0).sampling.seed, 42);
}

TEST_F(ChatProposerTest, LabelsItsRequests) {
  AttemptOptions options;
  options.sample = 2;
  run({says("no"), says(file("one")), says(file("right"))}, Strategy::feedback, options);
  EXPECT_EQ(model_->labels(), (std::vector<std::string>{"suite/gate#2/1", "suite/gate#2/2", "suite/gate#2/3"}));
}

TEST_F(ChatProposerTest, EndsWithAReasonWhenItsBudgetIsSpent) {
  const Attempt attempt =
      run({says(file("one")), fails(FailureKind::budget, "the budget of 1 US dollars is spent (1)")});
  EXPECT_EQ(attempt.status, AttemptStatus::failed);
  EXPECT_EQ(attempt.error, "");
  EXPECT_EQ(attempt.stop_reason, "budget: the budget of 1 US dollars is spent (1)");
  EXPECT_EQ(attempt.candidate.files.at("rtl/a.sv"), code("one"));
}

// The last tokens bought an answer: it is examined and handed in.
TEST_F(ChatProposerTest, ExaminesTheAnswerThatTookTheLastOfABudget) {
  AttemptOptions options;
  options.allowance.tokens = 110;
  const Attempt attempt = run({says(file("right"))}, Strategy::feedback, options);
  EXPECT_EQ(attempt.status, AttemptStatus::passed);
  EXPECT_EQ(attempt.checks, 1);
}

TEST_F(ChatProposerTest, HandsInAnAnswerThatNothingIsLeftToExamine) {
  AttemptOptions options;
  options.budget.checks = 1;
  options.allowance.judge_seconds = 0;
  const Attempt none = run({says(file("right"))}, Strategy::feedback, options);
  EXPECT_EQ(none.stop_reason, "the budget of 0 seconds in the sandbox is spent (0)");
  EXPECT_EQ(asked_times(), 0u);

  // The seconds run out while the model answers.
  class Slow final : public models::ModelClient {
   public:
    ModelOutcome complete(const models::ModelRequest&, const models::CallContext& context) override {
      models::Spending spent;
      spent.judge_seconds = 5;
      context.purse->receive(std::nullopt, spent);
      return says(file("right"));
    }
  } slow;
  options.allowance.judge_seconds = 5;
  const auto proposer = make_chat_proposer(slow, {});
  const Attempt unexamined = run_attempt(broken_gate(), evaluator_, *proposer, options, FakeClock());
  EXPECT_EQ(unexamined.stop_reason, "the budget of 5 seconds in the sandbox is spent (5)");
  EXPECT_EQ(unexamined.status, AttemptStatus::passed);
  EXPECT_EQ(unexamined.checks, 0);
}

TEST_F(ChatProposerTest, EndsWhenTheContextIsFull) {
  const Attempt attempt = run({says(file("one")), fails(FailureKind::context_too_long, "131072 tokens at most")});
  EXPECT_EQ(attempt.status, AttemptStatus::failed);
  EXPECT_EQ(attempt.stop_reason, "context_too_long: 131072 tokens at most");
  EXPECT_EQ(attempt.candidate.files.at("rtl/a.sv"), code("one"));
}

TEST_F(ChatProposerTest, CallsTheServersFailureAnError) {
  for (const FailureKind kind :
       {FailureKind::network, FailureKind::rate_limited, FailureKind::overloaded, FailureKind::server_error,
        FailureKind::unauthorised, FailureKind::quota_exhausted, FailureKind::campaign_budget, FailureKind::unrecorded,
        FailureKind::replay_mismatch, FailureKind::input_truncated, FailureKind::bad_request, FailureKind::cancelled}) {
    const Attempt attempt = run({says(file("one")), fails(kind)});
    EXPECT_EQ(attempt.status, AttemptStatus::error) << to_string(kind);
    EXPECT_EQ(attempt.error, std::string(to_string(kind)) + ": it fails");
    EXPECT_EQ(asked_times(), 2u);
  }
}

TEST_F(ChatProposerTest, TellsARefusal) {
  ModelOutcome refusal = says("I cannot help with that.", StopReason::refusal);
  refusal.reply->stop_text = "content_filter";
  const Attempt attempt = run({refusal, refusal, refusal});
  EXPECT_EQ(attempt.stop_reason, "3 answers in a row without a usable file: the model refuses: content_filter");
  EXPECT_NE(asked(1).find("the model refuses: content_filter"), std::string::npos);
}

TEST_F(ChatProposerTest, TellsAnAnswerThatIsTooLong) {
  ModelOutcome cut = says("FILE: rtl/a.sv\n```verilog\nmodule a;\n", StopReason::length);
  // Far from the limit on output: servers call a context that is full the same.
  run({cut, says(file("right"))});
  EXPECT_NE(asked(1).find("the answer is cut off where the model's context is full"), std::string::npos);
  cut.reply->usage.output = ChatOptions{}.sampling.output_tokens;
  run({cut, says(file("right"))});
  EXPECT_NE(asked(1).find("the answer is cut off at the limit of output tokens"), std::string::npos);
}

// What was cut off came behind the file.
TEST_F(ChatProposerTest, TakesAFileThatIsWholeFromAnAnswerThatIsTooLong) {
  const Attempt attempt = run({says(file("right") + "This resets the", StopReason::length)});
  EXPECT_EQ(attempt.status, AttemptStatus::passed);
}

TEST_F(ChatProposerTest, RecordsEveryStep) {
  ModelOutcome retried = says(file("one"));
  models::WireAttempt cut = attempt({.input_uncached = 90, .output = 3, .estimated = true}, 0.25);
  cut.failure = models::ModelFailure{FailureKind::network, "the stream was cut"};
  retried.attempts.insert(retried.attempts.begin(), cut);
  retried.reply->reasoning = "hm";
  const Attempt attempt = run({says("no file"), retried, says(file("right"))});
  const auto& steps = attempt.trajectory.steps;
  EXPECT_EQ(attempt.trajectory.session, "suite/gate#0");
  EXPECT_EQ(attempt.trajectory.model, "fake-1");
  ASSERT_EQ(steps.size(), 7u);
  using Source = TrajectoryStep::Source;
  const Source sources[] = {Source::system, Source::user, Source::agent, Source::user,
                            Source::agent,  Source::user, Source::agent};
  for (std::size_t i = 0; i < steps.size(); ++i) {
    EXPECT_EQ(steps[i].source, sources[i]) << i;
    EXPECT_EQ(steps[i].usage.has_value(), sources[i] == Source::agent) << i;
    EXPECT_EQ(steps[i].unreadable, i == 2) << i;
    EXPECT_EQ(steps[i].at.count(), 1'767'225'600'000) << i;
  }
  EXPECT_EQ(steps[2].message, "no file");
  EXPECT_EQ(steps[2].cost_usd, 0.5);
  EXPECT_EQ(steps[3].message, asked(1));
  EXPECT_EQ(steps[4].message, file("one"));
  EXPECT_EQ(steps[4].reasoning, "hm");
  EXPECT_EQ(steps[4].usage, (Usage{.input_uncached = 100, .output = 10}));
  ASSERT_EQ(steps[4].waste.size(), 1u);
  EXPECT_EQ(steps[4].waste[0].why, "network");
  EXPECT_EQ(steps[4].waste[0].usage, (Usage{.input_uncached = 90, .output = 3, .estimated = true}));
  EXPECT_EQ(steps[4].waste[0].cost_usd, 0.25);
  EXPECT_TRUE(steps[6].waste.empty());
}

TEST_F(ChatProposerTest, RecordsTheWasteOfACallWithoutAReply) {
  ModelOutcome lost = fails(FailureKind::network, "cut");
  lost.attempts = {attempt({.input_uncached = 90}, 0.25)};
  lost.attempts[0].failure = lost.failure;
  const Attempt attempt = run({lost});
  EXPECT_EQ(attempt.status, AttemptStatus::error);
  const TrajectoryStep& last = attempt.trajectory.steps.back();
  EXPECT_EQ(last.source, TrajectoryStep::Source::agent);
  EXPECT_EQ(last.usage, std::nullopt);
  ASSERT_EQ(last.waste.size(), 1u);
  EXPECT_EQ(last.waste[0].usage.prompt(), 90);
  EXPECT_EQ(attempt.spending.usd, 0.25);
}

TEST_F(ChatProposerTest, SpendsWhatItsCallsCost) {
  ModelOutcome retried = says(file("one"));
  models::WireAttempt cut = attempt({.input_uncached = 90, .output = 3}, 0.25);
  cut.failure = models::ModelFailure{FailureKind::network, "the stream was cut"};
  retried.attempts.insert(retried.attempts.begin(), cut);
  models::Purse campaign({});
  AttemptOptions options;
  options.campaign = &campaign;
  const Attempt attempt = run({says("no file"), retried, says(file("right"))}, Strategy::feedback, options);
  EXPECT_EQ(attempt.spending, campaign.spent());
  EXPECT_EQ(attempt.spending.requests, 4);
  EXPECT_EQ(attempt.spending.usd, 1.75);
  EXPECT_EQ(attempt.spending.usage.prompt(), 390);
  EXPECT_EQ(attempt.spending.usage.output, 33);
  // The cut stream, and the reply without a file.
  EXPECT_EQ(attempt.spending.wasted.prompt(), 190);
  EXPECT_EQ(attempt.spending.wasted.output, 13);
  EXPECT_EQ(attempt.spending.pte_observed, 390);
  EXPECT_EQ(attempt.spending.pte_wasted, 190);
}

TEST_F(ChatProposerTest, SeesNothingHidden) {
  const Attempt attempt = run({says("no"), says(file("one")), says(file("two")), says("no"), says(file("right"))});
  EXPECT_EQ(attempt.verdict.summary, kHidden);
  for (const models::ModelRequest& request : model_->requests()) {
    EXPECT_EQ(dump_json(models::to_json(request)).find(kHidden), std::string::npos);
  }
  for (const TrajectoryStep& step : attempt.trajectory.steps) {
    EXPECT_EQ(step.message.find(kHidden), std::string::npos);
  }
}

TEST_F(ChatProposerTest, AsksTheSameTwice) {
  const std::vector<ModelOutcome> script = {says("no"), says(file("one")), says(file("two")), says(file("right"))};
  const auto asked_in_all = [&] {
    run(script);
    std::string text;
    for (const auto& request : model_->requests()) text += dump_json(models::to_json(request)) + "\n";
    return text;
  };
  const std::string once = asked_in_all();
  EXPECT_EQ(asked_in_all(), once);
}

TEST(StrategyTest, IsKnownByItsName) {
  EXPECT_EQ(*strategy_from("single"), Strategy::single);
  EXPECT_EQ(*strategy_from("feedback"), Strategy::feedback);
  EXPECT_EQ(*strategy_from("default"), Strategy::feedback);
  EXPECT_EQ(error_line(strategy_from("tree")),
            "--strategy: \"tree\" is not known; there are: single, feedback, sample, tools, two-stage");
  EXPECT_EQ(code_name(strategy_from("")), "invalid_input");
}

TEST(TaskMessageTest, ShowsTheTaskAndItsFiles) {
  EXPECT_EQ(task_text(kTaskPrompt, public_part(broken_gate()), 8),
            "# Task: A gate that is not\n\nMake `a` right.\n\nTop module: a\nEditable files: rtl/a.sv\n\n"
            "# Files that you may change\n\nFILE: rtl/a.sv\n```systemverilog\nmodule a; // wrong\nendmodule\n```\n\n"
            "# For reading only (never part of an answer)\n\n"
            "tb.sv\n```systemverilog\nmodule tb; endmodule\n```\n");
}

TEST(TaskMessageTest, FencesWhatHoldsFences) {
  PublicTask task = public_part(broken_gate());
  task.workspace = {{"doc.md", "```verilog\nx\n```\n````\n"}};
  EXPECT_NE(task_text(kTaskPrompt, task, 8).find("doc.md\n`````\n```verilog\nx\n```\n````\n`````"), std::string::npos);
}

TEST(TaskMessageTest, LeavesOutWhatIsNoTextOrTooLong) {
  PublicTask task = public_part(broken_gate());
  task.workspace = {{"a.bin", std::string("\0\1", 2)}};
  for (int i = 0; i < 9; ++i) task.workspace["f" + std::to_string(i) + ".v"] = std::string(39'000, 'x');
  const std::string text = task_text(kTaskPrompt, task, 8);
  EXPECT_EQ(text.find("a.bin"), std::string::npos);
  EXPECT_NE(text.find("f8.v (left out: 39000 bytes)"), std::string::npos);
  EXPECT_LT(text.size(), 205'000u);
}

}  // namespace
}  // namespace gs::agent::chat
