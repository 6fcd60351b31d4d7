#include "tasks/env_file.hpp"

#include <algorithm>
#include <cctype>

#include "base/text.hpp"

namespace gs::tasks {

std::map<std::string, std::string> parse_env_file(std::string_view text) {
  const auto is_plain = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; };
  std::map<std::string, std::string> values;
  for (const std::string_view raw : split_lines(text)) {
    const std::string_view line = trim(raw);
    const std::size_t equals = line.find('=');
    if (line.empty() || line.front() == '#' || equals == std::string_view::npos) continue;
    const std::string_view name = trim(line.substr(0, equals));
    std::string_view value = trim(line.substr(equals + 1));
    if (name.empty() || !std::all_of(name.begin(), name.end(), is_plain)) continue;
    const bool quoted = value.size() >= 2 && value.front() == value.back() && (value[0] == '"' || value[0] == '\'');
    if (quoted) value = value.substr(1, value.size() - 2);
    std::string clean = clean_utf8(value);
    std::erase(clean, '\0');
    values[std::string(name)] = std::move(clean);
  }
  return values;
}

}  // namespace gs::tasks
