/// Candidate: a proposed answer, as whole files laid over the workspace.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "tasks/task.hpp"

namespace gs::tasks {

struct Candidate {
  FileSet files;          ///< replaced workspace files; an empty set is the starting state
  std::string rationale;  ///< one line by the proposer, for reports

  /// SHA-256 over names and contents of `files`.
  std::string hash() const;
};

/// The workspace with the candidate's files over it. invalid_input when a file is not one the task lets be changed.
Result<FileSet> overlay(const Task& task, const Candidate& candidate);

/// The candidate that hands in the golden answer.
Candidate golden_candidate(const Task& task);

/// The candidate that hands in the known_bad of that name; not_found lists the names.
Result<Candidate> known_bad_candidate(const Task& task, std::string_view name);

/// Unified diffs of all changed files against the workspace, in path order.
std::string diff_against_workspace(const Task& task, const Candidate& candidate);

}  // namespace gs::tasks
