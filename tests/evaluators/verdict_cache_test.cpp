#include "evaluators/verdict_cache.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/files.hpp"
#include "tests/support/error_line.hpp"
#include "tests/support/fake_evaluator.hpp"

namespace gs::evaluators {
namespace {

using gs::test::error_line;
using gs::test::FakeEvaluator;
using tasks::Candidate;
using tasks::Task;
using tasks::Verdict;
using tasks::VerdictStatus;

const std::string kFile = "rtl/adder.sv";
const std::string kTable = "rtl/table.hex";
const std::string kBox = "bubblewrap 0.8.0";
const std::string kUnboxed = "no sandbox (--unsafe-no-sandbox), rlimits";

Task adder() {
  Task task;
  task.suite = "rtl-repair";
  task.id = "adder";
  task.design_top = "adder";
  task.sources = {kFile, kTable};
  task.workspace = {{kFile, "assign y = a - b;\n"}, {kTable, "00 01\n"}, {"tb.sv", "module tb;\nendmodule\n"}};
  task.hash = "1234";
  return task;
}

Candidate with(std::string text) {
  return {{{kFile, std::move(text)}}, ""};
}

FakeEvaluator::Script always(VerdictStatus status, const std::string& enforced_by = kBox) {
  return [status, enforced_by](const Task&, const Candidate&, Phase phase) -> Result<Verdict> {
    Verdict verdict;
    verdict.status = status;
    verdict.summary = phase == Phase::check ? "seen" : "hidden";
    verdict.feedback = "rtl/adder.sv:1: wrong";
    verdict.mismatches = {{"y", 3, 10, 5000, 1, "1f", "0f"}};
    verdict.measurements = {{"cpu", 0.5, "s"}};
    verdict.evaluator = "fake/1";
    verdict.tools = {{"verilator", "5.006"}};
    verdict.enforced_by = enforced_by;
    return verdict;
  };
}

class VerdictCacheTest : public testing::Test {
 protected:
  void SetUp() override {
    auto made = TempDir::create("verdicts");
    ASSERT_TRUE(made) << error_line(made);
    folder_ = std::make_unique<TempDir>(*std::move(made));
    file_ = folder_->path() / "cache/verdicts.sqlite";
  }

  CachingEvaluator open(Evaluator& inner, const std::string& enforced_by = kBox, std::int64_t most = 1000) {
    return CachingEvaluator(inner, {file_, enforced_by, most, std::chrono::milliseconds(50)}, log_);
  }

  // A candidate's verdict; an Error fails the test.
  static Verdict ask(Evaluator& evaluator, const Candidate& candidate, Phase phase = Phase::judge,
                     const Task& task = adder()) {
    auto verdict = evaluator.evaluate(task, candidate, phase);
    EXPECT_TRUE(verdict) << error_line(verdict);
    return verdict ? *std::move(verdict) : Verdict();
  }

  std::unique_ptr<TempDir> folder_;
  std::filesystem::path file_;
  std::mutex mutex_;
  std::vector<std::string> warnings_;
  Log log_{LogLevel::warning, [this](LogLevel, std::string_view line) { warnings_.emplace_back(line); }};
};

TEST_F(VerdictCacheTest, GivesTheSameVerdictAgainAndSaysSo) {
  FakeEvaluator inner(always(VerdictStatus::failed));
  CachingEvaluator cache = open(inner);
  const Verdict first = ask(cache, with("assign y = a * b;\n"));
  Verdict second = ask(cache, with("assign y = a * b;\n"));
  EXPECT_FALSE(first.cached);
  EXPECT_TRUE(second.cached);
  second.cached = false;
  EXPECT_EQ(to_json(second), to_json(first));
  EXPECT_EQ(inner.calls().size(), 1u);
  EXPECT_EQ(cache.hits(), 1u);
  EXPECT_EQ(cache.judged(), 1u);
  EXPECT_EQ(cache.description(), "fake/1");
}

TEST_F(VerdictCacheTest, KeepsVerdictsForTheNextProcess) {
  FakeEvaluator inner(always(VerdictStatus::passed));
  {
    CachingEvaluator cache = open(inner);
    ask(cache, with("assign y = a + b;\n"));
  }
  CachingEvaluator cache = open(inner);
  EXPECT_TRUE(ask(cache, with("assign y = a + b;\n")).cached);
  EXPECT_EQ(inner.calls().size(), 1u);
}

TEST_F(VerdictCacheTest, SharesOneFileBetweenTwoOpenCaches) {
  FakeEvaluator inner(always(VerdictStatus::passed));
  CachingEvaluator one = open(inner), other = open(inner);
  ask(one, with("assign y = a + b;\n"));
  EXPECT_TRUE(ask(other, with("assign y = a + b;\n")).cached);
  ask(other, with("assign y = a | b;\n"));
  EXPECT_TRUE(ask(one, with("assign y = a | b;\n")).cached);
  EXPECT_EQ(inner.calls().size(), 2u);
}

TEST_F(VerdictCacheTest, SharesOneFileBetweenCachesThatWriteAtOnce) {
  FakeEvaluator inner(always(VerdictStatus::failed));
  constexpr int kEach = 50;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&, t] {
        CachingEvaluator cache(inner, {file_, kBox, 1000}, log_);
        for (int i = 0; i < kEach; ++i) ask(cache, with(fmt::format("assign y = {};\n", t * kEach + i)));
      });
    }
  }
  CachingEvaluator cache = open(inner);
  for (int i = 0; i < 4 * kEach; ++i) EXPECT_TRUE(ask(cache, with(fmt::format("assign y = {};\n", i))).cached) << i;
  EXPECT_EQ(warnings_, std::vector<std::string>());
}

// 12 designs, 8 of them a second time in another layout.
std::vector<Candidate> twenty_samples() {
  std::vector<Candidate> samples;
  for (int i = 0; i < 12; ++i) samples.push_back(with(fmt::format("assign y = a + b + {};\n", i)));
  for (int i = 0; i < 8; ++i) {
    const std::vector<std::string> layouts = {"assign  y = a + b + {};\n", "assign y=a+b+{};",
                                              "// sample\nassign y = a + b + {};\n",
                                              "assign y =\n    a + b /* and */ + {};\r\n"};
    samples.push_back(with(fmt::format(fmt::runtime(layouts[static_cast<std::size_t>(i) % 4]), i)));
  }
  return samples;
}

TEST_F(VerdictCacheTest, JudgesTwelveOfTwentySamplesWithEightDuplicates) {
  FakeEvaluator inner(always(VerdictStatus::failed));
  CachingEvaluator cache = open(inner);
  int counted = 0;
  for (const Candidate& sample : twenty_samples())
    counted += ask(cache, sample).status == VerdictStatus::failed ? 1 : 0;
  EXPECT_EQ(counted, 20);
  EXPECT_EQ(inner.calls().size(), 12u);
  EXPECT_EQ(cache.judged(), 12u);
  EXPECT_EQ(cache.hits(), 8u);
}

TEST_F(VerdictCacheTest, JudgesTwelveOfTwentySamplesOnFourThreads) {
  FakeEvaluator inner([](const Task& task, const Candidate& candidate, Phase phase) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return always(VerdictStatus::failed)(task, candidate, phase);
  });
  CachingEvaluator cache = open(inner);
  // Each beside its duplicate, so that they are asked for at once.
  std::vector<Candidate> samples = twenty_samples(), order;
  for (std::size_t i = 0; i < 12; ++i) {
    order.push_back(samples[i]);
    if (i < 8) order.push_back(samples[12 + i]);
  }
  std::atomic<std::size_t> next = 0;
  std::atomic<int> counted = 0;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&] {
        for (std::size_t i = next++; i < order.size(); i = next++) {
          if (ask(cache, order[i]).status == VerdictStatus::failed) ++counted;
        }
      });
    }
  }
  EXPECT_EQ(counted, 20);
  EXPECT_EQ(inner.calls().size(), 12u);
  EXPECT_EQ(cache.hits(), 8u);
}

TEST_F(VerdictCacheTest, JudgesOnceWhatFourThreadsAskForAtOnce) {
  std::atomic<int> asking = 0;
  FakeEvaluator inner([&](const Task& task, const Candidate& candidate, Phase phase) {
    while (asking < 4) std::this_thread::yield();  // nobody was answered before all had asked
    return always(VerdictStatus::passed)(task, candidate, phase);
  });
  CachingEvaluator cache = open(inner);
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&] {
        ++asking;
        EXPECT_TRUE(ask(cache, with("assign y = a + b;\n")).passed());
      });
    }
  }
  EXPECT_EQ(inner.calls().size(), 1u);
  EXPECT_EQ(cache.hits(), 3u);
}

TEST_F(VerdictCacheTest, JudgesForEveryThreadWhatCannotBeKept) {
  FakeEvaluator inner(always(VerdictStatus::timeout));
  CachingEvaluator cache = open(inner);
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) threads.emplace_back([&] { EXPECT_FALSE(ask(cache, with("a")).cached); });
  }
  EXPECT_EQ(inner.calls().size(), 4u);
}

TEST_F(VerdictCacheTest, DoesNotTakeAnotherDesignForADuplicate) {
  FakeEvaluator inner(always(VerdictStatus::failed));
  CachingEvaluator cache = open(inner);
  const std::vector<std::string> designs = {"a b;",
                                            "ab;",
                                            "x = \"p  q\";",
                                            "x = \"p q\";",
                                            "`define A 1\n+ 2\n",
                                            "`define A 1 + 2\n",
                                            "r;",
                                            "// verilator lint_off WIDTH\nr;",
                                            "r /*verilator public*/;",
                                            "// synopsys translate_off\nr;"};
  for (const std::string& design : designs) EXPECT_FALSE(ask(cache, with(design)).cached) << design;
  EXPECT_EQ(inner.calls().size(), designs.size());
}

TEST_F(VerdictCacheTest, AsksAgainWhenWhatJudgesHasChanged) {
  FakeEvaluator inner(always(VerdictStatus::failed)), newer(always(VerdictStatus::failed), "fake/2");
  CachingEvaluator before = open(inner), after = open(newer);
  ask(before, with("a"));
  EXPECT_FALSE(ask(after, with("a")).cached) << "another version";
  FakeEvaluator in_other_box(always(VerdictStatus::failed, "bubblewrap 0.9.0"));
  CachingEvaluator boxed_otherwise = open(in_other_box, "bubblewrap 0.9.0");
  EXPECT_FALSE(ask(boxed_otherwise, with("a")).cached) << "another sandbox";
  EXPECT_TRUE(ask(before, with("a")).cached);
}

TEST_F(VerdictCacheTest, AsksAgainForAnotherTaskOrPhase) {
  FakeEvaluator inner(always(VerdictStatus::failed));
  CachingEvaluator cache = open(inner);
  Task other_seed = adder();
  other_seed.hash = "1235";
  EXPECT_EQ(ask(cache, with("a"), Phase::judge).summary, "hidden");
  EXPECT_EQ(ask(cache, with("a"), Phase::check).summary, "seen");
  EXPECT_FALSE(ask(cache, with("a"), Phase::judge, other_seed).cached);
  EXPECT_EQ(ask(cache, with("a"), Phase::judge).summary, "hidden");
  EXPECT_EQ(cache.judged(), 3u);
}

TEST_F(VerdictCacheTest, JudgesATaskWithoutAHashEveryTime) {
  FakeEvaluator inner(always(VerdictStatus::failed));
  CachingEvaluator cache = open(inner);
  Task made_up = adder();
  made_up.hash.clear();
  ask(cache, with("a"), Phase::judge, made_up);
  EXPECT_FALSE(ask(cache, with("a"), Phase::judge, made_up).cached);
}

TEST_F(VerdictCacheTest, TakesAnUnchangedFileForNone) {
  FakeEvaluator inner(always(VerdictStatus::failed));
  CachingEvaluator cache = open(inner);
  ask(cache, {});
  EXPECT_TRUE(ask(cache, with("assign y = a - b;\n")).cached);
  EXPECT_TRUE(ask(cache, with("assign y = a-b; // so\n")).cached);
  EXPECT_FALSE(ask(cache, with("assign y = a + b;\n")).cached);
}

TEST_F(VerdictCacheTest, ComparesOtherFilesByteForByte) {
  FakeEvaluator inner(always(VerdictStatus::failed));
  CachingEvaluator cache = open(inner);
  ask(cache, {{{kTable, "00 02\n"}}, ""});
  EXPECT_TRUE(ask(cache, {{{kTable, "00 02\n"}}, ""}).cached);
  EXPECT_FALSE(ask(cache, {{{kTable, "00  02\n"}}, ""}).cached);
}

TEST_F(VerdictCacheTest, KeepsOnlyWhatIsDefinite) {
  const std::vector<std::pair<VerdictStatus, bool>> statuses = {
      {VerdictStatus::passed, true},        {VerdictStatus::failed, true},        {VerdictStatus::refused, true},
      {VerdictStatus::compile_error, true}, {VerdictStatus::timeout, false},      {VerdictStatus::crashed, false},
      {VerdictStatus::tool_crash, false},   {VerdictStatus::sandbox_error, false}};
  for (const auto& [status, kept] : statuses) {
    FakeEvaluator inner(always(status), fmt::format("fake/{}", to_string(status)));
    CachingEvaluator cache = open(inner);
    ask(cache, with("a"));
    EXPECT_EQ(ask(cache, with("a")).cached, kept) << to_string(status);
  }
}

TEST_F(VerdictCacheTest, DoesNotKeepErrors) {
  FakeEvaluator inner(
      [](const Task&, const Candidate&, Phase) -> Result<Verdict> { return unavailable("the golden is ill"); });
  CachingEvaluator cache = open(inner);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(error_line(cache.evaluate(adder(), with("a"), Phase::judge)), "the golden is ill");
  }
  EXPECT_EQ(inner.calls().size(), 2u);
}

TEST_F(VerdictCacheTest, LeavesAMisplacedFileToTheJudge) {
  FakeEvaluator inner(always(VerdictStatus::failed));
  CachingEvaluator cache = open(inner);
  const Candidate misplaced{{{"tb.sv", "module tb; endmodule"}}, ""};
  ask(cache, misplaced);
  EXPECT_FALSE(ask(cache, misplaced).cached);
}

TEST_F(VerdictCacheTest, KeepsNothingThatRanWithoutASandbox) {
  FakeEvaluator open_air(always(VerdictStatus::passed, kUnboxed));
  {
    CachingEvaluator cache = open(open_air, kUnboxed);
    ask(cache, with("a"));
    EXPECT_FALSE(ask(cache, with("a")).cached);
    EXPECT_FALSE(std::filesystem::exists(file_));
  }
  CachingEvaluator miswired = open(open_air);
  ask(miswired, with("a"));
  EXPECT_FALSE(ask(miswired, with("a")).cached);
}

TEST_F(VerdictCacheTest, SaysThatLineNumbersAreOfAnotherLayout) {
  constexpr std::string_view kNote =
      "(This design was judged before in another layout: line numbers are those of the earlier text.)\n";
  FakeEvaluator inner(always(VerdictStatus::failed));
  CachingEvaluator cache = open(inner);
  ask(cache, with("assign y = a * b;\n"));
  EXPECT_EQ(ask(cache, with("assign y = a * b;\n")).feedback, "rtl/adder.sv:1: wrong");
  EXPECT_EQ(ask(cache, with("\nassign y = a * b;\n")).feedback, "rtl/adder.sv:1: wrong\n" + std::string(kNote));

  FakeEvaluator passing(always(VerdictStatus::passed), "passing/1");
  CachingEvaluator passed = open(passing);
  ask(passed, with("assign y = a * b;\n"));
  EXPECT_EQ(ask(passed, with("\nassign y = a * b;\n")).feedback, "rtl/adder.sv:1: wrong");
}

TEST_F(VerdictCacheTest, DeletesTheOldestAboveItsSize) {
  FakeEvaluator inner(always(VerdictStatus::failed));
  CachingEvaluator cache = open(inner, kBox, 3);
  for (const char* text : {"1", "2", "3", "4"}) ask(cache, with(text));
  for (const char* text : {"2", "3", "4"}) EXPECT_TRUE(ask(cache, with(text)).cached) << text;
  EXPECT_FALSE(ask(cache, with("1")).cached);
}

TEST_F(VerdictCacheTest, JudgesWhereTheFileIsNoDatabase) {
  const std::string rubbish(5000, 'x');
  ASSERT_TRUE(write_file_atomic(file_, rubbish));
  FakeEvaluator inner(always(VerdictStatus::failed));
  CachingEvaluator cache = open(inner);
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(ask(cache, with("a")).cached);
  ASSERT_EQ(warnings_.size(), 1u);
  EXPECT_TRUE(warnings_[0].starts_with("verdicts are neither looked up nor kept: ")) << warnings_[0];
  EXPECT_EQ(*read_file(file_), rubbish) << "it is somebody's";
}

TEST_F(VerdictCacheTest, JudgesWhereTheFileCannotBeMade) {
  ASSERT_TRUE(write_file_atomic(file_.parent_path(), "no folder"));
  FakeEvaluator inner(always(VerdictStatus::failed));
  CachingEvaluator cache = open(inner);
  for (int i = 0; i < 2; ++i) EXPECT_FALSE(ask(cache, with("a")).cached);
  EXPECT_EQ(warnings_.size(), 1u);
}

TEST_F(VerdictCacheTest, JudgesWhereThePagesOfTheFileAreDamaged) {
  FakeEvaluator inner(always(VerdictStatus::failed));
  {
    CachingEvaluator cache = open(inner);
    for (int i = 0; i < 100; ++i) ask(cache, with(fmt::format("assign y = {};\n", i)));
  }
  std::string bytes = *read_file(file_);
  ASSERT_GT(bytes.size(), 20'000u);
  for (std::size_t i = 4096 + 100; i < bytes.size(); ++i)
    bytes[i] = static_cast<char>(bytes[i] ^ (i % 3 == 0 ? 0x15 : 0));
  ASSERT_TRUE(write_file_atomic(file_, bytes));
  CachingEvaluator cache = open(inner);
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(ask(cache, with(fmt::format("assign y = {};\n", i))).status, VerdictStatus::failed) << i;
  }
  EXPECT_EQ(warnings_.size(), 1u);
}

TEST_F(VerdictCacheTest, JudgesWhileAnotherHoldsTheDatabase) {
  FakeEvaluator inner(always(VerdictStatus::failed));
  CachingEvaluator cache = open(inner);
  ask(cache, with("a"));
  auto other = Database::open(file_);
  ASSERT_TRUE(other) << error_line(other);
  auto held = Transaction::begin(*other);
  ASSERT_TRUE(held) << error_line(held);
  EXPECT_TRUE(ask(cache, with("a")).cached) << "reading goes on";
  for (int i = 0; i < 2; ++i) EXPECT_FALSE(ask(cache, with("b")).cached);
  ASSERT_EQ(warnings_.size(), 1u);
  EXPECT_NE(warnings_[0].find("database is locked"), std::string::npos) << warnings_[0];
}

TEST_F(VerdictCacheTest, JudgesAgainWhatIsNoVerdictAndReplacesIt) {
  FakeEvaluator inner(always(VerdictStatus::failed));
  for (const char* damage :
       {"UPDATE verdict SET verdict = replace(verdict, 'failed', 'passed')", "UPDATE verdict SET verdict = '{'",
        "UPDATE verdict SET verdict = x'00ff'", "UPDATE verdict SET hash = ''", "UPDATE verdict SET exact = 'x'"}) {
    warnings_.clear();
    {
      CachingEvaluator cache = open(inner);
      ask(cache, with("a"));
    }
    auto database = Database::open(file_);
    ASSERT_TRUE(database) << error_line(database);
    ASSERT_TRUE(database->execute(damage)) << damage;
    CachingEvaluator cache = open(inner);
    const Verdict verdict = ask(cache, with("a"));
    EXPECT_FALSE(verdict.cached) << damage;
    EXPECT_EQ(verdict.status, VerdictStatus::failed) << damage;
    EXPECT_TRUE(ask(cache, with("a")).cached) << damage;
    EXPECT_EQ(warnings_.size(), 1u) << damage;
  }
}

TEST_F(VerdictCacheTest, DoesNotTouchADatabaseOfAnotherProgram) {
  ASSERT_TRUE(gs::create_directories(file_.parent_path()));
  {
    auto other = Database::open(file_);
    ASSERT_TRUE(other) << error_line(other);
    ASSERT_TRUE(other->execute("CREATE TABLE verdict(a); PRAGMA application_id = 7"));
  }
  FakeEvaluator inner(always(VerdictStatus::failed));
  CachingEvaluator cache = open(inner);
  EXPECT_FALSE(ask(cache, with("a")).cached);
  ASSERT_EQ(warnings_.size(), 1u);
  EXPECT_NE(warnings_[0].find("is a database of another program"), std::string::npos) << warnings_[0];
}

}  // namespace
}  // namespace gs::evaluators
