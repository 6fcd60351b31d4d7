#include "base/text.hpp"

#include <algorithm>
#include <cstdint>
#include <numeric>

namespace gs {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

unsigned char byte_at(std::string_view bytes, std::size_t index) {
  return static_cast<unsigned char>(bytes[index]);
}

/// Length of the well-formed sequence at `start` (Unicode 15, table 3-7), 0 when there is none.
std::size_t sequence_length(std::string_view bytes, std::size_t start) {
  const unsigned char lead = byte_at(bytes, start);
  if (lead < 0x80) return 1;
  std::size_t length = 0;
  unsigned char second_least = 0x80, second_most = 0xBF;
  if (lead >= 0xC2 && lead <= 0xDF) {
    length = 2;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    length = 3;
    if (lead == 0xE0) second_least = 0xA0;  // overlong
    if (lead == 0xED) second_most = 0x9F;   // surrogates
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4;
    if (lead == 0xF0) second_least = 0x90;  // overlong
    if (lead == 0xF4) second_most = 0x8F;   // above U+10FFFF
  } else {
    return 0;
  }
  if (start + length > bytes.size()) return 0;
  const unsigned char second = byte_at(bytes, start + 1);
  if (second < second_least || second > second_most) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    const unsigned char next = byte_at(bytes, start + i);
    if (next < 0x80 || next > 0xBF) return 0;
  }
  return length;
}

bool is_dropped_control(std::string_view sequence) {
  const unsigned char first = byte_at(sequence, 0);
  if (sequence.size() == 1) return (first < 0x20 && first != '\n' && first != '\t') || first == 0x7F;
  return first == 0xC2 && byte_at(sequence, 1) < 0xA0;  // C1: U+0080 to U+009F
}

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

/// The largest cut <= `most` that splits no UTF-8 sequence; `most` itself where the bytes are no UTF-8.
std::size_t character_cut_below(std::string_view text, std::size_t most) {
  if (most >= text.size()) return text.size();
  std::size_t cut = most;
  while (cut > 0 && most - cut < 4 && is_continuation(text[cut])) --cut;
  return is_continuation(text[cut]) ? most : cut;
}

std::size_t character_cut_above(std::string_view text, std::size_t least) {
  std::size_t cut = least;
  while (cut < text.size() && cut - least < 4 && is_continuation(text[cut])) ++cut;
  return cut < text.size() && is_continuation(text[cut]) ? least : cut;
}

std::string left_out_marker(std::size_t bytes) {
  return "... " + std::to_string(bytes) + " bytes left out ...\n";
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({substituted, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (end != std::string_view::npos && !line.empty() && line.back() == '\r') line.remove_suffix(1);
    lines.push_back(line);
  }
  return lines;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n\v\f";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string joined;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) joined += separator;
    joined += parts[i];
  }
  return joined;
}

std::string clean_utf8(std::string_view bytes) {
  std::string clean;
  clean.reserve(bytes.size());
  for (std::size_t i = 0; i < bytes.size();) {
    const std::size_t length = sequence_length(bytes, i);
    if (length == 0) {
      clean += kReplacement;
      ++i;
      continue;
    }
    const std::string_view sequence = bytes.substr(i, length);
    if (!is_dropped_control(sequence)) clean += sequence;
    i += length;
  }
  return clean;
}

std::string bound_text(std::string_view text, std::size_t limit_bytes) {
  if (text.size() <= limit_bytes) return std::string(text);
  const std::size_t marker_bytes = left_out_marker(text.size()).size() + 1;  // +1: the newline that may precede it
  if (limit_bytes < 2 * marker_bytes) return std::string(text.substr(0, character_cut_below(text, limit_bytes)));

  const std::size_t head_most = (limit_bytes - marker_bytes) / 2;
  std::size_t head_end = character_cut_below(text, head_most);
  // A line end is taken where it costs at most half of the part.
  if (const std::size_t newline = text.rfind('\n', head_most - 1);
      newline != std::string_view::npos && newline + 1 >= head_most / 2) {
    head_end = newline + 1;
  }
  const std::size_t tail_most = limit_bytes - marker_bytes - head_most;
  const std::size_t tail_least = text.size() - tail_most;
  std::size_t tail_start = character_cut_above(text, tail_least);
  if (const std::size_t newline = text.find('\n', tail_least - 1);
      newline != std::string_view::npos && newline + 1 <= tail_least + tail_most / 2) {
    tail_start = newline + 1;
  }
  std::string bounded(text.substr(0, head_end));
  if (bounded.empty() || bounded.back() != '\n') bounded += '\n';
  bounded += left_out_marker(tail_start - head_end);
  bounded += text.substr(tail_start);
  return bounded;
}

bool is_text(std::string_view content) {
  return content.find('\0') == std::string_view::npos;
}

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, 1, ',');
  return digits;
}

std::string counted(std::uint64_t count, std::string_view singular, std::string_view plural) {
  return grouped(count) + " " + std::string(count == 1 ? singular : plural);
}

std::string escape_html(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  const std::size_t most = std::max<std::size_t>(2, word.size() / 3);
  std::string best;
  std::size_t best_distance = most + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(word, candidate);
    // A distance of the whole word shares nothing with it: "at" is no slip for "id".
    if (distance < best_distance && distance < std::max(word.size(), candidate.size())) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace gs
