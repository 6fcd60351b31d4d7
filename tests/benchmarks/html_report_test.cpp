#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "base/text.hpp"
#include "benchmarks/html_diff.hpp"
#include "benchmarks/html_parts.hpp"
#include "benchmarks/report.hpp"
#include "tests/benchmarks/sample_run.hpp"
#include "tests/benchmarks/samples.hpp"

namespace gs::benchmarks {
namespace {

using agent::Attempt;
using agent::AttemptStatus;

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

int count(const std::string& text, std::string_view part) {
  int found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++found;
  return found;
}

/// A report with the text in every field that a model, a tool or a task author can write.
RunReport report_with(const std::string& text) {
  RunReport report;
  report.manifest = test::small_manifest();
  report.manifest.suite = report.manifest.model = report.manifest.strategy = text;
  report.manifest.evaluator = report.manifest.enforced_by = report.manifest.version = report.folder = text;
  report.manifest.tasks = {{"demo/a", "hash-a"}, {text, text}};
  report.manifest.titles = {{"demo/a", text}};
  for (const AttemptStatus status : {AttemptStatus::passed, AttemptStatus::failed, AttemptStatus::error}) {
    Attempt attempt = test::attempt_at("demo/a", static_cast<int>(status), status);
    attempt.task_hash = attempt.stop_reason = attempt.error = text;
    attempt.candidate.rationale = text;
    attempt.diff = "--- a/" + text + "\n+++ b/" + text + "\n@@ -1 +1 @@\n-" + text + "\n+" + text + "!\n" + text + "\n";
    attempt.verdict.summary = attempt.verdict.evaluator = attempt.verdict.enforced_by = text;
    attempt.verdict.feedback = text;
    attempt.verdict.tools = {{text, text}};
    attempt.verdict.measurements = {{text, 1, text}};
    if (status == AttemptStatus::failed) attempt.verdict.mismatches = {{text, 1, 2, 3, 4, text, text + "0"}};
    attempt.events = {{std::chrono::milliseconds(0), text, text}};
    report.attempts.push_back(attempt);
    attempt.task = text;
    attempt.verdict.mismatches.clear();
    report.attempts.push_back(std::move(attempt));
  }
  report.summary = summarise(report.manifest, report.attempts);
  return report;
}

std::string without_text_content(const std::string& html) {
  std::string tags;
  bool inside = false;
  for (const char c : html) {
    if (c == '<') inside = true;
    if (inside) tags += c;
    if (c == '>') inside = false;
  }
  return tags;
}

class HtmlEscapeTest : public ::testing::TestWithParam<std::string> {};

TEST_P(HtmlEscapeTest, RecordedTextAddsNoMarkup) {
  // The same page with a harmless text of the same length has the same tags.
  const std::string hostile = html_report(report_with(GetParam()));
  const std::string harmless = html_report(report_with(std::string(GetParam().size(), 'x')));
  EXPECT_FALSE(has(hostile, GetParam()));
  const std::string tags = without_text_content(hostile);
  EXPECT_EQ(count(tags, "<script"), 0);
  EXPECT_EQ(count(tags, "<img"), 0);
  EXPECT_EQ(count(tags, "<p"), count(without_text_content(harmless), "<p"));
  EXPECT_EQ(count(tags, "</details>"), count(without_text_content(harmless), "</details>"));
  EXPECT_EQ(count(tags, "</pre>"), count(without_text_content(harmless), "</pre>"));
  EXPECT_EQ(count(hostile, "</style>"), 1);
  EXPECT_EQ(count(hostile, "</html>"), 1);
}

INSTANTIATE_TEST_SUITE_P(HtmlReport, HtmlEscapeTest,
                         ::testing::Values("</script><script>alert(1)</script>", "<b>bold</b>",
                                           "\"><img src=x onerror=alert(1)>", "'><svg onload=alert(1)>",
                                           "</pre></details></body></html>", "</style><p>", "<!-- ", "&lt;b&gt;"));

TEST(HtmlReportTest, IsSelfContained) {
  const std::string page = html_report(test::sample_run());
  EXPECT_FALSE(has(page, "<script"));
  EXPECT_FALSE(has(page, "<link"));
  EXPECT_FALSE(has(page, "src="));
  EXPECT_FALSE(has(page, "http://"));
  EXPECT_FALSE(has(page, "https://"));
  EXPECT_FALSE(has(page, "url("));
  EXPECT_FALSE(has(page, "@import"));
}

TEST(HtmlReportTest, ShowsTheFigures) {
  const std::string page = html_report(test::sample_run());
  EXPECT_TRUE(has(page, "72.7<span class=\"unit\">%</span>"));  // 8 of 11
  EXPECT_TRUE(has(page, "95 % interval 43.4 to 90.3 %"));
  EXPECT_TRUE(has(page, "<dt>passed</dt><dd>8</dd>"));
  EXPECT_TRUE(has(page, "<dt>failed</dt><dd>3</dd>"));
  EXPECT_TRUE(has(page, "<dt>errors</dt><dd>1</dd>"));
  EXPECT_TRUE(has(page, "<dt>not run</dt><dd>1</dd>"));
  EXPECT_TRUE(has(page, "clang 14.0.6, verilator 5.006"));
  EXPECT_TRUE(has(page, "bubblewrap 0.8.0, seccomp, cgroup v2"));
  EXPECT_TRUE(has(page, "24 Nov 2026, 01:46 UTC"));
}

TEST(HtmlReportTest, HasARowAndASectionForEveryTask) {
  const RunReport report = test::sample_run();
  const std::string page = html_report(report);
  EXPECT_EQ(count(page, "<tr role=\"row\" data-outcome="), 13);
  EXPECT_EQ(count(page, "<details class=\"task\""), 13);
  for (const auto& [name, title] : report.manifest.titles) {
    EXPECT_GE(count(page, escape_html(title)), 2) << title;
    EXPECT_GE(count(page, name), 2) << name;
  }
  for (int i = 1; i <= 13; ++i) {
    EXPECT_EQ(count(page, "href=\"#task-" + std::to_string(i) + "\""), 1);
    EXPECT_EQ(count(page, "id=\"task-" + std::to_string(i) + "\""), 1);
  }
}

TEST(HtmlReportTest, ShowsMismatchesWithTheDigitsThatDiffer) {
  const std::string page = html_report(test::sample_run());
  EXPECT_TRUE(has(page, "964 of 36,864 <span class=\"quiet\">(2.6 %)</span>"));
  EXPECT_TRUE(has(page, "2,472.5 ns"));
  EXPECT_TRUE(has(page, "0000c0ffee15<b>a</b>4b<b>3</b>"));
  EXPECT_TRUE(has(page, "0000c0ffee15<b>b</b>4b<b>7</b>"));
}

TEST(HtmlReportTest, PrintsADashForAnUnknownPassRate) {
  RunReport report;
  report.manifest = test::small_manifest();
  report.summary = summarise(report.manifest, {});
  const std::string page = html_report(report);
  EXPECT_TRUE(has(page, "<p class=\"value\">–</p>"));
  EXPECT_FALSE(has(page, "nan"));
}

TEST(HtmlReportTest, CountsTheSamplesOfATask) {
  RunReport report;
  report.manifest = test::small_manifest();
  report.attempts = {test::attempt_at("demo/a", 0, AttemptStatus::passed),
                     test::attempt_at("demo/a", 1, AttemptStatus::failed)};
  report.summary = summarise(report.manifest, report.attempts);
  const std::string page = html_report(report);
  EXPECT_TRUE(has(page, "1 of 2 passed"));
  EXPECT_TRUE(has(page, ">Sample 1 <span class=\"pill failed\">"));
}

TEST(HtmlReportTest, WarnsOfAMissingSandbox) {
  RunReport report = test::sample_run();
  EXPECT_FALSE(has(html_report(report), "Not sandboxed"));
  report.attempts[3].verdict.enforced_by = "no sandbox (--unsafe-no-sandbox), rlimits";
  EXPECT_TRUE(has(html_report(report), "<b>Not sandboxed.</b>"));
}

TEST(HtmlReportTest, ShortensALongTranscript) {
  RunReport report = test::sample_run();
  report.attempts[0].events.assign(5000, {std::chrono::milliseconds(1), "note", "looked again"});
  const std::string page = html_report(report);
  EXPECT_TRUE(has(page, "… 4,800 events not shown …"));
  EXPECT_EQ(count(page, "looked again"), 200);
}

TEST(HtmlTextTest, WritesDirectionMarksOut) {
  EXPECT_EQ(html_text("a\u202Eb<\u2066"), "a⟨U+202E⟩b&lt;⟨U+2066⟩");
  EXPECT_EQ(html_text("→ – ü ∀"), "→ – ü ∀");
}

TEST(HtmlDiffTest, ColoursAndNumbersLines) {
  const std::string html =
      html_diff("--- a/rtl/x.sv\n+++ b/rtl/x.sv\n@@ -7,3 +7,3 @@\n before\n-  if (a < b)\n+  if (a <= b)\n after\n");
  EXPECT_TRUE(has(html, "<span class=\"path\">rtl/x.sv</span>"));
  EXPECT_TRUE(has(html, "<ins>+1</ins> <del>−1</del>"));
  EXPECT_TRUE(has(html, "<span class=\"line \" data-n=\"7\"> before</span>"));
  EXPECT_TRUE(has(html, "<span class=\"line del\" data-n=\"8\">-  if (a &lt; b)</span>"));
  EXPECT_TRUE(has(html, "<span class=\"line add\" data-n=\"8\">+  if (a &lt;<b>=</b> b)</span>"));
  EXPECT_TRUE(has(html, "<span class=\"line \" data-n=\"9\"> after</span>"));
}

TEST(HtmlDiffTest, MarksWholeWords) {
  const std::string html = html_diff("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-  state <= WEAK_NT;\n+  state <= STRONG_NT;\n");
  EXPECT_TRUE(has(html, "&lt;= <b>WEAK_NT</b>;"));
  EXPECT_TRUE(has(html, "&lt;= <b>STRONG_NT</b>;"));
}

TEST(HtmlDiffTest, DoesNotTakeAChangedLineForAFileHeader) {
  const std::string html =
      html_diff("--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n--- a/y\n+++ b/y\n same\n--- a/z\n+++ b/z\n@@ -1 +1 @@\n-p\n+q\n");
  EXPECT_EQ(count(html, "<figure"), 2);
  EXPECT_TRUE(has(html, "<span class=\"line del\" data-n=\"1\">-<b>-- a</b>/y</span>"));
  EXPECT_TRUE(has(html, "<span class=\"line add\" data-n=\"1\">+<b>++ b</b>/y</span>"));
  EXPECT_TRUE(has(html, "<span class=\"path\">z</span>"));
}

TEST(HtmlDiffTest, ShowsWhatIsNoDiffAsItIs) {
  const std::string html = html_diff("just <words>\n@@ broken\n");
  EXPECT_TRUE(has(html, "just &lt;words&gt;"));
  EXPECT_TRUE(has(html, "@@ broken"));
  EXPECT_EQ(html_diff(""), "");
}

}  // namespace
}  // namespace gs::benchmarks
