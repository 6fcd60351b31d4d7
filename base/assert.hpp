/// GS_ASSERT: an invariant of ours that does not hold. On in every build type; user input can never reach one.
#pragma once

namespace gs {

/// Prints "file:line: broken invariant: text" to stderr and aborts.
[[noreturn]] void assertion_failed(const char* expression, const char* file, int line) noexcept;

}  // namespace gs

#define GS_ASSERT(condition) \
  (static_cast<bool>(condition) ? static_cast<void>(0) : ::gs::assertion_failed(#condition, __FILE__, __LINE__))
