/// A search by a check that says only whether all is well, such as a command of the user's.
#pragma once

#include <chrono>

#include "agent/proposer.hpp"
#include "agent/search/survey.hpp"

namespace gs::agent::search {

/// Tries the edits one by one, a run of the check each, until one passes. A run that takes several times as long as
/// `start_wall`, that of the design as it is, is ended, and made again without haste when all others have failed.
Result<Proposal> search_by_check(const Survey& ground, Workbench& bench, std::chrono::milliseconds start_wall);

}  // namespace gs::agent::search
