#include "agent/chat/prompts.hpp"

#include <gtest/gtest.h>

namespace gs::agent::chat {
namespace {

TEST(FillInTest, ReplacesNames) {
  EXPECT_EQ(fill_in("{{a}} and {{b}}, {{a}}{{b}}", {{"a", "1"}, {"b", "2"}}), "1 and 2, 12");
  EXPECT_EQ(fill_in("", {}), "");
  EXPECT_EQ(fill_in("no names { } {x}", {}), "no names { } {x}");
}

TEST(FillInTest, LooksAtAValueOnce) {
  EXPECT_EQ(fill_in("{{a}}{{b}}", {{"a", "{{b}} {{c}}"}, {"b", "}}{{"}}), "{{b}} {{c}}}}{{");
}

TEST(FillInTest, KeepsAnOpeningThatDoesNotEnd) {
  EXPECT_EQ(fill_in("{{a}} {{b", {{"a", "1"}}), "1 {{b");
}

TEST(FillInDeathTest, TakesANameWithoutAValueForAFault) {
  EXPECT_DEATH(fill_in("{{a}} {{missing}}", {{"a", "1"}}), "");
}

TEST(PromptsTest, HaveTheNamesThatAreFilledIn) {
  for (const char* const whole : {kSystemPrompt, kToolsSystemPrompt, kStructureSystemPrompt})
    EXPECT_EQ(fill_in(whole, {}), whole);
  fill_in(kTaskPrompt, {{"title", ""}, {"instruction", ""}, {"top", ""}, {"editable", ""}, {"files", ""}});
  fill_in(kToolsTaskPrompt,
          {{"title", ""}, {"instruction", ""}, {"top", ""}, {"editable", ""}, {"files", ""}, {"turns", ""}});
  fill_in(kFeedbackPrompt, {{"by", ""}, {"summary", ""}, {"feedback", ""}, {"turns_left", ""}});
  fill_in(kStatePrompt, {{"by", ""}, {"summary", ""}, {"feedback", ""}});
  fill_in(kUnreadablePrompt, {{"error", ""}, {"turns_left", ""}, {"form", ""}});
  fill_in(kAnswerPrompt, {{"what", ""}, {"path", ""}, {"language", ""}});
  fill_in(kNudgePrompt, {{"why", ""}});
  fill_in(kRestartPrompt, {{"diff", ""}, {"by", ""}, {"summary", ""}, {"feedback", ""}});
  fill_in(kChangedPrompt, {{"files", ""}});
  fill_in(kRemarkPrompt, {{"remark", ""}});
  fill_in(kNoCallPrompt, {{"error", ""}, {"turns_left", ""}});
  fill_in(kStructurePrompt, {{"task", ""}, {"top_rule", ""}});
  fill_in(kStructureWrongPrompt, {{"errors", ""}, {"turns_left", ""}});
  fill_in(kStructureCodePrompt, {{"verdict", ""}, {"structure", ""}, {"turns_left", ""}});
  fill_in(kStructureBrokenPrompt, {{"errors", ""}, {"turns_left", ""}});
}

}  // namespace
}  // namespace gs::agent::chat
