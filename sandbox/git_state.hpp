/// What git says of files: whether they have changes that are not committed.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace gs::sandbox {

/// Those of `names` (relative to `folder`) that have changes which are not committed, or are not under git's care.
/// unavailable: git is not installed, or `folder` is in no repository that git takes (another user's, a broken one).
/// The repository is not changed: hooks, file-system monitors and optional locks are off.
Result<std::set<std::string>> uncommitted_files(const std::filesystem::path& folder,
                                                const std::vector<std::string>& names);

}  // namespace gs::sandbox
