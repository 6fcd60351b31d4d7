#include "evaluators/rtl/harness_top.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/error_line.hpp"

namespace gs::rtl {
namespace {

using gs::test::code_name;
using gs::test::error_line;
using Strings = std::vector<std::string>;

TEST(HarnessTopTest, RecordsSignalsAndConditionsOnce) {
  const tasks::SampleGroup group{"negedge", "clk", {{"a", "valid"}, {"b", ""}, {"valid", ""}, {"c", "valid"}}};
  EXPECT_EQ(recorded_names(group), (Strings{"a", "valid", "b", "c"}));
}

TEST(HarnessTopTest, SamplesEachGroupAtItsEvent) {
  const std::string text =
      testbench_top("bench", {{"negedge", "clk", {{"a", "v"}}}, {"posedge", "bus_clk", {{"b", ""}}}});
  EXPECT_NE(text.find("  bench tb();\n"), std::string::npos) << text;
  EXPECT_NE(text.find("gs_width(0, 0, $bits(tb.a));"), std::string::npos) << text;
  EXPECT_NE(text.find("gs_width(0, 1, $bits(tb.v));"), std::string::npos) << text;
  EXPECT_NE(text.find("gs_width(1, 0, $bits(tb.b));"), std::string::npos) << text;
  EXPECT_NE(text.find("always @(negedge tb.clk) gs_sample(0, {tb.a, tb.v});"), std::string::npos) << text;
  EXPECT_NE(text.find("always @(posedge tb.bus_clk) gs_sample(1, {tb.b});"), std::string::npos) << text;
  EXPECT_NE(text.find("$gs_width(0, 1, tb.v);"), std::string::npos) << text;
  EXPECT_NE(text.find("always @(negedge tb.clk) $gs_sample(0, tb.a, tb.v);"), std::string::npos) << text;
}

TEST(HarnessTopTest, LeavesASelfCheckingTestbenchAlone) {
  EXPECT_EQ(testbench_top("bench", {}).find("gs_sample"), std::string::npos);
}

TEST(ReplayTest, ReadsInputsOutputsAndRows) {
  const auto trace = parse_replay("rst, d ,>q,>full\n1,0,x,-\n0,aB,,1\n\n0,0,ab,0\n", "t.csv");
  ASSERT_TRUE(trace) << error_line(trace);
  EXPECT_EQ(trace->inputs, (Strings{"rst", "d"}));
  EXPECT_EQ(trace->outputs, (Strings{"q", "full"}));
  ASSERT_EQ(trace->input_rows.size(), 3u);
  EXPECT_EQ(trace->input_rows[1], (Strings{"0", "aB"}));
  ASSERT_EQ(trace->output_rows.size(), 3u);
  EXPECT_EQ(trace->output_rows[0], (Strings{"x", "x"}));
  EXPECT_EQ(trace->output_rows[1], (Strings{"x", "1"}));
  EXPECT_EQ(trace->output_rows[2], (Strings{"ab", "0"}));
}

TEST(ReplayTest, NamesFileAndLineOfAMistake) {
  const auto message = [](std::string_view csv) {
    const auto trace = parse_replay(csv, "repro/t.csv");
    EXPECT_EQ(code_name(trace), "invalid_input") << csv;
    return error_line(trace);
  };
  EXPECT_EQ(message("d,>q\n1,1\n1\n"), "repro/t.csv:3: 1 values for 2 columns");
  EXPECT_EQ(message("d,>q\n\n1,1,1\n"), "repro/t.csv:3: 3 values for 2 columns");
  EXPECT_EQ(message("d,>q\n1,0x1\n"), "repro/t.csv:2: \"0x1\" is no hexadecimal value");
  EXPECT_EQ(message("d,>q\nx,1\n"), "repro/t.csv:2: \"x\" is no hexadecimal value");  // an input must be known
  EXPECT_EQ(message("d,>q\n,1\n"), "repro/t.csv:2: \"\" is no hexadecimal value");
  EXPECT_EQ(message("d,>q[0]\n"), "repro/t.csv:1: \">q[0]\" is not a port name");
  EXPECT_EQ(message("1d,>q\n"), "repro/t.csv:1: \"1d\" is not a port name");
  EXPECT_EQ(message("d,>\n"), "repro/t.csv:1: \">\" is not a port name");
}

TEST(ReplayTest, WantsOutputsAndRows) {
  const auto message = [](std::string_view csv) { return error_line(parse_replay(csv, "t.csv")); };
  EXPECT_EQ(message(""), "t.csv: no outputs or no rows to compare");
  EXPECT_EQ(message("d,>q\n"), "t.csv: no outputs or no rows to compare");
  EXPECT_EQ(message("d\n1\n"), "t.csv: no outputs or no rows to compare");
}

TEST(ReplayTest, AcceptsNoValueWiderThanTheHarness) {
  EXPECT_TRUE(parse_replay("d,>q\n" + std::string(64, 'f') + ",1\n", "t.csv").ok());
  EXPECT_FALSE(parse_replay("d,>q\n" + std::string(65, 'f') + ",1\n", "t.csv").ok());
}

// Inputs change at 10 k ns, are sampled 4 ns later, just before the rising edge.
TEST(ReplayTest, SamplesEveryTenNanoseconds) {
  EXPECT_EQ(replay_sample_time_ps(0), 4'000u);
  EXPECT_EQ(replay_sample_time_ps(1), 14'000u);
  EXPECT_EQ(replay_sample_time_ps(1'000'000), 10'000'004'000u);
}

TEST(ReplayTest, DrivesTheDesignWithTheRows) {
  const ReplayTrace trace{{"rst", "d"}, {"q", "full"}, {{"1", "0"}, {"0", "ab"}}, {{"x", "x"}, {"0", "1"}}};
  const std::string text = replay_top("fifo", "clk", trace);
  EXPECT_NE(text.find("fifo dut(.clk(gs_clock), .rst(gs_in[11:8]), .d(gs_in[7:0]), .q(), .full());"), std::string::npos)
      << text;
  EXPECT_NE(text.find("12'h100,"), std::string::npos) << text;
  EXPECT_NE(text.find("12'h0ab\n"), std::string::npos) << text;
  EXPECT_NE(text.find("gs_sample(0, {dut.q, dut.full});"), std::string::npos) << text;
}

TEST(ReplayTest, KeepsTheExpectedValuesOutOfTheSimulation) {
  const ReplayTrace trace{{"d"}, {"q"}, {{"1"}}, {{"deadbeef"}}};
  EXPECT_EQ(replay_top("fifo", "clk", trace).find("deadbeef"), std::string::npos);
}

}  // namespace
}  // namespace gs::rtl
