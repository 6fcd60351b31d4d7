#include "agent/search/source_model.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace gs::agent::search {
namespace {

std::unique_ptr<SourceModel> read(std::string text) {
  auto model = std::make_unique<SourceModel>();
  read_source(*model, "x.sv", std::move(text));
  return model;
}

std::string slice(const SourceModel& m, const Range& range) {
  return std::string(m.slice(range));
}

TEST(SourceModelTest, ReadsAssignmentsWithTargetsAndKinds) {
  const auto m = read(
      "module m(input logic clk, input logic [3:0] a, output logic [3:0] q);\n"
      "  logic [3:0] n;\n"
      "  assign n = a + 4'd1;\n"
      "  always_ff @(posedge clk) begin\n    q[1:0] <= n[1:0];\n    {q[3], q[2]} <= n[3:2];\n  end\n"
      "  always_comb n2 = a;\nendmodule\n");
  ASSERT_EQ(m->assignments.size(), 4u);
  EXPECT_EQ(m->assignments[0].kind, AssignKind::continuous);
  EXPECT_EQ(m->assignments[0].targets, (std::vector<std::string>{"n"}));
  EXPECT_EQ(m->slice(m->assignments[0].value), "a + 4'd1");
  EXPECT_EQ(m->assignments[1].kind, AssignKind::nonblocking);
  EXPECT_EQ(m->assignments[1].targets, (std::vector<std::string>{"q"}));
  EXPECT_EQ(slice(*m, m->assignments[1].statement), "q[1:0] <= n[1:0];");
  EXPECT_EQ(m->assignments[2].targets, (std::vector<std::string>{"q"}));
  EXPECT_EQ(m->assignments[3].kind, AssignKind::blocking);
  ASSERT_EQ(m->processes.size(), 2u);
  EXPECT_EQ(m->processes[0].kind, ProcessKind::always_ff);
  EXPECT_EQ(slice(*m, m->processes[0].sensitivity), "posedge clk");
}

TEST(SourceModelTest, NestsOperatorsByPrecedence) {
  const auto m = read("module m; assign y = a + b * c == d && !e || f; endmodule");
  ASSERT_EQ(m->assignments.size(), 1u);
  const Expr& top = m->exprs[static_cast<std::size_t>(m->assignments[0].value)];
  EXPECT_EQ(m->tokens[top.op].text, "||");
  const Expr& left = m->exprs[static_cast<std::size_t>(top.children[0])];
  EXPECT_EQ(m->tokens[left.op].text, "&&");
  EXPECT_EQ(m->slice(left.children[0]), "a + b * c == d");
  EXPECT_EQ(m->slice(left.children[1]), "!e");
}

TEST(SourceModelTest, TellsAnAssignmentFromAComparison) {
  const auto m = read("module m; always_comb begin if (a <= b) q <= c <= d; end endmodule");
  ASSERT_EQ(m->ifs.size(), 1u);
  EXPECT_EQ(m->slice(m->ifs[0].condition), "a <= b");
  ASSERT_EQ(m->assignments.size(), 1u);
  EXPECT_EQ(m->slice(m->assignments[0].value), "c <= d");
}

TEST(SourceModelTest, ReadsElseChains) {
  const auto m = read(
      "module m; always_ff @(posedge clk or negedge rst_n) if (!rst_n) q <= 0; else if (en) q <= d; else q <= q; "
      "endmodule");
  ASSERT_EQ(m->ifs.size(), 2u);  // inner first
  EXPECT_EQ(m->slice(m->ifs[0].condition), "en");
  EXPECT_EQ(slice(*m, m->ifs[1].else_branch), "if (en) q <= d; else q <= q;");
  EXPECT_EQ(m->assignments[2].conditions.size(), 2u);
}

TEST(SourceModelTest, ReadsCaseItems) {
  const auto m = read(
      "module m; always_comb begin unique case (s) IDLE, WAIT: n = RUN; 2'd2: begin n = IDLE; end default: n = s; "
      "endcase end "
      "endmodule");
  ASSERT_EQ(m->cases.size(), 1u);
  ASSERT_EQ(m->cases[0].items.size(), 3u);
  EXPECT_TRUE(m->cases[0].has_default);
  EXPECT_EQ(slice(*m, m->cases[0].items[0].labels), "IDLE, WAIT");
  EXPECT_EQ(slice(*m, m->cases[0].items[1].body), "begin n = IDLE; end");
}

TEST(SourceModelTest, ReadsInstances) {
  const auto m = read("module m; fifo #(.DEPTH(8), .W(W-1)) u_f (.clk(clk), .din({a, b}), .full(), .rst_n); endmodule");
  ASSERT_EQ(m->instances.size(), 1u);
  const Instance& i = m->instances[0];
  EXPECT_EQ(i.module_name, "fifo");
  EXPECT_EQ(i.name, "u_f");
  ASSERT_EQ(i.parameters.size(), 2u);
  EXPECT_EQ(slice(*m, i.parameters[1].value), "W-1");
  ASSERT_EQ(i.ports.size(), 4u);
  EXPECT_EQ(slice(*m, i.ports[1].value), "{a, b}");
  EXPECT_TRUE(i.ports[2].value.empty());
}

TEST(SourceModelTest, MarksWhatMustStayConstant) {
  const auto m = read("module m #(parameter int W = 8) (input logic [W-1:0] a); assign y = {W{a[W-2:1]}}; endmodule");
  const auto constant = [&](std::string_view text) {
    for (const Expr& e : m->exprs) {
      if (m->slice(e.range) == text) return e.constant_context;
    }
    ADD_FAILURE() << "no expression " << text;
    return false;
  };
  EXPECT_TRUE(constant("W-1"));
  EXPECT_TRUE(constant("W-2"));
  ASSERT_EQ(m->parameters.size(), 1u);
  EXPECT_EQ(m->slice(m->parameters[0].value), "8");
  EXPECT_FALSE(m->exprs[static_cast<std::size_t>(m->assignments[0].value)].constant_context);
}

TEST(SourceModelTest, SurvivesAnything) {
  for (const char* text : {"", "module", "module m; always_comb begin if (", "endmodule endmodule ) ] }",
                           "module m; assign = ;", "module m; case (x) endcase", "((((((((((", "module m; x y (.a(",
                           "`define A(b) b\nmodule m; assign a = `A(1);"}) {
    read(text);
  }
  read("module m; assign y = " + std::string(5000, '(') + "a;");
  std::string nested = "module m; always_comb ";
  for (int i = 0; i < 3000; ++i) nested += "if (a) begin ";
  read(nested);
}

}  // namespace
}  // namespace gs::agent::search
