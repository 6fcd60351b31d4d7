// One judge, two simulators: what each sees, and who decides.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "tests/evaluators/judge_fixture.hpp"

namespace gs::rtl {
namespace {

using tasks::Verdict;
using tasks::VerdictStatus;

// Right with two states whatever state_q begins at; with four states wrap is unknown.
const std::string kNeverReset =
    test::counter(std::string(test::kCounting) +
                  "  logic [3:0] state_q;\n  always_ff @(posedge clk) state_q <= state_q + 4'd1;\n"
                  "  assign wrap = (en && count == 4'd15) ^ (^(state_q ^ state_q));\n");

// The reset forgets the counter. Random beginnings show it, and so do unknown values.
const std::string kForgetful =
    test::counter("  always_ff @(posedge clk) if (en) count <= count + 4'd1;\n  assign wrap = en && count == 4'd15;\n");

// Icarus 11 does not know `break`; Verilator 5.006 refuses blocking and nonblocking assignments to one variable.
const std::string kOnlyVerilator = test::counter(std::string(test::kCounting) +
                                                 "  logic full;\n  always_comb begin\n    full = 1'b1;\n"
                                                 "    for (int i = 0; i < 4; i++) if (!count[i]) begin\n"
                                                 "      full = 1'b0;\n      break;\n    end\n  end\n"
                                                 "  assign wrap = en && full;\n");
const std::string kOnlyIcarus = test::counter(
    "  reg [3:0] n = 0;\n  always @(negedge rst_n) n = 0;\n  always @(posedge clk) if (rst_n && en) n <= n + 1;\n"
    "  assign count = n;\n  assign wrap = en && n == 4'd15;\n");

std::string all(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}
bool mentions(const Verdict& verdict, const std::string& text) {
  return all(verdict.findings).find(text) != std::string::npos;
}

constexpr std::string_view kChecks =
    "  int k = 0;\n  always @(negedge clk) begin\n"
    "    if (wrap !== (k == 15)) $error(\"wrap: expected %0d, got %0d\", k == 15, wrap);\n    k = k + 1;\n  end\n";

class SimulatorsTest : public test::JudgeTest {
 protected:
  void SetUp() override {
    test::JudgeTest::SetUp();
    if (!IsSkipped()) use_simulator(SimulatorChoice::icarus);
  }
};

class EveryChoiceTest : public SimulatorsTest, public testing::WithParamInterface<SimulatorChoice> {};

TEST_P(EveryChoiceTest, TellsRightFromWrongByTrace) {
  use_simulator(GetParam());
  EXPECT_TRUE(judge(test::right_counter()).passed());
  const Verdict verdict = judge(test::wrong_counter());
  EXPECT_EQ(verdict.status, VerdictStatus::failed);
  ASSERT_FALSE(verdict.mismatches.empty());
  EXPECT_EQ(verdict.mismatches[0].signal, "wrap");
  EXPECT_EQ(verdict.mismatches[0].first_time_ps, 150'000u);
  EXPECT_EQ(judge(kForgetful).status, VerdictStatus::failed);
}

TEST_P(EveryChoiceTest, TellsRightFromWrongByTestbench) {
  use_testbench(kChecks);
  use_simulator(GetParam());
  EXPECT_TRUE(judge(test::right_counter()).passed());
  const Verdict verdict = judge(test::wrong_counter());
  EXPECT_EQ(verdict.status, VerdictStatus::failed);
  ASSERT_FALSE(verdict.mismatches.empty());
  EXPECT_EQ(verdict.mismatches[0].signal, "wrap");
  EXPECT_EQ(verdict.mismatches[0].expected, "0");
  EXPECT_EQ(verdict.mismatches[0].got, "1");
  EXPECT_EQ(judge(kForgetful).status, VerdictStatus::failed);
}

TEST_P(EveryChoiceTest, TellsRightFromWrongByReplay) {
  use_replay("rst_n,en,>count,>wrap\n0,0,0,0\n1,1,0,0\n1,1,1,0\n1,0,2,0\n1,1,2,0\n");
  use_simulator(GetParam());
  EXPECT_TRUE(judge(test::right_counter()).passed());
  EXPECT_EQ(judge(test::counter(std::string(test::kCounting) + "  assign wrap = en && count == 4'd1;\n")).status,
            VerdictStatus::failed);
}

TEST_P(EveryChoiceTest, TellsAMistakeFromADesign) {
  use_simulator(GetParam());
  const Verdict verdict = judge(test::counter("  assign wrap = ;\n"));
  EXPECT_EQ(verdict.status, VerdictStatus::compile_error) << verdict.summary;
  EXPECT_NE(verdict.feedback.find("rtl/counter.sv:3"), std::string::npos) << verdict.feedback;
}

INSTANTIATE_TEST_SUITE_P(Simulators, EveryChoiceTest,
                         testing::Values(SimulatorChoice::verilator, SimulatorChoice::icarus, SimulatorChoice::both,
                                         SimulatorChoice::automatic),
                         [](const auto& each) { return std::string(to_string(each.param)); });

TEST_F(SimulatorsTest, SeeUninitialisedRegistersDifferently) {
  use_simulator(SimulatorChoice::verilator);
  EXPECT_TRUE(judge(kNeverReset).passed());
  use_simulator(SimulatorChoice::icarus);
  const Verdict four = judge(kNeverReset);
  EXPECT_EQ(four.status, VerdictStatus::failed);
  ASSERT_FALSE(four.mismatches.empty());
  EXPECT_EQ(four.mismatches[0].got, "x");
  EXPECT_EQ(four.decided_by, "icarus");
}

TEST_F(SimulatorsTest, NameTheRegisterTheyDisagreeAbout) {
  use_simulator(SimulatorChoice::both);
  const Verdict verdict = judge(kNeverReset);
  EXPECT_EQ(verdict.status, VerdictStatus::failed);
  EXPECT_EQ(verdict.decided_by, "icarus+verilator");
  EXPECT_TRUE(mentions(verdict, "passes two-state (verilator), fails four-state (icarus): uninitialised dut.state_q\n"))
      << all(verdict.findings);
  EXPECT_EQ(verdict.tools.count("verilator") + verdict.tools.count("iverilog"), 2u);
  EXPECT_TRUE(judge(test::right_counter()).findings.empty());
}

TEST_F(SimulatorsTest, NameItUnderATestbenchToo) {
  use_testbench(kChecks);
  use_simulator(SimulatorChoice::both);
  EXPECT_TRUE(mentions(judge(kNeverReset), "uninitialised dut.state_q"));
}

TEST_F(SimulatorsTest, LetTheOneDecideThatTakesTheDesign) {
  for (const SimulatorChoice choice : {SimulatorChoice::both, SimulatorChoice::automatic}) {
    use_simulator(choice);
    const Verdict verilators = judge(kOnlyVerilator);
    EXPECT_TRUE(verilators.passed()) << verilators.summary;
    EXPECT_EQ(verilators.decided_by, "verilator");
    EXPECT_TRUE(mentions(verilators, "Icarus Verilog rejects the design")) << all(verilators.findings);
  }
  use_simulator(SimulatorChoice::both);
  const Verdict icaruss = judge(kOnlyIcarus);
  EXPECT_TRUE(icaruss.passed()) << icaruss.summary << icaruss.feedback;
  EXPECT_EQ(icaruss.decided_by, "icarus");
  EXPECT_TRUE(mentions(icaruss, "Verilator rejects the design")) << all(icaruss.findings);
  use_simulator(SimulatorChoice::verilator);
  EXPECT_EQ(judge(kOnlyIcarus).status, VerdictStatus::compile_error);
  use_simulator(SimulatorChoice::icarus);
  EXPECT_EQ(judge(kOnlyVerilator).status, VerdictStatus::compile_error);
}

TEST_F(SimulatorsTest, TakeTheCheaperOne) {
  use_simulator(SimulatorChoice::automatic);
  EXPECT_EQ(judge(test::right_counter()).decided_by, "icarus");
  EXPECT_EQ(judge(test::wrong_counter()).decided_by, "icarus");
}

// Some 10 CPU seconds with Icarus, under one with Verilator.
TEST_F(SimulatorsTest, LeaveALongSimulationToVerilator) {
  use_testbench(
      "  logic [63:0] lfsr = 64'd1;\n  initial begin\n    repeat (2000000) lfsr = {lfsr[62:0], lfsr[63] ^ lfsr[62]};\n"
      "    if (lfsr == 0) $error(\"lfsr\");\n  end\n");
  use_simulator(SimulatorChoice::automatic);
  for (int i = 0; i < 2; ++i) {  // the second time it is known
    const Verdict verdict = judge(test::right_counter(std::string("  // ") + std::to_string(i) + "\n"));
    EXPECT_TRUE(verdict.passed()) << verdict.summary;
    EXPECT_EQ(verdict.decided_by, "verilator");
    EXPECT_EQ(mentions(verdict, "icarus did not decide: the simulation took longer than the limit"), i == 0);
  }
}

// What has run long is compiled with optimisation the next time, and without the precompiled header.
TEST_F(SimulatorsTest, OptimiseWhatHasRunLong) {
  auto made = TempDir::create("book");
  ASSERT_TRUE(made);
  const std::string bench = bench_name(task(), evaluators::Phase::judge);
  const std::string decider = decider_name(VerilatorSimulator(*box_, runtime_));
  const auto book = [&](std::chrono::milliseconds run) {
    BenchBook written;
    written.open(made->path() / "testbenches.sqlite", Log::null());
    written.note_cost(bench, decider, {std::chrono::milliseconds(400), run, 0, true});
  };
  const auto level = [&] {
    BenchBook read;
    read.open(made->path() / "testbenches.sqlite", Log::null());
    return read.cost(bench, decider) ? read.cost(bench, decider)->optimisation : -1;
  };
  for (const auto& [run, expected] : {std::pair{1'000, 0}, std::pair{3'000, 1}, std::pair{9'000, 2}}) {
    book(std::chrono::milliseconds(run));
    judge_ = std::make_unique<RtlJudge>(*box_, runtime_, std::nullopt,
                                        RtlJudgeOptions{SimulatorChoice::verilator, made->path(), false});
    EXPECT_TRUE(judge(test::right_counter()).passed());
    EXPECT_EQ(level(), expected) << run;
  }
}

// A box whose steps end as they are told to.
class ScriptedSandbox final : public sandbox::Sandbox {
 public:
  explicit ScriptedSandbox(sandbox::StepOutcome last) : last_(std::move(last)) {}
  sandbox::Outcome run(const sandbox::Request& request) override {
    sandbox::Outcome outcome;
    outcome.status = sandbox::Outcome::Status::completed;
    outcome.steps.resize(request.steps.size());
    outcome.steps.front() = last_;
    return outcome;
  }
  Result<std::unique_ptr<sandbox::Session>> open_session(const sandbox::Request&) override {
    return unavailable("none");
  }
  std::string description() const override { return "scripted"; }

 private:
  sandbox::StepOutcome last_;
};

TEST(ToolCrashTest, IsTheToolsAndNotTheDesigns) {
  using sandbox::StepStatus;
  const auto status = [](StepStatus step, const std::string& text) {
    sandbox::StepOutcome outcome;
    outcome.status = step;
    outcome.exit_code = 1;
    outcome.signal_number = 11;
    outcome.stderr_text = text;
    ScriptedSandbox box(outcome);
    const IcarusRuntime icarus;
    const VerilatorRuntime verilator;
    SimulationSources sources;
    sources.order = {"gs_top.sv"};
    const PhaseStatus a = IcarusSimulator(box, icarus).build(sources, {}).status;
    const PhaseStatus b = VerilatorSimulator(box, verilator).build(sources, {}).status;
    return std::pair{a, b};
  };
  const std::pair crash{PhaseStatus::tool_crash, PhaseStatus::tool_crash};
  const std::pair mistake{PhaseStatus::design_error, PhaseStatus::design_error};
  EXPECT_EQ(status(StepStatus::signal, ""), crash);
  EXPECT_EQ(status(StepStatus::nonzero, "../in/ws/a.v:1: syntax error\n"), mistake);
  EXPECT_EQ(status(StepStatus::nonzero, "Command signaled: sh -c ivl\n").first, PhaseStatus::tool_crash);
  EXPECT_EQ(status(StepStatus::nonzero, "ivl: net_link.cc:99: Assertion `x' failed.\n").first, PhaseStatus::tool_crash);
  EXPECT_EQ(status(StepStatus::nonzero, "%Error: Internal Error: a.v:1:1: ../V3Ast.cpp\n").second,
            PhaseStatus::tool_crash);
  EXPECT_EQ(status(StepStatus::nonzero,
                   "%Error: ../in/ws/a.v:3:1: syntax error, unexpected '='\n"
                   "%Error: Internal Error: ../in/ws/a.v:1:8: ../V3ParseSym.h:124: Symbols\n")
                .second,
            PhaseStatus::design_error)
      << "it had rejected the design before";
  EXPECT_EQ(status(StepStatus::nonzero,
                   "%Error: Internal Error: a.v:1:1: ../V3Ast.cpp\n"
                   "%Error: ../in/ws/a.v:3:1: syntax error\n")
                .second,
            PhaseStatus::tool_crash)
      << "what it says after it broke down";
  EXPECT_EQ(status(StepStatus::out_of_memory, ""), mistake) << "a design that needs too much";
  EXPECT_EQ(status(StepStatus::timeout_wall, "").first, PhaseStatus::timeout);
}

TEST_F(SimulatorsTest, AskTheGoldenBeforeTheyFailACandidate) {
  // What this testbench wants, no design can give with four states: it compares with a register that is never set.
  use_testbench("  logic [3:0] never;\n  initial #300 if ((never ^ never) !== 4'd0) $error(\"never: unknown\");\n");
  use_simulator(SimulatorChoice::icarus);
  const Verdict four = judge(test::right_counter("  // another text\n"));
  EXPECT_EQ(four.status, VerdictStatus::failed);
  EXPECT_TRUE(mentions(four, "the golden fails too with icarus")) << all(four.findings);
  use_simulator(SimulatorChoice::automatic);
  const Verdict automatic = judge(test::right_counter("  // another text\n"));
  EXPECT_TRUE(automatic.passed()) << automatic.summary;
  EXPECT_EQ(automatic.decided_by, "verilator");
  EXPECT_TRUE(mentions(automatic, "icarus did not decide: the golden fails too"));
}

// A golden that counts on zeros, as many published ones do, sets the standard for its candidates.
TEST_F(SimulatorsTest, BeginAtZeroWhereTheGoldenDoes) {
  put("solution/rtl/counter.sv", kForgetful);
  use_testbench(
      "  logic [3:0] expected = 0;\n  always @(posedge clk) if (en) expected <= expected + 1;\n"
      "  always @(negedge clk) if (count !== expected) $error(\"count: expected %h, got %h\", expected, count);\n");
  use_simulator(SimulatorChoice::verilator);
  for (const std::string& text : {kForgetful, kForgetful + "// another text\n"}) {
    const Verdict verdict = judge(text);
    EXPECT_TRUE(verdict.passed()) << verdict.summary;
    EXPECT_TRUE(mentions(verdict, "registers began at zero: the golden passes only so"));
  }
  EXPECT_EQ(judge(test::counter("  assign count = 0;\n  assign wrap = 0;\n")).status, VerdictStatus::failed);
}

TEST_F(SimulatorsTest, RefuseWhatReachesOutOfTheDesign) {
  // An unnamed block has a name that the gate cannot know: 1800-2017 27.6.
  use_testbench("  for (genvar g = 0; g < 2; g++) begin\n    logic [3:0] secret = 4'd5;\n  end\n" +
                std::string(kChecks));
  const std::string thief = test::counter(std::string(test::kCounting) +
                                          "  assign wrap = (en && count == 4'd15) ^ (genblk1[0].secret != 4'd5);\n");
  const std::string owner =
      test::counter(std::string(test::kCounting) +
                    "  for (genvar g = 0; g < 2; g++) begin\n    logic [3:0] mine = 4'd5;\n  end\n"
                    "  assign wrap = (en && count == 4'd15) ^ (genblk1[0].mine != 4'd5);\n");
  for (const SimulatorChoice choice : {SimulatorChoice::verilator, SimulatorChoice::icarus}) {
    use_simulator(choice);
    const Verdict verdict = judge(thief);
    EXPECT_EQ(verdict.status, VerdictStatus::refused) << to_string(choice) << ": " << verdict.summary;
    EXPECT_TRUE(judge(owner).passed()) << to_string(choice);
  }
}

TEST_F(SimulatorsTest, SayWhenIcarusIsMissing) {
  judge_ = std::make_unique<RtlJudge>(*box_, runtime_, std::nullopt, RtlJudgeOptions{SimulatorChoice::both, {}, false});
  const auto verdict = evaluate({});
  EXPECT_EQ(test::code_name(verdict), "unavailable");
  EXPECT_NE(test::error_line(verdict).find("apt-get install iverilog"), std::string::npos);
  judge_ =
      std::make_unique<RtlJudge>(*box_, runtime_, std::nullopt, RtlJudgeOptions{SimulatorChoice::automatic, {}, false});
  EXPECT_EQ(judge(test::right_counter()).decided_by, "verilator");
}

TEST_F(SimulatorsTest, FollowTheTaskWithoutAChoice) {
  auto icarus = prepare_icarus_runtime(*box_, GS_TEST_CACHE, Log::null());
  ASSERT_TRUE(icarus);
  judge_ = std::make_unique<RtlJudge>(*box_, runtime_, *icarus);
  EXPECT_EQ(judge(test::right_counter()).decided_by, "verilator");
  put("task.toml", std::string(test::kHead) + std::string(test::kTraceJudge));
  tasks::test::replace_in(folder() / "task.toml", "top = \"bench\"", "top = \"bench\"\nsimulator = \"icarus\"");
  EXPECT_EQ(judge(test::right_counter()).decided_by, "icarus");
}

TEST_F(SimulatorsTest, KeepAWaveAndSayWhatDroveAMismatch) {
  for (const SimulatorChoice choice : {SimulatorChoice::verilator, SimulatorChoice::icarus}) {
    auto icarus = prepare_icarus_runtime(*box_, GS_TEST_CACHE, Log::null());
    ASSERT_TRUE(icarus);
    judge_ = std::make_unique<RtlJudge>(*box_, runtime_, *icarus, RtlJudgeOptions{choice, GS_TEST_CACHE, false});
    const tasks::Candidate wrong{{{std::string(test::kDesign), test::wrong_counter()}}, ""};
    const Verdict verdict = judge(wrong);
    const auto explanation = judge_->explain(task(), wrong, evaluators::Phase::judge, verdict, 2000);
    ASSERT_TRUE(explanation) << test::error_line(explanation);
    EXPECT_GT(explanation->fst.size(), 100u);
    EXPECT_LE(explanation->text.size(), 2000u);
    EXPECT_NE(explanation->text.find("assign wrap = en && count == 4'd14;"), std::string::npos) << explanation->text;
    EXPECT_NE(explanation->text.find("count=e"), std::string::npos) << explanation->text;
  }
}

}  // namespace
}  // namespace gs::rtl
