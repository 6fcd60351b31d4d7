#include "sandbox/process.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

#include "box_fixture.hpp"

namespace gs::sandbox {
namespace {

using std::chrono::milliseconds;

Result<RunResult> shell(const std::string& script, const RunOptions& options = {}) {
  return run_tool({"/bin/sh", "-c", script}, options);
}

TEST(RunToolTest, CapturesOutputAndExitCode) {
  const auto result = shell("echo out; echo err >&2; exit 3");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->stdout_text, "out\n");
  EXPECT_EQ(result->stderr_text, "err\n");
  EXPECT_EQ(result->exit.exit_code, 3);
  EXPECT_EQ(result->exit.to_text(), "exit status 3");
}

TEST(RunToolTest, ReportsASignal) {
  const auto result = shell("kill -TERM $$");
  ASSERT_TRUE(result);
  EXPECT_FALSE(result->exit.ok());
  EXPECT_EQ(result->exit.to_text(), "killed by signal 15");
}

TEST(RunToolTest, PassesNoEnvironmentOfOurs) {
  ::setenv("GS_TEST_SECRET", "hunter2", 1);
  const auto result = run_tool({"/usr/bin/env"});
  ::unsetenv("GS_TEST_SECRET");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->stdout_text, "PATH=/usr/local/bin:/usr/bin:/bin\nLANG=C.UTF-8\n");
}

TEST(RunToolTest, PassesNoDescriptorsOfOurs) {
  const int leaking = ::open("/dev/null", O_RDONLY);
  ASSERT_GE(leaking, 0);
  const auto result = run_tool({GS_ATTACKER, "descriptors"});
  ::close(leaking);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->stdout_text, "0 1 2 \n");
}

TEST(RunToolTest, WaitsForAProgramThatIsStillOpenForWriting) {
  const auto folder = TempDir::create("busy");
  ASSERT_TRUE(folder);
  const std::filesystem::path program = folder->path() / "program";
  std::filesystem::copy_file("/bin/true", program);
  // As a child that another thread forked while the program was written: it holds the descriptor a little longer.
  int opened[2];
  ASSERT_EQ(::pipe(opened), 0);
  const pid_t holder = ::fork();
  if (holder == 0) {
    const int writer = ::open(program.c_str(), O_WRONLY);
    if (::write(opened[1], "x", writer < 0 ? 0 : 1) != 1) ::_exit(1);
    ::usleep(200'000);
    ::_exit(0);
  }
  char byte = 0;
  ASSERT_EQ(::read(opened[0], &byte, 1), 1);
  const auto result = run_tool({program.string()});
  for (const int fd : opened) ::close(fd);
  ::waitpid(holder, nullptr, 0);
  ASSERT_TRUE(result) << result.error().to_line();
  EXPECT_TRUE(result->exit.ok()) << result->exit.to_text();
}

TEST(RunToolTest, DropsOutputOverItsLimit) {
  RunOptions options;
  options.output_limit_bytes = 1000;
  const auto result = shell("head -c 5000000 /dev/zero", options);
  ASSERT_TRUE(result);
  EXPECT_TRUE(result->exit.ok());
  EXPECT_EQ(result->stdout_text.size(), 1000u);
}

TEST(RunToolTest, KillsTheWholeGroupAtItsTimeout) {
  const std::string marker = "66666." + std::to_string(::getpid());
  RunOptions options;
  options.timeout = milliseconds(300);
  const auto result = shell("sleep " + marker + " & sleep " + marker, options);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code(), ErrorCode::timeout);
  EXPECT_TRUE(processes_left(marker).empty());
}

TEST(RunToolTest, DoesNotWaitForWhatATapLeavesOpen) {
  RunOptions options;
  options.timeout = milliseconds(5000);
  const auto start = std::chrono::steady_clock::now();
  const auto result = shell("sleep 20 & echo started", options);
  EXPECT_TRUE(result);
  EXPECT_LT(std::chrono::steady_clock::now() - start, milliseconds(4000));
}

TEST(RunToolTest, FailsForAMissingProgram) {
  const auto result = run_tool({"/no/such/tool"});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code(), ErrorCode::external);
  EXPECT_EQ(result.error().message(), "cannot start /no/such/tool: exec: No such file or directory");
}

TEST(ChildTest, KillsAndReapsWhenItGoes) {
  LaunchOptions options;
  options.argv = {"/bin/sleep", "1000"};
  options.descriptors = {-1, -1, -1};
  pid_t pid = 0;
  {
    const auto child = launch(options);
    ASSERT_TRUE(child);
    pid = child->pid();
    ASSERT_EQ(::kill(pid, 0), 0);
  }
  EXPECT_EQ(::kill(pid, 0), -1);
  EXPECT_EQ(errno, ESRCH);
}

TEST(ChildTest, SignalsItsEndThroughThePidfd) {
  LaunchOptions options;
  options.argv = {"/bin/true"};
  options.descriptors = {-1, -1, -1};
  auto child = launch(options);
  ASSERT_TRUE(child);
  pollfd polled{child->pidfd(), POLLIN, 0};
  EXPECT_EQ(::poll(&polled, 1, 5000), 1);
  EXPECT_TRUE(child->wait().ok());
}

TEST(ChildTest, StartsInItsFolderWithItsLimits) {
  auto pipe = make_pipe();
  ASSERT_TRUE(pipe);
  LaunchOptions options;
  options.argv = {"bin/sh", "-c", "pwd; ulimit -Sn; ulimit -Hn"};
  options.descriptors = {-1, pipe->write_end.get(), -1};
  options.folder = "/usr";
  options.limits = {{RLIMIT_NOFILE, 20, 30}};
  auto child = launch(options);
  ASSERT_TRUE(child) << child.error().to_line();
  const Exit exit = child->wait();
  EXPECT_TRUE(exit.ok());
  EXPECT_GT(exit.peak_memory_bytes, 0u);
  pipe->write_end.reset();
  std::string text;
  while (read_available(pipe->read_end.get(), text, 4096)) continue;
  EXPECT_EQ(text, "/usr\n20\n30\n");
}

TEST(ChildTest, TellsWhyAProgramCannotBeExecuted) {
  LaunchOptions options;
  options.argv = {"/no/such/program"};
  options.descriptors = {-1, -1, -1};
  int exec_error = 0;
  EXPECT_FALSE(launch(options, &exec_error));
  EXPECT_EQ(exec_error, ENOENT);
  options.argv = {"/bin/true"};
  options.folder = "/no/such/folder";
  exec_error = 0;
  const auto nowhere = launch(options, &exec_error);
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().message(), "cannot start /bin/true: chdir: No such file or directory");
  EXPECT_EQ(exec_error, 0) << "the program was never tried";
}

TEST(ChildTest, DropsRootForGood) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs root";
  auto pipe = make_pipe();
  ASSERT_TRUE(pipe);
  LaunchOptions options;
  options.argv = {"/bin/sh", "-c", "grep -E '^(Uid|Gid|Groups|CapPrm|CapEff)' /proc/self/status"};
  options.descriptors = {-1, pipe->write_end.get(), -1};
  options.drop_to = 60001;
  auto child = launch(options);
  ASSERT_TRUE(child) << child.error().to_line();
  EXPECT_TRUE(child->wait().ok());
  pipe->write_end.reset();
  std::string text;
  while (read_available(pipe->read_end.get(), text, 4096)) continue;
  EXPECT_EQ(text,
            "Uid:\t60001\t60001\t60001\t60001\nGid:\t60001\t60001\t60001\t60001\nGroups:\t \n"
            "CapPrm:\t0000000000000000\nCapEff:\t0000000000000000\n");
}

}  // namespace
}  // namespace gs::sandbox
