/// Control groups: limits and accounts for everything in a box together.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/files.hpp"
#include "base/result.hpp"
#include "sandbox/sandbox.hpp"

namespace gs::sandbox {

/// Which kind of control group to use; automatic takes v2, else v1, else none.
enum class CgroupChoice { automatic, v1, v2, none };

/// Where this program sees the controllers and itself. A value, so that tests can give other machines' files.
struct CgroupView {
  std::string mountinfo;  ///< content of /proc/self/mountinfo
  std::string self;       ///< content of /proc/self/cgroup
  /// As on this machine.
  static CgroupView here();
};

/// A mounted hierarchy, and this program's own group in it.
struct CgroupHierarchy {
  std::filesystem::path mount;  ///< "/sys/fs/cgroup/memory"
  std::filesystem::path own;    ///< the folder below `mount` that this program is in
};

/// The v2 hierarchy, and the v1 hierarchy of a controller, as `view` says. Nothing where there is none, or where the
/// own group lies outside of what is mounted.
std::optional<CgroupHierarchy> find_cgroup_v2(const CgroupView& view);
std::optional<CgroupHierarchy> find_cgroup_v1(const CgroupView& view, std::string_view controller);

/// What happened in a group since it was made.
struct CgroupEvents {
  std::uint64_t oom_kills = 0;          ///< processes that its memory limit killed
  std::uint64_t refused_processes = 0;  ///< forks that its limit of processes refused
};

/// The group of one box. Removed by remove(), else by the destructor; a group that is not empty cannot be removed.
class Cgroup {
 public:
  Cgroup(Cgroup&&) = default;
  Cgroup& operator=(Cgroup&&) = default;
  ~Cgroup();

  /// Moves a process into the group; what it starts from then on is in there too. Takes a grace period of the kernel,
  /// some milliseconds on a busy machine.
  Result<void> add(pid_t pid) const;
  CgroupEvents events() const;
  BoxUsage usage() const;
  /// Kills everything in the group, where the kernel can do that at once (v2).
  void kill() const;
  /// Waits at most a second for the group to be empty.
  Result<void> remove();

 private:
  friend class CgroupParent;
  Cgroup() = default;

  std::filesystem::path memory_, processes_, cpu_;  // one and the same with v2; empty where there is no such controller
  bool unified_ = false;
  std::vector<std::filesystem::path> folders_;  // to remove
};

/// Makes the groups of boxes, in a folder of its own below or beside this program's group. The folder is removed with
/// it; folders of programs that were killed are removed by the next. Thread-safe.
class CgroupParent {
 public:
  /// automatic never fails: where no group can be made, version() is none and reason() says why. v1, v2: unavailable
  /// with the reason.
  static Result<CgroupParent> open(CgroupChoice choice);

  CgroupParent(CgroupParent&&) = default;
  CgroupParent& operator=(CgroupParent&&) = default;
  ~CgroupParent();

  CgroupChoice version() const { return version_; }      ///< v1, v2 or none
  const std::string& reason() const { return reason_; }  ///< of none; of v1: why not v2
  /// "cgroup v1 (memory, pids, cpuacct)"; empty with none.
  std::string description() const;

  /// A group named `name` with these limits, each read back. Only when version() is not none.
  Result<Cgroup> create(const std::string& name, const Limits& limits) const;

 private:
  CgroupParent() = default;
  static Result<CgroupParent> open_v1(const CgroupView& view);
  static Result<CgroupParent> open_v2(const CgroupView& view);

  CgroupChoice version_ = CgroupChoice::none;
  std::string reason_;
  std::filesystem::path memory_, processes_, cpu_;  // our own folders
  std::vector<std::filesystem::path> folders_;
  std::vector<UniqueFd> locks_;
};

}  // namespace gs::sandbox
