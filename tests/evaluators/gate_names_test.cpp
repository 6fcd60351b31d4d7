// What the gate keeps a candidate off: the names of the testbench. Each rule with a twin that it accepts.
#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "evaluators/rtl/gate.hpp"
#include "evaluators/rtl/silencer.hpp"
#include "tasks/candidate.hpp"
#include "tasks/loader.hpp"

namespace gs::rtl {
namespace {

using tasks::FileSet;

const FileSet kBench = {{"tb.sv", R"(
`include "macros.svh"
`define CHECK(x) check(x)
package tb_pkg; typedef int word; endpackage
interface bus_if(input clk); logic valid; endinterface
primitive tb_udp(q, a); output q; input a; table 0 : 1; 1 : 0; endtable endprimitive
class scoreboard; int errors; endclass
module golden(output q); endmodule
module tb;
  logic clk, en; wire [3:0] q, want;
  bus_if bus(clk);
  dut u_dut(.clk(clk), .en(en), .q(q));
  counter #(.W(4)) model(.clk(clk), .q(want));
  counter row [1:0] (.clk(clk));
  task check(input [3:0] x);
    if (x !== model.q) $error("q");
  endtask
  function automatic int next(input int x); return x + 1; endfunction
  task stop_all; $finish; endtask
  initial begin : watchdog
    #1000 stop_all;
  end
  generate if (1) begin : extra
    counter deep(.clk(clk));
  end endgenerate
  initial begin `CHECK(q); check(1); if (`LIMIT) stop_all; end
  `ifdef WAVES initial $dumpvars; `endif
  int total = scoreboard::errors;
endmodule
)"}};

std::vector<GateFinding> refused(const FileSet& files, const FileSet& baseline = {}) {
  GatePolicy policy;
  policy.testbench_top = "tb";
  policy.bench = bench_names(kBench, {"tb.sv"});
  return inspect(files, baseline, policy);
}

TEST(BenchNamesTest, FindsWhatMayBeReachedFromBelow) {
  const NameSet names = scope_names(kBench, {"tb.sv"});
  for (const char* name : {"tb_pkg", "bus_if", "tb_udp", "tb", "bus", "u_dut", "model", "row", "check", "next",
                           "stop_all", "watchdog", "extra", "deep", "scoreboard"}) {
    EXPECT_EQ(names.count(name), 1u) << name;
  }
  for (const char* name : {"clk", "en", "want", "dut", "counter", "begin", "word", "W"}) {
    EXPECT_EQ(names.count(name), 0u) << name;
  }
}

TEST(BenchNamesTest, FindsDesignsAndMacros) {
  const BenchNames names = bench_names(kBench, {"tb.sv", "missing.sv"});
  EXPECT_EQ(names.designs, (NameSet{"tb_pkg", "bus_if", "tb_udp", "scoreboard", "golden", "tb"}));
  EXPECT_EQ(names.macros, (NameSet{"CHECK", "LIMIT", "WAVES"}));
}

TEST(BenchNamesTest, LooksAtNoOtherFile) {
  EXPECT_TRUE(scope_names({{"a.sv", "module a; b c(); endmodule"}}, {"b.sv"}).empty());
}

struct Twins {
  const char* name;
  const char* refused;
  const char* token;
  const char* accepted;
};
void PrintTo(const Twins& twins, std::ostream* out) {
  *out << twins.name;
}

class GateNamesTest : public testing::TestWithParam<Twins> {};

TEST_P(GateNamesTest, RefusesTheReach) {
  const auto found = refused({{"a.sv", GetParam().refused}});
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].text, GetParam().token) << found[0].to_line();
}

TEST_P(GateNamesTest, AcceptsTheHonestTwin) {
  const auto found = refused({{"a.sv", GetParam().accepted}});
  EXPECT_TRUE(found.empty()) << found.front().to_line();
}

INSTANTIATE_TEST_SUITE_P(
    Gate, GateNamesTest,
    testing::Values(
        Twins{"InstanceOfTheBench", "module dut; assign q = model.q; endmodule", "model",
              "module dut; sub model(.q(x)); assign q = model.q; endmodule"},
        Twins{"InstanceNamedInAnotherModule",
              "module other; sub model(); endmodule\nmodule dut; assign q = model.q; endmodule", "model",
              "module other; endmodule\nmodule dut; sub #(.W(3)) a(), model(); assign q = model.q; endmodule"},
        Twins{"InstanceNamedInAnotherFunction",
              "module dut; function f(input model); f = model; endfunction assign q = model.q; endmodule", "model",
              "module dut; function f(input pkt_t model); f = model.q; endfunction endmodule"},
        Twins{"ModuleOfTheName", "module model; endmodule\nmodule dut; assign q = model.q; endmodule", "model",
              "module model; wire q; assign a = model.q; endmodule"},
        Twins{"InstanceUnderAFalseCondition",
              "module dut; if (0) begin : model wire q; end assign q = model.q; endmodule", "model",
              "module dut; if (1) begin : model wire q; assign a = model.q; end endmodule"},
        Twins{"InstanceUnderAFalseElse", "module dut; if (1) begin end else sub model(); assign q = model.q; endmodule",
              "model", "module dut; sub model(); if (1) begin end else assign q = model.q; endmodule"},
        Twins{"NameOfAGenvar", "module dut; genvar a, model; assign q = model.q; endmodule", "model",
              "module dut; genvar a; sub model(); assign q = model.q; endmodule"},
        Twins{"NameOfASpecparam", "module dut; specparam model = 1; assign q = model.q; endmodule", "model",
              "module dut; pkt_t model; assign q = model.q; endmodule"},
        Twins{"InstanceOfTheReference", "module dut; golden u(.q(q)); endmodule", "golden",
              "module dut; wire golden; sub u(.q(golden)); endmodule"},
        Twins{"InstanceOfTheReferenceWithParameters", "module dut; golden #(1) u(.q(q)); endmodule", "golden",
              "module dut; assign q = golden + 1; endmodule"},
        Twins{"PrimitiveOfTheBench", "module dut; tb_udp (q, a); endmodule", "tb_udp",
              "module dut; my_udp (q, a); endmodule"},
        Twins{"InstanceUnderADirective", "module dut;\n`ifdef NO\nsub model();\n`endif\nassign q = model.q; endmodule",
              "model", "module dut;\nsub model();\n`ifdef NO\nassign q = model.q;\n`endif\nendmodule"},
        Twins{"NameInAnExpression", "module dut; always @* a = f(x, model) + model.q; endmodule", "model",
              "module dut; pkt_t x, model; always @* a = f(x, model) + model.q; endmodule"},
        Twins{
            "CallBehindAnEvent", "module dut; initial a[0] = @(posedge c) next(1); endmodule", "next",
            "module dut; function next(input x); next = x; endfunction initial a[0] = @(posedge c) next(1); endmodule"},
        Twins{"ElementOfAnArray", "module dut; assign q = row[1].q; endmodule", "row",
              "module dut; pkt_t [1:0] row; assign q = row[1].q; endmodule"},
        Twins{"ElementOfAnArrayOfArrays", "module dut; assign q = row[a[1]] [0].q; endmodule", "row",
              "module dut; pkt_t row [2][2]; assign q = row[a[1]] [0].q; endmodule"},
        Twins{"EscapedName", "module dut; assign q = \\model .q; endmodule", "\\model",
              "module dut; sub \\model (); assign q = model.q; endmodule"},
        Twins{"GenerateBlock", "module dut; assign q = extra.deep.q; endmodule", "extra",
              "module dut; struct packed { logic deep; } extra; assign q = extra.deep; endmodule"},
        Twins{"Package", "module dut; tb_pkg::word x; endmodule", "tb_pkg", "module dut; my_pkg::word x; endmodule"},
        Twins{"ImportOfAPackage", "module dut; import tb_pkg::*; endmodule", "tb_pkg",
              "module dut; import my_pkg::*; endmodule"},
        Twins{"Task", "module dut; initial check(1); endmodule", "check",
              "module dut; task check(input x); endtask initial check(1); endmodule"},
        Twins{"TaskWithoutArguments", "module dut; initial begin a = 1; stop_all; end endmodule", "stop_all",
              "module dut; task stop_all; endtask initial begin a = 1; stop_all; end endmodule"},
        Twins{
            "Function", "module dut; assign q = 1 + next(x); endmodule", "next",
            "module dut; function automatic [3:0] next(input x); next = x; endfunction assign q = next(x); endmodule"},
        Twins{"FunctionOfAPackageNotImported",
              "package p; function next(input x); next = x; endfunction endpackage\nmodule dut; assign q = next(x); "
              "endmodule",
              "next",
              "package p; function next(input x); next = x; endfunction endpackage\nmodule dut; import p::*; assign q "
              "= next(x); "
              "endmodule"},
        Twins{"FunctionImportedElsewhere",
              "package p; function next(input x); next = x; endfunction endpackage\nmodule o; import p::*; endmodule\n"
              "module dut; assign q = next(x); endmodule",
              "next",
              "package p; function next(input x); next = x; endfunction endpackage\nmodule dut; import p::next; "
              "assign q = next(x); endmodule"},
        Twins{"OuterFunction", "module dut; assign q = next(x); endmodule", "next",
              "function next(input x); next = x; endfunction\nmodule dut; assign q = next(x); endmodule"},
        Twins{"BlockOfTheBench", "module dut; initial disable watchdog; endmodule", "watchdog",
              "module dut; initial begin : watchdog disable watchdog; end endmodule"},
        Twins{"DefparamOfTheBench", "module dut; defparam model.W = 1; endmodule", "model",
              "module dut; sub model(); defparam model.W = 1; endmodule"},
        Twins{"Interface", "module dut(bus_if x); bus_if.valid = 1; endmodule", "bus_if",
              "module dut(my_if.master bus); assign bus.valid = 1; endmodule"},
        Twins{"PortOfTheName", "module dut(input a); assign q = bus.valid; endmodule", "bus",
              "module dut #(parameter W = 1) (input a, input pkt_t bus, output q); assign q = bus.valid; endmodule"},
        Twins{"NonAnsiPort", "module dut(a); input a; assign q = bus.valid; endmodule", "bus",
              "module dut(a, bus); input a; input pkt_t bus; assign q = bus.valid; endmodule"},
        Twins{"Unit", "module dut; assign q = $unit::x; endmodule", "$unit", "module dut; assign q = x; endmodule"},
        Twins{"Root", "module dut; assign q = $root.tb.x; endmodule", "$root", "module dut; assign q = tb; endmodule"},
        Twins{"ModuleAgain", "module tb; endmodule", "tb", "module tb2; endmodule"},
        Twins{"ModuleAgainEscaped", "module \\tb ; endmodule", "\\tb", "module \\tb- ; endmodule"},
        Twins{"MacromoduleAgain", "macromodule tb; endmodule", "tb", "macromodule mine; endmodule"},
        Twins{"PackageAgain", "package automatic tb_pkg; endpackage", "tb_pkg", "package mine; endpackage"},
        Twins{"InterfaceAgain", "interface bus_if; endinterface", "bus_if",
              "module m; virtual interface bus_if x; endmodule"},
        Twins{"PrimitiveAgain", "primitive tb_udp(q, a); endprimitive", "tb_udp", "primitive mine(q, a); endprimitive"},
        Twins{"CheckerAgain", "checker tb; endchecker", "tb", "checker mine; endchecker"},
        Twins{"ClassAgain", "class scoreboard; endclass", "scoreboard", "class mine; endclass"},
        Twins{"Config", "config c; design x; endconfig", "config", "module config_regs; endmodule"},
        Twins{"MacroOfTheBench", "`define CHECK(x)\nmodule m; endmodule", "CHECK",
              "`define MINE(x)\nmodule m; endmodule"},
        Twins{"MacroUsedByTheBench", "`define LIMIT 0\n", "LIMIT", "`define LIMITS 0\n"},
        Twins{"MacroAskedForByTheBench", "`define WAVES\n", "WAVES", "`ifdef WAVES\n`endif\n"},
        Twins{"MacroTakenAway", "`undef CHECK\n", "CHECK", "`define A\n`undef A\n"},
        Twins{"AllMacrosTakenAway", "`undefineall\n", "`undefineall", "`resetall\n`default_nettype none\n"},
        Twins{"Envelope", "`pragma protect begin_protected\n", "`pragma", "`timescale 1ns/1ps\n`celldefine\n"}),
    [](const auto& each) { return each.param.name; });

TEST(GateNamesTest, KnowsThePackagesOfFilesThatStay) {
  const FileSet baseline = {{"p.sv", "package shared; function next(input x); next = x; endfunction endpackage"}};
  GatePolicy policy;
  policy.bench = bench_names({{"tb.sv", "module tb; assign x = shared::next(1); endmodule"}}, {"tb.sv"});
  EXPECT_TRUE(inspect({{"a.sv", "module a; assign x = shared::next(1); endmodule"}}, baseline, policy).empty());
  EXPECT_EQ(inspect({{"a.sv", "module a; assign x = shared::next(1); endmodule"}}, {}, policy).size(), 1u);
}

TEST(GateNamesTest, LetsStandWhatTheBaselineReaches) {
  const FileSet files = {{"a.sv", "module dut; assign q = model.q; endmodule"}};
  EXPECT_TRUE(refused(files, files).empty());
}

TEST(GateNamesTest, IsLinear) {
  for (const char* part : {"begin model.q; ", "module m; ", "model[", "function check; ", "import p::*; ", "class ",
                           "static ", "a model, ", "("}) {
    std::string source;
    for (int i = 0; i < 30'000; ++i) source += part;
    refused({{"a.sv", source}});
    scope_names({{"a.sv", source}}, {"a.sv"});
  }
}

// System tasks, each with what becomes of it: allowed, refused, or refused where printing decides.
TEST(GateTasksTest, DecidesForEachSystemTask) {
  GatePolicy silenced;
  silenced.silenced = true;
  for (const char* task :
       {"$random",    "$urandom", "$urandom_range", "$dist_normal", "$sformatf",  "$sformat",         "$swrite",
        "$sscanf",    "$clog2",   "$bits",          "$signed",      "$time",      "$realtime",        "$stime",
        "$past",      "$rose",    "$cast",          "$typename",    "$countones", "$async$and$array", "$countdrivers",
        "$setuphold", "$itor",    "$onehot0",       "$isunknown"}) {
    EXPECT_TRUE(inspect({{"a", "x = " + std::string(task) + "(1);"}}, {}, {}).empty()) << task;
    EXPECT_TRUE(inspect({{"a", "x = " + std::string(task) + "(1);"}}, {}, silenced).empty()) << task;
  }
  for (const char* task : {"$display", "$displayh", "$write", "$strobeb", "$monitor", "$monitoroff", "$info",
                           "$warning", "$printtimescale"}) {
    EXPECT_TRUE(inspect({{"a", std::string(task) + "(1);"}}, {}, {}).empty()) << task;
    EXPECT_EQ(inspect({{"a", std::string(task) + "(1);"}}, {}, silenced).size(), 1u) << task;
  }
  for (const char* task : {"$finish_and_return",
                           "$deposit",
                           "$sdf_annotate",
                           "$readmempath",
                           "$sreadmemh",
                           "$fstDumpvars",
                           "$lxtDumpvars",
                           "$dumpflush",
                           "$dumplimit",
                           "$dumpportsall",
                           "$ivlh_x",
                           "$gs_x",
                           "$table_model",
                           "$simparam",
                           "$simparam$str",
                           "$getpattern",
                           "$input",
                           "$key",
                           "$nokey",
                           "$log",
                           "$nolog",
                           "$save",
                           "$restart",
                           "$incsave",
                           "$reset",
                           "$scope",
                           "$showscopes",
                           "$showvars",
                           "$list",
                           "$stacktrace",
                           "$test$plusargs",
                           "$timeformat",
                           "$q_add",
                           "$fputc",
                           "$feof",
                           "$assertpasson",
                           "$coverage_control",
                           "$vpi_tree",
                           "$never_heard_of",
                           "$unit",
                           "$c7"}) {
    EXPECT_EQ(inspect({{"a", std::string(task) + "(1);"}}, {}, {}).size(), 1u) << task;
  }
}

TEST(GateTasksTest, ReadsMemoriesFromPlainNamesOnly) {
  const auto found = [](const std::string& call) { return inspect({{"a", call}}, {}, {}).size(); };
  EXPECT_EQ(found("$readmemh(\"rtl/rom-1.hex\", rom);"), 0u);
  EXPECT_EQ(found("$readmemb /* x */ (\"rom\" , rom, 0, 3);"), 0u);
  for (const char* call :
       {"$readmemh(\"a\\nPass\", rom);", "$readmemh(\"a b\", rom);", "$readmemh(FILE, rom);",
        "$readmemh({\"a\", \"b\"}, rom);", "$readmemh(`F, rom);", "$readmemh(\"\", rom);", "$readmemh",
        "$readmemh(\"a\" + 1, rom);", "$readmemh(\"/a\", rom);", "$readmemh(\"a/../../b\", rom);"}) {
    EXPECT_EQ(found(call), 1u) << call;
  }
  GatePolicy silenced;
  silenced.silenced = true;
  EXPECT_EQ(inspect({{"a", "$readmemh(\"Pass\", rom);"}}, {}, silenced).size(), 1u);
}

TEST(GateTasksTest, RefusesWhatTheSilencerLeaves) {
  GatePolicy policy;
  policy.silenced = true;
  const FileSet honest = {{"a.v", "module m; initial begin $display(\"x\"); if (a) $finish; end endmodule"}};
  EXPECT_TRUE(inspect(silence(honest).files, {}, policy).empty());
  for (const char* hidden : {"`define D $display(\"x\")\nmodule m; initial `D; endmodule",
                             "module m; initial x = $system(\"id\"); endmodule",
                             "module m; initial $display(\"x\"\n`ifdef A\n`endif\n); endmodule"}) {
    EXPECT_EQ(inspect(silence({{"a.v", hidden}}).files, {}, policy).size(), 1u) << hidden;
  }
}

// The tasks that are shipped.
TEST(GatePacksTest, AcceptsEveryGoldenStartingStateAndKnownBad) {
  const auto suite = tasks::load_suite({"rtl-repair"}, {std::filesystem::path(GS_PACKS)});
  ASSERT_TRUE(suite.ok());
  ASSERT_EQ(suite->size(), 46u);
  for (const tasks::Task& task : *suite) {
    GatePolicy policy{task.judge.top, bench_names(task.hidden, task.judge.testbench)};
    FileSet start;
    for (const std::string& file : task.editable_files()) start[file] = task.workspace.at(file);
    std::vector<FileSet> candidates = {start, tasks::golden_candidate(task).files};
    for (const tasks::KnownBad& bad : task.known_bad) candidates.push_back(bad.files);  // wrong, but honest
    for (const FileSet& files : candidates) {
      for (const FileSet& baseline : {task.workspace, FileSet()}) {
        for (const GateFinding& finding : inspect(files, baseline, policy)) {
          if (baseline.empty() && finding.reason.find("report errors") != std::string::npos)
            continue;  // the author's own
          ADD_FAILURE() << task.id << ": " << finding.to_line();
        }
      }
    }
  }
}

}  // namespace
}  // namespace gs::rtl
