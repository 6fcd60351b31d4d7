// Theory of operation: each harness is a few shell commands, which run as they are written in its sources, in one box
// with the compiler's rights: 30 s (RTLLM: 8 s) for the simulation by the harness's own `timeout`, the box's wall clock
// a little later. What they print goes to files, as there, and is collected.
#include "evaluators/official/harness.hpp"

#include <fmt/format.h>

#include <chrono>

#include "base/text.hpp"

namespace gs::official {
namespace {

using std::chrono::seconds;

constexpr std::size_t kLogBytes = std::size_t{64} << 20;

// The commands of Makefile.in with bash as its shell; of execution.py; and the steps of auto_run.py.
constexpr const char* kVerilogEvalV2 =
    "iverilog -Wall -Winfloop -Wno-timescale -g2012 -s tb -o sample ../in/sample.sv ../in/test.sv ../in/ref.sv &> log\n"
    "timeout 30 ./sample &>> log\n"
    "if [[ $? == 124 ]]; then echo TIMEOUT &>> log; fi\n";
constexpr const char* kVerilogEvalV1 =
    "(iverilog -Wall -Winfloop -Wno-timescale -g2012 -s tb -o test.vvp ../in/all.sv; timeout 30 vvp -n test.vvp) "
    "> out 2> err\n"
    "if [[ $? == 124 ]]; then touch timed_out; fi\n";
constexpr const char* kRtllm =
    "iverilog -g2012 -o simv ../in/design.v ../in/tests/testbench.v &> compile.log || exit 0\n"
    "touch compiled\n"
    "timeout 8 vvp -n simv &> log\n"
    "if [[ $? == 124 ]]; then touch timed_out; fi\n";

Result<std::string> hidden_file(const tasks::Task& task, const std::string& name) {
  const auto file = task.hidden.find(name);
  if (file != task.hidden.end()) return file->second;
  return invalid_input(fmt::format("task {}: no tests/{}, so it was not imported from that suite", task.name(), name));
}

Result<void> add_files(Rules rules, const tasks::Task& task, const std::string& sample, sandbox::Request& request) {
  if (rules == Rules::rtllm) {
    GS_TRY(const std::string testbench, hidden_file(task, "testbench.v"));
    for (const auto& [name, content] : task.hidden) request.files["tests/" + name] = content;
    request.files["tests/testbench.v"] = testbench;
    request.files["design.v"] = sample;
    return {};
  }
  GS_TRY(const std::string test, hidden_file(task, "test.sv"));
  if (rules == Rules::verilog_eval_v1) {
    request.files["all.sv"] = test + "\n" + sample;
    return {};
  }
  request.files["sample.sv"] = sample;
  request.files["test.sv"] = test;
  GS_TRY(request.files["ref.sv"], hidden_file(task, "ref.sv"));
  return {};
}

}  // namespace

Result<std::string> sample_text(Rules rules, const tasks::Task& task, const tasks::Candidate& candidate) {
  const std::string format = task.imported ? task.imported->format : "";
  const std::string_view suite = rules == Rules::rtllm ? "rtllm" : to_string(rules);
  if (!format.starts_with(suite) || task.sources.size() != 1) {
    return invalid_input(
        fmt::format("task {}: {} judges tasks imported from its own suite", task.name(), to_string(rules)));
  }
  GS_TRY(const tasks::FileSet files, overlay(task, candidate));
  return files.at(task.sources.front());
}

Result<Printed> Harness::run(Rules rules, const tasks::Task& task, const std::string& sample) const {
  sandbox::Request request;
  request.label = "official";
  GS_CHECK(add_files(rules, task, sample, request));
  sandbox::Step step;
  step.argv = {"bash", "-c",
               rules == Rules::verilog_eval_v2   ? kVerilogEvalV2
               : rules == Rules::verilog_eval_v1 ? kVerilogEvalV1
                                                 : kRtllm};
  request.steps.push_back(std::move(step));
  request.collect = {"log", "out", "err", "compiled", "timed_out"};
  request.collect_bytes = kLogBytes;
  request.limits.wall = seconds(60);
  request.limits.cpu = seconds(60);
  request.limits.memory_bytes = task.limits.memory_bytes;
  sandbox::Outcome outcome = box_.run(request);
  if (outcome.status == sandbox::Outcome::Status::sandbox_error) return unavailable("sandbox: " + outcome.error);
  Printed printed;
  printed.log = outcome.files["log"];
  printed.out = outcome.files["out"];
  printed.err = outcome.files["err"];
  printed.compiled = outcome.files.count("compiled") > 0;
  // A compiler that hangs ends with the box; the harnesses would wait for ever, or 30 s (v1).
  const bool box_ended = outcome.steps.front().status == sandbox::StepStatus::timeout_wall ||
                         outcome.steps.front().status == sandbox::StepStatus::timeout_cpu;
  printed.timed_out = outcome.files.count("timed_out") > 0 || box_ended;
  if (box_ended && rules == Rules::verilog_eval_v2) printed.log += "TIMEOUT\n";
  return printed;
}

Outcome classify(Rules rules, const Printed& printed, std::string_view sample) {
  switch (rules) {
    case Rules::verilog_eval_v1:
      return classify_verilog_eval_v1(printed.out, printed.err, printed.timed_out);
    case Rules::verilog_eval_v2:
      return classify_verilog_eval_v2(printed.log, sample);
    case Rules::rtllm:
      return classify_rtllm(printed.compiled, !printed.timed_out, printed.log);
  }
  return {};
}

}  // namespace gs::official
