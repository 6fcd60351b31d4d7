#include "evaluators/text/edit_similarity.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "base/text.hpp"

namespace gs::text {
namespace {

using CodePoints = std::vector<char32_t>;

/// Length of a well-formed sequence at the start of `text`, else 1.
std::size_t sequence_length(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t length = lead < 0xc2 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 1;
  if (length > text.size()) return 1;
  for (std::size_t i = 1; i < length; ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80) return 1;
  }
  return length;
}

CodePoints decode(std::string_view text) {
  constexpr unsigned kLeadMask[] = {0, 0xff, 0x1f, 0x0f, 0x07};
  CodePoints points;
  points.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    char32_t point = static_cast<unsigned char>(text[0]) & kLeadMask[length];
    for (std::size_t i = 1; i < length; ++i) point = point << 6 | (static_cast<unsigned char>(text[i]) & 0x3f);
    points.push_back(point);
    text.remove_prefix(length);
  }
  return points;
}

/// Length of the longest common subsequence; Hyyrö's bit-parallel recurrence, |a| |b| / 64 steps.
std::size_t common_length(const CodePoints& a, const CodePoints& b) {
  const std::size_t words = (a.size() + 63) / 64;
  std::unordered_map<char32_t, std::vector<std::uint64_t>> places;
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::vector<std::uint64_t>& bits = places[a[i]];
    bits.resize(words);
    bits[i / 64] |= std::uint64_t{1} << (i % 64);
  }
  std::vector<std::uint64_t> row(words, ~std::uint64_t{0});
  for (const char32_t point : b) {
    const auto found = places.find(point);
    if (found == places.end()) continue;
    std::uint64_t carry = 0;
    for (std::size_t w = 0; w < words; ++w) {
      const std::uint64_t old = row[w], matches = old & found->second[w];
      const std::uint64_t sum = old + matches, total = sum + carry;
      carry = static_cast<std::uint64_t>(sum < old) | static_cast<std::uint64_t>(total < sum);
      row[w] = total | (old & ~matches);
    }
  }
  std::size_t common = 0;
  for (std::size_t i = 0; i < a.size(); ++i) common += (row[i / 64] >> (i % 64) & 1) == 0 ? 1 : 0;
  return common;
}

/// Python's str.isspace.
bool is_space(char32_t c) {
  return (c >= 0x09 && c <= 0x0d) || (c >= 0x1c && c <= 0x20) || c == 0x85 || c == 0xa0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

std::vector<CodePoints> words_of(const CodePoints& text) {
  std::vector<CodePoints> words;
  bool inside = false;
  for (const char32_t c : text) {
    const bool space = is_space(c);
    if (!space && !inside) words.emplace_back();
    if (!space) words.back().push_back(c);
    inside = !space;
  }
  return words;
}

}  // namespace

int edit_similarity(std::string_view a, std::string_view b) {
  if (a == b) return 100;
  if (a.empty() || b.empty()) return 0;
  const CodePoints left = decode(a), right = decode(b);
  const auto total = static_cast<double>(left.size() + right.size());
  // The same order of operations as the published scripts', so that halves round alike.
  const double ratio = 2.0 * static_cast<double>(common_length(left, right)) / total;
  return static_cast<int>(std::nearbyint(100 * ratio));
}

bool is_exact_match(std::string_view a, std::string_view b) {
  return words_of(decode(a)) == words_of(decode(b));
}

std::string_view first_code_line(std::string_view completion) {
  std::string_view comment;
  for (const std::string_view line : split(completion, '\n')) {
    std::string_view inner = line;
    while (!inner.empty() && (inner.front() == ' ' || (inner.front() >= '\t' && inner.front() <= '\r'))) {
      inner.remove_prefix(1);
    }
    if (inner.empty()) continue;
    if (!inner.starts_with("//")) return line;
    comment = line;
  }
  return comment;
}

}  // namespace gs::text
