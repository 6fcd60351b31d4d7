#include "evaluators/rtl/bench.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "base/line_pattern.hpp"
#include "base/text.hpp"
#include "base/verilog_lexer.hpp"
#include "evaluators/complaints.hpp"

namespace gs::rtl {

using evaluators::Phase;

namespace {

constexpr std::size_t kShownReports = 20;

// "[230] %Error: tb.sv:8: Assertion failed in TOP.gs_top.tb: q: expected 03, got fd" -> "q: expected 03, got fd".
std::string report_text(std::string_view message) {
  constexpr std::string_view kMark = "Assertion failed in ";
  if (const std::size_t mark = message.find(kMark); mark != std::string_view::npos) {
    const std::size_t colon = message.find(": ", mark);
    return colon == std::string_view::npos ? std::string() : std::string(trim(message.substr(colon + 2)));
  }
  return std::string(trim(message));
}

// Splits "name: rest" at the first colon when the front is an identifier, and "expected A, got B" out of the rest.
tasks::Mismatch mismatch_of(const Report& report, std::string_view text) {
  tasks::Mismatch m;
  m.first_time_ps = report.time_ps;
  const std::size_t colon = text.find(':');
  std::string_view rest = text;
  if (colon != std::string_view::npos && text.find(' ') > colon) {
    m.signal = std::string(text.substr(0, colon));
    rest = text.substr(colon + 1);
  } else {
    m.signal = fmt::format("line {}", report.line);
  }
  const std::size_t expected = rest.find("expected "), got = rest.find("got ");
  if (expected != std::string_view::npos && got != std::string_view::npos) {
    std::string_view want = rest.substr(expected + 9);
    m.expected = std::string(trim(want.substr(0, want.find_first_of(", "))));
    std::string_view value = rest.substr(got + 4);
    m.got = std::string(trim(value.substr(0, value.find_first_of(", "))));
  }
  return m;
}

void add_report(TraceDifference& difference, const Report& report, std::string_view text) {
  tasks::Mismatch m = mismatch_of(report, text);
  for (tasks::Mismatch& known : difference.mismatches) {
    if (known.signal == m.signal) {
      ++known.count;
      return;
    }
  }
  m.count = 1;
  difference.mismatches.push_back(std::move(m));
}

// A testbench whose last word is printed.
Result<TestbenchReading> read_printed(const std::vector<SimulationLog>& logs, const std::vector<std::string>& texts,
                                      const tasks::EvaluatorSettings& settings) {
  GS_TRY(const LinePattern pass, LinePattern::compile(settings.pass_line));
  std::optional<LinePattern> fail;
  if (!settings.fail_line.empty()) {
    GS_TRY(fail, LinePattern::compile(settings.fail_line));
  }
  TestbenchReading reading;
  for (std::size_t i = 0; i < logs.size() && reading.abnormal_end.empty(); ++i) {
    const std::vector<std::string_view> lines = split_lines(i < texts.size() ? std::string_view(texts[i]) : "");
    bool passed = false;
    std::string_view failing;
    for (const std::string_view line : lines) {
      passed = passed || pass.matches(line);
      if (failing.empty() && fail && fail->matches(line)) failing = line;
    }
    if (logs[i].end == EndKind::fatal) {
      reading.abnormal_end = "the simulator gave up: " + clean_utf8(logs[i].fatal_message);
    } else if (logs[i].end == EndKind::cut) {
      reading.abnormal_end = "the simulation did not reach its end";
    } else if (!failing.empty()) {
      reading.abnormal_end = "the testbench prints: " + std::string(failing);
    } else if (!passed) {
      reading.abnormal_end = "the testbench does not print that the design is right";
    }
    if (reading.abnormal_end.empty()) continue;
    for (const std::string_view line : lines) {
      if ((fail && fail->matches(line)) || evaluators::complains(line)) ++reading.complaints;
    }
    const std::size_t first = lines.size() > kShownReports ? lines.size() - kShownReports : 0;
    for (std::size_t k = first; k < lines.size(); ++k)
      reading.messages += fmt::format("  {}\n", lines[k].substr(0, 300));
  }
  return reading;
}

}  // namespace

const tasks::FileSet& support_files(const tasks::Task& task, Phase phase) {
  return phase == Phase::check ? task.workspace : task.hidden;
}

std::string_view support_folder(Phase phase) {
  return phase == Phase::check ? kWorkspaceFolder : kHiddenFolder;
}

BenchParts bench_parts(const tasks::Task& task, const tasks::EvaluatorSettings& settings, Phase phase,
                       const tasks::FileSet& workspace, const std::vector<std::string>& sources) {
  return {workspace,
          sources,
          task.include_dirs,
          settings,
          support_folder(phase),
          phase == Phase::check ? nullptr : &task.hidden};
}

SimulationSources design_sources(const tasks::FileSet& workspace, const std::vector<std::string>& sources,
                                 const std::vector<std::string>& include_dirs) {
  SimulationSources design;
  const std::string folder(kWorkspaceFolder);
  for (const auto& [name, content] : workspace) design.files[folder + name] = content;
  for (const std::string& file : sources) design.order.push_back(folder + file);
  for (const std::string& each : include_dirs) design.include_dirs.push_back(folder + each);
  return design;
}

SimulationSources assemble(const BenchParts& parts, std::string top_text) {
  SimulationSources sources = design_sources(parts.workspace, parts.sources, parts.include_dirs);
  sources.design_order = std::move(sources.order);
  sources.files["gs_top.sv"] = std::move(top_text);
  sources.order = {"gs_top.sv"};
  for (const std::string& file : parts.settings.testbench) {
    sources.order.push_back(std::string(parts.testbench_folder) + file);
  }
  sources.order.insert(sources.order.end(), sources.design_order.begin(), sources.design_order.end());
  if (parts.hidden != nullptr) {
    for (const auto& [name, content] : *parts.hidden) sources.files[std::string(kHiddenFolder) + name] = content;
  }
  // Elsewhere a violated assertion would change nothing but the number of its messages; and a candidate's own would
  // write among what the testbench prints.
  sources.assertions = parts.settings.evaluator == "rtl-testbench" && parts.settings.pass_line.empty();
  return sources;
}

std::vector<std::string> fatal_arguments(const SimulationSources& sources) {
  std::vector<std::string> arguments;
  for (const auto& [file, content] : sources.files) {
    for (const Token& token : tokenize_code(content)) {
      if (token.is("$fatal")) arguments.push_back(fmt::format("+gs_fatal=../in/{}:{}", file, token.line));
    }
  }
  return arguments;
}

Result<TestbenchReading> read_testbench(const std::vector<SimulationLog>& logs, const std::vector<std::string>& texts,
                                        const tasks::EvaluatorSettings& settings, std::string_view testbench_folder) {
  if (!settings.pass_line.empty()) return read_printed(logs, texts, settings);
  std::set<std::string> own_files;
  for (const std::string& file : settings.testbench) {
    own_files.insert("../in/" + std::string(testbench_folder) + file);
  }
  TestbenchReading reading;
  for (const SimulationLog& log : logs) {
    TraceDifference difference;
    for (const Report& report : log.reports) {
      const std::string text = clean_utf8(report_text(report.message));
      if (reading.reports++ < kShownReports) {
        reading.messages += fmt::format("  {}: {}\n", simulation_time(report.time_ps), text);
      }
      add_report(difference, report, text);
    }
    reading.difference.merge(difference);
    if (!reading.abnormal_end.empty() || !log.reports.empty()) continue;
    if (log.end == EndKind::fatal) {
      reading.abnormal_end = "the simulator gave up: " + clean_utf8(log.fatal_message);
    } else if (log.end != EndKind::finish || own_files.count(log.end_file) == 0) {
      reading.abnormal_end = "the simulation did not reach the testbench's $finish";
    }
  }
  return reading;
}

std::string simulation_time(std::uint64_t ps) {
  return ps % 1000 == 0 ? fmt::format("{} ns", ps / 1000) : fmt::format("{} ps", ps);
}

}  // namespace gs::rtl
