#include "agent/session/user_tree.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <optional>
#include <string>

#include "tests/support/error_line.hpp"

namespace gs::agent::session {
namespace {

namespace fs = std::filesystem;
using gs::test::code_name;
using gs::test::error_line;

class UserTreeTest : public testing::Test {
 protected:
  void SetUp() override {
    auto made = TempDir::create("tree");
    ASSERT_TRUE(made) << error_line(made);
    folder_.emplace(*std::move(made));
    write("in/rtl/a.sv", "old");
    write("out/secret.sv", "secret");
    auto tree = UserTree::open(folder_->path() / "in");
    ASSERT_TRUE(tree) << error_line(tree);
    tree_.emplace(*std::move(tree));
  }
  void write(const std::string& name, const std::string& text) {
    ASSERT_TRUE(write_file_atomic(folder_->path() / name, text));
  }
  std::string read(const std::string& name) const { return *read_file(folder_->path() / name); }
  mode_t mode(const std::string& name) const {
    struct stat status {};
    ::stat((folder_->path() / name).c_str(), &status);
    return status.st_mode & 07777;
  }

  std::optional<TempDir> folder_;
  std::optional<UserTree> tree_;
};

TEST_F(UserTreeTest, ReplacesAFileAndKeepsItsMode) {
  ::chmod((folder_->path() / "in/rtl/a.sv").c_str(), 0741);
  const auto replaced = tree_->replace("rtl/a.sv", "old", "new");
  ASSERT_TRUE(replaced) << error_line(replaced);
  EXPECT_EQ(read("in/rtl/a.sv"), "new");
  EXPECT_EQ(mode("in/rtl/a.sv"), 0741u);
  EXPECT_EQ(list_files(folder_->path() / "in")->size(), 1u) << "nothing is left beside it";
}

TEST_F(UserTreeTest, KeepsTheOwner) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs root";
  const fs::path file = folder_->path() / "in/rtl/a.sv";
  ASSERT_EQ(::chown(file.c_str(), 1234, 4321), 0);
  ::chmod(file.c_str(), 02755);
  ASSERT_TRUE(tree_->replace("rtl/a.sv", "old", "new").ok());
  struct stat status {};
  ASSERT_EQ(::stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_uid, 1234u);
  EXPECT_EQ(status.st_gid, 4321u);
  EXPECT_EQ(mode("in/rtl/a.sv"), 02755u);
}

TEST_F(UserTreeTest, LeavesAFileAloneThatIsNotWhatWasExpected) {
  EXPECT_EQ(code_name(tree_->replace("rtl/a.sv", "older", "new")), "invalid_input");
  EXPECT_EQ(read("in/rtl/a.sv"), "old");
}

TEST_F(UserTreeTest, LeavesAWriteProtectedFileAlone) {
  ::chmod((folder_->path() / "in/rtl/a.sv").c_str(), 0444);
  EXPECT_NE(error_line(tree_->replace("rtl/a.sv", "old", "new")).find("write-protected"), std::string::npos);
  EXPECT_EQ(read("in/rtl/a.sv"), "old");
}

TEST_F(UserTreeTest, FollowsNoLinkOfAFile) {
  fs::create_symlink(folder_->path() / "out/secret.sv", folder_->path() / "in/rtl/b.sv");
  EXPECT_NE(error_line(tree_->read("rtl/b.sv")).find("symbolic link"), std::string::npos);
  EXPECT_NE(error_line(tree_->replace("rtl/b.sv", "secret", "new")).find("symbolic link"), std::string::npos);
  EXPECT_EQ(read("out/secret.sv"), "secret");
}

TEST_F(UserTreeTest, FollowsNoLinkOfAFolderThatCameLater) {
  fs::rename(folder_->path() / "in/rtl", folder_->path() / "in/rtl2");
  fs::create_directory_symlink(folder_->path() / "out", folder_->path() / "in/rtl");
  EXPECT_NE(error_line(tree_->replace("rtl/secret.sv", "secret", "new")).find("symbolic link"), std::string::npos);
  EXPECT_EQ(read("out/secret.sv"), "secret");
}

TEST_F(UserTreeTest, StaysInTheFolderThatItOpened) {
  fs::rename(folder_->path() / "in", folder_->path() / "moved");
  fs::create_directory_symlink(folder_->path() / "out", folder_->path() / "in");
  EXPECT_EQ(code_name(tree_->replace("secret.sv", "secret", "new")), "not_found");
  EXPECT_TRUE(tree_->replace("rtl/a.sv", "old", "new").ok());
  EXPECT_EQ(read("moved/rtl/a.sv"), "new");
}

TEST_F(UserTreeTest, RefusesNamesThatLeadOut) {
  for (const char* name :
       {"../out/secret.sv", "/etc/passwd", "rtl/../../out/secret.sv", "", "rtl//a.sv", "rtl/./a.sv"}) {
    EXPECT_EQ(code_name(tree_->read(name)), "invalid_input") << name;
    EXPECT_EQ(code_name(tree_->replace(name, "secret", "new")), "invalid_input") << name;
  }
}

TEST_F(UserTreeTest, RefusesWhatIsNoPlainFile) {
  ASSERT_EQ(::mkfifo((folder_->path() / "in/pipe").c_str(), 0600), 0);
  EXPECT_EQ(code_name(tree_->read("pipe")), "invalid_input");
  EXPECT_EQ(code_name(tree_->read("rtl")), "invalid_input");
  EXPECT_EQ(code_name(tree_->read("absent.sv")), "not_found");
}

}  // namespace
}  // namespace gs::agent::session
