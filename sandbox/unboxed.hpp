/// The Sandbox without walls, for machines where no box can be made.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <string_view>

#include "base/result.hpp"
#include "sandbox/sandbox.hpp"

namespace gs::sandbox {

/// Its description(), on every result that it had a part in.
inline constexpr std::string_view kUnboxedDescription = "no sandbox (--unsafe-no-sandbox), rlimits";

/// False for what was recorded of a Sandbox without walls.
bool is_sandboxed(std::string_view enforced_by);

struct UnboxedOptions {
  /// Folder for the requests' files; empty: a TempDir.
  std::filesystem::path scratch;
  /// While it is true, what runs is killed and nothing begins: the outcome is a sandbox_error, "stopped". Borrowed, may
  /// be null.
  const std::atomic<bool>* cancel = nullptr;
};

/// Runs steps as ordinary processes of ourselves: they can read and change whatever we can, the network, other
/// requests and our own memory included. Paths relative to the work folder, environment, streams, statuses and
/// collected files are as in a box; absolute paths below /box are not there, nor are links. Of the limits, these hold:
/// wall, CPU, address space of a process, size of a file, open files, output. These do not: the size of the work
/// folder, the number of processes. Inputs are read-only by their mode alone, mounts not at all.
///
/// What a step leaves running is killed with its process group; after the last step, also what has its working
/// directory or its program in the request's folder. A program of the system that leaves both survives; so does, when
/// our own process is killed, what a step has started. open_session is unavailable.
Result<std::unique_ptr<Sandbox>> make_unboxed(const UnboxedOptions& options = {});

}  // namespace gs::sandbox
