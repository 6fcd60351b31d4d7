/// Line differences between two texts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gs {

/// Unified diff with `context` lines, headers "--- a/<name>" / "+++ b/<name>"; empty when the texts are equal.
/// A missing newline at the end is marked as diff(1) does.
std::string unified_diff(std::string_view before, std::string_view after, std::string_view name, int context = 3);

}  // namespace gs
