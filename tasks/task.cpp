#include "tasks/task.hpp"

#include <algorithm>

#include "base/hash.hpp"

namespace gs::tasks {

std::string hash_of(const FileSet& files) {
  Sha256 hash;
  for (const auto& [path, content] : files) hash.add_part(path).add_part(content);
  return hash.hex();
}

bool Task::has_tag(std::string_view tag) const {
  return std::find(tags.begin(), tags.end(), tag) != tags.end();
}

std::vector<std::string> Task::editable_files() const {
  std::vector<std::string> files = sources;
  for (const auto& [path, content] : workspace) {
    const auto holds = [&path = path](const std::string& include_dir) { return path.starts_with(include_dir + "/"); };
    const bool is_included = std::any_of(include_dirs.begin(), include_dirs.end(), holds);
    if (is_included && std::find(sources.begin(), sources.end(), path) == sources.end()) files.push_back(path);
  }
  return files;
}

}  // namespace gs::tasks
