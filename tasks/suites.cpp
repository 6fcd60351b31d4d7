#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <system_error>

#include "base/files.hpp"
#include "base/text.hpp"
#include "tasks/loader.hpp"

namespace gs::tasks {

namespace fs = std::filesystem;

namespace {

/// Folders of `root` that may be suites or tasks: hidden ones are not. None when the root is not there.
std::vector<std::string> visible_folders(const fs::path& root) {
  Result<std::vector<std::string>> folders = list_folders(root);
  if (!folders) return {};
  std::erase_if(*folders, [](const std::string& name) { return name.starts_with('.'); });
  return *std::move(folders);
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& names) {
  const std::string meant = nearest(word, names);
  return meant.empty() ? std::string() : fmt::format(" (did you mean \"{}\"?)", meant);
}

Result<fs::path> find_suite(const std::string& suite, const std::vector<fs::path>& roots) {
  std::vector<std::string> searched;
  for (const fs::path& root : roots) {
    const std::vector<std::string> names = visible_folders(root);
    if (std::find(names.begin(), names.end(), suite) != names.end()) return root / suite;
    searched.push_back(root.string());
  }
  return not_found(fmt::format("no suite \"{}\"{} in {}", suite, did_you_mean(suite, list_suites(roots)),
                               searched.empty() ? "no folder at all" : join(searched, ", ")));
}

Result<Task> load_member(const fs::path& suite_folder, const SuiteSelector& selector) {
  const std::vector<std::string> ids = visible_folders(suite_folder);
  if (std::find(ids.begin(), ids.end(), selector.task) == ids.end()) {
    return not_found(
        fmt::format("no task \"{}\"{} in suite {}", selector.task, did_you_mean(selector.task, ids), selector.suite));
  }
  return load_task(suite_folder / selector.task);
}

bool is_task_folder(const fs::path& folder) {
  std::error_code ignored;
  return fs::is_regular_file(folder / "task.toml", ignored);
}

}  // namespace

Result<SuiteSelector> parse_selector(std::string_view text) {
  const auto is_name = [](std::string_view name) {
    return is_safe_relative_path(name) && name.find_first_of("/:") == std::string_view::npos;
  };
  const std::size_t mark = text.find_first_of("/:");
  SuiteSelector selector;
  selector.suite = text.substr(0, mark);
  bool is_valid = is_name(selector.suite);
  if (mark != std::string_view::npos) {
    const std::string_view rest = text.substr(mark + 1);
    is_valid = is_valid && is_name(rest);
    (text[mark] == ':' ? selector.tag : selector.task) = rest;
  }
  if (!is_valid) {
    return invalid_input(fmt::format("\"{}\": expected SUITE, SUITE:TAG or SUITE/TASK", clean_utf8(text)));
  }
  return selector;
}

fs::path imported_root() {
  if (const std::string own = environment("GATESMITH_TASKS"); !own.empty()) return own.substr(0, own.find(':'));
  if (const std::string data = environment("XDG_DATA_HOME"); !data.empty()) {
    return fs::path(data) / "gatesmith" / "packs";
  }
  return fs::path(environment("HOME")) / ".local" / "share" / "gatesmith" / "packs";
}

std::vector<fs::path> pack_roots() {
  std::vector<fs::path> roots;
  const std::string own = environment("GATESMITH_TASKS");
  for (const std::string_view root : split(own, ':')) {
    if (!root.empty()) roots.emplace_back(root);
  }
  if (own.empty()) roots.push_back(imported_root());
  roots.emplace_back(fs::path(GS_SOURCE_DIR) / "tasks" / "packs");
  // bin/gatesmith and share/gatesmith/packs are installed under one prefix, wherever it was moved to.
  std::error_code code;
  const fs::path program = fs::read_symlink("/proc/self/exe", code);
  if (!code) roots.emplace_back(program.parent_path().parent_path() / "share" / "gatesmith" / "packs");
  return roots;
}

std::vector<std::string> list_suites(const std::vector<fs::path>& roots) {
  std::set<std::string> suites;
  for (const fs::path& root : roots) {
    for (std::string& name : visible_folders(root)) suites.insert(std::move(name));
  }
  return {suites.begin(), suites.end()};
}

Result<std::vector<Task>> load_suite(const SuiteSelector& selector, const std::vector<fs::path>& roots) {
  GS_TRY(const fs::path folder, find_suite(selector.suite, roots));
  std::vector<Task> tasks;
  if (!selector.task.empty()) {
    GS_TRY(Task task, load_member(folder, selector));
    tasks.push_back(std::move(task));
    return tasks;
  }
  std::vector<std::string> tags;
  for (const std::string& id : visible_folders(folder)) {
    GS_TRY(Task task, load_task(folder / id));
    tags.insert(tags.end(), task.tags.begin(), task.tags.end());
    if (selector.tag.empty() || task.has_tag(selector.tag)) tasks.push_back(std::move(task));
  }
  if (tasks.empty() && selector.tag.empty()) return not_found(fmt::format("no task in {}", folder.string()));
  if (tasks.empty()) {
    return not_found(fmt::format("no task of suite {} has the tag \"{}\"{}", selector.suite, selector.tag,
                                 did_you_mean(selector.tag, tags)));
  }
  return tasks;
}

Result<Task> load_named_task(std::string_view name, const std::vector<fs::path>& roots) {
  const Result<SuiteSelector> selector = parse_selector(name);
  const bool is_task_name = selector && !selector->task.empty();
  if (is_task_name) {
    if (const auto suite = find_suite(selector->suite, roots); suite && is_task_folder(*suite / selector->task)) {
      return load_task(*suite / selector->task);
    }
  }
  if (is_task_folder(fs::path(name))) return load_task(fs::path(name));
  if (!is_task_name) {
    return not_found(fmt::format("\"{}\": neither SUITE/TASK nor a folder with a task.toml", clean_utf8(name)));
  }
  GS_TRY(const fs::path suite, find_suite(selector->suite, roots));
  return load_member(suite, *selector);
}

}  // namespace gs::tasks
