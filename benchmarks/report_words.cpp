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

std::string_view judge_fed_back_words() {
  return "HIDDEN VERDICT FED BACK (--evidence judge): what passes here was tuned to its own judge; not a pass rate of "
         "unseen tests.";
}

std::string story(const agent::Attempt& attempt) {
  if (attempt.status == agent::AttemptStatus::error) return one_line(attempt.error);
  const bool passed = attempt.status == agent::AttemptStatus::passed;
  // What the starting state comes to says nothing of why it was handed in.
  if (!passed && attempt.candidate.files.empty() && !attempt.stop_reason.empty())
    return one_line("nothing handed in: " + attempt.stop_reason);
  if (!passed && attempt.diff.empty() && !attempt.candidate.files.empty())
    return one_line("handed in unchanged: " + attempt.verdict.summary);
  const std::string& change = attempt.candidate.rationale;
  return one_line(passed && !change.empty() ? change : attempt.verdict.summary);
}

SpendingWords spending_words(const agent::models::Spending& spending, const Manifest& manifest, int passed) {
  const auto number = [](std::int64_t count) {
    return grouped(static_cast<std::uint64_t>(std::max<std::int64_t>(0, count)));
  };
  const auto whole = [&number](double value) { return number(std::llround(value)); };
  const agent::models::Usage& usage = spending.usage;
  SpendingWords words;
  words.tokens = fmt::format("{}, {} tokens in, {} out",
                             counted(static_cast<std::uint64_t>(spending.requests), "request", "requests"),
                             number(usage.prompt()), number(usage.output));
  if (usage.cache_read > 0) {
    words.tokens += fmt::format(", {} from the cache", number(usage.cache_read));
  }
  if (spending.retries > 0) words.tokens += fmt::format("; {} sent again", number(spending.retries));
  if (spending.estimated > 0) words.tokens += fmt::format("; usage of {} estimated", number(spending.estimated));
  if (const auto money = spending.money()) {
    words.money = fmt::format("${:.4f}", *money);
    if (passed > 0) words.money += fmt::format(", ${:.4f} for each pass", *money / passed);
  } else {
    words.money = fmt::format("not known: {} without a price",
                              counted(static_cast<std::uint64_t>(spending.unpriced), "request", "requests"));
  }
  words.pte = fmt::format("{} evicted, {} observed, {} wasted", whole(spending.pte_evicted),
                          whole(spending.pte_observed), whole(spending.pte_wasted));
  if (passed > 0) words.pte += fmt::format("; {} observed for each pass", whole(spending.pte_observed / passed));
  if (const auto gamma = manifest.notes.find("gamma"); gamma != manifest.notes.end()) {
    words.pte += fmt::format(" ({})", one_line(gamma->second));
  }
  return words;
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

std::string percent(double share) {
  return std::isfinite(share) ? fmt::format("{:.1f}", 100 * share) : "–";
}

}  // namespace gs::benchmarks
