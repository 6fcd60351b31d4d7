/// Finds the tools that boxes use, and their versions.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace gs::sandbox {

/// A tool that is there.
struct Tool {
  std::string name;            ///< "verilator"
  std::filesystem::path path;  ///< "/usr/bin/verilator"
  std::string version;         ///< "5.006"; "unknown" when it does not say
};

/// What we know of a tool before looking: how to find it, ask its version, and which Debian package has it.
struct ToolSpec {
  std::string_view name;
  std::string_view package;
  std::string_view purpose;  ///< "compiles and simulates RTL"
  bool required;             ///< needed for a first run
  std::string_view version_flag = "--version";
};

/// verilator, clang++, g++, mold, ccache, bwrap, iverilog, yosys, nvcc, in this order.
const std::vector<ToolSpec>& known_tools();

/// Looks in /usr/local/cuda/bin (nvcc) and /usr/bin, /usr/local/bin, /bin, and asks the tool for its version.
/// unavailable: "verilator is not installed: apt-get install verilator". invalid_input: not one of known_tools.
Result<Tool> find_tool(std::string_view name);

/// Folder of Verilator's runtime sources (verilated.h), usually /usr/share/verilator/include. unavailable when
/// Verilator or the folder is not there.
Result<std::filesystem::path> verilator_include_folder();

}  // namespace gs::sandbox
