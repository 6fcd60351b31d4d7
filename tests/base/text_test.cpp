#include "base/text.hpp"

#include <gtest/gtest.h>

namespace gs {
namespace {

using Views = std::vector<std::string_view>;
using std::string_literals::operator""s;

TEST(TextTest, SplitsLinesOfBothKinds) {
  EXPECT_EQ(split_lines("a\nb\r\nc"), (Views{"a", "b", "c"}));
  EXPECT_EQ(split_lines("a\n"), (Views{"a"}));
  EXPECT_EQ(split_lines("\n\na"), (Views{"", "", "a"}));
  EXPECT_EQ(split_lines("\n"), (Views{""}));
  EXPECT_EQ(split_lines(""), Views{});
}

TEST(TextTest, KeepsCarriageReturnsThatEndNoLine) {
  EXPECT_EQ(split_lines("a\rb\n"), (Views{"a\rb"}));
  EXPECT_EQ(split_lines("a\r"), (Views{"a\r"}));
}

TEST(TextTest, SplitsAtEverySeparator) {
  EXPECT_EQ(split("a:b", ':'), (Views{"a", "b"}));
  EXPECT_EQ(split(":a::", ':'), (Views{"", "a", "", ""}));
  EXPECT_EQ(split("", ':'), (Views{""}));
}

TEST(TextTest, TrimsBothEndsOnly) {
  EXPECT_EQ(trim(" \t\r\n a b \v\f"), "a b");
  EXPECT_EQ(trim(" \n "), "");
  EXPECT_EQ(trim(""), "");
}

TEST(TextTest, JoinsWithSeparators) {
  EXPECT_EQ(join({"a", "b", "c"}, ", "), "a, b, c");
  EXPECT_EQ(join({"a"}, ", "), "a");
  EXPECT_EQ(join({}, ", "), "");
}

TEST(CleanUtf8Test, KeepsValidTextOfEveryLength) {
  const std::string text = "a\u00e9\u20ac\U0001f600\n\t\ufffd\U0010ffff";
  EXPECT_EQ(clean_utf8(text), text);
}

TEST(CleanUtf8Test, ReplacesEachBrokenByte) {
  EXPECT_EQ(clean_utf8("a\x80z"), "a\ufffdz");            // continuation without a lead
  EXPECT_EQ(clean_utf8("\xff\xfe"), "\ufffd\ufffd");      // never in UTF-8
  EXPECT_EQ(clean_utf8("\xe2\x82"), "\ufffd\ufffd");      // cut off at the end
  EXPECT_EQ(clean_utf8("\xe2\x82z"), "\ufffd\ufffdz");    // cut off before a letter
  EXPECT_EQ(clean_utf8("\xe2\xc3\xa9"), "\ufffd\u00e9");  // cut off before a good sequence
  EXPECT_EQ(clean_utf8("\xf0\x9f\x98"), "\ufffd\ufffd\ufffd");
}

TEST(CleanUtf8Test, RefusesWhatOnlyLooksLikeUtf8) {
  EXPECT_EQ(clean_utf8("\xc0\xaf"), "\ufffd\ufffd");            // overlong '/'
  EXPECT_EQ(clean_utf8("\xe0\x80\xaf"), "\ufffd\ufffd\ufffd");  // overlong '/'
  EXPECT_EQ(clean_utf8("\xf0\x80\x80\xaf"), "\ufffd\ufffd\ufffd\ufffd");
  EXPECT_EQ(clean_utf8("\xed\xa0\x80"), "\ufffd\ufffd\ufffd");            // the surrogate U+D800
  EXPECT_EQ(clean_utf8("\xf4\x90\x80\x80"), "\ufffd\ufffd\ufffd\ufffd");  // U+110000
  EXPECT_EQ(clean_utf8("\xf5\x80\x80\x80"), "\ufffd\ufffd\ufffd\ufffd");
}

TEST(CleanUtf8Test, DropsControlCharacters) {
  EXPECT_EQ(clean_utf8("a\0b\r\n\x1b[1m\x7f"s), "ab\n[1m");
  EXPECT_EQ(clean_utf8("a\u0085b\u009bc"), "abc");  // C1
  EXPECT_EQ(clean_utf8("\u00a0"), "\u00a0");        // the first character after C1
}

TEST(BoundTextTest, LeavesShortTextAlone) {
  EXPECT_EQ(bound_text("abc", 3), "abc");
  EXPECT_EQ(bound_text("", 0), "");
}

TEST(BoundTextTest, KeepsHeadAndTailAtLineEnds) {
  std::string text;
  for (int i = 10; i < 60; ++i) text += "line " + std::to_string(i) + "\n";  // 50 lines of 8 bytes
  // 100 bytes: the marker takes up to 29 with its newline, 35 are for the head and 36 for the tail: four lines each.
  EXPECT_EQ(bound_text(text, 100),
            "line 10\nline 11\nline 12\nline 13\n"
            "... 336 bytes left out ...\n"
            "line 56\nline 57\nline 58\nline 59\n");
}

TEST(BoundTextTest, CutsInsideALineWhenThereIsNoOther) {
  const std::string bounded = bound_text(std::string(500, 'a') + std::string(500, 'b'), 100);
  // 29 of 100 bytes are set aside for the longest marker and its newline; of the other 71 the head gets 35.
  EXPECT_EQ(bounded, std::string(35, 'a') + "\n... 929 bytes left out ...\n" + std::string(36, 'b'));
}

TEST(BoundTextTest, NeverExceedsTheLimitNorSplitsACharacter) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += i % 7 == 0 ? "\n" : "\u20ac";
  for (std::size_t limit = 0; limit < text.size(); ++limit) {
    const std::string bounded = bound_text(text, limit);
    ASSERT_LE(bounded.size(), limit);
    ASSERT_EQ(clean_utf8(bounded), bounded) << limit;
  }
}

TEST(BoundTextTest, LeavesTheHeadWhenTheMarkerDoesNotFit) {
  EXPECT_EQ(bound_text("abcdefghij", 4), "abcd");
}

TEST(BoundTextTest, BoundsBytesThatAreNoText) {
  const std::string bytes(300, '\x80');
  for (std::size_t limit = 0; limit < bytes.size(); ++limit) ASSERT_LE(bound_text(bytes, limit).size(), limit);
}

TEST(TextTest, EscapesHtml) {
  EXPECT_EQ(escape_html("<a href=\"x\">'R&D'</a>"), "&lt;a href=&quot;x&quot;&gt;&#39;R&amp;D&#39;&lt;/a&gt;");
  EXPECT_EQ(escape_html("plain \u20ac"), "plain \u20ac");
}

TEST(NearestTest, FindsASlip) {
  EXPECT_EQ(nearest("wal_ms", {"title", "wall_ms", "memory_mb"}), "wall_ms");
  EXPECT_EQ(nearest("rtl-repiar", {"rtl-line", "rtl-repair"}), "rtl-repair");
}

TEST(NearestTest, GivesNothingFarAway) {
  EXPECT_EQ(nearest("solution", {"workspace", "tests"}), "");
  EXPECT_EQ(nearest("abc", {}), "");
}

TEST(NearestTest, AllowsAThirdOfTheWord) {
  EXPECT_EQ(nearest("abcdefghi", {"xyzdefghi"}), "xyzdefghi");  // 3 of 9
  EXPECT_EQ(nearest("abcdefghi", {"wxyzefghi"}), "");           // 4 of 9
  EXPECT_EQ(nearest("abcd", {"xycd"}), "xycd");                 // 2 are allowed to any word
  EXPECT_EQ(nearest("abcd", {"xyzd"}), "");
}

TEST(NearestTest, GivesNothingThatSharesNothing) {
  EXPECT_EQ(nearest("id", {"at"}), "");
}

TEST(NearestTest, PrefersTheNearestThenTheFirst) {
  EXPECT_EQ(nearest("seed", {"seat", "seeds"}), "seeds");
  EXPECT_EQ(nearest("seed", {"seeds", "speed"}), "seeds");
}

}  // namespace
}  // namespace gs
