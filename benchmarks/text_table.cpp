#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/clock.hpp"
#include "base/text.hpp"
#include "benchmarks/report.hpp"
#include "benchmarks/report_words.hpp"

namespace gs::benchmarks {

namespace {

constexpr int kLeastStoryColumns = 12;
constexpr std::string_view kWarningColour = "\x1b[1;31m";
constexpr std::string_view kNoColour = "\x1b[0m";

struct Line {
  std::string task, verdict, checks, time, story;
  agent::AttemptStatus status = agent::AttemptStatus::error;
};

bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

/// Characters; wide and combining ones are taken for one column each.
int width(std::string_view text) {
  return static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) { return !is_continuation(c); }));
}

/// At most `columns` wide, with an ellipsis where something was cut off.
std::string cut(const std::string& text, int columns) {
  if (width(text) <= columns) return text;
  std::string kept;
  int used = 0;
  for (const char c : text) {
    if (!is_continuation(c) && used++ >= columns - 1) break;
    kept += c;
  }
  while (!kept.empty() && kept.back() == ' ') kept.pop_back();
  return kept + "…";
}

std::string left(const std::string& text, int columns) {
  const std::string shown = cut(text, columns);
  return shown + std::string(static_cast<std::size_t>(std::max(0, columns - width(shown))), ' ');
}

std::string right(const std::string& text, int columns) {
  return std::string(static_cast<std::size_t>(std::max(0, columns - width(text))), ' ') + text;
}

std::string_view colour_of(agent::AttemptStatus status) {
  switch (status) {
    case agent::AttemptStatus::passed:
      return "\x1b[32m";
    case agent::AttemptStatus::failed:
      return "\x1b[31m";
    case agent::AttemptStatus::error:
      return "\x1b[33m";
  }
  return "";
}

/// "suite/" when all attempts are of one suite: then the totals name it, and every line can do without.
std::string common_suite(const std::vector<agent::Attempt>& attempts) {
  if (attempts.empty()) return {};
  const std::string suite = attempts.front().task.substr(0, attempts.front().task.find('/') + 1);
  const auto has_it = [&](const agent::Attempt& attempt) { return attempt.task.starts_with(suite); };
  return std::all_of(attempts.begin(), attempts.end(), has_it) ? suite : "";
}

std::vector<Line> lines_of(const RunReport& report) {
  const std::string suite = common_suite(report.attempts);
  std::vector<Line> lines;
  for (const agent::Attempt& attempt : report.attempts) {
    Line line;
    line.task = one_line(attempt.task.substr(suite.size()));
    if (report.manifest.samples > 1) line.task += fmt::format(" #{}", attempt.sample);
    line.verdict = verdict_words(attempt);
    line.checks = fmt::to_string(attempt.checks);
    line.time = to_human(total_wall(attempt));
    line.story = story(attempt);
    line.status = attempt.status;
    lines.push_back(std::move(line));
  }
  return lines;
}

std::string totals(const Manifest& manifest, const Summary& summary) {
  std::string text = fmt::format("{} with {}: {}, {} passed, {} failed, {}", one_line(manifest.suite),
                                 one_line(manifest.model), counted(summary.attempts, "attempt", "attempts"),
                                 summary.passed, summary.failed, counted(summary.errors, "error", "errors"));
  if (summary.skipped > 0) text += fmt::format(", {} not run", summary.skipped);
  if (!std::isfinite(summary.pass_at_1)) return text + "\npass@1 –\n";
  return text + fmt::format("\npass@1 {} % (95 % interval {} to {} %) of {}\n", percent(summary.pass_at_1),
                            percent(summary.pass_interval.low), percent(summary.pass_interval.high),
                            counted(summary.judged_tasks, "task", "tasks"));
}

std::string official_words(const OfficialSummary& official) {
  std::string outcomes;
  for (const auto& [outcome, count] : official.outcomes) {
    outcomes += fmt::format("{}{} {}", outcomes.empty() ? "" : ", ", count, one_line(outcome));
  }
  std::string text = fmt::format("{}: {} % by its own arithmetic, {} of {} passed ({})\n", one_line(official.rules),
                                 percent(official.score), official.passed, official.attempts, outcomes);
  for (const std::string& difference : official.differences) text += "  differs: " + one_line(difference) + "\n";
  return text;
}

}  // namespace

std::string text_table(const RunReport& report, int columns, bool colour) {
  std::vector<Line> lines = lines_of(report);
  const Line heading{"task", "verdict", "checks", "time", "what happened"};
  int task = width(heading.task), verdict = width(heading.verdict);
  int checks = width(heading.checks), time = width(heading.time);
  for (const Line& line : lines) {
    task = std::max(task, width(line.task));
    verdict = std::max(verdict, width(line.verdict));
    checks = std::max(checks, width(line.checks));
    time = std::max(time, width(line.time));
  }
  const int fixed = 2 + verdict + 2 + checks + 2 + time;
  // The task gives way only where nothing of the story would be left, and keeps what names it.
  const int room = columns - fixed;
  if (task + 2 + kLeastStoryColumns > room) task = std::min(task, std::max(kLeastStoryColumns, room * 3 / 5));
  const int story_columns = columns - fixed - task - 2;

  std::string table;
  const auto warn = [&](std::string_view words) {
    table += fmt::format("{}{}{}\n\n", colour ? kWarningColour : "", words, colour ? kNoColour : "");
  };
  if (!report.sandboxed()) warn(not_sandboxed_words());
  if (report.judge_fed_back()) warn(judge_fed_back_words());
  const auto add = [&](const Line& line, std::string_view begin, std::string_view end) {
    std::string row = fmt::format("{}  {}{}{}  {}  {}", left(line.task, task), begin, left(line.verdict, verdict), end,
                                  right(line.checks, checks), right(line.time, time));
    if (story_columns >= kLeastStoryColumns && !line.story.empty()) row += "  " + cut(line.story, story_columns);
    table += row + "\n";
  };
  if (!lines.empty()) add(heading, "", "");
  for (const Line& line : lines) add(line, colour ? colour_of(line.status) : "", colour ? kNoColour : "");
  if (!lines.empty()) table += "\n";
  table += totals(report.manifest, report.summary);
  if (report.asked_model()) {
    const SpendingWords words = spending_words(report.spending, report.manifest, report.summary.passed);
    table += fmt::format("model: {}\nmoney: {}\nPTE: {}\n", words.tokens, words.money, words.pte);
  }
  if (const auto official = summarise_official(report.attempts)) table += official_words(*official);
  return table;
}

}  // namespace gs::benchmarks
