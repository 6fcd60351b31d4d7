#include "evaluators/rtl/silencer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "base/verilog_lexer.hpp"

namespace gs::rtl {
namespace {

std::string silenced(const std::string& source) {
  return silence({{"a.v", source}}).files.at("a.v");
}

// One space for each run of white space.
std::string squeezed(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c != ' ' && c != '\n') {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  return out.ends_with(' ') ? out.substr(0, out.size() - 1) : out;
}

struct Snippet {
  const char* name;
  const char* source;
  const char* expected;  // with white space squeezed
};
void PrintTo(const Snippet& snippet, std::ostream* out) {
  *out << snippet.name;
}

class SilencerTest : public testing::TestWithParam<Snippet> {};

TEST_P(SilencerTest, LeavesTheStatementThatItsPlaceAdmits) {
  EXPECT_EQ(squeezed(silenced(GetParam().source)), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Silencer, SilencerTest,
    testing::Values(
        Snippet{"InABlock", "initial begin $display(\"x\"); a = 1; $finish; end", "initial begin ; a = 1; ; end"},
        Snippet{"BehindIfAndElse", "always @* if (x) $display(1); else $write(2);", "always @* if (x) ; else ;"},
        Snippet{"InCaseItems", "always @* case (x) 1: $display(1); default: $display; endcase",
                "always @* case (x) 1: begin end default: if(0) ; endcase"},
        Snippet{"Initial", "initial $display(1);", "initial begin end"},
        Snippet{"Final", "final $finish(1);", "final begin end"},
        Snippet{"InitialShort", "initial $stop;", "initial if(0);"},
        Snippet{"AlwaysComb", "always_comb $display(a);", "always_comb begin end"},
        Snippet{"AlwaysAt", "always @(a or b) $display(a);", "always @(a or b) ;"},
        Snippet{"AlwaysStar", "always @* $display(a);", "always @* ;"},
        Snippet{"AlwaysAtName", "always @clk $display(a);", "always @clk ;"},
        Snippet{"Delay", "initial #5 $finish;", "initial #5 ;"},
        Snippet{"DelayByName", "initial #p.D $stop;", "initial #p.D ;"},
        Snippet{"DelayInUnits", "initial #1.5ns $stop;", "initial #1.5ns ;"},
        Snippet{"EventControl", "initial @(posedge clk) $finish;", "initial @(posedge clk) ;"},
        Snippet{"VoidCast", "initial begin void'($system(\"id\")); end", "initial begin ; end"},
        Snippet{"Fork", "initial fork $display(1); $display(2); join $stop;", "initial fork ; ; join if(0);"},
        Snippet{"NamedBlock", "initial begin : b $display(1); end : b", "initial begin : b ; end : b"},
        Snippet{"BehindANamedEnd", "initial begin begin : b end : b $display(1); end",
                "initial begin begin : b end : b ; end"},
        Snippet{"Label", "initial begin foo: $display(1); end", "initial begin foo: begin end end"},
        Snippet{"LabelShortBeforeElse", "initial if (a) foo: $stop; else b = 1;",
                "initial if (a) foo: $stop; else b = 1;"},
        Snippet{"AssertionActions", "always @* assert (x) $info(1); else $error(2);", "always @* assert (x) ; else ;"},
        Snippet{"ConcurrentAssertion", "a: assert property (@(posedge c) x) $display(1); else $error(2);",
                "a: assert property (@(posedge c) x) begin end else begin end"},
        Snippet{"DeferredAssertion", "always @* assert #0 (x) else $error(1);", "always @* assert #0 (x) else ;"},
        Snippet{"DeferredAssertionThatPrints", "always @* assert #0 (x) $display(1);", "always @* assert #0 (x) ;"},
        Snippet{"BehindACall", "initial begin f(x) $stop; end", "initial begin f(x) $stop; end"},
        Snippet{"ElaborationTask", "module m; if (W > 8) $error(\"W\"); $info(1); endmodule",
                "module m; if (W > 8) begin end if(0) ; endmodule"},
        Snippet{"Task", "task t; $display(1); endtask", "task t; ; endtask"},
        Snippet{"NestedParentheses", "initial begin $display(\"%0d)\", f((a), g(b)), {c, d[1]}); end",
                "initial begin ; end"},
        Snippet{"StringsAndComments", "initial begin $write(\");\\\"\" /* ); */ // );\n , a); end",
                "initial begin ; end"},
        Snippet{"MacroArguments", "initial begin $display(`M, `F(a, (b))); end", "initial begin ; end"},
        Snippet{"BetweenDirectives", "initial begin\n`ifdef D\n$display(1);\n`else\n$stop;\n`endif\n$stop; end",
                "initial begin `ifdef D ; `else ; `endif ; end"},
        Snippet{"BehindAMacro", "initial begin `LOG(a, b) $display(1); `X $stop; end",
                "initial begin `LOG(a, b) ; `X ; end"},
        Snippet{"CutOff", "initial begin $display(1,", "initial begin $display(1,"},
        Snippet{"CutOffBehindTheName", "initial begin $stop", "initial begin $stop"},
        Snippet{"CutOffString", "initial begin $display(\"x); end\n", "initial begin $display(\"x); end"},
        Snippet{"InADefine", "`define D $display(1); \\\n $stop;\ninitial begin $stop; end",
                "`define D $display(1); \\ $stop; initial begin ; end"},
        Snippet{"DirectiveInside", "initial begin $display(1\n`ifdef A\n, a\n`endif\n); end",
                "initial begin $display(1 `ifdef A , a `endif ); end"},
        Snippet{"Expression",
                "initial begin x = $system(\"a\"); y = c ? 0 : $system(\"b\"); z <= #1 $system(\"c\"); end",
                "initial begin x = $system(\"a\"); y = c ? 0 : $system(\"b\"); z <= #1 $system(\"c\"); end"},
        Snippet{"InACondition", "initial if ($system(\"a\")) ;", "initial if ($system(\"a\")) ;"},
        Snippet{"OtherTasks", "initial begin $readmemh(\"a\", m); x = $random; f = $fopen(\"b\"); $displayx(1); end",
                "initial begin $readmemh(\"a\", m); x = $random; f = $fopen(\"b\"); $displayx(1); end"},
        Snippet{"Attribute", "initial begin (* a *) $display(1); end", "initial begin (* a *) begin end end"},
        Snippet{"DisableFork", "initial begin disable fork; $stop; end always @(x) $stop;",
                "initial begin disable fork; ; end always @(x) ;"},
        Snippet{"DirectlyBeforeAWord", "initial $info(1);endmodule", "initial if(0) ;endmodule"},
        Snippet{"DirectlyBehindANumber", "#5$stop;", "#5 ;"},
        Snippet{"StringOfACall", "initial s = \"$display(1);\"; // $stop;", "initial s = \"$display(1);\"; // $stop;"},
        Snippet{"Nothing", "", ""}),
    [](const auto& each) { return each.param.name; });

TEST(SilencerTest, KeepsLinesAndColumns) {
  const std::string source = "initial begin $display(\"a\",\n\t b); x = 1;\r\n  $fatal(1,\r\n \"y\"); end\n";
  EXPECT_EQ(silenced(source), "initial begin              \n    ; x = 1;\r\n           \r\n     ; end\n");
}

TEST(SilencerTest, SaysWhatItTookOut) {
  const Silenced result = silence({{"b.v", "initial begin\n$stop; end"}, {"a.v", "final begin $fdisplayh(1, 2); end"}});
  ASSERT_EQ(result.calls.size(), 2u);
  EXPECT_EQ(result.calls[0].file, "a.v");
  EXPECT_EQ(result.calls[0].token, "$fdisplayh");
  EXPECT_EQ(result.calls[1].file, "b.v");
  EXPECT_EQ(result.calls[1].line, 2u);
}

TEST(SilencerTest, IsLinear) {
  const auto many = [](const std::string& part, const std::string& rest = "") {
    std::string text = "initial begin ";
    for (int i = 0; i < 200'000; ++i) text += part;
    return text + rest;
  };
  for (const std::string& source :
       {many("$display("), many("`M("), many("$display(1) "), many("void'("), many("`define\\\n"),
        many("$display(`M(", ";"), many("(* "), many("begin $display("), many("? :")}) {
    EXPECT_EQ(silenced(source).size(), source.size());
  }
}

// Any sequence of parts: what is left is the same tokens without the calls, nothing more is found the second time.
TEST(SilencerTest, ChangesNothingElse) {
  const std::vector<std::string> parts = {"$display(1, a);",
                                          "$stop;",
                                          "$finish",
                                          "(",
                                          ")",
                                          ";",
                                          "begin",
                                          "end",
                                          "if (x)",
                                          "else",
                                          "case (x)",
                                          "endcase",
                                          "1:",
                                          "foo:",
                                          "initial",
                                          "always @*",
                                          "always_comb",
                                          "final",
                                          "fork",
                                          "join",
                                          "#5",
                                          "@(posedge c)",
                                          "@",
                                          "*",
                                          "\n",
                                          "`ifdef A\n",
                                          "`else\n",
                                          "`endif\n",
                                          "`define X",
                                          "`X",
                                          "`F(1)",
                                          "\\",
                                          "\"s",
                                          "\"s\"",
                                          "// c\n",
                                          "/*",
                                          "*/",
                                          "void'(",
                                          "assert (x)",
                                          "assert property (x)",
                                          "a = b",
                                          "?",
                                          ":",
                                          "module m;",
                                          "endmodule",
                                          "task t;",
                                          "endtask",
                                          "(*",
                                          "*)",
                                          "wait",
                                          "a"};
  std::mt19937 random(7);
  for (int round = 0; round < 20'000; ++round) {
    std::string source;
    for (std::size_t n = random() % 14; n > 0; --n)
      source += parts[random() % parts.size()] + (random() % 4 ? " " : "");
    const Silenced once = silence({{"a", source}});
    const std::string& text = once.files.at("a");
    ASSERT_EQ(text.size(), source.size());
    ASSERT_EQ(std::count(text.begin(), text.end(), '\n'), std::count(source.begin(), source.end(), '\n'));
    ASSERT_TRUE(silence(once.files).calls.empty()) << source << "\n--- becomes\n" << text;
    std::size_t taken = 0;
    for (std::size_t i = 0; i < text.size(); ++i) taken += text[i] != source[i];
    ASSERT_EQ(taken == 0, once.calls.empty()) << source;
  }
}

}  // namespace
}  // namespace gs::rtl
