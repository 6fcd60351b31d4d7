// How steps without a box behave towards honest commands: as in a box, as far as that is promised.
#include "sandbox/unboxed.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <ostream>
#include <thread>

#include "base/files.hpp"
#include "box_fixture.hpp"
#include "sandbox/self_test.hpp"

namespace gs::sandbox {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kMiB = std::size_t{1} << 20;

class UnboxedTest : public BoxTest {
 protected:
  void SetUp() override {
    auto made = make_unboxed();
    ASSERT_TRUE(made) << made.error().to_line();
    box_ = std::move(made).value();
  }
};

TEST_F(UnboxedTest, SaysThatThereIsNoSandbox) {
  const Outcome outcome = run(request({{"true"}}));
  EXPECT_EQ(outcome.enforced_by, "no sandbox (--unsafe-no-sandbox), rlimits");
  EXPECT_EQ(box_->description(), outcome.enforced_by);
  EXPECT_FALSE(is_sandboxed(outcome.enforced_by));
  EXPECT_TRUE(is_sandboxed("bubblewrap 0.8.0, seccomp, rlimits"));
}

TEST_F(UnboxedTest, RunsStepsInOrderInOneWorkFolder) {
  const Outcome outcome = run(request({{"sh", "-c", "echo one >log"}, {"sh", "-c", "echo two >>log"}, {"cat", "log"}}));
  EXPECT_TRUE(outcome.all_ok());
  EXPECT_EQ(outcome.steps[2].stdout_text, "one\ntwo\n");
}

TEST_F(UnboxedTest, StartsEachRequestWithAnEmptyWorkFolder) {
  EXPECT_TRUE(run(request({{"touch", "left-behind"}})).all_ok());
  EXPECT_EQ(run(request({{"ls", "-A"}})).steps[0].stdout_text, "");
}

TEST_F(UnboxedTest, RemovesTheFolderOfARequest) {
  const std::string folder = run(request({{"pwd"}})).steps[0].stdout_text;
  ASSERT_NE(folder.find("/gatesmith-unboxed-"), std::string::npos) << folder;
  EXPECT_FALSE(std::filesystem::exists(folder.substr(0, folder.size() - 1)));
}

TEST_F(UnboxedTest, StopsAfterAFailedStep) {
  const Outcome outcome = run(request({{"true"}, {"false"}, {"touch", "made"}}));
  EXPECT_EQ(outcome.first_failure(), &outcome.steps[1]);
  EXPECT_EQ(outcome.steps[2].status, StepStatus::not_run);
}

TEST_F(UnboxedTest, GoesOnAfterAFailedStepWhenAskedTo) {
  Request r = request({{"false"}, {"echo", "still here"}});
  r.steps[0].stop_on_failure = false;
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].status, StepStatus::nonzero);
  EXPECT_EQ(outcome.steps[1].stdout_text, "still here\n");
}

TEST_F(UnboxedTest, ReportsTheExitCode) {
  const Outcome outcome = run(shell("exit 42"));
  EXPECT_EQ(outcome.steps[0].status, StepStatus::nonzero);
  EXPECT_EQ(outcome.steps[0].exit_code, 42);
  EXPECT_EQ(outcome.steps[0].signal_number, 0);
}

TEST_F(UnboxedTest, ReportsTheSignal) {
  const Outcome outcome = run(shell("kill -SEGV $$"));
  EXPECT_EQ(outcome.steps[0].status, StepStatus::signal);
  EXPECT_EQ(outcome.steps[0].signal_number, SIGSEGV);
}

TEST_F(UnboxedTest, TellsAMissingProgramFromAFailingOne) {
  const Outcome missing = run(request({{"no-such-program"}}));
  EXPECT_EQ(missing.steps[0].status, StepStatus::nonzero);
  EXPECT_EQ(missing.steps[0].exit_code, 127);
  EXPECT_EQ(missing.steps[0].stderr_text, "gatesmith: cannot run no-such-program: No such file or directory\n");
  const Outcome unusable = run(request({{"/etc/ld.so.cache"}}));
  EXPECT_EQ(unusable.steps[0].exit_code, 126);
}

TEST_F(UnboxedTest, SearchesCommandsInTheSystemFoldersOnly) {
  Request r = request({{"sh", "-c", "printf '#!/bin/sh\\necho planted\\n' >uname; /bin/chmod +x uname"}, {"uname"}});
  r.environment["PATH"] = ".";
  EXPECT_EQ(run(r).steps[1].stdout_text, "Linux\n");
}

TEST_F(UnboxedTest, FeedsStandardInput) {
  Request r = request({{"wc", "-c"}, {"cat"}});
  r.steps[0].stdin_text = std::string(64 << 10, 'z');
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].stdout_text, "65536\n");
  EXPECT_EQ(outcome.steps[1].stdout_text, "");
}

TEST_F(UnboxedTest, SeparatesTheStreams) {
  const Outcome outcome = run(shell("echo out; echo err >&2"));
  EXPECT_EQ(outcome.steps[0].stdout_text, "out\n");
  EXPECT_EQ(outcome.steps[0].stderr_text, "err\n");
}

TEST_F(UnboxedTest, KeepsOutputUpToItsLimitAndDrainsTheRest) {
  Request r = attack({"flood", "100000000"});
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].status, StepStatus::ok);
  EXPECT_EQ(outcome.steps[0].stdout_text.size(), r.limits.output_bytes);
  EXPECT_TRUE(outcome.steps[0].output_truncated);
}

TEST_F(UnboxedTest, DoesNotCallExactlyFullOutputTruncated) {
  Request r = attack({"flood", "4096"});
  r.limits.output_bytes = 4096;
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].stdout_text.size(), 4096u);
  EXPECT_FALSE(outcome.steps[0].output_truncated);
}

TEST_F(UnboxedTest, CarriesBytesOfTheChannel) {
  Request r = shell("printf 'a\\000b' >&3; echo text");
  r.steps[0].wants_channel = true;
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].channel, std::string("a\0b", 3));
  EXPECT_EQ(outcome.steps[0].stdout_text, "text\n");
  EXPECT_FALSE(outcome.steps[0].channel_truncated);
}

TEST_F(UnboxedTest, LimitsTheChannel) {
  Request r = attack({"flood-channel", "3000000"});
  r.steps[0].wants_channel = true;
  r.limits.channel_bytes = kMiB;
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].status, StepStatus::ok);
  EXPECT_EQ(outcome.steps[0].channel.size(), kMiB);
  EXPECT_TRUE(outcome.steps[0].channel_truncated);
  EXPECT_FALSE(outcome.steps[0].output_truncated);
}

TEST_F(UnboxedTest, OpensNoChannelUnasked) {
  EXPECT_NE(run(shell("echo x >&3")).steps[0].status, StepStatus::ok);
}

TEST_F(UnboxedTest, PassesNoDescriptorsOfOurs) {
  EXPECT_EQ(run(attack({"descriptors"})).steps[0].stdout_text, "0 1 2 \n");
}

TEST_F(UnboxedTest, EndsAStepAtItsOwnLimitAndKeepsWhatItSaid) {
  Request r = request({{"sh", "-c", "echo before; sleep 60"}, {"echo", "after"}});
  r.steps[0].wall = milliseconds(300);
  r.steps[0].stop_on_failure = false;
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].status, StepStatus::timeout_wall);
  EXPECT_EQ(outcome.steps[0].stdout_text, "before\n");
  EXPECT_GE(outcome.steps[0].wall, milliseconds(300));
  EXPECT_LT(outcome.steps[0].wall, milliseconds(3000));
  EXPECT_EQ(outcome.steps[1].stdout_text, "after\n");
}

TEST_F(UnboxedTest, EndsAStepThatFloodsItsOutput) {
  Request r = request({{"yes"}});
  r.steps[0].wall = milliseconds(300);
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].status, StepStatus::timeout_wall);
  EXPECT_TRUE(outcome.steps[0].output_truncated);
  EXPECT_LT(outcome.wall, milliseconds(4000));
}

TEST_F(UnboxedTest, EndsAllStepsAtTheLimitOfTheRequest) {
  Request r = request({{"sleep", "0.2"}, {"sleep", "60"}, {"true"}});
  for (Step& step : r.steps) step.stop_on_failure = false;
  r.limits.wall = milliseconds(600);
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].status, StepStatus::ok);
  EXPECT_EQ(outcome.steps[1].status, StepStatus::timeout_wall);
  EXPECT_EQ(outcome.steps[2].status, StepStatus::not_run);
  EXPECT_LT(outcome.wall, milliseconds(4000));
}

TEST_F(UnboxedTest, StartsNoStepAfterTheLimitOfSteps) {
  Request r = request({{"sleep", "0.3"}, {"true"}});
  r.limits.steps_wall = milliseconds(200);
  const Outcome late = run(r);
  EXPECT_EQ(late.steps[0].status, StepStatus::ok);
  EXPECT_EQ(late.steps[1].status, StepStatus::not_run);
  r.limits.steps_wall = milliseconds(5000);
  EXPECT_TRUE(run(r).all_ok());
}

TEST_F(UnboxedTest, KillsTheProcessesOfALateStep) {
  const std::string marker = unique_marker();
  Request r = shell("sleep " + marker + " & sleep " + marker);
  r.limits.wall = milliseconds(300);
  EXPECT_EQ(run(r).steps[0].status, StepStatus::timeout_wall);
  for (int i = 0; i < 100 && !processes_with(marker).empty(); ++i) std::this_thread::sleep_for(milliseconds(20));
  EXPECT_TRUE(processes_with(marker).empty());
}

TEST_F(UnboxedTest, KillsADaemonThatStandsInItsFolder) {
  const std::string marker = unique_marker();
  EXPECT_TRUE(run(attack({"daemon", marker})).all_ok());
  EXPECT_TRUE(run(shell("setsid sleep " + marker + " </dev/null >/dev/null 2>&1 &")).all_ok());
  for (int i = 0; i < 100 && !processes_with(marker).empty(); ++i) std::this_thread::sleep_for(milliseconds(20));
  EXPECT_TRUE(processes_with(marker).empty());
}

TEST_F(UnboxedTest, DoesNotWaitForADaemonThatKeepsThePipes) {
  const std::string marker = unique_marker();
  const Outcome outcome = run(shell("setsid sh -c 'yes # " + marker + "' & echo started"));
  EXPECT_EQ(outcome.steps[0].status, StepStatus::ok);
  EXPECT_LT(outcome.wall, milliseconds(4000));
  for (int i = 0; i < 100 && !processes_with(marker).empty(); ++i) std::this_thread::sleep_for(milliseconds(20));
  EXPECT_TRUE(processes_with(marker).empty());
}

TEST_F(UnboxedTest, EndsAStepThatUsesUpItsCpuTime) {
  Request r = attack({"spin"});
  r.limits.cpu = milliseconds(1000);
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].status, StepStatus::timeout_cpu);
  EXPECT_GE(outcome.steps[0].cpu, milliseconds(500));
}

TEST_F(UnboxedTest, EndsAStepThatIgnoresTheCpuSignal) {
  Request r = attack({"spin-stubborn"});
  r.limits.cpu = milliseconds(1000);
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].status, StepStatus::timeout_cpu);
  EXPECT_EQ(outcome.steps[0].signal_number, SIGKILL);
}

TEST_F(UnboxedTest, CountsTheCpuTimeOfChildren) {
  const Outcome outcome = run(shell("i=0; (while [ $i -lt 300000 ]; do i=$((i+1)); done) & wait"));
  EXPECT_GT(outcome.steps[0].cpu, milliseconds(20));
}

TEST_F(UnboxedTest, LimitsMemory) {
  Request r = attack({"allocate", "512"});
  r.limits.memory_bytes = 128 * kMiB;
  EXPECT_NE(run(r).steps[0].status, StepStatus::ok);
  r = attack({"allocate", "64"});
  r.limits.memory_bytes = 128 * kMiB;
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].status, StepStatus::ok) << outcome.steps[0].stdout_text;
  EXPECT_GE(outcome.steps[0].peak_memory_bytes, 64 * kMiB);
}

TEST_F(UnboxedTest, LimitsTheSizeOfAFile) {
  Request r = shell("exec head -c 2097152 /dev/zero >big");
  r.limits.file_bytes = kMiB;
  r.collect = {"big"};
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].status, StepStatus::output_limit);
  EXPECT_EQ(outcome.files.at("big").size(), kMiB);
}

TEST_F(UnboxedTest, LimitsOpenFiles) {
  Request r = request({{"bash", "-c", "exec 40</dev/null"}});
  EXPECT_EQ(run(r).steps[0].status, StepStatus::ok);
  r.limits.open_files = 32;
  EXPECT_NE(run(r).steps[0].status, StepStatus::ok);
}

TEST_F(UnboxedTest, WritesNoCoreFile) {
  const Outcome outcome = run(request({{"sh", "-c", "ulimit -c; ulimit -Hc"}}));
  EXPECT_EQ(outcome.steps[0].stdout_text, "0\n0\n");
}

TEST_F(UnboxedTest, PlacesInputsExecutable) {
  Request r = request({{"cat", "../in/deep/er/file.txt"}, {"../in/script"}});
  r.files["deep/er/file.txt"] = std::string("\0binary\n", 8);
  r.files["script"] = "#!/bin/sh\necho ran\n";
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].stdout_text, std::string("\0binary\n", 8));
  EXPECT_EQ(outcome.steps[1].stdout_text, "ran\n");
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

TEST_F(UnboxedTest, RefusesAMountThatIsNotThere) {
  Request r = request({{"true"}});
  r.mounts["lib"] = "/no/such/folder";
  const Outcome outcome = box_->run(r);
  EXPECT_EQ(outcome.status, Outcome::Status::sandbox_error);
  EXPECT_NE(outcome.error.find("/no/such/folder"), std::string::npos) << outcome.error;
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

TEST_F(UnboxedTest, CollectsFilesEvenAfterAFailure) {
  Request r = shell("mkdir sub; printf 'x\\000y' >sub/result; : >empty; exit 1");
  r.collect = {"sub/result", "empty", "missing"};
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.files.size(), 2u);
  EXPECT_EQ(outcome.files.at("sub/result"), std::string("x\0y", 3));
  EXPECT_EQ(outcome.files.at("empty"), "");
  EXPECT_EQ(outcome.refused.at("missing"), "No such file or directory");
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

TEST_F(UnboxedTest, RunsFourRequestsAtOnce) {
  std::vector<std::string> seen(4);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([this, i, &seen] {
      Request r = request({{"sh", "-c", "cp ../in/name mine; sleep 0.3; ls; cat mine"}});
      r.files["name"] = "box " + std::to_string(i);
      seen[static_cast<std::size_t>(i)] = box_->run(r).steps.at(0).stdout_text;
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (int i = 0; i < 4; ++i) EXPECT_EQ(seen[static_cast<std::size_t>(i)], "mine\nbox " + std::to_string(i));
}

TEST_F(UnboxedTest, HasNoSessions) {
  const auto session = box_->open_session(request({{"cat"}}));
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().code(), ErrorCode::unavailable);
  EXPECT_EQ(session.error().to_line(), "box test: sessions need a sandbox");
}

TEST_F(UnboxedTest, RefusesARequestThatCannotBeRight) {
  Request above = request({{"true"}});
  above.files["../x"] = "";
  Request over = request({{"true"}});
  over.mounts["work"] = "/usr";
  for (const Request& r : {Request{}, above, over}) {
    const Outcome outcome = box_->run(r);
    EXPECT_EQ(outcome.status, Outcome::Status::sandbox_error);
    EXPECT_FALSE(outcome.error.empty());
    EXPECT_TRUE(outcome.steps.empty());
  }
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
