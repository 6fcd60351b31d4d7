#include "evaluators/rtl/module_headers.hpp"

#include <gtest/gtest.h>

namespace gs::rtl {
namespace {

// "name(input [7:0] a, output q)", with "..." where ports may be missing.
std::string told(std::string_view source) {
  std::string text;
  for (const ModuleHeader& header : read_module_headers(source)) {
    text += (text.empty() ? "" : "; ") + header.name + "(";
    for (std::size_t i = 0; i < header.ports.size(); ++i) {
      const ModulePort& port = header.ports[i];
      text += (i == 0 ? "" : ", ") + std::string(to_string(port.direction)) + " " + port.range +
              (port.range.empty() ? "" : " ") + port.name;
    }
    text += header.complete ? ")" : " ...)";
  }
  return text;
}

TEST(ModuleHeadersTest, ReadsAnsiLists) {
  EXPECT_EQ(told("module a(input clk, input wire [7:0] d, output reg [W - 1:0] q, inout z); endmodule"),
            "a(input clk, input [7:0] d, output [W-1:0] q, inout z)");
  EXPECT_EQ(told("module a(input [3:0] x, y, output z, w); endmodule"),
            "a(input [3:0] x, input [3:0] y, output z, output w)");
  EXPECT_EQ(told("module automatic a import p::*; #(parameter W = f(1, 2), parameter V = 3)\n"
                 "  (input logic signed [1:0][3:0] x = '0, output logic y [0:3]); endmodule"),
            "a(input [1:0][3:0] x, output y)");
  EXPECT_EQ(told("module a(input pkg::word_t x, output state_e s); endmodule"), "a(input x, output s)");
}

TEST(ModuleHeadersTest, ReadsOlderListsInTheirOrder) {
  EXPECT_EQ(told("module a(q, clk, d);\n  input clk; input [7:0] d, e;\n  output reg [7:0] q;\n"
                 "  function f; input x; f = x; endfunction\nendmodule"),
            "a(output [7:0] q, input clk, input [7:0] d, input [7:0] e ...)");
  EXPECT_EQ(told("module a(q, d);\n  input d;\n  output q;\nendmodule"), "a(output q, input d)");
}

TEST(ModuleHeadersTest, SaysWhereItDoesNotKnowAll) {
  EXPECT_EQ(told("module a(axi_if.slave s, input x); endmodule"), "a(input x ...)");
  EXPECT_EQ(told("module a(input x"), "a( ...)");
  EXPECT_EQ(told("module a; endmodule module b(); endmodule"), "a(); b()");
  EXPECT_EQ(told("module a(q, d);\n  input d;\nendmodule"), "a(input d ...)");
}

TEST(ModuleHeadersTest, ReadsAnyText) {
  EXPECT_EQ(told(""), "");
  EXPECT_EQ(told("module"), "");
  EXPECT_EQ(told("module 3;"), "");
  EXPECT_EQ(told("// module a(input b);"), "");
  EXPECT_EQ(told("module a #("), "a( ...)");
  EXPECT_EQ(told("module a(input b,,output [ c); endmodule"), "a( ...)");
}

}  // namespace
}  // namespace gs::rtl
