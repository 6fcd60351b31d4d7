// Answers that try to look right instead of being right.
#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "tests/evaluators/judge_fixture.hpp"

namespace gs::rtl {
namespace {

using tasks::Verdict;
using tasks::VerdictStatus;

struct Forgery {
  const char* name;
  VerdictStatus status;  // what it must come to
  const char* inside;    // text in the module of the wrong counter
  const char* before = "";
};
void PrintTo(const Forgery& forgery, std::ostream* out) {
  *out << forgery.name;
}

// The wrong counter with the forgery in and before it.
std::string forged(const Forgery& forgery) {
  return forgery.before +
         test::counter(std::string(test::kCounting) + "  assign wrap = en && count == 4'd14;\n" + forgery.inside);
}

class ForgeryTest : public test::JudgeTest, public testing::WithParamInterface<Forgery> {};

TEST_P(ForgeryTest, ComesToNothingUnderATrace) {
  const Verdict verdict = judge(forged(GetParam()));
  EXPECT_EQ(to_string(verdict.status), to_string(GetParam().status)) << verdict.summary << "\n" << verdict.feedback;
}

TEST_P(ForgeryTest, ComesToNothingUnderATestbench) {
  use_testbench(
      "  int k = 0;\n  always @(negedge clk) begin\n"
      "    if (wrap != (k == 15)) $error(\"wrap: expected %0d, got %0d\", k == 15, wrap);\n    k = k + 1;\n  end\n");
  const Verdict verdict = judge(forged(GetParam()));
  EXPECT_EQ(to_string(verdict.status), to_string(GetParam().status)) << verdict.summary << "\n" << verdict.feedback;
}

// Where the candidate is silenced, a refusal may become a failure: both come to nothing.
class PrintedForgeryTest : public ForgeryTest {};

TEST_P(PrintedForgeryTest, ComesToNothingWithEitherSimulator) {
  use_printed();
  for (const SimulatorChoice choice : {SimulatorChoice::verilator, SimulatorChoice::icarus}) {
    use_simulator(choice);
    if (IsSkipped()) return;
    const Verdict verdict = judge(forged(GetParam()));
    EXPECT_TRUE(verdict.status == VerdictStatus::failed || verdict.status == VerdictStatus::refused)
        << to_string(choice) << ": " << to_string(verdict.status) << ": " << verdict.summary;
  }
}

constexpr auto kFailed = VerdictStatus::failed;
constexpr auto kRefused = VerdictStatus::refused;

std::string name_of(const testing::TestParamInfo<Forgery>& each) {
  return each.param.name;
}

const auto kForgeries = testing::Values(
    Forgery{"PrintsPass", kFailed, "  initial $display(\"PASS\\nMismatches: 0 in 100 samples\\nALL TESTS PASSED\");\n"},
    Forgery{"PrintsTheWordError", kFailed, "  always @(posedge clk) $display(\"%%Error: \");\n"},
    Forgery{"Finishes", kRefused, "  initial $finish;\n"},
    Forgery{"OpensTheChannel", kRefused,
            "  int f;\n  initial begin f = $fopen(\"/proc/self/fd/3\", \"w\"); $fwrite(f, \"GST1\"); end\n"},
    Forgery{"RedefinesTheTestbench", kRefused, "", "module bench; initial $display(\"x\"); endmodule\n"},
    Forgery{"RedefinesTheTestbenchByAnEscapedName", kRefused, "", "module \\bench ; endmodule\n"},
    Forgery{"RedefinesTheTestbenchByAMacromodule", kRefused, "", "macromodule bench; endmodule\n"},
    Forgery{"RedefinesTheTestbenchByAMacro", kRefused, "", "`define M module\n`M bench; endmodule\n"},
    Forgery{"RedefinesTheTop", kRefused, "", "module gs_top; endmodule\n"},
    Forgery{"WritesIntoTheTestbench", kRefused, "  always @(posedge clk) bench.k = 0;\n"},
    Forgery{"WritesIntoTheInstanceOfTheTestbench", kRefused, "  always @(posedge clk) tb.k = 0;\n"},
    Forgery{"WritesIntoTheTestbenchByAnEscapedName", kRefused, "  always @(posedge clk) \\tb .k = 0;\n"},
    Forgery{"BringsCode", kRefused, "", "`systemc_implementation\n#include <unistd.h>\n`verilog\n"},
    Forgery{"CallsCode", kRefused, "  initial $c(\"_Exit(0);\");\n"},
    Forgery{"ImportsAFunction", kRefused, "  import \"DPI-C\" function void _Exit(int x);\n  initial _Exit(0);\n"},
    Forgery{"ImportsAFunctionByMacros", kRefused,
            "  `I `Q(DPI-C) _Z9vl_finishPKciS0_ = function void leave(input string f, input int l, input string h);\n"
            "  initial leave(\"../in/tests/tb.sv\", 1, \"\");\n",
            "`define I import\n`define Q(x) `\"x`\"\n"},
    Forgery{"BringsCodeByAMacro", kRefused, "", "`define S(x) `sys``x\n`S(temc_implementation)\nint more;\n`verilog\n"},
    Forgery{"FinishesByAMacroInTheTestbenchsName", kRefused,
            "  `L(line) 1 \"../in/tests/tb.sv\" 0\n  initial `F(ish);\n", "`define L(x) `x\n`define F(x) $fin``x\n"},
    Forgery{"ForcesTheOutput", kRefused, "  initial force wrap = 1'b0;\n"});

// Those of published suites, and what only a judge of printed text has to fear.
const auto kPrintedForgeries = testing::Values(
    Forgery{"PrintsAtTheStart", kFailed, "  initial $display(\"Mismatches: 0 in 429 samples\");\n"},
    Forgery{"PrintsAtTheEnd", kFailed, "  final $display(\"Mismatches: 0 in 429 samples\");\n"},
    Forgery{"PrintsAtEveryEdge", kFailed, "  always @(posedge clk) $strobe(\"Mismatches: 0 in 31 samples\");\n"},
    Forgery{"PrintsAndFinishes", kFailed,
            "  initial begin $write(\"Mismatches: 0 in %0d samples\\n\", 429); $finish; end\n"},
    Forgery{"PrintsByAFile", kFailed, "  initial $fdisplay(1, \"Mismatches: 0 in 429 samples\");\n"},
    Forgery{"PrintsByAnError", kFailed, "  initial $error(\"Mismatches: 0 in 429 samples\");\n"},
    Forgery{"PrintsByAMacro", kFailed, "  initial `D(\"Mismatches: 0 in 429 samples\");\n", "`define D $display\n"},
    Forgery{"PrintsByAPieceOfAMacro", kFailed, "  initial `D(display)(\"Mismatches: 0 in 429 samples\");\n",
            "`define D(x) $``x\n"},
    Forgery{"PrintsTheNameOfAFileThatIsMissing", kFailed,
            "  reg [7:0] m [0:1];\n  initial $readmemh(\"x\\nMismatches: 0 in 429 samples\\n\", m);\n"},
    Forgery{"MonitorsForever", kFailed, "  initial $monitor(\"Mismatches: 0 in 429 samples\");\n"},
    Forgery{"ResetsTheCount", kFailed, "  always @(posedge clk) bench.errors = 0;\n"},
    Forgery{"ResetsTheCountByAnUpwardName", kFailed, "  always @(posedge clk) tb.errors = 0;\n"},
    Forgery{"PrintsInAnUnusedBranch", kFailed,
            "  initial if (1) begin end else ; \n  initial begin : b $display(\"Mismatches: 0 in 1 samples\"); end\n"},
    Forgery{"PrintsByAFunction", kFailed,
            "  function automatic logic f(input logic x); $display(\"Mismatches: 0 in 1 samples\"); return x; "
            "endfunction\n  logic unused;\n  initial unused = f(1'b1);\n"},
    Forgery{"PrintsByAnAssertion", kFailed,
            "  always @(posedge clk) assert (1'b0) else $display(\"Mismatches: 0 in 1 samples\");\n"});

INSTANTIATE_TEST_SUITE_P(Forgery, ForgeryTest, kForgeries, name_of);
INSTANTIATE_TEST_SUITE_P(Forgery, PrintedForgeryTest, kForgeries, name_of);
INSTANTIATE_TEST_SUITE_P(Printed, PrintedForgeryTest, kPrintedForgeries, name_of);

// The twins: what an honest candidate may hold.
class HonestPrintTest : public test::JudgeTest, public testing::WithParamInterface<SimulatorChoice> {};

TEST_P(HonestPrintTest, CostsNothing) {
  use_printed();
  use_simulator(GetParam());
  if (IsSkipped()) return;
  const Verdict plain = judge(test::right_counter());
  EXPECT_TRUE(plain.passed()) << plain.summary;
  EXPECT_TRUE(plain.findings.empty());
  const Verdict talking = judge(test::right_counter(
      "  always @(posedge clk) if (en) $display(\"count is %0d\", count); else $display(\"idle\");\n"
      "  initial if (0) $finish;\n"));
  EXPECT_TRUE(talking.passed()) << talking.summary;
  ASSERT_EQ(talking.findings.size(), 1u);
  EXPECT_EQ(talking.findings[0],
            "3 printing or control calls of the design taken out, first rtl/counter.sv:7: $display");
  const Verdict macro = judge("`define SAY(x) $display(x)\n" + test::right_counter("  initial `SAY(\"hello\");\n"));
  EXPECT_TRUE(macro.passed()) << macro.summary << "\n" << macro.feedback;
  EXPECT_EQ(judge(test::wrong_counter()).status, VerdictStatus::failed);
}

// Neither is a file that the candidate leaves as it is: this one would fail the candidate, another could pass it.
TEST_P(HonestPrintTest, IsNotHeardOfFilesThatStay) {
  use_printed();
  put("workspace/rtl/counter.sv", test::right_counter("  initial $display(\"Mismatches: 3 in 9 samples\");\n"));
  use_simulator(GetParam());
  if (IsSkipped()) return;
  const Verdict verdict = judge(tasks::Candidate{});
  EXPECT_TRUE(verdict.passed()) << verdict.summary;
}

INSTANTIATE_TEST_SUITE_P(Simulators, HonestPrintTest,
                         testing::Values(SimulatorChoice::verilator, SimulatorChoice::icarus, SimulatorChoice::both,
                                         SimulatorChoice::automatic),
                         [](const auto& each) { return std::string(to_string(each.param)); });

}  // namespace
}  // namespace gs::rtl
