#include "agent/session/session_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "agent/chat/file_texts.hpp"
#include "base/clock.hpp"
#include "base/text.hpp"

namespace gs::agent::session {

namespace {

constexpr std::size_t kDetailsBytes = 3000;

std::string money_words(const models::Spending& spending) {
  const auto money = spending.money();
  return money ? fmt::format("${:.4f}", *money) : std::string("its price is not known");
}

}  // namespace

std::string grouped(std::int64_t number) {
  const auto magnitude = number < 0 ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
  return (number < 0 ? "-" : "") + gs::grouped(magnitude);
}

std::string spending_words(const models::Spending& s) {
  if (s.requests == 0) {
    return s.judge_seconds > 0 ? fmt::format("no tokens; {:.1f} s of tests", s.judge_seconds)
                               : std::string("no tokens");
  }
  std::string text = fmt::format("sent {} tokens ({} cached), received {}; {}; {} PTE", grouped(s.usage.prompt()),
                                 grouped(s.usage.cache_read), grouped(s.usage.output), money_words(s),
                                 grouped(std::llround(s.pte_observed)));
  if (s.estimated > 0) text += "; in part our own count";
  return text;
}

std::string budget_words(const models::Allowance& a, const models::Spending& spent) {
  std::string text;
  const auto line = [&](const char* name, const auto& limit, const std::string& used) {
    if (limit) text += fmt::format("{} {} ({} spent)\n", name, *limit, used);
  };
  line("usd", a.usd, money_words(spent));
  line("tokens", a.tokens, grouped(spent.usage.prompt() + spent.usage.output));
  line("pte", a.pte, grouped(std::llround(spent.pte_observed)));
  line("requests", a.requests, grouped(spent.requests));
  line("judge-seconds", a.judge_seconds, fmt::format("{:.1f}", spent.judge_seconds));
  line("gpu-seconds", a.gpu_seconds, fmt::format("{:.1f}", spent.gpu_seconds));
  return text.empty() ? "no limit\n" : text;
}

std::string verdict_line(const tasks::Verdict& verdict) {
  if (verdict.passed()) return "the test passes: " + verdict.summary;
  if (is_infrastructure(verdict.status)) return "the test could not be made: " + verdict.summary;
  return fmt::format("the test fails ({}): {}", to_string(verdict.status), verdict.summary);
}

std::string verdict_details(const tasks::Verdict& verdict) {
  std::string text;
  if (!verdict.passed()) {
    std::string_view feedback = verdict.feedback;
    // Feedback often begins with the summary, which has been said.
    if (feedback.starts_with(verdict.summary)) {
      feedback.remove_prefix(verdict.summary.size());
      if (feedback.starts_with(":")) feedback.remove_prefix(1);
    }
    const std::size_t first = feedback.find_first_not_of('\n');
    feedback.remove_prefix(std::min(first, feedback.size()));
    text = bound_text(feedback.substr(0, feedback.find_last_not_of(" \t\r\n") + 1), kDetailsBytes);
  }
  for (const std::string& finding : verdict.findings) text += (text.empty() ? "" : "\n") + ("note: " + finding);
  return text;
}

std::string transcript_of(const JournalState& state) {
  std::string text = fmt::format("# Session {}\n\nFiles in `{}`, begun {}.\n", state.head.id, state.head.root,
                                 to_iso8601(state.head.created));
  for (const Said& said : state.said) {
    text += fmt::format("\n## {} ({})\n\n", said.who, to_iso8601(said.at));
    const std::size_t diff = said.text.find("\n--- a/");
    const std::string_view all = said.text;
    text += fmt::format("{}\n", trim(all.substr(0, diff)));
    if (diff == std::string_view::npos) continue;
    const std::string fence = chat::fence_for(all);
    text += fmt::format("\n{}diff\n{}\n{}\n", fence, trim(all.substr(diff + 1)), fence);
  }
  return text + fmt::format("\n## cost\n\n{}\n", spending_words(state.spent));
}

}  // namespace gs::agent::session
