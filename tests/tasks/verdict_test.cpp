#include "tasks/verdict.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "tests/support/error_line.hpp"

namespace gs::tasks {
namespace {

using gs::test::code_name;
using gs::test::error_line;

constexpr std::string_view kFailedJson = R"({
  "status": "failed",
  "summary": "sum differs",
  "mismatches": [{"signal": "sum", "count": 3, "compared": 100, "first_time_ps": 9000000000000, "seed": 2,
                  "expected": "1f", "got": "0f"},
                 {"signal": "carry", "count": 1, "compared": 0, "first_time_ps": 25000, "seed": 4294967295,
                  "expected": "1", "got": "0"}],
  "measurements": [{"name": "cpu", "value": 0.25, "unit": "s"}, {"name": "compared_samples", "value": 300, "unit": "1"}],
  "feedback": "sum: expected 1f, got 0f",
  "evaluator": "rtl-trace/1",
  "tools": {"clang": "14.0.6", "verilator": "5.006"},
  "decided_by": "icarus+verilator",
  "findings": ["passes two-state, fails four-state: uninitialised q"],
  "enforced_by": "bubblewrap, cgroup v2"
})";

Verdict failed_verdict() {
  Verdict verdict;
  verdict.status = VerdictStatus::failed;
  verdict.summary = "sum differs";
  verdict.mismatches = {{"sum", 3, 100, 9'000'000'000'000, 2, "1f", "0f"},
                        {"carry", 1, 0, 25'000, 4294967295, "1", "0"}};
  verdict.measurements = {{"cpu", 0.25, "s"}, {"compared_samples", 300, "1"}};
  verdict.feedback = "sum: expected 1f, got 0f";
  verdict.evaluator = "rtl-trace/1";
  verdict.tools = {{"verilator", "5.006"}, {"clang", "14.0.6"}};
  verdict.decided_by = "icarus+verilator";
  verdict.findings = {"passes two-state, fails four-state: uninitialised q"};
  verdict.enforced_by = "bubblewrap, cgroup v2";
  return verdict;
}

TEST(VerdictTest, PassesOnlyWhenPassed) {
  Verdict verdict;
  EXPECT_FALSE(verdict.passed()) << "a verdict that nobody filled in";
  for (const VerdictStatus status :
       {VerdictStatus::failed, VerdictStatus::refused, VerdictStatus::compile_error, VerdictStatus::timeout,
        VerdictStatus::crashed, VerdictStatus::tool_crash, VerdictStatus::sandbox_error}) {
    verdict.status = status;
    EXPECT_FALSE(verdict.passed()) << to_string(status);
  }
  verdict.status = VerdictStatus::passed;
  EXPECT_TRUE(verdict.passed());
}

TEST(VerdictTest, SaysThatItIsAnEarlierOneOnlyWhereItIs) {
  Verdict verdict = failed_verdict();
  EXPECT_FALSE(to_json(verdict).contains("cached"));
  verdict.cached = true;
  EXPECT_EQ(to_json(verdict).at("cached"), true);
  const auto read = verdict_from_json(to_json(verdict));
  ASSERT_TRUE(read) << error_line(read);
  EXPECT_TRUE(read->cached);
  EXPECT_FALSE(verdict_from_json(to_json(failed_verdict()))->cached) << "records from before";
}

TEST(VerdictTest, NamesEveryStatusAndReadsItBack) {
  const std::vector<std::pair<VerdictStatus, std::string>> names{
      {VerdictStatus::passed, "passed"},         {VerdictStatus::failed, "failed"},
      {VerdictStatus::refused, "refused"},       {VerdictStatus::compile_error, "compile_error"},
      {VerdictStatus::timeout, "timeout"},       {VerdictStatus::crashed, "crashed"},
      {VerdictStatus::tool_crash, "tool_crash"}, {VerdictStatus::sandbox_error, "sandbox_error"}};
  for (const auto& [status, name] : names) {
    EXPECT_EQ(to_string(status), name);
    const auto read = verdict_status_from(name);
    ASSERT_TRUE(read) << name;
    EXPECT_EQ(*read, status);
  }
}

TEST(VerdictTest, RefusesUnknownStatusWords) {
  EXPECT_EQ(error_line(verdict_status_from("pass")),
            "\"pass\" is no verdict status; those are passed, failed, refused, compile_error, timeout, crashed, "
            "tool_crash, sandbox_error");
  EXPECT_FALSE(verdict_status_from(""));
  EXPECT_FALSE(verdict_status_from("Passed"));
}

TEST(VerdictTest, CountsToolAndSandboxFailuresForNobody) {
  EXPECT_TRUE(is_infrastructure(VerdictStatus::tool_crash));
  EXPECT_TRUE(is_infrastructure(VerdictStatus::sandbox_error));
  EXPECT_FALSE(is_infrastructure(VerdictStatus::passed));
  EXPECT_FALSE(is_infrastructure(VerdictStatus::failed));
  EXPECT_FALSE(is_infrastructure(VerdictStatus::refused));
  EXPECT_FALSE(is_infrastructure(VerdictStatus::compile_error));
  EXPECT_FALSE(is_infrastructure(VerdictStatus::timeout));
  EXPECT_FALSE(is_infrastructure(VerdictStatus::crashed));
}

TEST(VerdictTest, SumsMismatches) {
  EXPECT_EQ(failed_verdict().mismatch_count(), 4u);
  EXPECT_EQ(Verdict{}.mismatch_count(), 0u);
}

TEST(VerdictTest, FindsMeasurementsByName) {
  EXPECT_EQ(failed_verdict().measurement("cpu", -1), 0.25);
  EXPECT_EQ(failed_verdict().measurement("wall", -1), -1);
}

TEST(VerdictJsonTest, WritesEveryField) {
  EXPECT_EQ(to_json(failed_verdict()), Json::parse(kFailedJson)) << dump_json(to_json(failed_verdict()), 2);
}

TEST(VerdictJsonTest, ReadsEveryField) {
  const auto verdict = verdict_from_json(Json::parse(kFailedJson));
  ASSERT_TRUE(verdict) << error_line(verdict);
  EXPECT_EQ(verdict->status, VerdictStatus::failed);
  EXPECT_EQ(verdict->summary, "sum differs");
  ASSERT_EQ(verdict->mismatches.size(), 2u);
  EXPECT_EQ(verdict->mismatches[0].signal, "sum");
  EXPECT_EQ(verdict->mismatches[0].count, 3u);
  EXPECT_EQ(verdict->mismatches[0].compared, 100u);
  EXPECT_EQ(verdict->mismatches[0].first_time_ps, 9'000'000'000'000u);
  EXPECT_EQ(verdict->mismatches[0].expected, "1f");
  EXPECT_EQ(verdict->mismatches[0].got, "0f");
  EXPECT_EQ(verdict->mismatches[1].seed, 4294967295u);
  EXPECT_EQ(verdict->measurement("cpu", -1), 0.25);
  EXPECT_EQ(verdict->measurements[1].unit, "1");
  EXPECT_EQ(verdict->feedback, "sum: expected 1f, got 0f");
  EXPECT_EQ(verdict->evaluator, "rtl-trace/1");
  EXPECT_EQ(verdict->tools, (std::map<std::string, std::string>{{"clang", "14.0.6"}, {"verilator", "5.006"}}));
  EXPECT_EQ(verdict->enforced_by, "bubblewrap, cgroup v2");
}

TEST(VerdictJsonTest, ReadsBackAnEmptyVerdict) {
  const auto verdict = verdict_from_json(to_json(Verdict{}));
  ASSERT_TRUE(verdict) << error_line(verdict);
  EXPECT_EQ(verdict->status, VerdictStatus::sandbox_error);
  EXPECT_TRUE(verdict->mismatches.empty());
  EXPECT_TRUE(verdict->tools.empty());
}

TEST(VerdictJsonTest, LeavesOutWhatJsonCannotHold) {
  Verdict verdict = failed_verdict();
  verdict.measurements[0].value = std::numeric_limits<double>::quiet_NaN();
  const auto read = verdict_from_json(to_json(verdict));
  ASSERT_TRUE(read) << error_line(read);
  EXPECT_EQ(read->measurement("cpu", -1), -1);
  EXPECT_EQ(read->measurement("compared_samples", -1), 300);
}

/// The error of reading the failed verdict with one change.
std::string error_after(const std::function<void(Json&)>& spoil) {
  Json json = Json::parse(kFailedJson);
  spoil(json);
  return error_line(verdict_from_json(json));
}

TEST(VerdictJsonTest, NamesTheFieldThatIsWrong) {
  EXPECT_EQ(error_after([](Json& json) { json.erase("status"); }), "verdict: /status: missing");
  EXPECT_EQ(error_after([](Json& json) { json["status"] = "won"; }),
            "verdict: /status: \"won\" is no verdict status; those are passed, failed, refused, compile_error, "
            "timeout, crashed, tool_crash, sandbox_error");
  EXPECT_EQ(error_after([](Json& json) { json["mismatches"] = 3; }),
            "verdict: /mismatches: expected an array of tables, got number 3");
  EXPECT_EQ(error_after([](Json& json) { json["mismatches"][1]["count"] = -1; }),
            "verdict: /mismatches/1/count: expected an integer from 0 to 9223372036854775807, got number -1");
  EXPECT_EQ(error_after([](Json& json) { json["measurements"][0].erase("value"); }),
            "verdict: /measurements/0/value: missing");
  EXPECT_EQ(error_after([](Json& json) { json["tools"]["verilator"] = 5; }),
            "verdict: /tools/verilator: expected a string, got number 5");
  EXPECT_EQ(error_after([](Json& json) { json["tools"] = "none"; }),
            "verdict: /tools: expected a table, got string \"none\"");
  EXPECT_EQ(error_after([](Json& json) { json["sumary"] = "x"; }), "verdict: /sumary: unknown field");
  EXPECT_EQ(error_after([](Json& json) { json = Json::array(); }), "verdict: expected a table, got an array");
}

}  // namespace
}  // namespace gs::tasks
