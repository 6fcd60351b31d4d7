#include "benchmarks/perf/verilog_eval.hpp"

#include "base/files.hpp"
#include "tasks/import/importer.hpp"
#include "tasks/import/suite_folder.hpp"

namespace gs::perf {

Result<std::vector<tasks::Task>> read_verilog_eval(const std::filesystem::path& dataset) {
  GS_TRY(const std::vector<tasks::ImportedSuite> suites, tasks::import_verilog_eval(dataset));
  GS_TRY(const TempDir root, TempDir::create("perf"));
  std::vector<tasks::Task> problems;
  const tasks::ImportedSuite& suite = suites.front();
  GS_TRY(tasks::SuiteFolder folder,
         tasks::SuiteFolder::open(root.path() / suite.name, tasks::SuiteFolder::Existing::refuse));
  for (const tasks::ImportedTask& task : suite.tasks) {
    GS_TRY(tasks::Task problem, folder.write(task));
    problems.push_back(std::move(problem));
  }
  return problems;
}

}  // namespace gs::perf
