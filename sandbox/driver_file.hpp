/// Where gatesmith-box is, our program that runs inside of boxes.
#pragma once

#include <filesystem>

#include "base/result.hpp"

namespace gs::sandbox {

/// `wanted`, unless empty; else `gatesmith-box` beside the running executable, in its ../libexec/gatesmith, or where
/// this build put it. unavailable when there is none.
Result<std::filesystem::path> find_driver_file(const std::filesystem::path& wanted);

}  // namespace gs::sandbox
