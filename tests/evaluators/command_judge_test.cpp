// The judge of a user's own command, in real boxes; most of it are commands that must not pass.
#include "evaluators/command_judge.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>

#include "sandbox/bubblewrap.hpp"
#include "tests/support/error_line.hpp"

namespace gs::evaluators {
namespace {

using gs::test::code_name;
using gs::test::error_line;
using tasks::Verdict;
using tasks::VerdictStatus;

class CommandJudgeTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists("/usr/bin/bwrap")) GTEST_SKIP() << "bubblewrap is not installed";
    sandbox::BubblewrapOptions options;
    options.cancel = &cancel_;
    auto box = sandbox::make_bubblewrap(options);
    ASSERT_TRUE(box) << error_line(box);
    box_ = *std::move(box);
    task_.suite = "own";
    task_.id = "x";
    task_.sources = {"rtl/a.sv"};
    task_.workspace = {{"rtl/a.sv", "wrong\n"}, {"run.sh", "#!/bin/sh\ngrep -q right rtl/a.sv\n"}};
    task_.limits.run_wall = std::chrono::seconds(20);
  }

  Result<Verdict> judge(const std::string& command, const std::string& design = "right\n") {
    task_.check.emplace();
    task_.check->evaluator = kCommandEvaluator;
    task_.check->commands = {command};
    return CommandJudge(*box_).evaluate(task_, {{{"rtl/a.sv", design}}, ""}, Phase::check);
  }

  std::atomic<bool> cancel_{false};
  std::unique_ptr<sandbox::Sandbox> box_;
  tasks::Task task_;
};

TEST_F(CommandJudgeTest, PassesOnExitStatusZeroWithTheCandidateInPlace) {
  const auto verdict = judge("./run.sh");
  ASSERT_TRUE(verdict) << error_line(verdict);
  EXPECT_EQ(verdict->status, VerdictStatus::passed) << verdict->feedback;
  EXPECT_NE(verdict->enforced_by.find("bubblewrap"), std::string::npos);
}

TEST_F(CommandJudgeTest, MakesTheLinksOfTheFolder) {
  auto evaluate = [&](const std::string& command) {
    task_.check.emplace();
    task_.check->evaluator = kCommandEvaluator;
    task_.check->commands = {command};
    task_.check->links = {{"a.sv", "rtl/a.sv"}, {"lib/our 'rtl'", "../rtl"}};
    return CommandJudge(*box_).evaluate(task_, {{{"rtl/a.sv", "right\n"}}, ""}, Phase::check);
  };
  const auto verdict = evaluate(
      "test -L a.sv && grep -q right a.sv && cat \"lib/our 'rtl'/a.sv\" && echo new >a.sv && ! grep right rtl/a.sv");
  ASSERT_TRUE(verdict) << error_line(verdict);
  EXPECT_TRUE(verdict->passed()) << verdict->feedback;
  const auto twin = evaluate("grep wrong a.sv");
  ASSERT_TRUE(twin) << error_line(twin);
  EXPECT_EQ(twin->status, VerdictStatus::failed);
}

TEST_F(CommandJudgeTest, RejectsACommandThatFails) {
  const auto verdict = judge("echo bad news; ./run.sh || exit 3", "wrong\n");
  ASSERT_TRUE(verdict) << error_line(verdict);
  EXPECT_EQ(verdict->status, VerdictStatus::failed);
  EXPECT_NE(verdict->summary.find("exit status 3"), std::string::npos) << verdict->summary;
  EXPECT_NE(verdict->feedback.find("bad news"), std::string::npos) << verdict->feedback;
}

TEST_F(CommandJudgeTest, RejectsACommandThatDoesNotEnd) {
  task_.limits.run_wall = std::chrono::seconds(1);
  const auto verdict = judge("echo begun; sleep 100");
  ASSERT_TRUE(verdict) << error_line(verdict);
  EXPECT_EQ(verdict->status, VerdictStatus::timeout);
  EXPECT_NE(verdict->feedback.find("begun"), std::string::npos) << verdict->feedback;
}

TEST_F(CommandJudgeTest, DoesNotBlameTheCandidateForACommandThatIsMissing) {
  const auto verdict = judge("no-such-tool --all");
  ASSERT_TRUE(verdict) << error_line(verdict);
  EXPECT_EQ(verdict->status, VerdictStatus::tool_crash) << verdict->summary;
  EXPECT_NE(verdict->feedback.find("no-such-tool"), std::string::npos) << verdict->feedback;
}

TEST_F(CommandJudgeTest, KeepsTheEndOfAFlood) {
  const auto verdict = judge("seq 1 200000; echo last words; exit 1");
  ASSERT_TRUE(verdict) << error_line(verdict);
  EXPECT_EQ(verdict->status, VerdictStatus::failed);
  EXPECT_LT(verdict->feedback.size(), 7000u);
  EXPECT_NE(verdict->feedback.find("last words"), std::string::npos);
}

TEST_F(CommandJudgeTest, RejectsAFloodWithoutEnd) {
  task_.limits.run_wall = std::chrono::seconds(2);
  const auto verdict = judge("yes");
  ASSERT_TRUE(verdict) << error_line(verdict);
  EXPECT_EQ(verdict->status, VerdictStatus::timeout);
  EXPECT_EQ(verdict->findings.size(), 1u);
}

TEST_F(CommandJudgeTest, RejectsACommandThatIsKilled) {
  const auto verdict = judge("kill -9 $$");
  ASSERT_TRUE(verdict) << error_line(verdict);
  EXPECT_EQ(verdict->status, VerdictStatus::crashed) << verdict->summary;
}

TEST_F(CommandJudgeTest, LetsNothingOutOfTheCopy) {
  const std::filesystem::path outside = std::filesystem::temp_directory_path() / "gatesmith-command-judge-outside";
  const auto verdict =
      judge("echo x > rtl/a.sv && echo x > new && echo x > " + outside.string() + " && touch ../../in/tree/y");
  ASSERT_TRUE(verdict) << error_line(verdict);
  EXPECT_EQ(verdict->status, VerdictStatus::failed);
  EXPECT_FALSE(std::filesystem::exists(outside));
}

TEST_F(CommandJudgeTest, RefusesACandidateOutsideOfTheDesign) {
  task_.check.emplace();
  task_.check->evaluator = kCommandEvaluator;
  task_.check->commands = {"true"};
  EXPECT_EQ(code_name(CommandJudge(*box_).evaluate(task_, {{{"run.sh", ""}}, ""}, Phase::check)), "invalid_input");
}

TEST_F(CommandJudgeTest, StopsWhenItIsToldTo) {
  std::thread teller([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    cancel_ = true;
  });
  const auto start = std::chrono::steady_clock::now();
  const auto verdict = judge("sleep 100");
  teller.join();
  ASSERT_TRUE(verdict) << error_line(verdict);
  EXPECT_EQ(verdict->status, VerdictStatus::sandbox_error);
  EXPECT_NE(verdict->summary.find("stopped"), std::string::npos) << verdict->summary;
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
  cancel_ = false;
  const auto again = judge("true");
  ASSERT_TRUE(again) << error_line(again);
  EXPECT_EQ(again->status, VerdictStatus::passed);
}

}  // namespace
}  // namespace gs::evaluators
