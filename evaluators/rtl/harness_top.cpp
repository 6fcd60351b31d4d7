#include "evaluators/rtl/harness_top.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

namespace gs::rtl {
namespace {

constexpr int kReplaySetupNs = 4;  // inputs change 1 ns after the falling edge, 4 ns before the rising one
constexpr int kReplayHighNs = 5;
constexpr int kReplayLowNs = 1;

constexpr std::string_view kImports =
    "  import \"DPI-C\" function void gs_width(input int group, input int index, input int bits);\n"
    "  import \"DPI-C\" function void gs_sample(input int group, input bit [2047:0] data);\n";

std::string prologue() {
  return "`timescale 1ns/1ps\n/* verilator lint_off WIDTH */\nmodule gs_top;\n";
}

/// Verilator calls the harness by DPI, Icarus by system tasks, which take the widths themselves.
enum class Calls { dpi, system_tasks };

std::string width_reports(Calls calls, int group, const std::vector<std::string>& expressions) {
  std::string text = "  initial begin\n";
  for (std::size_t i = 0; i < expressions.size(); ++i) {
    text += calls == Calls::dpi ? fmt::format("    gs_width({}, {}, $bits({}));\n", group, i, expressions[i])
                                : fmt::format("    $gs_width({}, {}, {});\n", group, i, expressions[i]);
  }
  return text + "  end\n";
}

std::string sample_call(Calls calls, int group, const std::vector<std::string>& expressions) {
  return calls == Calls::dpi ? fmt::format("gs_sample({}, {{{}}});\n", group, join(expressions, ", "))
                             : fmt::format("$gs_sample({}, {});\n", group, join(expressions, ", "));
}

/// Icarus defines __ICARUS__.
std::string for_each_simulator(const std::string& icarus, const std::string& verilator) {
  return "`ifdef __ICARUS__\n" + icarus + "`else\n" + verilator + "`endif\n";
}

bool is_hex(std::string_view word) {
  return !word.empty() && word.size() <= 64 && std::all_of(word.begin(), word.end(), [](char c) {
    return std::isxdigit(static_cast<unsigned char>(c)) != 0;
  });
}

bool is_plain_identifier(std::string_view word) {
  if (word.empty() || std::isdigit(static_cast<unsigned char>(word[0]))) return false;
  return std::all_of(word.begin(), word.end(),
                     [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; });
}

}  // namespace

std::vector<std::string> recorded_names(const tasks::SampleGroup& group) {
  std::vector<std::string> names;
  const auto add = [&](const std::string& name) {
    if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  };
  for (const auto& signal : group.signals) {
    add(signal.name);
    add(signal.when);
  }
  return names;
}

std::string testbench_top(std::string_view testbench, const std::vector<tasks::SampleGroup>& samples) {
  std::string text = prologue() + fmt::format("  {} tb();\n", testbench);
  if (samples.empty()) return text + "endmodule\n";
  const auto recording = [&](Calls calls) {
    std::string part;
    for (std::size_t g = 0; g < samples.size(); ++g) {
      std::vector<std::string> expressions = recorded_names(samples[g]);
      for (std::string& e : expressions) e = "tb." + e;
      const int group = static_cast<int>(g);
      part += width_reports(calls, group, expressions);
      part += fmt::format("  always @({} tb.{}) {}", samples[g].edge, samples[g].clock,
                          sample_call(calls, group, expressions));
    }
    return part;
  };
  text += for_each_simulator(recording(Calls::system_tasks), std::string(kImports) + recording(Calls::dpi));
  return text + "endmodule\n";
}

Result<ReplayTrace> parse_replay(std::string_view csv, std::string_view origin) {
  ReplayTrace trace;
  std::vector<bool> is_output;
  std::size_t line_number = 0;
  for (const std::string_view line : split_lines(csv)) {
    ++line_number;
    if (trim(line).empty()) continue;
    std::vector<std::string> cells;
    for (const std::string_view cell : split(line, ',')) cells.emplace_back(trim(cell));
    if (is_output.empty()) {
      for (std::string& cell : cells) {
        const bool output = cell.starts_with('>');
        const std::string name = output ? cell.substr(1) : cell;
        if (!is_plain_identifier(name)) {
          return invalid_input(fmt::format("{}:{}: \"{}\" is not a port name", origin, line_number, cell));
        }
        is_output.push_back(output);
        (output ? trace.outputs : trace.inputs).push_back(name);
      }
      continue;
    }
    if (cells.size() != is_output.size()) {
      return invalid_input(
          fmt::format("{}:{}: {} values for {} columns", origin, line_number, cells.size(), is_output.size()));
    }
    std::vector<std::string> inputs, outputs;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const bool dont_care = is_output[i] && (cells[i] == "x" || cells[i] == "-" || cells[i].empty());
      if (!dont_care && !is_hex(cells[i])) {
        return invalid_input(fmt::format("{}:{}: \"{}\" is no hexadecimal value", origin, line_number, cells[i]));
      }
      (is_output[i] ? outputs : inputs).push_back(dont_care ? "x" : cells[i]);
    }
    trace.input_rows.push_back(std::move(inputs));
    trace.output_rows.push_back(std::move(outputs));
  }
  if (trace.outputs.empty() || trace.input_rows.empty()) {
    return invalid_input(fmt::format("{}: no outputs or no rows to compare", origin));
  }
  return trace;
}

std::string replay_top(std::string_view design, std::string_view clock, const ReplayTrace& trace) {
  std::vector<std::size_t> digits(trace.inputs.size(), 1);
  for (const auto& row : trace.input_rows) {
    for (std::size_t i = 0; i < row.size(); ++i) digits[i] = std::max(digits[i], row[i].size());
  }
  std::size_t total_digits = 0;
  for (const std::size_t d : digits) total_digits += d;

  const std::size_t bits = std::max<std::size_t>(total_digits, 1) * 4;
  // With four states the inputs begin unknown, so that a reset which is low from the start has an edge.
  std::string text = prologue() + "  logic gs_clock = 1'b0;\n" +
                     for_each_simulator(fmt::format("  logic [{}:0] gs_in;\n", bits - 1),
                                        fmt::format("  logic [{}:0] gs_in = '0;\n", bits - 1));
  std::string connections = fmt::format(".{}(gs_clock)", clock);
  std::size_t low = total_digits * 4;
  for (std::size_t i = 0; i < trace.inputs.size(); ++i) {
    low -= digits[i] * 4;
    connections += fmt::format(", .{}(gs_in[{}:{}])", trace.inputs[i], low + digits[i] * 4 - 1, low);
  }
  for (const std::string& output : trace.outputs) connections += fmt::format(", .{}()", output);
  text += fmt::format("  {} dut({});\n", design, connections);

  std::vector<std::string> expressions;
  for (const std::string& output : trace.outputs) expressions.push_back("dut." + output);
  text += "  localparam int gs_rows = " + std::to_string(trace.input_rows.size()) + ";\n";
  std::string list, assignments;
  for (std::size_t k = 0; k < trace.input_rows.size(); ++k) {
    std::string value;
    for (std::size_t i = 0; i < trace.inputs.size(); ++i) {
      value += std::string(digits[i] - trace.input_rows[k][i].size(), '0') + trace.input_rows[k][i];
    }
    if (value.empty()) value = "0";
    list += fmt::format("    {}'h{}{}\n", bits, value, k + 1 < trace.input_rows.size() ? "," : "");
    assignments += fmt::format("      gs_table[{}] = {}'h{};\n", k, bits, value);
  }
  // Icarus 11 has no parameters that are arrays.
  text += for_each_simulator(
      fmt::format("  logic [{}:0] gs_table [0:gs_rows-1];\n", bits - 1) +
          width_reports(Calls::system_tasks, 0, expressions),
      fmt::format("{}  localparam logic [{}:0] gs_table [0:gs_rows-1] = '{{\n{}  }};\n", kImports, bits - 1, list) +
          width_reports(Calls::dpi, 0, expressions));
  // One pass of an always block per row: a loop of constant length would be unrolled, row by row, into megabytes of
  // C++.
  text += "  int gs_k = 0;\n  always begin\n";
  text += for_each_simulator("    if (gs_k == 0) begin\n" + assignments + "    end\n    gs_in <= gs_table[gs_k];\n",
                             "    gs_in = gs_table[gs_k];\n");
  // Icarus samples when everything of that time has happened, so the edge comes later.
  text += fmt::format("    #{};\n", kReplaySetupNs);
  text += for_each_simulator(
      fmt::format("    {}    #1;\n    gs_clock = 1'b1;\n    #{};\n", sample_call(Calls::system_tasks, 0, expressions),
                  kReplayHighNs - 1),
      fmt::format("    {}    gs_clock = 1'b1;\n    #{};\n", sample_call(Calls::dpi, 0, expressions), kReplayHighNs));
  text += fmt::format(
      "    gs_clock = 1'b0;\n    #{};\n    gs_k = gs_k + 1;\n    if (gs_k == gs_rows) $finish;\n  end\n", kReplayLowNs);
  return text + "endmodule\n";
}

std::uint64_t replay_sample_time_ps(std::size_t row) {
  return static_cast<std::uint64_t>(row) * 1000 * (kReplaySetupNs + kReplayHighNs + kReplayLowNs) +
         1000 * kReplaySetupNs;
}

}  // namespace gs::rtl
