// Importers, on files of any content: each reads them or says in one line why not, and what it makes of them is a task
// directory that can be written.
#include <filesystem>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "tests/fuzz/import_check.hpp"
#include "tests/fuzz/targets.hpp"

namespace gs::fuzz {
namespace {

namespace fs = std::filesystem;

void write(const fs::path& path, std::string_view content) {
  std::error_code ignored;
  fs::create_directories(path.parent_path(), ignored);
  write_plainly(path, content);
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
    return check_import(tasks::import_verilog_eval(folder));
  });
}

std::string check_import_verilog_eval_v2(std::string_view bytes) {
  return in_folder([&](const fs::path& folder) {
    const auto parts = parts_of(bytes, 4);
    write(folder / "Prob001_x_prompt.txt", parts[0]);
    write(folder / "Prob001_x_ref.sv", parts[1]);
    write(folder / "Prob001_x_test.sv", parts[2]);
    if (!parts[3].empty()) write(folder / "Prob001_zero_ifc.txt", parts[3]);
    return check_import(tasks::import_verilog_eval(folder));
  });
}

std::string check_import_rtllm(std::string_view bytes) {
  return in_folder([&](const fs::path& folder) {
    const auto parts = parts_of(bytes, 4);
    write(folder / "design" / "design_description.txt", parts[0]);
    write(folder / "design" / "testbench.v", parts[1]);
    write(folder / "design" / "verified_design.v", parts[2]);
    write(folder / "design" / "data.txt", parts[3]);
    return check_import(tasks::import_rtllm(folder));
  });
}

std::string check_import_rtl_repo(std::string_view bytes) {
  return in_folder([&](const fs::path& folder) {
    write(folder / "rows.jsonl", bytes);
    return check_import(tasks::import_rtl_repo(folder / "rows.jsonl"));
  });
}

}  // namespace gs::fuzz
