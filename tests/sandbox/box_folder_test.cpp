#include "sandbox/box_folder.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.hpp"
#include "sandbox/box_arguments.hpp"

namespace gs::sandbox {
namespace {

namespace fs = std::filesystem;

class BoxFolderTest : public testing::Test {
 protected:
  void SetUp() override {
    auto scratch = TempDir::create("scratch");
    ASSERT_TRUE(scratch);
    scratch_.emplace(std::move(scratch).value());
    source_ = scratch_->path() / "source";
    ASSERT_TRUE(write_file_atomic(source_ / "sub/file", "content"));
  }

  /// A box of another user; the tests' own, so that they run without root too.
  Result<BoxFolder> folder_for_other(bool can_bind) {
    return BoxFolder::create(scratch_->path(), BoxReader{::getuid(), can_bind});
  }
  static mode_t mode(const fs::path& path) {
    struct stat state {};
    EXPECT_EQ(::stat(path.c_str(), &state), 0) << path;
    return state.st_mode & 07777;
  }

  std::optional<TempDir> scratch_;
  fs::path source_;
};

TEST_F(BoxFolderTest, OpensInputsToAllUnderAnyUmask) {
  auto folder = BoxFolder::create(scratch_->path(), std::nullopt);
  ASSERT_TRUE(folder);
  const mode_t before = ::umask(077);
  const auto root = folder->write_files({{"a/b/c", "text"}, {"d", ""}});
  ::umask(before);
  ASSERT_TRUE(root) << root.error().to_line();
  EXPECT_EQ(mode(*root), 0755u);
  EXPECT_EQ(mode(*root / "a"), 0755u);
  EXPECT_EQ(mode(*root / "a/b"), 0755u);
  EXPECT_EQ(mode(*root / "a/b/c"), 0555u);
  EXPECT_EQ(read_file(*root / "a/b/c").value(), "text");
  EXPECT_EQ(read_file(*root / "d").value(), "");
}

TEST_F(BoxFolderTest, RemovesItself) {
  fs::path path;
  {
    auto folder = BoxFolder::create(scratch_->path(), std::nullopt);
    ASSERT_TRUE(folder && folder->write_files({{"a", "b"}}));
    path = folder->path();
    ASSERT_TRUE(fs::exists(path / "in/a"));
  }
  EXPECT_FALSE(fs::exists(path));
}

TEST_F(BoxFolderTest, MountsASourceAsItIsForTheCaller) {
  auto folder = BoxFolder::create(scratch_->path(), std::nullopt);
  ASSERT_TRUE(folder);
  EXPECT_EQ(folder->readable_mount("m", source_).value(), fs::canonical(source_));
  EXPECT_TRUE(folder->binds().empty());
}

TEST_F(BoxFolderTest, MountsAnOpenSourceAsItIs) {
  auto folder = folder_for_other(true);
  ASSERT_TRUE(folder);
  EXPECT_EQ(folder->readable_mount("m", "/usr/bin/env").value(), "/usr/bin/env");
  EXPECT_TRUE(folder->binds().empty());
}

TEST_F(BoxFolderTest, BindsAnOpenSourceInAClosedFolder) {
  auto folder = folder_for_other(true);
  ASSERT_TRUE(folder);
  const auto shown = folder->readable_mount("m", source_);
  ASSERT_TRUE(shown);
  ASSERT_EQ(folder->binds().size(), 1u);
  EXPECT_EQ(folder->binds()[0].from, fs::canonical(source_));
  EXPECT_EQ(folder->binds()[0].to, *shown);
  EXPECT_TRUE(fs::is_empty(*shown));
}

TEST_F(BoxFolderTest, CopiesWhereItCannotBind) {
  auto folder = folder_for_other(false);
  ASSERT_TRUE(folder);
  const auto shown = folder->readable_mount("m", source_);
  ASSERT_TRUE(shown);
  EXPECT_TRUE(folder->binds().empty());
  EXPECT_EQ(read_file(*shown / "sub/file").value(), "content");
}

TEST_F(BoxFolderTest, CopiesWhatIsClosedInside) {
  ASSERT_EQ(::chmod((source_ / "sub/file").c_str(), 0600), 0);
  fs::create_symlink("sub/file", source_ / "link");
  ASSERT_EQ(::mkfifo((source_ / "fifo").c_str(), 0600), 0);
  auto folder = folder_for_other(true);
  ASSERT_TRUE(folder);
  const auto shown = folder->readable_mount("m", source_);
  ASSERT_TRUE(shown) << shown.error().to_line();
  EXPECT_TRUE(folder->binds().empty());
  EXPECT_EQ(mode(*shown / "sub/file"), 0444u);
  EXPECT_EQ(fs::read_symlink(*shown / "link"), "sub/file");
  EXPECT_FALSE(fs::exists(*shown / "fifo"));
}

TEST_F(BoxFolderTest, RefusesToCopyTooMuch) {
  ASSERT_TRUE(write_file_atomic(source_ / "large", ""));
  ASSERT_EQ(::truncate((source_ / "large").c_str(), static_cast<off_t>(kMountCopyLimitBytes) + 1), 0);
  auto folder = folder_for_other(false);
  ASSERT_TRUE(folder);
  const auto shown = folder->readable_mount("m", source_);
  ASSERT_FALSE(shown);
  EXPECT_EQ(shown.error().code(), ErrorCode::limit_exceeded);
}

TEST_F(BoxFolderTest, ReportsAMissingSource) {
  auto folder = BoxFolder::create(scratch_->path(), std::nullopt);
  ASSERT_TRUE(folder);
  const auto shown = folder->readable_mount("m", "/no/such");
  ASSERT_FALSE(shown);
  EXPECT_EQ(shown.error().code(), ErrorCode::not_found);
}

TEST(BoxArgumentsTest, GivesEveryTmpfsASizeAndClosesTheOthers) {
  BoxLayout layout;
  layout.work_bytes = 4096;
  const std::vector<std::string> words = box_arguments(layout);
  int tmpfs = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] != "--tmpfs") continue;
    ++tmpfs;
    ASSERT_GE(i, 2u);
    EXPECT_EQ(words[i - 2], "--size") << words[i + 1];
  }
  EXPECT_GE(tmpfs, 3);
  for (const std::string folder : {"/", "/dev"}) {
    bool closed = false;
    for (std::size_t i = 1; i < words.size(); ++i)
      closed = closed || (words[i - 1] == "--remount-ro" && words[i] == folder);
    EXPECT_TRUE(closed) << folder;
  }
}

}  // namespace
}  // namespace gs::sandbox
