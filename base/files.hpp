/// Files: whole reads, atomic writes, temporary folders, file descriptors with an owner.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace gs {

/// Takes flock(2)'s exclusive lock without waiting; it is given up with the last descriptor of the open file, so when
/// the process dies too. False: errno says why, EWOULDBLOCK that somebody else has it.
bool try_lock(int fd);

/// Owns one file descriptor; closes it. Move-only.
class UniqueFd {
 public:
  UniqueFd() = default;
  explicit UniqueFd(int fd) : fd_(fd) {}
  UniqueFd(UniqueFd&& other) noexcept : fd_(other.release()) {}
  UniqueFd& operator=(UniqueFd&& other) noexcept;
  UniqueFd(const UniqueFd&) = delete;
  UniqueFd& operator=(const UniqueFd&) = delete;
  ~UniqueFd() { reset(); }

  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }
  int release() noexcept;
  void reset() noexcept;

 private:
  int fd_ = -1;
};

/// A fresh folder, removed with everything in it. Move-only.
class TempDir {
 public:
  /// Below $TMPDIR or /tmp, named gatesmith-<prefix>-XXXXXX, mode 0700.
  static Result<TempDir> create(std::string_view prefix);
  TempDir(TempDir&& other) noexcept;
  TempDir& operator=(TempDir&& other) noexcept;
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  ~TempDir();

  const std::filesystem::path& path() const { return path_; }

 private:
  explicit TempDir(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

/// Removes `root` and everything in it as far as we may, folders that are closed to us included; links are not
/// followed.
void remove_tree(const std::filesystem::path& root) noexcept;

inline constexpr std::size_t kReadLimitBytes = 64u << 20;

/// Whole content of a regular file. Missing: not_found. A folder, FIFO or device: invalid_input. Longer than
/// limit_bytes: limit_exceeded.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t limit_bytes = kReadLimitBytes);

/// Writes all of it, also when it is interrupted or taken in parts. `what` is named in the error.
Result<void> write_all(int fd, std::string_view content, const std::string& what);

/// Writes to a temporary name beside `path`, syncs, renames. Readers see the old or the new content, never half.
/// Creates missing parent folders; keeps the mode of a file that is replaced. A symbolic link at `path` is replaced
/// itself.
Result<void> write_file_atomic(const std::filesystem::path& path, std::string_view content);

/// Parents included; existing folders are fine. Call it as gs::create_directories, or argument-dependent lookup finds
/// std::filesystem's too.
Result<void> create_directories(const std::filesystem::path& path);

enum class EntryKind { file, folder, link, other };

struct FolderEntry {
  std::string path;  ///< relative to the root, with '/' separators
  EntryKind kind = EntryKind::other;
};

/// Everything below `root`, sorted by path; symbolic links are listed and not followed. Missing root: not_found; a root
/// that is no folder: invalid_input.
Result<std::vector<FolderEntry>> walk_folder(const std::filesystem::path& root);

/// Regular files below `root`, as sorted relative paths with '/' separators; symbolic links are not followed and not
/// listed. Missing root: not_found.
Result<std::vector<std::string>> list_files(const std::filesystem::path& root);

/// Names of the folders directly in `root` (links to folders too), sorted. Missing root: not_found.
Result<std::vector<std::string>> list_folders(const std::filesystem::path& root);

/// True for a relative path that stays below its root: not empty, no leading '/', no "..", no empty or "." component,
/// no control characters.
bool is_safe_relative_path(std::string_view path);

/// Value of an environment variable, empty when unset.
std::string environment(const char* name);

/// Folder for caches: $GATESMITH_CACHE, else $XDG_CACHE_HOME/gatesmith, else $HOME/.cache/gatesmith, else
/// /tmp/gatesmith-cache-<uid>. Not created.
std::filesystem::path cache_folder();

/// Folder for what is kept of sessions: $XDG_STATE_HOME/gatesmith, else $HOME/.local/state/gatesmith, else
/// /tmp/gatesmith-state-<uid>. Not created.
std::filesystem::path state_folder();

}  // namespace gs
