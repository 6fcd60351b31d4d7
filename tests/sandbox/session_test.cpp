// One process that answers many requests, and what ends it.
#include "box_fixture.hpp"

namespace gs::sandbox {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kSoon{10'000};

class SessionTest : public BoxTest {
 protected:
  static Request server() {
    Request r = request({{"../in/server"}});
    add_program(r, "server", GS_ECHO_SERVER);
    r.steps[0].wants_channel = true;
    r.policy = Policy::run();
    r.limits.wall = milliseconds(60'000);
    return r;
  }
  std::unique_ptr<Session> open(const Request& r) {
    auto session = box_->open_session(r);
    EXPECT_TRUE(session) << session.error().to_line();
    return session ? std::move(session).value() : nullptr;
  }
};

TEST_F(SessionTest, AnswersManyMessagesFromOneProcess) {
  const auto session = open(server());
  ASSERT_TRUE(session);
  for (int i = 1; i <= 1000; ++i) {
    const auto answer = session->ask("count", kSoon);
    ASSERT_TRUE(answer) << answer.error().to_line();
    ASSERT_EQ(*answer, std::to_string(i));
  }
  const Outcome outcome = session->finish(kSoon);
  EXPECT_TRUE(outcome.all_ok()) << outcome.error;
  EXPECT_EQ(outcome.steps.at(0).stdout_text, "bye\n");
  EXPECT_EQ(outcome.enforced_by, box_->description());
}

TEST_F(SessionTest, CarriesEmptyAndLargeMessages) {
  const auto session = open(server());
  ASSERT_TRUE(session);
  EXPECT_EQ(session->ask("", kSoon).value(), "");
  std::string large(std::size_t{5} << 20, 'x');
  large += std::string("\0\n", 2);
  EXPECT_EQ(session->ask(large, kSoon).value(), large);
}

TEST_F(SessionTest, EndsAtAnAnswerThatIsLate) {
  const auto session = open(server());
  ASSERT_TRUE(session);
  EXPECT_EQ(session->ask("sleep", milliseconds(300)).error().code(), ErrorCode::timeout);
  EXPECT_EQ(session->ask("count", kSoon).error().code(), ErrorCode::timeout);
  const Outcome outcome = session->finish(kSoon);
  ASSERT_EQ(outcome.status, Outcome::Status::completed) << outcome.error;
  EXPECT_EQ(outcome.steps.at(0).status, StepStatus::timeout_wall);
}

TEST_F(SessionTest, TellsHowTheProcessEnded) {
  const auto session = open(server());
  ASSERT_TRUE(session);
  EXPECT_EQ(session->ask("die", kSoon).error().to_line(), "the process in the box ended");
  const Outcome outcome = session->finish(kSoon);
  ASSERT_EQ(outcome.status, Outcome::Status::completed) << outcome.error;
  EXPECT_EQ(outcome.steps.at(0).exit_code, 7);
}

TEST_F(SessionTest, EndsWhenTheProcessSpeaksUnasked) {
  const auto session = open(server());
  ASSERT_TRUE(session);
  auto answer = session->ask("twice", kSoon);
  if (answer) answer = session->ask("count", kSoon);  // when the second came in a later piece
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().to_line(), "the process in the box wrote unasked");
}

TEST_F(SessionTest, EndsAtAnAnswerThatIsTooLong) {
  const auto session = open(server());
  ASSERT_TRUE(session);
  EXPECT_EQ(session->ask("lie", kSoon).error().code(), ErrorCode::limit_exceeded);
}

TEST_F(SessionTest, WaitsForAllOfAnAnswer) {
  const auto session = open(server());
  ASSERT_TRUE(session);
  EXPECT_EQ(session->ask("half", milliseconds(300)).error().code(), ErrorCode::timeout);
}

TEST_F(SessionTest, BoundsTheMemoryOfTheProcess) {
  Request r = server();
  r.limits.memory_bytes = std::size_t{128} << 20;
  const auto session = open(r);
  ASSERT_TRUE(session);
  EXPECT_EQ(session->ask("eat", kSoon).error().code(), ErrorCode::external);
  const Outcome outcome = session->finish(kSoon);
  ASSERT_EQ(outcome.status, Outcome::Status::completed) << outcome.error;
  EXPECT_NE(outcome.steps.at(0).status, StepStatus::ok);
}

TEST_F(SessionTest, EndsAtTheLimitOfTheWholeSession) {
  Request r = server();
  r.limits.wall = milliseconds(300);
  const auto session = open(r);
  ASSERT_TRUE(session);
  EXPECT_FALSE(session->ask("sleep", kSoon));
  EXPECT_EQ(session->finish(kSoon).steps.at(0).status, StepStatus::timeout_wall);
}

TEST_F(SessionTest, LeavesNothingWhenItIsDropped) {
  const std::string marker = unique_marker();
  Request r = server();
  r.steps[0].argv.push_back(marker);
  {
    const auto session = open(r);
    ASSERT_TRUE(session);
    EXPECT_TRUE(session->ask("count", kSoon));
    EXPECT_FALSE(processes_with(marker).empty());
  }
  EXPECT_TRUE(processes_with(marker).empty());
}

TEST_F(SessionTest, IsFinishedOnce) {
  const auto session = open(server());
  ASSERT_TRUE(session);
  EXPECT_TRUE(session->finish(kSoon).all_ok());
  EXPECT_EQ(session->finish(kSoon).status, Outcome::Status::sandbox_error);
  EXPECT_EQ(session->ask("count", kSoon).error().to_line(), "the session is finished");
}

TEST_F(SessionTest, HasOneStepWithoutInput) {
  Request r = server();
  r.steps.push_back(r.steps[0]);
  EXPECT_EQ(box_->open_session(r).error().to_line(), "box test: a session has one step");
  r = server();
  r.steps[0].stdin_text = "x";
  EXPECT_EQ(box_->open_session(r).error().to_line(), "box test: a session's step has no input text");
}

}  // namespace
}  // namespace gs::sandbox
