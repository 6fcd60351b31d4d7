#include "base/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace gs {

namespace fs = std::filesystem;

namespace {

Error system_error(std::string what, const std::error_code& code) {
  return external(std::move(what) + ": " + code.message());
}

/// Writes, syncs and renames; the caller removes `temporary` when this fails.
Result<void> write_and_rename(UniqueFd fd, const fs::path& temporary, const fs::path& path, std::string_view content) {
  GS_CHECK(write_all(fd.get(), content, "write"));
  struct stat old {};
  if (::stat(path.c_str(), &old) == 0 && ::fchmod(fd.get(), old.st_mode & 07777) != 0) {
    return errno_error("set mode", errno);
  }
  if (::fsync(fd.get()) != 0) return errno_error("sync", errno);
  if (::close(fd.release()) != 0) return errno_error("close", errno);
  if (::rename(temporary.c_str(), path.c_str()) != 0) return errno_error("rename", errno);
  return {};
}

EntryKind kind_of(const fs::file_status& status) {
  switch (status.type()) {
    case fs::file_type::regular:
      return EntryKind::file;
    case fs::file_type::directory:
      return EntryKind::folder;
    case fs::file_type::symlink:
      return EntryKind::link;
    default:
      return EntryKind::other;
  }
}

}  // namespace

bool try_lock(int fd) {
  int result = -1;
  do result = ::flock(fd, LOCK_EX | LOCK_NB);
  while (result != 0 && errno == EINTR);
  return result == 0;
}

UniqueFd& UniqueFd::operator=(UniqueFd&& other) noexcept {
  if (this != &other) {
    reset();
    fd_ = other.release();
  }
  return *this;
}

int UniqueFd::release() noexcept {
  return std::exchange(fd_, -1);
}

void UniqueFd::reset() noexcept {
  // Not repeated on EINTR: Linux has closed the descriptor by then (close(2)).
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

Result<TempDir> TempDir::create(std::string_view prefix) {
  std::string root = environment("TMPDIR");
  if (root.empty()) root = "/tmp";
  const std::string pattern = root + "/gatesmith-" + std::string(prefix) + "-XXXXXX";
  std::string name = pattern;  // mkdtemp changes it even when it fails
  if (::mkdtemp(name.data()) == nullptr) return errno_error("cannot create the temporary folder " + pattern, errno);
  return TempDir(fs::path(name));
}

TempDir::TempDir(TempDir&& other) noexcept : path_(std::exchange(other.path_, {})) {}

TempDir& TempDir::operator=(TempDir&& other) noexcept {
  if (this != &other) {
    if (!path_.empty()) remove_tree(path_);
    path_ = std::exchange(other.path_, {});
  }
  return *this;
}

TempDir::~TempDir() {
  if (!path_.empty()) remove_tree(path_);
}

void remove_tree(const fs::path& root) noexcept {
  std::error_code ignored;
  fs::remove_all(root, ignored);
  if (!ignored) return;
  // A folder without write or search permission keeps its content: open them all, then try again.
  fs::permissions(root, fs::perms::owner_all, fs::perm_options::add, ignored);
  fs::recursive_directory_iterator entry(root, ignored), end;
  while (!ignored && entry != end) {
    std::error_code code;
    if (entry->symlink_status(code).type() == fs::file_type::directory) {
      fs::permissions(entry->path(), fs::perms::owner_all, fs::perm_options::add, code);
    }
    entry.increment(ignored);
  }
  fs::remove_all(root, ignored);
}

Result<std::string> read_file(const fs::path& path, std::size_t limit_bytes) {
  // O_NONBLOCK: opening a FIFO without a writer returns at once, and is then refused.
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!fd) {
    if (errno == ENOENT || errno == ENOTDIR) return not_found(path.string() + ": no such file");
    if (errno == ENXIO) return invalid_input(path.string() + ": not a regular file");
    return errno_error("cannot read " + path.string(), errno);
  }
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0) return errno_error("cannot read " + path.string(), errno);
  if (!S_ISREG(status.st_mode)) {
    return invalid_input(path.string() + (S_ISDIR(status.st_mode) ? ": is a folder" : ": not a regular file"));
  }
  const Error too_long(ErrorCode::limit_exceeded, fmt::format("{}: longer than {} bytes", path.string(), limit_bytes));
  if (static_cast<std::uint64_t>(status.st_size) > limit_bytes) return too_long;

  // One byte more than announced, so that the usual file is read with one call and its end seen with the next.
  std::string content(static_cast<std::size_t>(status.st_size) + 1, '\0');
  std::size_t used = 0;
  while (true) {
    const ssize_t got = ::read(fd.get(), content.data() + used, content.size() - used);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return errno_error("cannot read " + path.string(), errno);
    if (got == 0) break;
    used += static_cast<std::size_t>(got);
    if (used > limit_bytes) return too_long;
    if (used == content.size()) content.resize(2 * content.size());
  }
  content.resize(used);
  return content;
}

Result<void> write_all(int fd, std::string_view content, const std::string& what) {
  while (!content.empty()) {
    const ssize_t written = ::write(fd, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno_error(what, errno);
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> write_file_atomic(const fs::path& path, std::string_view content) {
  static std::atomic<unsigned> counter{0};
  const std::string what = "cannot write " + path.string();
  if (!path.has_filename()) return invalid_input(what + ": not a file name");
  const fs::path parent = path.has_parent_path() ? path.parent_path() : fs::path(".");
  GS_CHECK(gs::create_directories(parent));

  fs::path temporary;
  UniqueFd fd;
  do {
    temporary = parent / fmt::format(".gatesmith-{}-{}.tmp", ::getpid(), counter.fetch_add(1));
    fd = UniqueFd(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  } while (!fd && errno == EEXIST);
  if (!fd) return errno_error(what, errno);

  if (auto written = write_and_rename(std::move(fd), temporary, path, content); !written) {
    ::unlink(temporary.c_str());
    return std::move(written).with(what);
  }
  // The new name must survive a power failure too. A file system that cannot sync folders is no reason to fail.
  const UniqueFd folder(::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder) ::fsync(folder.get());
  return {};
}

Result<void> create_directories(const fs::path& path) {
  std::error_code code;
  fs::create_directories(path, code);
  if (code) return system_error("cannot create the folder " + path.string(), code);
  if (!fs::is_directory(path, code)) return invalid_input(path.string() + ": not a folder");
  return {};
}

Result<std::vector<FolderEntry>> walk_folder(const fs::path& root) {
  std::error_code code;
  const fs::file_status status = fs::status(root, code);
  if (status.type() == fs::file_type::not_found) return not_found(root.string() + ": no such folder");
  if (status.type() != fs::file_type::directory) {
    return code ? system_error("cannot list " + root.string(), code) : invalid_input(root.string() + ": not a folder");
  }
  std::vector<FolderEntry> entries;
  fs::recursive_directory_iterator entry(root, code), end;
  if (code) return system_error("cannot list " + root.string(), code);
  while (entry != end) {
    const fs::file_status entry_status = entry->symlink_status(code);
    if (code) return system_error("cannot list " + entry->path().string(), code);
    entries.push_back({entry->path().lexically_relative(root).generic_string(), kind_of(entry_status)});
    const std::string at = entry->path().string();
    entry.increment(code);
    if (code) return system_error("cannot list " + at, code);
  }
  std::sort(entries.begin(), entries.end(), [](const FolderEntry& a, const FolderEntry& b) { return a.path < b.path; });
  return entries;
}

Result<std::vector<std::string>> list_files(const fs::path& root) {
  GS_TRY(const std::vector<FolderEntry> entries, walk_folder(root));
  std::vector<std::string> files;
  for (const FolderEntry& entry : entries) {
    if (entry.kind == EntryKind::file) files.push_back(entry.path);
  }
  return files;
}

Result<std::vector<std::string>> list_folders(const fs::path& root) {
  std::error_code code;
  const fs::file_status status = fs::status(root, code);
  if (status.type() == fs::file_type::not_found) return not_found(root.string() + ": no such folder");
  fs::directory_iterator entry(root, code), end;
  std::vector<std::string> folders;
  while (!code && entry != end) {
    if (entry->is_directory(code)) folders.push_back(entry->path().filename().string());
    code.clear();  // a link that leads nowhere is not a folder, and no failure
    entry.increment(code);
  }
  if (code) return system_error("cannot list " + root.string(), code);
  std::sort(folders.begin(), folders.end());
  return folders;
}

bool is_safe_relative_path(std::string_view path) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (std::any_of(path.begin(), path.end(), is_control)) return false;
  while (true) {
    const std::size_t slash = path.find('/');
    const std::string_view component = path.substr(0, slash);
    if (component.empty() || component == "." || component == "..") return false;
    if (slash == std::string_view::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

fs::path cache_folder() {
  if (const std::string own = environment("GATESMITH_CACHE"); !own.empty()) return own;
  // A relative $XDG_CACHE_HOME is to be ignored (XDG Base Directory Specification).
  if (const fs::path xdg = environment("XDG_CACHE_HOME"); xdg.is_absolute()) return xdg / "gatesmith";
  if (const std::string home = environment("HOME"); !home.empty()) return fs::path(home) / ".cache" / "gatesmith";
  return fmt::format("/tmp/gatesmith-cache-{}", ::getuid());
}

fs::path state_folder() {
  if (const fs::path xdg = environment("XDG_STATE_HOME"); xdg.is_absolute()) return xdg / "gatesmith";
  if (const std::string home = environment("HOME"); !home.empty()) {
    return fs::path(home) / ".local" / "state" / "gatesmith";
  }
  return fmt::format("/tmp/gatesmith-state-{}", ::getuid());
}

}  // namespace gs
