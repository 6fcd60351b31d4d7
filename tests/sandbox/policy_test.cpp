// What the policies give and take, each beside the control that has it.
#include <linux/landlock.h>
#include <sys/syscall.h>

#include "box_fixture.hpp"

namespace gs::sandbox {
namespace {

using PolicyTest = BoxTest;

bool has_landlock() {
  return ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION) > 0;
}

TEST_F(PolicyTest, RunExecutesTheArtifactButNoTools) {
  if (!has_landlock()) GTEST_SKIP() << "the kernel has no Landlock";
  Request r = attack({"execute", "/bin/sh"});
  EXPECT_EQ(run(r).steps[0].stdout_text, "executed\n") << "control";
  r.policy = Policy::run();
  EXPECT_EQ(run(r).steps[0].stdout_text, "execve: Permission denied\n");
  r = shell("true");
  r.policy = Policy::run();
  EXPECT_EQ(run(r).steps[0].exit_code, 126);
}

TEST_F(PolicyTest, RunExecutesDynamicallyLinkedPrograms) {
  const auto program = read_file("/bin/true");
  ASSERT_TRUE(program);
  Request r = request({{"../in/program"}});
  r.files["program"] = *program;
  r.policy = Policy::run();
  EXPECT_TRUE(run(r).all_ok());
}

TEST_F(PolicyTest, OpensNoFilesOfProcUnlessAskedTo) {
  if (!has_landlock()) GTEST_SKIP() << "the kernel has no Landlock";
  const std::vector<std::string> closed{"/proc/self/mountinfo", "/proc/self/maps",           "/proc/self/cmdline",
                                        "/proc/self/environ",   "/proc/sys/kernel/hostname", "/proc/1/stat"};
  for (const std::string& path : closed) {
    Request r = request({{"cat", path}});
    EXPECT_EQ(run(r).steps[0].status, StepStatus::nonzero) << path;
    r.policy.proc = true;
    EXPECT_EQ(run(r).steps[0].status, StepStatus::ok) << path << " control";
  }
  EXPECT_TRUE(run(request({{"cat", "/proc/meminfo", "/proc/cpuinfo"}})).all_ok());
}

TEST_F(PolicyTest, WritesOnlyWhereTheBoxIsWritable) {
  EXPECT_TRUE(run(shell("echo x >a && mkdir b && mv a b/a && ln b/a b/c && ln -s c b/d && mkfifo b/e && rm -r b && "
                        "echo x >/tmp/a && mv /tmp/a /dev/shm/a && mv /dev/shm/a ."))
                  .all_ok());
}

TEST_F(PolicyTest, OnlyTheGpuPolicyHasMemoryFiles) {
  Request r = attack({"call", "memfd"});
  EXPECT_EQ(run(r).steps[0].stdout_text, "memfd: Operation not permitted\n");
  r.policy = Policy::run();
  EXPECT_EQ(run(r).steps[0].stdout_text, "memfd: Operation not permitted\n");
  r.policy = Policy::gpu_run();
  EXPECT_EQ(run(r).steps[0].exit_code, 0);
}

TEST_F(PolicyTest, TheGpuPolicyHasNoLimitOnAddressSpace) {
  Request r = attack({"reserve", "100000"});
  r.limits.memory_bytes = std::size_t{256} << 20;
  r.policy = Policy::gpu_run();
  EXPECT_EQ(run(r).steps[0].exit_code, 0);
  auto bounded = make_bubblewrap({.cgroups = CgroupChoice::none});
  ASSERT_TRUE(bounded);
  EXPECT_EQ((*bounded)->run(r).steps.at(0).exit_code, 0);
  r.policy = Policy::run();
  EXPECT_NE((*bounded)->run(r).steps.at(0).exit_code, 0) << "control";
}

}  // namespace
}  // namespace gs::sandbox
