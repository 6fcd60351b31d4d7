/// The harness of Icarus Verilog, a VPI module, built once per toolchain and kept in the cache folder.
#pragma once

#include <filesystem>

#include "base/log.hpp"
#include "base/result.hpp"
#include "sandbox/sandbox.hpp"
#include "sandbox/toolchain.hpp"

namespace gs::rtl {

struct IcarusRuntime {
  sandbox::Tool iverilog;
  std::filesystem::path vvp;     ///< mounted as "vvp"
  std::filesystem::path folder;  ///< holds gs_vpi.vpi; mounted as "icarus"
};

/// Finds the tools and builds the module when the cache has none for exactly these (half a CPU second, in a box). Safe
/// when several processes do it at once. unavailable when Icarus Verilog, its headers or every C++ compiler is missing.
Result<IcarusRuntime> prepare_icarus_runtime(sandbox::Sandbox& box, const std::filesystem::path& cache, Log& log);

}  // namespace gs::rtl
