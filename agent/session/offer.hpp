/// make_offer: a candidate as a proposal that its user can look at.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "agent/session/session.hpp"

namespace gs::agent::session {

/// `candidate` without the files that it leaves as they are, each in the form of the one that it replaces.
/// invalid_input: it changes a file that is not among `editable`.
Result<tasks::Candidate> in_form(const tasks::Candidate& candidate, const tasks::FileSet& workspace,
                                 const std::vector<std::string>& editable);

Offer make_offer(const tasks::Candidate& candidate, const tasks::FileSet& workspace, std::string words);

/// What a model said beside the files of its answer: its text without fenced blocks.
std::string words_of(std::string_view answer);

}  // namespace gs::agent::session
