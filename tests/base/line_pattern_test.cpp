#include "base/line_pattern.hpp"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/error_line.hpp"

namespace gs {
namespace {

LinePattern pattern(const std::string& text) {
  auto compiled = LinePattern::compile(text);
  EXPECT_TRUE(compiled) << test::error_line(compiled);
  return *std::move(compiled);
}

TEST(LinePatternTest, MatchesWholeLines) {
  const LinePattern none = pattern("Mismatches: 0 in [0-9]+ samples");
  EXPECT_TRUE(none.matches("Mismatches: 0 in 215 samples"));
  EXPECT_FALSE(none.matches("Mismatches: 10 in 215 samples"));
  EXPECT_FALSE(none.matches("Mismatches: 0 in 215 samples."));
  EXPECT_FALSE(none.matches(" Mismatches: 0 in 215 samples"));
  EXPECT_FALSE(none.matches("Mismatches: 0 in 215 samples\nmore"));
  EXPECT_FALSE(none.matches(std::string_view("Mismatches: 0 in 215 samples\0x", 30)));
  const LinePattern either = pattern("passed|ok");
  EXPECT_TRUE(either.matches("passed"));
  EXPECT_TRUE(either.matches("ok"));
  EXPECT_FALSE(either.matches("passed not"));
}

TEST(LinePatternTest, SaysWhatIsNoPattern) {
  const auto compiled = LinePattern::compile("(");
  EXPECT_EQ(test::code_name(compiled), "invalid_input");
  EXPECT_EQ(test::error_line(compiled).find("\"(\" is no regular expression"), 0u) << test::error_line(compiled);
}

TEST(LinePatternTest, LeavesLongLinesAlone) {
  EXPECT_TRUE(pattern("a*").matches(std::string(4000, 'a')));
  EXPECT_FALSE(pattern("a*").matches(std::string(4001, 'a')));
  EXPECT_FALSE(pattern("(a*)*b").matches(std::string(4000, 'c')));
}

}  // namespace
}  // namespace gs
