// VerilogEval v1 (data/VerilogEval_*.jsonl of branch release/1.0.0) and v2 (folders of main: ProbNNN_<name>_prompt.txt,
// _ref.sv, _test.sv, and _ifc.txt for code completion). Both testbenches print "Mismatches: N in M samples".
#include <fmt/format.h>

#include <algorithm>

#include "base/files.hpp"
#include "base/text.hpp"
#include "tasks/import/import_parts.hpp"
#include "tasks/loader.hpp"

namespace gs::tasks {

namespace fs = std::filesystem;

namespace {

constexpr const char* kOrigin = "NVlabs/verilog-eval";
constexpr const char* kLicence = "MIT";
constexpr int kRunWallMs = 30'000;  // as both harnesses have it
constexpr std::string_view kPrompt = "_prompt.txt";

/// Not a fail_line: the testbenches' own TIMEOUT at 1e6 ps comes before the end of some stimuli, goldens' included.
Json judge_of(std::vector<std::string> testbench) {
  return {{"evaluator", "rtl-testbench"},
          {"simulator", "auto"},
          {"testbench", std::move(testbench)},
          {"top", "tb"},
          {"pass_line", "Mismatches: 0 in [0-9]+ samples"},
          {"fail_line", "Mismatches: [1-9][0-9]* in [0-9]+ samples"},
          {"silence", true}};
}

ImportedTask problem(const std::string& official_id, const std::string& format, const std::string& title) {
  ImportedTask task = begin_task({official_id, format, "rtl-completion", title, kOrigin, kLicence});
  task.settings["limits"] = {{"run_wall_ms", kRunWallMs}};
  return task;
}

Result<std::string> sibling(const fs::path& folder, const std::string& name) {
  GS_TRY(std::string text, read_file(folder / name, kTaskFileBytes));
  if (trim(text).empty()) return invalid_input((folder / name).string() + ": empty");
  return text;
}

Result<ImportedTask> read_v2_problem(const fs::path& folder, const std::string& id, bool completes) {
  ImportedTask task =
      problem(id, completes ? "verilog-eval-v2-complete" : "verilog-eval-v2-spec", id.substr(id.find('_') + 1));
  GS_TRY(const std::string prompt, sibling(folder, id + "_prompt.txt"));
  GS_TRY(task.files["tests/test.sv"], sibling(folder, id + "_test.sv"));
  GS_TRY(task.files["tests/ref.sv"], sibling(folder, id + "_ref.sv"));
  if (task.files["tests/ref.sv"].find("RefModule") == std::string::npos) {
    return invalid_input((folder / (id + "_ref.sv")).string() + ": no module RefModule");
  }
  std::string start = "// Write TopModule here.\n";
  if (completes) {
    GS_TRY(start, sibling(folder, id + "_ifc.txt"));
    start = as_instruction(start) + "endmodule\n";
  }
  task.settings["design"] = {{"top", "TopModule"}, {"sources", {"top_module.sv"}}};
  task.settings["judge"] = judge_of({"test.sv", "ref.sv"});
  task.files["instruction.md"] = as_instruction(prompt);
  task.files["workspace/top_module.sv"] = start;
  task.files["solution/top_module.sv"] = rename_identifier(task.files["tests/ref.sv"], "RefModule", "TopModule");
  return task;
}

Result<ImportedSuite> read_v2(const fs::path& folder) {
  const bool completes = fs::exists(folder / "Prob001_zero_ifc.txt") ||
                         folder.filename().string().find("code-complete") != std::string::npos;
  ImportedSuite suite;
  suite.name = completes ? "verilog-eval-v2-complete" : "verilog-eval-v2-spec";
  GS_TRY(const std::vector<std::string> files, list_files(folder));
  for (const std::string& file : files) {
    if (!file.starts_with("Prob") || !file.ends_with(kPrompt) || file.find('/') != std::string::npos) continue;
    GS_TRY(ImportedTask task, read_v2_problem(folder, file.substr(0, file.size() - kPrompt.size()), completes));
    suite.tasks.push_back(std::move(task));
  }
  GS_CHECK(check_ids(suite, folder));
  return suite;
}

/// A row of data/VerilogEval_*.jsonl: the candidate is "prompt" (the header) and what completes it.
Result<ImportedTask> read_v1_row(const Json& row, const std::string& where, const std::string& format) {
  FieldReader reader(row, where);
  const std::string id = reader.string("task_id");
  const std::string prompt = reader.string("prompt");
  const std::string solution = reader.string("canonical_solution");
  const std::string test = reader.string("test");
  const std::string described = reader.string_or("detail_description", "");
  GS_CHECK(reader.finish_known());
  ImportedTask task = problem(id, format, id);
  task.settings["design"] = {{"top", "top_module"}, {"sources", {"top_module.sv"}}};
  task.settings["judge"] = judge_of({"test.sv"});
  task.files["instruction.md"] =
      as_instruction(described.empty() ? "Complete the module.\n\n" + prompt : described + "\n\n" + prompt);
  task.files["workspace/top_module.sv"] = prompt + "\nendmodule\n";
  task.files["solution/top_module.sv"] = prompt + "\n" + solution;
  task.files["tests/test.sv"] = test;
  return task;
}

/// task_id -> detail_description of descriptions/VerilogDescription_<set>.jsonl beside data/, where it is.
Result<std::map<std::string, std::string>> read_descriptions(const fs::path& data, const std::string& set) {
  std::map<std::string, std::string> found;
  const fs::path file = data.parent_path().parent_path() / "descriptions" / ("VerilogDescription_" + set + ".jsonl");
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return found;
  GS_CHECK(for_each_row(file, [&](const Json& row, const std::string& where) -> Result<void> {
    FieldReader reader(row, where);
    const std::string id = reader.string("task_id");
    found[id] = reader.string("detail_description");
    return reader.finish_known();
  }));
  return found;
}

Result<ImportedSuite> read_v1(const fs::path& file) {
  const std::string stem = file.stem().string();
  const bool is_human = stem.find("Machine") == std::string::npos;
  ImportedSuite suite;
  suite.name = is_human ? "verilog-eval-v1-human" : "verilog-eval-v1-machine";
  GS_TRY(const auto descriptions, read_descriptions(file, is_human ? "Human" : "Machine"));
  GS_CHECK(for_each_row(file, [&](const Json& row, const std::string& where) -> Result<void> {
    Json full = row;
    if (row.contains("task_id") && row["task_id"].is_string()) {
      const auto described = descriptions.find(row["task_id"].get<std::string>());
      if (described != descriptions.end()) full["detail_description"] = described->second;
    }
    GS_TRY(ImportedTask task, read_v1_row(full, where, suite.name));
    suite.tasks.push_back(std::move(task));
    return {};
  }));
  if (descriptions.empty()) {
    suite.notes.push_back(
        "no descriptions/VerilogDescription_*.jsonl beside data/: instructions are the headers alone");
  }
  GS_CHECK(check_ids(suite, file));
  return suite;
}

}  // namespace

Result<std::vector<ImportedSuite>> import_verilog_eval(const fs::path& path) {
  std::vector<ImportedSuite> suites;
  std::error_code ignored;
  const auto add = [&](Result<ImportedSuite> suite) -> Result<void> {
    if (!suite) return std::move(suite).error();
    suites.push_back(*std::move(suite));
    return {};
  };
  if (!fs::exists(path, ignored)) return not_found(clean_utf8(path.string()) + ": no such file or folder");
  if (fs::is_regular_file(path, ignored)) {
    GS_CHECK(add(read_v1(path)));
    return suites;
  }
  for (const char* name : {"dataset_spec-to-rtl", "dataset_code-complete-iccad2023"}) {
    if (fs::is_directory(path / name, ignored)) GS_CHECK(add(read_v2(path / name)));
  }
  for (const fs::path& folder : {path, path / "data"}) {
    for (const char* name : {"VerilogEval_Human.jsonl", "VerilogEval_Machine.jsonl"}) {
      if (fs::is_regular_file(folder / name, ignored)) GS_CHECK(add(read_v1(folder / name)));
    }
  }
  if (suites.empty()) GS_CHECK(add(read_v2(path)));  // a dataset folder itself
  return suites;
}

}  // namespace gs::tasks
