#include "tasks/import/hunks.hpp"

#include <fmt/format.h>

#include <charconv>
#include <vector>

#include "base/text.hpp"

namespace gs::tasks {
namespace {

/// The line at which a hunk begins in the old text, from "@@ -12,3 +12,4 @@"; 0 also for an empty text.
Result<std::size_t> old_start(std::string_view header, std::size_t number) {
  const std::size_t minus = header.find('-');
  std::size_t start = 0;
  if (minus != std::string_view::npos) {
    const char* end = header.data() + header.size();
    if (std::from_chars(header.data() + minus + 1, end, start).ec == std::errc()) return start;
  }
  return invalid_input(fmt::format("line {} of the patch: no hunk header", number));
}

}  // namespace

Result<std::string> apply_hunks(std::string_view text, std::string_view patch) {
  const std::vector<std::string_view> lines = split_lines(text);
  std::string out;
  std::size_t at = 0, number = 0;
  bool inside = false;
  const auto keep = [&](std::string_view line) { out.append(line).append("\n"); };
  for (const std::string_view line : split_lines(patch)) {
    ++number;
    if (line.starts_with("@@")) {
      inside = true;
      GS_TRY(const std::size_t start, old_start(line, number));
      const std::size_t first = start == 0 ? 0 : start - 1;
      if (first < at || first > lines.size()) {
        return invalid_input(fmt::format("line {} of the patch: no such line in the file", number));
      }
      while (at < first) keep(lines[at++]);
      continue;
    }
    if (!inside || line.starts_with("\\")) continue;
    if (line.starts_with("+")) {
      keep(line.substr(1));
      continue;
    }
    const std::string_view old = line.empty() ? line : line.substr(1);
    const bool removes = line.starts_with("-");
    if (!removes && !line.empty() && line[0] != ' ') {
      return invalid_input(fmt::format("line {} of the patch: neither ' ', '+' nor '-'", number));
    }
    if (at >= lines.size() || lines[at] != old) {
      if (line.empty()) continue;  // a patch may end with an empty line
      return invalid_input(fmt::format("line {} of the patch: the file has another line there", number));
    }
    if (!removes) keep(old);
    ++at;
  }
  if (!inside) return invalid_input("a patch without a hunk");
  while (at < lines.size()) keep(lines[at++]);
  return out;
}

}  // namespace gs::tasks
