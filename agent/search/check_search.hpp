/// A search by a check that says only whether all is well, such as a command of the user's.
#pragma once

#include <chrono>

#include "agent/proposer.hpp"
#include "agent/search/survey.hpp"
#include "tasks/verdict.hpp"

namespace gs::agent::search {

/// How the design does as it is.
struct Beginning {
  tasks::Verdict check;
  std::chrono::milliseconds wall{0};
};

/// Tries the edits one by one, a run of the check each, until one passes. A run that takes several times as long as
/// that of the beginning is ended, and made again without haste when all others have failed. Edits after which the
/// output complains less (evaluators/complaints.hpp) are then tried in pairs, and the best of them with every other.
Result<Proposal> search_by_check(const Survey& ground, Workbench& bench, const Beginning& beginning);

}  // namespace gs::agent::search
