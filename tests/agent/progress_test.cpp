#include "agent/progress.hpp"

#include <gtest/gtest.h>

namespace gs::agent {
namespace {

using Ruling = StuckWatch::Ruling;
using Step = StuckWatch::Step;
using tasks::Candidate;
using tasks::Verdict;
using tasks::VerdictStatus;

Candidate with(const std::string& text) {
  return {{{"a.v", text}}, text};
}

Verdict failing(std::uint64_t wrong, const std::string& summary = "differs") {
  Verdict verdict;
  verdict.status = VerdictStatus::failed;
  verdict.summary = summary;
  tasks::Mismatch m;
  m.signal = "q";
  m.count = wrong;
  verdict.mismatches = {m};
  return verdict;
}

Verdict with_status(VerdictStatus status) {
  Verdict verdict;
  verdict.status = status;
  return verdict;
}

TEST(IsBetterTest, OrdersPassesFailuresAndWhatDoesNotRun) {
  const Verdict passed = with_status(VerdictStatus::passed), broken = with_status(VerdictStatus::compile_error);
  EXPECT_TRUE(is_better(passed, failing(1)));
  EXPECT_TRUE(is_better(failing(1), failing(2)));
  EXPECT_TRUE(is_better(failing(900), broken));
  EXPECT_FALSE(is_better(broken, failing(900)));
  EXPECT_FALSE(is_better(failing(2), failing(2)));
}

TEST(BestTest, KeepsTheFirstOfEqualOnes) {
  Best best;
  EXPECT_TRUE(best.empty());
  EXPECT_TRUE(best.offer(with("a"), failing(5)));
  EXPECT_FALSE(best.offer(with("b"), failing(5)));
  EXPECT_FALSE(best.offer(with("c"), failing(6)));
  EXPECT_EQ(best.candidate().files.at("a.v"), "a");
  EXPECT_TRUE(best.offer(with("d"), failing(4)));
  EXPECT_EQ(best.candidate().files.at("a.v"), "d");
  EXPECT_EQ(best.check().mismatch_count(), 4u);
}

TEST(StuckWatchTest, NudgesRestartsAndStopsWhoRepeatsHimself) {
  StuckWatch watch;
  EXPECT_EQ(watch.note(with("a"), failing(5), true), Ruling::go_on);
  EXPECT_EQ(watch.note(with("a"), failing(5), false), Ruling::nudge);
  EXPECT_EQ(watch.why(), "the same change again");
  EXPECT_EQ(watch.note(with("a"), failing(5), false), Ruling::restart);
  EXPECT_EQ(watch.note(with("a"), failing(5), false), Ruling::stop);
}

TEST(StuckWatchTest, GivesAnotherChangeWithTheSameFailureMorePatience) {
  StuckWatch watch;
  EXPECT_EQ(watch.note(with("a"), failing(5), true), Ruling::go_on);
  EXPECT_EQ(watch.note(with("b"), failing(5), false), Ruling::go_on);
  EXPECT_EQ(watch.note(with("c"), failing(5), false), Ruling::nudge);
  EXPECT_EQ(watch.why(), "another change with the same failure");
  EXPECT_EQ(watch.note(with("d"), failing(5), false), Ruling::go_on);
  EXPECT_EQ(watch.note(with("e"), failing(5), false), Ruling::restart);
}

TEST(StuckWatchTest, LetsWhoGetsSomewhereGoOn) {
  StuckWatch watch;
  for (std::uint64_t wrong = 50; wrong > 0; --wrong)
    EXPECT_EQ(watch.note(with(std::to_string(wrong)), failing(wrong), true), Ruling::go_on);
}

TEST(StuckWatchTest, TakesItsAdviceBackAfterANewBest) {
  StuckWatch watch;
  watch.note(with("a"), failing(5), true);
  EXPECT_EQ(watch.note(with("a"), failing(5), false), Ruling::nudge);
  EXPECT_EQ(watch.note(with("b"), failing(4), true), Ruling::go_on);
  EXPECT_EQ(watch.note(with("b"), failing(4), false), Ruling::nudge);
  // Something new that is no better forgives the points, not the advice.
  EXPECT_EQ(watch.note(with("c"), failing(9), false), Ruling::go_on);
  EXPECT_EQ(watch.note(with("c"), failing(9), false), Ruling::restart);
}

TEST(StuckWatchTest, FindsACircleOfTwo) {
  StuckWatch watch;
  watch.note(with("a"), failing(5), true);
  watch.note(with("b"), failing(6), false);
  EXPECT_EQ(watch.note(with("a"), failing(5), false), Ruling::nudge);
  EXPECT_EQ(watch.note(with("b"), failing(6), false), Ruling::restart);
}

TEST(StuckWatchTest, CountsCallsThatChangeNothing) {
  StuckWatch watch;
  EXPECT_EQ(watch.note(Step::progress), Ruling::go_on);
  EXPECT_EQ(watch.note(Step::same_action), Ruling::nudge);
  EXPECT_EQ(watch.note(Step::progress), Ruling::go_on);
  EXPECT_EQ(watch.note(Step::same_action), Ruling::restart);
}

TEST(EvidenceTest, LeavesOfAVerdictWhatItSaysOfCompiling) {
  EXPECT_TRUE(compile_part(failing(3, "hidden value 7")).passed());
  EXPECT_EQ(compile_part(failing(3, "hidden value 7")).summary, "compiles");
  EXPECT_TRUE(compile_part(failing(3)).mismatches.empty());
  EXPECT_TRUE(compile_part(with_status(VerdictStatus::timeout)).passed());
  for (const VerdictStatus status : {VerdictStatus::compile_error, VerdictStatus::refused, VerdictStatus::tool_crash,
                                     VerdictStatus::sandbox_error}) {
    Verdict verdict = with_status(status);
    verdict.feedback = "line 3: syntax error";
    EXPECT_EQ(compile_part(verdict).status, status);
    EXPECT_EQ(compile_part(verdict).feedback, "line 3: syntax error");
  }
}

TEST(EvidenceTest, IsKnownByItsName) {
  for (const std::string& name : evidence_names()) {
    ASSERT_TRUE(evidence_from(name)) << name;
    EXPECT_EQ(to_string(*evidence_from(name)), name);
  }
  const auto unknown = evidence_from("all");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().message(), "--evidence: \"all\" is not known; there are: none, compile, visible, judge");
}

}  // namespace
}  // namespace gs::agent
