/// A search by a check that says only whether all is well, such as a command of the user's.
#pragma once

#include "agent/proposer.hpp"
#include "agent/search/survey.hpp"
#include "tasks/verdict.hpp"

namespace gs::agent::search {

/// Tries the edits one by one, a run of the check each, until one passes. A run that takes several times as long as
/// `start`, that of the design as it is, is ended, and made again without haste when all others have failed. Edits
/// after which the output complains less (evaluators/complaints.hpp) are then tried in pairs, and the best of them with
/// every other.
Result<Proposal> search_by_check(const Survey& ground, Workbench& bench, const tasks::Verdict& start);

}  // namespace gs::agent::search
