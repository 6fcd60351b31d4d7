#include "evaluators/rtl/verilator_messages.hpp"

#include <gtest/gtest.h>

#include <string>

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

}  // namespace
}  // namespace gs::rtl
