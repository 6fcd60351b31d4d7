// Theory of operation: tasks are written to .<name>.importing-XXXXXX beside the destination, on the same file system,
// so that one rename puts them in place. A suite that is replaced is moved aside first and removed last.
#include "tasks/import/suite_folder.hpp"

#include <fmt/format.h>
#include <stdlib.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

#include "base/files.hpp"
#include "base/text.hpp"
#include "tasks/loader.hpp"

namespace gs::tasks {

namespace fs = std::filesystem;

namespace {

Result<void> rename_to(const fs::path& from, const fs::path& to) {
  std::error_code code;
  fs::rename(from, to, code);
  if (code) return external(fmt::format("{}: cannot be moved to {}: {}", from.string(), to.string(), code.message()));
  return {};
}

/// Without syncing: nothing counts before the rename of the whole suite.
Result<void> write_plainly(const fs::path& path, const std::string& content) {
  GS_CHECK(gs::create_directories(path.parent_path()));
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(content.data(), static_cast<std::streamsize>(content.size()));
  file.close();
  if (!file) return external(path.string() + ": cannot be written");
  return {};
}

Result<void> check_replaceable(const fs::path& destination) {
  GS_TRY(const std::vector<std::string> folders, list_folders(destination));
  for (const std::string& folder : folders) {
    const fs::path file = destination / folder / "task.toml";
    const Result<Json> tree = read_toml_file(file);
    if (!tree || !tree->contains("import")) {
      return invalid_input(
          fmt::format("{}: holds {}, which was not imported; not replaced", destination.string(), clean_utf8(folder)));
    }
  }
  return {};
}

}  // namespace

Result<SuiteFolder> SuiteFolder::open(const fs::path& destination, Existing existing) {
  std::error_code code;
  const fs::path full = fs::absolute(destination, code).lexically_normal();
  if (code) return external(fmt::format("{}: {}", destination.string(), code.message()));
  if (fs::exists(fs::symlink_status(full, code))) {
    if (existing == Existing::refuse) {
      return invalid_input(fmt::format("{}: there is a suite already; --replace imports it anew", full.string()));
    }
    GS_CHECK(check_replaceable(full));
  }
  GS_CHECK(gs::create_directories(full.parent_path()));
  std::string pattern = (full.parent_path() / ("." + full.filename().string() + ".importing-XXXXXX")).string();
  if (::mkdtemp(pattern.data()) == nullptr) {
    return external(fmt::format("{}: {}", full.parent_path().string(), std::strerror(errno)));
  }
  fs::permissions(pattern,
                  fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec | fs::perms::others_read |
                      fs::perms::others_exec,
                  code);
  // The tasks are read back from a folder that is named as the suite.
  GS_CHECK(gs::create_directories(fs::path(pattern) / full.filename()));
  return SuiteFolder(full, pattern);
}

SuiteFolder::SuiteFolder(SuiteFolder&& other) noexcept
    : destination_(std::move(other.destination_)), staging_(std::exchange(other.staging_, {})) {}

SuiteFolder::~SuiteFolder() {
  if (!staging_.empty()) remove_tree(staging_);
}

Result<Task> SuiteFolder::write(const ImportedTask& task) {
  const fs::path folder = staging_ / destination_.filename() / task.id;
  remove_tree(folder);
  GS_CHECK(write_plainly(folder / "task.toml", dump_toml(task.settings)));
  for (const auto& [path, content] : task.files) {
    if (!is_safe_relative_path(path)) {
      return invalid_input(fmt::format("task {}: \"{}\" is no path below the task", task.id, clean_utf8(path)));
    }
    GS_CHECK(write_plainly(folder / path, content));
  }
  Result<Task> loaded = load_task(folder);
  if (!loaded) {
    const Error& error = loaded.error();
    std::string line = error.to_line();
    // The staging folder means nothing to who reads this.
    const std::string prefix = (staging_ / destination_.filename()).string() + "/";
    for (std::size_t at; (at = line.find(prefix)) != std::string::npos;) line.erase(at, prefix.size());
    return Error(error.code(), line);
  }
  return loaded;
}

Result<void> SuiteFolder::commit() {
  const fs::path written = staging_ / destination_.filename(), old = staging_ / ".old";
  std::error_code ignored;
  if (fs::exists(destination_, ignored)) {
    GS_CHECK(rename_to(destination_, old));
    if (const auto moved = rename_to(written, destination_); !moved) {
      static_cast<void>(rename_to(old, destination_));
      return moved;
    }
  } else {
    GS_CHECK(rename_to(written, destination_));
  }
  remove_tree(std::exchange(staging_, {}));
  return {};
}

}  // namespace gs::tasks
