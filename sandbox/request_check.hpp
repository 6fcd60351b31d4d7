/// What every Sandbox refuses before it starts anything.
#pragma once

#include "base/result.hpp"
#include "sandbox/sandbox.hpp"

namespace gs::sandbox {

/// invalid_input for a request that cannot be right: no step, an unsafe path, a limit that is not positive.
Result<void> check_request(const Request& request);

}  // namespace gs::sandbox
