// What steps without a box alone do; what they share with boxes is in honest_commands_test.cpp.
#include "sandbox/unboxed.hpp"

#include <gtest/gtest.h>

#include "base/files.hpp"
#include "box_fixture.hpp"

namespace gs::sandbox {
namespace {

using std::chrono::milliseconds;

class UnboxedTest : public BoxTest {
 protected:
  void SetUp() override { take(make_unboxed()); }
};

TEST_F(UnboxedTest, SaysThatThereIsNoSandbox) {
  const Outcome outcome = run(request({{"true"}}));
  EXPECT_EQ(outcome.enforced_by, "no sandbox (--unsafe-no-sandbox), rlimits");
  EXPECT_EQ(box_->description(), outcome.enforced_by);
  EXPECT_FALSE(is_sandboxed(outcome.enforced_by));
  EXPECT_TRUE(is_sandboxed("bubblewrap 0.8.0, seccomp, rlimits"));
}

TEST_F(UnboxedTest, RemovesTheFolderOfARequest) {
  const std::string folder = run(request({{"pwd"}})).steps[0].stdout_text;
  ASSERT_NE(folder.find("/gatesmith-unboxed-"), std::string::npos) << folder;
  EXPECT_FALSE(std::filesystem::exists(folder.substr(0, folder.size() - 1)));
}

TEST_F(UnboxedTest, TellsAMissingProgramFromAFailingOne) {
  const Outcome missing = run(request({{"no-such-program"}}));
  EXPECT_EQ(missing.steps[0].status, StepStatus::nonzero);
  EXPECT_EQ(missing.steps[0].exit_code, 127);
  EXPECT_EQ(missing.steps[0].stderr_text, "gatesmith: cannot run no-such-program: No such file or directory\n");
  const Outcome unusable = run(request({{"/etc/ld.so.cache"}}));
  EXPECT_EQ(unusable.steps[0].exit_code, 126);
}

TEST_F(UnboxedTest, PassesNoDescriptorsOfOurs) {
  EXPECT_EQ(run(attack({"descriptors"})).steps[0].stdout_text, "0 1 2 \n");
}

TEST_F(UnboxedTest, KillsTheProcessesOfALateStep) {
  const std::string marker = unique_marker();
  Request r = shell("sleep " + marker + " & sleep " + marker);
  r.limits.wall = milliseconds(300);
  EXPECT_EQ(run(r).steps[0].status, StepStatus::timeout_wall);
  EXPECT_TRUE(processes_left(marker).empty());
}

TEST_F(UnboxedTest, KillsADaemonThatStandsInItsFolder) {
  const std::string marker = unique_marker();
  EXPECT_TRUE(run(attack({"daemon", marker})).all_ok());
  EXPECT_TRUE(run(shell("setsid sleep " + marker + " </dev/null >/dev/null 2>&1 &")).all_ok());
  EXPECT_TRUE(processes_left(marker).empty());
}

TEST_F(UnboxedTest, DoesNotWaitForADaemonThatKeepsThePipes) {
  const std::string marker = unique_marker();
  const Outcome outcome = run(shell("setsid sh -c 'yes # " + marker + "' & echo started"));
  EXPECT_EQ(outcome.steps[0].status, StepStatus::ok);
  EXPECT_LT(outcome.wall, milliseconds(4000));
  EXPECT_TRUE(processes_left(marker).empty());
}

TEST_F(UnboxedTest, ShowsMountsBesideTheWorkFolder) {
  const auto folder = TempDir::create("mounted");
  ASSERT_TRUE(folder);
  ASSERT_TRUE(write_file_atomic(folder->path() / "sub/one", "1"));
  ASSERT_TRUE(write_file_atomic(folder->path() / "two", "2"));
  Request r = request({{"cat", "../all/sub/one", "../sub/one", "../two"}});
  r.mounts = {{"all", folder->path()}, {"sub", folder->path() / "sub"}, {"two", folder->path() / "two"}};
  EXPECT_EQ(run(r).steps[0].stdout_text, "112");
  EXPECT_EQ(read_file(folder->path() / "sub/one").value(), "1") << "removing the request's folder follows no link";
}

TEST_F(UnboxedTest, GivesTheRequestedEnvironment) {
  ::setenv("GS_TEST_SECRET", "hunter2", 1);
  Request r = request({{"pwd"}, {"env"}});
  r.environment["SEED"] = "7 and more=x";
  const Outcome outcome = run(r);
  ::unsetenv("GS_TEST_SECRET");
  EXPECT_EQ(outcome.steps[1].stdout_text,
            "HOME=" + outcome.steps[0].stdout_text + "LANG=C.UTF-8\nPATH=/usr/bin:/bin\nSEED=7 and more=x\n");
}

TEST_F(UnboxedTest, CollectsNothingButRegularFilesOfTheWorkFolder) {
  Request r = shell(
      "ln -s /etc/passwd link; ln -s /etc etc; mkdir folder; mkfifo fifo; head -c 2000 /dev/zero >large; "
      "mv ../work ../elsewhere; ln -s /etc ../work");
  r.collect = {"link", "etc/passwd", "folder", "fifo", "large", "passwd"};
  r.collect_bytes = 1000;
  const Outcome outcome = run(r);
  EXPECT_TRUE(outcome.all_ok()) << outcome.steps[0].stderr_text;
  EXPECT_TRUE(outcome.files.empty());
  EXPECT_EQ(outcome.refused.at("link"), "is or passes a symbolic link");
  EXPECT_EQ(outcome.refused.at("etc/passwd"), "is or passes a symbolic link");
  EXPECT_EQ(outcome.refused.at("folder"), "is not a regular file");
  EXPECT_EQ(outcome.refused.at("fifo"), "is not a regular file");
  EXPECT_EQ(outcome.refused.at("large"), "has 2000 bytes, more than the limit of 1000");
  EXPECT_EQ(outcome.refused.at("passwd"), "No such file or directory");
}

TEST_F(UnboxedTest, HasNoSessions) {
  const auto session = box_->open_session(request({{"cat"}}));
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().code(), ErrorCode::unavailable);
  EXPECT_EQ(session.error().to_line(), "box test: sessions need a sandbox");
}

// A folder whose content cannot be removed as it is must not stay behind.
TEST_F(UnboxedTest, RemovesClosedFoldersAtItsEnd) {
  const std::string work = run(shell("pwd; mkdir closed; touch closed/file; chmod 0 closed")).steps[0].stdout_text;
  const std::string scratch = work.substr(0, work.find('/', work.find("gatesmith-unboxed-")));
  box_.reset();
  EXPECT_FALSE(std::filesystem::exists(scratch));
}

}  // namespace
}  // namespace gs::sandbox
