#include "sandbox/git_state.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <set>
#include <string>

#include "base/files.hpp"
#include "sandbox/process.hpp"
#include "tests/support/error_line.hpp"

namespace gs::sandbox {
namespace {

using gs::test::code_name;
using gs::test::error_line;

class GitStateTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists("/usr/bin/git")) GTEST_SKIP() << "git is not installed";
    auto made = TempDir::create("git");
    ASSERT_TRUE(made) << error_line(made);
    folder_.emplace(*std::move(made));
  }
  std::filesystem::path path() const { return folder_->path(); }
  void write(const std::string& name, const std::string& text) { ASSERT_TRUE(write_file_atomic(path() / name, text)); }
  void git(std::vector<std::string> words) {
    std::vector<std::string> argv = {"/usr/bin/git",   "-C", path().string(),       "-c", "user.name=x", "-c",
                                     "user.email=x@x", "-c", "commit.gpgsign=false"};
    argv.insert(argv.end(), words.begin(), words.end());
    const auto ran = run_tool(argv);
    ASSERT_TRUE(ran && ran->exit.ok()) << (ran ? ran->stderr_text : error_line(ran));
  }

  std::optional<TempDir> folder_;
};

TEST_F(GitStateTest, TellsChangedAndUntrackedFilesFromCommittedOnes) {
  write("sub/same.sv", "a\n");
  write("sub/changed.sv", "a\n");
  write(".gitignore", "ignored.sv\n");
  git({"init", "-q"});
  git({"add", "."});
  git({"commit", "-q", "-m", "x"});
  write("sub/changed.sv", "b\n");
  write("sub/new one.sv", "c\n");
  write("sub/ignored.sv", "d\n");
  const auto dirty =
      uncommitted_files(path() / "sub", {"same.sv", "changed.sv", "new one.sv", "ignored.sv", "absent.sv"});
  ASSERT_TRUE(dirty) << error_line(dirty);
  EXPECT_EQ(*dirty, (std::set<std::string>{"changed.sv", "new one.sv", "ignored.sv"}));
}

TEST_F(GitStateTest, DoesNotKnowOutsideOfARepository) {
  write("a.sv", "a\n");
  EXPECT_EQ(code_name(uncommitted_files(path(), {"a.sv"})), "unavailable");
}

}  // namespace
}  // namespace gs::sandbox
