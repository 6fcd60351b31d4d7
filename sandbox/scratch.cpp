// Theory of operation: the owner of a folder holds flock(2) on a file in it; the kernel gives that up with the process,
// however it ends, and started programs do not inherit it (close-on-exec). Who gets the lock of a folder that it did
// not make knows that the owner is dead, and removes it. Between making a folder and locking it the owner may be
// overtaken by such a sweep: then it sees that its lock file is gone, or locked, and makes another folder.
#include "sandbox/scratch.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace gs::sandbox {

namespace fs = std::filesystem;

namespace {

constexpr const char* kLockName = ".owner";
constexpr std::size_t kRandomLength = 6;  // of mkdtemp's XXXXXX
constexpr int kTries = 10;

/// The locked lock file of a new folder; none when a sweep was quicker.
Result<UniqueFd> take(const fs::path& folder) {
  UniqueFd file(::open((folder / kLockName).c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!file && errno != ENOENT) return errno_error((folder / kLockName).string(), errno);
  struct stat state {};
  if (!file || !try_lock(file.get()) || ::fstat(file.get(), &state) != 0 || state.st_nlink == 0) return UniqueFd();
  return file;
}

bool is_ours(const fs::path& folder) {
  struct stat state {};
  return ::lstat(folder.c_str(), &state) == 0 && S_ISDIR(state.st_mode) && state.st_uid == ::geteuid();
}

void remove_if_dead(const fs::path& folder) {
  if (!is_ours(folder)) return;
  const UniqueFd file(::open((folder / kLockName).c_str(), O_RDWR | O_NOFOLLOW | O_CLOEXEC));
  if (file && try_lock(file.get())) remove_tree(folder);
}

/// Looks at the folders beside `mine` that are named like it but for the random end.
void sweep(const fs::path& mine) {
  const std::string own_name = mine.filename().string();
  const std::string stem = own_name.substr(0, own_name.size() - kRandomLength);
  std::error_code code;
  for (fs::directory_iterator entry(mine.parent_path(), code), end; !code && entry != end; entry.increment(code)) {
    const std::string name = entry->path().filename().string();
    if (name != own_name && name.size() == own_name.size() && name.starts_with(stem)) remove_if_dead(entry->path());
  }
}

}  // namespace

Result<Scratch> Scratch::create(std::string_view prefix) {
  for (int i = 0; i < kTries; ++i) {
    GS_TRY(TempDir folder, TempDir::create(prefix));
    GS_TRY(UniqueFd file, take(folder.path()));
    if (!file) continue;
    sweep(folder.path());
    return Scratch(std::move(file), std::move(folder));
  }
  return external("cannot keep a temporary folder: another process removes it");
}

}  // namespace gs::sandbox
