#include "agent/session/user_tree.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <system_error>

#include "base/text.hpp"

namespace gs::agent::session {

namespace fs = std::filesystem;

namespace {

// One name for all of a folder: a later session finds and removes what a killed one left.
constexpr const char* kTemporary = ".gatesmith-repair.tmp";

Error refuse(std::string_view name, std::string_view why) {
  return invalid_input(fmt::format("{}: {}", clean_utf8(name), why));
}

// What stands in the way of opening a name without following links.
Error cannot_open(std::string_view name, int error) {
  if (error == ENOENT || error == ENOTDIR) return not_found(clean_utf8(name) + ": no such file");
  if (error == ELOOP) return refuse(name, "is a symbolic link; those are not followed");
  return errno_error(clean_utf8(name), error);
}

Result<std::string> read_all(int fd, std::string_view name) {
  struct stat status {};
  if (::fstat(fd, &status) != 0) return errno_error(clean_utf8(name), errno);
  if (!S_ISREG(status.st_mode)) return refuse(name, "is no regular file");
  if (static_cast<std::uint64_t>(status.st_size) > kReadLimitBytes) {
    return Error(ErrorCode::limit_exceeded, fmt::format("{}: longer than {} bytes", clean_utf8(name), kReadLimitBytes));
  }
  std::string content;
  char buffer[1 << 16];
  while (true) {
    const ssize_t got = ::read(fd, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return errno_error(clean_utf8(name), errno);
    if (got == 0) return content;
    content.append(buffer, static_cast<std::size_t>(got));
  }
}

// As the file that it will replace: owner first, since that may clear bits of the mode.
Result<void> make_alike(int fd, const struct stat& old) {
  struct stat now {};
  if (::fstat(fd, &now) != 0) return errno_error("stat", errno);
  if ((now.st_uid != old.st_uid || now.st_gid != old.st_gid) && ::fchown(fd, old.st_uid, old.st_gid) != 0) {
    return errno_error("keep its owner", errno);
  }
  if (::fchmod(fd, old.st_mode & 07777) != 0) return errno_error("keep its mode", errno);
  return {};
}

}  // namespace

/// The folder of a file, and its name there.
struct UserTree::Place {
  UniqueFd folder;
  std::string leaf;
};

Result<UserTree> UserTree::open(const fs::path& root) {
  std::error_code code;
  fs::path real = fs::canonical(root, code);
  if (code) return not_found(root.string() + ": " + code.message());
  UniqueFd fd(::open(real.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!fd) return errno_error(real.string(), errno);
  return UserTree(std::move(real), std::move(fd));
}

Result<UserTree::Place> UserTree::place_of(std::string_view name) const {
  if (!is_safe_relative_path(name)) return refuse(name, "is no name of a file in " + root_.string());
  UniqueFd folder(::openat(fd_.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder) return errno_error(root_.string(), errno);
  std::string_view left = name;
  for (std::size_t slash = left.find('/'); slash != std::string_view::npos; slash = left.find('/')) {
    const std::string part(left.substr(0, slash));
    UniqueFd next(::openat(folder.get(), part.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!next) {
      // O_DIRECTORY makes ENOTDIR of a link.
      struct stat status {};
      const int error = errno;
      const bool is_link =
          ::fstatat(folder.get(), part.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(status.st_mode);
      if (is_link) return refuse(name, fmt::format("{} is a symbolic link; those are not followed", clean_utf8(part)));
      return cannot_open(name, error);
    }
    folder = std::move(next);
    left.remove_prefix(slash + 1);
  }
  return Place{std::move(folder), std::string(left)};
}

Result<std::string> UserTree::read(std::string_view name) const {
  GS_TRY(const Place place, place_of(name));
  const UniqueFd fd(::openat(place.folder.get(), place.leaf.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!fd) return cannot_open(name, errno);
  return read_all(fd.get(), name);
}

Result<void> UserTree::replace(std::string_view name, std::string_view expected, std::string_view content) const {
  GS_TRY(const Place place, place_of(name));
  const int folder = place.folder.get();
  const UniqueFd old(::openat(folder, place.leaf.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!old) return cannot_open(name, errno);
  struct stat status {};
  if (::fstat(old.get(), &status) != 0) return errno_error(clean_utf8(name), errno);
  GS_TRY(const std::string now, read_all(old.get(), name));
  if (now != expected) return refuse(name, "has changed on disk");
  // A rename asks nothing of the file itself, so a file that is closed to writing must be left alone on purpose.
  if (::faccessat(folder, place.leaf.c_str(), W_OK, AT_EACCESS) != 0 || (status.st_mode & 0222) == 0) {
    return refuse(name, "is write-protected");
  }

  ::unlinkat(folder, kTemporary, 0);
  UniqueFd fresh(::openat(folder, kTemporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!fresh) return errno_error("cannot write beside " + clean_utf8(name), errno);
  const auto write = [&]() -> Result<void> {
    GS_CHECK(write_all(fresh.get(), content, "write"));
    GS_CHECK(make_alike(fresh.get(), status));
    if (::fsync(fresh.get()) != 0) return errno_error("sync", errno);
    if (::renameat(folder, kTemporary, folder, place.leaf.c_str()) != 0) return errno_error("rename", errno);
    return {};
  };
  if (auto written = write(); !written) {
    ::unlinkat(folder, kTemporary, 0);
    return std::move(written).with("cannot write " + clean_utf8(name));
  }
  ::fsync(folder);
  return {};
}

void UserTree::remove_leftovers(const std::vector<std::string>& names) const {
  for (const std::string& name : names) {
    if (const auto place = place_of(name)) ::unlinkat(place->folder.get(), kTemporary, 0);
  }
}

}  // namespace gs::agent::session
