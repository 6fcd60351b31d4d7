/// The arena: what all attacks of one run of the suite share, as the user and with the cgroups that were asked for.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "attack.hpp"
#include "attack_range.hpp"
#include "base/files.hpp"
#include "base/result.hpp"
#include "evaluators/rtl/rtl_judge.hpp"
#include "host_witness.hpp"
#include "sandbox/sandbox.hpp"

namespace gs::attacks {

/// How the suite was started: $GS_ATTACK_USER, $GS_ATTACK_CGROUPS and $GS_ATTACK_SIMULATOR.
struct ArenaMode {
  std::optional<uid_t> user;     ///< whom to become
  std::string cgroups = "auto";  ///< "auto", "v1", "v2", "none"
  rtl::SimulatorChoice simulator = rtl::SimulatorChoice::verilator;
};
Result<ArenaMode> arena_mode();

/// Files that must be read before the process becomes another user, who may not see the source or build tree.
struct ArenaFiles {
  std::vector<Attack> attacks;
  std::map<std::string, tasks::Task> tasks;
  std::string common_header, bystander, driver;
};
Result<ArenaFiles> read_arena_files(const std::filesystem::path& root);

/// Makes the folder for caches, then becomes the mode's user for good. unavailable: not started as root.
Result<std::filesystem::path> become_user(const ArenaMode& mode, const std::filesystem::path& cache_root);

class Arena {
 public:
  /// The judge is left out, with a reason, where Verilator is missing.
  static Result<std::unique_ptr<Arena>> open(const ArenaMode& mode, ArenaFiles files,
                                             const std::filesystem::path& cache);
  AttackRange& range() { return *range_; }
  HostWitness& witness() { return *witness_; }
  sandbox::Sandbox& box() { return *box_; }
  RangeParts& parts() { return *parts_; }
  const rtl::VerilatorRuntime& runtime() const { return runtime_; }
  const std::string& why_no_judge() const { return why_no_judge_; }

 private:
  Arena() = default;

  std::optional<TempDir> driver_folder_;
  std::unique_ptr<HostWitness> witness_;
  std::unique_ptr<sandbox::Sandbox> box_;
  std::unique_ptr<WatchedSandbox> watched_;
  rtl::VerilatorRuntime runtime_;
  std::unique_ptr<rtl::RtlJudge> judge_;
  std::string why_no_judge_;
  std::unique_ptr<RangeParts> parts_;
  std::unique_ptr<AttackRange> range_;
};

}  // namespace gs::attacks
