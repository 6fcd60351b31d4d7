#include "base/line_pattern.hpp"

#include <fmt/format.h>

namespace gs {

void LinePattern::Freer::operator()(regex_t* regex) const {
  ::regfree(regex);
  delete regex;
}

Result<LinePattern> LinePattern::compile(const std::string& pattern) {
  auto regex = std::make_unique<regex_t>();
  const int code = ::regcomp(regex.get(), ("^(" + pattern + ")$").c_str(), REG_EXTENDED | REG_NOSUB);
  if (code != 0) {
    char why[200];
    ::regerror(code, regex.get(), why, sizeof why);
    return invalid_input(fmt::format("\"{}\" is no regular expression: {}", pattern, why));
  }
  LinePattern result;
  result.regex_.reset(regex.release());
  return result;
}

bool LinePattern::matches(std::string_view line) const {
  constexpr std::size_t kLongest = 4000;
  if (line.size() > kLongest || line.find('\0') != std::string_view::npos) return false;
  return ::regexec(regex_.get(), std::string(line).c_str(), 0, nullptr, 0) == 0;
}

}  // namespace gs
