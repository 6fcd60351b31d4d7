// A thousand boxes, one after another and eight at a time, leave nothing: processes, mounts, control groups, files and
// descriptors are counted before and after. Half of the boxes leave a daemon behind, half are killed at their limit.
#include <fcntl.h>
#include <sys/stat.h>

#include <atomic>
#include <set>
#include <thread>

#include "base/text.hpp"
#include "box_fixture.hpp"
#include "cgroup_folders.hpp"
#include "sandbox/process.hpp"

namespace gs::sandbox {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

/// Mounts of this mount namespace that a box could have made. Others come and go.
std::vector<std::string> mounts_of_boxes() {
  std::vector<std::string> found;
  const std::string all = read_file("/proc/self/mountinfo").value();
  for (const std::string_view line : split_lines(all)) {
    for (const char* part : {"gatesmith", "newroot", "oldroot", "/box"}) {
      if (line.find(part) == std::string_view::npos) continue;
      found.emplace_back(line);
      break;
    }
  }
  return found;
}

std::size_t count_entries(const fs::path& folder) {
  std::size_t count = 0;
  std::error_code code;
  for (fs::recursive_directory_iterator entry(folder, code), end; !code && entry != end; entry.increment(code)) ++count;
  return count;
}

/// All that a box could leave on the host.
struct Leftovers {
  std::vector<std::string> mounts = mounts_of_boxes();
  std::size_t descriptors = count_entries("/proc/self/fd");
  std::set<std::string> cgroups = cgroup_folders("gatesmith-" + std::to_string(::getpid()) + "-");

  void expect_equal(const Leftovers& before) const {
    EXPECT_EQ(mounts, before.mounts);
    EXPECT_EQ(descriptors, before.descriptors);
    EXPECT_EQ(cgroups, before.cgroups);
  }
};

class LeftoversTest : public BoxTest, public testing::WithParamInterface<CgroupChoice> {
 protected:
  void SetUp() override {
    BoxTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    auto scratch = TempDir::create("leftovers");
    ASSERT_TRUE(scratch);
    scratch_.emplace(std::move(scratch).value());
    ASSERT_EQ(::chmod(scratch_->path().c_str(), 0711), 0);
    BubblewrapOptions options;
    options.scratch = scratch_->path();
    options.cgroups = GetParam();
    auto boxes = make_bubblewrap(options);
    if (!boxes && GetParam() != CgroupChoice::none) GTEST_SKIP() << boxes.error().to_line();
    ASSERT_TRUE(boxes) << boxes.error().to_line();
    boxes_ = std::move(boxes).value();
  }

  Request one(int i) const {
    Request r = attack({i % 2 == 0 ? "daemon" : "daemon-and-wait", marker_});
    r.limits.wall = milliseconds(i % 2 == 0 ? 10'000 : 20);
    r.files["x/y"] = "z";
    return r;
  }
  void expect_nothing_left(const Leftovers& before) const {
    Leftovers().expect_equal(before);
    EXPECT_TRUE(processes_with(marker_).empty());
    EXPECT_TRUE(fs::is_empty(scratch_->path()));
  }

  std::optional<TempDir> scratch_;
  std::unique_ptr<Sandbox> boxes_;
  std::string marker_ = unique_marker();
};

TEST_P(LeftoversTest, NoneAfterAThousandBoxesInARow) {
  const Leftovers before;
  for (int i = 0; i < 1000; ++i) {
    const Outcome outcome = boxes_->run(one(i));
    ASSERT_EQ(outcome.status, Outcome::Status::completed) << i << ": " << outcome.error;
  }
  expect_nothing_left(before);
}

TEST_P(LeftoversTest, NoneAfterAThousandBoxesEightAtATime) {
  const Leftovers before;
  std::atomic<int> next{0}, failed{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (int i = next++; i < 1000; i = next++) {
        if (boxes_->run(one(i)).status != Outcome::Status::completed) ++failed;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(failed, 0);
  expect_nothing_left(before);
}

// The counts above can see what they are to see.
TEST_P(LeftoversTest, WouldBeSeen) {
  const Leftovers before;
  const UniqueFd leak(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  EXPECT_NE(Leftovers().descriptors, before.descriptors);
  ASSERT_TRUE(write_file_atomic(scratch_->path() / "file", "x"));
  EXPECT_FALSE(fs::is_empty(scratch_->path()));
  auto child = launch({.argv = {"/bin/sleep", marker_}, .descriptors = {-1, -1, -1}});
  ASSERT_TRUE(child);
  EXPECT_FALSE(processes_with(marker_).empty());
  child->kill();
  if (GetParam() == CgroupChoice::none) return;
  const auto parent = CgroupParent::open(GetParam());
  ASSERT_TRUE(parent);
  const auto group = parent->create("left", {});
  EXPECT_NE(Leftovers().cgroups, before.cgroups);
}

INSTANTIATE_TEST_SUITE_P(Cgroups, LeftoversTest,
                         testing::Values(CgroupChoice::none, CgroupChoice::v1, CgroupChoice::v2), [](const auto& test) {
                           return test.param == CgroupChoice::none ? "None"
                                  : test.param == CgroupChoice::v1 ? "V1"
                                                                   : "V2";
                         });

}  // namespace
}  // namespace gs::sandbox
