#include "benchmarks/html_attempt.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/clock.hpp"
#include "base/text.hpp"
#include "benchmarks/html_diff.hpp"
#include "benchmarks/html_parts.hpp"
#include "benchmarks/report_words.hpp"

namespace gs::benchmarks {

namespace {

using agent::Attempt;
using agent::AttemptStatus;

constexpr std::size_t kMostDiffBytes = 128 << 10;
constexpr std::size_t kMostFeedbackBytes = 16 << 10;
constexpr std::size_t kMostEventBytes = 4 << 10;
constexpr std::size_t kMostEvents = 200;  ///< half of them from each end
constexpr std::size_t kMostMismatches = 20;

/// "12,345.5 ns"
std::string time_words(std::uint64_t picoseconds) {
  std::string text = grouped(picoseconds / 1000);
  if (picoseconds % 1000 != 0) {
    text += fmt::format(".{:03}", picoseconds % 1000);
    text.erase(text.find_last_not_of('0') + 1);
  }
  return text + " ns";
}

/// Hexadecimal digits, with those marked that differ from `other`.
std::string html_digits(std::string_view digits, std::string_view other) {
  if (digits.size() != other.size()) return html_text(digits);
  std::string html;
  for (std::size_t i = 0; i < digits.size();) {
    std::size_t end = i;
    const bool differs = digits[i] != other[i];
    while (end < digits.size() && (digits[end] != other[end]) == differs) ++end;
    const std::string part = html_text(digits.substr(i, end - i));
    html += differs ? fmt::format("<b>{}</b>", part) : part;
    i = end;
  }
  return html;
}

/// "the visible check passes, after 2 turns and 38 checks in 3.1 s; the hidden judge took 1.0 s."
std::string course_words(const Attempt& attempt) {
  std::string words = attempt.stop_reason.empty() ? "" : fmt::format("Proposing ended: {}. ", attempt.stop_reason);
  words += fmt::format("{} and {} in {}", counted(static_cast<std::uint64_t>(attempt.turns), "turn", "turns"),
                       counted(static_cast<std::uint64_t>(attempt.checks), "check", "checks"),
                       to_human(attempt.propose_wall));
  if (attempt.judge_wall.count() > 0) words += fmt::format("; judged in {}", to_human(attempt.judge_wall));
  return words + ".";
}

std::string html_what_happened(const Attempt& attempt) {
  const bool passed = attempt.status == AttemptStatus::passed;
  const std::string heading = passed                                    ? "Passed"
                              : attempt.status == AttemptStatus::failed ? "Why it failed"
                                                                        : "No verdict";
  std::string text = attempt.status == AttemptStatus::error ? attempt.error : attempt.verdict.summary;
  if (text.empty()) text = passed ? "The hidden judge found nothing wrong." : "No reason was recorded.";
  std::string html =
      fmt::format("<div class=\"reason {}\"><h4>{}</h4><p>{}</p>", outcome_word(outcome_of(attempt.status)), heading,
                  html_text(bound_text(text, kMostEventBytes)));
  if (attempt.status == AttemptStatus::error) {
    html +=
        "<p class=\"quiet\">This says nothing about the model: the attempt is not counted, and the same command "
        "makes it again.</p>";
  }
  return html + fmt::format("<p class=\"quiet\">{}</p></div>\n", html_text(course_words(attempt)));
}

std::string html_change(const Attempt& attempt) {
  std::string html = "<h4>Change</h4>\n";
  if (!attempt.candidate.rationale.empty()) {
    html += fmt::format("<p>{}</p>\n", html_text(bound_text(attempt.candidate.rationale, kMostEventBytes)));
  }
  if (attempt.diff.empty()) return html + "<p class=\"quiet\">None: the starting state was handed in.</p>\n";
  return html + html_diff(bound_text(attempt.diff, kMostDiffBytes));
}

std::string html_mismatch_row(const tasks::Mismatch& mismatch) {
  const std::string compared =
      mismatch.compared == 0
          ? ""
          : fmt::format(" of {} <span class=\"quiet\">({} %)</span>", grouped(mismatch.compared),
                        percent(static_cast<double>(mismatch.count) / static_cast<double>(mismatch.compared)));
  return fmt::format(
      "<tr><th scope=\"row\"><code>{}</code></th><td class=\"number\">{}{}</td><td class=\"number\">{}</td>"
      "<td class=\"number\">{}</td><td class=\"digits\"><code>{}</code></td><td "
      "class=\"digits\"><code>{}</code></td></tr>\n",
      html_text(mismatch.signal), grouped(mismatch.count), compared, time_words(mismatch.first_time_ps), mismatch.seed,
      html_digits(mismatch.expected, mismatch.got), html_digits(mismatch.got, mismatch.expected));
}

std::string html_mismatches(const std::vector<tasks::Mismatch>& mismatches) {
  if (mismatches.empty()) return {};
  std::string html =
      "<h4>Signals that differ</h4>\n<div class=\"scroll\" role=\"region\" aria-label=\"Signals that differ\" "
      "tabindex=\"0\"><table class=\"signals\"><thead><tr><th scope=\"col\">Signal</th><th scope=\"col\" "
      "class=\"number\">Wrong</th><th scope=\"col\" class=\"number\">First at</th><th scope=\"col\" "
      "class=\"number\">Seed"
      "</th><th scope=\"col\" class=\"digits\">Expected</th><th scope=\"col\" "
      "class=\"digits\">Got</th></tr></thead><tbody>\n";
  const std::size_t shown = std::min(mismatches.size(), kMostMismatches);
  for (std::size_t i = 0; i < shown; ++i) html += html_mismatch_row(mismatches[i]);
  html += "</tbody></table></div>\n";
  if (shown < mismatches.size()) {
    html += fmt::format("<p class=\"quiet\">{} more are not shown.</p>\n", mismatches.size() - shown);
  }
  return html;
}

/// A judge that compares signals reports the table above in words, so its report is for the other cases.
std::string html_feedback(const Attempt& attempt) {
  const tasks::Verdict& verdict = attempt.verdict;
  if (verdict.feedback.empty() || !verdict.mismatches.empty() || attempt.status != AttemptStatus::failed) return {};
  return fmt::format(
      "<h4>Report of the judge</h4>\n<pre class=\"text\" role=\"region\" aria-label=\"Report of the judge\" "
      "tabindex=\"0\">{}</pre>\n",
      html_text(bound_text(verdict.feedback, kMostFeedbackBytes)));
}

std::string html_event(const agent::Event& event) {
  return fmt::format(
      "<li><span class=\"at\">{}</span> <span class=\"kind\">{}</span> <span class=\"said\">{}</span></li>\n",
      html_seconds(event.since_start), html_text(event.kind), html_text(bound_text(event.text, kMostEventBytes)));
}

std::string html_transcript(const std::vector<agent::Event>& events) {
  if (events.empty()) return {};
  const std::size_t left_out = events.size() > kMostEvents ? events.size() - kMostEvents : 0;
  const std::size_t head = left_out > 0 ? kMostEvents / 2 : events.size();
  std::string items;
  for (std::size_t i = 0; i < head; ++i) items += html_event(events[i]);
  if (left_out > 0)
    items += fmt::format("<li class=\"quiet\">… {} not shown …</li>\n", counted(left_out, "event", "events"));
  for (std::size_t i = head + left_out; i < events.size(); ++i) items += html_event(events[i]);
  return fmt::format("<details class=\"transcript\"><summary>Transcript, {}</summary><ol>\n{}</ol></details>\n",
                     counted(events.size(), "event", "events"), items);
}

/// One field per name; several values of one name (a simulation per seed) stand side by side.
std::string html_measurements(const std::vector<tasks::Measurement>& measurements) {
  std::string fields;
  for (auto first = measurements.begin(); first != measurements.end(); ++first) {
    const auto is_same = [first](const tasks::Measurement& other) { return other.name == first->name; };
    if (std::any_of(measurements.begin(), first, is_same)) continue;
    std::vector<std::string> values;
    for (const tasks::Measurement& other : measurements) {
      if (is_same(other)) values.push_back(fmt::format("{:.10g}", other.value));
    }
    std::string name = first->name;
    std::replace(name.begin(), name.end(), '_', ' ');
    fields += html_field(name, join(values, ", ") + (first->unit == "1" ? "" : " " + first->unit));
  }
  return fields;
}

std::string html_record(const Attempt& attempt) {
  std::string fields = html_measurements(attempt.verdict.measurements);
  fields += html_field("started", to_iso8601(attempt.started));
  fields += html_field("seed", fmt::to_string(attempt.seed));
  fields += html_field("evaluator", attempt.verdict.evaluator);
  fields += html_field("task hash", attempt.task_hash);
  fields += html_field("candidate hash", attempt.candidate.hash());
  return fmt::format("<details class=\"record\"><summary>Record</summary><dl>\n{}</dl></details>\n", fields);
}

}  // namespace

std::string html_attempt(const Attempt& attempt) {
  return html_what_happened(attempt) + html_change(attempt) + html_mismatches(attempt.verdict.mismatches) +
         html_feedback(attempt) + html_transcript(attempt.events) + html_record(attempt);
}

}  // namespace gs::benchmarks
