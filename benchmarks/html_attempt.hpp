/// HTML attempt: everything recorded of one attempt.
#pragma once

#include <string>

#include "agent/attempt.hpp"

namespace gs::benchmarks {

/// What happened, change, differing signals, report of the judge, transcript, record. Texts that are longer than a
/// reader would follow are shortened in the middle; the run folder has all of them.
std::string html_attempt(const agent::Attempt& attempt);

}  // namespace gs::benchmarks
