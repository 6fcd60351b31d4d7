#include <gtest/gtest.h>

#include "base/json.hpp"
#include "tests/agent/chat/conversation_fixture.hpp"

namespace gs::agent::chat {
namespace {

using test::answer;
using test::says;

models::ToolCall call(const std::string& name, const Json& arguments = Json::object()) {
  static int number = 0;
  return {"call_" + std::to_string(++number), name, dump_json(arguments)};
}
models::ToolCall edit(const std::string& from, const std::string& to) {
  return call("edit_file", {{"path", "rtl/sub.sv"}, {"search", "y = " + from + ";"}, {"replace", "y = " + to + ";"}});
}

class ToolProposerTest : public test::StrategyTest {
 protected:
  Attempt use_tools(std::vector<models::ModelOutcome> script, int turns = 20, Evidence evidence = Evidence::visible) {
    ChatOptions chat;
    chat.strategy = Strategy::tools;
    return run(std::move(script), chat, turns, evidence);
  }
};

TEST_F(ToolProposerTest, WorksUntilItSubmits) {
  const Attempt attempt =
      use_tools({says("I look.", {call("search", {{"text", "y"}}), call("simulate")}),
                 says("Inverted.", {edit("~B", "B")}), says("", {call("simulate")}), says("Done.", {call("submit")})});
  EXPECT_EQ(attempt.status, AttemptStatus::passed);
  EXPECT_EQ(attempt.stop_reason, "the visible check passes");
  EXPECT_EQ(attempt.turns, 1);
  ASSERT_EQ(asked_times(), 4u);
  EXPECT_TRUE(only_grows(0, 3));
  EXPECT_EQ(request(0).tools.size(), 9u);
  // Results go back to their calls, in order.
  const auto& messages = request(1).messages;
  ASSERT_EQ(messages.size(), 5u);
  EXPECT_EQ(messages[2].tool_calls.size(), 2u);
  EXPECT_EQ(messages[3].role, models::Role::tool);
  EXPECT_EQ(messages[3].tool_call_id, messages[2].tool_calls[0].id);
  EXPECT_EQ(messages[3].tool_name, "search");
  EXPECT_NE(messages[3].text.find("rtl/sub.sv:2: assign y = ~B;"), std::string::npos);
  EXPECT_EQ(messages[4].text, "failed: 2 values differ\ny differs at 15 ns\n\n(turns left: 19)");
  // The transcript has every call with its result.
  std::string calls;
  for (const TrajectoryStep& step : attempt.trajectory.steps) {
    for (const ToolUse& use : step.tools) calls += use.call.name + ":" + use.result.substr(0, 6) + "\n";
  }
  EXPECT_EQ(calls, "search:rtl/su\nsimulate:failed\nedit_file:rtl/su\nsimulate:passed\nsubmit:Handed\n");
  EXPECT_EQ(attempt.trajectory.tools.size(), 9u);
}

TEST_F(ToolProposerTest, AnswersASubmissionThatFails) {
  const Attempt attempt = use_tools({says("", {call("submit")}), says("", {edit("~B", "B"), call("submit")})});
  EXPECT_EQ(attempt.status, AttemptStatus::passed);
  EXPECT_EQ(attempt.turns, 2);
  const auto& messages = request(1).messages;
  ASSERT_EQ(messages.size(), 4u);
  EXPECT_EQ(messages[3].text.substr(0, 60), "Not accepted: the visible test says: failed: 2 values differ");
  EXPECT_NE(messages[3].text.find("(turns left: 19)"), std::string::npos);
}

TEST_F(ToolProposerTest, HandsInTheBestWhenTheTurnsAreUsedUp) {
  const Attempt attempt =
      use_tools({says("", {edit("~B", "~~~B"), call("simulate")}), says("", {edit("~~~B", "1"), call("simulate")}),
                 says("", {edit("1", "~~~~~~B"), call("simulate")})},
                3);
  EXPECT_EQ(attempt.stop_reason, "3 turns are used up");
  EXPECT_EQ(attempt.candidate.files.at("rtl/sub.sv"), test::sub("1"));
}

TEST_F(ToolProposerTest, EndsWhenItIsStuckWithTheBestKept) {
  std::vector<models::ModelOutcome> script{says("", {edit("~B", "1"), call("simulate")})};
  for (int i = 0; i < 20; ++i)
    script.push_back(says("I read it again.", {call("read_file", {{"path", "rtl/sub.sv"}})}));
  const Attempt attempt = use_tools(std::move(script));
  EXPECT_EQ(attempt.stop_reason,
            "stuck: the same call of read_file again, on the same files, also after a nudge and a restart");
  EXPECT_EQ(attempt.candidate.files.at("rtl/sub.sv"), test::sub("1"));
  // Read, again (nudge), again (restart); read anew, again (the end).
  EXPECT_EQ(asked_times(), 6u);
  EXPECT_NE(asked(3).find("You are going round in circles: the same call of read_file again"), std::string::npos);
  EXPECT_EQ(request(4).messages.size(), 3u);
  EXPECT_NE(asked(4).find("+  assign y = 1;"), std::string::npos);
  EXPECT_NE(asked(4).find("1 values differ"), std::string::npos);
}

TEST_F(ToolProposerTest, BeginsAnewWithoutAVerdictWhenNothingWasExamined) {
  const std::vector<models::ModelOutcome> script(9, says("Again.", {call("read_file", {{"path", "rtl/sub.sv"}})}));
  const Attempt attempt = use_tools(script);
  EXPECT_EQ(attempt.stop_reason.substr(0, 37), "stuck: the same call of read_file aga");
  ASSERT_GT(asked_times(), 3u);
  EXPECT_EQ(asked(3).substr(0, 31), "You are going round in circles:");
  for (std::size_t i = 0; i < asked_times(); ++i) EXPECT_EQ(asked(i).find("sandbox_error"), std::string::npos);
}

TEST_F(ToolProposerTest, TakesFilesInAnAnswerForEdits) {
  const Attempt attempt = use_tools({says(answer("B")), says("", {call("submit")})});
  EXPECT_EQ(attempt.status, AttemptStatus::passed);
  EXPECT_EQ(
      asked(1),
      "Result of write_file:\nrtl/sub.sv has 3 lines now\n\nResult of simulate:\npassed: all equal\n\n(turns left: "
      "19)");
}

TEST_F(ToolProposerTest, MakesCallsThatAreWrittenAsText) {
  const Attempt attempt = use_tools(
      {says("<tool_call>{\"name\": \"edit_file\", \"arguments\": {\"path\": \"rtl/sub.sv\", \"search\": \"~B\", "
            "\"replace\": \"B\"}}</tool_call>"),
       says("<tool_call>{\"name\": \"submit\", \"arguments\": {}}</tool_call>")});
  EXPECT_EQ(attempt.status, AttemptStatus::passed);
  EXPECT_EQ(request(1).messages.back().role, models::Role::user);
  EXPECT_EQ(asked(1).substr(0, 34), "Result of edit_file:\nrtl/sub.sv no");
}

TEST_F(ToolProposerTest, SaysThatAToolIsToBeCalledAndGivesUpAtLast) {
  const Attempt attempt = use_tools({says("I think."), says("I still think."), says("Hm.")});
  EXPECT_EQ(attempt.stop_reason, "3 answers in a row without a call: the answer calls no tool");
  EXPECT_EQ(attempt.status, AttemptStatus::failed);
  EXPECT_EQ(asked(1),
            "Your answer calls no tool. Go on by calling a tool; call submit when you are done. Turns left: 19.\n");
  EXPECT_EQ(attempt.trajectory.steps[2].unreadable, true);
}

TEST_F(ToolProposerTest, TellsBrokenArgumentsAndGoesOn) {
  const Attempt attempt = use_tools({says("", {{"1", "edit_file", "{\"path\": \"rtl/su"}, {"2", "fly", "{}"}}),
                                     says("", {edit("~B", "B"), call("submit")})});
  EXPECT_EQ(attempt.status, AttemptStatus::passed);
  const auto& messages = request(1).messages;
  ASSERT_EQ(messages.size(), 5u);
  EXPECT_TRUE(messages[3].tool_failed);
  EXPECT_NE(messages[4].text.find("There is no tool \"fly\""), std::string::npos);
  EXPECT_TRUE(attempt.trajectory.steps[2].tools[0].malformed);
}

TEST_F(ToolProposerTest, HandsInOnlyWhatIsSubmittedLast) {
  const Attempt attempt = use_tools({says("", {call("submit"), edit("~B", "B")}), says("", {call("submit")})});
  EXPECT_EQ(attempt.status, AttemptStatus::passed);
  EXPECT_EQ(request(1).messages[3].text, "submit must be the last call: not handed in");
}

TEST_F(ToolProposerTest, ShowsNoMoreThanTheEvidence) {
  const Attempt attempt = use_tools({says("", {call("simulate")}), says("", {call("submit")})}, 20, Evidence::none);
  EXPECT_NE(request(1).messages[3].text.find("There is no tool \"simulate\""), std::string::npos);
  EXPECT_EQ(attempt.status, AttemptStatus::failed);
  std::size_t judged = 0;
  for (const auto& made : evaluator_.calls()) judged += made.phase == evaluators::Phase::judge ? 1 : 0;
  EXPECT_EQ(evaluator_.calls().size(), judged);
}

// As a session does: a bench for each turn, and one conversation.
TEST_F(ToolProposerTest, AnswersASubmissionOfAnEarlierBench) {
  model_ = std::make_unique<test::FakeModel>(
      std::vector<models::ModelOutcome>{says("", {call("submit")}), says("", {edit("~B", "B"), call("submit")})});
  ChatOptions chat;
  chat.strategy = Strategy::tools;
  const auto proposer = make_chat_proposer(*model_, chat);
  const tasks::Task task = test::two_files();
  const PublicTask shown = public_part(task);
  test::FakeClock clock;
  Workbench first(task, evaluator_, {}, 1, clock), second(task, evaluator_, {}, 1, clock);
  ASSERT_TRUE(proposer->propose(shown, first));
  second.remember({{}, *test::examine(task, {}, evaluators::Phase::check), Advice::none, "I did not apply it.", ""});
  const auto proposal = proposer->propose(shown, second);
  ASSERT_TRUE(proposal && proposal->candidate);
  EXPECT_EQ(proposal->candidate->files.at("rtl/sub.sv"), test::sub("B"));
  EXPECT_TRUE(only_grows(0, 1));
  EXPECT_EQ(request(1).messages.back().role, models::Role::tool);
  EXPECT_NE(asked(1).find("I did not apply it."), std::string::npos);
  ASSERT_EQ(second.trajectory().steps.size(), 2u);
  EXPECT_EQ(second.trajectory().steps[0].message.substr(0, 30), "Result of submit:\nNot accepted");
}

TEST_F(ToolProposerTest, EndsWhenTheBudgetOfExaminationsIsSpent) {
  model_ = std::make_unique<test::FakeModel>(std::vector<models::ModelOutcome>{
      says("", {edit("~B", "1"), call("simulate")}), says("", {edit("1", "2"), call("simulate")})});
  ChatOptions chat;
  chat.strategy = Strategy::tools;
  const auto proposer = make_chat_proposer(*model_, chat);
  AttemptOptions options;
  options.budget.turns = 20;
  options.budget.checks = 1;
  const Attempt attempt = run_attempt(test::two_files(), evaluator_, *proposer, options, test::FakeClock());
  EXPECT_EQ(attempt.stop_reason, "1 checks are used up");
  EXPECT_EQ(attempt.candidate.files.at("rtl/sub.sv"), test::sub("1"));
}

}  // namespace
}  // namespace gs::agent::chat
