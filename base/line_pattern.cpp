#include "base/line_pattern.hpp"

#include <fmt/format.h>

namespace gs {

Result<LinePattern> LinePattern::compile(const std::string& pattern) {
  LinePattern result;
  try {
    result.regex_ = std::regex(pattern, std::regex::ECMAScript);
  } catch (const std::regex_error& error) {
    return invalid_input(fmt::format("\"{}\" is no regular expression: {}", pattern, error.what()));
  }
  return result;
}

bool LinePattern::matches(std::string_view line) const {
  constexpr std::size_t kLongest = 1000;
  if (line.size() > kLongest) return false;
  try {
    return std::regex_match(line.begin(), line.end(), regex_);
  } catch (const std::regex_error&) {  // too complex for this line
    return false;
  }
}

}  // namespace gs
