/// HostWitness: secrets and listeners on the host, and what of the host must be the same after an attack as before.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.hpp"
#include "base/result.hpp"

namespace gs::attacks {

/// What must not change.
struct HostState {
  std::string mounts;             ///< /proc/self/mountinfo
  std::set<std::string> cgroups;  ///< folders named after us below /sys/fs/cgroup
  std::size_t descriptors = 0;
  std::vector<std::string> folder;  ///< everything below the witness's folder
};

/// One for the whole suite. Makes this process the one that inherits orphans, so that nothing can leave its family.
class HostWitness {
 public:
  /// Puts secrets into the environment, into files and behind listening sockets.
  static Result<std::unique_ptr<HostWitness>> create();
  HostWitness(const HostWitness&) = delete;
  HostWitness& operator=(const HostWitness&) = delete;
  ~HostWitness();

  /// Where an attacker has to look, told to attacks as @NAME@: the worst case is one that knows.
  const std::map<std::string, std::string>& places() const { return places_; }
  /// For the inputs of boxes; must be empty whenever no box runs.
  std::filesystem::path scratch() const;
  /// Value of the environment variable GS_ATTACK_MARKER in every box.
  const std::string& marker() const { return marker_; }

  /// Names of the secrets that are found in `bytes`.
  std::vector<std::string> secrets_in(std::string_view bytes) const;

  /// A process, beside this one, whose boxes must leave nothing.
  void add_host(int pid) { hosts_.insert(pid); }
  /// Reaps orphans first. No box may be running.
  HostState look();
  /// What was done to the host since `before`, one line each. `patience_ms`: how long processes may take to vanish.
  std::vector<std::string> harm(const HostState& before, int patience_ms = 0);

  /// Living processes that came from this one, or carry the marker.
  std::vector<int> strangers() const;

 private:
  explicit HostWitness(TempDir folder) : folder_(std::move(folder)) {}
  Result<void> plant();
  Result<void> listen();

  TempDir folder_;
  std::map<std::string, std::string> secrets_;  ///< name -> content
  std::map<std::string, std::string> places_;
  std::string marker_;
  std::set<int> hosts_;
  UniqueFd tcp_, local_;
};

}  // namespace gs::attacks
