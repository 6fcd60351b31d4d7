#include "sandbox/scratch.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <optional>
#include <string>

#include "tests/support/scoped_environment.hpp"

namespace gs::sandbox {
namespace {

namespace fs = std::filesystem;

/// Each test has a $TMPDIR of its own.
class ScratchTest : public testing::Test {
 protected:
  void SetUp() override {
    auto made = TempDir::create("scratch-test");
    ASSERT_TRUE(made);
    place_.emplace(std::move(made).value());
    temporary_.emplace("TMPDIR", place_->path().c_str());
  }

  /// A folder with a file in it, whose owner, another process, has it until it is killed.
  struct Other {
    pid_t pid;
    fs::path folder;
    void kill() const {
      ::kill(pid, SIGKILL);
      ::waitpid(pid, nullptr, 0);
    }
  };
  static Other start_other() {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    const pid_t pid = ::fork();
    if (pid == 0) {
      const auto scratch = Scratch::create("boxes");
      if (!scratch || !write_file_atomic(scratch->path() / "box-1/in/file", "content")) ::_exit(1);
      const std::string path = scratch->path().string();
      if (::write(ends[1], path.data(), path.size()) < 0) ::_exit(1);
      for (;;) ::pause();
    }
    ::close(ends[1]);
    char path[4096];
    const ssize_t n = ::read(ends[0], path, sizeof path);
    ::close(ends[0]);
    EXPECT_GT(n, 0);
    return {pid, std::string(path, static_cast<std::size_t>(n > 0 ? n : 0))};
  }

  std::optional<TempDir> place_;
  std::optional<test::ScopedEnvironment> temporary_;
};

TEST_F(ScratchTest, GoesWithItsOwner) {
  fs::path folder;
  {
    const auto scratch = Scratch::create("boxes");
    ASSERT_TRUE(scratch) << scratch.error().to_line();
    folder = scratch->path();
    EXPECT_TRUE(fs::is_directory(folder));
    EXPECT_EQ(folder.filename().string().rfind("gatesmith-boxes-", 0), 0u);
  }
  EXPECT_FALSE(fs::exists(folder));
}

TEST_F(ScratchTest, RemovesTheFolderOfAKilledOwner) {
  const Other other = start_other();
  other.kill();
  ASSERT_TRUE(fs::exists(other.folder / "box-1/in/file"));
  const auto scratch = Scratch::create("boxes");
  ASSERT_TRUE(scratch);
  EXPECT_FALSE(fs::exists(other.folder));
  EXPECT_TRUE(fs::exists(scratch->path()));
}

TEST_F(ScratchTest, LeavesTheFolderOfALivingOwner) {
  const Other other = start_other();
  const auto mine = Scratch::create("boxes");
  const auto again = Scratch::create("boxes");
  ASSERT_TRUE(mine && again);
  EXPECT_TRUE(fs::exists(other.folder / "box-1/in/file"));
  EXPECT_TRUE(fs::exists(mine->path()));
  other.kill();
}

TEST_F(ScratchTest, LeavesWhatItDidNotMake) {
  for (const char* name : {"gatesmith-boxes-abc123/file", "gatesmith-boxes-abc1234/.owner",
                           "gatesmith-run-abc123/.owner", "elsewhere/.owner"}) {
    ASSERT_TRUE(write_file_atomic(place_->path() / name, ""));
  }
  fs::create_symlink(place_->path() / "elsewhere", place_->path() / "gatesmith-boxes-link00");
  ASSERT_TRUE(Scratch::create("boxes"));
  EXPECT_EQ(list_files(place_->path()).value(),
            (std::vector<std::string>{"elsewhere/.owner", "gatesmith-boxes-abc123/file",
                                      "gatesmith-boxes-abc1234/.owner", "gatesmith-run-abc123/.owner"}));
  EXPECT_TRUE(fs::is_symlink(place_->path() / "gatesmith-boxes-link00"));
}

// The twin of LeavesTheFolderOfALivingOwner: the same folder with a free lock goes.
TEST_F(ScratchTest, RemovesAFolderWhoseLockIsFree) {
  ASSERT_TRUE(write_file_atomic(place_->path() / "gatesmith-boxes-abc123/.owner", ""));
  ASSERT_TRUE(Scratch::create("boxes"));
  EXPECT_FALSE(fs::exists(place_->path() / "gatesmith-boxes-abc123"));
}

TEST_F(ScratchTest, LeavesTheFoldersOfOtherUsers) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs root";
  const fs::path folder = place_->path() / "gatesmith-boxes-abc123";
  ASSERT_TRUE(write_file_atomic(folder / ".owner", ""));
  ASSERT_EQ(::chown(folder.c_str(), 60001, 60001), 0);
  ASSERT_TRUE(Scratch::create("boxes"));
  EXPECT_TRUE(fs::exists(folder / ".owner"));
}

}  // namespace
}  // namespace gs::sandbox
