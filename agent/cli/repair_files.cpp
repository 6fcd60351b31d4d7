#include "agent/cli/repair_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <system_error>

#include "base/files.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "evaluators/command_judge.hpp"
#include "evaluators/rtl/design_index.hpp"

namespace gs::cli {

namespace fs = std::filesystem;
namespace session = agent::session;

namespace {

constexpr std::size_t kMostFiles = 10'000, kMostBytes = std::size_t{64} << 20;
// Of files beside the design, models are shown what is short: a Makefile, a test.
constexpr std::size_t kShownBytes = 16'000, kShownTotal = 64'000;
constexpr int kCommandSeconds = 120;

bool is_below(std::string_view path, std::string_view folder) {
  return folder.empty() || path == folder || (path.starts_with(folder) && path[folder.size()] == '/');
}

bool is_below_any(std::string_view path, const std::vector<std::string>& folders) {
  return std::any_of(folders.begin(), folders.end(), [&](const std::string& f) { return is_below(path, f); });
}

bool is_verilog(std::string_view name) {
  return name.ends_with(".sv") || name.ends_with(".v") || name.ends_with(".svh") || name.ends_with(".vh");
}

// What version control keeps for itself.
bool is_repository(std::string_view path) {
  const std::vector<std::string_view> parts = split(path, '/');
  return std::any_of(parts.begin(), parts.end(),
                     [](std::string_view part) { return part == ".git" || part == ".hg" || part == ".svn"; });
}

Result<fs::path> real_path(const std::string& folder, const std::string& given) {
  std::error_code code;
  fs::path real = fs::canonical(fs::path(folder) / given, code);
  if (code) return not_found(fmt::format("{}: {}", clean_utf8(given), code.message()));
  return real;
}

fs::path common_folder(const fs::path& a, const fs::path& b) {
  fs::path common;
  for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end() && *i == *j; ++i, ++j) common /= *i;
  return common;
}

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string hash_of(const tasks::Task& task) {
  const tasks::EvaluatorSettings& check = *task.check;
  Sha256 hash;
  hash.add_part(tasks::hash_of(task.workspace)).add_part(task.design_top).add_part(check.evaluator).add_part(check.top);
  hash.add_part(check.pass_line).add_part(check.fail_line);
  for (const auto& [name, target] : check.links) hash.add_part(name).add_part(target);
  for (const auto* list : {&task.sources, &task.include_dirs, &check.testbench, &check.commands}) {
    hash.add_part(join(*list, "\n"));
  }
  return hash.hex();
}

// As a pattern of whole lines.
std::string anywhere(const std::string& pattern) {
  return pattern.empty() ? pattern : ".*(" + pattern + ").*";
}

}  // namespace

Json to_json(const RepairRequest& r) {
  return {{"folder", r.folder},
          {"paths", r.paths},
          {"top", r.top},
          {"testbench", r.testbench},
          {"tb_top", r.testbench_top},
          {"pass_line", r.pass_line},
          {"fail_line", r.fail_line},
          {"command", r.command},
          {"issue", r.issue},
          {"editable", r.editable},
          {"include_dirs", r.include_dirs},
          {"test_seconds", r.test_seconds}};
}

Result<RepairRequest> repair_request_from(const Json& json) {
  RepairRequest r;
  if (!json.is_object()) return corrupt("/request: expected an object");
  FieldReader fields(json, "/request");
  r.folder = fields.string("folder");
  r.paths = fields.strings("paths");
  r.top = fields.string("top");
  r.testbench = fields.strings_or("testbench", {});
  r.testbench_top = fields.string_or("tb_top", "");
  r.pass_line = fields.string_or("pass_line", "");
  r.fail_line = fields.string_or("fail_line", "");
  r.command = fields.string_or("command", "");
  r.issue = fields.string_or("issue", "");
  r.editable = fields.strings_or("editable", {});
  r.include_dirs = fields.strings_or("include_dirs", {});
  r.test_seconds = static_cast<int>(fields.integer_or("test_seconds", 0, 0, 86400));
  GS_CHECK(fields.finish());
  return r;
}

Result<RepairFiles> RepairFiles::open(RepairRequest request) {
  std::error_code code;
  fs::path root = fs::canonical(request.folder, code);
  if (code) return not_found(request.folder + ": " + code.message());
  std::vector<fs::path> all;
  for (const auto* list : {&request.paths, &request.testbench, &request.include_dirs, &request.editable}) {
    for (const std::string& given : *list) {
      GS_TRY(fs::path real, real_path(request.folder, given));
      all.push_back(fs::is_directory(real) ? real : real.parent_path());
    }
  }
  const bool is_inside =
      std::all_of(all.begin(), all.end(), [&](const fs::path& p) { return common_folder(p, root) == root; });
  if (!is_inside) {
    root = all.front();
    for (const fs::path& path : all) root = common_folder(root, path);
  }
  if (root == root.root_path()) return invalid_input("the files have no folder in common but /");
  GS_TRY(session::UserTree tree, session::UserTree::open(root));
  RepairFiles files(std::move(request), std::move(tree));
  GS_TRY(files.paths_, files.names_of(files.request_.paths));
  GS_TRY(files.testbench_, files.names_of(files.request_.testbench));
  GS_TRY(files.editable_, files.names_of(files.request_.editable));
  GS_TRY(files.include_dirs_, files.names_of(files.request_.include_dirs));
  return files;
}

Result<std::string> RepairFiles::name_of(const std::string& given) const {
  GS_TRY(const fs::path real, real_path(request_.folder, given));
  const std::string name = real.lexically_relative(tree_.root()).generic_string();
  if (name == ".") return std::string();
  if (!is_safe_relative_path(name))
    return invalid_input(fmt::format("{}: is not below {}", clean_utf8(given), tree_.root().string()));
  return name;
}

Result<std::vector<std::string>> RepairFiles::names_of(const std::vector<std::string>& given) const {
  std::vector<std::string> names;
  for (const std::string& one : given) {
    GS_TRY(std::string name, name_of(one));
    names.push_back(std::move(name));
  }
  return names;
}

// What lies at or below `start`, by its names from the root.
Result<std::vector<FolderEntry>> RepairFiles::entries_at(const std::string& start) const {
  const fs::path at = start.empty() ? tree_.root() : tree_.root() / start;
  std::error_code code;
  if (!fs::is_directory(at, code)) return std::vector<FolderEntry>{{start, EntryKind::file}};
  GS_TRY(std::vector<FolderEntry> entries, walk_folder(at));
  for (FolderEntry& entry : entries) entry.path = start.empty() ? entry.path : start + "/" + entry.path;
  return entries;
}

// Adds the files at or below `start`: Verilog, or everything.
Result<void> RepairFiles::find(const std::string& start, bool is_everything, tasks::FileSet& files) {
  GS_TRY(const std::vector<FolderEntry> entries, entries_at(start));
  for (const FolderEntry& entry : entries) {
    if (entry.kind == EntryKind::folder || is_repository(entry.path)) continue;
    if (entry.kind == EntryKind::link && is_safe_relative_path(entry.path)) {
      note_link(entry.path);
      continue;
    }
    if (!is_everything && entry.path != start && !is_verilog(entry.path)) continue;
    if (entry.kind != EntryKind::file || !is_safe_relative_path(entry.path)) {
      note(fmt::format("{} is no plain file: left out", clean_utf8(entry.path)));
      continue;
    }
    GS_CHECK(add_file(entry.path, files));
  }
  return {};
}

Result<void> RepairFiles::add_file(const std::string& name, tasks::FileSet& files) {
  if (files.count(name) > 0) return {};
  GS_TRY(std::string content, tree_.read(name));
  read_bytes_ += content.size();
  files[name] = std::move(content);
  if (files.size() <= kMostFiles && read_bytes_ <= kMostBytes) return {};
  return Error(ErrorCode::limit_exceeded,
               fmt::format("{}: holds more than {} files or {} MiB; begin in a smaller folder", tree_.root().string(),
                           kMostFiles, kMostBytes >> 20));
}

// What leads to a place below the root is known by it; where it is broken or leads out, it is left out.
void RepairFiles::note_link(const std::string& name) {
  std::error_code code;
  const fs::path real = fs::canonical(tree_.root() / name, code);
  const std::string target = code ? std::string() : real.lexically_relative(tree_.root()).generic_string();
  if (is_safe_relative_path(target) && !is_repository(target)) {
    links_[name] = target;
  } else {
    note(fmt::format("{} is a symbolic link: left out", clean_utf8(name)));
  }
}

void RepairFiles::note(std::string text) {
  if (!has(notes_, text)) notes_.push_back(std::move(text));
}

// The Verilog that the links of the paths lead to, under its own names. Links that are found there are not followed.
Result<void> RepairFiles::follow_links(tasks::FileSet& files) {
  for (const auto& [name, target] : links_) {
    GS_TRY(const std::vector<FolderEntry> entries, entries_at(target));
    bool is_design = false;
    for (const FolderEntry& entry : entries) {
      if (entry.kind != EntryKind::file || !is_verilog(entry.path) || !is_safe_relative_path(entry.path)) continue;
      is_design = is_design || files.count(entry.path) == 0;
      GS_CHECK(add_file(entry.path, files));
    }
    if (is_design) note(fmt::format("{} is a symbolic link: {} is read, not changed", name, target));
  }
  return {};
}

Result<session::Loaded> RepairFiles::load() {
  notes_.clear();
  links_.clear();
  read_bytes_ = 0;
  test_files_.clear();
  tasks::FileSet files;
  for (const std::string& path : paths_) GS_CHECK(find(path, false, files));
  std::set<std::string> own;
  for (const auto& [name, content] : files) own.insert(name);
  for (const std::string& folder : include_dirs_) GS_CHECK(find(folder, false, files));
  GS_CHECK(follow_links(files));
  session::Loaded loaded;
  tasks::Task& task = loaded.task;
  task.suite = "repair";
  task.id = request_.top;
  task.kind = "rtl-repair";
  task.title = "Repair of " + request_.top;
  task.instruction =
      request_.issue.empty() ? "The test of this design fails. Find out why, and repair the design." : request_.issue;
  task.design_top = request_.top;
  tasks::FileSet candidates = files;
  for (const std::string& bench : testbench_) candidates.erase(bench);
  rtl::DesignFiles design;
  {
    const rtl::DesignIndex index(candidates, include_dirs_);
    GS_TRY(design, index.design_of(request_.top));
  }
  task.sources = design.sources;
  task.include_dirs = design.include_dirs;
  for (const std::string& folder : include_dirs_) {
    if (!has(task.include_dirs, folder)) task.include_dirs.push_back(folder);
  }
  for (const auto* list : {&design.sources, &design.included}) {
    for (const std::string& name : *list) task.workspace[name] = files.at(name);
  }
  if (request_.command.empty()) {
    GS_CHECK(add_testbench(files, loaded));
  } else {
    GS_CHECK(add_command(loaded));
  }
  for (const auto* list : {&design.sources, &design.included}) {
    for (const std::string& name : *list) {
      if (own.count(name) > 0) loaded.editable.push_back(name);
    }
  }
  GS_CHECK(choose_editable(loaded));
  task.hash = hash_of(task);
  return loaded;
}

// What only the testbench uses is part of it. So is a package that both use: the testbench is compiled first.
Result<void> RepairFiles::add_testbench(const tasks::FileSet& found, session::Loaded& loaded) {
  tasks::Task& task = loaded.task;
  tasks::FileSet files = found;
  for (const std::string& bench : testbench_) {
    if (files.count(bench) == 0) {
      GS_TRY(files[bench], tree_.read(bench));
    }
  }
  const rtl::DesignIndex index(files, include_dirs_);
  GS_TRY(const rtl::DesignFiles all, index.closure_of(testbench_));
  tasks::EvaluatorSettings check;
  check.evaluator = "rtl-testbench";
  check.seeds = {1};
  check.pass_line = anywhere(request_.pass_line);
  check.fail_line = anywhere(request_.fail_line);
  check.silence = !check.pass_line.empty();
  check.top = request_.testbench_top;
  if (check.top.empty()) {
    GS_TRY(check.top, index.top_of(testbench_));
  }
  for (const std::string& name : all.sources) {
    const bool is_design = has(task.sources, name);
    if (is_design && !index.declares_package(name)) continue;
    if (is_design) {
      std::erase(task.sources, name);
      note(fmt::format("{} is a package of the testbench too: it is not changed", name));
    }
    check.testbench.push_back(name);
  }
  for (const auto* list : {&all.sources, &all.included}) {
    for (const std::string& name : *list) task.workspace[name] = files.at(name);
  }
  test_files_ = all.included;
  test_files_.insert(test_files_.end(), check.testbench.begin(), check.testbench.end());
  for (const std::string& folder : all.include_dirs) {
    if (!has(task.include_dirs, folder)) task.include_dirs.push_back(folder);
  }
  task.instruction += fmt::format("\n\nThe test is {}; it is not to be changed.", join(check.testbench, ", "));
  if (request_.test_seconds > 0) task.limits.run_wall = std::chrono::seconds(request_.test_seconds);
  task.check = std::move(check);
  return {};
}

Result<void> RepairFiles::add_command(session::Loaded& loaded) {
  tasks::Task& task = loaded.task;
  tasks::FileSet everything;
  read_bytes_ = 0;
  GS_CHECK(find("", true, everything));
  std::size_t shown = 0;
  for (auto& [name, content] : everything) {
    const bool is_design = task.workspace.count(name) > 0;
    const bool is_short = content.size() <= kShownBytes && is_text(content);
    if (!is_design && (!is_short || shown + content.size() > kShownTotal)) {
      loaded.hidden.push_back(name);
    } else if (!is_design) {
      shown += content.size();
    }
    task.workspace[name] = std::move(content);
  }
  tasks::EvaluatorSettings check;
  check.evaluator = evaluators::kCommandEvaluator;
  check.commands = {request_.command};
  for (const auto& [name, target] : links_) {
    check.links[name] = fs::path(target).lexically_relative(fs::path(name).parent_path()).generic_string();
  }
  task.check = std::move(check);
  task.instruction += fmt::format("\n\nThe test is the command `{}`, which must end with status 0.", request_.command);
  task.limits.run_wall = std::chrono::seconds(request_.test_seconds > 0 ? request_.test_seconds : kCommandSeconds);
  return {};
}

Result<void> RepairFiles::choose_editable(session::Loaded& loaded) const {
  const std::vector<std::string> possible = loaded.task.editable_files();
  std::erase_if(loaded.editable, [&](const std::string& name) {
    return !has(possible, name) || has(test_files_, name) || (!editable_.empty() && !is_below_any(name, editable_));
  });
  if (loaded.editable.empty()) return invalid_input("no file of the design may be changed");
  return {};
}

}  // namespace gs::cli
