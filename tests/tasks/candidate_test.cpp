#include "tasks/candidate.hpp"

#include <gtest/gtest.h>

#include "base/hash.hpp"
#include "tests/support/error_line.hpp"

namespace gs::tasks {
namespace {

using gs::test::code_name;
using gs::test::error_line;

Task adder() {
  Task task;
  task.suite = "rtl-repair";
  task.id = "adder";
  task.sources = {"rtl/a.sv", "rtl/b.sv"};
  task.workspace = {{"repro/tb.sv", "tb\n"}, {"rtl/a.sv", "a1\na2\n"}, {"rtl/b.sv", "b\n"}};
  task.solution = {{"rtl/a.sv", "a1\nfixed\n"}};
  task.known_bad = {{"clamps", {{"rtl/b.sv", "clamped\n"}}}, {"widens", {{"rtl/b.sv", "wide\n"}}}};
  return task;
}

TEST(CandidateTest, IsIdentifiedByItsFilesOnly) {
  const Candidate one{{{"rtl/a.sv", "x"}}, "because"}, other{{{"rtl/a.sv", "x"}}, "for another reason"};
  EXPECT_EQ(one.hash(), other.hash());
  EXPECT_EQ(one.hash(), Sha256().add_part("rtl/a.sv").add_part("x").hex());
  EXPECT_NE(one.hash(), Candidate{}.hash());
}

TEST(CandidateTest, LiesOverTheWorkspace) {
  const auto files = overlay(adder(), {{{"rtl/b.sv", "new\n"}}, ""});
  ASSERT_TRUE(files) << error_line(files);
  EXPECT_EQ(*files, (FileSet{{"repro/tb.sv", "tb\n"}, {"rtl/a.sv", "a1\na2\n"}, {"rtl/b.sv", "new\n"}}));
}

TEST(CandidateTest, IsTheStartingStateWhenEmpty) {
  EXPECT_EQ(*overlay(adder(), {}), adder().workspace);
}

TEST(CandidateTest, MayNotTouchOtherFiles) {
  for (const char* path : {"repro/tb.sv", "rtl/new.sv", "../tests/tb.sv", "/etc/passwd", "rtl/./a.sv"}) {
    const auto files = overlay(adder(), {{{path, "x"}}, ""});
    EXPECT_EQ(code_name(files), "invalid_input") << path;
    EXPECT_EQ(error_line(files), std::string(path) + ": not a file that may be changed; those are rtl/a.sv, rtl/b.sv");
  }
}

TEST(CandidateTest, HandsInTheGoldenAnswer) {
  EXPECT_EQ(golden_candidate(adder()).files, (FileSet{{"rtl/a.sv", "a1\nfixed\n"}}));
}

TEST(CandidateTest, HandsInAKnownBadByName) {
  const auto candidate = known_bad_candidate(adder(), "widens");
  ASSERT_TRUE(candidate) << error_line(candidate);
  EXPECT_EQ(candidate->files, (FileSet{{"rtl/b.sv", "wide\n"}}));
  const auto missing = known_bad_candidate(adder(), "nothing");
  EXPECT_EQ(code_name(missing), "not_found");
  EXPECT_EQ(error_line(missing), "task rtl-repair/adder has no known_bad \"nothing\"; it has: clamps, widens");
}

TEST(CandidateTest, ShowsItsDifferencesInPathOrder) {
  const Candidate candidate{{{"rtl/b.sv", "new\n"}, {"rtl/a.sv", "a1\nfixed\n"}}, ""};
  EXPECT_EQ(diff_against_workspace(adder(), candidate),
            "--- a/rtl/a.sv\n+++ b/rtl/a.sv\n@@ -1,2 +1,2 @@\n a1\n-a2\n+fixed\n"
            "--- a/rtl/b.sv\n+++ b/rtl/b.sv\n@@ -1 +1 @@\n-b\n+new\n");
}

TEST(CandidateTest, ShowsNoDifferenceForUnchangedFiles) {
  EXPECT_EQ(diff_against_workspace(adder(), {{{"rtl/b.sv", "b\n"}}, ""}), "");
}

}  // namespace
}  // namespace gs::tasks
