/// Verilator's messages.
#pragma once

#include <string_view>
#include <vector>

#include "evaluators/rtl/tool_messages.hpp"

namespace gs::rtl {

/// Reads the tool's stderr. Any input; linear.
std::vector<ToolMessage> parse_verilator_messages(std::string_view output);

/// Whether a Verilator that did not end well had a design to blame: it did not break down, or only after an error of
/// the design's that it told first.
bool rejects_design(std::string_view output);

}  // namespace gs::rtl
