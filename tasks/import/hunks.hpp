/// Applies the hunks of a unified diff.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace gs::tasks {

/// `text` with the hunks of `patch` applied, each exactly where it says; lines of a header before the first are passed
/// over. invalid_input when a line is not there, or the patch has no hunk.
Result<std::string> apply_hunks(std::string_view text, std::string_view patch);

}  // namespace gs::tasks
