#include "benchmarks/html_diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "base/text.hpp"
#include "benchmarks/html_parts.hpp"

namespace gs::benchmarks {

namespace {

enum class LineKind { context, added, removed, hunk, note };

struct DiffLine {
  LineKind kind = LineKind::note;
  std::string_view text;  ///< with its first character
  int number = 0;         ///< in the new file, or in the old one when removed; 0: none
  std::string_view mark;  ///< part of `text` that differs from the line it replaces or is replaced by
};

struct DiffFile {
  std::string_view name;
  std::vector<DiffLine> lines;
  int added = 0, removed = 0;
};

struct Hunk {
  int old_line = 0, old_left = 0, new_line = 0, new_left = 0;
  bool is_open() const { return old_left > 0 || new_left > 0; }
};

/// Reads "START" or "START,COUNT" from the front of `text`.
bool read_range(std::string_view& text, int& start, int& count) {
  const auto read_number = [&text](int& number) {
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return code == std::errc();
  };
  count = 1;
  if (!read_number(start)) return false;
  if (!text.starts_with(',')) return true;
  text.remove_prefix(1);
  return read_number(count);
}

/// "@@ -38,7 +38,8 @@"
std::optional<Hunk> parse_hunk(std::string_view line) {
  constexpr std::string_view kOld = "@@ -", kNew = " +";
  Hunk hunk;
  if (!line.starts_with(kOld)) return std::nullopt;
  line.remove_prefix(kOld.size());
  if (!read_range(line, hunk.old_line, hunk.old_left) || !line.starts_with(kNew)) return std::nullopt;
  line.remove_prefix(kNew.size());
  if (!read_range(line, hunk.new_line, hunk.new_left)) return std::nullopt;
  return hunk;
}

/// The counts of the hunk's header say which lines belong to it: a removed line "-- a/x" looks like a file header.
DiffLine take_hunk_line(Hunk& hunk, std::string_view text) {
  const char sign = text.empty() ? ' ' : text.front();
  if (sign == '+' && hunk.new_left > 0) {
    --hunk.new_left;
    return {LineKind::added, text, hunk.new_line++, {}};
  }
  if (sign == '-' && hunk.old_left > 0) {
    --hunk.old_left;
    return {LineKind::removed, text, hunk.old_line++, {}};
  }
  if (sign == ' ' && hunk.old_left > 0 && hunk.new_left > 0) {
    --hunk.old_left;
    --hunk.new_left;
    ++hunk.old_line;
    return {LineKind::context, text, hunk.new_line++, {}};
  }
  return {LineKind::note, text, 0, {}};  // "\ No newline at end of file"
}

std::vector<DiffFile> parse_diff(std::string_view diff) {
  std::vector<DiffFile> files;
  Hunk hunk;
  for (const std::string_view text : split_lines(diff)) {
    if (!hunk.is_open() && text.starts_with("--- ")) {
      files.emplace_back();
      continue;
    }
    if (files.empty()) files.emplace_back();
    DiffFile& file = files.back();
    if (!hunk.is_open() && text.starts_with("+++ ") && file.lines.empty()) {
      file.name = text.substr(text.starts_with("+++ b/") ? 6 : 4);
    } else if (hunk.is_open()) {
      file.lines.push_back(take_hunk_line(hunk, text));
      file.added += file.lines.back().kind == LineKind::added ? 1 : 0;
      file.removed += file.lines.back().kind == LineKind::removed ? 1 : 0;
    } else if (const auto next = parse_hunk(text)) {
      hunk = *next;
      file.lines.push_back({LineKind::hunk, text, 0, {}});
    } else {
      file.lines.push_back({LineKind::note, text, 0, {}});
    }
  }
  return files;
}

bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$';
}

/// Whether a cut before `at` would tear a word or a UTF-8 character.
bool is_inside(std::string_view text, std::size_t at) {
  return at > 0 && at < text.size() && (is_continuation(text[at]) || (is_word(text[at - 1]) && is_word(text[at])));
}

/// Marks what differs between a removed line and the line that replaces it, in whole words, unless they have little in
/// common.
void mark_difference(DiffLine& removed, DiffLine& added) {
  const std::string_view before = removed.text.substr(1), after = added.text.substr(1);
  const std::size_t shorter = std::min(before.size(), after.size());
  std::size_t head = 0, tail = 0;
  while (head < shorter && before[head] == after[head]) ++head;
  while (is_inside(before, head) || is_inside(after, head)) --head;
  while (tail < shorter - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) ++tail;
  while (tail > 0 && (is_inside(before, before.size() - tail) || is_inside(after, after.size() - tail))) --tail;
  const std::size_t common = trim(before.substr(0, head)).size() + trim(before.substr(before.size() - tail)).size();
  if (3 * common < trim(before).size() || 3 * common < trim(after).size()) return;
  removed.mark = before.substr(head, before.size() - tail - head);
  added.mark = after.substr(head, after.size() - tail - head);
}

/// Pairs runs of removed lines with runs of as many added lines right after them.
void mark_replacements(std::vector<DiffLine>& lines) {
  const auto run_length = [&lines](std::size_t from, LineKind kind) {
    std::size_t to = from;
    while (to < lines.size() && lines[to].kind == kind) ++to;
    return to - from;
  };
  for (std::size_t i = 0; i < lines.size();) {
    const std::size_t removed = run_length(i, LineKind::removed);
    const std::size_t added = run_length(i + removed, LineKind::added);
    if (removed == added) {
      for (std::size_t k = 0; k < removed; ++k) mark_difference(lines[i + k], lines[i + removed + k]);
    }
    i += std::max<std::size_t>(1, removed + added);
  }
}

std::string html_line_text(const DiffLine& line) {
  if (line.mark.empty()) return html_text(line.text);
  const auto at = static_cast<std::size_t>(line.mark.data() - line.text.data());
  return fmt::format("{}<b>{}</b>{}", html_text(line.text.substr(0, at)), html_text(line.mark),
                     html_text(line.text.substr(at + line.mark.size())));
}

std::string html_line(const DiffLine& line) {
  static constexpr const char* kClasses[] = {"", "add", "del", "hunk", "note"};
  const char* name = kClasses[static_cast<std::size_t>(line.kind)];
  const std::string number = line.number > 0 ? fmt::to_string(line.number) : "";
  return fmt::format("<span class=\"line {}\" data-n=\"{}\">{}</span>\n", name, number, html_line_text(line));
}

std::string html_file(DiffFile& file) {
  mark_replacements(file.lines);
  const std::string name = html_text(file.name);
  std::string lines;
  for (const DiffLine& line : file.lines) lines += html_line(line);
  return fmt::format(
      "<figure class=\"diff\"><figcaption><span class=\"path\">{}</span> <span class=\"delta\"><ins>+{}</ins> "
      "<del>−{}</del></span></figcaption>\n<pre tabindex=\"0\" role=\"region\" aria-label=\"Changes to "
      "{}\"><code>{}</code></pre></figure>\n",
      name, file.added, file.removed, name, lines);
}

}  // namespace

std::string html_diff(std::string_view unified_diff) {
  std::string html;
  for (DiffFile& file : parse_diff(unified_diff)) html += html_file(file);
  return html;
}

}  // namespace gs::benchmarks
