#include "evaluators/admission.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>

#include "tests/support/error_line.hpp"
#include "tests/support/fake_evaluator.hpp"

namespace gs::evaluators {
namespace {

using gs::test::code_name;
using gs::test::error_line;
using gs::test::FakeEvaluator;
using tasks::Candidate;
using tasks::Task;
using tasks::Verdict;
using tasks::VerdictStatus;

const std::string kFile = "rtl/adder.sv";
const std::string kHeader = "module adder(input logic [7:0] a, b, output logic [8:0] sum, output logic carry);\n";

Task adder() {
  Task task;
  task.suite = "rtl-repair";
  task.id = "adder";
  task.design_top = "adder";
  task.sources = {kFile};
  task.workspace = {{kFile, kHeader + "  assign {carry, sum} = a - b;\nendmodule\n"}, {"notes.txt", "adds\n"}};
  task.solution = {{kFile, kHeader + "  assign {carry, sum} = a + b;\nendmodule\n"}};
  task.hidden = {{"tb.sv", "module tb;\nendmodule\n"}};
  task.known_bad = {{"multiplies", {{kFile, kHeader + "  assign {carry, sum} = a * b;\nendmodule\n"}}}};
  return task;
}

Verdict verdict_of(VerdictStatus status) {
  Verdict verdict;
  verdict.status = status;
  verdict.summary = "as scripted";
  return verdict;
}

bool is_known_bad(const Task& task, const Candidate& candidate) {
  return candidate.files == task.known_bad.at(0).files;
}

// The golden passes and a known_bad gets `status`.
FakeEvaluator known_bad_gets(VerdictStatus status) {
  return FakeEvaluator([status](const Task& task, const Candidate& candidate, Phase phase) -> Result<Verdict> {
    if (is_known_bad(task, candidate)) return verdict_of(status);
    return FakeEvaluator::golden_passes(task, candidate, phase);
  });
}

class AdmissionTest : public testing::Test {
 protected:
  // The check of that name; a missing one fails the test.
  AdmissionCheck check(std::string_view name) {
    FakeEvaluator evaluator;
    return check(name, evaluator);
  }
  AdmissionCheck check(std::string_view name, Evaluator& evaluator) {
    const auto admission = admit(task_, evaluator);
    EXPECT_TRUE(admission) << error_line(admission);
    if (!admission) return {};
    for (const AdmissionCheck& c : admission->checks) {
      EXPECT_TRUE(c.holds || !admission->admitted()) << c.name;
      if (c.name == name) return c;
    }
    ADD_FAILURE() << "no check is called " << name;
    return {};
  }

  Task task_ = adder();
};

TEST_F(AdmissionTest, AdmitsASoundTask) {
  FakeEvaluator evaluator;
  const auto admission = admit(task_, evaluator);
  ASSERT_TRUE(admission) << error_line(admission);
  EXPECT_EQ(admission->task, "rtl-repair/adder");
  EXPECT_TRUE(admission->admitted());
  std::string names;
  for (const AdmissionCheck& c : admission->checks) names += c.name + (c.holds ? "\n" : ": " + c.detail + "\n");
  EXPECT_EQ(
      names,
      "golden passes\nstarting state fails\ntwo judgements agree\nknown_bad multiplies fails\nempty answer fails\n"
      "constant answer fails\nechoed inputs fail\nnothing hidden is reachable\n");
}

TEST_F(AdmissionTest, AdmitsNothingWithoutChecks) {
  EXPECT_FALSE(Admission{}.admitted());
}

TEST_F(AdmissionTest, WantsTheGoldenToPass) {
  FakeEvaluator fails_all([](const auto&...) -> Result<Verdict> { return verdict_of(VerdictStatus::failed); });
  EXPECT_FALSE(check("golden passes", fails_all).holds);
}

TEST_F(AdmissionTest, WantsEveryWrongAnswerToFail) {
  FakeEvaluator passes_all([](const auto&...) -> Result<Verdict> { return verdict_of(VerdictStatus::passed); });
  for (const char* name : {"starting state fails", "known_bad multiplies fails", "empty answer fails",
                           "constant answer fails", "echoed inputs fail"}) {
    EXPECT_FALSE(check(name, passes_all).holds) << name;
  }
}

TEST_F(AdmissionTest, WantsAKnownBadThatRuns) {
  const auto holds = [this](VerdictStatus status) {
    FakeEvaluator evaluator = known_bad_gets(status);
    return check("known_bad multiplies fails", evaluator).holds;
  };
  EXPECT_TRUE(holds(VerdictStatus::failed));
  EXPECT_TRUE(holds(VerdictStatus::timeout));
  EXPECT_FALSE(holds(VerdictStatus::passed));
  EXPECT_FALSE(holds(VerdictStatus::compile_error));
  EXPECT_FALSE(holds(VerdictStatus::refused));
  EXPECT_FALSE(holds(VerdictStatus::tool_crash));
}

TEST_F(AdmissionTest, WantsAKnownBad) {
  task_.known_bad.clear();
  EXPECT_FALSE(check("has a known_bad").holds);
}

TEST_F(AdmissionTest, WantsTwoJudgementsToAgree) {
  std::uint64_t asked = 0;
  FakeEvaluator wavers([&asked](const Task& task, const Candidate& candidate, Phase phase) {
    auto verdict = FakeEvaluator::golden_passes(task, candidate, phase);
    if (verdict->status == VerdictStatus::failed) verdict->mismatches = {{"sum", ++asked, 10, 0, 1, "1", "0"}};
    return verdict;
  });
  EXPECT_FALSE(check("two judgements agree", wavers).holds);
}

TEST_F(AdmissionTest, TakesAJudgementThatIsAnErrorForNoAgreement) {
  int asked = 0;
  FakeEvaluator wavers([&asked](const Task& task, const Candidate& candidate, Phase phase) -> Result<Verdict> {
    if (candidate.files.empty() && ++asked == 3) return invalid_input("the hidden test compares nothing");
    return FakeEvaluator::golden_passes(task, candidate, phase);
  });
  const AdmissionCheck agreement = check("two judgements agree", wavers);
  EXPECT_FALSE(agreement.holds);
  EXPECT_EQ(agreement.detail, "the hidden test compares nothing");
}

TEST_F(AdmissionTest, ReportsAnErrorOfTheTaskAsAFailedCheck) {
  FakeEvaluator refuses([](const auto&...) -> Result<Verdict> { return invalid_input("the golden does not build"); });
  const AdmissionCheck golden = check("golden passes", refuses);
  EXPECT_FALSE(golden.holds);
  EXPECT_EQ(golden.detail, "the golden does not build");
  EXPECT_FALSE(check("starting state fails", refuses).holds);
}

TEST_F(AdmissionTest, GivesUpWhenABoxOrToolIsMissing) {
  FakeEvaluator no_tool([](const auto&...) -> Result<Verdict> { return unavailable("verilator is not installed"); });
  EXPECT_EQ(code_name(admit(task_, no_tool)), "unavailable");
  FakeEvaluator no_box([](const auto&...) -> Result<Verdict> { return verdict_of(VerdictStatus::sandbox_error); });
  EXPECT_EQ(code_name(admit(task_, no_box)), "unavailable");
  int asked = 0;
  FakeEvaluator no_box_later([&asked](const Task& task, const Candidate& candidate, Phase phase) -> Result<Verdict> {
    if (++asked >= 3) return unavailable("no box");
    return FakeEvaluator::golden_passes(task, candidate, phase);
  });
  EXPECT_EQ(code_name(admit(task_, no_box_later)), "unavailable");
}

TEST_F(AdmissionTest, TakesACrashOfAToolForNoFailure) {
  FakeEvaluator crashes([](const Task& task, const Candidate& candidate, Phase phase) -> Result<Verdict> {
    if (candidate.files.empty()) return verdict_of(VerdictStatus::tool_crash);
    return FakeEvaluator::golden_passes(task, candidate, phase);
  });
  EXPECT_FALSE(check("starting state fails", crashes).holds);
}

TEST_F(AdmissionTest, FindsAHiddenFileInTheWorkspace) {
  task_.workspace["copy.sv"] = task_.hidden["tb.sv"];
  const AdmissionCheck hidden = check("nothing hidden is reachable");
  EXPECT_FALSE(hidden.holds);
  EXPECT_EQ(hidden.detail, "workspace/copy.sv equals tests/tb.sv");
}

TEST_F(AdmissionTest, FindsTheSolutionInTheWorkspace) {
  task_.solution["notes.txt"] = "adds\n";
  EXPECT_EQ(check("nothing hidden is reachable").detail, "workspace/notes.txt equals solution/notes.txt");
}

TEST_F(AdmissionTest, FindsTalkAboutTheHiddenPartInTheWorkspace) {
  for (const char* text : {"see solution/rtl", "as in known_bad", "compare tests/tb.sv"}) {
    task_.workspace["notes.txt"] = text;
    EXPECT_FALSE(check("nothing hidden is reachable").holds) << text;
  }
}

TEST_F(AdmissionTest, AsksTheCheckInBothDirections) {
  task_.check.emplace();
  EXPECT_TRUE(check("check fails on the starting state").holds);
  EXPECT_TRUE(check("check passes on the golden").holds);
  FakeEvaluator inverted_check([](const Task& task, const Candidate& candidate, Phase phase) -> Result<Verdict> {
    auto verdict = FakeEvaluator::golden_passes(task, candidate, phase);
    if (phase == Phase::check) return verdict_of(verdict->passed() ? VerdictStatus::failed : VerdictStatus::passed);
    return verdict;
  });
  EXPECT_FALSE(check("check fails on the starting state", inverted_check).holds);
  EXPECT_FALSE(check("check passes on the golden", inverted_check).holds);
}

TEST_F(AdmissionTest, AsksNoCheckOfATaskWithoutOne) {
  FakeEvaluator evaluator;
  ASSERT_TRUE(admit(task_, evaluator));
  const auto calls = evaluator.calls();
  EXPECT_FALSE(calls.empty());
  EXPECT_TRUE(std::all_of(calls.begin(), calls.end(), [](const auto& call) { return call.phase == Phase::judge; }));
}

TEST_F(AdmissionTest, HandsInAnEmptyAConstantAndAnEchoingAnswer) {
  Candidate empty, constant, echo;
  echo.files[kFile] = kHeader + "  assign sum = {a, b};\n  assign carry = {a, b};\nendmodule\n";
  empty.files[kFile] = "";
  constant.files[kFile] = kHeader + "  assign sum = '0;\n  assign carry = '0;\nendmodule\n";
  FakeEvaluator evaluator;
  ASSERT_TRUE(admit(task_, evaluator));
  const auto asked = [&](const Candidate& candidate) {
    const auto calls = evaluator.calls();
    return std::any_of(calls.begin(), calls.end(),
                       [&](const auto& call) { return call.candidate_hash == candidate.hash(); });
  };
  EXPECT_TRUE(asked(empty));
  EXPECT_TRUE(asked(constant));
  EXPECT_TRUE(asked(echo));
}

TEST_F(AdmissionTest, WantsPortsItCanRead) {
  task_.workspace[kFile] = task_.solution[kFile] = "module adder(a, sum);\n  input a;\n  output sum;\nendmodule\n";
  EXPECT_FALSE(check("constant answer fails").holds);
}

// The text of an answer made from a top of this source, in the starting state as in the golden.
std::string text_of(const std::string& source, std::optional<Candidate> (*answer)(const Task&)) {
  Task task = adder();
  task.workspace[kFile] = task.solution[kFile] = source;
  const auto candidate = answer(task);
  return candidate ? candidate->files.at(kFile) : std::string();
}
std::string constant_of(const std::string& source) {
  return text_of(source, constant_answer);
}

TEST(ConstantAnswerTest, TakesThePortsOfTheGoldenWhereTheStartHasNone) {
  Task task = adder();
  for (const char* start : {"", "// write it here\n", "module adder(a, b); output a; input b; endmodule\n"}) {
    task.workspace[kFile] = start;
    const auto answer = constant_answer(task);
    ASSERT_TRUE(answer) << start;
    EXPECT_EQ(answer->files.at(kFile), kHeader + "  assign sum = '0;\n  assign carry = '0;\nendmodule\n");
  }
}

TEST(EchoAnswerTest, HandsAllInputsOn) {
  EXPECT_EQ(
      text_of("module adder(input clk, input [3:0] a, b, output [1:0] x, input c, output y); endmodule", echo_answer),
      "module adder(input clk, input [3:0] a, b, output [1:0] x, input c, output y);\n"
      "  assign x = {clk, a, b, c};\n  assign y = {clk, a, b, c};\nendmodule\n");
}

TEST(EchoAnswerTest, NeedsInputs) {
  EXPECT_EQ(text_of("module adder(output y); endmodule", echo_answer), "");
}

TEST(ConstantAnswerTest, TiesEveryOutput) {
  EXPECT_EQ(constant_of(kHeader + "  assign sum = a;\nendmodule\n"),
            kHeader + "  assign sum = '0;\n  assign carry = '0;\nendmodule\n");
}

TEST(ConstantAnswerTest, KeepsImportsAndParameters) {
  const std::string header =
      "module adder import p::*; import q::w; #(parameter int W = (4), parameter type T = logic [W-1:0])\n"
      "  (output T y, input T a, output p::t z);";
  EXPECT_EQ(constant_of(header + " assign y = a; endmodule"),
            header + "\n  assign y = '0;\n  assign z = '0;\nendmodule\n");
}

TEST(ConstantAnswerTest, LeavesInputsAlone) {
  const std::string header = "module adder(output reg [1:0] x, y, input z, inout w, output wire v);";
  EXPECT_EQ(constant_of(header + " endmodule"),
            header + "\n  assign x = '0;\n  assign y = '0;\n  assign v = '0;\nendmodule\n");
}

TEST(ConstantAnswerTest, FindsTheTopAmongOtherModules) {
  EXPECT_EQ(constant_of("module other(output a); endmodule\nmodule adder(output b); assign b = 1; endmodule"),
            "module adder(output b);\n  assign b = '0;\nendmodule\n");
}

TEST(ConstantAnswerTest, IsEmptyWithoutAnAnsiPortList) {
  EXPECT_EQ(constant_of("module adder(a, b); output a; input b; endmodule"), "");
  EXPECT_EQ(constant_of("module adder(input a); endmodule"), "");
  EXPECT_EQ(constant_of("module adder; endmodule"), "");
  EXPECT_EQ(constant_of("module adder(output a"), "");
  EXPECT_EQ(constant_of("module other(output a); endmodule"), "");
  EXPECT_EQ(constant_of(""), "");
}

}  // namespace
}  // namespace gs::evaluators
