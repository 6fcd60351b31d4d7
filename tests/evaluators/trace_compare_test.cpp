#include "evaluators/rtl/trace_compare.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/support/error_line.hpp"

namespace gs::rtl {
namespace {

using gs::test::code_name;
using gs::test::error_line;
using tasks::SampleGroup;

// One group of q (8 bits) and v (1 bit): samples are {q, v} at 10, 20, 30… ns.
const std::vector<SampleGroup> kWhen = {{"negedge", "clk", {{"q", "v"}}}};
const std::vector<SampleGroup> kBoth = {{"negedge", "clk", {{"q", ""}, {"v", ""}}}};

using Rows = std::vector<std::pair<std::uint32_t, std::uint32_t>>;  // q, v

SimulationLog log_of(const Rows& rows) {
  SimulationLog log;
  log.widths = {{8, 1}};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    log.samples.push_back({0, (i + 1) * 10'000, log.words.size()});
    log.words.push_back(rows[i].first << 1 | rows[i].second);
  }
  log.end = EndKind::finish;
  return log;
}

TraceDifference compare(const Rows& golden, const Rows& other, const Rows& candidate,
                        const std::vector<SampleGroup>& groups = kBoth) {
  auto difference = compare_with_golden(log_of(golden), log_of(other), log_of(candidate), groups, 3);
  EXPECT_TRUE(difference) << error_line(difference);
  return difference.ok() ? *difference : TraceDifference{};
}
TraceDifference compare(const Rows& golden, const Rows& candidate, const std::vector<SampleGroup>& groups = kBoth) {
  return compare(golden, golden, candidate, groups);
}

struct FourStateRow {
  std::uint32_t q, q_unknown, v, v_unknown;
};
SimulationLog four_state_log(const std::vector<FourStateRow>& rows) {
  SimulationLog log;
  log.widths = {{8, 1}};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    log.samples.push_back({0, (i + 1) * 10'000, log.words.size(), true});
    log.words.push_back(rows[i].q << 1 | rows[i].v);
    log.words.push_back(rows[i].q_unknown << 1 | rows[i].v_unknown);
  }
  log.end = EndKind::finish;
  return log;
}
TraceDifference compare_four_state(const std::vector<FourStateRow>& golden, const std::vector<FourStateRow>& candidate,
                                   const std::vector<SampleGroup>& groups = kBoth) {
  const SimulationLog log = four_state_log(golden);
  auto difference = compare_with_golden(log, log, four_state_log(candidate), groups, 1);
  EXPECT_TRUE(difference) << error_line(difference);
  return difference.ok() ? *difference : TraceDifference{};
}

TEST(FourStateCompareTest, ComparesNothingWhereTheGoldenIsUnknown) {
  const TraceDifference difference = compare_four_state({{0xff, 0xff, 1, 0}}, {{0x12, 0, 1, 0}});
  EXPECT_TRUE(difference.equal());
  EXPECT_EQ(difference.compared, 1u);
}

TEST(FourStateCompareTest, TakesAnUnknownForAMismatch) {
  const TraceDifference difference = compare_four_state({{0x12, 0, 1, 0}}, {{0x1f, 0x0f, 1, 0}});
  ASSERT_EQ(difference.mismatches.size(), 1u);
  EXPECT_EQ(difference.mismatches[0].expected, "12");
  EXPECT_EQ(difference.mismatches[0].got, "1x");
}

TEST(FourStateCompareTest, MasksOnlyWhereTheGoldensWhenIsKnownToBeOne) {
  EXPECT_TRUE(compare_four_state({{0x12, 0, 1, 1}}, {{0x13, 0, 1, 1}}, kWhen).equal());
  EXPECT_FALSE(compare_four_state({{0x12, 0, 1, 0}}, {{0x13, 0, 1, 1}}, kWhen).equal());
}

TEST(TraceCompareTest, FindsEqualTracesEqual) {
  const TraceDifference difference = compare({{1, 0}, {2, 1}}, {{1, 0}, {2, 1}});
  EXPECT_TRUE(difference.equal());
  EXPECT_EQ(difference.compared, 4u);
}

TEST(TraceCompareTest, NamesTheFirstDifferenceOfEachSignal) {
  const TraceDifference difference = compare({{1, 0}, {0xab, 1}, {3, 1}}, {{1, 0}, {0xcd, 1}, {4, 0}});
  EXPECT_FALSE(difference.equal());
  ASSERT_EQ(difference.mismatches.size(), 2u);
  const tasks::Mismatch& q = difference.mismatches[0];
  EXPECT_EQ(q.signal, "q");
  EXPECT_EQ(q.count, 2u);
  EXPECT_EQ(q.compared, 3u);
  EXPECT_EQ(q.first_time_ps, 20'000u);
  EXPECT_EQ(q.seed, 3u);
  EXPECT_EQ(q.expected, "ab");
  EXPECT_EQ(q.got, "cd");
  EXPECT_EQ(difference.mismatches[1].signal, "v");
  EXPECT_EQ(difference.mismatches[1].first_time_ps, 30'000u);
}

TEST(TraceCompareTest, PutsTheEarliestSignalFirst) {
  const TraceDifference difference = compare({{1, 0}, {2, 0}}, {{1, 1}, {3, 0}});
  ASSERT_EQ(difference.mismatches.size(), 2u);
  EXPECT_EQ(difference.mismatches[0].signal, "v");
  EXPECT_EQ(difference.mismatches[1].signal, "q");
}

TEST(TraceCompareTest, ComparesOnlyWhereTheGoldenSaysSo) {
  EXPECT_TRUE(compare({{1, 0}, {2, 1}}, {{9, 0}, {2, 1}}, kWhen).equal());
  EXPECT_EQ(compare({{1, 0}, {2, 1}}, {{9, 0}, {2, 1}}, kWhen).compared, 1u);
  EXPECT_FALSE(compare({{1, 0}, {2, 1}}, {{1, 0}, {9, 1}}, kWhen).equal());
}

TEST(TraceCompareTest, DoesNotLetTheCandidateChooseWhereItIsCompared) {
  EXPECT_FALSE(compare({{1, 1}}, {{9, 0}}, kWhen).equal());  // the candidate's v is 0
  EXPECT_TRUE(compare({{1, 0}}, {{9, 1}}, kWhen).equal());
}

TEST(TraceCompareTest, LeavesOutWhatTheGoldenDoesNotDetermine) {
  const TraceDifference difference = compare({{0x11, 0}, {2, 1}}, {{0x22, 0}, {2, 1}}, {{0x33, 0}, {2, 1}});
  EXPECT_TRUE(difference.equal());
  EXPECT_EQ(difference.compared, 3u);  // q once, v twice
}

TEST(TraceCompareTest, LeavesOutWhereAConditionIsNotDetermined) {
  EXPECT_TRUE(compare({{1, 1}}, {{1, 0}}, {{9, 0}}, kWhen).equal());
  EXPECT_TRUE(compare({{1, 0}}, {{1, 1}}, {{9, 0}}, kWhen).equal());
}

TEST(TraceCompareTest, TellsAnEarlyEnd) {
  const TraceDifference difference = compare({{1, 0}, {2, 0}, {3, 0}}, {{1, 0}});
  EXPECT_EQ(difference.structure, "ended after 1 of 3 samples");
  EXPECT_FALSE(difference.equal());
  EXPECT_EQ(difference.compared, 2u);
}

TEST(TraceCompareTest, TellsSamplesBehindTheEnd) {
  const TraceDifference difference = compare({{1, 0}}, {{1, 0}, {2, 0}});
  EXPECT_EQ(difference.structure, "goes on after the golden's end");
  EXPECT_FALSE(difference.equal());
}

TEST(TraceCompareTest, TellsAnotherSchedule) {
  const SimulationLog golden = log_of({{1, 0}, {2, 0}});
  SimulationLog candidate = golden;
  candidate.samples[1].time_ps = 15'000;
  const auto difference = compare_with_golden(golden, golden, candidate, kBoth, 1);
  ASSERT_TRUE(difference) << error_line(difference);
  EXPECT_EQ(difference->structure, "sampling clock differs from 15000 ps on");
  EXPECT_EQ(difference->compared, 2u);
}

TEST(TraceCompareTest, TellsAnotherGroup) {
  std::vector<SampleGroup> groups = kBoth;
  groups.push_back({"posedge", "clk", {{"q", ""}, {"v", ""}}});
  SimulationLog golden = log_of({{1, 0}});
  golden.widths.push_back({8, 1});
  SimulationLog candidate = golden;
  candidate.samples[0].group = 1;
  const auto difference = compare_with_golden(golden, golden, candidate, groups, 1);
  ASSERT_TRUE(difference) << error_line(difference);
  EXPECT_FALSE(difference->equal());
  EXPECT_EQ(difference->compared, 0u);
}

TEST(TraceCompareTest, TakesACandidateWithoutSamplesForWrong) {
  const SimulationLog golden = log_of({{1, 0}});
  for (SimulationLog candidate : {SimulationLog{}, log_of({})}) {
    const auto difference = compare_with_golden(golden, golden, candidate, kBoth, 1);
    ASSERT_TRUE(difference) << error_line(difference);
    EXPECT_FALSE(difference->equal());
  }
}

TEST(TraceCompareTest, TakesAnotherWidthForWrong) {
  SimulationLog candidate = log_of({{1, 0}});
  candidate.widths = {{7, 1}};
  const auto difference = compare_with_golden(log_of({{1, 0}}), log_of({{1, 0}}), candidate, kBoth, 1);
  ASSERT_TRUE(difference) << error_line(difference);
  EXPECT_FALSE(difference->equal());
}

TEST(TraceCompareTest, BlamesTheTaskWhenItsGoldenRunsDisagree) {
  const SimulationLog golden = log_of({{1, 0}, {2, 0}});
  SimulationLog shifted = golden;
  shifted.samples[1].time_ps += 1;
  EXPECT_EQ(code_name(compare_with_golden(golden, shifted, golden, kBoth, 1)), "invalid_input");
  EXPECT_EQ(code_name(compare_with_golden(golden, log_of({{1, 0}}), golden, kBoth, 1)), "invalid_input");
  EXPECT_EQ(code_name(compare_with_golden(SimulationLog{}, SimulationLog{}, golden, kBoth, 1)), "invalid_input");
}

TEST(TraceCompareTest, ComparesNothingWithoutSamples) {
  const TraceDifference difference = compare({}, {});
  EXPECT_TRUE(difference.equal());
  EXPECT_EQ(difference.compared, 0u);  // the judge makes an Error of it
}

TEST(TraceDifferenceTest, AddsUpSeedsAndKeepsTheEarliestDifference) {
  TraceDifference total;
  total.merge({{{"q", 2, 10, 30'000, 1, "1", "2"}}, 20, ""});
  total.merge(
      {{{"v", 1, 10, 20'000, 2, "0", "1"}, {"q", 3, 10, 10'000, 2, "5", "6"}}, 20, "ended after 1 of 3 samples"});
  total.merge({{{"q", 1, 10, 40'000, 3, "7", "8"}}, 20, "goes on after the golden's end"});
  EXPECT_EQ(total.compared, 60u);
  EXPECT_EQ(total.structure, "ended after 1 of 3 samples");
  ASSERT_EQ(total.mismatches.size(), 2u);
  const tasks::Mismatch& q = total.mismatches[0];
  EXPECT_EQ(q.signal, "q");
  EXPECT_EQ(q.count, 6u);
  EXPECT_EQ(q.compared, 30u);
  EXPECT_EQ(q.first_time_ps, 10'000u);
  EXPECT_EQ(q.seed, 2u);
  EXPECT_EQ(q.expected, "5");
  EXPECT_EQ(q.got, "6");
  EXPECT_EQ(total.mismatches[1].signal, "v");
}

// Outputs q and v of a replay, sampled at 4, 14, 24… ns.
SimulationLog replayed(const Rows& rows) {
  SimulationLog log = log_of(rows);
  for (std::size_t i = 0; i < rows.size(); ++i) log.samples[i].time_ps = i * 10'000 + 4'000;
  return log;
}
ReplayTrace replay(std::vector<std::vector<std::string>> rows) {
  ReplayTrace trace;
  trace.outputs = {"q", "v"};
  trace.output_rows = std::move(rows);
  return trace;
}

TEST(ReplayCompareTest, ReadsHexadecimalAnyWay) {
  const TraceDifference difference =
      compare_with_replay(replay({{"0aB", "1"}, {"00", "0"}}), replayed({{0xab, 1}, {0, 0}}));
  EXPECT_TRUE(difference.equal());
  EXPECT_EQ(difference.compared, 4u);
}

TEST(ReplayCompareTest, NamesTheFirstDifference) {
  const TraceDifference difference =
      compare_with_replay(replay({{"1", "0"}, {"0F", "1"}}), replayed({{1, 0}, {0xe, 1}}));
  ASSERT_EQ(difference.mismatches.size(), 1u);
  EXPECT_EQ(difference.mismatches[0].signal, "q");
  EXPECT_EQ(difference.mismatches[0].first_time_ps, 14'000u);
  EXPECT_EQ(difference.mismatches[0].expected, "f");
  EXPECT_EQ(difference.mismatches[0].got, "e");
}

TEST(ReplayCompareTest, LeavesOutWhatTheRowDoesNotCareFor) {
  const TraceDifference difference = compare_with_replay(replay({{"x", "0"}, {"2", "x"}}), replayed({{9, 0}, {2, 1}}));
  EXPECT_TRUE(difference.equal());
  EXPECT_EQ(difference.compared, 2u);
}

TEST(ReplayCompareTest, TellsAnEarlyEndAnotherScheduleAndNoSamples) {
  const ReplayTrace trace = replay({{"1", "0"}, {"2", "0"}});
  EXPECT_EQ(compare_with_replay(trace, replayed({{1, 0}})).structure, "ended after 1 of 2 rows");
  EXPECT_EQ(compare_with_replay(trace, log_of({{1, 0}, {2, 0}})).structure, "sampling clock differs");
  EXPECT_EQ(compare_with_replay(trace, SimulationLog{}).structure, "no samples");
}

}  // namespace
}  // namespace gs::rtl
