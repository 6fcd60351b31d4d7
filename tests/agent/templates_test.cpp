#include "agent/search/templates.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace gs::agent::search {
namespace {

// A module with known facts, its edits, and what the text becomes by them.
struct Workshop {
  std::vector<std::unique_ptr<SourceModel>> sources;
  DesignFacts facts;
  std::vector<Edit> edits;

  explicit Workshop(std::string text) {
    sources.push_back(std::make_unique<SourceModel>());
    read_source(*sources[0], "m.sv", std::move(text));
    ModuleFacts& m = facts.modules["m"];
    const auto add = [&](const char* name, int width, bool is_signed = false) {
      Variable v;
      v.width = width;
      v.is_signed = is_signed;
      m.variables[name] = v;
    };
    add("a", 4), add("b", 4), add("cnt", 4), add("cnt_q", 4), add("en", 1), add("full", 1), add("q", 4),
        add("rst_n", 1), add("clk", 1);
    add("s", 8, true), add("t", 8, true);
    edits = generate_edits({sources, facts, {}});
  }

  bool makes(const std::string& text) const {
    return std::any_of(edits.begin(), edits.end(), [&](const Edit& e) {
      return apply_pieces(sources[0]->text, e.plain).find(text) != std::string::npos;
    });
  }
  const Edit* edit_making(const std::string& text) const {
    for (const Edit& e : edits) {
      if (apply_pieces(sources[0]->text, e.plain).find(text) != std::string::npos) return &e;
    }
    return nullptr;
  }
};

TEST(TemplatesTest, ReplaceOperators) {
  const Workshop w("module m; assign full = cnt < 4'd8; endmodule");
  EXPECT_TRUE(w.makes("cnt <= 4'd8"));
  EXPECT_TRUE(w.makes("cnt > 4'd8"));
  EXPECT_TRUE(w.makes("cnt < 4'd7"));
  EXPECT_TRUE(w.makes("cnt < 4'd9"));
  EXPECT_TRUE(w.makes("cnt_q < 4'd8"));
  EXPECT_FALSE(w.makes("en < 4'd8")) << "another width";
}

TEST(TemplatesTest, KeepTheBaseAndDigitsOfALiteral) {
  const Workshop w("module m; assign q = a ^ 4'h0f + 20'sd10147; endmodule");
  EXPECT_TRUE(w.makes("4'h0e"));
  EXPECT_TRUE(w.makes("20'sd10417")) << "neighbouring digits the wrong way round";
}

TEST(TemplatesTest, AddAMissingReset) {
  const Workshop w(
      "module m; always_ff @(posedge clk or negedge rst_n) begin\n if (!rst_n) begin\n  q <= '0;\n end else begin\n"
      "  q <= a;\n  cnt <= cnt + 1'b1;\n end\nend endmodule");
  EXPECT_TRUE(w.makes("begin\n  cnt <= '0;\n  q <= '0;"));
  EXPECT_FALSE(w.makes("q <= '1;\n  q <= '0;")) << "q is reset already";
}

TEST(TemplatesTest, AddTermsToConditions) {
  const Workshop w("module m; always_ff @(posedge clk) if (en) q <= a; endmodule");
  EXPECT_TRUE(w.makes("if (en && full)"));
  EXPECT_TRUE(w.makes("if (en && !full)"));
  EXPECT_TRUE(w.makes("if (en || full)"));
  EXPECT_TRUE(w.makes("if (!(en))"));
  EXPECT_TRUE(w.makes("if (en && (cnt != 0))"));
}

TEST(TemplatesTest, CompleteSensitivityLists) {
  const Workshop w("module m; always @(a or b) q = a + b + cnt; endmodule");
  const Edit* edit = w.edit_making("always @(*)");
  ASSERT_NE(edit, nullptr);
  EXPECT_TRUE(edit->switched.empty()) << "what is elaborated cannot be switched";
}

TEST(TemplatesTest, DoNotPutSignedBesideUnsigned) {
  const Workshop w("module m; assign s = t >>> 1; endmodule");
  const Edit* unsigned_name = w.edit_making("assign s = s >>> 1");
  ASSERT_NE(unsigned_name, nullptr);
  EXPECT_FALSE(unsigned_name->switched.empty()) << "both signed";
  const Edit* logical = w.edit_making("assign s = t >> 1");
  ASSERT_NE(logical, nullptr);
}

TEST(TemplatesTest, SwapConnections) {
  const Workshop w("module m; child u(.x(a), .y(b)); endmodule");
  EXPECT_FALSE(w.makes(".x(b)")) << "nothing is known of the child's ports";
}

TEST(TemplatesTest, PreferWhatIsNearTheWrongOutput) {
  std::vector<std::unique_ptr<SourceModel>> sources;
  sources.push_back(std::make_unique<SourceModel>());
  read_source(*sources[0], "m.sv", "module m;\nassign x = a + b;\nassign y = a + b;\nendmodule\n");
  DesignFacts facts;
  facts.distance[{"m.sv", 3}] = 0;
  const auto edits = generate_edits({sources, facts, {}});
  ASSERT_FALSE(edits.empty());
  EXPECT_EQ(edits.front().line, 3u);
}

TEST(TemplatesTest, GiveTheSameOrderEveryTime) {
  const std::string text = "module m; assign full = cnt < 4'd8 && en; always_comb q = en ? a : b; endmodule";
  const Workshop one(text), two(text);
  ASSERT_EQ(one.edits.size(), two.edits.size());
  for (std::size_t i = 0; i < one.edits.size(); ++i) EXPECT_EQ(one.edits[i].plain[0].text, two.edits[i].plain[0].text);
  for (std::size_t i = 1; i < one.edits.size(); ++i) EXPECT_LE(one.edits[i - 1].cost, one.edits[i].cost);
}

TEST(SimilarityTest, RanksNames) {
  EXPECT_EQ(similarity("wr_ptr", "wr_ptr"), 1.0);
  EXPECT_GT(similarity("wr_ptr", "rd_ptr"), similarity("wr_ptr", "full"));
  EXPECT_EQ(similarity("", "x"), 0.0);
}

}  // namespace
}  // namespace gs::agent::search
