#include "sandbox/orphans.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <optional>
#include <string>

#include "box_fixture.hpp"
#include "sandbox/box_arguments.hpp"

namespace gs::sandbox {
namespace {

// A bubblewrap of our own, so that no other program takes an orphan of it for its; called as boxes call it, it waits in
// the middle: its first process waits for it, and it waits for us.
class OrphansTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists("/usr/bin/bwrap")) GTEST_SKIP() << "bubblewrap is not installed";
    auto folder = TempDir::create("orphans");
    ASSERT_TRUE(folder);
    folder_.emplace(*std::move(folder));
    bwrap_ = (folder_->path() / "bwrap").string();
    std::filesystem::copy_file("/usr/bin/bwrap", bwrap_);
    ASSERT_EQ(::pipe(block_), 0);
    ASSERT_EQ(::pipe(arguments_), 0);
    ASSERT_EQ(::pipe(info_), 0);
    std::string text;
    for (const std::string& word :
         {std::string("--unshare-user"), std::string("--unshare-pid"), std::string("--die-with-parent"),
          std::string("--ro-bind"), std::string("/"), std::string("/"), std::string("--info-fd"),
          std::to_string(info_[1]), std::string("--userns-block-fd"), std::to_string(block_[0])}) {
      text.append(word).push_back('\0');
    }
    ASSERT_EQ(::write(arguments_[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
    ::close(arguments_[1]);
    const std::string number = std::to_string(arguments_[0]);
    bubblewrap_ = ::fork();
    if (bubblewrap_ == 0) {
      ::execl(bwrap_.c_str(), bwrap_.c_str(), "--args", number.c_str(), "--", kBoxDriver, nullptr);
      ::_exit(127);
    }
    ASSERT_EQ(wait([](std::size_t n) { return n == 2; }), 2u) << "bubblewrap and the first process of the box";
  }
  void TearDown() override {
    if (IsSkipped()) return;
    end_bubblewrap();
    end_orphans(bwrap_);
    for (const int fd : {block_[0], block_[1], arguments_[0], info_[0], info_[1]}) ::close(fd);
  }

  void end_bubblewrap() {
    if (bubblewrap_ <= 0) return;
    ::kill(bubblewrap_, SIGKILL);
    ::waitpid(bubblewrap_, nullptr, 0);
    bubblewrap_ = -1;
  }
  std::size_t wait(const std::function<bool(std::size_t)>& wanted,
                   std::chrono::milliseconds patience = std::chrono::seconds(5)) const {
    return wait_for_processes(bwrap_, wanted, patience).size();
  }

  int block_[2]{-1, -1}, arguments_[2]{-1, -1}, info_[2]{-1, -1};
  pid_t bubblewrap_ = -1;
  std::optional<TempDir> folder_;
  std::string bwrap_;
};

TEST_F(OrphansTest, AreEnded) {
  end_bubblewrap();
  if (wait([](std::size_t n) { return n == 0; }, std::chrono::milliseconds(300)) == 0) {
    GTEST_SKIP() << "this bubblewrap leaves nothing";
  }
  end_orphans("/another/bwrap");
  EXPECT_EQ(wait([](std::size_t n) { return n == 0; }, std::chrono::milliseconds(100)), 1u);
  end_orphans(bwrap_);
  EXPECT_EQ(wait([](std::size_t n) { return n == 0; }), 0u);
}

TEST_F(OrphansTest, AreNotThoseWhoseBubblewrapLives) {
  end_orphans(bwrap_);
  EXPECT_EQ(wait([](std::size_t n) { return n < 2; }, std::chrono::milliseconds(300)), 2u);
}

}  // namespace
}  // namespace gs::sandbox
