#include "benchmarks/html_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "benchmarks/report_words.hpp"

namespace gs::benchmarks {

namespace {

constexpr std::size_t kMarkBytes = 3;  // all of those below take three bytes in UTF-8

/// The direction mark, embedding, override or isolate at the start of `text`, or 0.
unsigned direction_mark(std::string_view text) {
  if (text.size() < kMarkBytes || text[0] != '\xE2') return 0;
  const unsigned code =
      0x2000u | (static_cast<unsigned char>(text[1]) & 0x3Fu) << 6 | (static_cast<unsigned char>(text[2]) & 0x3Fu);
  const bool is_mark =
      (code >= 0x200E && code <= 0x200F) || (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
  return is_mark ? code : 0;
}

}  // namespace

std::string html_text(std::string_view bytes) {
  const std::string clean = escape_html(clean_utf8(bytes));
  std::string text;
  text.reserve(clean.size());
  for (std::size_t i = 0; i < clean.size(); ++i) {
    if (const unsigned code = direction_mark(std::string_view(clean).substr(i)); code != 0) {
      text += fmt::format("⟨U+{:04X}⟩", code);
      i += kMarkBytes - 1;
    } else {
      text += clean[i];
    }
  }
  return text;
}

Outcome outcome_of(agent::AttemptStatus status) {
  switch (status) {
    case agent::AttemptStatus::passed:
      return Outcome::passed;
    case agent::AttemptStatus::failed:
      return Outcome::failed;
    case agent::AttemptStatus::error:
      return Outcome::error;
  }
  return Outcome::error;
}

std::string_view outcome_word(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed:
      return "passed";
    case Outcome::failed:
      return "failed";
    case Outcome::error:
      return "error";
    case Outcome::not_run:
      return "not-run";
  }
  return "not-run";
}

std::string html_pill(Outcome outcome, std::string_view words) {
  static constexpr const char* kSigns[] = {"✓", "✗", "!", "–"};
  return fmt::format("<span class=\"pill {}\"><span class=\"sign\" aria-hidden=\"true\">{}</span>{}</span>",
                     outcome_word(outcome), kSigns[static_cast<std::size_t>(outcome)], html_text(words));
}

std::string html_field(std::string_view name, std::string_view value) {
  if (value.empty()) return {};
  return fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", html_text(name), html_text(value));
}

std::string html_seconds(std::chrono::milliseconds wall) {
  const auto tenths = static_cast<std::uint64_t>(std::max<std::int64_t>(0, (wall.count() + 50) / 100));
  return fmt::format("{}.{}", grouped(tenths / 10), tenths % 10);
}

}  // namespace gs::benchmarks
