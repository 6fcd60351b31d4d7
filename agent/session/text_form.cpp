#include "agent/session/text_form.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include "base/text.hpp"

namespace gs::agent::session {
namespace {

constexpr std::string_view kMark = "\xEF\xBB\xBF";

struct RawLine {
  std::string_view text;    // without its end
  std::string_view ending;  // "\n", "\r\n" or none
};

std::vector<RawLine> raw_lines(std::string_view text) {
  std::vector<RawLine> lines;
  while (!text.empty()) {
    const std::size_t newline = text.find('\n');
    std::string_view line = text.substr(0, newline);
    std::string_view ending = newline == std::string_view::npos ? std::string_view() : text.substr(newline, 1);
    text.remove_prefix(line.size() + ending.size());
    if (!line.empty() && line.back() == '\r' && !ending.empty()) {
      ending = std::string_view(line.data() + line.size() - 1, 2);
      line.remove_suffix(1);
    }
    lines.push_back({line, ending});
  }
  return lines;
}

std::string_view usual_ending(const std::vector<RawLine>& lines) {
  const auto crlf = std::count_if(lines.begin(), lines.end(), [](const RawLine& l) { return l.ending == "\r\n"; });
  return 2 * crlf > std::ssize(lines) ? "\r\n" : "\n";
}

}  // namespace

std::string in_form_of(std::string_view before, std::string_view after) {
  const bool marked = before.starts_with(kMark);
  if (marked) before.remove_prefix(kMark.size());
  if (after.starts_with(kMark)) after.remove_prefix(kMark.size());
  const std::vector<RawLine> old_lines = raw_lines(before), new_lines = raw_lines(after);
  const std::string_view usual = usual_ending(old_lines);
  // Where each text stands in the old file, in order; what was used does not come again, nor what stands before it.
  std::map<std::string, std::vector<std::size_t>> places;
  for (std::size_t i = 0; i < old_lines.size(); ++i) places[clean_utf8(old_lines[i].text)].push_back(i);
  std::string out(marked ? kMark : std::string_view());
  std::size_t next = 0;
  for (const RawLine& line : new_lines) {
    const bool is_last = &line == &new_lines.back();
    const RawLine* kept = nullptr;
    if (const auto found = places.find(clean_utf8(line.text)); found != places.end()) {
      const std::vector<std::size_t>& at = found->second;
      const auto place = std::lower_bound(at.begin(), at.end(), next);
      // A line that moved upwards is as good as any of its kind.
      kept = &old_lines[place != at.end() ? *place : at.back()];
      if (place != at.end() && at.size() == 1) next = *place + 1;
    }
    out += kept != nullptr ? kept->text : line.text;
    const bool keeps_end = kept != nullptr && (!kept->ending.empty() || is_last);
    out += keeps_end ? kept->ending : is_last && line.ending.empty() && kept == nullptr ? std::string_view() : usual;
  }
  return out;
}

}  // namespace gs::agent::session
