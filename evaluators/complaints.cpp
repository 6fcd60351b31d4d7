#include "evaluators/complaints.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/text.hpp"

namespace gs::evaluators {
namespace {

constexpr std::size_t kLookedAt = 500;  // bytes of a line

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_zero(std::string_view word) {
  return word.find_first_not_of('0') == std::string_view::npos;
}

// Runs of letters and digits, in lower case.
std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  bool goes_on = false;
  for (const char c : line) {
    const bool is_part = is_letter(c) || (c >= '0' && c <= '9');
    if (is_part && !goes_on) words.emplace_back();
    if (is_part) words.back() += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    goes_on = is_part;
  }
  return words;
}

bool is_complaint(std::string_view word) {
  constexpr std::array<std::string_view, 6> kStems{"error", "fail", "mismatch", "wrong", "incorrect", "unexpected"};
  return word == "bad" ||
         std::any_of(kStems.begin(), kStems.end(), [&](std::string_view stem) { return word.starts_with(stem); });
}

// Of the normal form, and of the unified one without its head.
bool is_difference(std::string_view line) {
  if (line.starts_with("< ") || line.starts_with("> ")) return true;
  const bool is_head = line.starts_with("--- ") || line.starts_with("+++ ") || line == "---";
  return !is_head && line.size() > 1 && (line[0] == '-' || line[0] == '+') && line[1] != line[0];
}

}  // namespace

bool complains(std::string_view line) {
  const std::vector<std::string> words = words_of(line.substr(0, kLookedAt));
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view next = i + 1 < words.size() ? std::string_view(words[i + 1]) : std::string_view();
    if (words[i] == "not" && (next.starts_with("success") || next == "ok" || next == "correct")) return true;
    if (!is_complaint(words[i])) continue;
    const bool none_before = i > 0 && (words[i - 1] == "no" || words[i - 1] == "without" || is_zero(words[i - 1]));
    const bool none_after = !next.empty() && is_zero(next);
    if (!none_before && !none_after) return true;
  }
  return false;
}

std::size_t count_complaints(std::string_view output) {
  const std::vector<std::string_view> lines = split_lines(output);
  return static_cast<std::size_t>(std::count_if(
      lines.begin(), lines.end(), [](std::string_view line) { return complains(line) || is_difference(line); }));
}

}  // namespace gs::evaluators
