#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "base/clock.hpp"
#include "base/text.hpp"
#include "benchmarks/html_parts.hpp"
#include "benchmarks/html_task.hpp"
#include "benchmarks/report.hpp"
#include "benchmarks/report_style.hpp"
#include "benchmarks/report_words.hpp"

namespace gs::benchmarks {

namespace {

constexpr std::size_t kMostTraceTasks = 240;  // beyond it a step is thinner than a line

/// "24 Nov 2026, 02:46 UTC"
std::string date_words(std::int64_t since_epoch_ms) {
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto since = std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(since_epoch_ms));
  const auto day = std::chrono::floor<std::chrono::days>(since);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(since - day);
  return fmt::format("{} {} {}, {:02}:{:02} UTC", static_cast<unsigned>(date.day()),
                     kMonths[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                     time.hours().count(), time.minutes().count());
}

std::string html_head(const RunReport& report) {
  const std::string share = std::isfinite(report.summary.pass_at_1) ? percent(report.summary.pass_at_1) + " %" : "–";
  // Recorded texts are escaped; the policy keeps what slipped through from running or fetching anything.
  return fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri "
      "'none'; form-action 'none'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>{}, {}: {}</title>\n<style>\n{}</style>\n</head>\n",
      html_text(one_line(report.manifest.suite)), html_text(one_line(report.manifest.model)), share, report_style());
}

/// One step of the trace: high passed, low failed, crossed error, dotted not run. `level` is where the last one ended.
std::string trace_path(Outcome outcome, int begin, int end, int& level) {
  constexpr int kHigh = 3, kMiddle = 16, kLow = 29, kCrossTop = 7, kCrossBottom = 25;
  const int previous = std::exchange(level, outcome == Outcome::passed   ? kHigh
                                            : outcome == Outcome::failed ? kLow
                                                                         : kMiddle);
  if (outcome == Outcome::error) {
    return fmt::format("M{0} {2}H{1}V{3}H{0}ZM{0} {2}L{1} {3}M{0} {3}L{1} {2}", begin, end, kCrossTop, kCrossBottom);
  }
  return fmt::format("M{} {}V{}H{}", begin, previous < 0 ? level : previous, level, end);
}

/// The outcomes in task order as a logic analyser draws a signal: an unknown value is crossed, an undriven one is in
/// the middle.
std::string html_trace(const std::vector<TaskGroup>& groups) {
  if (groups.size() < 2 || groups.size() > kMostTraceTasks) return {};
  constexpr int kStep = 20;
  std::string ticks, steps;
  int level = -1;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const int begin = static_cast<int>(i) * kStep;
    ticks += fmt::format("M{} 32v4", begin);
    steps +=
        fmt::format("<path class=\"{}\" d=\"{}\"><title>{}: {}</title></path>\n", outcome_word(groups[i].outcome()),
                    trace_path(groups[i].outcome(), begin, begin + kStep, level), html_text(one_line(groups[i].title)),
                    outcome_word(groups[i].outcome()));
  }
  const std::size_t width = groups.size() * kStep;
  return fmt::format(
      "<svg class=\"trace\" viewBox=\"0 0 {0} 36\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"Outcome of "
      "each task, in order\">\n<path class=\"ticks\" d=\"{1}M{0} 32v4\"/>\n{2}</svg>\n"
      "<p class=\"legend\">One step per task, in the order of the table: high passed, low failed, crossed error, "
      "dotted "
      "not run.</p>\n",
      width, ticks, steps);
}

/// "verilator 5.006, clang 14.0.6": every version that judged anything.
std::string tool_words(const std::vector<agent::Attempt>& attempts) {
  std::map<std::string, std::set<std::string>> tools;
  for (const agent::Attempt& attempt : attempts) {
    for (const auto& [tool, version] : attempt.verdict.tools) tools[tool].insert(version);
  }
  std::vector<std::string> words;
  for (const auto& [tool, versions] : tools) {
    words.push_back(tool + " " + join(std::vector<std::string>(versions.begin(), versions.end()), " and "));
  }
  return join(words, ", ");
}

std::string box_words(const RunReport& report) {
  std::set<std::string> boxes{report.manifest.enforced_by};
  for (const agent::Attempt& attempt : report.attempts) boxes.insert(attempt.verdict.enforced_by);
  boxes.erase("");
  return join(std::vector<std::string>(boxes.begin(), boxes.end()), "; ");
}

/// What was judged outside a box, or tuned to its own judge, says so on top of everything else.
std::string html_warning(const RunReport& report) {
  std::string warnings;
  if (report.judge_fed_back())
    warnings = fmt::format("<p class=\"warning\" role=\"note\">{}</p>\n", html_text(judge_fed_back_words()));
  if (report.sandboxed()) return warnings;
  return warnings + "<p class=\"warning\" role=\"note\"><b>Not sandboxed.</b> Judged with --unsafe-no-sandbox: candidates could "
         "reach the machine and their own verdicts.</p>\n";
}

std::string html_header(const RunReport& report, const std::vector<TaskGroup>& groups) {
  const Manifest& manifest = report.manifest;
  std::string facts;
  const auto add = [&facts](std::string_view name, const std::string& value) {
    if (!value.empty()) facts += fmt::format("<span>{} <b>{}</b></span> ", name, html_text(one_line(value)));
  };
  add("model", manifest.model);
  add("strategy", manifest.strategy);
  if (manifest.settings.count("evidence") > 0) add("evidence shown", evidence_of(manifest));
  facts += fmt::format("<span>{}, {} each</span> <span><time datetime=\"{}\">{}</time></span>",
                       counted(manifest.tasks.size(), "task", "tasks"),
                       counted(static_cast<std::uint64_t>(manifest.samples), "attempt", "attempts"),
                       to_iso8601(std::chrono::milliseconds(manifest.created_ms)), date_words(manifest.created_ms));
  facts += "</p>\n<p class=\"facts small\">";
  if (report.asked_model()) {
    const SpendingWords words = spending_words(report.spending, manifest, report.summary.passed);
    add("model calls", words.tokens);
    add("money", words.money);
    add("PTE", words.pte);
  }
  add("tools", tool_words(report.attempts));
  add("sandbox", box_words(report));
  return fmt::format(
      "<header>\n<p class=\"kicker\">Gatesmith run report</p>\n<h1>{}</h1>\n<p class=\"facts\">{}</p>\n{}{}</header>\n",
      html_text(one_line(manifest.suite)), facts, html_warning(report), html_trace(groups));
}

std::string html_pass_rate(const Summary& summary) {
  if (!std::isfinite(summary.pass_at_1)) {
    return "<div class=\"rate\"><h2>pass@1</h2><p class=\"value\">–</p><p class=\"quiet\">No attempt has a verdict "
           "yet.</p></div>\n";
  }
  const double low = 100 * summary.pass_interval.low, high = 100 * summary.pass_interval.high;
  return fmt::format(
      "<div class=\"rate\"><h2>pass@1</h2><p class=\"value\">{}<span class=\"unit\">%</span></p>\n"
      "<div class=\"scale\" aria-hidden=\"true\"><span class=\"range\" style=\"left:{:.1f}%;width:{:.1f}%\"></span>"
      "<span class=\"point\" style=\"left:{:.1f}%\"></span></div>\n"
      "<p class=\"quiet\">95 % interval {:.1f} to {:.1f} % <span class=\"nowrap\">(Wilson, {})</span></p></div>\n",
      percent(summary.pass_at_1), low, high - low, 100 * summary.pass_at_1, low, high,
      counted(static_cast<std::uint64_t>(summary.judged_tasks), "task", "tasks"));
}

std::string html_figure(std::string_view name, std::string_view value, std::string_view css_class) {
  return fmt::format("<div class=\"{}\"><dt>{}</dt><dd>{}</dd></div>\n", css_class, name, value);
}

std::string html_figures(const RunReport& report) {
  const Summary& summary = report.summary;
  const auto shown = [](int count) { return grouped(static_cast<std::uint64_t>(count)); };
  const auto css = [](int count, std::string_view name) { return count > 0 ? name : std::string_view("zero"); };
  std::string figures = html_figure("passed", shown(summary.passed), css(summary.passed, "passed"));
  figures += html_figure("failed", shown(summary.failed), css(summary.failed, "failed"));
  figures += html_figure("errors", shown(summary.errors), css(summary.errors, "error"));
  figures += html_figure("not run", shown(summary.skipped), css(summary.skipped, "not-run"));
  figures += html_figure("median time", summary.median_wall ? to_human(*summary.median_wall) : "–", "");
  figures += html_figure("checks in all", grouped(static_cast<std::uint64_t>(summary.checks)), "");
  return fmt::format("<section class=\"figures\" aria-label=\"Result\">\n{}<dl>\n{}</dl>\n</section>\n",
                     html_pass_rate(summary), figures);
}

/// Radio buttons that the style sheet reads; a browser that cannot does not show them.
std::string html_filter(const std::vector<TaskGroup>& groups) {
  struct Choice {
    Outcome outcome;
    const char* label;
  };
  static constexpr std::array<Choice, 4> kChoices{{{Outcome::failed, "Failed"},
                                                   {Outcome::passed, "Passed"},
                                                   {Outcome::error, "Errors"},
                                                   {Outcome::not_run, "Not run"}}};
  std::string buttons;
  int kinds = 0;
  const auto add = [&buttons](std::string_view id, const char* label, std::size_t count, const char* checked) {
    buttons += fmt::format(
        "<span class=\"choice\"><input type=\"radio\" name=\"show\" id=\"show-{0}\"{3}><label for=\"show-{0}\">{1} "
        "<span class=\"count\">{2}</span></label></span>\n",
        id, label, count, checked);
  };
  add("all", "All", groups.size(), " checked");
  for (const Choice& choice : kChoices) {
    const auto count = static_cast<std::size_t>(std::count_if(
        groups.begin(), groups.end(), [&](const TaskGroup& group) { return group.outcome() == choice.outcome; }));
    if (count == 0) continue;
    ++kinds;
    add(outcome_word(choice.outcome), choice.label, count, "");
  }
  if (kinds < 2) return {};
  return fmt::format("<fieldset class=\"filter\"><legend>Show tasks</legend>\n{}</fieldset>\n", buttons);
}

std::string html_tasks(const std::vector<TaskGroup>& groups) {
  std::string rows, sections;
  for (const TaskGroup& group : groups) {
    rows += html_task_row(group);
    sections += html_task_section(group);
  }
  return fmt::format(
      "<section id=\"tasks\">\n<div class=\"bar\"><h2>Tasks</h2>\n{}</div>\n"
      "<table class=\"tasks\" role=\"table\"><thead role=\"rowgroup\"><tr role=\"row\">"
      "<th role=\"columnheader\" scope=\"col\">Task</th><th role=\"columnheader\" scope=\"col\">Verdict</th>"
      "<th role=\"columnheader\" scope=\"col\" class=\"number\">Checks</th>"
      "<th role=\"columnheader\" scope=\"col\" class=\"number\">Seconds</th>"
      "<th role=\"columnheader\" scope=\"col\">What happened</th></tr></thead>\n<tbody role=\"rowgroup\">\n{}</tbody>"
      "</table>\n</section>\n<section id=\"details\">\n<h2>Task by task</h2>\n{}</section>\n",
      html_filter(groups), rows, sections);
}

std::string html_record(const RunReport& report) {
  const Manifest& manifest = report.manifest;
  std::string facts = html_field("Tools", tool_words(report.attempts));
  facts += html_field("Sandbox", box_words(report));
  facts += html_field("Evaluator", manifest.evaluator);
  facts += html_field("Gatesmith", manifest.version);
  facts += html_field("Seed", fmt::to_string(manifest.seed));
  facts +=
      html_field("Budget of an attempt",
                 fmt::format("{}, {}, {}", counted(static_cast<std::uint64_t>(manifest.budget.turns), "turn", "turns"),
                             counted(static_cast<std::uint64_t>(manifest.budget.checks), "check", "checks"),
                             to_human(manifest.budget.wall)));
  facts += html_field("Run folder", report.folder);
  return fmt::format(
      "<section id=\"record\">\n<h2>How this was run</h2>\n<dl>\n{}</dl>\n"
      "<p class=\"quiet\">pass@1 is the mean over tasks of passed attempts to judged ones. Errors of the "
      "infrastructure "
      "are not counted in it. The interval takes the tasks for independent trials.</p>\n</section>\n",
      facts);
}

/// What the suite's own rules say, and where and why that differs.
std::string html_official(const std::vector<agent::Attempt>& attempts) {
  const auto official = summarise_official(attempts);
  if (!official) return {};
  std::string facts = html_field("Score by its own arithmetic", percent(official->score) + " %");
  facts += html_field("Attempts it passes", fmt::format("{} of {}", official->passed, official->attempts));
  for (const auto& [outcome, count] : official->outcomes) {
    facts += html_field(one_line(outcome), grouped(static_cast<std::uint64_t>(count)));
  }
  std::string differences;
  for (const std::string& line : official->differences) {
    differences += fmt::format("<li>{}</li>\n", html_text(one_line(line)));
  }
  const std::string told =
      differences.empty() ? "<p class=\"quiet\">Every verdict agrees with ours.</p>\n"
                          : fmt::format("<h3>Where it differs from ours, and why</h3>\n<ul>\n{}</ul>\n", differences);
  return fmt::format("<section id=\"official\">\n<h2>By the rules of {}</h2>\n<dl>\n{}</dl>\n{}</section>\n",
                     html_text(one_line(official->rules)), facts, told);
}

}  // namespace

std::string html_report(const RunReport& report) {
  const std::vector<TaskGroup> groups = group_by_task(report);
  return html_head(report) + "<body>\n<a class=\"skip\" href=\"#tasks\">To the tasks</a>\n" +
         html_header(report, groups) + "<main>\n" + html_figures(report) + html_tasks(groups) +
         html_official(report.attempts) + html_record(report) + "</main>\n</body>\n</html>\n";
}

}  // namespace gs::benchmarks
