/// The Python environment that runs harnesses written for cocotb; made by examples/install_cocotb.sh, never by us.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace gs::rtl {

struct CocotbRuntime {
  std::filesystem::path folder;  ///< mounted as "python"
  std::string packages;          ///< below it: "lib/python3.11/site-packages"
  std::string python;            ///< "/usr/bin/python3.11", which the environment was made with
  std::string cocotb, pytest;    ///< versions
};

/// Looks in `cache`/cocotb; starts nothing. unavailable, in one line that says what to run: not there, incomplete, or
/// its Python is gone.
Result<CocotbRuntime> find_cocotb(const std::filesystem::path& cache);

}  // namespace gs::rtl
