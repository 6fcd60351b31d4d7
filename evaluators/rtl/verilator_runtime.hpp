/// The design-independent part of a Verilator simulation, built once per toolchain and kept in the cache folder.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "base/result.hpp"
#include "sandbox/sandbox.hpp"
#include "sandbox/toolchain.hpp"

namespace gs::rtl {

enum class Tracing { off, on };

/// Paths of tools and the folder with runtime objects and (clang only) the precompiled header.
struct VerilatorRuntime {
  sandbox::Tool verilator, compiler;
  std::string linker;                      ///< "mold", or "" for the compiler's default
  std::filesystem::path verilator_binary;  ///< verilator_bin: the wrapper script's Perl start-up is left out
  std::filesystem::path include;           ///< Verilator's own runtime sources
  std::filesystem::path folder;            ///< mounted as "runtime"
  bool precompiled_header = false;

  /// What verilator_binary wants to be told by its environment.
  std::map<std::string, std::string> environment() const;

  /// Compiler command without sources and output, for a unit in the work folder with generated headers in obj/. The
  /// precompiled header serves level 0 only: its code is not optimised.
  /// A traced model can write a wave (FST); it is compiled without the precompiled header.
  std::vector<std::string> compile_command(int optimisation, Tracing tracing) const;
};

/// Finds tools and builds the runtime when the cache has none for exactly these tools and flags (some 8 CPU seconds,
/// in a box). Safe when several processes do it at once: the folder is renamed into place. `cache`: usually
/// cache_folder(). unavailable when Verilator or every C++ compiler is missing.
Result<VerilatorRuntime> prepare_verilator_runtime(sandbox::Sandbox& box, const std::filesystem::path& cache, Log& log);

}  // namespace gs::rtl
