// RTL-Repo: rows of {repo_name, file_path, context: [{path, snippet}], cropped_code, next_line}. What is asked is the
// line after cropped_code; the rest of the repository is context.
#include <fmt/format.h>

#include "base/files.hpp"
#include "base/text.hpp"
#include "tasks/import/import_parts.hpp"
#include "tasks/loader.hpp"

namespace gs::tasks {

namespace fs = std::filesystem;

namespace {

// A task directory holds at most 16 MiB, a file of it 1 MiB.
constexpr std::size_t kContextBytes = std::size_t{12} << 20;

/// A path of a repository as one below the workspace.
std::string place_of(const std::string& path, std::size_t number) {
  return is_safe_relative_path(path) ? path : fmt::format("unnamed/{}.v", number);
}

/// The other files of the repository; what does not fit is left out from the end, as RTL-Repo cuts its prompts.
void add_context(FieldReader& reader, ImportedTask& task) {
  std::size_t bytes = 0, number = 0, left_out = 0;
  for (FieldReader& part : reader.tables("context")) {
    const std::string path = part.string("path");
    const std::string snippet = part.string_or("snippet", "");
    ++number;
    if (snippet.size() > kTaskFileBytes || bytes + snippet.size() > kContextBytes) {
      ++left_out;
      continue;
    }
    bytes += snippet.size();
    task.files["workspace/" + place_of(path, number)] = snippet;
  }
  if (left_out > 0) task.settings["tags"].push_back("context-cut");
}

Result<ImportedTask> read_row(const Json& row, const std::string& where, std::size_t number) {
  FieldReader reader(row, where);
  const std::string repository = reader.string("repo_name");
  const std::string path = reader.string("file_path");
  const std::string code = reader.string("cropped_code");
  const std::string next = reader.string("next_line");
  const std::string official = fmt::format("{:05}-{}", number, repository);
  ImportedTask task = begin_task(
      {official, "rtl-repo", "rtl-line", fmt::format("{}: {}", repository, path), "AUCOHL/RTL-Repo", "Apache-2.0"});
  const auto context = row.find("context");
  if (context != row.end() && context->is_array() && context->empty()) {
    static_cast<void>(reader.strings_or("context", {}));  // a repository of one file
  } else {
    add_context(reader, task);
  }
  GS_CHECK(reader.finish_known());
  const std::string file = place_of(path, 0);
  if (code.size() > kTaskFileBytes) return invalid_input(where + ": /cropped_code: more than 1 MiB");
  task.files["workspace/" + file] = code;
  task.files["workspace/next_line.txt"] = "";
  task.files["tests/next_line.txt"] = next;
  task.files["solution/next_line.txt"] = next;
  task.files["instruction.md"] =
      as_instruction(fmt::format("`{}` of the repository {} ends where its next line is to be written. Write that one "
                                 "line to `next_line.txt`.\n",
                                 file, repository));
  task.settings["design"] = {{"sources", {"next_line.txt"}}};
  task.settings["judge"] = {{"evaluator", "text-line"}, {"expected", "next_line.txt"}};
  return task;
}

}  // namespace

Result<std::vector<ImportedSuite>> import_rtl_repo(const fs::path& path) {
  ImportedSuite suite;
  suite.name = "rtl-repo";
  GS_CHECK(for_each_row(path, [&](const Json& row, const std::string& where) -> Result<void> {
    GS_TRY(ImportedTask task, read_row(row, where, suite.tasks.size()));
    suite.tasks.push_back(std::move(task));
    return {};
  }));
  GS_CHECK(check_ids(suite, path));
  return std::vector<ImportedSuite>{std::move(suite)};
}

}  // namespace gs::tasks
