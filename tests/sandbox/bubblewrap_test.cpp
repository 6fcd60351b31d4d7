// What boxes alone do for honest commands; what they share with steps without a box is in honest_commands_test.cpp.
#include "sandbox/bubblewrap.hpp"

#include <sys/stat.h>

#include "box_fixture.hpp"

namespace gs::sandbox {
namespace {

using BubblewrapTest = BoxTest;

constexpr std::size_t kMiB = std::size_t{1} << 20;

TEST_F(BubblewrapTest, SaysThatItIsBubblewrap) {
  const Outcome outcome = run(request({{"true"}}));
  EXPECT_EQ(outcome.enforced_by.rfind("bubblewrap ", 0), 0u) << outcome.enforced_by;
}

TEST_F(BubblewrapTest, TellsAMissingProgramFromAFailingOne) {
  const Outcome missing = run(request({{"no-such-program"}}));
  EXPECT_EQ(missing.steps[0].status, StepStatus::nonzero);
  EXPECT_EQ(missing.steps[0].exit_code, 127);
  EXPECT_EQ(missing.steps[0].stderr_text, "gatesmith-box: cannot run no-such-program: No such file or directory\n");
  const Outcome unusable = run(request({{"/etc/ld.so.cache"}}));
  EXPECT_EQ(unusable.steps[0].exit_code, 126);
}

TEST_F(BubblewrapTest, CountsTheMemoryOfStepsAlone) {
  Request r = attack({"allocate", "64"});
  r.limits.memory_bytes = 128 * kMiB;
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].status, StepStatus::ok) << outcome.steps[0].stdout_text;
  EXPECT_GE(outcome.steps[0].peak_memory_bytes, 64 * kMiB);
  EXPECT_LT(outcome.steps[0].peak_memory_bytes, 128 * kMiB);
}

TEST_F(BubblewrapTest, LimitsTheWorkFolder) {
  Request r = shell("for f in 1 2 3; do head -c 2097152 /dev/zero >$f || exit 1; done");
  r.limits.work_bytes = 4 * kMiB;
  EXPECT_EQ(run(r).steps[0].status, StepStatus::output_limit);
  r.limits.work_bytes = 8 * kMiB;
  EXPECT_EQ(run(r).steps[0].status, StepStatus::ok);
}

TEST_F(BubblewrapTest, PlacesInputsReadOnly) {
  Request r = request({{"../in/script"}, {"sh", "-c", "echo x >>../in/script"}});
  r.files["script"] = "#!/bin/sh\necho ran\n";
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].stdout_text, "ran\n");
  EXPECT_NE(outcome.steps[1].status, StepStatus::ok);
}

// TempDir is closed to others, and root's boxes run as another user: what lies in it is bound first, itself is copied.
TEST_F(BubblewrapTest, MountsFoldersAndFilesReadOnly) {
  const auto folder = TempDir::create("mounted");
  ASSERT_TRUE(folder);
  ASSERT_TRUE(write_file_atomic(folder->path() / "sub/one", "1"));
  ASSERT_TRUE(write_file_atomic(folder->path() / "two", "2"));
  ASSERT_TRUE(write_file_atomic(folder->path() / "closed", "3"));
  ASSERT_EQ(::chmod((folder->path() / "closed").c_str(), 0600), 0);
  Request r = request({{"cat", "/box/all/sub/one", "/box/all/closed", "/box/sub/one", "/box/two", "/box/closed"},
                       {"sh", "-c", "echo x >/box/all/two || echo x >/box/two || echo x >/box/sub/one"}});
  r.mounts = {{"all", folder->path()},
              {"sub", folder->path() / "sub"},
              {"two", folder->path() / "two"},
              {"closed", folder->path() / "closed"}};
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].stdout_text, "13123") << outcome.steps[0].stderr_text;
  EXPECT_NE(outcome.steps[1].status, StepStatus::ok);
  EXPECT_EQ(read_file(folder->path() / "two").value(), "2");
  EXPECT_EQ(read_file(folder->path() / "sub/one").value(), "1");
}

TEST_F(BubblewrapTest, LinksFoldersOfOthersIntoTheBox) {
  Request r = request({{"sh", "-c", "cat /code/rtl/a.sv && mkdir log && echo seen >/code/run/log/b && cat log/b"},
                       {"sh", "-c", "echo x >/code/rtl/a.sv"}});
  r.files = {{"code/rtl/a.sv", "design\n"}};
  r.links = {{"code/rtl", "/box/in/code/rtl"}, {"code/run/log", "/box/work/log"}};
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].stdout_text, "design\nseen\n") << outcome.steps[0].stderr_text;
  EXPECT_NE(outcome.steps[1].status, StepStatus::ok);
}

TEST_F(BubblewrapTest, GivesTheRequestedEnvironment) {
  Request r = request({{"env"}});
  r.environment["SEED"] = "7 and more=x";
  EXPECT_EQ(run(r).steps[0].stdout_text, "HOME=/box/work\nLANG=C.UTF-8\nPATH=/usr/bin:/bin\nSEED=7 and more=x\n");
}

}  // namespace
}  // namespace gs::sandbox
