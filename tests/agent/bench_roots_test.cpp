#include "agent/mutation/bench_roots.hpp"

#include <gtest/gtest.h>

namespace gs::agent::mutation {
namespace {

std::vector<std::unique_ptr<search::SourceModel>> design(std::string text =
                                                             "module m(input a); endmodule\n"
                                                             "module sub(input a); endmodule\n") {
  std::vector<std::unique_ptr<search::SourceModel>> sources;
  sources.push_back(std::make_unique<search::SourceModel>());
  search::read_source(*sources[0], "m.sv", std::move(text));
  return sources;
}

BenchRoots roots_of(const std::string& bench) {
  tasks::Task task;
  task.design_top = "m";
  task.judge.testbench = {"tb.sv"};
  task.hidden = {{"tb.sv", bench}};
  return find_bench_roots(task, design());
}

TEST(BenchRootsTest, AreInstancesWithTheirParameters) {
  const BenchRoots found = roots_of(
      "`timescale 1ns/1ps\nmodule tb; localparam N = 7; m one(.a(x)); m #(.W(8), .N(N)) two(.a(y)); m three(.a(z));\n"
      "sub s(.a(x)); endmodule");
  EXPECT_EQ(found.unclear, "");
  ASSERT_EQ(found.roots.size(), 3u) << "one and three are the same";
  EXPECT_EQ(found.roots[0], (BenchRoot{"m", {}}));
  EXPECT_EQ(found.roots[1], (BenchRoot{"m", {{"W", "8"}, {"N", "7"}}}));
  EXPECT_EQ(found.roots[2], (BenchRoot{"sub", {}}));
}

TEST(BenchRootsTest, OfAReplayIsTheTop) {
  tasks::Task task;
  task.design_top = "m";
  EXPECT_EQ(find_bench_roots(task, design()).roots, (std::vector<BenchRoot>{{"m", {}}}));
}

TEST(BenchRootsTest, AreUnclearWhereTheTestIsNotPlain) {
  for (const char* bench : {
           "module tb; m #(.W(2 + N)) one(.a(x)); endmodule",
           "module tb; parameter N = 7; m #(.W(N)) one(.a(x)); endmodule",
           "module tb; m #(8) one(.a(x)); endmodule",
           "module tb; m one(.a(x)); assign y = one.state; endmodule",
           "module tb; m one(.a(x)); initial force x = 1; endmodule",
           "module tb; m one(.a(x)); defparam one.W = 8; endmodule",
           "`include \"more.svh\"\nmodule tb; m one(.a(x)); endmodule",
           "`define T m\nmodule tb; m one(.a(x)); `T two(.a(x)); endmodule",
           "module tb; m one(.a(x)), two(.a(y)); m; endmodule",
           "module tb; endmodule",
       }) {
    EXPECT_NE(roots_of(bench).unclear, "") << bench;
  }
}

std::string caveat(std::string text) {
  return synthesis_caveat(*design(std::move(text))[0]);
}

TEST(SynthesisCaveatTest, IsWhereSimulatorsDoOtherwise) {
  EXPECT_NE(caveat("module m; always @(a) q = a & b; endmodule"), "");
  EXPECT_NE(caveat("module m;\n`ifdef SYNTHESIS\nassign q = a;\n`endif\nendmodule"), "");
  EXPECT_NE(caveat("module m; // synopsys translate_off\nassign q = a; endmodule"), "");
  EXPECT_NE(caveat("module m; always @(posedge clk) q = a; always @(posedge clk) r <= q; endmodule"), "");
  EXPECT_NE(caveat("module m; always @(posedge clk) q = a; sub s(.a(q)); endmodule"), "");
}

TEST(SynthesisCaveatTest, IsNotWhereTheyAgree) {
  EXPECT_EQ(caveat("module m; parameter N = 3; always @(a or b) begin : pick\n"
                   "integer i; q = N; for (i = 0; i < N; i = i + 1) q = q & a[i] & b; end endmodule"),
            "");
  EXPECT_EQ(caveat("module m; always @* q = a & b; always_comb r = a; endmodule"), "");
  EXPECT_EQ(caveat("module m; always @(posedge clk or negedge rst_n) q <= a; endmodule"), "");
  EXPECT_EQ(caveat("module m; always @(posedge clk) begin t = a; q <= t; end endmodule"), "");
}

}  // namespace
}  // namespace gs::agent::mutation
