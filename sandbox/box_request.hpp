/// A Request, checked and put as the system and the driver understand it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "sandbox/box_protocol.hpp"
#include "sandbox/sandbox.hpp"

namespace gs::sandbox {

/// invalid_input: the request can never be right (no steps, an unsafe path, a limit that is not positive), and why.
Result<void> check_request(const Request& request);

/// What each step finds in its environment, as "NAME=value": the request's own variables go before HOME and the others.
std::vector<std::string> step_environment(const Request& request, const std::string& home);

/// Limits::cpu in the unit of RLIMIT_CPU, rounded up.
std::uint64_t cpu_seconds(const Limits& limits);

/// What is to be done beside the request itself.
struct BoxRequestOptions {
  std::string filter;       ///< make_system_call_filter's
  bool has_cgroup = false;  ///< that limits memory and processes; else rlimits do
  bool session = false;
};

/// Only of a checked request.
box::BoxRequest to_box_request(const Request& request, BoxRequestOptions options);

}  // namespace gs::sandbox
