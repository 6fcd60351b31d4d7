/// Errors of results as text, for expectations.
#pragma once

#include <string>

#include "base/result.hpp"

namespace gs::test {

/// The error in one line; empty when there is none.
template <typename T>
std::string error_line(const Result<T>& result) {
  return result.ok() ? std::string() : result.error().to_line();
}

/// The name of the error's code; "ok" when there is none.
template <typename T>
std::string code_name(const Result<T>& result) {
  return result.ok() ? std::string("ok") : std::string(to_string(result.error().code()));
}

}  // namespace gs::test
