/// What must hold of every importer: an error is one line; what was read has safe paths and settings that TOML can
/// hold.
#pragma once

#include <fstream>
#include <string>
#include <string_view>

#include "base/files.hpp"
#include "base/json.hpp"
#include "tasks/import/import_parts.hpp"
#include "tasks/import/importer.hpp"

namespace gs::fuzz {

/// A folder for the files that importers read, one for each process.
inline const std::filesystem::path& import_folder() {
  static const TempDir folder = TempDir::create("fuzz-import").value();
  return folder.path();
}

inline void write_plainly(const std::filesystem::path& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc)
      .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

inline std::string check_import(const Result<std::vector<tasks::ImportedSuite>>& suites) {
  if (!suites) {
    const std::string line = suites.error().to_line();
    return line.find('\n') == std::string::npos && line.find('\x1b') == std::string::npos ? ""
                                                                                          : "not one line: " + line;
  }
  if (suites->empty()) return "no suite and no error";
  for (const tasks::ImportedSuite& suite : *suites) {
    if (suite.name.empty() || suite.tasks.empty()) return "a suite without name or tasks";
    for (const tasks::ImportedTask& task : suite.tasks) {
      if (task.id.empty() || task.id != tasks::folder_name_of(task.id)) return "a bad id: " + task.id;
      for (const auto& [path, content] : task.files) {
        if (!is_safe_relative_path(path)) return "a bad path: " + path;
      }
      const auto back = parse_toml(dump_toml(task.settings), "task.toml");
      if (!back || *back != task.settings) return "settings that TOML does not keep";
    }
  }
  return "";
}

}  // namespace gs::fuzz
