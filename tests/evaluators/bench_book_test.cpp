#include "evaluators/rtl/bench_book.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "base/files.hpp"

namespace gs::rtl {
namespace {

using namespace std::chrono_literals;

class BenchBookTest : public testing::Test {
 protected:
  void SetUp() override {
    auto made = TempDir::create("book");
    ASSERT_TRUE(made);
    folder_ = std::make_unique<TempDir>(*std::move(made));
  }
  std::filesystem::path file() const { return folder_->path() / "book.sqlite"; }
  void open(BenchBook& book) { book.open(file(), log_); }

  std::unique_ptr<TempDir> folder_;
  std::vector<std::string> warnings_;
  Log log_{LogLevel::warning, [this](LogLevel, std::string_view line) { warnings_.emplace_back(line); }};
};

TEST_F(BenchBookTest, KnowsWhatItWasTold) {
  BenchBook book;
  EXPECT_FALSE(book.cost("a", "icarus"));
  EXPECT_FALSE(book.standing("a", "icarus"));
  book.note_cost("a", "icarus", {10ms, 20ms, 0, true});
  book.note_standing("a", "icarus", {true, false, true, "why"});
  ASSERT_TRUE(book.cost("a", "icarus"));
  EXPECT_EQ(book.cost("a", "icarus")->total(), 30ms);
  ASSERT_TRUE(book.standing("a", "icarus"));
  EXPECT_TRUE(book.standing("a", "icarus")->passes_zero);
  EXPECT_FALSE(book.cost("b", "icarus"));
  EXPECT_FALSE(book.cost("a", "verilator"));
}

TEST_F(BenchBookTest, RemembersInAFile) {
  {
    BenchBook book;
    open(book);
    book.note_cost("a", "verilator", {400ms, 3s, 2, false});
    book.note_standing("a", "verilator", {true, true, false, ""});
  }
  BenchBook again;
  open(again);
  const auto cost = again.cost("a", "verilator");
  ASSERT_TRUE(cost);
  EXPECT_EQ(cost->build, 400ms);
  EXPECT_EQ(cost->run, 3s);
  EXPECT_EQ(cost->optimisation, 2);
  EXPECT_FALSE(cost->complete);
  ASSERT_TRUE(again.standing("a", "verilator"));
  EXPECT_TRUE(again.standing("a", "verilator")->passes);
  EXPECT_TRUE(warnings_.empty());
}

TEST_F(BenchBookTest, KeepsTheLastOfCostsThatDiffer) {
  BenchBook book;
  book.note_cost("a", "icarus", {10ms, 0ms, 0, true});
  book.note_cost("a", "icarus", {11ms, 0ms, 0, true});
  EXPECT_EQ(book.cost("a", "icarus")->build, 10ms) << "not worth a write";
  book.note_cost("a", "icarus", {30ms, 0ms, 0, true});
  EXPECT_EQ(book.cost("a", "icarus")->build, 30ms);
  book.note_cost("a", "icarus", {30ms, 0ms, 0, false});
  EXPECT_FALSE(book.cost("a", "icarus")->complete);
}

TEST_F(BenchBookTest, GoesOnWithoutAFileThatIsNoBook) {
  ASSERT_TRUE(write_file_atomic(file(), "this is not a database, and long enough to be seen as none\n"));
  BenchBook book;
  open(book);
  ASSERT_EQ(warnings_.size(), 1u);
  EXPECT_NE(warnings_[0].find("book.sqlite"), std::string::npos) << warnings_[0];
  book.note_cost("a", "icarus", {10ms, 20ms, 0, true});
  EXPECT_TRUE(book.cost("a", "icarus"));
}

}  // namespace
}  // namespace gs::rtl
