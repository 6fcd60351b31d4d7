#include "evaluators/rtl/rtl_lab.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "tests/evaluators/judge_fixture.hpp"

namespace gs::rtl {
namespace {

using std::chrono::milliseconds;

class RtlLabTest : public test::JudgeTest {
 protected:
  LabDesign design(const std::string& source, const std::string& checks) const {
    LabDesign result;
    result.workspace = {{std::string(test::kDesign), source},
                        {"repro/tb.sv", std::string(test::kStimulus) + checks + "endmodule\n"}};
    result.sources = {std::string(test::kDesign)};
    result.top = "counter";
    result.check.evaluator = "rtl-testbench";
    result.check.testbench = {"repro/tb.sv"};
    result.check.top = "bench";
    result.check.seeds = {1};
    return result;
  }
  RtlLab lab() const { return RtlLab(*box_, runtime()); }
};

// The counter with a step of 1, of 2 or, never ending, of nothing.
const std::string kVariants = test::counter(R"(
  int spin = 0;
  always_ff @(posedge clk or negedge rst_n)
    if (!rst_n) count <= '0;
    else if (en) begin
      if (gs_mutant::first == 2) while (en) spin = spin + 1;
      count <= count + (gs_mutant::first == 1 ? 4'd2 : 4'd1) + spin[3:0];
    end
  assign wrap = en && count == 4'd15;
)");
const std::string kChecks =
    "  int k = 0;\n  always @(negedge clk) begin\n"
    "    if (count != k[3:0]) $error(\"count: expected %0h, got %0h\", k[3:0], count);\n    k = k + 1;\n  end\n";

TEST_F(RtlLabTest, ElaboratesADesign) {
  const auto elaboration = lab().elaborate(design(test::right_counter("  logic [3:0] narrow = 8'd1;\n"), ""));
  ASSERT_TRUE(elaboration) << test::error_line(elaboration);
  EXPECT_NE(elaboration->xml.find("name=\"counter\""), std::string::npos);
  EXPECT_NE(elaboration->xml.find("\"rtl/counter.sv\""), std::string::npos);
  bool warned = false;
  for (const ToolMessage& message : elaboration->messages)
    warned |= message.code == "WIDTH" && message.file == test::kDesign;
  EXPECT_TRUE(warned);
}

TEST_F(RtlLabTest, SaysWhyADesignDoesNotElaborate) {
  const auto elaboration = lab().elaborate(design(test::counter("  assign wrap = ;\n"), ""));
  EXPECT_EQ(test::code_name(elaboration), "invalid_input");
  EXPECT_NE(test::error_line(elaboration).find("syntax error"), std::string::npos) << test::error_line(elaboration);
}

// A step of 2 shows 2 at 20 ns instead of 1, and differs at every edge but those where 2 k = k modulo 16: k = 0 and 16.
TEST_F(RtlLabTest, RunsEverySelectionOfOneBuild) {
  const VariantBatch batch = lab().run_variants(design(kVariants, kChecks), {{0, 0}, {1, 0}, {2, 0}, {0, 0}}, 0,
                                                milliseconds(1000), milliseconds(20'000));
  ASSERT_EQ(batch.status, PhaseStatus::ok) << batch.message;
  ASSERT_EQ(batch.results.size(), 4u);
  EXPECT_TRUE(batch.results[0].passed);
  EXPECT_FALSE(batch.results[1].passed);
  EXPECT_TRUE(batch.results[1].completed);
  EXPECT_EQ(batch.results[1].wrong, 29u);
  EXPECT_EQ(batch.results[1].first_signal, "count");
  EXPECT_EQ(batch.results[1].first_time_ps, 20'000u);
  EXPECT_FALSE(batch.results[2].completed);
  EXPECT_FALSE(batch.results[2].passed);
  EXPECT_TRUE(batch.results[3].passed);
}

TEST_F(RtlLabTest, EndsARunAfterTheToleratedErrors) {
  const VariantBatch batch =
      lab().run_variants(design(kVariants, kChecks), {{0, 0}, {1, 0}}, 3, milliseconds(1000), milliseconds(20'000));
  ASSERT_EQ(batch.status, PhaseStatus::ok) << batch.message;
  ASSERT_EQ(batch.results.size(), 2u);
  EXPECT_TRUE(batch.results[0].passed);
  EXPECT_EQ(batch.results[1].wrong, 4u);
}

// The bench of printed verdicts; what the design prints is not heard.
const std::string kPrintedChecks =
    "  int k = 0, bad = 0;\n  always @(negedge clk) begin\n"
    "    if (count != k[3:0]) begin bad = bad + 1; $display(\"ERROR %0d\", bad); end\n    k = k + 1;\n"
    "    if (k == 20) if (bad == 0) $display(\"all %0d checks are well\", k);\n  end\n";

TEST_F(RtlLabTest, ReadsWhatATestbenchPrints) {
  LabDesign printing = design(kVariants, kPrintedChecks);
  printing.workspace[std::string(test::kDesign)].insert(
      printing.workspace[std::string(test::kDesign)].rfind("endmodule"),
      "  initial if (gs_mutant::first == 1) $display(\"all 20 checks are well\");\n");
  printing.check.pass_line = "all [0-9]+ checks are well";
  printing.check.silence = true;
  const VariantBatch batch =
      lab().run_variants(printing, {{0, 0}, {1, 0}, {2, 0}, {0, 0}}, 1, milliseconds(1000), milliseconds(20'000));
  ASSERT_EQ(batch.status, PhaseStatus::ok) << batch.message;
  ASSERT_EQ(batch.results.size(), 4u);
  EXPECT_TRUE(batch.results[0].passed);
  EXPECT_EQ(batch.results[0].wrong, 0u);
  EXPECT_FALSE(batch.results[1].passed);
  EXPECT_TRUE(batch.results[1].completed);
  EXPECT_EQ(batch.results[1].wrong, 29u);
  EXPECT_FALSE(batch.results[2].passed);
  EXPECT_FALSE(batch.results[2].completed);
  EXPECT_TRUE(batch.results[3].passed);
}

TEST_F(RtlLabTest, KeepsTheEndOfWhatIsPrinted) {
  LabDesign printing = design(kVariants,
                              "  string line = \"0123456789\";\n  initial begin\n"
                              "    repeat (3) line = {line, line, line, line};\n"
                              "    repeat (5000) $display(\"%s\", line);\n    #300 $display(\"well\");\n  end\n");
  printing.check.pass_line = "well";
  printing.check.silence = true;
  const VariantBatch batch = lab().run_variants(printing, {{0, 0}}, 0, milliseconds(5000), milliseconds(20'000));
  ASSERT_EQ(batch.status, PhaseStatus::ok) << batch.message;
  ASSERT_EQ(batch.results.size(), 1u);
  EXPECT_TRUE(batch.results[0].passed);
}

TEST_F(RtlLabTest, AnswersABuildThatFails) {
  const VariantBatch batch = lab().run_variants(design(test::counter("  assign wrap = ;\n"), kChecks), {{0, 0}}, 0,
                                                milliseconds(1000), milliseconds(5000));
  EXPECT_EQ(batch.status, PhaseStatus::design_error);
  EXPECT_FALSE(batch.messages.empty());
  EXPECT_TRUE(batch.results.empty());
}

TEST_F(RtlLabTest, ReplaysATrace) {
  LabDesign replay = design(kVariants, "");
  replay.workspace["repro/trace.csv"] = "rst_n,en,>count\n0,0,0\n1,1,0\n1,1,1\n1,1,2\n";
  replay.check.evaluator = "rtl-replay";
  replay.check.testbench.clear();
  replay.check.trace = "repro/trace.csv";
  replay.check.clock = "clk";
  const VariantBatch batch = lab().run_variants(replay, {{0, 0}, {1, 0}}, 0, milliseconds(1000), milliseconds(20'000));
  ASSERT_EQ(batch.status, PhaseStatus::ok) << batch.message;
  ASSERT_EQ(batch.results.size(), 2u);
  EXPECT_TRUE(batch.results[0].passed);
  EXPECT_FALSE(batch.results[1].passed);
  EXPECT_EQ(batch.results[1].wrong, 2u);
  EXPECT_EQ(batch.results[1].first_time_ps, 24'000u);
}

}  // namespace
}  // namespace gs::rtl
