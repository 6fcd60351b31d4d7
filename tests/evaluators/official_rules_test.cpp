#include "evaluators/official/rules.hpp"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/error_line.hpp"

namespace gs::official {
namespace {

std::string v1(const char* out, const char* err, bool timed_out = false) {
  return classify_verilog_eval_v1(out, err, timed_out).outcome;
}

TEST(VerilogEvalV1RulesTest, ReadsTheFirstMatchAnywhere) {
  EXPECT_TRUE(classify_verilog_eval_v1("x\nMismatches: 0 in 429 samples\n", "", false).passed);
  EXPECT_EQ(v1("Mismatches: 7 in 429 samples\n", ""), "failed: 7 out of 429 samples.");
  EXPECT_EQ(v1("Mismatches: 007 in 429 samples\n", ""), "failed: 7 out of 429 samples.");
  EXPECT_EQ(v1("Mismatches: 0 in 1 samples Mismatches: 9 in 9 samples\n", ""), "passed") << "the forgery it takes";
  EXPECT_EQ(v1("Mismatches: 9 in 9 samples\nMismatches: 0 in 9 samples\n", ""), "failed: 9 out of 9 samples.");
  EXPECT_EQ(v1("Mismatches: x Mismatches: 0 in 1 samples", ""), "passed");
  EXPECT_EQ(v1("Mismatches:  in 4 samples", ""), "failed: invalid literal for int() with base 10: ''");
  EXPECT_EQ(v1("nothing", ""), "failed: info string not matched.");
}

TEST(VerilogEvalV1RulesTest, TakesAnyErrorTextForAFailure) {
  EXPECT_EQ(v1("Mismatches: 0 in 1 samples", "a.sv:3: warning: part select\n"), "failed: compile error.");
  EXPECT_EQ(v1("Mismatches: 0 in 1 samples", "a.sv:3: syntax error\n"), "failed: syntax error.");
  EXPECT_EQ(v1("Mismatches: 0 in 1 samples", "", true), "timed out");
}

std::string v2(const char* log, const char* candidate = "") {
  return classify_verilog_eval_v2(log, candidate).outcome;
}

TEST(VerilogEvalV2RulesTest, GivesTheFirstLetter) {
  EXPECT_EQ(v2("a.sv:1: syntax error\nerror: This assignment requires an explicit cast\n"), "S");
  EXPECT_EQ(v2("error: This assignment requires an explicit cast\nsyntax error\n"), "e");
  EXPECT_EQ(v2("error: Sized numeric constant must have a size greater than zero\n"), "0");
  EXPECT_EQ(v2("warning: always_comb process has no sensitivities\n"), "n");
  EXPECT_EQ(v2("found no sensitivities so it will never trigger\n"), "n");
  EXPECT_EQ(v2("`y' is declared here as wire\n"), "w");
  EXPECT_EQ(v2("error: Unknown module type: foo\n"), "m");
  EXPECT_EQ(v2("error: Unable to bind wire/reg/memory `clk' in `tb'\n"), "c");
  EXPECT_EQ(v2("error: Unable to bind wire/reg `x' in `tb'\n"), "p");
  EXPECT_EQ(v2("error: something else\n"), "C");
  EXPECT_EQ(v2("TIMEOUT\nMismatches: 0 in 9 samples\n"), "T");
}

TEST(VerilogEvalV2RulesTest, RemembersAnyLineWithoutMismatches) {
  EXPECT_EQ(v2("Mismatches: 0 in 9 samples\n"), ".");
  EXPECT_TRUE(classify_verilog_eval_v2("Mismatches: 0 in 9 samples", "").passed);
  EXPECT_EQ(v2("Mismatches: 0 in 9 samples\nMismatches: 9 in 9 samples\n"), ".") << "the forgery it takes";
  EXPECT_EQ(v2("Mismatches: 0 in 9 samples\r\n"), ".");
  EXPECT_EQ(v2(" Mismatches: 0 in 9 samples\n"), "R") << "only at the start of a line";
  EXPECT_EQ(v2("Mismatches: 0 in 9 samples!\n"), "R") << "only a whole line";
  EXPECT_EQ(v2("Mismatches:  in 9 samples\n"), "R");
}

TEST(VerilogEvalV2RulesTest, GuessesFromTheTextOfACandidateThatFails) {
  EXPECT_EQ(v2("Mismatches: 4 in 9 samples\n", "always @(posedge reset)"), "r");
  EXPECT_EQ(v2("Mismatches: 4 in 9 samples\n", "always @(posedge clk, negedge reset)"), "r");
  EXPECT_EQ(v2("Mismatches: 4 in 9 samples\n", "always @(posedge clk or posedge r)"), "r");
  EXPECT_EQ(v2("Mismatches: 4 in 9 samples\n", "always @(posedge clk)"), "R");
  EXPECT_EQ(v2("", ""), "R");
}

TEST(RtllmRulesTest, LooksForAWord) {
  EXPECT_EQ(classify_rtllm(false, true, "Passed").outcome, "syntax_fail");
  EXPECT_TRUE(classify_rtllm(true, true, "===Your Design Passed===").passed);
  EXPECT_TRUE(classify_rtllm(true, true, "by-pass\nfailed").passed) << "the word anywhere";
  EXPECT_EQ(classify_rtllm(true, true, "PASS").outcome, "syntax_success");
  EXPECT_EQ(classify_rtllm(true, false, "Passed").outcome, "syntax_success") << "out of time";
}

TEST(RulesTest, AreNamedAsOnTheCommandLine) {
  for (const Rules rules : {Rules::verilog_eval_v1, Rules::verilog_eval_v2, Rules::rtllm}) {
    const auto found = rules_from(to_string(rules));
    ASSERT_TRUE(found);
    EXPECT_EQ(*found, rules);
  }
  EXPECT_EQ(test::error_line(rules_from("verilog-eval")),
            "\"verilog-eval\": no official rules are named so; known are verilog-eval-v1, verilog-eval-v2, rtllm");
}

}  // namespace
}  // namespace gs::official
