#include "evaluators/rtl/rtl_judge.hpp"

#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "evaluators/admission.hpp"
#include "tests/evaluators/judge_fixture.hpp"

namespace gs::rtl {
namespace {

using evaluators::Phase;
using tasks::Verdict;
using tasks::VerdictStatus;

class TraceJudgeTest : public test::JudgeTest {};

// 3 seeds of 31 falling edges with two signals.
// Verilator connects an output to what drives an input, and calls it a day.
TEST_F(TraceJudgeTest, TakesNoPortTurnedRound) {
  std::string turned = test::right_counter();
  turned.replace(turned.find("input logic en"), 14, "output logic en");
  Verdict verdict = judge(turned);
  EXPECT_EQ(to_string(verdict.status), "compile_error") << verdict.summary;
  EXPECT_EQ(verdict.summary, "rtl/counter.sv: port en is an output, not an input");
  turned = test::right_counter();
  turned.replace(turned.find("output logic wrap"), 17, "input logic wrap");
  verdict = judge(turned);
  EXPECT_EQ(verdict.summary, "rtl/counter.sv: port wrap is an input, not an output");
  EXPECT_TRUE(judge(test::right_counter()).passed());
}

TEST_F(TraceJudgeTest, PassesTheGolden) {
  const Verdict verdict = judge(tasks::golden_candidate(task()));
  EXPECT_EQ(verdict.status, VerdictStatus::passed) << verdict.summary;
  EXPECT_EQ(verdict.measurement("compared", 0), 186);
  EXPECT_TRUE(verdict.mismatches.empty());
  EXPECT_EQ(verdict.evaluator, "rtl-trace/" + std::string(kRtlJudgeVersion));
  EXPECT_EQ(verdict.tools.count("verilator"), 1u);
  EXPECT_FALSE(verdict.enforced_by.empty());
}

TEST_F(TraceJudgeTest, PassesAnotherRightDesign) {
  const Verdict verdict = judge(test::counter(R"(
  logic [3:0] next;
  assign next = en ? count + 4'd1 : count;
  always @(posedge clk, negedge rst_n) count <= rst_n ? next : 4'd0;
  always_comb wrap = &{en, count};
)"));
  EXPECT_EQ(verdict.status, VerdictStatus::passed) << verdict.summary << verdict.feedback;
}

// The counter shows 14 at 150 ns, 15 at 160 ns and 14 again at 310 ns: three wrong values of `wrap` for each seed.
TEST_F(TraceJudgeTest, FailsTheStartingStateAtTheFirstWrongValue) {
  const Verdict verdict = judge(tasks::Candidate{});
  EXPECT_EQ(verdict.status, VerdictStatus::failed);
  ASSERT_EQ(verdict.mismatches.size(), 1u) << verdict.feedback;
  const tasks::Mismatch& wrap = verdict.mismatches[0];
  EXPECT_EQ(wrap.signal, "wrap");
  EXPECT_EQ(wrap.count, 9u);
  EXPECT_EQ(wrap.compared, 93u);
  EXPECT_EQ(wrap.first_time_ps, 150'000u);
  EXPECT_EQ(wrap.seed, 1u);
  EXPECT_EQ(wrap.expected, "0");
  EXPECT_EQ(wrap.got, "1");
  EXPECT_NE(verdict.feedback.find("first at 150 ns: expected 0, got 1"), std::string::npos) << verdict.feedback;
}

// With registers that begin at 0 this design would be right.
TEST_F(TraceJudgeTest, CatchesAMissingResetByRandomInitialValues) {
  const Verdict verdict = judge(test::counter(
      "  always_ff @(posedge clk) if (en) count <= count + 4'd1;\n  assign wrap = en && count == 4'd15;\n"));
  EXPECT_EQ(verdict.status, VerdictStatus::failed);
  ASSERT_FALSE(verdict.mismatches.empty());
  EXPECT_EQ(verdict.mismatches[0].signal, "count");
  EXPECT_EQ(verdict.mismatches[0].first_time_ps, 10'000u);
  EXPECT_EQ(verdict.mismatches[0].expected, "0");
}

// What the golden leaves to its registers' initial values, a candidate may choose.
TEST_F(TraceJudgeTest, DoesNotCompareWhatTheGoldenLeavesOpen) {
  const std::string open = "  logic last;\n  always_ff @(posedge clk) if (en) last <= count[0];\n";
  put("solution/rtl/counter.sv", test::counter(std::string(test::kCounting) + open + "  assign wrap = last;\n"));
  const auto with_reset = [&](std::string_view value) {
    return judge(test::counter(
        std::string(test::kCounting) + "  logic last;\n  always_ff @(posedge clk or negedge rst_n)\n" +
        "    if (!rst_n) last <= " + std::string(value) + "; else if (en) last <= count[0];\n  assign wrap = last;\n"));
  };
  EXPECT_EQ(with_reset("1'b0").status, VerdictStatus::passed);
  EXPECT_EQ(with_reset("1'b1").status, VerdictStatus::passed);
}

TEST_F(TraceJudgeTest, AnswersASyntaxErrorWithItsPlace) {
  const Verdict verdict = judge(test::counter("  assign wrap = ;\n"));
  EXPECT_EQ(verdict.status, VerdictStatus::compile_error);
  EXPECT_EQ(verdict.feedback.substr(0, 24), "rtl/counter.sv:3:17: err") << verdict.feedback;
  EXPECT_NE(verdict.feedback.find("    assign wrap = ;\n"), std::string::npos) << verdict.feedback;
}

TEST_F(TraceJudgeTest, TakesAnEmptyAnswerForNoDesign) {
  EXPECT_EQ(judge("").status, VerdictStatus::compile_error);
}

TEST_F(TraceJudgeTest, EndsALoopThatPassesNoTime) {
  put("task.toml", std::string(test::kHead) + std::string(test::kTraceJudge) + "[limits]\nrun_wall_ms = 1500\n");
  const Verdict verdict = judge(test::counter(std::string(test::kCounting) +
                                              "  int spin = 0;\n  always @(posedge clk) while (en) spin = spin + 1;\n" +
                                              "  assign wrap = en && count == 4'd15 && spin != 0;\n"));
  EXPECT_EQ(verdict.status, VerdictStatus::timeout) << verdict.summary;
}

TEST_F(TraceJudgeTest, FailsAnOscillation) {
  const Verdict verdict = judge(test::counter(std::string(test::kCounting) +
                                              "  logic a, b;\n  always_comb a = ~b & rst_n;\n  always_comb b = a;\n" +
                                              "  assign wrap = en && count == 4'd15 && a;\n"));
  EXPECT_EQ(verdict.status, VerdictStatus::failed) << to_string(verdict.status) << verdict.summary;
  EXPECT_NE(verdict.summary.find("the simulator gave up"), std::string::npos) << verdict.summary;
}

TEST_F(TraceJudgeTest, LetsADesignPrint) {
  const Verdict verdict = judge(test::right_counter("  always @(posedge wrap) $display(\"wraps\");\n"));
  EXPECT_EQ(verdict.status, VerdictStatus::passed) << verdict.summary;
}

TEST_F(TraceJudgeTest, LetsADesignUseMacros) {
  const Verdict verdict =
      judge("`define NEXT(x) x``_next\n`define ONE 4'd1\n" +
            test::counter("  logic [3:0] `NEXT(count);\n  assign count_next = en ? count + `ONE : count;\n"
                          "  always_ff @(posedge clk or negedge rst_n)\n"
                          "    if (!rst_n) count <= '0;\n    else count <= `NEXT(count);\n"
                          "  assign wrap = en && count == 4'd15;\n"));
  EXPECT_EQ(verdict.status, VerdictStatus::passed) << verdict.summary;
}

TEST_F(TraceJudgeTest, AnswersAMacroErrorWithItsPlace) {
  const Verdict verdict = judge("`define TWO(a, b) a + b\n" + test::counter("  assign wrap = `TWO(en);\n"));
  EXPECT_EQ(verdict.status, VerdictStatus::compile_error) << verdict.summary;
  EXPECT_EQ(verdict.feedback.substr(0, 17), "rtl/counter.sv:4:") << verdict.feedback;
}

TEST_F(TraceJudgeTest, RefusesAFileThatIsNotTheCandidates) {
  const auto verdict = evaluate(tasks::Candidate{{{"task.toml", ""}}, ""});
  EXPECT_EQ(test::code_name(verdict), "invalid_input");
}

TEST_F(TraceJudgeTest, AgreesWithItself) {
  const Verdict first = judge(tasks::Candidate{}), second = judge(tasks::Candidate{});
  EXPECT_EQ(first.status, VerdictStatus::failed);
  EXPECT_EQ(first.status, second.status);
  EXPECT_EQ(first.summary, second.summary);
  EXPECT_EQ(first.feedback, second.feedback);
  EXPECT_EQ(to_json(first).at("mismatches"), to_json(second).at("mismatches"));
}

TEST_F(TraceJudgeTest, JudgesFromSeveralThreads) {
  const tasks::Task counter = task();
  Verdict right, wrong;
  const auto into = [&](Verdict& out, tasks::Candidate candidate) {
    auto verdict = judge_->evaluate(counter, candidate, Phase::judge);
    if (verdict) out = *std::move(verdict);
  };
  std::thread other([&] { into(right, tasks::golden_candidate(counter)); });
  into(wrong, {});
  other.join();
  EXPECT_EQ(right.status, VerdictStatus::passed) << right.summary;
  EXPECT_EQ(wrong.status, VerdictStatus::failed) << wrong.summary;
}

TEST_F(TraceJudgeTest, BlamesTheTaskWhenTheGoldenDoesNotBuild) {
  put("solution/rtl/counter.sv", test::counter("  assign wrap = ;\n"));
  const auto verdict = evaluate(tasks::Candidate{});
  ASSERT_EQ(test::code_name(verdict), "invalid_input");
  EXPECT_NE(test::error_line(verdict).find("task rtl-repair/counter: the golden does not build"), std::string::npos)
      << test::error_line(verdict);
  EXPECT_NE(test::error_line(verdict).find("rtl/counter.sv:3:17"), std::string::npos) << test::error_line(verdict);
}

TEST_F(TraceJudgeTest, BlamesTheTaskWhenTheGoldenDoesNotEnd) {
  put("tests/tb.sv",
      "module bench;\n  logic clk = 0;\n  wire [3:0] count;\n  wire wrap;\n"
      "  counter dut(.clk(clk), .rst_n(1'b0), .en(1'b0), .count(count), .wrap(wrap));\n"
      "  initial repeat (8) #5 clk = ~clk;\nendmodule\n");
  EXPECT_NE(test::error_line(evaluate(tasks::Candidate{})).find("does not reach $finish"), std::string::npos);
}

TEST_F(TraceJudgeTest, BlamesATaskThatComparesNothing) {
  put("tests/tb.sv", std::string("module bench;\n  logic clk = 1'b0;\n  wire [3:0] count;\n  wire wrap;\n") +
                         "  counter dut(.clk(clk), .rst_n(1'b0), .en(1'b0), .count(count), .wrap(wrap));\n" +
                         "  initial #5 $finish;\nendmodule\n");
  const auto verdict = evaluate(tasks::Candidate{});
  EXPECT_EQ(test::code_name(verdict), "invalid_input");
  EXPECT_NE(test::error_line(verdict).find("compares nothing"), std::string::npos) << test::error_line(verdict);
}

TEST_F(TraceJudgeTest, WantsACheckToCheck) {
  EXPECT_EQ(test::code_name(evaluate(tasks::Candidate{}, Phase::check)), "invalid_input");
}

TEST_F(TraceJudgeTest, AdmitsASoundTask) {
  put("known_bad/never-wraps/rtl/counter.sv", test::counter(std::string(test::kCounting) + "  assign wrap = 1'b0;\n"));
  const auto admission = evaluators::admit(task(), *judge_);
  ASSERT_TRUE(admission) << test::error_line(admission);
  for (const evaluators::AdmissionCheck& check : admission->checks)
    EXPECT_TRUE(check.holds) << check.name << ": " << check.detail;
  EXPECT_TRUE(admission->admitted());
}

TEST_F(TraceJudgeTest, DoesNotAdmitARightKnownBad) {
  put("known_bad/right/rtl/counter.sv", test::right_counter("// the same\n"));
  const auto admission = evaluators::admit(task(), *judge_);
  ASSERT_TRUE(admission) << test::error_line(admission);
  EXPECT_FALSE(admission->admitted());
}

// At the falling edges `count` and `wrap` of the right design are known by arithmetic.
constexpr std::string_view kChecks = R"(
  int k = 0;
  always @(negedge clk) begin
    if (count != k[3:0]) $error("count: expected %0h, got %0h", k[3:0], count);
    if (wrap != (k == 15)) $error("wrap: expected %0d, got %0d", k == 15, wrap);
    k = k + 1;
  end
)";

class TestbenchJudgeTest : public test::JudgeTest {
 protected:
  void SetUp() override {
    test::JudgeTest::SetUp();
    if (judge_) use_testbench(kChecks);
  }
};

TEST_F(TestbenchJudgeTest, PassesTheGolden) {
  const Verdict verdict = judge(tasks::golden_candidate(task()));
  EXPECT_EQ(verdict.status, VerdictStatus::passed) << verdict.summary << verdict.feedback;
  EXPECT_EQ(verdict.evaluator, "rtl-testbench/" + std::string(kRtlJudgeVersion));
}

TEST_F(TestbenchJudgeTest, ReadsSignalExpectedAndGotOfAnError) {
  const Verdict verdict = judge(tasks::Candidate{});
  EXPECT_EQ(verdict.status, VerdictStatus::failed);
  ASSERT_EQ(verdict.mismatches.size(), 1u) << verdict.feedback;
  EXPECT_EQ(verdict.mismatches[0].signal, "wrap");
  EXPECT_EQ(verdict.mismatches[0].count, 3u);
  EXPECT_EQ(verdict.mismatches[0].first_time_ps, 150'000u);
  EXPECT_EQ(verdict.mismatches[0].expected, "0");
  EXPECT_EQ(verdict.mismatches[0].got, "1");
  EXPECT_EQ(verdict.summary, "the testbench reports 3 errors");
  EXPECT_NE(verdict.feedback.find("  150 ns: wrap: expected 0, got 1\n"), std::string::npos) << verdict.feedback;
}

TEST_F(TestbenchJudgeTest, CatchesAMissingResetByRandomInitialValues) {
  use_testbench(kChecks, "");
  put("task.toml", std::string(test::kHead) + R"([judge]
evaluator = "rtl-testbench"
testbench = ["tb.sv"]
top = "bench"
seeds = [1, 2, 3]
)");
  const Verdict verdict = judge(test::counter(
      "  always_ff @(posedge clk) if (en) count <= count + 4'd1;\n  assign wrap = en && count == 4'd15;\n"));
  EXPECT_EQ(verdict.status, VerdictStatus::failed) << verdict.summary;
}

TEST_F(TestbenchJudgeTest, TakesAnImmediateAssertionForACheck) {
  use_testbench(
      "  int k = 0;\n  always @(negedge clk) begin\n    assert (wrap == (k == 15)) else $error(\"wrap: wrong\");\n"
      "    k = k + 1;\n  end\n");
  EXPECT_EQ(judge(tasks::golden_candidate(task())).status, VerdictStatus::passed);
  EXPECT_EQ(judge(tasks::Candidate{}).status, VerdictStatus::failed);
}

TEST_F(TestbenchJudgeTest, TakesAnAssertionWithoutElseForACheck) {
  use_testbench(
      "  int k = 0;\n  always @(negedge clk) begin\n    assert (wrap == (k == 15));\n    k = k + 1;\n  end\n");
  EXPECT_EQ(judge(tasks::golden_candidate(task())).status, VerdictStatus::passed);
  EXPECT_EQ(judge(tasks::Candidate{}).status, VerdictStatus::failed);
}

TEST_F(TestbenchJudgeTest, EndsAtTheFirstFatal) {
  use_testbench("  always @(negedge clk) if (count >= 4'd3) $fatal(1, \"count: expected 2, got %0h\", count);\n");
  const Verdict verdict = judge(tasks::golden_candidate(task()));
  EXPECT_EQ(verdict.status, VerdictStatus::failed);
  ASSERT_EQ(verdict.mismatches.size(), 1u) << verdict.feedback;
  EXPECT_EQ(verdict.mismatches[0].count, 1u);
  EXPECT_EQ(verdict.mismatches[0].first_time_ps, 40'000u);
}

TEST_F(TestbenchJudgeTest, GoesOnAfterAnErrorInTheFileOfAFatal) {
  use_testbench(
      "  always @(negedge clk) if (count == 4'd3)\n    $error(\"count: expected 2, got 3\");\n"
      "  always @(negedge clk) if (count == 4'd7)\n    $fatal;\n");
  const Verdict verdict = judge(tasks::golden_candidate(task()));
  EXPECT_EQ(verdict.status, VerdictStatus::failed);
  EXPECT_EQ(verdict.summary, "the testbench reports 2 errors");
}

TEST_F(TestbenchJudgeTest, TakesAStopForAFailure) {
  use_testbench("  initial #20 $stop;\n");
  EXPECT_EQ(judge(tasks::golden_candidate(task())).status, VerdictStatus::failed);
}

TEST_F(TestbenchJudgeTest, TakesARunThatDriesUpForNoPass) {
  put("tests/tb.sv",
      "module bench;\n  logic clk = 0;\n  wire [3:0] count;\n  wire wrap;\n"
      "  counter dut(.clk(clk), .rst_n(1'b0), .en(1'b0), .count(count), .wrap(wrap));\n"
      "  initial repeat (8) #5 clk = ~clk;\nendmodule\n");
  const Verdict verdict = judge(tasks::golden_candidate(task()));
  EXPECT_EQ(verdict.status, VerdictStatus::failed);
  EXPECT_EQ(verdict.summary, "the simulation did not reach the testbench's $finish");
}

// The baseline's own $finish is legal for the gate, and still no pass.
TEST_F(TestbenchJudgeTest, TakesAFinishOfTheDesignForNoPass) {
  put("workspace/rtl/counter.sv", test::counter("  initial $finish;\n"));
  const Verdict verdict = judge(tasks::Candidate{});
  EXPECT_EQ(verdict.status, VerdictStatus::failed);
  EXPECT_EQ(verdict.summary, "the simulation did not reach the testbench's $finish");
}

TEST_F(TestbenchJudgeTest, ChecksWithTheTestbenchOfTheWorkspace) {
  put("task.toml", std::string(test::kHead) +
                       "[check]\nevaluator = \"rtl-testbench\"\ntestbench = [\"repro/tb.sv\"]\n"
                       "top = \"bench\"\n" +
                       std::string(test::kTestbenchJudge));
  put("workspace/repro/tb.sv", std::string(test::kStimulus) + std::string(kChecks) + "endmodule\n");
  EXPECT_EQ(judge(tasks::Candidate{}, Phase::check).status, VerdictStatus::failed);
  EXPECT_EQ(judge(tasks::golden_candidate(task()), Phase::check).status, VerdictStatus::passed);
}

class ReplayJudgeTest : public test::JudgeTest {};

// Rows show the values before their own rising edge: the reset row's count is whatever it was, then 0, 1, 2.
TEST_F(ReplayJudgeTest, PassesTheGolden) {
  use_replay("rst_n,en,>count,>wrap\n0,0,0,0\n1,1,0,0\n1,1,1,0\n1,0,2,0\n1,1,2,0\n");
  const Verdict verdict = judge(tasks::golden_candidate(task()));
  EXPECT_EQ(verdict.status, VerdictStatus::passed) << verdict.summary << verdict.feedback;
  EXPECT_EQ(verdict.measurement("compared", 0), 10);
  EXPECT_EQ(verdict.evaluator, "rtl-replay/" + std::string(kRtlJudgeVersion));
}

TEST_F(ReplayJudgeTest, FailsAtTheFirstWrongRow) {
  use_replay("rst_n,en,>count,>wrap\n0,0,0,0\n1,1,0,0\n1,1,7,0\n1,1,2,1\n");
  const Verdict verdict = judge(tasks::golden_candidate(task()));
  EXPECT_EQ(verdict.status, VerdictStatus::failed);
  ASSERT_EQ(verdict.mismatches.size(), 2u) << verdict.feedback;
  EXPECT_EQ(verdict.mismatches[0].signal, "count");
  EXPECT_EQ(verdict.mismatches[0].first_time_ps, 24'000u);
  EXPECT_EQ(verdict.mismatches[0].expected, "7");
  EXPECT_EQ(verdict.mismatches[0].got, "1");
  EXPECT_EQ(verdict.mismatches[1].signal, "wrap");
  EXPECT_EQ(verdict.mismatches[1].first_time_ps, 34'000u);
}

TEST_F(ReplayJudgeTest, DoesNotCompareDontCares) {
  use_replay("rst_n,en,>count,>wrap\n0,0,x,0\n1,1,0,-\n1,1,x,x\n");
  const Verdict verdict = judge(test::counter(std::string(test::kCounting) + "  assign wrap = count == 4'd1;\n"));
  EXPECT_EQ(verdict.status, VerdictStatus::passed) << verdict.feedback;
  EXPECT_EQ(verdict.measurement("compared", 0), 2);
}

TEST_F(ReplayJudgeTest, BlamesATraceThatComparesNothing) {
  use_replay("rst_n,en,>count\n0,0,x\n1,1,x\n");
  const auto verdict = evaluate(tasks::golden_candidate(task()));
  EXPECT_EQ(test::code_name(verdict), "invalid_input");
  EXPECT_NE(test::error_line(verdict).find("trace.csv: compares nothing"), std::string::npos)
      << test::error_line(verdict);
}

TEST_F(ReplayJudgeTest, NamesFileAndLineOfABrokenTrace) {
  use_replay("rst_n,en,>count\n0,0\n");
  EXPECT_NE(test::error_line(evaluate(tasks::Candidate{})).find("trace.csv:2: 2 values for 3 columns"),
            std::string::npos);
}

}  // namespace
}  // namespace gs::rtl
