#include "evaluators/text/hwe_bench_log.hpp"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/error_line.hpp"

namespace gs::text {
namespace {

using gs::test::error_line;

std::string log_of(const std::string& lines) {
  return "noise\nTEST: noise ... FAIL\nHWE_BENCH_RESULTS_START\n" + lines +
         "HWE_BENCH_RESULTS_END\nTEST: late ... FAIL\n";
}
const std::string kBefore = log_of("TEST: a ... FAIL\nTEST: b ... PASS\n");
const std::string kAfter = log_of("TEST: a ... PASS\nTEST: b ... PASS\n");

bool resolves(const std::string& before, const std::string& after) {
  const auto verdict = judge_hwe_logs(before, after);
  EXPECT_TRUE(verdict) << error_line(verdict);
  return verdict && verdict->resolved;
}

TEST(HweBenchLogTest, ResolvedWhereAllPassAndOneDidNot) {
  const auto verdict = judge_hwe_logs(kBefore, kAfter);
  ASSERT_TRUE(verdict) << error_line(verdict);
  EXPECT_TRUE(verdict->resolved);
  EXPECT_EQ(verdict->why, "1 of 2 tests passed before the fix, all after it");
}

TEST(HweBenchLogTest, NotResolvedWithoutATestAfterTheFix) {
  EXPECT_EQ(judge_hwe_logs(kBefore, "build failed\n")->why, "no test is reported after the fix");
}

TEST(HweBenchLogTest, NotResolvedWhereATestFailsIsSkippedOrIsGone) {
  EXPECT_FALSE(resolves(kBefore, log_of("TEST: a ... PASS\nTEST: b ... FAIL\n")));
  EXPECT_FALSE(resolves(kBefore, log_of("TEST: a ... PASS\nTEST: b ... SKIP\n")));
  EXPECT_EQ(judge_hwe_logs(kBefore, log_of("TEST: a ... PASS\n"))->why,
            "1 of 2 tests do not pass after the fix, first \"b\"");
}

TEST(HweBenchLogTest, NotResolvedWhereNothingFailedBefore) {
  EXPECT_EQ(judge_hwe_logs(kAfter, kAfter)->why, "no test failed before the fix");
  EXPECT_TRUE(resolves(log_of("TEST: b ... PASS\n"), kAfter));  // "a" was not reported before
  EXPECT_TRUE(resolves("", kAfter));
}

TEST(HweBenchLogTest, WithoutMarkersTheWholeLogCounts) {
  EXPECT_TRUE(resolves("TEST: a ... FAIL\n", "TEST: a ... PASS\r\n"));
  EXPECT_FALSE(resolves("TEST: a ... FAIL\n", "HWE_BENCH_RESULTS_START\nTEST: a ... FAIL\n"));
}

TEST(HweBenchLogTest, LinesOfOtherFormsDoNotCount) {
  EXPECT_EQ(
      parse_hwe_log("TEST: a ... b ... PASS\nTEST: a PASS\nTEST: a ... pass\n TEST: x...PASS \nXTEST: y ... PASS\n")
          .value(),
      (std::map<std::string, HweTest>{{"x", HweTest::pass}}));
}

TEST(HweBenchLogTest, OneTestWithTwoResultsIsAnError) {
  EXPECT_EQ(error_line(judge_hwe_logs(kBefore, log_of("TEST: a ... PASS\nTEST: a ... FAIL\n"))),
            "the log after the fix: test \"a\" is reported with two results");
}

}  // namespace
}  // namespace gs::text
