// Silenced designs still compile, with either simulator.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "base/files.hpp"
#include "evaluators/rtl/silencer.hpp"
#include "sandbox/process.hpp"

namespace gs::rtl {
namespace {

constexpr unsigned kVerilator = 1, kIcarus = 2;

struct Design {
  const char* name;
  const char* items;  // in module m
  unsigned tools = kVerilator | kIcarus;
};
void PrintTo(const Design& design, std::ostream* out) {
  *out << design.name;
}

std::string tool_path(const char* name) {
  for (const char* folder : {"/usr/bin/", "/usr/local/bin/"}) {
    if (std::filesystem::exists(std::string(folder) + name)) return std::string(folder) + name;
  }
  return "";
}

class SilencerToolsTest : public testing::TestWithParam<Design> {
 protected:
  void compile(std::vector<std::string> command) {
    const std::string source = "module m(input clk, input x, input [1:0] s, output reg q);\n" +
                               std::string(GetParam().items) + "\nendmodule\n";
    const Silenced silenced = silence({{"m.sv", source}});
    ASSERT_FALSE(silenced.calls.empty());
    const std::string& text = silenced.files.at("m.sv");
    ASSERT_EQ(text.find('$'), std::string::npos) << text;
    const auto folder = TempDir::create("silencer");
    ASSERT_TRUE(folder.ok());
    const std::string file = folder->path() / "m.sv";
    ASSERT_TRUE(write_file_atomic(file, text).ok());
    command.push_back(file);
    const auto run = sandbox::run_tool(command, {std::chrono::seconds(60)});
    ASSERT_TRUE(run.ok());
    EXPECT_TRUE(run->exit.ok()) << text << run->stdout_text << run->stderr_text;
  }
};

TEST_P(SilencerToolsTest, CompilesWithVerilator) {
  const std::string tool = tool_path("verilator");
  if (tool.empty()) GTEST_SKIP() << "verilator is not installed";
  if (!(GetParam().tools & kVerilator)) GTEST_SKIP() << "Verilator takes the design in no form";
  compile({tool, "--lint-only", "--timing", "--assert", "-Wno-fatal"});
}

TEST_P(SilencerToolsTest, CompilesWithIcarus) {
  const std::string tool = tool_path("iverilog");
  if (tool.empty()) GTEST_SKIP() << "iverilog is not installed";
  if (!(GetParam().tools & kIcarus)) GTEST_SKIP() << "Icarus takes the design in no form";
  compile({tool, "-g2012", "-t", "null"});
}

INSTANTIATE_TEST_SUITE_P(
    Silencer, SilencerToolsTest,
    testing::Values(
        Design{"Blocks", "always @(posedge clk) begin $display(\"%b\", x); q <= x; $write(1); end"},
        Design{"Branches", "always @(posedge clk) if (x) $display(1); else if (q) $display(2); else $display(3);"},
        Design{"BranchBeforeElse", "always @(posedge clk) if (x) $stop; else q <= 1;"},
        Design{"CaseItems",
               "always @(posedge clk) case (s) 0: $display(1); 1: q <= 1; 2: $stop; default: $error(\"x\"); endcase"},
        Design{"Initial", "initial $display(1);\ninitial $stop;\ninitial begin $finish; end"},
        Design{"Final", "final $display(1);\nfinal $stop;", kVerilator},
        Design{"Always", "always @(posedge clk) $display(1);\nalways @* $display(x);\nalways @(x or s) $strobe(x);"},
        Design{"AlwaysComb", "always_comb $display(x);", kVerilator | kIcarus},
        Design{"AlwaysFf", "always_ff @(posedge clk) $display(x);"},
        Design{"DelaysAndEvents",
               "initial begin #5 $display(1); @(posedge clk) $display(2); #(2) $display(3); wait (x) $stop; end"},
        Design{"Fork", "initial fork $display(1); #1 $display(2); join"},
        Design{"ForkNamed", "initial begin fork : f $display(1); join_none end"},
        Design{"Loops",
               "integer i; initial begin for (i = 0; i < 3; i = i + 1) $display(i); repeat (2) $display(1);\n"
               "while (i < 9) begin $display(i); i = i + 1; end end"},
        Design{"NamedBlocks", "initial begin : b integer k; $display(1); k = 1; end"},
        Design{"BehindAnEnd", "initial begin begin : b q = 0; end $display(1); if (x) begin end $display(2); end"},
        Design{"Labels", "initial begin foo: $display(1); bar: $stop; end", kVerilator},
        Design{"Tasks", "task t(input a); $display(a); endtask\ninitial t(1);"},
        Design{"TaskWithMore", "task t(input a); begin $display(a); q = a; end endtask\ninitial t(1);"},
        Design{"Functions",
               "function automatic f(input a); begin $display(a); f = a; end endfunction\nalways @* q = f(x);"},
        Design{"Assertions",
               "always @(posedge clk) begin assert (x) $info(1); else $error(2); assert (x) else $fatal(1); end"},
        Design{"ConcurrentAssertions",
               "a: assert property (@(posedge clk) x) else $stop;\n"
               "assert property (@(posedge clk) x) else $error(3);",
               kVerilator},
        Design{"GenerateBranches",
               "if (1) begin : g initial $display(1); end else $error(\"no\");\nif (0) $error(\"x\"); else "
               "$info(\"longer\");\n"
               "if (0) $error(\"x\");\n$info(\"x\");"},
        Design{"GenerateCase", "generate case (1) 0: $error(\"x\"); default: $info(\"longer\"); endcase endgenerate"},
        Design{"GenerateLoop",
               "genvar k; generate for (k = 0; k < 2; k = k + 1) begin : g $info(\"x\"); initial $display(k); end "
               "endgenerate"},
        Design{"Directives",
               "initial begin\n`ifdef DEBUG\n$display(1);\n`else\n$display(2);\n`endif\n$display(3);\nend"},
        Design{"VoidCast", "initial begin void'($system(\"true\")); end"},
        Design{"Comments", "initial begin $display /* ; */ (\"a;)\" // )\n, x)\n ; q = 1; end"},
        Design{"Dumps", "initial begin $dumpfile(\"x.vcd\"); $dumpvars(0, m); $timeformat(-9, 1, \"ns\", 8); end"},
        Design{"AlwaysDelay", "always #5 $display(1);"}, Design{"Forever", "initial forever #1 $display(1);"},
        Design{"Attribute", "initial begin (* a *) $display(1); end"},
        Design{"Monitor", "initial $monitor(\"%b\", q);\ninitial begin $monitoron; $monitoroff; end"}),
    [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace gs::rtl
