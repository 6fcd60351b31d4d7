/// LinePattern: a regular expression that a whole line must match.
#pragma once

#include <regex.h>

#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace gs {

/// Move-only. Matching is thread-safe.
class LinePattern {
 public:
  /// POSIX extended syntax. invalid_input: what is wrong with it.
  static Result<LinePattern> compile(const std::string& pattern);

  /// A line with a NUL never matches, nor does one above 4,000 bytes: no verdict is that long.
  bool matches(std::string_view line) const;

 private:
  struct Freer {
    void operator()(regex_t* regex) const;
  };
  std::unique_ptr<regex_t, Freer> regex_;
};

}  // namespace gs
