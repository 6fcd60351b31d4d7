/// Verilator's messages, reduced to what a proposer needs.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tasks/task.hpp"

namespace gs::rtl {

struct ToolMessage {
  bool is_error = false;
  std::string code;  ///< "LATCH", "WIDTH"; empty for plain errors
  std::string file;  ///< workspace path; other files keep the path the tool printed
  std::uint32_t line = 0, column = 0;
  std::string text;
};

/// Reads the tool's stderr. Any input; linear.
std::vector<ToolMessage> parse_verilator_messages(std::string_view output);

/// "rtl/x.sv:12:5: error: text" with the source line below, errors first, at most `limit` messages; messages about
/// files that are not in `workspace` are left out.
std::string format_messages(const std::vector<ToolMessage>& messages, const tasks::FileSet& workspace,
                            std::size_t limit);

}  // namespace gs::rtl
