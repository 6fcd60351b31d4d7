/// Inside a box: the system calls that no compiler, simulator or kernel needs.
#pragma once

namespace gs::sandbox::box {

/// Installs a seccomp filter in the calling thread, inherited by all it starts; no_new_privs must be set. Refused calls
/// return EPERM (clone3: ENOSYS, so that the C library falls back to clone; sockets other than Unix and IP:
/// EAFNOSUPPORT); calls of another architecture kill. False with errno when the kernel refuses; true without a filter
/// on architectures other than x86-64 and AArch64. Safe between fork and exec.
bool install_system_call_filter();

}  // namespace gs::sandbox::box
