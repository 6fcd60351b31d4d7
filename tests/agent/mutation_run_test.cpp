#include "agent/mutation/mutation_run.hpp"

#include <gtest/gtest.h>

#include "tests/support/error_line.hpp"
#include "tests/support/fake_evaluator.hpp"

namespace gs::agent::mutation {
namespace {

using gs::test::code_name;
using gs::test::FakeEvaluator;
using tasks::VerdictStatus;

class NoBox final : public sandbox::Sandbox {
 public:
  sandbox::Outcome run(const sandbox::Request&) override { return {}; }
  Result<std::unique_ptr<sandbox::Session>> open_session(const sandbox::Request&) override {
    return unavailable("no box");
  }
  std::string description() const override { return "none"; }
};

Result<MutantResult> fate_with(VerdictStatus status) {
  FakeEvaluator judge([status](const auto&...) -> Result<tasks::Verdict> {
    tasks::Verdict verdict;
    verdict.status = status;
    return verdict;
  });
  NoBox box;
  const rtl::VerilatorRuntime runtime;
  const rtl::RtlLab lab(box, runtime);
  return try_mutant({}, {}, {}, {judge, lab, nullptr});
}

TEST(MutationRunTest, JudgesAMutantByItsVerdict) {
  EXPECT_EQ(fate_with(VerdictStatus::failed)->fate, Fate::killed);
  EXPECT_EQ(fate_with(VerdictStatus::timeout)->fate, Fate::killed);
  EXPECT_EQ(fate_with(VerdictStatus::crashed)->fate, Fate::killed);
  EXPECT_EQ(fate_with(VerdictStatus::compile_error)->fate, Fate::stillborn);
  EXPECT_EQ(fate_with(VerdictStatus::refused)->fate, Fate::stillborn);
  EXPECT_EQ(fate_with(VerdictStatus::tool_crash)->fate, Fate::stillborn);
  EXPECT_EQ(fate_with(VerdictStatus::passed)->fate, Fate::survived);
  EXPECT_EQ(code_name(fate_with(VerdictStatus::sandbox_error)), "unavailable");
}

TEST(MutationRunTest, SaysThatEquivalenceWasNotLookedAt) {
  EXPECT_EQ(fate_with(VerdictStatus::passed)->note, "not looked at for equivalence");
}

TEST(MutationCountsTest, ScoreLeavesOutWhatIsNoFault) {
  MutationCounts counts;
  for (int i = 0; i < 6; ++i) counts.add(Fate::killed);
  for (int i = 0; i < 2; ++i) counts.add(Fate::survived);
  for (int i = 0; i < 3; ++i) counts.add(Fate::equivalent);
  counts.add(Fate::stillborn);
  EXPECT_EQ(counts.made, 12u);
  EXPECT_EQ(counts.valid(), 8u);
  EXPECT_DOUBLE_EQ(counts.score(), 0.75);
}

TEST(MutationCountsTest, WithoutValidMutantsNothingIsShown) {
  MutationCounts counts;
  EXPECT_EQ(counts.score(), 0.0);
  counts.add(Fate::equivalent);
  counts.add(Fate::stillborn);
  EXPECT_EQ(counts.score(), 0.0);
}

TEST(MutationCountsTest, AddUp) {
  MutationCounts a, b;
  a.add(Fate::killed);
  b.add(Fate::survived);
  b.add(Fate::killed);
  a += b;
  EXPECT_EQ(a.made, 3u);
  EXPECT_EQ(a.killed, 2u);
  EXPECT_EQ(a.survived, 1u);
}

}  // namespace
}  // namespace gs::agent::mutation
