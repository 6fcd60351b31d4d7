#include "benchmarks/report.hpp"
#include "benchmarks/report_words.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "base/files.hpp"
#include "base/text.hpp"
#include "tests/benchmarks/sample_run.hpp"
#include "tests/benchmarks/samples.hpp"
#include "tests/support/error_line.hpp"

namespace gs::benchmarks {
namespace {

using agent::Attempt;
using agent::AttemptStatus;
using std::chrono::milliseconds;
using test::attempt_at;

Attempt timed(Attempt attempt, int checks, int propose_ms, int judge_ms) {
  attempt.checks = checks;
  attempt.propose_wall = milliseconds(propose_ms);
  attempt.judge_wall = milliseconds(judge_ms);
  return attempt;
}

RunReport report_of(std::vector<Attempt> attempts, Manifest manifest = test::small_manifest()) {
  RunReport report;
  report.manifest = std::move(manifest);
  report.folder = "runs/x";
  report.attempts = std::move(attempts);
  report.summary = summarise(report.manifest, report.attempts);
  return report;
}

TEST(SummaryTest, AddsUp) {
  Manifest manifest = test::small_manifest();
  manifest.samples = 3;
  manifest.tasks["demo/c"] = "hash-c";
  // a: 2 of 3 passed. b: 0 of 1, one error, one not run. c: only an error.
  const Summary summary = summarise(manifest, {timed(attempt_at("demo/a", 0, AttemptStatus::passed), 10, 1000, 100),
                                               timed(attempt_at("demo/a", 1, AttemptStatus::passed), 20, 2000, 100),
                                               timed(attempt_at("demo/a", 2, AttemptStatus::failed), 30, 4000, 300),
                                               timed(attempt_at("demo/b", 0, AttemptStatus::failed), 40, 3000, 100),
                                               timed(attempt_at("demo/b", 1, AttemptStatus::error), 5, 90'000, 0),
                                               timed(attempt_at("demo/c", 0, AttemptStatus::error), 0, 0, 0)});
  EXPECT_EQ(summary.tasks, 3);
  EXPECT_EQ(summary.attempts, 6);
  EXPECT_EQ(summary.passed, 2);
  EXPECT_EQ(summary.failed, 2);
  EXPECT_EQ(summary.errors, 2);
  EXPECT_EQ(summary.skipped, 3);
  EXPECT_EQ(summary.judged_tasks, 2);
  EXPECT_NEAR(summary.pass_at_1, 1.0 / 3, 1e-12);  // (2/3 + 0/1) / 2
  EXPECT_EQ(summary.checks, 105);
  EXPECT_EQ(summary.median_wall, milliseconds(2600));  // of 1100, 2100, 3100, 4300
}

Attempt officially(const char* task, int sample, const char* rules, bool passed, const char* difference = "") {
  Attempt attempt = attempt_at(task, sample, AttemptStatus::passed);
  attempt.verdict.status = tasks::VerdictStatus::passed;
  attempt.verdict.official = tasks::OfficialVerdict{rules, passed ? "." : "R", passed, difference};
  return attempt;
}

TEST(OfficialSummaryTest, CountsAsEachHarnessCounts) {
  const auto attempts = [](const char* rules) {
    return std::vector<Attempt>{officially("demo/a", 0, rules, true), officially("demo/a", 1, rules, false, "why: so"),
                                officially("demo/a", 2, rules, true), officially("demo/b", 0, rules, true)};
  };
  const auto v2 = summarise_official(attempts("verilog-eval-v2"));
  ASSERT_TRUE(v2);
  EXPECT_NEAR(v2->score, (0.66 + 1) / 2, 1e-12);  // 2 of 3 is cut to 66 %
  EXPECT_EQ(v2->attempts, 4);
  EXPECT_EQ(v2->passed, 3);
  EXPECT_EQ(v2->outcomes, (std::map<std::string, int>{{".", 3}, {"R", 1}}));
  EXPECT_EQ(v2->differences, std::vector<std::string>{"demo/a #1: passed here, R there: why: so"});
  EXPECT_NEAR(summarise_official(attempts("verilog-eval-v1"))->score, (2.0 / 3 + 1) / 2, 1e-12);
  EXPECT_NEAR(summarise_official(attempts("rtllm"))->score, (2.0 / 3 + 1) / 3, 1e-12);  // and one that always fails
  EXPECT_FALSE(summarise_official({attempt_at("demo/a", 0, AttemptStatus::passed)}));
}

TEST(OfficialSummaryTest, IsInTableJsonAndPage) {
  const RunReport report = report_of({officially("demo/a", 0, "verilog-eval-v2", false, "bench-timeout: <late>")});
  EXPECT_NE(text_table(report, 100, false).find("verilog-eval-v2: 0.0 % by its own arithmetic, 0 of 1 passed (1 R)"),
            std::string::npos)
      << text_table(report, 100, false);
  EXPECT_EQ(summary_json(report)["official"]["differences"].size(), 1u);
  EXPECT_NE(html_report(report).find("bench-timeout: &lt;late&gt;"), std::string::npos);
  EXPECT_FALSE(summary_json(report_of({attempt_at("demo/a", 0, AttemptStatus::passed)})).contains("official"));
}

TEST(SummaryTest, TakesTasksForTheTrialsOfTheInterval) {
  const Summary summary =
      summarise(test::small_manifest(),
                {attempt_at("demo/a", 0, AttemptStatus::passed), attempt_at("demo/a", 1, AttemptStatus::passed),
                 attempt_at("demo/b", 0, AttemptStatus::failed), attempt_at("demo/b", 1, AttemptStatus::failed)});
  const Interval of_two_tasks = wilson_interval(0.5, 2);
  EXPECT_EQ(summary.pass_interval.low, of_two_tasks.low);
  EXPECT_EQ(summary.pass_interval.high, of_two_tasks.high);
}

TEST(SummaryTest, HasNoPassRateWithoutAFinishedAttempt) {
  const Summary summary = summarise(test::small_manifest(), {attempt_at("demo/a", 0, AttemptStatus::error)});
  EXPECT_TRUE(std::isnan(summary.pass_at_1));
  EXPECT_EQ(summary.median_wall, std::nullopt);
  EXPECT_EQ(summary.skipped, 3);
}

TEST(ReportTest, LoadsWhatWasRecorded) {
  const TempDir temporary = TempDir::create("report-test").value();
  RunStore store = RunStore::open_or_create(temporary.path() / "x", test::small_manifest()).value();
  ASSERT_EQ(test::error_line(store.append(attempt_at("demo/a", 0, AttemptStatus::passed))), "");
  const auto report = load_report(store);
  ASSERT_EQ(test::error_line(report), "");
  EXPECT_EQ(report->folder, (temporary.path() / "x").string());
  EXPECT_EQ(report->manifest.suite, "demo:quick");
  EXPECT_EQ(report->summary.passed, 1);
  EXPECT_EQ(report->summary.skipped, 3);
}

TEST(SummaryJsonTest, HasTheDocumentedFields) {
  const Json json = summary_json(
      report_of({attempt_at("demo/a", 0, AttemptStatus::passed), attempt_at("demo/b", 0, AttemptStatus::failed)}));
  EXPECT_EQ(json["pass_at_1_interval"].size(), 2u);
  Json rest = json;
  rest.erase("pass_at_1_interval");
  EXPECT_EQ(rest,
            Json::parse(R"({"suite": "demo:quick", "model": "search", "strategy": "default", "tasks": 2, "attempts": 2,
                                  "passed": 1, "failed": 1, "errors": 0, "skipped": 2, "pass_at_1": 0.5, "evidence": "visible",
                                  "sandboxed": true,
                                  "cached": 0, "run": "runs/x"})"));
}

TEST(EvidenceTest, IsToldWhereTheHiddenVerdictWasFedBack) {
  RunReport report = report_of({attempt_at("demo/a", 0, AttemptStatus::passed)});
  const auto told = [&] {
    return text_table(report, 100, false).find("HIDDEN VERDICT FED BACK") != std::string::npos &&
           html_report(report).find("HIDDEN VERDICT FED BACK") != std::string::npos;
  };
  for (const char* honest : {"none", "compile", "visible"}) {
    report.manifest.settings["evidence"] = honest;
    EXPECT_EQ(summary_json(report)["evidence"], honest);
    EXPECT_EQ(text_table(report, 100, false).find("FED BACK"), std::string::npos);
    EXPECT_EQ(html_report(report).find("FED BACK"), std::string::npos);
  }
  report.manifest.settings["evidence"] = "judge";
  EXPECT_EQ(summary_json(report)["evidence"], "judge");
  EXPECT_TRUE(told());
}

TEST(StoryTest, SaysWhyNothingWasHandedIn) {
  agent::Attempt attempt = attempt_at("demo/a", 0, AttemptStatus::failed);
  attempt.candidate = {};
  attempt.stop_reason = "context_too_long: the request has more tokens than the model takes";
  attempt.verdict.summary = "9 of 9 values differ";
  EXPECT_EQ(story(attempt), "nothing handed in: context_too_long: the request has more tokens than the model takes");
  attempt.candidate.files = {{"a.v", "same"}};
  attempt.diff.clear();
  EXPECT_EQ(story(attempt), "handed in unchanged: 9 of 9 values differ");
  attempt.diff = "-a\n+b\n";
  EXPECT_EQ(story(attempt), "9 of 9 values differ");
}

TEST(SpendingTest, IsInTableJsonAndPageWhenAModelWasAsked) {
  RunReport report =
      report_of({attempt_at("demo/a", 0, AttemptStatus::passed), attempt_at("demo/b", 0, AttemptStatus::failed)});
  EXPECT_FALSE(summary_json(report).contains("spending"));
  EXPECT_EQ(text_table(report, 100, false).find("money:"), std::string::npos);
  report.spending.usage = {1'000'000, 250'000, 0, 0, 40'000, 0, false};
  report.spending.requests = 12;
  report.spending.retries = 2;
  report.spending.usd = 1.5;
  report.spending.pte_evicted = 2'000'000;
  report.spending.pte_observed = 1'750'000;
  report.spending.pte_wasted = 1000;
  report.manifest.notes["gamma"] = "reference gamma 0.002";
  const std::string table = text_table(report, 100, false);
  EXPECT_NE(table.find("model: 12 requests, 1,250,000 tokens in, 40,000 out, 250,000 from the cache; 2 sent again\n"),
            std::string::npos)
      << table;
  EXPECT_NE(table.find("money: $1.5000, $1.5000 for each pass\n"), std::string::npos) << table;
  EXPECT_NE(table.find("PTE: 2,000,000 evicted, 1,750,000 observed, 1,000 wasted; 1,750,000 observed for each pass "
                       "(reference gamma 0.002)\n"),
            std::string::npos)
      << table;
  const Json json = summary_json(report);
  EXPECT_EQ(json["spending"]["usd"], 1.5);
  EXPECT_EQ(json["spending"]["gamma"], "reference gamma 0.002");
  EXPECT_NE(html_report(report).find("1,250,000 tokens in"), std::string::npos);
  report.spending.unpriced = 3;
  EXPECT_TRUE(summary_json(report)["spending"]["usd"].is_null());
  EXPECT_NE(text_table(report, 100, false).find("money: not known: 3 requests without a price\n"), std::string::npos);
}

TEST(SummaryJsonTest, CountsAttemptsWithAnEarlierVerdict) {
  RunReport report =
      report_of({attempt_at("demo/a", 0, AttemptStatus::passed), attempt_at("demo/b", 0, AttemptStatus::failed),
                 attempt_at("demo/b", 1, AttemptStatus::failed)});
  report.attempts[0].verdict.cached = true;
  report.attempts[2].verdict.cached = true;
  EXPECT_EQ(summary_json(report)["cached"], 2);
}

TEST(SummaryJsonTest, SaysNullForAnUnknownPassRate) {
  const Json json = summary_json(report_of({}));
  EXPECT_TRUE(json["pass_at_1"].is_null());
  EXPECT_TRUE(json["pass_at_1_interval"].is_null());
}

RunReport small_table() {
  Manifest manifest = test::small_manifest();
  manifest.samples = 1;
  manifest.tasks["demo/c"] = "hash-c";
  manifest.tasks["demo/d"] = "hash-d";
  Attempt passed = timed(attempt_at("demo/a", 0, AttemptStatus::passed), 1204, 3100, 900);
  passed.candidate.rationale = "rtl/fifo.sv:38: DEPTH → DEPTH - 1";
  Attempt failed = timed(attempt_at("demo/b", 0, AttemptStatus::failed), 7, 61'000, 1000);
  failed.verdict.status = tasks::VerdictStatus::compile_error;
  failed.verdict.summary = "rtl/a.sv:41:42: syntax error, unexpected ']', expecting ';'\nand more";
  Attempt error = timed(attempt_at("demo/c", 0, AttemptStatus::error), 0, 200, 0);
  error.error = "verilator: not found";
  return report_of({passed, failed, error}, manifest);
}

TEST(TextTableTest, ShowsAttemptsAndTotals) {
  EXPECT_EQ(text_table(small_table(), 80, false),
            "task  verdict        checks       time  what happened\n"
            "a     passed           1204      4.0 s  rtl/fifo.sv:38: DEPTH → DEPTH - 1\n"
            "b     compile error       7  1 min 2 s  rtl/a.sv:41:42: syntax error, unexpecte…\n"
            "c     error               0      0.2 s  verilator: not found\n"
            "\n"
            "demo:quick with search: 3 attempts, 1 passed, 1 failed, 1 error, 1 not run\n"
            "pass@1 50.0 % (95 % interval 9.5 to 90.5 %) of 2 tasks\n");
}

TEST(SummaryJsonTest, SaysWhetherThereWasASandbox) {
  RunReport report = report_of({attempt_at("demo/a", 0, AttemptStatus::passed)});
  EXPECT_EQ(summary_json(report)["sandboxed"], true);
  report.attempts[0].verdict.enforced_by = "no sandbox (--unsafe-no-sandbox), rlimits";
  EXPECT_EQ(summary_json(report)["sandboxed"], false);
  report.attempts.clear();
  report.manifest.enforced_by = "no sandbox (--unsafe-no-sandbox), rlimits";
  EXPECT_EQ(summary_json(report)["sandboxed"], false);
}

TEST(TextTableTest, WarnsAboveTheTableOfAMissingSandbox) {
  RunReport report = small_table();
  EXPECT_EQ(text_table(report, 80, true).find("NOT SANDBOXED"), std::string::npos);
  report.manifest.enforced_by = "no sandbox (--unsafe-no-sandbox), rlimits";
  const std::string table = text_table(report, 80, false);
  EXPECT_TRUE(table.starts_with("NOT SANDBOXED: candidates could reach this machine and their own verdicts.\n\ntask "))
      << table;
}

TEST(TextTableTest, ColoursTheVerdictOnly) {
  const std::string table = text_table(small_table(), 80, true);
  EXPECT_NE(table.find("a     \x1b[32mpassed       \x1b[0m    1204"), std::string::npos) << table;
  EXPECT_NE(table.find("\x1b[31mcompile error\x1b[0m"), std::string::npos) << table;
  EXPECT_NE(table.find("\x1b[33merror        \x1b[0m"), std::string::npos) << table;
}

std::size_t characters(std::string_view line) {
  return static_cast<std::size_t>(
      std::count_if(line.begin(), line.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

TEST(TextTableTest, KeepsToTheWidth) {
  for (const int columns : {60, 80, 100, 132}) {
    const std::string table = text_table(test::sample_run(), columns, false);
    const std::string rows = table.substr(0, table.find("\n\n"));
    for (const std::string_view line : split_lines(rows)) {
      EXPECT_LE(characters(line), static_cast<std::size_t>(columns)) << line;
    }
  }
}

TEST(TextTableTest, NumbersTheSamples) {
  const std::string table = text_table(
      report_of({attempt_at("demo/a", 0, AttemptStatus::passed), attempt_at("demo/a", 1, AttemptStatus::failed)}), 80,
      false);
  EXPECT_NE(table.find("a #0"), std::string::npos) << table;
  EXPECT_NE(table.find("a #1"), std::string::npos) << table;
}

TEST(TextTableTest, NamesTheSuiteWhereThereAreSeveral) {
  Manifest manifest = test::small_manifest();
  manifest.tasks["other/c"] = "hash-c";
  const std::string table = text_table(
      report_of({attempt_at("demo/a", 0, AttemptStatus::passed), attempt_at("other/c", 0, AttemptStatus::failed)},
                manifest),
      80, false);
  EXPECT_NE(table.find("demo/a"), std::string::npos) << table;
  EXPECT_NE(table.find("other/c"), std::string::npos) << table;
}

TEST(TextTableTest, SaysADashForAnUnknownPassRate) {
  EXPECT_EQ(text_table(report_of({}), 80, false),
            "demo:quick with search: 0 attempts, 0 passed, 0 failed, 0 errors, 4 not run\npass@1 –\n");
}

TEST(TextTableTest, LetsNoRecordedEscapeCodeThrough) {
  Attempt attempt = attempt_at("demo/a", 0, AttemptStatus::passed);
  attempt.task += "\x1b[31m";
  attempt.candidate.rationale = "\x1b]0;owned\x07 \x1b[2J red";
  const std::string table = text_table(report_of({attempt}), 80, false);
  EXPECT_EQ(table.find('\x1b'), std::string::npos);
  EXPECT_EQ(table.find('\x07'), std::string::npos);
}

}  // namespace
}  // namespace gs::benchmarks
