// Theory of operation: mounts decide what a box can see; Landlock decides what a step may open and execute of it. It
// adds two things that mounts cannot do. Files of /proc are closed, but for a few harmless ones: through them a step
// would read the memory and arguments of processes beside it and the host paths of its mounts. And where a box runs one
// program only, the tools below /usr cannot be executed, so that a design's $system or popen finds no shell; its
// dynamic loader can. Renaming, linking and creating stay possible where the box is writable.
#include "sandbox/box_confinement.hpp"

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace gs::sandbox::box {
namespace {

constexpr std::uint64_t kExecute = LANDLOCK_ACCESS_FS_EXECUTE;
constexpr std::uint64_t kRead = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t kWriteFile = LANDLOCK_ACCESS_FS_WRITE_FILE;
constexpr std::uint64_t kRefer = std::uint64_t{1} << 13;     // ABI 2
constexpr std::uint64_t kTruncate = std::uint64_t{1} << 14;  // ABI 3
constexpr std::uint64_t kMake = LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                                LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
                                LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
                                LANDLOCK_ACCESS_FS_MAKE_SYM;
constexpr std::uint64_t kDevices = LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_BLOCK;  // never granted
constexpr std::uint64_t kWritable = kRead | kWriteFile | kMake | kRefer | kTruncate;

/// Files of /proc that say nothing of other processes nor of the host's folders; compilers and allocators ask them.
constexpr const char* kHarmlessFiles[] = {
    "/proc/cpuinfo", "/proc/meminfo", "/proc/stat",        "/proc/loadavg",
    "/proc/uptime",  "/proc/version", "/proc/filesystems", "/proc/sys/vm/overcommit_memory"};
constexpr const char* kLoaders[] = {"/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"};

std::uint64_t known_to(long abi) {
  std::uint64_t rights = kExecute | kRead | kWriteFile | kMake | kDevices;
  if (abi >= 2) rights |= kRefer;
  if (abi >= 3) rights |= kTruncate;
  return rights;
}

/// Grants rights below a path. A path that is not there needs no rule.
bool grant(int ruleset, std::uint64_t handled, const char* path, std::uint64_t rights) {
  const int fd = open(path, O_PATH | O_CLOEXEC);
  if (fd < 0) return true;
  struct stat state {};
  const bool is_folder = fstat(fd, &state) == 0 && S_ISDIR(state.st_mode);
  const std::uint64_t of_files = kExecute | LANDLOCK_ACCESS_FS_READ_FILE | kWriteFile | kTruncate;
  const landlock_path_beneath_attr rule{(is_folder ? rights : rights & of_files) & handled, fd};
  const long added = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
  close(fd);
  return added == 0;
}

}  // namespace

bool confine_files(const BoxRequest& request) {
  const long abi = syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (abi < 1) return true;
  const std::uint64_t handled = known_to(abi);
  const landlock_ruleset_attr attributes{handled};
  const int ruleset = static_cast<int>(syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0));
  if (ruleset < 0) return false;
  const auto allow = [&](const char* path, std::uint64_t rights) { return grant(ruleset, handled, path, rights); };
  bool good = allow("/usr", kRead | (request.commands ? kExecute : 0)) && allow("/etc", kRead) &&
              allow("/box", kRead | kExecute) && allow("/dev", kRead | kWriteFile);
  for (const char* folder : {"/box/work", "/tmp", "/dev/shm"}) good = good && allow(folder, kWritable | kExecute);
  for (const char* loader : kLoaders) good = good && allow(loader, kRead | kExecute);
  if (request.proc) {
    good = good && allow("/", kRead) && allow("/proc", kWriteFile);
  } else {
    for (const char* file : kHarmlessFiles) good = good && allow(file, kRead);
  }
  good = good && syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
  close(ruleset);
  return good;
}

bool confine_system_calls(const BoxRequest& request) {
  const std::string& program = request.filter;
  const sock_fprog filter{static_cast<unsigned short>(program.size() / sizeof(sock_filter)),
                          reinterpret_cast<sock_filter*>(const_cast<char*>(program.data()))};
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

}  // namespace gs::sandbox::box
