#include "tasks/candidate.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/diff.hpp"
#include "base/text.hpp"

namespace gs::tasks {

std::string Candidate::hash() const {
  return hash_of(files);
}

Result<FileSet> overlay(const Task& task, const Candidate& candidate) {
  const std::vector<std::string> editable = task.editable_files();
  FileSet files = task.workspace;
  for (const auto& [path, content] : candidate.files) {
    if (std::find(editable.begin(), editable.end(), path) == editable.end()) {
      return invalid_input(
          fmt::format("{}: not a file that may be changed; those are {}", clean_utf8(path), join(editable, ", ")));
    }
    files[path] = content;
  }
  return files;
}

Candidate golden_candidate(const Task& task) {
  return {task.solution, "the golden answer"};
}

Result<Candidate> known_bad_candidate(const Task& task, std::string_view name) {
  std::vector<std::string> names;
  for (const KnownBad& bad : task.known_bad) {
    if (bad.name == name) return Candidate{bad.files, "known bad: " + bad.name};
    names.push_back(bad.name);
  }
  return not_found(fmt::format("task {} has no known_bad \"{}\"; it has: {}", task.name(), name,
                               names.empty() ? "none" : join(names, ", ")));
}

std::string diff_against_workspace(const Task& task, const Candidate& candidate) {
  std::string diff;
  for (const auto& [path, content] : candidate.files) {
    const auto before = task.workspace.find(path);
    diff += unified_diff(before == task.workspace.end() ? std::string_view() : before->second, content, path);
  }
  return diff;
}

}  // namespace gs::tasks
