/// The system calls that the commands in a box may not use, as a seccomp filter.
#pragma once

#include <string>

#include "base/result.hpp"
#include "sandbox/sandbox.hpp"

namespace gs::sandbox {

/// A filter program for this machine's architecture: an array of struct sock_filter, ready for seccomp(2). Refused
/// calls fail with EPERM (sockets of other families with EAFNOSUPPORT, clone3 with ENOSYS, so that callers fall back to
/// clone); calls of another architecture or of x32 kill the process. unavailable when libseccomp does not know the
/// machine.
Result<std::string> make_system_call_filter(const Policy& policy);

}  // namespace gs::sandbox
