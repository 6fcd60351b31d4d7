/// Silencer: takes a candidate's own printing and control system tasks out of it, line by line and column by column.
///
/// For testbenches that judge by printed text or $finish: an honest candidate may hold a $display, a forged one prints
/// the verdict. What remains in other positions (macros, expressions) is the gate's to refuse: GatePolicy::silenced.
/// The simulators' own warnings remain too, and can name a scope of the candidate: a judge must not look for a word
/// anywhere in the output, and must compile without assertions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tasks/task.hpp"

namespace gs::rtl {

struct SilencedCall {
  std::string file;
  std::uint32_t line = 0;
  std::string token;  ///< "$display"
};

struct Silenced {
  tasks::FileSet files;
  std::vector<SilencedCall> calls;  ///< in file and line order
};

/// Every statement that is nothing but a call of a silenced task becomes white space and the shortest statement that
/// its place admits: ";" where a null statement may stand, else "begin end" or "if(0);". All other text keeps its
/// line and column. A call that is cut off, holds a compiler directive, or stands in a `define is left. Linear, any
/// bytes.
Silenced silence(const tasks::FileSet& files);

/// Says in a verdict's findings what was taken out, if anything was.
void note_silenced(const std::vector<SilencedCall>& calls, std::vector<std::string>& findings);

/// Whether `task` is one that silence() takes out: "$display", "$fatal", "$dumpvars".
bool is_silenced_task(std::string_view task);

}  // namespace gs::rtl
