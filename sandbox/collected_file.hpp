/// Opens what the steps of a request left in their work folder: the driver's, and the host's where there is no box.
/// Knows nothing of the gs libraries: the driver links none of them.
#pragma once

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string>

namespace gs::sandbox::box {

/// A regular file, or why it is refused.
struct CollectedFile {
  int fd = -1;  ///< the caller's to close; negative: refused
  std::uint64_t size = 0;
  std::string refusal;
};

/// Opens a file below `folder` that a step may have planted there: no symbolic link anywhere in the path, no waiting
/// for the other end of a FIFO, and not more than `limit_bytes`.
inline CollectedFile open_collected(int folder, const std::string& name, std::uint64_t limit_bytes) {
  open_how how{};
  how.flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
  const int fd = static_cast<int>(syscall(SYS_openat2, folder, name.c_str(), &how, sizeof how));
  if (fd < 0) return {-1, 0, errno == ELOOP ? "is or passes a symbolic link" : strerror(errno)};
  struct stat state {};
  const bool regular = fstat(fd, &state) == 0 && S_ISREG(state.st_mode);
  const auto size = static_cast<std::uint64_t>(state.st_size);
  if (regular && size <= limit_bytes) return {fd, size, {}};
  close(fd);
  if (!regular) return {-1, 0, "is not a regular file"};
  return {-1, 0, "has " + std::to_string(size) + " bytes, more than the limit of " + std::to_string(limit_bytes)};
}

}  // namespace gs::sandbox::box
