/// Reads task directories and finds suites.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "tasks/task.hpp"

namespace gs::tasks {

/// The largest file of a task directory, and all of them together.
inline constexpr std::size_t kTaskFileBytes = std::size_t{1} << 20;
inline constexpr std::size_t kTaskBytes = std::size_t{16} << 20;

/// Reads one task directory completely. Errors name file and field. The suite is the parent folder's name.
Result<Task> load_task(const std::filesystem::path& folder);

/// "SUITE" or "SUITE:TAG" (also "SUITE/ID" for one task).
struct SuiteSelector {
  std::string suite, tag, task;
};
Result<SuiteSelector> parse_selector(std::string_view text);

/// Where imported suites go: the first folder of $GATESMITH_TASKS, else $XDG_DATA_HOME/gatesmith/packs, else
/// ~/.local/share/gatesmith/packs.
std::filesystem::path imported_root();

/// Where packs are looked for, first hit wins: $GATESMITH_TASKS, then the folder of imported suites, then the source
/// tree's tasks/packs, then the installed share/gatesmith/packs.
std::vector<std::filesystem::path> pack_roots();

/// Names of the suites below the roots, sorted.
std::vector<std::string> list_suites(const std::vector<std::filesystem::path>& roots);

/// Loads the selected tasks, sorted by id. An unknown suite is not_found and names the nearest; a tag or id that
/// selects nothing is not_found; a task directory that cannot be read is an error for the whole suite.
Result<std::vector<Task>> load_suite(const SuiteSelector& selector, const std::vector<std::filesystem::path>& roots);

/// One task by "SUITE/ID" or by the path of its directory.
Result<Task> load_named_task(std::string_view name, const std::vector<std::filesystem::path>& roots);

}  // namespace gs::tasks
