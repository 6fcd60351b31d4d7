#include "evaluators/rtl/rtl_inspector.hpp"

#include <gtest/gtest.h>

#include "tests/evaluators/judge_fixture.hpp"

namespace gs::rtl {
namespace {

using evaluators::Phase;
using tasks::Candidate;
using tasks::VerdictStatus;

class RtlInspectorTest : public test::JudgeTest {
 protected:
  void SetUp() override {
    JudgeTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    lab_ = std::make_unique<RtlLab>(*box_, runtime());
    put("task.toml", std::string(test::kHead) + std::string(test::kTraceJudge) +
                         "[check]\nevaluator = \"rtl-testbench\"\ntestbench = [\"repro/tb.sv\"]\ntop = \"bench\"\n"
                         "seeds = [1]\n");
    put("workspace/repro/tb.sv",
        std::string(test::kStimulus) +
            "  int k = 0;\n  always @(negedge clk) begin\n"
            "    if (wrap !== (k == 15)) $error(\"wrap: expected %0b, got %0b\", k == 15, wrap);\n"
            "    k = k + 1;\n  end\nendmodule\n");
    judge_ = std::make_unique<RtlJudge>(*box_, runtime(), std::nullopt, RtlJudgeOptions{{}, GS_TEST_CACHE});
    inspector_ = std::make_unique<RtlInspector>(*judge_, *lab_);
  }
  static Candidate with(const std::string& design) { return {{{std::string(test::kDesign), design}}, ""}; }
  Result<std::string> trace(const Candidate& candidate, const evaluators::SignalAt& where, std::size_t cap = 3000) {
    const tasks::Verdict check = judge(candidate, Phase::check);
    return inspector_->trace(task(), candidate, check, where, cap);
  }
  std::string traced(const Candidate& candidate, const evaluators::SignalAt& where) {
    const auto text = trace(candidate, where);
    return text ? *text : "error: " + text.error().message();
  }

  std::unique_ptr<RtlLab> lab_;
  std::unique_ptr<RtlInspector> inspector_;
};

TEST_F(RtlInspectorTest, CompilesTheDesignAlone) {
  const auto good = inspector_->compile(task(), with(test::right_counter()));
  ASSERT_TRUE(good) << test::error_line(good);
  EXPECT_TRUE(good->passed());
  EXPECT_EQ(good->summary, "compiles");
  EXPECT_EQ(good->feedback, "");

  const auto warned = inspector_->compile(task(), with(test::right_counter("  logic [3:0] narrow = 8'd1;\n")));
  ASSERT_TRUE(warned) << test::error_line(warned);
  EXPECT_TRUE(warned->passed());
  EXPECT_EQ(warned->summary.substr(0, 15), "compiles, with ");
  EXPECT_NE(warned->feedback.find("rtl/counter.sv:"), std::string::npos);

  const auto bad = inspector_->compile(task(), with(test::counter("  assign wrap = nothing;\n")));
  ASSERT_TRUE(bad) << test::error_line(bad);
  EXPECT_EQ(bad->status, VerdictStatus::compile_error);
  EXPECT_NE(bad->feedback.find("nothing"), std::string::npos);
  EXPECT_EQ(bad->feedback.find("/box"), std::string::npos);
}

TEST_F(RtlInspectorTest, TracesASignalToWhatDroveIt) {
  const Candidate wrong = with(test::wrong_counter());
  const std::string text = traced(wrong, {"wrap", 150'000});
  EXPECT_EQ(text.substr(0, 21), "At 150 ns: wrap = 1\nJ") << text;
  EXPECT_NE(text.find("rtl/counter.sv:6: assign wrap = en && count == 4'd14;"), std::string::npos) << text;
  EXPECT_NE(text.find("count = e"), std::string::npos) << text;
  // Without a time: where the test saw its first mismatch.
  EXPECT_EQ(traced(wrong, {"dut.count", {}}).substr(0, 18), "At 150 ns: count =");
  EXPECT_EQ(traced(wrong, {"count[0]", {}}).substr(0, 18), "At 150 ns: count =");
}

TEST_F(RtlInspectorTest, TracesADesignThatPassesToItsEnd) {
  EXPECT_EQ(traced(with(test::right_counter()), {"count", {}}).substr(0, 18), "At 315 ns: count =");
  EXPECT_EQ(traced(with(test::right_counter()), {"count", 999'000'000}).substr(0, 18), "At 315 ns: count =");
}

TEST_F(RtlInspectorTest, NamesTheNearestOfASignalThatThereIsNot) {
  EXPECT_EQ(traced(with(test::wrong_counter()), {"cuont", {}}),
            "error: no signal \"cuont\" in the simulation; is \"count\" meant?");
  EXPECT_EQ(traced(with(test::wrong_counter()), {"", {}}), "error: no signal \"\" in the simulation");
  EXPECT_EQ(traced(with(test::wrong_counter()), {"k", {}}),
            "error: \"gs_top.tb.k\" is no signal that the design drives");
}

TEST_F(RtlInspectorTest, HasNothingToTraceWhereNothingRan) {
  const auto text = trace(with(test::counter("  assign wrap = nothing;\n")), {"wrap", {}});
  ASSERT_FALSE(text);
  EXPECT_EQ(test::code_name(text), "invalid_input");
}

TEST_F(RtlInspectorTest, KeepsToTheLimit) {
  const auto text = trace(with(test::wrong_counter()), {"wrap", 150'000}, 200);
  ASSERT_TRUE(text) << test::error_line(text);
  EXPECT_LE(text->size(), 200u);
}

}  // namespace
}  // namespace gs::rtl
