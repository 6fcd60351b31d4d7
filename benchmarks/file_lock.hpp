/// FileLock: at most one process holds it.
#pragma once

#include <filesystem>

#include "base/files.hpp"
#include "base/result.hpp"

namespace gs::benchmarks {

/// flock(2) on a file that says who holds it. Given up when destroyed or when the process dies; the file stays.
/// Two locks of one process exclude each other too.
class FileLock {
 public:
  /// Held by another: unavailable, "<path>: is in use by process N".
  static Result<FileLock> acquire(const std::filesystem::path& path);

 private:
  explicit FileLock(UniqueFd fd) : fd_(std::move(fd)) {}
  UniqueFd fd_;
};

}  // namespace gs::benchmarks
