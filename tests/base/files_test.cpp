#include "base/files.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <memory>
#include <thread>

#include "tests/support/error_line.hpp"
#include "tests/support/scoped_environment.hpp"

namespace gs {
namespace {

namespace fs = std::filesystem;
using test::code_name;
using test::error_line;
using test::ScopedEnvironment;

class FilesTest : public testing::Test {
 protected:
  void SetUp() override {
    auto made = TempDir::create("files");
    ASSERT_TRUE(made) << error_line(made);
    folder_ = std::make_unique<TempDir>(*std::move(made));
  }

  fs::path at(const std::string& name) const { return folder_->path() / name; }
  void write(const std::string& name, std::string_view content) {
    const auto written = write_file_atomic(at(name), content);
    ASSERT_TRUE(written) << error_line(written);
  }

  std::unique_ptr<TempDir> folder_;
};

bool is_open(int fd) {
  return ::fcntl(fd, F_GETFD) != -1;
}

TEST(UniqueFdTest, ClosesWhatItOwns) {
  const int fd = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  ASSERT_TRUE(is_open(fd));
  { const UniqueFd owner(fd); }
  EXPECT_FALSE(is_open(fd));
}

TEST(UniqueFdTest, MovesOwnership) {
  const int first = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  const int second = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  UniqueFd a(first), b(second);
  a = std::move(b);
  EXPECT_FALSE(is_open(first));
  EXPECT_TRUE(is_open(second));
  EXPECT_EQ(a.get(), second);
  EXPECT_FALSE(static_cast<bool>(b));
  EXPECT_EQ(a.release(), second);
  EXPECT_FALSE(static_cast<bool>(a));
  ::close(second);
}

TEST(TempDirTest, IsPrivateNamedAndRemovedWithItsContent) {
  fs::path path;
  {
    auto folder = TempDir::create("unit");
    ASSERT_TRUE(folder) << error_line(folder);
    path = folder->path();
    EXPECT_TRUE(path.filename().string().starts_with("gatesmith-unit-"));
    struct stat status {};
    ASSERT_EQ(::stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0700u);
    ASSERT_TRUE(write_file_atomic(path / "a" / "b", "x"));
  }
  EXPECT_FALSE(fs::exists(path));
}

TEST(TempDirTest, RemovesFoldersWithoutPermissions) {
  fs::path path;
  {
    auto folder = TempDir::create("unit");
    ASSERT_TRUE(folder);
    path = folder->path();
    ASSERT_TRUE(write_file_atomic(path / "locked" / "inner" / "b", "x"));
    fs::permissions(path / "locked" / "inner", fs::perms::none);
    fs::permissions(path / "locked", fs::perms::none);
  }
  EXPECT_FALSE(fs::exists(path));
}

TEST(TempDirTest, DoesNotRemoveWhatALinkLeadsTo) {
  auto kept = TempDir::create("kept");
  ASSERT_TRUE(kept);
  ASSERT_TRUE(write_file_atomic(kept->path() / "a", "x"));
  {
    auto folder = TempDir::create("unit");
    ASSERT_TRUE(folder);
    fs::create_directory_symlink(kept->path(), folder->path() / "link");
  }
  EXPECT_TRUE(fs::exists(kept->path() / "a"));
}

TEST(TempDirTest, MovesOwnership) {
  auto first = TempDir::create("unit"), second = TempDir::create("unit");
  ASSERT_TRUE(first && second);
  const fs::path old = first->path(), taken = second->path();
  TempDir owner = *std::move(first);
  owner = *std::move(second);
  EXPECT_FALSE(fs::exists(old));
  EXPECT_TRUE(fs::exists(taken));
}

TEST_F(FilesTest, TempDirObeysTmpdir) {
  const ScopedEnvironment tmpdir("TMPDIR", folder_->path().c_str());
  const auto inner = TempDir::create("unit");
  ASSERT_TRUE(inner);
  EXPECT_EQ(inner->path().parent_path(), folder_->path());
}

TEST_F(FilesTest, TempDirNamesTheFolderThatIsNotThere) {
  const ScopedEnvironment tmpdir("TMPDIR", at("missing").c_str());
  const auto inner = TempDir::create("unit");
  EXPECT_EQ(code_name(inner), "external");
  EXPECT_EQ(error_line(inner), "cannot create the temporary folder " + at("missing").string() +
                                   "/gatesmith-unit-XXXXXX: No such file or directory");
}

TEST_F(FilesTest, ReadsBackEveryByte) {
  std::string content;
  for (int i = 0; i < 256; ++i) content += static_cast<char>(i);
  write("bytes", content);
  EXPECT_EQ(*read_file(at("bytes")), content);
  write("empty", "");
  EXPECT_EQ(*read_file(at("empty")), "");
}

TEST_F(FilesTest, ReadsFilesThatDoNotTellTheirSize) {
  const auto content = read_file("/proc/self/status");
  ASSERT_TRUE(content) << error_line(content);
  EXPECT_NE(content->find("Name:"), std::string::npos);
}

TEST_F(FilesTest, ReadStopsAtTheLimit) {
  write("ten", "0123456789");
  EXPECT_EQ(*read_file(at("ten"), 10), "0123456789");
  EXPECT_EQ(code_name(read_file(at("ten"), 9)), "limit_exceeded");
  EXPECT_EQ(error_line(read_file(at("ten"), 9)), at("ten").string() + ": longer than 9 bytes");
  EXPECT_EQ(code_name(read_file("/proc/self/status", 9)), "limit_exceeded");
}

TEST_F(FilesTest, ReadNamesAMissingFile) {
  EXPECT_EQ(code_name(read_file(at("missing"))), "not_found");
  EXPECT_EQ(error_line(read_file(at("missing"))), at("missing").string() + ": no such file");
  write("file", "x");
  EXPECT_EQ(code_name(read_file(at("file") / "below")), "not_found");
}

TEST_F(FilesTest, ReadRefusesWhatIsNoFile) {
  EXPECT_EQ(code_name(read_file(folder_->path())), "invalid_input");
  EXPECT_EQ(error_line(read_file(folder_->path())), folder_->path().string() + ": is a folder");
  EXPECT_EQ(code_name(read_file("/dev/zero")), "invalid_input");
  ASSERT_EQ(::mkfifo(at("fifo").c_str(), 0600), 0);
  EXPECT_EQ(code_name(read_file(at("fifo"))), "invalid_input");  // and does not wait for a writer
}

TEST_F(FilesTest, WriteReplacesAndLeavesNothingBeside) {
  write("a/b/file", "old");
  write("a/b/file", "new");
  EXPECT_EQ(*read_file(at("a/b/file")), "new");
  EXPECT_EQ(*list_files(folder_->path()), std::vector<std::string>{"a/b/file"});
}

TEST_F(FilesTest, WriteKeepsTheModeOfAFileItReplaces) {
  write("script", "old");
  fs::permissions(at("script"), static_cast<fs::perms>(0751));
  write("script", "new");
  EXPECT_EQ(fs::status(at("script")).permissions(), static_cast<fs::perms>(0751));
}

TEST_F(FilesTest, WriteFailsOntoAFolderAndCleansUp) {
  fs::create_directory(at("folder"));
  const auto written = write_file_atomic(at("folder"), "x");
  EXPECT_EQ(code_name(written), "external");
  EXPECT_TRUE(error_line(written).starts_with("cannot write " + at("folder").string() + ": rename: "));
  EXPECT_EQ(*list_files(folder_->path()), std::vector<std::string>{});
}

TEST_F(FilesTest, WriteFailsBelowAFile) {
  write("file", "x");
  EXPECT_FALSE(write_file_atomic(at("file") / "below", "y"));
  EXPECT_EQ(*read_file(at("file")), "x");
}

TEST_F(FilesTest, ReadersSeeOldOrNewContentNeverHalf) {
  const std::string a(100'000, 'a'), b(100'000, 'b');
  write("file", a);
  std::thread writer([&] {
    for (int i = 0; i < 20; ++i) EXPECT_TRUE(write_file_atomic(at("file"), i % 2 == 0 ? b : a));
  });
  for (int i = 0; i < 200; ++i) {
    const auto content = read_file(at("file"));
    EXPECT_TRUE(content && (*content == a || *content == b));
  }
  writer.join();
}

TEST_F(FilesTest, CreatesNestedFoldersOnceAndAgain) {
  EXPECT_TRUE(gs::create_directories(at("x/y/z")));
  EXPECT_TRUE(gs::create_directories(at("x/y/z")));
  EXPECT_TRUE(fs::is_directory(at("x/y/z")));
}

TEST_F(FilesTest, CreatesNoFolderOverAFile) {
  write("file", "x");
  EXPECT_FALSE(gs::create_directories(at("file")));
  EXPECT_FALSE(gs::create_directories(at("file/below")));
}

TEST_F(FilesTest, ListsFilesSortedWithoutLinks) {
  write("b", "1");
  write("a/z", "2");
  write("a.txt", "3");
  fs::create_directory(at("empty"));
  fs::create_symlink("b", at("link"));
  fs::create_directory_symlink("a", at("folder_link"));
  // '.' sorts before '/'.
  EXPECT_EQ(*list_files(folder_->path()), (std::vector<std::string>{"a.txt", "a/z", "b"}));
}

TEST_F(FilesTest, ListNamesAMissingFolder) {
  EXPECT_EQ(code_name(list_files(at("missing"))), "not_found");
  EXPECT_EQ(error_line(list_files(at("missing"))), at("missing").string() + ": no such folder");
  write("file", "x");
  EXPECT_EQ(code_name(list_files(at("file"))), "invalid_input");
}

TEST_F(FilesTest, WalksEveryKindOfEntry) {
  write("d/f", "1");
  fs::create_symlink("/etc", at("link"));
  ASSERT_EQ(::mkfifo(at("pipe").c_str(), 0600), 0);
  const auto entries = walk_folder(folder_->path());
  ASSERT_TRUE(entries) << error_line(entries);
  ASSERT_EQ(entries->size(), 4u);
  EXPECT_EQ((*entries)[0].path, "d");
  EXPECT_EQ((*entries)[0].kind, EntryKind::folder);
  EXPECT_EQ((*entries)[1].path, "d/f");
  EXPECT_EQ((*entries)[1].kind, EntryKind::file);
  EXPECT_EQ((*entries)[2].path, "link");
  EXPECT_EQ((*entries)[2].kind, EntryKind::link);
  EXPECT_EQ((*entries)[3].path, "pipe");
  EXPECT_EQ((*entries)[3].kind, EntryKind::other);
}

TEST_F(FilesTest, ListsFoldersOfOneLevel) {
  write("b/inner/f", "1");
  write("a/f", "1");
  write("file", "1");
  fs::create_directory_symlink("a", at("link"));
  fs::create_symlink("nowhere", at("dangling"));
  EXPECT_EQ(*list_folders(folder_->path()), (std::vector<std::string>{"a", "b", "link"}));
  EXPECT_EQ(code_name(list_folders(at("missing"))), "not_found");
}

TEST(SafePathTest, TakesPathsThatStayBelowTheirRoot) {
  EXPECT_TRUE(is_safe_relative_path("a"));
  EXPECT_TRUE(is_safe_relative_path("rtl/fifo.sv"));
  EXPECT_TRUE(is_safe_relative_path("a/..b/c.."));
  EXPECT_TRUE(is_safe_relative_path(".hidden/..."));
  EXPECT_TRUE(is_safe_relative_path("\u20ac"));
}

TEST(SafePathTest, RefusesTheOthers) {
  for (const std::string_view path : {"", "/", "/etc/passwd", "..", "../a", "a/../b", "a/..", ".", "./a", "a/.", "a//b",
                                      "a/", "a\nb", "a\tb", "a\x7f"}) {
    EXPECT_FALSE(is_safe_relative_path(path)) << path;
  }
  EXPECT_FALSE(is_safe_relative_path(std::string_view("a\0b", 3)));
}

TEST(EnvironmentTest, IsEmptyWhenUnset) {
  const ScopedEnvironment set("GATESMITH_TEST_A", "value"), unset("GATESMITH_TEST_B", nullptr);
  EXPECT_EQ(environment("GATESMITH_TEST_A"), "value");
  EXPECT_EQ(environment("GATESMITH_TEST_B"), "");
}

TEST(CacheFolderTest, TakesTheFirstThatIsSet) {
  const ScopedEnvironment own("GATESMITH_CACHE", "/own"), xdg("XDG_CACHE_HOME", "/xdg"), home("HOME", "/home/u");
  EXPECT_EQ(cache_folder(), "/own");
  const ScopedEnvironment no_own("GATESMITH_CACHE", nullptr);
  EXPECT_EQ(cache_folder(), "/xdg/gatesmith");
  const ScopedEnvironment relative_xdg("XDG_CACHE_HOME", "relative");
  EXPECT_EQ(cache_folder(), "/home/u/.cache/gatesmith");
  const ScopedEnvironment no_home("HOME", nullptr);
  EXPECT_EQ(cache_folder(), "/tmp/gatesmith-cache-" + std::to_string(::getuid()));
}

}  // namespace
}  // namespace gs
