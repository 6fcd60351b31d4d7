#include "attack_arena.hpp"

#include <grp.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/log.hpp"
#include "sandbox/bubblewrap.hpp"
#include "tasks/loader.hpp"

namespace gs::attacks {

namespace fs = std::filesystem;

namespace {

sandbox::BubblewrapOptions box_options(const ArenaMode& mode, const fs::path& driver, const fs::path& scratch) {
  sandbox::BubblewrapOptions options;
  options.driver = driver;
  options.scratch = scratch;
  using sandbox::CgroupChoice;
  options.cgroups = mode.cgroups == "v1"     ? CgroupChoice::v1
                    : mode.cgroups == "v2"   ? CgroupChoice::v2
                    : mode.cgroups == "none" ? CgroupChoice::none
                                             : CgroupChoice::automatic;
  return options;
}

}  // namespace

Result<ArenaMode> arena_mode() {
  ArenaMode mode;
  if (const std::string user = environment("GS_ATTACK_USER"); !user.empty()) {
    if (user.size() > 9 || user.find_first_not_of("0123456789") != std::string::npos || user == "0") {
      return invalid_input("GS_ATTACK_USER: expected the number of an ordinary user, got " + user);
    }
    mode.user = static_cast<uid_t>(std::stoul(user));
  }
  if (const std::string cgroups = environment("GS_ATTACK_CGROUPS"); !cgroups.empty()) mode.cgroups = cgroups;
  if (mode.cgroups != "auto" && mode.cgroups != "v1" && mode.cgroups != "v2" && mode.cgroups != "none") {
    return invalid_input("GS_ATTACK_CGROUPS: expected auto, v1, v2 or none, got " + mode.cgroups);
  }
  if (const std::string simulator = environment("GS_ATTACK_SIMULATOR"); !simulator.empty()) {
    GS_TRY(mode.simulator, rtl::simulator_choice_from(simulator));
  }
  return mode;
}

Result<ArenaFiles> read_arena_files(const fs::path& root) {
  ArenaFiles files;
  GS_TRY(const std::vector<fs::path> folders, find_attacks(root));
  for (const fs::path& folder : folders) {
    GS_TRY(Attack attack, load_attack(folder));
    files.attacks.push_back(std::move(attack));
  }
  GS_TRY(const std::vector<std::string> tasks, list_folders(root / "tasks"));
  for (const std::string& name : tasks) {
    GS_TRY(tasks::Task task, tasks::load_task(root / "tasks" / name));
    files.tasks.emplace(name, std::move(task));
  }
  GS_TRY(files.common_header, read_file(root / "attack.h"));
  GS_TRY(files.bystander, read_file(root / "bystander.c"));
  GS_TRY(files.driver, read_file(GS_DRIVER));
  return files;
}

Result<fs::path> become_user(const ArenaMode& mode, const fs::path& cache_root) {
  if (!mode.user) return cache_root / "own";
  if (::geteuid() != 0) return unavailable("becoming user " + std::to_string(*mode.user) + " needs root");
  const fs::path cache = cache_root / ("user-" + std::to_string(*mode.user));
  GS_CHECK(gs::create_directories(cache));
  if (::chown(cache.c_str(), *mode.user, *mode.user) != 0) return errno_error(cache.string(), errno);
  if (::setgroups(0, nullptr) != 0 || ::setresgid(*mode.user, *mode.user, *mode.user) != 0 ||
      ::setresuid(*mode.user, *mode.user, *mode.user) != 0) {
    return errno_error("becoming another user", errno);
  }
  ::prctl(PR_SET_DUMPABLE, 1);  // lost with the user, and with it what /proc/self shows
  // A build tree in a closed folder is out of this user's reach.
  if (::access(cache.c_str(), R_OK | W_OK | X_OK) == 0) return cache;
  return fs::path("/tmp") / ("gatesmith-attacks-" + std::to_string(*mode.user));
}

Result<std::unique_ptr<Arena>> Arena::open(const ArenaMode& mode, ArenaFiles files, const fs::path& cache) {
  std::unique_ptr<Arena> arena(new Arena);
  GS_TRY(arena->driver_folder_, TempDir::create("driver"));
  const fs::path driver = arena->driver_folder_->path() / "gatesmith-box";
  GS_CHECK(write_file_atomic(driver, files.driver));
  if (::chmod(driver.c_str(), 0755) != 0) return errno_error(driver.string(), errno);
  GS_TRY(arena->witness_, HostWitness::create());
  GS_TRY(arena->box_, sandbox::make_bubblewrap(box_options(mode, driver, arena->witness_->scratch())));
  arena->watched_ = std::make_unique<WatchedSandbox>(*arena->box_, *arena->witness_);
  GS_CHECK(gs::create_directories(cache));
  auto runtime = rtl::prepare_verilator_runtime(*arena->box_, cache, Log::null());
  if (runtime) {
    arena->runtime_ = *std::move(runtime);
    auto icarus = rtl::prepare_icarus_runtime(*arena->box_, cache, Log::null());
    if (!icarus && mode.simulator != rtl::SimulatorChoice::verilator) return std::move(icarus).error();
    arena->judge_ = std::make_unique<rtl::RtlJudge>(*arena->watched_, arena->runtime_,
                                                    icarus ? std::optional(*icarus) : std::nullopt,
                                                    rtl::RtlJudgeOptions{mode.simulator, {}, false});
  } else {
    arena->why_no_judge_ = runtime.error().to_line();
  }
  arena->parts_ =
      std::make_unique<RangeParts>(RangeParts{*arena->witness_, *arena->watched_, arena->judge_.get(), *arena->box_,
                                              cache / "programs", files.common_header, files.bystander, files.tasks});
  arena->parts_->any_rejection = mode.simulator != rtl::SimulatorChoice::verilator;
  arena->parts_->make_mortal = [mode, driver] { return sandbox::make_bubblewrap(box_options(mode, driver, {})); };
  arena->range_ = std::make_unique<AttackRange>(*arena->parts_);
  return arena;
}

}  // namespace gs::attacks
