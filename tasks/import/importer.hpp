/// Importers: suites of others, read from the user's own copy and turned into task directories.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "tasks/task.hpp"

namespace gs::tasks {

/// One task directory in memory. Its task.toml holds `settings`, with "schema", "id" and the table "import".
struct ImportedTask {
  std::string id;  ///< folder name: the official identifier, with '-' for what a folder name cannot have
  Json settings;
  FileSet files;  ///< the other files: "instruction.md", "workspace/...", "tests/...", "solution/..."
};

struct ImportedSuite {
  std::string name;  ///< "verilog-eval-v2-spec": a folder name
  std::vector<ImportedTask> tasks;
  std::vector<std::string> notes;  ///< one line each: what was left out or changed, and why
};

/// One format that suites come in.
struct Importer {
  std::string_view format;  ///< the word on the command line
  std::string_view source;  ///< what its path names
  /// At least one suite with at least one task. Errors name file and field or line.
  Result<std::vector<ImportedSuite>> (*read)(const std::filesystem::path& path);
};

/// All formats, in the order of the README.
const std::vector<Importer>& importers();

Result<std::vector<ImportedSuite>> import_verilog_eval(const std::filesystem::path& path);  // verilog_eval.cpp
Result<std::vector<ImportedSuite>> import_rtllm(const std::filesystem::path& path);         // rtllm.cpp
Result<std::vector<ImportedSuite>> import_cvdp(const std::filesystem::path& path);          // cvdp.cpp
Result<std::vector<ImportedSuite>> import_harbor(const std::filesystem::path& path);        // harbor.cpp
Result<std::vector<ImportedSuite>> import_hwe_bench(const std::filesystem::path& path);     // hwe_bench.cpp
Result<std::vector<ImportedSuite>> import_rtl_repo(const std::filesystem::path& path);      // rtl_repo.cpp

}  // namespace gs::tasks
