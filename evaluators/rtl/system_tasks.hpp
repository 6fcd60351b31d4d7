/// System tasks and functions: which a design may use. IEEE 1800-2017 clauses 20 and 21, annex D, and what Verilator
/// and Icarus Verilog add.
#pragma once

#include <string_view>

namespace gs::rtl {

enum class Printing { allowed, refused };

/// Why a design may not use `task`, with its dollar; null when it may. What is in no list is refused: a simulator's
/// extension may do anything.
const char* system_task_refusal(std::string_view task, Printing printing);

}  // namespace gs::rtl
