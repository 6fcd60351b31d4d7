// Theory of operation: the box already has no network, no host files and no capabilities; the filter takes away parts
// of the kernel that have a history of holes or that namespaces do not separate: vsock reaches the hypervisor's host
// from any network namespace, keyrings belong to the user and not to the box, io_uring issues calls that no filter
// sees, and System V memory and memory files outlive or evade every rlimit. Tracing is refused too, so that a candidate
// cannot change a trusted harness that runs in the same box. Everything else is allowed: compilers and simulators use
// much of the kernel. The host builds the program once for each policy; the driver installs it in each command.
#include "sandbox/system_call_filter.hpp"

#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <utility>

#include "base/files.hpp"

namespace gs::sandbox {
namespace {

struct ReleaseFilter {
  void operator()(void* filter) const { seccomp_release(filter); }
};
using Filter = std::unique_ptr<void, ReleaseFilter>;

/// By name: libseccomp knows calls that the kernel headers of an old build machine lack.
constexpr const char* kRefusedCalls[] = {
    // tracing and reaching into other processes
    "ptrace", "process_vm_readv", "process_vm_writev", "pidfd_getfd", "kcmp", "process_madvise", "process_mrelease",
    "migrate_pages", "move_pages",
    // large kernel interfaces
    "bpf", "perf_event_open", "io_uring_setup", "io_uring_enter", "io_uring_register", "userfaultfd", "fanotify_init",
    "lookup_dcookie",
    // the user's keys
    "keyctl", "add_key", "request_key",
    // mounts and namespaces
    "mount", "umount", "umount2", "pivot_root", "chroot", "fsopen", "fsconfig", "fsmount", "fspick", "open_tree",
    "move_mount", "mount_setattr", "unshare", "setns", "open_by_handle_at", "name_to_handle_at",
    // memory that outlives its process
    "shmget", "msgget", "semget", "memfd_secret",
    // the machine
    "syslog", "quotactl", "quotactl_fd", "swapon", "swapoff", "reboot", "acct", "settimeofday", "clock_settime",
    "clock_adjtime", "adjtimex", "kexec_load", "kexec_file_load", "init_module", "finit_module", "delete_module",
    "iopl", "ioperm", "modify_ldt", "vhangup", "nfsservctl", "uselib", "sethostname", "setdomainname"};

constexpr int kNamespaceFlags[] = {CLONE_NEWNS,  CLONE_NEWUSER, CLONE_NEWPID,    CLONE_NEWNET,
                                   CLONE_NEWIPC, CLONE_NEWUTS,  CLONE_NEWCGROUP, 0x80 /* CLONE_NEWTIME */};

constexpr int kIoPriorityProcess = 1;  // IOPRIO_WHO_PROCESS

/// A call that this machine does not have needs no rule.
bool refuse(void* filter, int error, const char* name) {
  const int number = seccomp_syscall_resolve_name(name);
  if (number == __NR_SCMP_ERROR) return true;
  const int added = seccomp_rule_add(filter, SCMP_ACT_ERRNO(static_cast<unsigned>(error)), number, 0);
  return added == 0 || added == -EDOM;
}

bool refuse_when(void* filter, int error, const char* name, scmp_arg_cmp condition) {
  return seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(static_cast<unsigned>(error)),
                                seccomp_syscall_resolve_name(name), 1, &condition) == 0;
}

/// Local sockets and, in the box's own network namespace, internet ones.
bool refuse_socket_families(void* filter) {
  bool good = refuse_when(filter, EAFNOSUPPORT, "socket", SCMP_A0(SCMP_CMP_GT, AF_INET6));
  for (unsigned family = 0; family < AF_INET6 && good; ++family) {
    if (family == AF_UNIX || family == AF_INET) continue;
    good = refuse_when(filter, EAFNOSUPPORT, "socket", SCMP_A0(SCMP_CMP_EQ, family));
  }
  return good;
}

/// The driver runs as the same user as the steps, which could take its descriptors and its share of the processor away.
bool protect_process_1(void* filter) {
  constexpr scmp_datum_t pid_bits = 0xffffffff;  // the kernel looks at no others
  bool good = true;
  for (const char* name : {"prlimit64", "sched_setscheduler", "sched_setparam", "sched_setattr", "sched_setaffinity"}) {
    good = good && refuse_when(filter, EPERM, name, SCMP_A0(SCMP_CMP_MASKED_EQ, pid_bits, 1));
  }
  // by number, or among all processes of its group or user
  const std::pair<const char*, int> by_class[] = {{"setpriority", PRIO_PROCESS}, {"ioprio_set", kIoPriorityProcess}};
  for (const auto& [name, of_process] : by_class) {
    good = good && refuse_when(filter, EPERM, name, SCMP_A1(SCMP_CMP_MASKED_EQ, pid_bits, 1)) &&
           refuse_when(filter, EPERM, name, SCMP_A0(SCMP_CMP_NE, static_cast<scmp_datum_t>(of_process)));
  }
  return good;
}

bool add_rules(void* filter, const Policy& policy) {
  bool good = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) == 0;
  for (const char* name : kRefusedCalls) good = good && refuse(filter, EPERM, name);
  if (!policy.memory_files) good = good && refuse(filter, EPERM, "memfd_create");
  good = good && refuse(filter, ENOSYS, "clone3");  // its flags lie in memory, where no filter can look
  for (const int flag : kNamespaceFlags) {
    const auto bit = static_cast<scmp_datum_t>(flag);
    good = good && refuse_when(filter, EPERM, "clone", SCMP_A0(SCMP_CMP_MASKED_EQ, bit, bit));
  }
  good = good && protect_process_1(filter);
  // Typing into a terminal that was inherited; the box has none, this is for the day it gets one.
  for (const unsigned request : {static_cast<unsigned>(TIOCSTI), static_cast<unsigned>(TIOCLINUX)}) {
    good = good && refuse_when(filter, EPERM, "ioctl", SCMP_A1(SCMP_CMP_MASKED_EQ, 0xffffffffU, request));
  }
  return good && refuse_socket_families(filter);
}

}  // namespace

Result<std::string> make_system_call_filter(const Policy& policy) {
  const Filter filter(seccomp_init(SCMP_ACT_ALLOW));
  if (!filter || !add_rules(filter.get(), policy)) {
    return unavailable("libseccomp cannot make the system call filter for this machine");
  }
  const UniqueFd file(::memfd_create("filter", MFD_CLOEXEC));
  if (!file) return errno_error("memfd_create", errno);
  if (const int error = seccomp_export_bpf(filter.get(), file.get()); error != 0) {
    return errno_error("exporting the system call filter", -error);
  }
  std::string program(static_cast<std::size_t>(::lseek(file.get(), 0, SEEK_END)), '\0');
  if (::pread(file.get(), program.data(), program.size(), 0) != static_cast<ssize_t>(program.size())) {
    return errno_error("reading the system call filter", errno);
  }
  return program;
}

}  // namespace gs::sandbox
