#include "benchmarks/perf/verilog_eval.hpp"

#include <algorithm>

#include "base/files.hpp"
#include "base/verilog_lexer.hpp"

namespace gs::perf {
namespace {

// The reference under the name that a candidate has.
std::string golden_of(const std::string& reference) {
  std::string text;
  std::size_t done = 0;
  for (const rtl::Token& token : rtl::tokenize_code(reference)) {
    if (token.text != "RefModule") continue;
    text.append(reference, done, token.offset - done).append("TopModule");
    done = token.end();
  }
  return text.append(reference, done, std::string::npos);
}

}  // namespace

Result<std::vector<VerilogEvalProblem>> read_verilog_eval(const std::filesystem::path& dataset) {
  std::vector<VerilogEvalProblem> problems;
  std::error_code code;
  constexpr std::string_view kTest = "_test.sv";
  for (const auto& entry : std::filesystem::directory_iterator(dataset, code)) {
    const std::string name = entry.path().filename().string();
    if (!name.ends_with(kTest)) continue;
    VerilogEvalProblem problem;
    tasks::Task& task = problem.task;
    task.suite = "verilog-eval";
    task.id = name.substr(0, name.size() - kTest.size());
    problem.test = entry.path();
    problem.reference = dataset / (task.id + "_ref.sv");
    GS_TRY(task.hidden["test.sv"], read_file(problem.test));
    GS_TRY(task.hidden["ref.sv"], read_file(problem.reference));
    task.kind = "rtl-completion";
    task.design_top = "TopModule";
    task.sources = {"top_module.sv"};
    task.workspace["top_module.sv"] = "";
    task.solution["top_module.sv"] = golden_of(task.hidden["ref.sv"]);
    task.judge.evaluator = "rtl-testbench";
    task.judge.testbench = {"test.sv", "ref.sv"};
    task.judge.top = "tb";
    task.judge.seeds = {1};
    task.judge.pass_line = "Mismatches: 0 in [0-9]+ samples";
    task.judge.fail_line = "Mismatches: [1-9][0-9]* in [0-9]+ samples";
    task.judge.silence = true;
    task.limits.run_wall = std::chrono::seconds(30);
    task.hash = tasks::hash_of(task.hidden);
    problems.push_back(std::move(problem));
  }
  if (problems.empty()) return not_found(dataset.string() + ": no ProbNNN_..._test.sv in it");
  std::sort(problems.begin(), problems.end(), [](const auto& a, const auto& b) { return a.task.id < b.task.id; });
  return problems;
}

}  // namespace gs::perf
