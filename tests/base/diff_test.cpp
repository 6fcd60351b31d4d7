#include "base/diff.hpp"

#include <gtest/gtest.h>

#include "base/rng.hpp"

namespace gs {
namespace {

TEST(DiffTest, IsEmptyForEqualTexts) {
  EXPECT_EQ(unified_diff("", "", "f"), "");
  EXPECT_EQ(unified_diff("a\nb\n", "a\nb\n", "f"), "");
}

TEST(DiffTest, ShowsAReplacedLineWithThreeLinesAround) {
  EXPECT_EQ(unified_diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n", "rtl/fifo.sv"),
            "--- a/rtl/fifo.sv\n"
            "+++ b/rtl/fifo.sv\n"
            "@@ -2,7 +2,7 @@\n"
            " 2\n"
            " 3\n"
            " 4\n"
            "-5\n"
            "+five\n"
            " 6\n"
            " 7\n"
            " 8\n");
}

TEST(DiffTest, AddsAtTheStart) {
  EXPECT_EQ(unified_diff("a\nb\nc\nd\ne\n", "new\na\nb\nc\nd\ne\n", "f"),
            "--- a/f\n+++ b/f\n@@ -1,3 +1,4 @@\n+new\n a\n b\n c\n");
}

TEST(DiffTest, AddsAtTheEnd) {
  EXPECT_EQ(unified_diff("a\nb\nc\nd\ne\n", "a\nb\nc\nd\ne\nnew\n", "f"),
            "--- a/f\n+++ b/f\n@@ -3,3 +3,4 @@\n c\n d\n e\n+new\n");
}

TEST(DiffTest, RemovesAtStartAndEnd) {
  EXPECT_EQ(unified_diff("a\nb\nc\n", "b\n", "f"), "--- a/f\n+++ b/f\n@@ -1,3 +1 @@\n-a\n b\n-c\n");
}

TEST(DiffTest, FillsAnEmptyFile) {
  EXPECT_EQ(unified_diff("", "a\nb\n", "f"), "--- a/f\n+++ b/f\n@@ -0,0 +1,2 @@\n+a\n+b\n");
}

TEST(DiffTest, EmptiesAFile) {
  EXPECT_EQ(unified_diff("a\n", "", "f"), "--- a/f\n+++ b/f\n@@ -1 +0,0 @@\n-a\n");
}

TEST(DiffTest, MarksAMissingNewlineOnTheNewSide) {
  EXPECT_EQ(unified_diff("a\nb\n", "a\nb", "f"),
            "--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n a\n-b\n+b\n\\ No newline at end of file\n");
}

TEST(DiffTest, MarksAMissingNewlineOnTheOldSide) {
  EXPECT_EQ(unified_diff("a", "a\nb\n", "f"),
            "--- a/f\n+++ b/f\n@@ -1 +1,2 @@\n-a\n\\ No newline at end of file\n+a\n+b\n");
}

TEST(DiffTest, MarksAMissingNewlineOnBothSidesOnce) {
  EXPECT_EQ(unified_diff("x\nb", "y\nb", "f"),
            "--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n-x\n+y\n b\n\\ No newline at end of file\n");
}

TEST(DiffTest, JoinsChangesWhoseContextsTouch) {
  // Six equal lines lie between the changes: with three lines around, the contexts touch.
  EXPECT_EQ(unified_diff("A\n1\n2\n3\n4\n5\n6\nB\n", "a\n1\n2\n3\n4\n5\n6\nb\n", "f"),
            "--- a/f\n+++ b/f\n@@ -1,8 +1,8 @@\n-A\n+a\n 1\n 2\n 3\n 4\n 5\n 6\n-B\n+b\n");
}

TEST(DiffTest, SplitsChangesFurtherApart) {
  EXPECT_EQ(unified_diff("A\n1\n2\n3\n4\n5\n6\n7\nB\n", "1\n2\n3\n4\n5\n6\n7\nb\n", "f"),
            "--- a/f\n+++ b/f\n"
            "@@ -1,4 +1,3 @@\n-A\n 1\n 2\n 3\n"
            "@@ -6,4 +5,4 @@\n 5\n 6\n 7\n-B\n+b\n");
}

TEST(DiffTest, TakesTheContextAskedFor) {
  EXPECT_EQ(unified_diff("1\n2\n3\n", "1\n2\nx\n3\n", "f", 0), "--- a/f\n+++ b/f\n@@ -2,0 +3 @@\n+x\n");
  EXPECT_EQ(unified_diff("1\n2\n3\n", "1\n3\n", "f", 0), "--- a/f\n+++ b/f\n@@ -2 +1,0 @@\n-2\n");
  EXPECT_EQ(unified_diff("1\n2\n3\n", "1\n2\nx\n3\n", "f", 1), "--- a/f\n+++ b/f\n@@ -2,2 +2,3 @@\n 2\n+x\n 3\n");
}

TEST(DiffTest, KeepsCarriageReturns) {
  EXPECT_EQ(unified_diff("a\r\n", "a\n", "f"), "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\r\n+a\n");
}

/// Applies a diff of our own making, without looking at the old text: what ' ' and '+' lines hold.
std::string new_side_of(const std::string& diff) {
  std::string text;
  std::size_t start = 0;
  while (start < diff.size()) {
    const std::size_t end = diff.find('\n', start);
    const std::string line = diff.substr(start, end - start);
    if (line.starts_with("\\")) {
      if (!text.empty()) text.pop_back();
    } else if (!line.starts_with("---") && !line.starts_with("+++") && !line.starts_with("@@") &&
               !line.starts_with("-")) {
      text += line.substr(1) + "\n";
    }
    start = end + 1;
  }
  return text;
}

/// Length of a longest common subsequence, by the textbook table.
std::size_t common_lines(const std::string& a, const std::string& b) {
  std::vector<std::vector<std::size_t>> table(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < b.size(); ++j) {
      table[i + 1][j + 1] = a[i] == b[j] ? table[i][j] + 1 : std::max(table[i][j + 1], table[i + 1][j]);
    }
  }
  return table[a.size()][b.size()];
}

TEST(DiffTest, FindsShortestScriptsOfRandomTexts) {
  Rng rng(20261124);
  for (int round = 0; round < 500; ++round) {
    const auto random_letters = [&rng] {
      std::string letters;
      const std::uint64_t length = rng.below(30), alphabet = 1 + rng.below(6);
      for (std::uint64_t i = 0; i < length; ++i) letters += static_cast<char>('p' + rng.below(alphabet));
      return letters;
    };
    const auto as_lines = [](const std::string& letters) {
      std::string text;
      for (const char letter : letters) text += std::string(1, letter) + "\n";
      return text;
    };
    const std::string before = random_letters(), after = random_letters();
    if (before == after) continue;
    const std::string diff = unified_diff(as_lines(before), as_lines(after), "f", 1000);
    ASSERT_EQ(new_side_of(diff), as_lines(after)) << before << " -> " << after;
    const auto unchanged = static_cast<std::size_t>([&diff] {
      std::size_t count = 0;
      for (std::size_t at = diff.find("\n "); at != std::string::npos; at = diff.find("\n ", at + 1)) ++count;
      return count;
    }());
    ASSERT_EQ(unchanged, common_lines(before, after)) << before << " -> " << after << "\n" << diff;
  }
}

TEST(DiffTest, StaysRightWhenEverythingDiffers) {
  // More edits than the search for a shortest script goes through.
  std::string before, after;
  for (int i = 0; i < 5000; ++i) {
    before += "old " + std::to_string(i) + "\n";
    after += "new " + std::to_string(i) + "\n";
    if (i % 100 == 0) before += "kept\n", after += "kept\n";
  }
  EXPECT_EQ(new_side_of(unified_diff(before, after, "f", 20000)), after);
}

}  // namespace
}  // namespace gs
