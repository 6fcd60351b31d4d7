/// Messages of Icarus Verilog 11 and 12.
#pragma once

#include <string_view>
#include <vector>

#include "evaluators/rtl/tool_messages.hpp"

namespace gs::rtl {

/// Reads what iverilog printed, stderr and stdout together or alone. Any input; linear.
std::vector<ToolMessage> parse_icarus_messages(std::string_view output);

}  // namespace gs::rtl
