#include "agent/tools/text_edit.hpp"

#include <gtest/gtest.h>

namespace gs::agent::tools {
namespace {

constexpr const char* kText =
    "module a;\n"
    "  always @(posedge clk)\n"
    "    if (rst) q <= 0;\n"
    "    else     q <= d;\n"
    "  always @(posedge clk)\n"
    "    if (rst) r <= 0;\n"
    "endmodule\n";

std::string edited(const TextEdit& edit, std::string_view text = kText) {
  const auto result = edit_text(text, edit);
  return result ? result->text : "error: " + result.error().message();
}

TEST(EditTextTest, ReplacesTheOnePlace) {
  const auto result = edit_text(kText, {"q <= d;", "q <= ~d;", {}});
  ASSERT_TRUE(result);
  EXPECT_NE(result->text.find("else     q <= ~d;\n"), std::string::npos);
  EXPECT_EQ(result->first_line, 4u);
  EXPECT_EQ(result->lines, 1u);
  EXPECT_FALSE(result->by_words);
  EXPECT_EQ(result->text.size(), std::string(kText).size() + 1);
}

TEST(EditTextTest, SaysInWhichLinesItStandsWhenItIsNotAlone) {
  EXPECT_EQ(edited({"  always @(posedge clk)", "x", {}}),
            "error: what is searched for stands in 2 places, in lines 2, 5: search for more lines, or give `line`");
}

TEST(EditTextTest, TakesThePlaceNearestToTheLine) {
  const std::string text = edited({"  always @(posedge clk)", "  always @(negedge clk)", 6});
  EXPECT_NE(text.find("d;\n  always @(negedge clk)\n"), std::string::npos);
  EXPECT_NE(text.find("a;\n  always @(posedge clk)\n"), std::string::npos);
  // As near to both: still not told.
  EXPECT_EQ(edited({"x", "y", 2}, "x\nz\nx\n").substr(0, 6), "error:");
}

TEST(EditTextTest, FindsLinesWithOtherWhiteSpaceAndIndentsLikeThem) {
  const auto result = edit_text(kText, {"if (rst) q <= 0;\nelse q <= d;", "if (rst)\n  q <= 1;\nelse\n  q <= d;", {}});
  ASSERT_TRUE(result) << result.error().message();
  EXPECT_TRUE(result->by_words);
  EXPECT_NE(result->text.find("    if (rst)\n      q <= 1;\n    else\n      q <= d;\n  always"), std::string::npos)
      << result->text;
}

TEST(EditTextTest, KeepsTheTextsLineEnds) {
  EXPECT_EQ(edited({"b\nc", "x\ny\nz", {}}, "a\r\nb\r\nc\r\nd\r\n"), "a\r\nx\r\ny\r\nz\r\nd\r\n");
  EXPECT_EQ(edited({"b\r\nc", "x", {}}, "a\nb\nc\nd"), "a\nx\nd");
}

TEST(EditTextTest, DeletesAndKeepsAMissingLineEnd) {
  EXPECT_EQ(edited({"b\n", "", {}}, "a\nb\nc\n"), "a\nc\n");
  EXPECT_EQ(edited({"  b", "x", {}}, "a\n b"), "a\n x");
}

TEST(EditTextTest, ShowsWhatIsMostLikeWhatItCannotFind) {
  EXPECT_EQ(edited({"if (reset) q <= 0;", "x", {}}),
            "error: what is searched for stands nowhere in the file; most like it is:\n"
            "   3|     if (rst) q <= 0;\n   4|     else     q <= d;\n   5|   always @(posedge clk)");
  EXPECT_EQ(edited({"nothing alike", "x", {}}), "error: what is searched for stands nowhere in the file");
}

TEST(EditTextTest, RefusesWhatChangesNothing) {
  EXPECT_EQ(edited({" \n ", "x", {}}), "error: search is empty: give the lines that are to be replaced");
  EXPECT_EQ(edited({"q <= d;", "q <= d;", {}}), "error: search and replace are the same: nothing would change");
}

TEST(NumberedLinesTest, CountsFromOne) {
  EXPECT_EQ(numbered_lines("a\nb\nc\n", 2, 9), "   2| b\n   3| c\n");
  EXPECT_EQ(numbered_lines("a\n", 2, 9), "");
  EXPECT_EQ(numbered_lines("a\n", 0, 9), "   1| a\n");
}

TEST(LineHasTest, LooksAtCasesOnlyWhereAsked) {
  EXPECT_TRUE(line_has("assign Full = 1;", "full"));
  EXPECT_FALSE(line_has("assign full = 1;", "Full"));
  EXPECT_TRUE(line_has("assign Full = 1;", "Full"));
  EXPECT_FALSE(line_has("ful", "full"));
}

}  // namespace
}  // namespace gs::agent::tools
