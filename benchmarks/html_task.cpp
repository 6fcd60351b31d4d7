#include "benchmarks/html_task.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "benchmarks/html_attempt.hpp"
#include "benchmarks/html_parts.hpp"
#include "benchmarks/report_words.hpp"

namespace gs::benchmarks {

namespace {

using agent::AttemptStatus;

int count_status(const TaskGroup& group, AttemptStatus status) {
  return static_cast<int>(std::count_if(group.attempts.begin(), group.attempts.end(),
                                        [status](const agent::Attempt* attempt) { return attempt->status == status; }));
}

/// The verdict of a single sample in words; of several, how many passed.
std::string html_group_pill(const TaskGroup& group) {
  const Outcome outcome = group.outcome();
  if (outcome == Outcome::not_run) return html_pill(outcome, "not run");
  if (group.samples == 1) return html_pill(outcome, verdict_words(*group.attempts.front()));
  return html_pill(outcome, fmt::format("{} of {} passed", count_status(group, AttemptStatus::passed), group.samples));
}

int group_checks(const TaskGroup& group) {
  int checks = 0;
  for (const agent::Attempt* attempt : group.attempts) checks += attempt->checks;
  return checks;
}

std::chrono::milliseconds group_wall(const TaskGroup& group) {
  std::chrono::milliseconds wall{0};
  for (const agent::Attempt* attempt : group.attempts) wall += total_wall(*attempt);
  return wall;
}

/// Of the attempt that explains the outcome: the first that did not pass, else the first.
std::string group_story(const TaskGroup& group) {
  if (group.attempts.empty()) return {};
  const auto telling = std::find_if(group.attempts.begin(), group.attempts.end(), [](const agent::Attempt* attempt) {
    return attempt->status != AttemptStatus::passed;
  });
  return story(telling == group.attempts.end() ? *group.attempts.front() : **telling);
}

}  // namespace

Outcome TaskGroup::outcome() const {
  if (attempts.empty()) return Outcome::not_run;
  if (count_status(*this, AttemptStatus::failed) > 0) return Outcome::failed;
  return count_status(*this, AttemptStatus::error) > 0 ? Outcome::error : Outcome::passed;
}

std::vector<TaskGroup> group_by_task(const RunReport& report) {
  std::map<std::string, std::vector<const agent::Attempt*>> attempts;
  for (const auto& [name, hash] : report.manifest.tasks) attempts[name];
  for (const agent::Attempt& attempt : report.attempts) attempts[attempt.task].push_back(&attempt);

  std::vector<TaskGroup> groups;
  for (auto& [name, list] : attempts) {
    const auto title = report.manifest.titles.find(name);
    const bool is_titled = title != report.manifest.titles.end() && !title->second.empty();
    groups.push_back({fmt::format("task-{}", groups.size() + 1), name, is_titled ? title->second : name,
                      report.manifest.samples, std::move(list)});
  }
  return groups;
}

std::string html_task_row(const TaskGroup& group) {
  const bool is_run = !group.attempts.empty();
  const std::string_view outcome = outcome_word(group.outcome());
  const std::string name =
      group.name == group.title ? "" : fmt::format("<span class=\"name\">{}</span>", html_text(one_line(group.name)));
  return fmt::format(
      "<tr role=\"row\" data-outcome=\"{}\"><th role=\"rowheader\" scope=\"row\"><a href=\"#{}\">{}</a>{}</th>"
      "<td role=\"cell\" class=\"verdict\">{}</td><td role=\"cell\" class=\"number checks\">{}</td>"
      "<td role=\"cell\" class=\"number seconds\">{}</td><td role=\"cell\" class=\"story\">{}</td></tr>\n",
      outcome, group.anchor, html_text(one_line(group.title)), name, html_group_pill(group),
      is_run ? grouped(static_cast<std::uint64_t>(group_checks(group))) : "–",
      is_run ? html_seconds(group_wall(group)) : "–", html_text(bound_text(group_story(group), 400)));
}

std::string html_task_section(const TaskGroup& group) {
  std::string body;
  if (group.attempts.empty()) body = "<p>Planned, and not run yet. The same command runs it.</p>\n";
  for (const agent::Attempt* attempt : group.attempts) {
    if (group.samples > 1) {
      body += fmt::format("<h4 class=\"sample\">Sample {} {}</h4>\n", attempt->sample,
                          html_pill(outcome_of(attempt->status), verdict_words(*attempt)));
    }
    body += html_attempt(*attempt);
  }
  // The anchor lies inside, since a browser opens the details that a link's target lies in.
  return fmt::format(
      "<details class=\"task\" data-outcome=\"{}\"><summary><h3 class=\"title\">{}</h3> {}</summary>\n"
      "<div class=\"body\" id=\"{}\">\n<p class=\"name\">{}</p>\n{}</div></details>\n",
      outcome_word(group.outcome()), html_text(one_line(group.title)), html_group_pill(group), group.anchor,
      html_text(one_line(group.name)), body);
}

}  // namespace gs::benchmarks
