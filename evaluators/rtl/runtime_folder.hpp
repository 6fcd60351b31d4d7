/// Folders of built parts in the cache: complete or not there.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "base/result.hpp"

namespace gs::rtl {

/// Writes `files` into a folder that is then renamed to `folder`. When another process was first, its folder stays:
/// the name is a hash of all that decides the content.
Result<void> store_runtime_folder(const std::filesystem::path& folder, const std::map<std::string, std::string>& files);

}  // namespace gs::rtl
