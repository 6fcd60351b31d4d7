#include <gtest/gtest.h>

#include "tests/agent/chat/conversation_fixture.hpp"

namespace gs::agent::chat {
namespace {

using test::answer;
using test::says;

constexpr const char* kStructure = R"(```json
{"modules": [
 {"name": "top", "ports": [{"name": "B", "direction": "input"}, {"name": "y", "direction": "output"}],
  "instances": [{"name": "u_sub", "module": "sub", "connections": {"B": "B", "y": "y"}}]},
 {"name": "sub", "ports": [{"name": "B", "direction": "input"}, {"name": "y", "direction": "output"}]}]}
```
)";
constexpr const char* kWrongStructure = R"({"modules": [{"name": "top", "ports": [],
  "instances": [{"name": "u_sub", "module": "nothing", "connections": {}}]}]})";

class TwoStageTest : public test::StrategyTest {
 protected:
  Attempt two_stages(std::vector<models::ModelOutcome> script, int turns = 10) {
    ChatOptions chat;
    chat.strategy = Strategy::two_stage;
    return run(std::move(script), chat, turns);
  }
};

TEST_F(TwoStageTest, AsksForTheStructureBeforeTheCode) {
  const Attempt attempt = two_stages({says(kStructure), says(answer("~B")), says(answer("B"))});
  EXPECT_EQ(attempt.status, AttemptStatus::passed);
  EXPECT_EQ(attempt.turns, 2);
  ASSERT_EQ(asked_times(), 3u);
  EXPECT_TRUE(only_grows(0, 2));
  EXPECT_NE(asked(0).find("First step: the structure"), std::string::npos);
  EXPECT_NE(asked(0).find("whose ports are those that its file gives"), std::string::npos);
  EXPECT_EQ(asked(1).substr(0, 31), "The structure keeps the rules.\n");
  EXPECT_NE(asked(1).find("\"module\": \"sub\""), std::string::npos);
  EXPECT_EQ(events(attempt, "structure"), "2 modules, 0 aligned\n");
}

TEST_F(TwoStageTest, SaysWhichRulesAStructureBreaks) {
  const Attempt attempt = two_stages({says("Let me think."), says(kWrongStructure), says(kStructure), says(answer("B"))});
  EXPECT_EQ(attempt.status, AttemptStatus::passed);
  EXPECT_NE(asked(1).find("- the answer holds no JSON object with \"modules\""), std::string::npos);
  EXPECT_NE(asked(2).find("- top: instance u_sub: there is no module nothing"), std::string::npos);
  EXPECT_EQ(attempt.spending.wasted.output, 20);  // two structures that came to nothing
}

TEST_F(TwoStageTest, GoesOnWithoutAStructureAfterThreeTries) {
  const Attempt attempt = two_stages(
      {says(kWrongStructure), says(kWrongStructure), says(kWrongStructure), says(answer("B"))});
  EXPECT_EQ(attempt.status, AttemptStatus::passed);
  EXPECT_EQ(asked(3).substr(0, 48), "No structure was found that keeps the rules. Go ");
}

TEST_F(TwoStageTest, HoldsTheCodeToTheStructure) {
  const std::string other = "FILE: rtl/sub.sv\n```\nmodule sub(input B, output z);\nassign y = B;\nendmodule\n```\n";
  const Attempt attempt = two_stages({says(kStructure), says(other), says(answer("B"))});
  EXPECT_EQ(attempt.status, AttemptStatus::passed);
  EXPECT_EQ(attempt.turns, 1);
  EXPECT_NE(asked(2).find("- module sub: port y is missing; module sub: port z is not in the structure"),
            std::string::npos);
}

TEST_F(TwoStageTest, KeepsWithinItsTurns) {
  EXPECT_EQ(two_stages({says(kStructure), says(answer("B"))}, 1).stop_reason, "1 turns are used up");
  EXPECT_EQ(asked_times(), 1u);
  two_stages({says(kWrongStructure), says(kWrongStructure), says(answer("B"))}, 2);
  EXPECT_EQ(asked_times(), 2u);
}

}  // namespace
}  // namespace gs::agent::chat
