#include "evaluators/text/edit_similarity.hpp"

#include <gtest/gtest.h>

#include <string>

#include "base/rng.hpp"
#include "evaluators/text/line_judge.hpp"
#include "tests/support/error_line.hpp"

namespace gs::text {
namespace {

// What fuzzywuzzy 0.18 with python-Levenshtein says of them.
TEST(EditSimilarityTest, IsThatOfFuzzywuzzy) {
  EXPECT_EQ(edit_similarity("assign y = a;", "assign y = b;"), 92);
  EXPECT_EQ(edit_similarity("", "x"), 0);
  EXPECT_EQ(edit_similarity("", ""), 100);
  EXPECT_EQ(edit_similarity("  q <= d;", "q <= d;\r"), 82);
  EXPECT_EQ(edit_similarity("λ", "é"), 0) << "they share a byte, and no character";
  EXPECT_EQ(edit_similarity(std::string(65, 'a'), std::string(64, 'a') + "b"), 98);
  EXPECT_EQ(edit_similarity("abc", "acb"), 67);
}

/// The textbook's table, for texts of one-byte characters.
std::size_t common_length(const std::string& a, const std::string& b) {
  std::vector<std::vector<std::size_t>> table(a.size() + 1, std::vector<std::size_t>(b.size() + 1, 0));
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      table[i][j] = a[i - 1] == b[j - 1] ? table[i - 1][j - 1] + 1 : std::max(table[i - 1][j], table[i][j - 1]);
    }
  }
  return table[a.size()][b.size()];
}

TEST(EditSimilarityTest, AgreesWithTheTableOverWordBoundaries) {
  Rng rng(1);
  for (int round = 0; round < 300; ++round) {
    std::string a, b;
    for (std::uint64_t n = rng.below(200) + 1; a.size() < n;) a += static_cast<char>('a' + rng.below(4));
    for (std::uint64_t n = rng.below(200) + 1; b.size() < n;) b += static_cast<char>('a' + rng.below(4));
    if (a == b) continue;
    const double ratio = 2.0 * static_cast<double>(common_length(a, b)) / static_cast<double>(a.size() + b.size());
    ASSERT_EQ(edit_similarity(a, b), static_cast<int>(std::nearbyint(100 * ratio))) << a << "\n" << b;
  }
}

TEST(ExactMatchTest, ComparesWordsAsPythonSplitsThem) {
  EXPECT_TRUE(is_exact_match("  q <= d;", "q\t<=  d;\r"));
  EXPECT_TRUE(
      is_exact_match("a\u00a0b\x1c"
                     "c",
                     "a b c"));
  EXPECT_TRUE(is_exact_match("", " \t"));
  EXPECT_FALSE(is_exact_match("q<=d;", "q <= d;"));
  EXPECT_FALSE(is_exact_match("q <= D;", "q <= d;"));
}

TEST(FirstCodeLineTest, PassesOverCommentsWhileThereIsCode) {
  EXPECT_EQ(first_code_line("\n  // note\n  assign y = a;\n  more\n"), "  assign y = a;");
  EXPECT_EQ(first_code_line("// one\n // two\n\n"), " // two");
  EXPECT_EQ(first_code_line("\r\n\n"), "");
  EXPECT_EQ(first_code_line(""), "");
}

tasks::Task line_task() {
  tasks::Task task;
  task.kind = "rtl-line";
  task.sources = {"next_line.txt"};
  task.workspace = {{"next_line.txt", ""}};
  task.hidden = {{"next_line.txt", "  assign y = a;\r"}};
  task.judge.evaluator = "text-line";
  task.judge.expected = "next_line.txt";
  return task;
}

TEST(LineJudgeTest, PassesByExactMatchAndTellsBothMeasures) {
  LineJudge judge;
  const auto good = judge.evaluate(line_task(), {{{"next_line.txt", "// here\nassign y  = a;\nmore\n"}}, ""},
                                   evaluators::Phase::judge);
  ASSERT_TRUE(good) << test::error_line(good);
  EXPECT_TRUE(good->passed());
  EXPECT_EQ(good->measurement("exact_match", -1), 1);
  const auto near = judge.evaluate(line_task(), {{{"next_line.txt", "assign y = b;"}}, ""}, evaluators::Phase::judge);
  ASSERT_TRUE(near);
  EXPECT_FALSE(near->passed());
  EXPECT_EQ(near->measurement("exact_match", -1), 0);
  EXPECT_GT(near->measurement("edit_similarity", 0), 80);
  EXPECT_FALSE(judge.evaluate(line_task(), {}, evaluators::Phase::judge)->passed()) << "the starting state";
  EXPECT_FALSE(judge.evaluate(line_task(), {}, evaluators::Phase::check)) << "it has no [check]";
}

}  // namespace
}  // namespace gs::text
