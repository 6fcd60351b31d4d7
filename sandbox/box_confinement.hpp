/// What a step may not do, from its exec on: files by Landlock, system calls by a filter.
#pragma once

#include "sandbox/box_protocol.hpp"

namespace gs::sandbox::box {

/// Takes from this process what the request's policy does not give: opening files outside of the box's own folders and
/// /usr, executing programs of /usr, files of /proc. True where the kernel has no Landlock. Needs no_new_privs.
bool confine_files(const BoxRequest& request);

/// Installs the request's filter. Needs no_new_privs; last before exec.
bool confine_system_calls(const BoxRequest& request);

}  // namespace gs::sandbox::box
