#include "evaluators/rtl/normaliser.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "base/rng.hpp"
#include "base/verilog_lexer.hpp"

namespace gs::rtl {
namespace {

using std::string_literals::operator""s;

std::vector<std::string> code(std::string_view source) {
  std::vector<std::string> texts;
  for (const Token& token : tokenize_code(source)) texts.emplace_back(token.text);
  return texts;
}

TEST(NormaliserTest, LeavesOutCommentsAndLayout) {
  EXPECT_EQ(normalised("module m ( input  a,\n\t output b ) ; // out\n"
                       "  /* why\n     so */\n"
                       "  assign b = a  &  ~ c [ 7 : 0 ] ;\r\n\r\n"
                       "endmodule\n\n"),
            "module m(input a,output b);assign b=a& ~c[7:0];endmodule");
}

struct Pair {
  const char* what;
  std::string one, other;
};
void PrintTo(const Pair& pair, std::ostream* out) {
  *out << pair.what;
}

class SameDesignTest : public testing::TestWithParam<Pair> {};
class OtherDesignTest : public testing::TestWithParam<Pair> {};

TEST_P(SameDesignTest, HasOneNormalForm) {
  EXPECT_EQ(normalised(GetParam().one), normalised(GetParam().other));
}

TEST_P(OtherDesignTest, HasAnotherNormalForm) {
  EXPECT_NE(normalised(GetParam().one), normalised(GetParam().other));
}

INSTANTIATE_TEST_SUITE_P(
    Layout, SameDesignTest,
    testing::Values(Pair{"nothing", "", " \n// nothing\n"},
                    Pair{"ends of lines", "module m;\nendmodule\n", "module m;\r\nendmodule"},
                    Pair{"indentation", "begin\n  a <= b;\nend\n", "begin\n\ta <= b;\n\tend\n"},
                    Pair{"a comment between words", "wire a;", "wire/* of a */a;"},
                    Pair{"operators", "assign y=(a+b)*{4{c}}?d:e;", "assign y = ( a + b ) * { 4 { c } } ? d : e ;"},
                    Pair{"sensitivity", "always@(posedge clk)", "always @ ( posedge clk )"},
                    Pair{"ports", "fifo#(.W(8))u(.clk(clk),.d({a,b}))",
                         "fifo #(\n .W (8)\n) u ( . clk(clk), .d( {a, b} ) )"},
                    Pair{"numbers", "a=b+8'hff-12;", "a = b + 8'hff - 12 ;"},
                    Pair{"selects", "a[i+:8]", "a [ i +: 8 ]"},
                    Pair{"strings", "$display(\"a\",b);", "$display ( \"a\" , b ) ;"},
                    Pair{"indented directives", "`ifdef A\nwire a;\n`endif\n", "  `ifdef A\n  wire   a ;\n  `endif\n"},
                    Pair{"after an escaped name", "wire \\a+b ;", "wire \\a+b\n\t;"},
                    Pair{"a comment that says nothing to a tool", "a // the sum\n;", "a;"},
                    Pair{"two slashes in a string", "a = \"//\" ; // x", "a=\"//\";"},
                    Pair{"a comment of other letters", "a; // s\xc3\xbcm\n", "a;"}));

INSTANTIATE_TEST_SUITE_P(
    Meaning, OtherDesignTest,
    testing::Values(
        Pair{"words", "a b", "ab"}, Pair{"plus plus", "a + + b", "a ++ b"}, Pair{"less equal", "a < = b", "a <= b"},
        Pair{"and and", "a & & b", "a && b"}, Pair{"reductions", "a & ~ & b", "a & ~& b"}, Pair{"digits", "1 2", "12"},
        Pair{"a word and a number", "a 1", "a1"}, Pair{"base", "1 'b0", "1'b0"},
        Pair{"a dollar and a word", "$ display", "$display"},
        Pair{"a digit of a number", "4'b1 ? a : b", "4'b1? a : b"}, Pair{"an exponent", "1e + 3", "1e+3"},
        Pair{"a fraction", "1 . 5", "1.5"}, Pair{"attribute", "( * a * )", "(* a *)"}, Pair{"a dot", "a .b", "a.b"},
        Pair{"a sequence", "a [ =3]", "a [=3]"}, Pair{"repetition", "a [ *3]", "a [*3]"},
        Pair{"an escaped name", "\\a b", "\\ab"}, Pair{"an escaped name with a parenthesis", "\\a (b)", "\\a(b)"},
        Pair{"a comment within an escaped name", "\\a/*b*/ c", "\\a c"},
        Pair{"blanks in a string", "a = \"b  c\";", "a = \"b c\";"},
        Pair{"a comment in a string", "a = \"b /* c */\";", "a = \"b \";"},
        Pair{"an escaped quote", "a = \"\\\" // b\";", "a = \"\\\" \";"},
        Pair{"a string over two lines", "a = \"b\\\nc\" ;", "a = \"b\\\nc\";"},
        Pair{"an open string that ends with a quote", "a = \"b\\\"\nc  d", "a = \"b\\\"\nc d"},
        Pair{"comment marks in an escaped name", "\\a//b  c", "\\a//b c"},
        Pair{"a number that goes on", "10ns1  b", "10ns1 b"}, Pair{"an open string", "a = \"b  c\n;", "a = \"b c\n;"},
        Pair{"the end of a macro's line", "`define A 1\n+ 2\n", "`define A 1 + 2\n"},
        Pair{"blanks in a macro's body", "`define A(x) `\"x  y`\"\n", "`define A(x) `\"x y`\"\n"},
        Pair{"a macro with arguments", "`define A (x) x\n", "`define A(x) x\n"},
        Pair{"a continued macro", "`define A 1 \\\n + 2\n", "`define A 1 \n + 2\n"},
        Pair{"a comment that continues a macro", "`define A 1 // \\\n + 2\n", "`define A 1 // \n + 2\n"},
        Pair{"a comment over lines behind a macro", "`define A 1 /* \n */ + 2\n", "`define A 1 /* */ + 2\n"},
        Pair{"a macro's name on the next line", "`define\nA 1\nwire b;", "`define\nA 1 wire b;"},
        Pair{"the line of a macro", "`A\n", "\n`A\n"}, Pair{"__LINE__", "a = `__LINE__;", "\na = `__LINE__;"},
        Pair{"`line", "`line 1 \"a\" 0\nb", "`line 1 \"a\" 0\n\nb"},
        Pair{"blanks in the argument of a macro", "`S(a  b)", "`S(a b)"},
        Pair{"an argument without its macro in this line", "`S(\na  b)", "`S(\na b)"},
        Pair{"a directive at the end of a line", "wire a; `ifdef B\nwire c;\n`endif",
             "wire a;\n`ifdef B wire c;\n`endif"},
        Pair{"the line of $fatal", "$fatal;\n$error;", "$fatal; $error;"},
        Pair{"a table", "table\n0 1 : 0;\nendtable", "table 0 1 : 0; endtable"},
        Pair{"lint_off", "// verilator lint_off WIDTH\na", "a"},
        Pair{"another lint_off", "// verilator lint_off WIDTH\na", "// verilator lint_on WIDTH\na"},
        Pair{"the place of lint_off", "a\n// verilator lint_off WIDTH\nb", "// verilator lint_off WIDTH\na b"},
        Pair{"public", "reg a /*verilator public*/;", "reg a;"},
        Pair{"translate_off", "// synopsys translate_off\na", "a"},
        Pair{"synthesis", "case (a) // synthesis full_case\n", "case (a)\n"},
        Pair{"pragma in capitals", "// PRAGMA off\na", "a"}, Pair{"an open comment", "a /* b", "a"},
        Pair{"a comment that opens another", "a /* /* b */ c", "a c"}, Pair{"a NUL", "a\0 b  c"s, "a\0 b c"s},
        Pair{"a lone CR", "// a\rb", "// a b"}, Pair{"a form feed", "a\fb", "a b"},
        Pair{"a continued comment", "// a \\\nb", "b"}, Pair{"bytes that are no Verilog", "a \xff  b", "a \xff b"}));

TEST(NormaliserTest, KeepsLinesWithInstructionsAsTheyStand) {
  EXPECT_EQ(normalised("a  b\n  `timescale 1ns / 1ps // time\nc  d // verilator  lint_off X\ne  f"),
            "a b\n`timescale 1ns / 1ps // time\nc  d // verilator  lint_off X\ne f");
}

TEST(NormaliserTest, LeavesLongTextsAlone) {
  const std::string blanks(kNormalisedBytes, ' ');
  EXPECT_EQ(normalised(blanks), "");
  EXPECT_EQ(normalised(blanks + " "), blanks + " ");
}

// The same tokens in the same order, and nothing more to reduce.
void expect_kept(const std::string& source) {
  const std::string once = normalised(source);
  EXPECT_EQ(code(once), code(source)) << testing::PrintToString(source);
  EXPECT_EQ(normalised(once), once) << testing::PrintToString(source);
}

TEST(NormaliserTest, KeepsTheTokensOfAnyText) {
  const std::vector<std::string> pieces = {"a",   "e5",     "\\x ",     "\\y",  "$f",
                                           "$",   "1",      "8'hfe",    "8",    "'hf",
                                           "'0",  "1e",     "1.5",      "10ns", "\"s\"",
                                           "\"",  "`endif", "`define ", "`X",   "//c\n",
                                           "//c", "/*c*/",  "/*",       "*/",   "// verilator x\n",
                                           "(*",  "*)",     "(",        ")",    "[",
                                           "]",   "{",      "}",        "'{",   "'",
                                           "*",   "+",      "-",        "&",    "<",
                                           "=",   ">",      "!",        "~",    "^",
                                           "|",   "/",      ":",        "?",    ".",
                                           "#",   "@",      ";",        ",",    " ",
                                           "  ",  "\n",     "\r\n",     "\\\n", "\xc3",
                                           "b",   "x",      "+:",       "<<<",  "%"};
  Rng rng(1);
  for (int round = 0; round < 200'000; ++round) {
    std::string source;
    for (std::uint64_t n = rng.below(12); n > 0; --n) source += pieces[rng.below(pieces.size())];
    expect_kept(source);
    if (HasFailure()) return;
  }
}

TEST(NormaliserTest, KeepsTheTokensOfAnyBytes) {
  Rng rng(2);
  for (int round = 0; round < 20'000; ++round) {
    std::string source;
    for (std::uint64_t n = rng.below(40); n > 0; --n) source += static_cast<char>(rng.below(256));
    expect_kept(source);
    if (HasFailure()) return;
  }
}

TEST(NormaliserTest, TakesTimeThatGrowsWithTheText) {
  for (const std::string piece : {"/*", "/**/", "\"", "( ", "`ifdef A\n", "// verilator\n", "8 '", "\\a ", "/*\n*/"}) {
    std::string source;
    while (source.size() + piece.size() <= kNormalisedBytes) source += piece;
    const auto start = std::chrono::steady_clock::now();
    normalised(source);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5)) << piece;
  }
}

}  // namespace
}  // namespace gs::rtl
