/// Readiness: no candidate runs before the sandbox has repelled the attacks of the self-test on this machine.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "sandbox/bubblewrap.hpp"
#include "sandbox/sandbox.hpp"

namespace gs::sandbox {

/// What a pass of the self-test depends on. When anything in here is another, it must be passed again.
struct Surroundings {
  std::string boot;         ///< the kernel's boot id
  std::string kernel;       ///< "6.1.0-18-amd64"
  std::string namespaces;   ///< user and mount namespace: a container that shares the cache is another place
  uid_t user = 0;           ///< effective
  std::string program;      ///< path, size and time of change of this program, which has the self-test in it
  std::string bubblewrap;   ///< the same of bubblewrap
  std::string driver;       ///< SHA-256 of gatesmith-box
  std::string description;  ///< Sandbox::description()

  bool operator==(const Surroundings&) const = default;
};

/// Of a Sandbox that make_bubblewrap(options) made.
Result<Surroundings> surroundings_of(const Sandbox& sandbox, const BubblewrapOptions& options);

/// Ok when the cache folder holds a pass for just these surroundings, or else when the self-test passes every mandatory
/// layer, which is then stored: `containment.json`, readable by us alone. A store that others own or may write, or that
/// is malformed, is as none; one that cannot be written costs the test (half a second) each time. unavailable, naming
/// the layers that do not hold. Safe when several processes do it at once.
Result<void> ensure_contained(Sandbox& sandbox, const Surroundings& now, const std::filesystem::path& cache_folder);

/// make_bubblewrap and ensure_contained. The Error says what to do: one line.
Result<std::unique_ptr<Sandbox>> open_contained(const BubblewrapOptions& options,
                                                const std::filesystem::path& cache_folder);

}  // namespace gs::sandbox
