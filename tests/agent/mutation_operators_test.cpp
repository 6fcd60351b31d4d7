#include "agent/mutation/mutation_operators.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace gs::agent::mutation {
namespace {

// A task whose golden is this text, with known facts of its module m, and its mutants.
struct Design {
  tasks::Task task;
  GoldenDesign golden;
  std::vector<Mutant> mutants;

  explicit Design(std::string text) {
    task.suite = "s";
    task.id = "t";
    task.sources = {"m.sv"};
    task.workspace = {{"m.sv", "module m; endmodule\n"}};
    task.solution = {{"m.sv", text}};
    golden.answer = golden_candidate(task);
    golden.workspace = task.solution;
    golden.sources.push_back(std::make_unique<search::SourceModel>());
    search::read_source(*golden.sources[0], "m.sv", std::move(text));
    for (const auto& [name, width] : std::map<std::string, int>{
             {"a", 4}, {"b", 4}, {"en", 1}, {"full", 1}, {"q", 4}, {"r", 4}, {"rst_n", 1}, {"clk", 1}}) {
      golden.facts.modules["m"].variables[name].width = width;
    }
    mutants = all_mutants(task, golden);
  }

  // Text that a mutant of that operator has and the golden has not.
  bool makes(const std::string& op, const std::string& text) const {
    return std::any_of(mutants.begin(), mutants.end(), [&](const Mutant& m) {
      return m.op == op && m.candidate.files.at("m.sv").find(text) != std::string::npos;
    });
  }
  bool has(const std::string& op) const { return makes(op, ""); }
};

const std::string kRegister =
    "module m; always_ff @(posedge clk or negedge rst_n) begin\n"
    "  if (!rst_n) begin q <= 4'd0; r <= 4'd3; end\n"
    "  else if (en) begin q <= a; r <= b; end\nend endmodule\n";

TEST(MutationOperatorsTest, ReplaceOperatorsByClass) {
  const Design d("module m; assign full = (a < b) && en; assign q = (a & b) + (a << 2); endmodule");
  EXPECT_TRUE(d.makes("relational operator", "(a <= b)"));
  EXPECT_TRUE(d.makes("relational operator", "(a > b)"));
  EXPECT_TRUE(d.makes("logical operator", "(a < b) || en"));
  EXPECT_TRUE(d.makes("bitwise operator", "(a | b)"));
  EXPECT_TRUE(d.makes("arithmetic operator", "(a & b) - (a << 2)"));
  EXPECT_TRUE(d.makes("shift operator", "(a >> 2)"));
  EXPECT_TRUE(d.makes("operand dropped", "assign full = en;"));
  EXPECT_TRUE(d.makes("operands swapped", "(b < a)"));
}

TEST(MutationOperatorsTest, KeepConstantIndicesInRange) {
  const Design d("module m; localparam W = 4; assign full = a[W-1]; endmodule");
  EXPECT_FALSE(d.has("operands swapped"));
}

TEST(MutationOperatorsTest, ChangeConstantsAndNames) {
  const Design d("module m; assign q = a + 4'd4; assign full = en; endmodule");
  EXPECT_TRUE(d.makes("constant", "4'd5"));
  EXPECT_TRUE(d.makes("constant", "4'd3"));
  EXPECT_TRUE(d.makes("constant", "4'd12")) << "one bit flipped";
  EXPECT_TRUE(d.makes("other variable", "b + 4'd4"));
  EXPECT_FALSE(d.makes("other variable", "en + 4'd4")) << "another width";
  EXPECT_TRUE(d.makes("stuck signal", "full = 1'b0"));
  EXPECT_TRUE(d.makes("negation", "full = !en"));
}

TEST(MutationOperatorsTest, SpoilRegisters) {
  const Design d(kRegister);
  EXPECT_TRUE(d.makes("reset dropped", "begin ; r <= 4'd3; end"));
  EXPECT_TRUE(d.makes("statement dropped", "begin q <= a; ; end"));
  EXPECT_TRUE(d.makes("stuck condition", "if (1'b0)"));
  EXPECT_TRUE(d.makes("stuck condition", "if (1'b1)"));
  EXPECT_TRUE(d.makes("sensitivity", "negedge clk"));
  EXPECT_TRUE(d.makes("sensitivity", "@(posedge clk )")) << "the reset is no longer asynchronous";
  EXPECT_FALSE(d.has("assignment kind")) << "no process reads what it assigns";
}

TEST(MutationOperatorsTest, SpoilCasesTernariesAndSelects) {
  const Design d(
      "module m; always_comb case (a) 4'd0: q = a; 4'd1: q = b; default: q = 4'd7; endcase\n"
      "assign r = en ? a : b; assign full = {a[2:1], en} == 3'd2; endmodule");
  EXPECT_TRUE(d.makes("arm dropped", "case (a)  4'd1: q = b; default"));
  EXPECT_TRUE(d.makes("arms swapped", "4'd0: q = b; 4'd1: q = a;"));
  EXPECT_TRUE(d.makes("branches swapped", "en ? b : a"));
  EXPECT_TRUE(d.makes("part select", "a[3:2]"));
  EXPECT_TRUE(d.makes("order of parts", "{en, a[2:1]}"));
}

TEST(MutationOperatorsTest, ChangeTheKindOfAssignmentWhereItMatters) {
  const Design d("module m; always_ff @(posedge clk) begin q <= a; r <= q; end endmodule");
  EXPECT_TRUE(d.makes("assignment kind", "q = a"));
  EXPECT_FALSE(d.makes("assignment kind", "r = q"));
  for (const Mutant& m : d.mutants) EXPECT_FALSE(m.changes_scheduling) << m.op << ": q stays in its process";
}

TEST(MutationOperatorsTest, TellWhatChangesSchedulingOutsideOfTheProcess) {
  Design d("module m; always_ff @(posedge clk) begin q <= a; r <= q; end endmodule");
  d.golden.facts.modules["m"].variables["q"].is_output = true;
  for (const Mutant& m : all_mutants(d.task, d.golden)) {
    EXPECT_EQ(m.changes_scheduling, m.op == "assignment kind") << m.op;
  }
}

TEST(MutationOperatorsTest, LeaveTheKindOfAssignmentWhereNothingReadsItAfterwards) {
  const Design d("module m; always_ff @(posedge clk) if (en) q <= a; else begin r <= q; q <= q + b; end endmodule");
  EXPECT_FALSE(d.has("assignment kind"));
  const Design combinational("module m; always_comb begin q = a; r = q; end endmodule");
  EXPECT_FALSE(combinational.has("assignment kind"));
}

TEST(MutationOperatorsTest, AddNothingThatWasForgotten) {
  const Design d(kRegister);
  for (const Mutant& m : d.mutants) {
    EXPECT_EQ(m.candidate.files.at("m.sv").find("&& full"), std::string::npos) << m.op << ": " << m.after;
  }
}

TEST(MutationOperatorsTest, CountWhatDiffersInLayoutAloneOnce) {
  const Design d("module m; assign full = a == 4'd1; assign q = a; endmodule");
  std::set<std::string> texts;
  for (const Mutant& m : d.mutants) {
    std::string text = m.candidate.files.at("m.sv");
    std::erase(text, ' ');
    EXPECT_TRUE(texts.insert(text).second) << m.op << ": " << m.before << " -> " << m.after;
  }
}

TEST(MutationOperatorsTest, LeaveOtherFilesAsTheGoldenHasThem) {
  Design d(kRegister);
  d.golden.answer.files["other.sv"] = "module other; endmodule\n";
  for (const Mutant& m : all_mutants(d.task, d.golden)) {
    EXPECT_EQ(m.candidate.files.at("other.sv"), "module other; endmodule\n");
    EXPECT_NE(m.candidate.files.at("m.sv"), kRegister);
  }
}

std::vector<std::string> texts_of(const std::vector<Mutant>& mutants) {
  std::vector<std::string> texts;
  for (const Mutant& m : mutants) texts.push_back(m.candidate.files.at("m.sv"));
  return texts;
}

TEST(MutantChoiceTest, IsTheSameForTheSameSeed) {
  const Design one(kRegister), two(kRegister);
  const auto first = texts_of(choose_mutants(one.mutants, "s/t", {8, 1}));
  EXPECT_EQ(first, texts_of(choose_mutants(two.mutants, "s/t", {8, 1})));
  EXPECT_NE(first, texts_of(choose_mutants(two.mutants, "s/t", {8, 2})));
  EXPECT_EQ(first.size(), 8u);
}

TEST(MutantChoiceTest, TakesAllWhereThereAreFewEnough) {
  const Design d(kRegister);
  const auto all = choose_mutants(d.mutants, "s/t", {1000, 1});
  EXPECT_EQ(all.size(), d.mutants.size());
  for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i].number, static_cast<int>(i) + 1);
}

TEST(MutantChoiceTest, IsEvenOverOperatorsAndLines) {
  std::vector<Mutant> mutants;
  const auto add = [&](const char* op, std::uint32_t line) {
    mutants.emplace_back();
    mutants.back().op = op;
    mutants.back().line = line;
  };
  for (int i = 0; i < 30; ++i) add("constant", 1);
  add("constant", 2), add("constant", 3), add("negation", 1);
  std::map<std::string, int> operators;
  std::set<std::uint32_t> lines;
  for (const Mutant& m : choose_mutants(mutants, "s/t", {4, 1})) {
    ++operators[m.op];
    lines.insert(m.line);
  }
  EXPECT_EQ(operators["negation"], 1);
  EXPECT_EQ(operators["constant"], 3);
  EXPECT_EQ(lines, (std::set<std::uint32_t>{1, 2, 3}));
}

}  // namespace
}  // namespace gs::agent::mutation
