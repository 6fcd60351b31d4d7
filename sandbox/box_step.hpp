/// Inside a box: runs one step and streams what it writes.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "sandbox/box_protocol.hpp"

namespace gs::sandbox::box {

using SteadyTime = std::chrono::steady_clock::time_point;

/// Writes frames to the host. A host that no longer reads ends this process, and the box with it.
class FrameWriter {
 public:
  explicit FrameWriter(int fd) : fd_(fd) {}
  int fd() const { return fd_; }

  /// Longer payloads are an error of ours: the host refuses them.
  void send(FrameType type, std::uint32_t index, std::string_view payload = {});
  void send(std::uint32_t index, const StepEnd& end);
  /// Sends `failed` and ends this process.
  [[noreturn]] void fail(std::string_view why);
  /// "what: strerror(errno_value)".
  [[noreturn]] void fail_errno(std::string_view what, int errno_value);

 private:
  int fd_;
};

/// Runs a step until its process ends or `deadline`, then kills and reaps every other process of the box: this must be
/// process 1 of a pid namespace, with SIGCHLD blocked. Failures of our own end the box through frames.fail().
StepEnd run_step(const BoxRequest& request, std::uint32_t index, SteadyTime deadline, FrameWriter& frames);

}  // namespace gs::sandbox::box
