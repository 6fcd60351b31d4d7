#include "agent/search/schemata.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace gs::agent::search {
namespace {

Edit edit(std::string kind, SwitchForm form, std::vector<Piece> pieces) {
  Edit e;
  e.kind = std::move(kind);
  e.form = form;
  e.plain = pieces;
  e.switched = std::move(pieces);
  return e;
}

// "assign y = a + b;\n": a at 11, b at 15
const std::string kText = "assign y = a + b;\nassign z = y;\n";

TEST(SchemataTest, LeavesTheTextAloneWithoutEdits) {
  std::vector<std::uint32_t> dropped;
  EXPECT_EQ(combine(kText, {}, dropped), kText);
}

TEST(SchemataTest, MakesAChoiceOfAnExpression) {
  const Edit e = edit("operator", SwitchForm::expression, {{11, 16, "a - b"}});
  std::vector<std::uint32_t> dropped;
  EXPECT_EQ(
      combine(kText, {{7, &e}}, dropped),
      "assign y = ((gs_mutant::first==7||gs_mutant::second==7)?(/*gs:7*/a - b/*gs-*/):(a + b));\nassign z = y;\n");
  EXPECT_TRUE(dropped.empty());
}

TEST(SchemataTest, NestsEditsOfAPart) {
  const Edit whole = edit("operator", SwitchForm::expression, {{11, 16, "a - b"}});
  const Edit part = edit("name", SwitchForm::expression, {{15, 16, "c"}});
  std::vector<std::uint32_t> dropped;
  const std::string text = combine(kText, {{1, &whole}, {2, &part}}, dropped);
  EXPECT_NE(text.find("(a + ((gs_mutant::first==2||gs_mutant::second==2)?(/*gs:2*/c/*gs-*/):(b)))"), std::string::npos)
      << text;
}

TEST(SchemataTest, KeepsEveryLineWhereItWas) {
  const Edit e = edit("copied", SwitchForm::statement, {{0, 17, "if (x)\n  y = 1; // why\nelse y = 0;"}});
  std::vector<std::uint32_t> dropped;
  const std::string text = combine(kText, {{1, &e}}, dropped);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
  EXPECT_EQ(text.find("why"), std::string::npos) << "a comment would swallow the rest of the line";
}

TEST(SchemataTest, DropsWhatCrossesAnother) {
  const Edit a = edit("a", SwitchForm::expression, {{11, 14, "p"}});
  const Edit b = edit("b", SwitchForm::expression, {{13, 16, "q"}});
  std::vector<std::uint32_t> dropped;
  combine(kText, {{1, &a}, {2, &b}}, dropped);
  EXPECT_EQ(dropped, (std::vector<std::uint32_t>{2}));
}

TEST(SchemataTest, FindsTheAlternativeAMessagePointsAt) {
  const Edit e = edit("operator", SwitchForm::expression, {{11, 16, "a - b"}});
  std::vector<std::uint32_t> dropped;
  const std::string text = combine(kText, {{7, &e}}, dropped);
  const auto column = static_cast<std::uint32_t>(text.find("a - b") + 1);
  EXPECT_EQ(alternative_at(text, 1, column), 7u);
  EXPECT_EQ(alternative_at(text, 1, static_cast<std::uint32_t>(text.find("(a + b)") + 2)), 0u);
  EXPECT_EQ(alternative_at(text, 2, 3), 0u);
  EXPECT_EQ(alternative_at(text, 99, 1), 0u);
}

TEST(ApplyPiecesTest, ReplacesAndInserts) {
  EXPECT_EQ(apply_pieces("abcdef", {{1, 2, "X"}, {4, 4, "--"}}), "aXcd--ef");
}

}  // namespace
}  // namespace gs::agent::search
