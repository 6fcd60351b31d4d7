/// Executing a program that has just been written.
#pragma once

#include <time.h>
#include <unistd.h>

#include <cerrno>

namespace gs::sandbox {

/// execve(2), and again for up to two seconds while the file is busy. It is busy although its writer has closed it when
/// another thread of the writer has forked meanwhile: that child holds the descriptor until it executes its own
/// program. Safe after a fork. Returns only when it fails, with errno.
inline void execute_patiently(const char* path, char* const* argv, char* const* environment) {
  constexpr int kTries = 400;
  constexpr timespec kPause{0, 5'000'000};
  for (int tries = 0; tries < kTries; ++tries) {
    execve(path, argv, environment);
    if (errno != ETXTBSY) return;
    nanosleep(&kPause, nullptr);
  }
  errno = ETXTBSY;
}

}  // namespace gs::sandbox
