/// Messages of the compilers, reduced to what a proposer needs.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tasks/task.hpp"

namespace gs::rtl {

struct ToolMessage {
  bool is_error = false;
  std::string code;                    ///< "LATCH", "WIDTH", "INTERNAL"; empty for plain errors
  std::string file;                    ///< workspace path; other files keep the path the tool printed; empty: no place
  std::uint32_t line = 0, column = 0;  ///< 0: not told
  std::string text;                    ///< one line, with the tool's notes behind "; "
  bool unsupported = false;            ///< the tool's limitation, or its crash
};

/// Whether a compilation failed for a limitation of the tool, not or not only for a mistake of the candidate. Another
/// simulator should be asked.
bool unsupported(const std::vector<ToolMessage>& messages);

struct FeedbackLimits {
  std::size_t messages = 12;
  std::size_t bytes = 6000;
};

/// "rtl/x.sv:12:5: error[CODE]: text" with the source line below. Errors first, and among them those about files of
/// `candidate`; consecutive equal ones once. Messages about files that are not in `workspace` are left out, and paths
/// of hidden files in a text; errors without a place are told when no other error is.
std::string format_messages(const std::vector<ToolMessage>& messages, const tasks::FileSet& workspace,
                            const tasks::FileSet& candidate, const FeedbackLimits& limits);
/// The same, the whole workspace being the candidate's.
std::string format_messages(const std::vector<ToolMessage>& messages, const tasks::FileSet& workspace,
                            std::size_t limit);

namespace detail {

/// Takes ":<number>" off the front; 0 and nothing taken when it is not there.
std::uint32_t take_number(std::string_view& rest);

/// "path:12:5: rest" -> place into `message`, `rest` behind the numbers; false when no place begins the text.
bool take_place(std::string_view& rest, ToolMessage& message);

/// One line of valid text without the prefix of workspace paths, bounded.
std::string message_text(std::string_view text);

/// Adds a line that belongs to the message before it.
void add_note(ToolMessage& message, std::string_view note);

}  // namespace detail
}  // namespace gs::rtl
