/// LinePattern: a regular expression that a whole line must match.
#pragma once

#include <regex>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace gs {

class LinePattern {
 public:
  /// ECMAScript syntax. invalid_input: what is wrong with it.
  static Result<LinePattern> compile(const std::string& pattern);

  /// Lines above 1,000 bytes never match: std::regex recurses once per character.
  bool matches(std::string_view line) const;

 private:
  std::regex regex_;
};

}  // namespace gs
