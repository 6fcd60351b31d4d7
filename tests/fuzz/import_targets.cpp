// Importers, on files of any content: each reads them or says in one line why not, and what it makes of them is a task
// directory that can be written.
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "base/files.hpp"
#include "base/text.hpp"
#include "tasks/import/import_parts.hpp"
#include "tasks/import/importer.hpp"
#include "tests/fuzz/targets.hpp"

namespace gs::fuzz {
namespace {

namespace fs = std::filesystem;

void write(const fs::path& path, std::string_view content) {
  std::error_code ignored;
  fs::create_directories(path.parent_path(), ignored);
  std::ofstream(path, std::ios::binary | std::ios::trunc)
      .write(content.data(), static_cast<std::streamsize>(content.size()));
}

std::string check_task(const tasks::ImportedTask& task) {
  if (task.id.empty() || task.id != tasks::folder_name_of(task.id)) return "no name for a folder: " + task.id;
  const auto again = parse_toml(dump_toml(task.settings), "task.toml");
  if (!again) return "task.toml cannot be read back: " + again.error().to_line();
  if (*again != task.settings) return "task.toml says something else: " + dump_toml(task.settings);
  for (const auto& [path, content] : task.files) {
    if (!is_safe_relative_path(path)) return "a file outside of the task: " + path;
  }
  return "";
}

std::string check_read(Result<std::vector<tasks::ImportedSuite>> (*read)(const fs::path&), const fs::path& path) {
  const auto suites = read(path);
  if (!suites) return suites.error().to_line().find('\n') == std::string::npos ? "" : "an error of several lines";
  if (suites->empty()) return "no suite and no error";
  for (const tasks::ImportedSuite& suite : *suites) {
    if (suite.tasks.empty()) return "a suite without tasks";
    for (const tasks::ImportedTask& task : suite.tasks) {
      if (std::string wrong = check_task(task); !wrong.empty()) return wrong;
    }
  }
  return "";
}

/// The parts of `bytes` between zero bytes; missing ones are empty.
std::vector<std::string_view> parts_of(std::string_view bytes, std::size_t count) {
  std::vector<std::string_view> parts = split(bytes, '\0');
  parts.resize(count);
  return parts;
}

template <typename Check>
std::string in_folder(Check check) {
  const auto folder = TempDir::create("fuzz");
  return folder ? check(folder->path()) : folder.error().to_line();
}

}  // namespace

std::string check_import_verilog_eval_v1(std::string_view bytes) {
  return in_folder([&](const fs::path& folder) {
    const auto parts = parts_of(bytes, 2);
    write(folder / "data" / "VerilogEval_Human.jsonl", parts[0]);
    if (!parts[1].empty()) write(folder / "descriptions" / "VerilogDescription_Human.jsonl", parts[1]);
    return check_read(tasks::import_verilog_eval, folder);
  });
}

std::string check_import_verilog_eval_v2(std::string_view bytes) {
  return in_folder([&](const fs::path& folder) {
    const auto parts = parts_of(bytes, 4);
    write(folder / "Prob001_x_prompt.txt", parts[0]);
    write(folder / "Prob001_x_ref.sv", parts[1]);
    write(folder / "Prob001_x_test.sv", parts[2]);
    if (!parts[3].empty()) write(folder / "Prob001_zero_ifc.txt", parts[3]);
    return check_read(tasks::import_verilog_eval, folder);
  });
}

std::string check_import_rtllm(std::string_view bytes) {
  return in_folder([&](const fs::path& folder) {
    const auto parts = parts_of(bytes, 4);
    write(folder / "design" / "design_description.txt", parts[0]);
    write(folder / "design" / "testbench.v", parts[1]);
    write(folder / "design" / "verified_design.v", parts[2]);
    write(folder / "design" / "data.txt", parts[3]);
    return check_read(tasks::import_rtllm, folder);
  });
}

std::string check_import_rtl_repo(std::string_view bytes) {
  return in_folder([&](const fs::path& folder) {
    write(folder / "rows.jsonl", bytes);
    return check_read(tasks::import_rtl_repo, folder / "rows.jsonl");
  });
}

}  // namespace gs::fuzz
