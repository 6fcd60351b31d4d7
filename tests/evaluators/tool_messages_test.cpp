#include "evaluators/rtl/tool_messages.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "base/files.hpp"
#include "base/text.hpp"
#include "evaluators/rtl/icarus_messages.hpp"
#include "evaluators/rtl/verilator_messages.hpp"

namespace gs::rtl {
namespace {

// As Verilator 5.006 prints them.
constexpr std::string_view kOutput =
    R"(%Warning-WIDTH: ../in/ws/rtl/a.sv:2:12: Operator ASSIGNW expects 4 bits on the Assign RHS, but Assign RHS's VARREF 'b' generates 8 bits.
                                      : ... In instance m
    2 |   assign q = b;
      |            ^
                ... For warning description see https://verilator.org/warn/WIDTH?v=5.006
%Error: ../in/ws/rtl/a.sv:3:1: syntax error, unexpected endmodule
    3 | endmodule
      | ^~~~~~~~~
%Error-PKGNODECL: ../in/tests/tb.sv:9:3: Package/class 'p' not found
%Error: Cannot find file containing module: 'x'
%Error: Exiting due to 3 error(s)
)";

TEST(VerilatorMessagesTest, ReadsKindCodePlaceAndText) {
  const auto messages = parse_verilator_messages(kOutput);
  ASSERT_EQ(messages.size(), 4u);
  EXPECT_FALSE(messages[0].is_error);
  EXPECT_EQ(messages[0].code, "WIDTH");
  EXPECT_EQ(messages[0].file, "rtl/a.sv");
  EXPECT_EQ(messages[0].line, 2u);
  EXPECT_EQ(messages[0].column, 12u);
  EXPECT_TRUE(messages[0].text.starts_with("Operator ASSIGNW expects 4 bits")) << messages[0].text;
  EXPECT_TRUE(messages[1].is_error);
  EXPECT_EQ(messages[1].code, "");
  EXPECT_EQ(messages[1].line, 3u);
  EXPECT_EQ(messages[1].text, "syntax error, unexpected endmodule");
  EXPECT_EQ(messages[2].code, "PKGNODECL");
  EXPECT_EQ(messages[2].file, "../in/tests/tb.sv");
  EXPECT_EQ(messages[3].file, "");
  EXPECT_EQ(messages[3].text, "Cannot find file containing module: 'x'");
}

TEST(VerilatorMessagesTest, SurvivesAnyText) {
  for (const char* text :
       {"", "%Error", "%Error:", "%Error: ", "%Error-", "%Error-X", "%Warning-: :1:2:", "%Error: a:9",
        "%Error: a:99999999999999999999:5: x", "%Error: :1:", "%Warning", "\xff\n%Error: \xff"}) {
    for (const ToolMessage& message : parse_verilator_messages(text)) {
      EXPECT_EQ(message.text.find('\xff'), std::string::npos) << text;
    }
  }
}

TEST(VerilatorMessagesTest, TakesNothingElseForACode) {
  for (const char* text : {"%Error-x y: text", "%Error-UNSUPPORTED../in/tests/tb.sv: text", "%Warning-\x1b[2J: text"}) {
    EXPECT_TRUE(parse_verilator_messages(text).empty()) << text;
  }
}

TEST(VerilatorMessagesTest, PutsErrorsFirstWithTheirSourceLine) {
  const tasks::FileSet workspace = {
      {"rtl/a.sv", "module m(input [7:0] b, output [3:0] q);\n  assign q = b;\nendmodule\n"}};
  const std::string text = format_messages(parse_verilator_messages(kOutput), workspace, 10);
  EXPECT_TRUE(
      text.starts_with("rtl/a.sv:3:1: error: syntax error, unexpected endmodule\n    endmodule\n"
                       "rtl/a.sv:2:12: warning[WIDTH]: Operator ASSIGNW expects"))
      << text;
  EXPECT_TRUE(text.ends_with("\n    assign q = b;\n")) << text;
}

TEST(VerilatorMessagesTest, SaysNothingOfFilesOutsideTheWorkspace) {
  const std::string text = format_messages(parse_verilator_messages(kOutput), {{"rtl/a.sv", ""}}, 10);
  EXPECT_EQ(text.find("tests"), std::string::npos) << text;
  EXPECT_EQ(text.find("Package"), std::string::npos) << text;
}

TEST(VerilatorMessagesTest, CountsWhatItLeavesOut) {
  const std::vector<ToolMessage> messages = {
      {false, "A", "a.sv", 1, 1, "first"}, {true, "", "a.sv", 1, 2, "second"}, {false, "B", "a.sv", 1, 3, "third"}};
  EXPECT_EQ(format_messages(messages, {{"a.sv", ""}}, 1), "a.sv:1:2: error: second\n(2 more messages)\n");
}

TEST(ToolMessagesTest, PutsTheCandidatesErrorsBeforeOthers) {
  const std::vector<ToolMessage> messages = {
      {false, "W", "b.sv", 1, 0, "warning"}, {true, "", "a.sv", 1, 0, "other"}, {true, "", "b.sv", 1, 0, "mine"}};
  EXPECT_EQ(format_messages(messages, {{"a.sv", ""}, {"b.sv", ""}}, {{"b.sv", ""}}, {}),
            "b.sv:1: error: mine\na.sv:1: error: other\nb.sv:1: warning[W]: warning\n");
}

TEST(ToolMessagesTest, FoldsWhatIsSaidTwice) {
  const std::vector<ToolMessage> messages(3, {true, "", "a.sv", 1, 2, "again"});
  EXPECT_EQ(format_messages(messages, {{"a.sv", ""}}, 10), "a.sv:1:2: error: again (3 times)\n");
}

TEST(ToolMessagesTest, NeverSaysMoreThanItsBytes) {
  std::vector<ToolMessage> messages;
  for (std::uint32_t i = 1; i < 50; ++i) messages.push_back({true, "", "a.sv", i, 1, std::string(100, 'x')});
  for (std::size_t bytes = 0; bytes < 1000; bytes += 7) {
    const std::string text = format_messages(messages, {{"a.sv", ""}}, {}, {20, bytes});
    EXPECT_LE(text.size(), bytes);
    EXPECT_TRUE(text.empty() || text.ends_with('\n'));
  }
}

TEST(ToolMessagesTest, TellsErrorsWithoutAPlaceWhenThereIsNoOther) {
  const std::vector<ToolMessage> messages = {{true, "", "", 0, 0, "no module m"}, {true, "", "a.sv", 1, 0, "x"}};
  EXPECT_EQ(format_messages({messages[0]}, {{"a.sv", ""}}, 10), "error: no module m\n");
  EXPECT_EQ(format_messages(messages, {{"a.sv", ""}}, 10), "a.sv:1: error: x\n");
}

TEST(ToolMessagesTest, NamesNoHiddenFile) {
  const std::vector<ToolMessage> messages = {{true, "", "a.sv", 1, 0, "declared here: ../in/tests/tb.sv:5, also"}};
  EXPECT_EQ(format_messages(messages, {{"a.sv", ""}}, 10), "a.sv:1: error: declared here: the testbench, also\n");
}

// What the tools printed for the designs of tests/data/messages: Verilator 5.006 and Icarus Verilog 11.0.
struct Expected {
  const char* name;
  const char* tool;
  std::size_t errors, warnings;
  std::uint32_t line = 0;  // of the first error, else of the first warning
  const char* text = "";   // it begins with
  bool unsupported = false;
};
void PrintTo(const Expected& expected, std::ostream* out) {
  *out << expected.name << "." << expected.tool;
}

class RealMessagesTest : public testing::TestWithParam<Expected> {
 protected:
  static std::vector<ToolMessage> messages() {
    const std::string base = std::string(GS_TEST_DATA) + "/messages/" + GetParam().name + ".";
    const std::string output = read_file(base + GetParam().tool).value();
    return GetParam().tool == std::string("icarus") ? parse_icarus_messages(output) : parse_verilator_messages(output);
  }
};

TEST_P(RealMessagesTest, AreReadAsTheyWereMeant) {
  std::size_t errors = 0, warnings = 0;
  const ToolMessage* first = nullptr;
  const auto read = messages();
  for (const ToolMessage& m : read) {
    ++(m.is_error ? errors : warnings);
    if (!first || (m.is_error && !first->is_error)) first = &m;
    EXPECT_EQ(m.text.find("../in/"), std::string::npos) << m.text;
  }
  EXPECT_EQ(errors, GetParam().errors);
  EXPECT_EQ(warnings, GetParam().warnings);
  EXPECT_EQ(unsupported(read), GetParam().unsupported);
  ASSERT_EQ(first != nullptr, GetParam().errors + GetParam().warnings > 0);
  if (!first) return;
  EXPECT_EQ(first->line, GetParam().line);
  EXPECT_TRUE(first->text.starts_with(GetParam().text)) << first->text;
}

INSTANTIATE_TEST_SUITE_P(
    ToolMessages, RealMessagesTest,
    testing::Values(
        Expected{"missing_semicolon", "verilator", 1, 0, 3, "syntax error, unexpected endmodule"},
        Expected{"missing_semicolon", "icarus", 1, 0, 3, "syntax error"},
        Expected{"unknown_name", "verilator", 2, 0, 2, "Can't find definition of variable: 'c_missing'"},
        Expected{"unknown_name", "icarus", 4, 0, 2, "Unable to bind wire/reg/memory `c_missing' in `m'"},
        Expected{"unknown_module", "verilator", 2, 0, 2, "Cannot find file containing module: 'missing'"},
        Expected{"unknown_module", "icarus", 1, 0, 2, "Unknown module type: missing"},
        Expected{"unknown_port", "verilator", 1, 1, 2, "Pin not found: 'c'"},
        Expected{"unknown_port", "icarus", 1, 0, 2, "port ``c'' is not a port of u."},
        Expected{"wire_in_always", "verilator", 1, 0, 2, "Procedural assignment to wire"},
        Expected{"wire_in_always", "icarus", 1, 0, 2, "b is not a valid l-value in m.; b is declared here as wire."},
        Expected{"reg_in_assign", "verilator", 0, 1, 1, "Bits [0:0] of signal 'b' have multiple combinational drivers"},
        Expected{"reg_in_assign", "icarus", 1, 0, 3, "b Unable to assign to unresolved wires."},
        Expected{"width", "verilator", 0, 2, 2, "Operator ASSIGNW expects 4 bits"},
        Expected{"width", "icarus", 0, 1, 3, "Port 1 (x) of sub expects 4 bits, got 8.; Pruning 4 high bits"},
        Expected{"redeclared", "verilator", 0, 0, 0, ""},
        Expected{"redeclared", "icarus", 1, 0, 3,
                 "'t' has already been declared in this scope.; It was declared here as a net."},
        Expected{"missing_end", "verilator", 1, 0, 4, "syntax error, unexpected endmodule"},
        Expected{"missing_end", "icarus", 1, 0, 4, "syntax error"},
        Expected{"missing_endmodule", "verilator", 1, 0, 2, "syntax error, unexpected end of file"},
        Expected{"missing_endmodule", "icarus", 1, 0, 3, "syntax error"},
        Expected{"bad_number", "verilator", 1, 0, 2, "Illegal character in binary constant: 2"},
        Expected{"bad_number", "icarus", 2, 0, 2, "syntax error"},
        Expected{"unterminated_string", "verilator", 2, 0, 3, "Unterminated string"},
        Expected{"unterminated_string", "icarus", 2, 0, 2, "Missing close quote of string."},
        Expected{"unknown_directive", "verilator", 2, 0, 2, "Define or directive not defined: '`NOPE'"},
        Expected{"unknown_directive", "icarus", 2, 1, 2, "syntax error"},
        Expected{"missing_include", "verilator", 2, 0, 1, "Cannot find include file: nope.vh"},
        Expected{"missing_include", "icarus", 2, 0, 2, "Include file nope.vh not found"},
        Expected{"multiple_drivers", "verilator", 0, 1, 1,
                 "Signal has multiple driving blocks with different clocking: 'b'"},
        Expected{"multiple_drivers", "icarus", 0, 0, 0, ""},
        Expected{"blocking_mix", "verilator", 1, 0, 1, "Unsupported: Blocked and non-blocking assignments", true},
        Expected{"blocking_mix", "icarus", 0, 0, 0, ""},
        Expected{"latch", "verilator", 0, 1, 2, "Latch inferred for signal 'b'"},
        Expected{"latch", "icarus", 0, 0, 0, ""},
        Expected{"case_no_default", "verilator", 0, 2, 2, "Case values overlap"},
        Expected{"loop_combinational", "verilator", 0, 1, 1, "Signal unoptimizable: Circular combinational logic: 'b'"},
        Expected{"not_constant", "verilator", 2, 1, 2,
                 "Expecting expression to be constant, but variable isn't const: 'n'"},
        Expected{"not_constant", "icarus", 2, 0, 2,
                 "A reference to a wire or reg (`n') is not allowed in a constant expression."},
        Expected{"range_reversed", "verilator", 0, 1, 2, "[0:3] Range extract has backward bit ordering"},
        Expected{"range_reversed", "icarus", 1, 0, 2, "part select a[0:3] is out of order."},
        Expected{"index_out", "verilator", 0, 1, 2, "Selection index out of range: 9:9 outside 7:0"},
        Expected{"index_out", "icarus", 0, 1, 2, "Constant bit select [9] is after vector a[7:0].; Replacing select"},
        Expected{"parameter_unknown", "verilator", 1, 0, 2, "Parameter pin not found: 'W'"},
        Expected{"parameter_unknown", "icarus", 0, 1, 2, "parameter W not found in m.u."},
        Expected{"keyword_as_name", "verilator", 1, 0, 1, "syntax error, unexpected ')'"},
        Expected{"keyword_as_name", "icarus", 4, 0, 1, "syntax error"},
        Expected{"unsupported_class", "verilator", 0, 0, 0, ""},
        Expected{"unsupported_class", "icarus", 3, 0, 2, "Constraint declarations not supported.", true},
        Expected{"unsupported_wait_fork", "verilator", 1, 0, 2, "Unsupported: wait fork statements; In instance m",
                 true},
        Expected{"unsupported_assertion", "verilator", 1, 0, 2, "syntax error, unexpected ##", true},
        Expected{"unsupported_assertion", "icarus", 2, 0, 2, "syntax error"},
        Expected{"unsupported_cast", "icarus", 2, 0, 4, "syntax error"},
        Expected{"unsupported_strength", "verilator", 1, 0, 2, "Unsupported: Verilog 1995 gate primitive: tranif1",
                 true},
        Expected{"unsupported_break", "icarus", 1, 0, 4, "break statements not supported.", true},
        Expected{"unsupported_interface", "verilator", 3, 0, 2, "Unsupported: Interfaced port on top level module",
                 true},
        Expected{"unsupported_interface", "icarus", 2, 1, 2, "syntax error"},
        Expected{"unsupported_real_port", "verilator", 5, 0, 4,
                 "Unsupported: SystemVerilog 2005 reserved word not implemented: 'sequence'", true},
        Expected{"unsupported_real_port", "icarus", 7, 0, 4, "syntax error"},
        Expected{"blkandnblk", "verilator", 1, 0, 1,
                 "Unsupported: Blocked and non-blocking assignments to same variable: 'b'", true},
        Expected{"wrong_arguments", "verilator", 1, 0, 3, "Missing argument on non-defaulted argument 'y'"},
        Expected{"wrong_arguments", "icarus", 2, 0, 3,
                 "The function f has been called with missing/empty parameters.; Verilog doesn't"},
        Expected{"task_unknown", "verilator", 2, 0, 2, "Can't find definition of task/function: 'nothing'", true},
        Expected{"task_unknown", "icarus", 1, 0, 2, "Enable of unknown task ``nothing''."},
        Expected{"generate_not_constant", "verilator", 2, 0, 2, "Expecting expression to be constant"},
        Expected{"generate_not_constant", "icarus", 4, 0, 2, "Unable to bind parameter `a' in `m'"},
        Expected{"elaboration_fatal", "verilator", 0, 1, 3, "W is too large"},
        Expected{"elaboration_fatal", "icarus", 2, 0, 3, "syntax error"},
        Expected{"enum_assignment", "verilator", 1, 0, 4, "Implicit conversion to enum 'm.t' from 'logic[1:0]'"},
        Expected{"garbage", "verilator", 1, 0, 1, "syntax error, unexpected '}'"},
        Expected{"garbage", "icarus", 1, 0, 1, "syntax error"},
        Expected{"empty", "verilator", 1, 0, 0, "Specified --top-module 'm' was not found in design."},
        Expected{"empty", "icarus", 1, 0, 0, "Unable to find the root module \"m\" in the Verilog source.; Perhaps"},
        Expected{"macro_recursion", "verilator", 2, 0, 3, "Recursive `define substitution: `A"},
        Expected{"unknown_package", "verilator", 2, 0, 2, "Package/class 'nope' not found"},
        Expected{"unknown_package", "icarus", 4, 0, 2, "syntax error"},
        Expected{"deep_hierarchy", "verilator", 2, 0, 2, "Can't find definition of scope/variable: 'nothing'"},
        Expected{"deep_hierarchy", "icarus", 4, 0, 2, "Unable to bind wire/reg/memory `nothing.x' in `m'"},
        Expected{"no_delay_control", "verilator", 3, 0, 2, "Use --timing or --no-timing", true},
        Expected{"in_an_include", "verilator", 2, 0, 2,
                 "syntax error, unexpected ';', expecting ')'; in_an_include.sv:2:1: ... note: In file included from "
                 "in_an_include.sv"},
        Expected{"in_an_include", "icarus", 5, 0, 2, "';' is an invalid port declaration separator."},
        Expected{"redeclared_module", "verilator", 0, 1, 4, "Duplicate declaration of module: 'm'"},
        Expected{"redeclared_module", "icarus", 2, 0, 4,
                 "'m' has already been declared in this scope.; It was declared here as a module."}),
    [](const auto& each) { return std::string(each.param.name) + "_" + each.param.tool; });

TEST(ToolMessagesTest, EachRealOutputIsTestedWithItsDesign) {
  std::size_t outputs = 0;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(GS_TEST_DATA) + "/messages")) {
    const auto extension = entry.path().extension();
    if (extension != ".icarus" && extension != ".verilator") continue;
    ++outputs;
    const std::string name = "messages/" + entry.path().stem().string() + ".sv";
    EXPECT_TRUE(std::filesystem::exists(std::string(GS_TEST_DATA) + "/" + name)) << name;
  }
  EXPECT_EQ(outputs, 91u);
}

TEST(IcarusMessagesTest, KnowsTheOtherForms) {
  const auto read = parse_icarus_messages(
      "a.sv:1: sorry: Case unique/unique0 qualities are ignored.\n"
      "a.sv:2: vvp.tgt sorry: procedural continuous assignments are not yet fully supported.\n"
      "a.sv:3: internal error: lost\n"
      "No top level modules, and no -s option.\n"
      "ivl: elab_expr.cc:12: virtual NetExpr*: Assertion `x' failed.\n"
      "     : Perhaps it was this\n3 error(s) during elaboration.\nI give up.\n");
  ASSERT_EQ(read.size(), 5u);
  EXPECT_FALSE(read[0].is_error);
  EXPECT_TRUE(read[1].is_error && read[1].unsupported);
  EXPECT_EQ(read[1].text, "procedural continuous assignments are not yet fully supported.");
  EXPECT_EQ(read[2].code, "INTERNAL");
  EXPECT_EQ(read[3].file, "");
  EXPECT_TRUE(read[3].is_error && !read[3].unsupported);
  EXPECT_EQ(read[4].code, "INTERNAL");
  EXPECT_TRUE(read[4].text.ends_with("; Perhaps it was this")) << read[4].text;
}

TEST(IcarusMessagesTest, SurvivesAnyText) {
  for (const char* text : {"", ":", "a:", "a:1", "a:1:", "a:1:2", "a:99999999999999999999: x", ":1: x", "     : x",
                           "\xff:1: \xff", "error:", "a:1:      :", "sorry:"}) {
    for (const ToolMessage& message : parse_icarus_messages(text)) {
      EXPECT_EQ(message.text.find('\xff'), std::string::npos) << text;
    }
  }
}

}  // namespace
}  // namespace gs::rtl
