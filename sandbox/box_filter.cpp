// Theory of operation: the box already has no network, no host files and no capabilities; the filter takes away parts
// of the kernel that have a history of holes or that namespaces do not separate: vsock reaches the hypervisor's host
// from any network namespace, keyrings belong to the user and not to the box, io_uring issues calls that no filter
// sees, and System V memory outlives its process outside of every rlimit. Tracing is refused too, so that a candidate
// cannot change a trusted harness that runs in the same box. Everything else is allowed: compilers and simulators use
// much of the kernel.
#include "sandbox/box_filter.hpp"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <cerrno>
#include <cstddef>

namespace gs::sandbox::box {

#if defined(__x86_64__) || defined(__aarch64__)
namespace {

#if defined(__x86_64__)
constexpr unsigned kArchitecture = AUDIT_ARCH_X86_64;
#else
constexpr unsigned kArchitecture = AUDIT_ARCH_AARCH64;
#endif
constexpr unsigned kFirstX32Call = 0x40000000;  // the x32 ABI shares the architecture word of x86-64

constexpr unsigned kNewNamespaces =
    CLONE_NEWNS | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP;

constexpr int kRefusedCalls[] = {
    // tracing and reaching into other processes
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_pidfd_getfd,
    SYS_kcmp,
    SYS_process_madvise,
    // large kernel interfaces
    SYS_bpf,
    SYS_perf_event_open,
    SYS_io_uring_setup,
    SYS_io_uring_enter,
    SYS_io_uring_register,
    SYS_userfaultfd,
    SYS_fanotify_init,
    // the user's keys
    SYS_keyctl,
    SYS_add_key,
    SYS_request_key,
    // mounts and namespaces
    SYS_mount,
    SYS_umount2,
    SYS_pivot_root,
    SYS_chroot,
    SYS_fsopen,
    SYS_fsconfig,
    SYS_fsmount,
    SYS_fspick,
    SYS_open_tree,
    SYS_move_mount,
    SYS_mount_setattr,
    SYS_unshare,
    SYS_setns,
    SYS_open_by_handle_at,
    SYS_name_to_handle_at,
    // memory that outlives its process
    SYS_shmget,
    SYS_msgget,
    SYS_semget,
    // the machine
    SYS_syslog,
    SYS_quotactl,
    SYS_swapon,
    SYS_swapoff,
    SYS_reboot,
    SYS_acct,
    SYS_settimeofday,
    SYS_clock_settime,
    SYS_kexec_load,
    SYS_init_module,
    SYS_finit_module,
    SYS_delete_module,
#if defined(__x86_64__)
    SYS_kexec_file_load,
    SYS_iopl,
    SYS_ioperm,
    SYS_modify_ldt,
#endif
};
constexpr std::size_t kRefusedCount = sizeof kRefusedCalls / sizeof kRefusedCalls[0];

constexpr sock_filter load(std::size_t offset) {
  return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<unsigned>(offset));
}
constexpr sock_filter unless_equal_skip(unsigned value, unsigned char count) {
  return BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, count);
}
constexpr sock_filter refuse(unsigned error) {
  return BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error);
}
constexpr sock_filter kKill = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
constexpr sock_filter kAllow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);

// The low half of the first argument: flags and families fit (little-endian machines only).
constexpr std::size_t kFirstArgument = offsetof(seccomp_data, args);

}  // namespace

bool install_system_call_filter() {
  constexpr sock_filter head[] = {
      load(offsetof(seccomp_data, arch)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, kArchitecture, 1, 0),
      kKill,
      load(offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, kFirstX32Call, 0, 1),
      kKill,
      unless_equal_skip(SYS_clone3, 1),  // its flags lie in memory, where no filter can look
      refuse(ENOSYS),
      unless_equal_skip(SYS_clone, 4),
      load(kFirstArgument),
      BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, kNewNamespaces, 0, 1),
      refuse(EPERM),
      kAllow,
      unless_equal_skip(SYS_socket, 6),
      load(kFirstArgument),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_UNIX, 3, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_INET, 2, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_INET6, 1, 0),
      refuse(EAFNOSUPPORT),
      kAllow,
  };
  constexpr std::size_t head_count = sizeof head / sizeof head[0];
  sock_filter program[head_count + 2 * kRefusedCount + 1];
  std::size_t count = 0;
  for (const sock_filter& statement : head) program[count++] = statement;
  for (const int call : kRefusedCalls) {
    program[count++] = unless_equal_skip(static_cast<unsigned>(call), 1);
    program[count++] = refuse(EPERM);
  }
  program[count++] = kAllow;
  const sock_fprog filter{static_cast<unsigned short>(count), program};
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

#else

bool install_system_call_filter() {
  return true;
}

#endif

}  // namespace gs::sandbox::box
