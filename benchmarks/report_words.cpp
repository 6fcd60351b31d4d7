#include "benchmarks/report_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.hpp"

namespace gs::benchmarks {

std::string verdict_words(const agent::Attempt& attempt) {
  if (attempt.status == agent::AttemptStatus::error) return "error";
  std::string words(tasks::to_string(attempt.verdict.status));
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

std::string_view not_sandboxed_words() {
  return "NOT SANDBOXED: candidates could reach this machine and their own verdicts.";
}

std::string story(const agent::Attempt& attempt) {
  if (attempt.status == agent::AttemptStatus::error) return one_line(attempt.error);
  const bool passed = attempt.status == agent::AttemptStatus::passed;
  const std::string& change = attempt.candidate.rationale;
  return one_line(passed && !change.empty() ? change : attempt.verdict.summary);
}

std::chrono::milliseconds total_wall(const agent::Attempt& attempt) {
  return attempt.propose_wall + attempt.judge_wall;
}

std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : clean_utf8(text)) {
    if (c != '\n' && c != '\t' && c != ' ') {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  return std::string(trim(line));
}

std::string grouped(std::uint64_t number) {
  std::string digits = fmt::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, 1, ',');
  return digits;
}

std::string percent(double share) {
  return std::isfinite(share) ? fmt::format("{:.1f}", 100 * share) : "–";
}

std::string counted(std::uint64_t count, std::string_view singular, std::string_view plural) {
  return fmt::format("{} {}", grouped(count), count == 1 ? singular : plural);
}

}  // namespace gs::benchmarks
