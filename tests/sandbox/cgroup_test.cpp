// Finding control groups, and what they count and limit. The files of other machines are given as text.
#include "sandbox/cgroup.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>

#include "box_fixture.hpp"
#include "cgroup_folders.hpp"

namespace gs::sandbox {
namespace {

namespace fs = std::filesystem;
using CgroupBoxTest = BoxTest;

constexpr std::size_t kMiB = std::size_t{1} << 20;

const CgroupView kDebian{
    // Debian 12, a root shell under systemd
    "24 29 0:22 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:4 - cgroup2 cgroup2 rw,nsdelegate\n",
    "0::/user.slice/user-0.slice/session-3.scope\n"};
const CgroupView kHybrid{
    "31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755\n"
    "33 31 0:30 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct\n"
    "35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory\n"
    "41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw\n",
    "9:name=systemd:/\n4:memory:/jobs/7\n2:cpu,cpuacct:/\n0::/\n"};
const CgroupView kContainer{// a v1 container: the host's path is mounted as the root
                            "700 690 0:32 /docker/abc /sys/fs/cgroup/me\\040mory ro - cgroup cgroup rw,memory\n",
                            "4:memory:/docker/abc/inner\n"};

TEST(CgroupViewTest, FindsTheUnifiedHierarchy) {
  const auto found = find_cgroup_v2(kDebian);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->mount, "/sys/fs/cgroup");
  EXPECT_EQ(found->own, "/sys/fs/cgroup/user.slice/user-0.slice/session-3.scope");
  EXPECT_FALSE(find_cgroup_v1(kDebian, "memory"));
}

TEST(CgroupViewTest, FindsControllersOfTheirOwnHierarchies) {
  EXPECT_EQ(find_cgroup_v1(kHybrid, "memory")->own, "/sys/fs/cgroup/memory/jobs/7");
  EXPECT_EQ(find_cgroup_v1(kHybrid, "cpuacct")->own, "/sys/fs/cgroup/cpu,cpuacct");
  EXPECT_FALSE(find_cgroup_v1(kHybrid, "pids"));
  EXPECT_EQ(find_cgroup_v2(kHybrid)->own, "/sys/fs/cgroup/unified");
}

TEST(CgroupViewTest, TakesThePathBelowWhatIsMounted) {
  EXPECT_EQ(find_cgroup_v1(kContainer, "memory")->own, "/sys/fs/cgroup/me mory/inner");
}

TEST(CgroupViewTest, FindsNothingOutsideOfWhatIsMounted) {
  CgroupView view = kContainer;
  view.self = "4:memory:/docker/abcd\n";
  EXPECT_FALSE(find_cgroup_v1(view, "memory"));
  view.self = "4:memory:/../elsewhere\n";
  EXPECT_FALSE(find_cgroup_v1(view, "memory"));
  EXPECT_FALSE(find_cgroup_v2({"", ""}));
  EXPECT_FALSE(find_cgroup_v2({"garbage - cgroup2\n", "0::/\n"}));
}

TEST(CgroupParentTest, SaysWhyThereIsNone) {
  const auto none = CgroupParent::open(CgroupChoice::none);
  ASSERT_TRUE(none);
  EXPECT_EQ(none->version(), CgroupChoice::none);
  EXPECT_EQ(none->description(), "");
  const auto chosen = CgroupParent::open(CgroupChoice::automatic);
  ASSERT_TRUE(chosen);
  if (chosen->version() == CgroupChoice::none) {
    EXPECT_NE(chosen->reason(), "");
  }
}

/// A parent of the version that this machine gives, or a skip with the reason.
class CgroupTest : public testing::TestWithParam<CgroupChoice> {
 protected:
  void SetUp() override {
    auto parent = CgroupParent::open(GetParam());
    if (!parent) GTEST_SKIP() << parent.error().to_line();
    parent_.emplace(std::move(parent).value());
  }
  /// Runs `deed` in a process that is in `group`, and waits for it. The wait status.
  static int run_in(const Cgroup& group, void (*deed)()) {
    const pid_t pid = ::fork();
    if (pid == 0) {
      if (!group.add(::getpid())) ::_exit(99);
      deed();
      ::_exit(0);
    }
    int status = 0;
    ::waitpid(pid, &status, 0);
    return status;
  }
  static std::set<std::string> our_folders() { return cgroup_folders("gatesmith-" + std::to_string(::getpid()) + "-"); }
  std::optional<CgroupParent> parent_;
};

TEST_P(CgroupTest, KillsWhatTakesMoreMemory) {
  Limits limits;
  limits.memory_bytes = 64 * kMiB;
  auto group = parent_->create("a", limits);
  ASSERT_TRUE(group) << group.error().to_line();
  const int status = run_in(*group, [] {
    auto* memory = static_cast<volatile char*>(std::malloc(256 * kMiB));
    for (std::size_t i = 0; i < 256 * kMiB; i += 4096) memory[i] = 1;
  });
  EXPECT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(group->events().oom_kills, 1u);
  EXPECT_LE(group->usage().peak_memory_bytes, 64 * kMiB);
  EXPECT_GE(group->usage().peak_memory_bytes, 60 * kMiB);
}

TEST_P(CgroupTest, RefusesMoreProcesses) {
  Limits limits;
  limits.processes = 8;
  auto group = parent_->create("a", limits);
  ASSERT_TRUE(group) << group.error().to_line();
  const int status = run_in(*group, [] {
    int made = 0;
    std::vector<pid_t> pids;
    for (; made < 100; ++made) {
      const pid_t pid = ::fork();
      if (pid == 0) ::pause();
      if (pid < 0) break;
      pids.push_back(pid);
    }
    for (const pid_t pid : pids) ::kill(pid, SIGKILL), ::waitpid(pid, nullptr, 0);
    ::_exit(made);
  });
  EXPECT_EQ(WEXITSTATUS(status), 8);  // nine with the first: one of the limit is the driver's
  EXPECT_GE(group->events().refused_processes, 1u);
}

TEST_P(CgroupTest, CountsProcessorTime) {
  auto group = parent_->create("a", {});
  ASSERT_TRUE(group);
  run_in(*group, [] {
    for (long i = 0; i < 100'000'000; ++i) asm volatile("");
  });
  EXPECT_GT(group->usage().cpu.count(), 5'000);
  EXPECT_EQ(group->events().oom_kills, 0u);
}

TEST_P(CgroupTest, StartsEachGroupAfresh) {
  for (int i = 0; i < 3; ++i) {
    auto group = parent_->create("same name", {});
    ASSERT_TRUE(group) << group.error().to_line();
    EXPECT_LT(group->usage().cpu.count(), 1'000'000);
    EXPECT_LT(group->usage().peak_memory_bytes, 8 * kMiB);
    EXPECT_TRUE(group->remove());
  }
}

TEST_P(CgroupTest, RefusesALimitThatTheKernelDoesNotTake) {
  Limits limits;
  limits.memory_bytes = SIZE_MAX;  // past what v1 can count: it reads back as something else
  const auto group = parent_->create("a", limits);
  if (GetParam() == CgroupChoice::v1) {
    EXPECT_FALSE(group);
  }
  EXPECT_TRUE(parent_->create("b", {}));
}

TEST_P(CgroupTest, LeavesNoFolders) {
  EXPECT_FALSE(our_folders().empty());
  { auto group = parent_->create("a", {}); }
  parent_.reset();
  EXPECT_TRUE(our_folders().empty());
}

TEST_P(CgroupTest, RemovesFoldersOfTheDead) {
  const std::set<std::string> before = our_folders();
  const pid_t pid = ::fork();
  if (pid == 0) {
    auto doomed = CgroupParent::open(GetParam());
    if (!doomed || !doomed->create("box-0", {})) ::_exit(9);
    ::kill(::getpid(), SIGKILL);
  }
  ::waitpid(pid, nullptr, 0);
  { auto next = CgroupParent::open(GetParam()); }
  EXPECT_EQ(our_folders(), before);
  EXPECT_TRUE(cgroup_folders("gatesmith-" + std::to_string(pid) + "-").empty());
  EXPECT_TRUE(parent_->create("still here", {}));
}

TEST_P(CgroupTest, KillsWhatBoxesOfTheDeadLeft) {
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const pid_t pid = ::fork();
  if (pid == 0) {
    auto doomed = CgroupParent::open(GetParam());
    if (!doomed) ::_exit(9);
    auto box = doomed->create("box-0", {});
    if (!box) ::_exit(9);
    const pid_t left = ::fork();
    if (left == 0) {
      ::close_range(3, ~0U, 0);  // as every program in a box: else it would hold the lock of the folder
      for (;;) ::pause();
    }
    if (!box->add(left) || ::write(ready[1], &left, sizeof left) != sizeof left) ::_exit(9);
    ::kill(::getpid(), SIGKILL);
  }
  ::close(ready[1]);
  pid_t left = 0;
  ASSERT_EQ(::read(ready[0], &left, sizeof left), static_cast<ssize_t>(sizeof left));
  ::close(ready[0]);
  ::waitpid(pid, nullptr, 0);
  ASSERT_EQ(::kill(left, 0), 0) << "it was to outlive its program";
  { auto next = CgroupParent::open(GetParam()); }
  EXPECT_TRUE(cgroup_folders("gatesmith-" + std::to_string(pid) + "-").empty());
}

TEST_P(CgroupTest, KeepsItsFolderWhileOthersStartAndEnd) {
  std::vector<pid_t> others;
  for (int i = 0; i < 6; ++i) {
    const pid_t pid = ::fork();
    if (pid != 0) {
      others.push_back(pid);
      continue;
    }
    for (int times = 0; times < 100; ++times) {
      const auto mine = CgroupParent::open(GetParam());
      if (!mine || !mine->create("a", {})) ::_exit(9);
    }
    ::_exit(0);
  }
  for (const pid_t pid : others) {
    int status = 0;
    ::waitpid(pid, &status, 0);
    EXPECT_EQ(status, 0);
  }
}

INSTANTIATE_TEST_SUITE_P(Versions, CgroupTest, testing::Values(CgroupChoice::v1, CgroupChoice::v2),
                         [](const auto& test) { return test.param == CgroupChoice::v1 ? "V1" : "V2"; });

/// Runs in a group that looks as if systemd had delegated it to us.
class CgroupPlaceTest : public CgroupTest {
 protected:
  static fs::path own_group() { return find_cgroup_v2(CgroupView::here())->own; }
  static void delegate() {
    if (::setxattr(own_group().c_str(), "user.delegate", "1", 1, 0) != 0) ::_exit(90);
  }
  static bool holds_our_folder(const fs::path& group) {
    const std::string prefix = "gatesmith-" + std::to_string(::getpid()) + "-";
    return std::any_of(fs::directory_iterator(group), fs::directory_iterator(),
                       [&](const auto& entry) { return entry.path().filename().string().rfind(prefix, 0) == 0; });
  }
};

TEST_P(CgroupPlaceTest, LiesBelowADelegatedGroupThatIsOursAlone) {
  const auto group = parent_->create("a", {});
  ASSERT_TRUE(group) << group.error().to_line();
  const int status = run_in(*group, [] {
    delegate();
    const fs::path before = own_group();
    for (int i = 0; i < 2; ++i) {
      const auto inner = CgroupParent::open(CgroupChoice::v2);
      if (!inner || !inner->create("b", {})) ::_exit(1);
      if (own_group() != before / "gatesmith-self") ::_exit(2);
      if (!holds_our_folder(before)) ::_exit(3);
    }
  });
  EXPECT_EQ(status, 0) << WEXITSTATUS(status);
}

TEST_P(CgroupPlaceTest, LiesBesideADelegatedGroupWithOtherProcesses) {
  const auto group = parent_->create("a", {});
  ASSERT_TRUE(group) << group.error().to_line();
  const int status = run_in(*group, [] {
    delegate();
    const fs::path before = own_group();
    const pid_t other = ::fork();
    if (other == 0) ::pause();
    const auto inner = CgroupParent::open(CgroupChoice::v2);
    ::kill(other, SIGKILL);
    ::waitpid(other, nullptr, 0);
    if (!inner || !inner->create("b", {})) ::_exit(1);
    if (own_group() != before) ::_exit(2);
    if (!holds_our_folder(before.parent_path())) ::_exit(3);
  });
  EXPECT_EQ(status, 0) << WEXITSTATUS(status);
}

INSTANTIATE_TEST_SUITE_P(Versions, CgroupPlaceTest, testing::Values(CgroupChoice::v2),
                         [](const auto&) { return "V2"; });

bool has_cgroup(const Sandbox& box) {
  return box.description().find("cgroup v") != std::string::npos;
}

TEST_F(CgroupBoxTest, TellsWhatRanOutOfMemory) {
  if (!has_cgroup(*box_)) GTEST_SKIP() << "no cgroup here: " << box_->description();
  Request r = attack({"allocate", "512"});
  r.limits.memory_bytes = 128 * kMiB;
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].status, StepStatus::out_of_memory);
  EXPECT_EQ(outcome.steps[0].signal_number, SIGKILL);
  ASSERT_TRUE(outcome.usage);
  EXPECT_LE(outcome.usage->peak_memory_bytes, 128 * kMiB);
}

TEST_F(CgroupBoxTest, LimitsTheMemoryOfAllProcessesTogether) {
  if (!has_cgroup(*box_)) GTEST_SKIP() << "no cgroup here: " << box_->description();
  Request r = shell("for i in 1 2 3 4; do ../in/a allocate 48 500 & done; wait; exit 1");
  r.files = attack({"x"}).files;
  r.limits.memory_bytes = 128 * kMiB;
  EXPECT_EQ(run(r).steps[0].status, StepStatus::out_of_memory);
}

TEST_F(CgroupBoxTest, CountsFilesInMemoryToo) {
  if (!has_cgroup(*box_)) GTEST_SKIP() << "no cgroup here: " << box_->description();
  Request r = shell("head -c 100000000 /dev/zero >/tmp/a; head -c 100000000 /dev/zero >b; exit 1");
  r.limits.memory_bytes = 128 * kMiB;
  EXPECT_EQ(run(r).steps[0].status, StepStatus::out_of_memory);
}

TEST_F(CgroupBoxTest, TellsARefusedForkAndOnlyOfAStepThatFailed) {
  if (!has_cgroup(*box_)) GTEST_SKIP() << "no cgroup here: " << box_->description();
  Request r = attack({"fork-bomb"});
  r.limits.processes = 32;
  r.steps[0].stop_on_failure = false;
  r.steps.push_back({{"false"}});
  r.steps[1].stop_on_failure = false;
  r.steps.push_back({{"sh", "-c", "../in/a fork-bomb; true"}});
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].status, StepStatus::process_limit);
  EXPECT_EQ(outcome.steps[0].exit_code, 3);
  EXPECT_EQ(outcome.steps[1].status, StepStatus::nonzero);
  EXPECT_EQ(outcome.steps[2].status, StepStatus::ok);
}

TEST_F(CgroupBoxTest, CountsWhatTheBoxUsed) {
  if (!has_cgroup(*box_)) GTEST_SKIP() << "no cgroup here: " << box_->description();
  Request r = attack({"allocate", "64"});
  const Outcome outcome = run(r);
  ASSERT_TRUE(outcome.usage);
  EXPECT_GE(outcome.usage->peak_memory_bytes, 64 * kMiB);
  EXPECT_LT(outcome.usage->peak_memory_bytes, 96 * kMiB);
  EXPECT_GT(outcome.usage->cpu.count(), 0);
}

TEST(CgroupChoiceTest, WorksWithoutAny) {
  auto box = make_bubblewrap({.cgroups = CgroupChoice::none});
  ASSERT_TRUE(box) << box.error().to_line();
  EXPECT_NE((*box)->description().find("no cgroup"), std::string::npos);
  Request request;
  request.label = "test";
  request.steps.push_back({{"true"}});
  const Outcome outcome = (*box)->run(request);
  EXPECT_TRUE(outcome.all_ok());
  EXPECT_FALSE(outcome.usage);
}

}  // namespace
}  // namespace gs::sandbox
