/// Parts that simulations share and that are built in a box, once for each toolchain, into folders of the cache.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "base/log.hpp"
#include "base/result.hpp"
#include "sandbox/sandbox.hpp"
#include "sandbox/toolchain.hpp"

namespace gs::rtl {

/// clang++, else g++. unavailable: neither.
Result<sandbox::Tool> find_compiler();

struct RuntimePart {
  std::string name;                                    ///< for errors: "the Verilator runtime"
  std::string announcement;                            ///< logged before it is built
  std::filesystem::path folder;                        ///< named by a hash of all that decides the content
  sandbox::Request request;                            ///< collects what the folder will hold
  std::map<std::string, std::string> more_files = {};  ///< beside that
};

/// Builds the part unless its folder is there. Safe when several processes do it at once: the folder is renamed into
/// place, and the first one's stays. Its files may be executed. unavailable: the box. external: it cannot be built.
Result<void> build_once(sandbox::Sandbox& box, const RuntimePart& part, Log& log);

}  // namespace gs::rtl
