#include "agent/mutation/equivalence_prover.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include "sandbox/bubblewrap.hpp"
#include "tests/support/error_line.hpp"

namespace gs::agent::mutation {
namespace {

using gs::test::error_line;

// Golden m in m.sv, with a test that instantiates it once.
class EquivalenceProverTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists("/usr/bin/bwrap")) GTEST_SKIP() << "bubblewrap is not installed";
    auto box = sandbox::make_bubblewrap();
    ASSERT_TRUE(box) << error_line(box);
    box_ = *std::move(box);
    auto prover = EquivalenceProver::open(*box_);
    if (!prover && prover.error().code() == ErrorCode::unavailable) GTEST_SKIP() << error_line(prover);
    ASSERT_TRUE(prover) << error_line(prover);
    prover_.emplace(*std::move(prover));
  }

  Proof prove(const std::string& golden, const std::string& mutant) {
    tasks::Task task;
    task.design_top = "m";
    task.sources = {"m.sv"};
    task.workspace = {{"m.sv", golden}};
    task.judge.testbench = {"tb.sv"};
    task.hidden = {{"tb.sv", bench_}};
    GoldenDesign design;
    design.workspace = task.workspace;
    design.sources.push_back(std::make_unique<search::SourceModel>());
    search::read_source(*design.sources[0], "m.sv", golden);
    Mutant m;
    m.file = "m.sv";
    m.changes_scheduling = changes_scheduling_;
    m.candidate.files = {{"m.sv", mutant}};
    const auto proof = prover_->prove(task, design, m);
    EXPECT_TRUE(proof) << error_line(proof);
    return proof ? *proof : Proof{};
  }

  // The golden, and the same with one text in place of another.
  Proof prove(const std::string& golden, const std::string& from, const std::string& to) {
    std::string mutant = golden;
    const std::size_t at = mutant.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    if (at == std::string::npos) return {};
    return prove(golden, mutant.replace(at, from.size(), to));
  }

  std::string bench_ = "module tb; m dut(); endmodule\n";
  bool changes_scheduling_ = false;
  std::unique_ptr<sandbox::Sandbox> box_;
  std::optional<EquivalenceProver> prover_;
};

// Counts up to 9; values above are never reached after a reset.
const std::string kDecade =
    "module m(input logic clk, rst_n, en, input logic [3:0] d, output logic [3:0] q, output logic last);\n"
    "  always_ff @(posedge clk or negedge rst_n)\n"
    "    if (!rst_n) q <= 4'd0;\n"
    "    else if (en) q <= q == 4'd9 ? 4'd0 : q + 4'd1;\n"
    "  assign last = q == 4'd9;\nendmodule\n";

// One word behind a valid bit: the word itself is not reset.
const std::string kWord =
    "module m(input logic clk, rst, we, input logic [3:0] d, output logic valid, output logic [3:0] y);\n"
    "  logic [3:0] word;\n"
    "  always_ff @(posedge clk) begin\n"
    "    if (rst) valid <= 1'b0;\n"
    "    else if (we) valid <= 1'b1;\n"
    "    if (we) word <= d;\n"
    "  end\n  assign y = word;\nendmodule\n";

// Three words in a memory with two address bits.
const std::string kMemory =
    "module m(input logic clk, we, input logic [1:0] a, r, input logic [3:0] d, output logic [3:0] y);\n"
    "  logic [3:0] words [0:2];\n"
    "  always_ff @(posedge clk) if (we) words[a] <= d;\n"
    "  assign y = r == 2'd3 ? words[2] : words[r];\nendmodule\n";

TEST_F(EquivalenceProverTest, ProvesWhatDiffersInUnreachableStatesOnly) {
  EXPECT_TRUE(prove(kDecade, "last = q == 4'd9", "last = q >= 4'd9").equivalent);
  EXPECT_TRUE(prove(kDecade, "en) q <= q == 4'd9", "en) q <= q >= 4'd9").equivalent);
}

TEST_F(EquivalenceProverTest, ProvesWhatReadsOtherwiseAndMeansTheSame) {
  EXPECT_TRUE(prove(kDecade, "q + 4'd1", "4'd1 + q").equivalent);
  EXPECT_TRUE(
      prove("module m(input logic [3:0] d, output logic y); assign y = d > 4'd7; endmodule\n", "d > 4'd7", "d[3]")
          .equivalent);
}

TEST_F(EquivalenceProverTest, LetsRegistersThatNobodyResetsBeginEqually) {
  EXPECT_TRUE(prove(kWord, "if (we) word", "if (we && 1'b1) word").equivalent);
  EXPECT_TRUE(prove(kMemory, "if (we)", "if (we == 1'b1)").equivalent);
}

TEST_F(EquivalenceProverTest, NeverTakesAMutantThatDiffersForTheGolden) {
  const std::pair<const char*, const char*> decade[] = {
      {"last = q == 4'd9", "last = q == 4'd8"},
      {"q == 4'd9 ?", "q == 4'd10 ?"},
      {"last = q == 4'd9", "last = q >= 4'd8"},
      {"if (!rst_n) q <= 4'd0", "if (!rst_n) ;"},
      {"q <= 4'd0", "q <= 4'd1"},
      {"else if (en)", "else"},
      {"posedge clk", "negedge clk"},
      {" or negedge rst_n", ""},
      {"q + 4'd1", "q - 4'd1"},
      {"? 4'd0 :", "? 4'd10 :"},
  };
  for (const auto& [from, to] : decade) EXPECT_FALSE(prove(kDecade, from, to).equivalent) << from << " -> " << to;
  const std::pair<const char*, const char*> word[] = {
      {"valid <= 1'b0", "valid <= valid"},
      {"if (rst) valid <= 1'b0;\n    else if", "if"},
      {"if (we) word", "if (!we) word"},
      {"if (we) word", "if (we && !rst) word"},
  };
  for (const auto& [from, to] : word) EXPECT_FALSE(prove(kWord, from, to).equivalent) << from << " -> " << to;
}

TEST_F(EquivalenceProverTest, TakesWhatIsUndefinedForNothing) {
  EXPECT_FALSE(prove(kMemory, "r == 2'd3 ? words[2] : ", "").equivalent) << "reads behind the memory";
  EXPECT_FALSE(prove(kMemory, "r == 2'd3 ? words[2] : ", "r == 2'd3 ? 4'd0 : ").equivalent);
  const std::string select =
      "module m(input logic [4:0] v, input logic [2:0] i, output logic [1:0] y);\n"
      "  assign y = i > 3'd3 ? v[4:3] : v[i +: 2];\nendmodule\n";
  EXPECT_FALSE(prove(select, "i > 3'd3 ? v[4:3] : ", "").equivalent);
  const std::string divider =
      "module m(input logic [2:0] a, b, output logic [2:0] y);\n"
      "  assign y = b == 3'd0 ? 3'd7 : a / b;\nendmodule\n";
  EXPECT_FALSE(prove(divider, "b == 3'd0 ? 3'd7 : ", "").equivalent);
  const std::string unknown =
      "module m(input logic [1:0] a, output logic y);\n"
      "  always_comb case (a) 2'd0: y = 1'b1; 2'd1: y = 1'b0; default: y = 1'bx; endcase\nendmodule\n";
  EXPECT_FALSE(prove(unknown, "1'bx", "1'b1").equivalent);
}

TEST_F(EquivalenceProverTest, DoesNotBelieveUnique) {
  const std::string golden =
      "module m(input logic [1:0] a, output logic y);\n"
      "  always_comb begin y = 1'b0; unique case (1'b1) a[0]: y = 1'b1; a[1]: y = 1'b0; endcase end\nendmodule\n";
  EXPECT_FALSE(prove(golden, "a[0]: y = 1'b1; a[1]: y = 1'b0;", "a[1]: y = 1'b0; a[0]: y = 1'b1;").equivalent);
}

TEST_F(EquivalenceProverTest, LooksAtTheParametersOfTheTest) {
  const std::string golden =
      "module m #(parameter int N = 4) (input logic [3:0] d, output logic y);\n  assign y = d < N;\nendmodule\n";
  bench_ = "module tb; m dut(); m #(.N(4)) dut4(); endmodule\n";
  EXPECT_TRUE(prove(golden, "d < N", "d[3:2] == 2'd0").equivalent);
  bench_ = "module tb; m dut(); m #(.N(5)) dut5(); endmodule\n";
  EXPECT_FALSE(prove(golden, "d < N", "d[3:2] == 2'd0").equivalent);
  bench_ = "module tb; m #(.N(2 * K)) dut(); endmodule\n";
  const Proof proof = prove(golden, "d < N", "N > d");
  EXPECT_FALSE(proof.equivalent);
  EXPECT_EQ(proof.note, "not proved: parameter N of dut is no plain constant");
}

TEST_F(EquivalenceProverTest, TellsBlockingAssignmentsApartWithinAProcess) {
  const std::string golden =
      "module m(input logic clk, en, input logic d, output logic y);\n  logic t;\n"
      "  always_ff @(posedge clk) begin\n    if (en) t <= d;\n    y <= en ? d : t;\n  end\nendmodule\n";
  EXPECT_TRUE(prove(golden, "t <= d", "t = d").equivalent) << "t is not read where it is assigned";
  const std::string reads =
      "module m(input logic clk, d, output logic y);\n  logic t;\n"
      "  always_ff @(posedge clk) begin\n    t <= d;\n    y <= t;\n  end\nendmodule\n";
  EXPECT_FALSE(prove(reads, "t <= d", "t = d").equivalent);
}

TEST_F(EquivalenceProverTest, LeavesAloneWhatNoNetlistTells) {
  changes_scheduling_ = true;
  EXPECT_EQ(prove(kDecade, kDecade).note, "not proved: what simulators schedule is in no netlist");
  changes_scheduling_ = false;
  EXPECT_FALSE(
      prove("module m(input logic a, b, output logic y); always @(a or b) y = a & b; endmodule\n", "a or b", "a")
          .equivalent);
}

TEST_F(EquivalenceProverTest, SaysWhatYosysCannotRead) {
  const Proof proof = prove(kDecade, "q + 4'd1", "q +* 4'd1");
  EXPECT_FALSE(proof.equivalent);
  EXPECT_NE(proof.note.find("yosys: "), std::string::npos) << proof.note;
}

}  // namespace
}  // namespace gs::agent::mutation
