/// What is left of control groups, as the tests count it.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <system_error>

namespace gs::sandbox {

/// Folders of control groups whose path has `part`; those that we may not read are left out.
inline std::set<std::string> cgroup_folders(const std::string& part) {
  namespace fs = std::filesystem;
  std::set<std::string> found;
  std::error_code code;
  const auto skip = fs::directory_options::skip_permission_denied;
  for (fs::recursive_directory_iterator entry("/sys/fs/cgroup", skip, code), end; !code && entry != end;
       entry.increment(code)) {
    std::error_code ignored;
    if (entry->is_directory(ignored) && entry->path().string().find(part) != std::string::npos) {
      found.insert(entry->path().string());
    }
  }
  return found;
}

}  // namespace gs::sandbox
