/// The Sandbox over bubblewrap.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>

#include "base/result.hpp"
#include "sandbox/cgroup.hpp"
#include "sandbox/sandbox.hpp"

namespace gs::sandbox {

struct BubblewrapOptions {
  std::filesystem::path bwrap = "/usr/bin/bwrap";
  /// Our program that runs the steps inside the box; empty: `gatesmith-box` beside the running executable, in its
  /// ../libexec/gatesmith, or where this build put it.
  std::filesystem::path driver;
  /// Folder on the host for the inputs of boxes; empty: a TempDir. When we are root, boxes run as user 60001, who must
  /// be able to pass through it.
  std::filesystem::path scratch;
  CgroupChoice cgroups = CgroupChoice::automatic;
  /// While it is true, boxes are killed and none starts: both are a sandbox_error, "stopped". Borrowed, may be null.
  const std::atomic<bool>* cancel = nullptr;
};

/// Fails with unavailable, naming what to install or enable, when bwrap or the driver is missing or a trial box does
/// not start, or the control groups asked for cannot be had. A mount that only its owner may read is copied for each
/// box when we are root (at most 256 MiB).
Result<std::unique_ptr<Sandbox>> make_bubblewrap(const BubblewrapOptions& options = {});

}  // namespace gs::sandbox
