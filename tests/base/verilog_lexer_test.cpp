#include "base/verilog_lexer.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/rng.hpp"

namespace gs::rtl {
namespace {

using Strings = std::vector<std::string>;

Strings texts(std::string_view source) {
  Strings result;
  for (const Token& token : tokenize(source)) result.emplace_back(token.text);
  return result;
}

// The kind of the only token; a second token or none is a failure.
TokenKind kind_of(std::string_view source) {
  const auto tokens = tokenize(source);
  EXPECT_EQ(tokens.size(), 1u) << source;
  return tokens.empty() ? TokenKind::unknown : tokens[0].kind;
}

bool is_white(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

// Tokens with the white space between them are the source, in order, each at its line and column.
void expect_total(const std::string& source) {
  std::size_t at = 0, line = 1, column = 1;
  const auto step = [&] {
    if (source[at++] == '\n') {
      ++line;
      column = 1;
    } else {
      ++column;
    }
  };
  for (const Token& token : tokenize(source)) {
    while (at < token.offset) {
      ASSERT_TRUE(is_white(source[at])) << "byte " << at << " is in no token";
      step();
    }
    ASSERT_EQ(at, token.offset);
    ASSERT_FALSE(token.text.empty());
    ASSERT_EQ(source.substr(at, token.text.size()), token.text);
    ASSERT_EQ(token.line, line);
    ASSERT_EQ(token.column, column);
    while (at < token.end()) step();
  }
  for (; at < source.size(); ++at) ASSERT_TRUE(is_white(source[at])) << "byte " << at << " is in no token";
}

TEST(VerilogLexerTest, KnowsTheKindOfEveryToken) {
  EXPECT_EQ(kind_of("always_ff"), TokenKind::identifier);
  EXPECT_EQ(kind_of("_a$9"), TokenKind::identifier);
  EXPECT_EQ(kind_of("$value$plusargs"), TokenKind::system);
  EXPECT_EQ(kind_of("`define"), TokenKind::directive);
  EXPECT_EQ(kind_of("42"), TokenKind::number);
  EXPECT_EQ(kind_of("\"text\""), TokenKind::string);
  EXPECT_EQ(kind_of("<<<="), TokenKind::op);
  EXPECT_EQ(kind_of("// text"), TokenKind::comment);
  EXPECT_EQ(kind_of("/* text */"), TokenKind::comment);
  EXPECT_EQ(kind_of("$"), TokenKind::unknown);
  EXPECT_EQ(kind_of("\x80"), TokenKind::unknown);
}

TEST(VerilogLexerTest, TakesASizedLiteralWithItsSpacesAsOneToken) {
  EXPECT_EQ(texts("8 'h ff + 4'sb10x_z"), (Strings{"8 'h ff", "+", "4'sb10x_z"}));
  EXPECT_EQ(texts("'hF-'d 9"), (Strings{"'hF", "-", "'d 9"}));
  EXPECT_EQ(texts("16'HDEAD;"), (Strings{"16'HDEAD", ";"}));
}

TEST(VerilogLexerTest, TakesRealsAndTimesAsOneToken) {
  EXPECT_EQ(texts("1.5 1e-3 2.0E+6 10ns 1_000"), (Strings{"1.5", "1e-3", "2.0E+6", "10ns", "1_000"}));
  EXPECT_EQ(texts("a[3].b 3.x"), (Strings{"a", "[", "3", "]", ".", "b", "3", ".", "x"}));
}

TEST(VerilogLexerTest, TellsFillLiteralsFromCastsAndPatterns) {
  EXPECT_EQ(texts("'0 '1 'x 'Z"), (Strings{"'0", "'1", "'x", "'Z"}));
  EXPECT_EQ(texts("4'(a)"), (Strings{"4", "'", "(", "a", ")"}));
  EXPECT_EQ(texts("'{0}"), (Strings{"'{", "0", "}"}));
  EXPECT_EQ(texts("type'(x)"), (Strings{"type", "'", "(", "x", ")"}));
}

TEST(VerilogLexerTest, TellsAStarInParenthesesFromAnAttribute) {
  EXPECT_EQ(texts("@(*)"), (Strings{"@", "(", "*", ")"}));
  EXPECT_EQ(texts("@( * )"), (Strings{"@", "(", "*", ")"}));
  EXPECT_EQ(texts("(* keep *) x"), (Strings{"(*", "keep", "*)", "x"}));
  EXPECT_EQ(texts("(*keep*)"), (Strings{"(*", "keep", "*)"}));
}

TEST(VerilogLexerTest, EndsAnEscapedIdentifierAtWhiteSpace) {
  EXPECT_EQ(texts("\\a+b;c d"), (Strings{"\\a+b;c", "d"}));
  EXPECT_EQ(kind_of("\\$finish"), TokenKind::identifier);
  EXPECT_EQ(texts("\\ a"), (Strings{"\\", "a"}));
}

TEST(VerilogLexerTest, EndsAnUnterminatedStringAtItsLine) {
  EXPECT_EQ(texts("\"abc\nd"), (Strings{"\"abc", "d"}));
  EXPECT_EQ(texts("\"abc"), (Strings{"\"abc"}));
  EXPECT_EQ(texts("\"abc\\"), (Strings{"\"abc\\"}));
}

TEST(VerilogLexerTest, KeepsEscapesInsideStrings) {
  EXPECT_EQ(texts(R"("a\"b" c)"), (Strings{R"("a\"b")", "c"}));
  EXPECT_EQ(texts(R"("a\\" c)"), (Strings{R"("a\\")", "c"}));
  EXPECT_EQ(texts("\"a\\\nb\" c"), (Strings{"\"a\\\nb\"", "c"}));
}

TEST(VerilogLexerTest, RunsAnUnterminatedCommentToTheEnd) {
  EXPECT_EQ(texts("a /* b\nc"), (Strings{"a", "/* b\nc"}));
  EXPECT_EQ(texts("/*/ a */ b"), (Strings{"/*/ a */", "b"}));
}

TEST(VerilogLexerTest, SeesCommentsBehindAnyOperator) {
  EXPECT_EQ(texts("default:// note"), (Strings{"default", ":", "// note"}));
  EXPECT_EQ(texts("a:/* b */c"), (Strings{"a", ":", "/* b */", "c"}));
  EXPECT_EQ(texts("1:/2"), (Strings{"1", ":/", "2"}));
  EXPECT_EQ(texts("a*/* b */c"), (Strings{"a", "*", "/* b */", "c"}));
}

TEST(VerilogLexerTest, PrefersTheLongestOperator) {
  EXPECT_EQ(texts("a<<<=b"), (Strings{"a", "<<<=", "b"}));
  EXPECT_EQ(texts("a>>>b>>c>d"), (Strings{"a", ">>>", "b", ">>", "c", ">", "d"}));
  EXPECT_EQ(texts("a===b==?c==d"), (Strings{"a", "===", "b", "==?", "c", "==", "d"}));
  EXPECT_EQ(texts("a<=b<c"), (Strings{"a", "<=", "b", "<", "c"}));
  EXPECT_EQ(texts("x[i+:4]"), (Strings{"x", "[", "i", "+:", "4", "]"}));
  EXPECT_EQ(texts("~|a&&&b&&c&d"), (Strings{"~|", "a", "&&&", "b", "&&", "c", "&", "d"}));
  EXPECT_EQ(texts("m u(.*);"), (Strings{"m", "u", "(", ".*", ")", ";"}));
  EXPECT_EQ(texts("p::q"), (Strings{"p", "::", "q"}));
}

// As the simulators split them: what runs into a number is a word of its own.
TEST(VerilogLexerTest, EndsANumberWhereItsBaseOrUnitDoes) {
  EXPECT_EQ(texts("#1tb.x #10nslook #1.5f(1) 1e0look 2us"), (Strings{"#", "1", "tb", ".", "x", "#", "10ns", "look", "#",
                                                                     "1.5", "f", "(", "1", ")", "1e0", "look", "2us"}));
  EXPECT_EQ(texts("1'b1dec 3'o78; 'd5ab 8'hfeg 'dxx"),
            (Strings{"1'b1", "dec", "3'o7", "8", ";", "'d5", "ab", "8'hfe", "g", "'dx", "x"}));
  EXPECT_EQ(texts("'0look '1dec 'xf"), (Strings{"'0", "look", "'1", "dec", "'x", "f"}));
}

// Both simulators end a line comment at a carriage return.
TEST(VerilogLexerTest, EndsALineCommentAtACarriageReturn) {
  EXPECT_EQ(texts("// a\r$finish; // b\r\nc"), (Strings{"// a", "$finish", ";", "// b", "c"}));
}

TEST(VerilogLexerTest, CountsLinesAndColumnsFromOne) {
  const auto tokens = tokenize("a\n  b /*\n*/ c\r\n\"s\"");
  ASSERT_EQ(tokens.size(), 5u);
  EXPECT_EQ(tokens[0].line, 1u);
  EXPECT_EQ(tokens[0].column, 1u);
  EXPECT_EQ(tokens[1].line, 2u);
  EXPECT_EQ(tokens[1].column, 3u);
  EXPECT_EQ(tokens[2].line, 2u);
  EXPECT_EQ(tokens[2].column, 5u);
  EXPECT_EQ(tokens[3].line, 3u);
  EXPECT_EQ(tokens[3].column, 4u);
  EXPECT_EQ(tokens[4].line, 4u);
  EXPECT_EQ(tokens[4].column, 1u);
  EXPECT_EQ(tokens[3].offset, 12u);
  EXPECT_EQ(tokens[3].end(), 13u);
}

TEST(VerilogLexerTest, LeavesNoByteOutOfRealSource) {
  expect_total(
      "module m #(parameter W = 8) (input logic [W-1:0] a);\n  `FOO(x) // c\n  assign b = 8'h ff;\nendmodule\n");
}

TEST(VerilogLexerTest, LeavesNoByteOutOfArbitraryBytes) {
  Rng rng(7);
  for (int round = 0; round < 300; ++round) {
    std::string source;
    for (int i = 0; i < 200; ++i) source += static_cast<char>(rng.below(256));
    ASSERT_NO_FATAL_FAILURE(expect_total(source)) << "round " << round;
  }
}

TEST(VerilogLexerTest, LeavesNoByteOutOfShuffledPunctuation) {
  constexpr std::string_view kAlphabet = "(*)/\\\"'`$ab01xhd \n:;<>=&|+-.#@!~^%?[]{},_e";
  Rng rng(8);
  for (int round = 0; round < 1000; ++round) {
    std::string source;
    for (int i = 0; i < 60; ++i) source += kAlphabet[rng.below(kAlphabet.size())];
    ASSERT_NO_FATAL_FAILURE(expect_total(source)) << source;
  }
}

TEST(VerilogLexerTest, LeavesCommentsOutOfCode) {
  const auto tokens = tokenize_code("a // b\n/* c */ d");
  ASSERT_EQ(tokens.size(), 2u);
  EXPECT_EQ(tokens[1].text, "d");
}

TEST(VerilogLexerTest, DoesNotTakeTextForCode) {
  const auto tokens = tokenize("\"module\" module");
  ASSERT_EQ(tokens.size(), 2u);
  EXPECT_FALSE(tokens[0].is("\"module\""));
  EXPECT_TRUE(tokens[1].is("module"));
}

TEST(VerilogLexerTest, KnowsTheKeywords) {
  for (const char* word : {"accept_on", "logic", "module", "unique0", "xor"}) EXPECT_TRUE(is_keyword(word)) << word;
  for (const char* word : {"", "a", "Module", "logics", "zzz"}) EXPECT_FALSE(is_keyword(word)) << word;
}

TEST(VerilogLexerTest, KnowsPlainIdentifiers) {
  for (const std::string_view word : {"a", "_", "A9_$", "module"}) EXPECT_TRUE(is_plain_identifier(word)) << word;
  for (const std::string_view word : {"", "9a", "$a", "a b", "a.b", "\\a", "\xc3\xa9", "a\n"}) {
    EXPECT_FALSE(is_plain_identifier(word)) << word;
  }
}

}  // namespace
}  // namespace gs::rtl
