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

constexpr auto kFailed = VerdictStatus::failed;
constexpr auto kRefused = VerdictStatus::refused;

INSTANTIATE_TEST_SUITE_P(
    Forgery, ForgeryTest,
    testing::Values(
        Forgery{"PrintsPass", kFailed,
                "  initial $display(\"PASS\\nMismatches: 0 in 100 samples\\nALL TESTS PASSED\");\n"},
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
        Forgery{
            "ImportsAFunctionByMacros", kRefused,
            "  `I `Q(DPI-C) _Z9vl_finishPKciS0_ = function void leave(input string f, input int l, input string h);\n"
            "  initial leave(\"../in/tests/tb.sv\", 1, \"\");\n",
            "`define I import\n`define Q(x) `\"x`\"\n"},
        Forgery{"BringsCodeByAMacro", kRefused, "",
                "`define S(x) `sys``x\n`S(temc_implementation)\nint more;\n`verilog\n"},
        Forgery{"FinishesByAMacroInTheTestbenchsName", kRefused,
                "  `L(line) 1 \"../in/tests/tb.sv\" 0\n  initial `F(ish);\n",
                "`define L(x) `x\n`define F(x) $fin``x\n"},
        Forgery{"ForcesTheOutput", kRefused, "  initial force wrap = 1'b0;\n"}),
    [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace gs::rtl
