#include <gtest/gtest.h>

#include "tests/agent/chat/conversation_fixture.hpp"

namespace gs::agent::chat {
namespace {

using test::answer;
using test::says;

class SampleTest : public test::StrategyTest {
 protected:
  Attempt sample(std::vector<models::ModelOutcome> script, int candidates, int turns,
                 Evidence evidence = Evidence::visible) {
    ChatOptions chat;
    chat.strategy = Strategy::sample;
    chat.candidates = candidates;
    return run(std::move(script), chat, turns, evidence);
  }
};

TEST_F(SampleTest, RefinesTheCandidateWithTheFewestMismatches) {
  const Attempt attempt =
      sample({says(answer("~~~B")), says(answer("~B")), says(answer("~~B")), says(answer("B"))}, 3, 8);
  EXPECT_EQ(attempt.status, AttemptStatus::passed);
  EXPECT_EQ(attempt.turns, 2);  // the best of three, and what was made of it
  ASSERT_EQ(asked_times(), 4u);
  // The three have one and the same prompt, and seeds of their own.
  EXPECT_EQ(request(0).messages.size(), 2u);
  EXPECT_EQ(request(2).messages.size(), 2u);
  EXPECT_NE(request(0).sampling.seed, request(1).sampling.seed);
  EXPECT_NE(request(1).sampling.seed, request(2).sampling.seed);
  EXPECT_EQ(request(0).sampling.temperature, 0.85);
  // What goes on is the second.
  ASSERT_EQ(request(3).messages.size(), 4u);
  EXPECT_EQ(request(3).messages[2].text, answer("~B"));
  EXPECT_NE(asked(3).find("2 values differ"), std::string::npos);
  EXPECT_EQ(events(attempt, "sample"),
            "answer 1: failed: 4 values differ\nanswer 2: failed: 2 values differ\nanswer 3: failed: 3 values differ\n");
}

TEST_F(SampleTest, StopsAskingWhenOnePasses) {
  const Attempt attempt = sample({says(answer("~B")), says(answer("B")), says(answer("~B"))}, 3, 8);
  EXPECT_EQ(attempt.status, AttemptStatus::passed);
  EXPECT_EQ(asked_times(), 2u);
}

TEST_F(SampleTest, PassesOverWhatItCannotRead) {
  const Attempt attempt = sample({says("hm"), says(answer("~B")), says(answer("B"))}, 2, 8);
  EXPECT_EQ(attempt.status, AttemptStatus::passed);
  EXPECT_EQ(request(2).messages[2].text, answer("~B"));
}

TEST_F(SampleTest, AsksOnWhenNoneCanBeRead) {
  const Attempt attempt = sample({says("hm"), says("well"), says(answer("B"))}, 2, 8);
  EXPECT_EQ(attempt.status, AttemptStatus::passed);
  ASSERT_EQ(asked_times(), 3u);
  EXPECT_EQ(request(2).messages[2].text, "well");
  EXPECT_NE(asked(2).find("could not be used"), std::string::npos);
}

TEST_F(SampleTest, KeepsWithinItsTurns) {
  const Attempt attempt = sample({says(answer("~~B")), says(answer("~B")), says(answer("B"))}, 5, 2);
  EXPECT_EQ(asked_times(), 2u);
  EXPECT_EQ(attempt.status, AttemptStatus::failed);
  EXPECT_EQ(attempt.candidate.files.at("rtl/sub.sv"), test::sub("~B"));
}

TEST_F(SampleTest, HasNothingToRankByWithoutEvidence) {
  const Attempt attempt = sample({says(answer("~~B")), says(answer("B"))}, 5, 8, Evidence::none);
  EXPECT_EQ(asked_times(), 1u);
  EXPECT_EQ(attempt.candidate.files.at("rtl/sub.sv"), test::sub("~~B"));
}

TEST_F(SampleTest, LeavesATemperatureThatWasAskedFor) {
  ChatOptions chat;
  chat.strategy = Strategy::sample;
  chat.sampling.temperature = 0.2;
  run({says(answer("B"))}, chat, 2);
  EXPECT_EQ(request(0).sampling.temperature, 0.2);
}

}  // namespace
}  // namespace gs::agent::chat
