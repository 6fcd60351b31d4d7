#include "sandbox/toolchain.hpp"

#include <unistd.h>

#include <algorithm>
#include <system_error>

#include "base/text.hpp"
#include "sandbox/process.hpp"

namespace gs::sandbox {

namespace fs = std::filesystem;

namespace {

bool is_program(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored) && ::access(path.c_str(), X_OK) == 0;
}

/// Empty when it is nowhere.
fs::path locate(std::string_view name) {
  std::vector<fs::path> folders{"/usr/bin", "/usr/local/bin", "/bin"};
  if (name == "nvcc") folders.insert(folders.begin(), "/usr/local/cuda/bin");
  for (const fs::path& folder : folders) {
    if (is_program(folder / name)) return folder / name;
  }
  return {};
}

/// The first "12.2.0" in what a tool says: digits and dots, from a digit to a digit, with a dot between.
std::string parse_version(std::string_view text) {
  constexpr std::string_view digits = "0123456789";
  for (std::size_t begin = text.find_first_of(digits); begin != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_not_of("0123456789.", begin), text.size());
    std::string_view number = text.substr(begin, end - begin);
    number = number.substr(0, number.find_last_of(digits) + 1);
    if (number.find('.') != std::string_view::npos) return std::string(number);
    begin = text.find_first_of(digits, end);
  }
  return "unknown";
}

}  // namespace

const std::vector<ToolSpec>& known_tools() {
  static const std::vector<ToolSpec> tools{
      {"verilator", "verilator", "compiles and simulates RTL", true},
      {"clang++", "clang", "compiles simulators and emulated kernels", true},
      {"g++", "g++", "compiles where clang++ is absent", false},
      {"mold", "mold", "links faster", false},
      {"ccache", "ccache", "keeps compiled objects between runs", false},
      {"bwrap", "bubblewrap", "isolates what candidates run", true},
      {"iverilog", "iverilog", "cross-checks simulations with four-state logic", false, "-V"},
      {"yosys", "yosys", "synthesises RTL for timing tasks, proves designs equivalent", false, "-V"},
      {"nvcc", "nvidia-cuda-toolkit", "compiles CUDA kernels", false},
  };
  return tools;
}

Result<Tool> find_tool(std::string_view name) {
  const auto& tools = known_tools();
  const auto spec = std::find_if(tools.begin(), tools.end(), [&](const ToolSpec& t) { return t.name == name; });
  if (spec == tools.end()) return invalid_input("unknown tool: " + std::string(name));
  Tool tool;
  tool.name = name;
  tool.path = locate(name);
  if (tool.path.empty()) {
    return unavailable(tool.name + " is not installed: apt-get install " + std::string(spec->package));
  }
  const Result<RunResult> said = run_tool({tool.path.string(), std::string(spec->version_flag)});
  if (!said) return unavailable(tool.path.string() + " does not run: " + said.error().to_line());
  tool.version = parse_version(said->stdout_text);
  return tool;
}

Result<fs::path> verilator_include_folder() {
  const fs::path verilator = locate("verilator");
  if (verilator.empty()) return unavailable("verilator is not installed: apt-get install verilator");
  std::vector<fs::path> roots;
  const Result<RunResult> said = run_tool({verilator.string(), "--getenv", "VERILATOR_ROOT"});
  if (said && said->exit.ok()) roots.emplace_back(trim(said->stdout_text));
  roots.insert(roots.end(), {"/usr/share/verilator", "/usr/local/share/verilator"});
  for (const fs::path& root : roots) {
    std::error_code ignored;
    if (root.is_absolute() && fs::is_regular_file(root / "include/verilated.h", ignored)) return root / "include";
  }
  return unavailable("verilated.h is not below " + roots.front().string() + ": apt-get install verilator");
}

}  // namespace gs::sandbox
