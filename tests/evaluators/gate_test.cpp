#include "evaluators/rtl/gate.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace gs::rtl {
namespace {

using tasks::FileSet;

const std::string kFile = "rtl/a.sv";

std::vector<GateFinding> findings(const std::string& source, const std::string& baseline = "") {
  return inspect({{kFile, source}}, {{kFile, baseline}}, {"bench"});
}

struct Snippet {
  const char* name;
  const char* source;
  std::uint32_t line;
  const char* token;  // begins with
};
void PrintTo(const Snippet& snippet, std::ostream* out) {
  *out << snippet.name;
}

class GateRefusalTest : public testing::TestWithParam<Snippet> {};

TEST_P(GateRefusalTest, NamesTheTokenAtItsLine) {
  const auto found = findings(GetParam().source);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].file, kFile);
  EXPECT_EQ(found[0].line, GetParam().line);
  EXPECT_TRUE(found[0].text.starts_with(GetParam().token)) << found[0].text;
  EXPECT_FALSE(found[0].reason.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Gate, GateRefusalTest,
    testing::Values(
        Snippet{"System", "module m;\ninitial $system(\"id\");\nendmodule", 2, "$system"},
        Snippet{"CCode", "initial $c(\"exit(0);\");", 1, "$c"}, Snippet{"CCodeOfAWidth", "x = $c32(\"1\");", 1, "$c32"},
        Snippet{"Finish", "\n\ninitial\n  $finish;", 4, "$finish"}, Snippet{"Stop", "$stop;", 1, "$stop"},
        Snippet{"Exit", "$exit;", 1, "$exit"}, Snippet{"Fatal", "$fatal(1);", 1, "$fatal"},
        Snippet{"Error", "$error(\"x\");", 1, "$error"}, Snippet{"Fopen", "f = $fopen(\"x\");", 1, "$fopen"},
        Snippet{"Fwrite", "$fwrite(f, 1);", 1, "$fwrite"}, Snippet{"Fdisplayh", "$fdisplayh(f, 1);", 1, "$fdisplayh"},
        Snippet{"Fgets", "$fgets(s, f);", 1, "$fgets"}, Snippet{"Writememh", "$writememh(\"x\", m);", 1, "$writememh"},
        Snippet{"Dumpvars", "$dumpvars;", 1, "$dumpvars"},
        Snippet{"Plusargs", "$value$plusargs(\"seed=%d\", s);", 1, "$value$plusargs"},
        Snippet{"Root", "x = $root.top.y;", 1, "$root"},
        Snippet{"ReadmemhOfTheHost", "$readmemh(\n\"/etc/passwd\", m);", 2, "\"/etc/passwd\""},
        Snippet{"ReadmembUpwards", "$readmemb(\"../tests/x.hex\", m);", 1, "\"../tests"},
        Snippet{"SystemcImplementation", "module m;\n\n`systemc_implementation\nint x;\n`verilog", 3, "`systemc_"},
        Snippet{"SystemcHeader", "`systemc_header", 1, "`systemc_header"},
        Snippet{"VerilatorConfig", "`verilator_config", 1, "`verilator_config"},
        Snippet{"Line", "`line 1 \"tb.sv\" 0", 1, "`line"},
        Snippet{"IncludeOfTheHost", "`include \"/etc/passwd\"", 1, "\"/etc/passwd\""},
        Snippet{"IncludeUpwards", "`include \"../../tests/tb.sv\"", 1, "\"../../"},
        Snippet{"IncludeByAngles", "`include <x.svh>", 1, "`include"},
        Snippet{"IncludeByMacro", "`include `NAME", 1, "`include"},
        Snippet{"IncludeOfNothing", "`include", 1, "`include"}, Snippet{"Force", "initial force q = 1;", 1, "force"},
        Snippet{"Release", "release q;", 1, "release"}, Snippet{"Deassign", "deassign q;", 1, "deassign"},
        Snippet{"Bind", "bind tb spy s();", 1, "bind"}, Snippet{"Program", "program p; endprogram", 1, "program"},
        Snippet{"DpiImport", "import \"DPI-C\" function int f();", 1, "import"},
        Snippet{"DpiImportBehindAComment", "import /* pkg::* */\n\"DPI-C\" function int f();", 1, "import"},
        Snippet{"DpiExport", "export \"DPI-C\" function f;", 1, "export"},
        Snippet{"HarnessName", "assign gs_sample = 1;", 1, "gs_sample"},
        Snippet{"EscapedHarnessName", "x = \\gs_top .y;", 1, "\\gs_top"},
        Snippet{"InstanceOfTheTestbench", "assign tb.q = 1;", 1, "tb"},
        Snippet{"ModuleOfTheTestbench", "assign bench . q = 1;", 1, "bench"},
        Snippet{"EscapedInstanceOfTheTestbench", "initial \\tb .q = 1;", 1, "\\tb"},
        Snippet{"EscapedModuleOfTheTestbench", "initial \\bench .q = 1;", 1, "\\bench"},
        Snippet{"TestbenchBehindAComment", "initial tb /* . */ . q = 1;", 1, "tb"},
        Snippet{"VerilatorPublic", "logic q /* verilator public_flat_rw */;", 1, "/* verilator public"},
        Snippet{"VerilatorPublicInALineComment", "logic q; //verilator public", 1, "//verilator public"},
        Snippet{"VerilatorUnderscore", "/*verilator_public*/", 1, "/*verilator_public"},
        Snippet{"CommentDirectlyBehindAColon", "case (x)\n1:/*verilator public*/y = 1;", 2, "/*verilator public"},
        Snippet{"PastedSystemTask", "`define CALL(x) $``x\n", 1, "$"},
        Snippet{"MacroBehindADollar", "\n`define F finish\ninitial $`F;", 3, "$"}),
    [](const auto& each) { return each.param.name; });

class GateAcceptanceTest : public testing::TestWithParam<Snippet> {};

TEST_P(GateAcceptanceTest, FindsNothing) {
  const auto found = findings(GetParam().source);
  EXPECT_TRUE(found.empty()) << found.front().to_line();
}

INSTANTIATE_TEST_SUITE_P(
    Gate, GateAcceptanceTest,
    testing::Values(
        Snippet{"Display", "initial $display(\"PASS %0d\", $time);"}, Snippet{"Warning", "initial $warning(\"x\");"},
        Snippet{"Arithmetic", "assign y = $signed(a) >>> $clog2($bits(b)); assign z = $countones(a) + $cos(1.0);"},
        Snippet{"LintOff", "/* verilator lint_off WIDTH */ // verilator lint_on WIDTH\n"},
        Snippet{"Pragmas", "case (x) // verilator full_case\n/*verilator tracing_off*/ // verilator coverage_off\n"},
        Snippet{"TalkAboutVerilator", "// verilators like this\n/* works in verilator */"},
        Snippet{"TalkAboutSystemTasks", "// the $finish is in tb.sv; force q\n/* `include \"/etc/passwd\" */"},
        Snippet{"CommentDirectlyBehindAColon", "case (x)\ndefault:// no $finish here\n  y = 1;"},
        Snippet{"TextOfSystemTasks", "$display(\"$finish `line tb.q\");"},
        Snippet{"Include", "`include \"x.svh\"\n`include \"sub/y.svh\""},
        Snippet{"Readmemh", "initial $readmemh(\"rtl/rom.hex\", rom);"},
        Snippet{"Directives", "`timescale 1ns/1ps\n`default_nettype none\n`ifdef X\n`endif"},
        Snippet{"PackageImport", "import pkg::*;\nexport pkg::*;"}, Snippet{"QueueEnd", "x = q[$]; y = q[0:$];"},
        Snippet{"MacroOfNames", "`define REG(n) logic n``_q;\n`REG(a)"},
        Snippet{"SimilarNames", "enforce = binder + programs + tbl + tb_count + finish + egs_x;"},
        Snippet{"SignalCalledTb", "assign y = tb;"}, Snippet{"FieldCalledBench", "assign y = s.bench;"},
        Snippet{"EscapedKeyword", "assign \\force = 1;"}, Snippet{"Nothing", ""}),
    [](const auto& each) { return each.param.name; });

// Where simulators and the gate could split the text in different ways, the text is refused.
TEST(GateTest, RefusesTextThatReadsInTwoWays) {
  for (const std::string& source : {std::string("a = \\b\b.c;"), std::string("a = b\0.c;", 8), std::string("// a\r b"),
                                    std::string("a = b\v.c;"), std::string("/* \x1b */"), std::string("#1look;"),
                                    std::string("#1step;"), std::string("#10nsx;"), std::string("x = 1'b1dec;")}) {
    EXPECT_EQ(findings(source).size(), 1u) << source;
  }
  for (const char* source : {"a\tb\r\n\f// c\r\n", "#1 look; #10ns x; x = 8'hff;", "// \xc3\xa4"}) {
    EXPECT_TRUE(findings(source).empty()) << source;
  }
  EXPECT_EQ(findings("a\x07")[0].text, "\\x07");
}

TEST(GateTest, IsLinearInComments) {
  std::string source = "assign";
  for (int i = 0; i < 300'000; ++i) source += "/**/";
  EXPECT_TRUE(findings(source).empty());
}

TEST(GateTest, SaysOnceWhatTwoRulesRefuse) {
  GatePolicy policy{"bench"};
  policy.bench = bench_names({{"bench.sv", "module bench; endmodule"}}, {"bench.sv"});
  EXPECT_EQ(inspect({{kFile, "module m; assign q = bench.q; endmodule"}}, {}, policy).size(), 1u);
}

TEST(GateTest, LetsStandWhatTheBaselineHas) {
  const std::string baseline = "initial if (W > 8) $fatal(1, \"W\");\n";
  EXPECT_TRUE(findings(baseline, baseline).empty());
  EXPECT_TRUE(findings("// moved\n\n" + baseline, baseline).empty());
}

TEST(GateTest, RefusesOneMoreThanTheBaselineHas) {
  const std::string baseline = "initial if (W > 8) $fatal(1, \"W\");\n";
  const auto found = findings(baseline + "always @(posedge c) $fatal(1);\n", baseline);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].line, 2u);
  EXPECT_EQ(found[0].text, "$fatal");
}

TEST(GateTest, RefusesInsteadOfWhatTheBaselineHas) {
  const auto found = findings("initial $finish;\n", "initial $fatal(1);\n");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].text, "$finish");
}

TEST(GateTest, DoesNotCountTheBaselineOfAnotherFile) {
  const auto found = inspect({{"a.sv", "$fatal;"}}, {{"b.sv", "$fatal;"}}, {});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].file, "a.sv");
}

TEST(GateTest, ListsFindingsInFileAndLineOrder) {
  const auto found = inspect({{"b.sv", "$stop;"}, {"a.sv", "x;\n$exit;\n$finish;"}}, {}, {});
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].to_line().substr(0, 15), "a.sv:2:1: $exit");
  EXPECT_EQ(found[1].to_line().substr(0, 17), "a.sv:3:1: $finish");
  EXPECT_EQ(found[2].to_line().substr(0, 15), "b.sv:1:1: $stop");
}

TEST(GateTest, SaysFileLineColumnTokenAndReason) {
  const auto found = findings("module m;\n  initial $system(\"id\");\nendmodule\n");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].to_line(), "rtl/a.sv:2:11: $system: a design may not run host commands");
}

TEST(GateTest, SaysItInOneLineOfValidText) {
  const auto found = findings("/* verilator public\n\xff\x1b[2J */");
  ASSERT_EQ(found.size(), 2u);
  const std::string line = found[0].to_line();
  EXPECT_EQ(line.find('\n'), std::string::npos) << line;
  EXPECT_EQ(line.find('\xff'), std::string::npos) << line;
  EXPECT_EQ(line.find('\x1b'), std::string::npos) << line;
}

TEST(GateTest, KnowsWhereMacrosMayChangeTheText) {
  for (const char* source : {"`define X 1", "assign y = `X;", "`undef X", "` line 1"}) {
    EXPECT_TRUE(uses_macros({{"a.sv", ""}, {"b.sv", source}})) << source;
  }
  for (const char* source : {"", "`timescale 1ns/1ps\n`default_nettype none",
                             "`include \"x.svh\"\n`ifdef A\n`else\n`endif", "// `define X\n$display(\"`X\");"}) {
    EXPECT_FALSE(uses_macros({{"a.sv", source}})) << source;
  }
}

TEST(GateTest, RefusesNoTestbenchNameWithoutAPolicy) {
  EXPECT_TRUE(inspect({{"a.sv", "x = bench.q;"}}, {}, {}).empty());
  EXPECT_EQ(inspect({{"a.sv", "x = tb.q;"}}, {}, {}).size(), 1u);
}

}  // namespace
}  // namespace gs::rtl
