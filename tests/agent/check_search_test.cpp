#include "agent/search/check_search.hpp"

#include <gtest/gtest.h>

#include <map>

#include "tests/support/fake_clock.hpp"
#include "tests/support/fake_evaluator.hpp"
#include "tests/support/fake_inspector.hpp"

namespace gs::agent::search {
namespace {

using namespace std::chrono_literals;
using tasks::VerdictStatus;

constexpr const char* kFile = "rtl/m.sv";
constexpr const char* kSource =
    "module m(input logic a, input logic b, input logic c, output logic x, output logic y);\n"
    "  assign x = a & b;\n"
    "  assign y = b | c;\n"
    "endmodule\n";
constexpr const char* kXml = R"(<?xml version="1.0"?>
<verilator_xml>
 <files><file id="a" filename="rtl/m.sv"/></files>
 <netlist>
  <module loc="a,1,8,1,9" name="m" origName="m" topModule="1">
   <var loc="a,1,22,1,23" name="a" dtype_id="1" dir="input"/>
   <var loc="a,1,37,1,38" name="b" dtype_id="1" dir="input"/>
   <var loc="a,1,52,1,53" name="c" dtype_id="1" dir="input"/>
   <var loc="a,1,68,1,69" name="x" dtype_id="1" dir="output"/>
   <var loc="a,1,84,1,85" name="y" dtype_id="1" dir="output"/>
   <contassign loc="a,2,10,2,11"><and loc="a,2,14,2,15"><varref loc="a,2,12,2,13" name="a"/><varref loc="a,2,16,2,17" name="b"/></and><varref loc="a,2,10,2,11" name="x"/></contassign>
   <contassign loc="a,3,10,3,11"><or loc="a,3,14,3,15"><varref loc="a,3,12,3,13" name="b"/><varref loc="a,3,16,3,17" name="c"/></or><varref loc="a,3,10,3,11" name="y"/></contassign>
  </module>
  <typetable><basicdtype id="1" name="logic"/></typetable>
 </netlist>
</verilator_xml>)";

class CheckSearchTest : public ::testing::Test {
 protected:
  CheckSearchTest() {
    task_.suite = "s";
    task_.id = "t";
    task_.sources = {kFile};
    task_.workspace = {{kFile, kSource}};
    task_.check.emplace().evaluator = "command";
    task_.limits.run_wall = 100s;
  }

  Survey ground(const std::string& report) {
    auto surveyed = survey({kXml, {}}, task_.workspace, {kFile}, {{}, report});
    EXPECT_TRUE(surveyed.ok());
    return std::move(*surveyed);
  }

  // A test that passes what `right` is in; candidates that have `slow` take `takes`.
  test::FakeEvaluator command(const std::string& right, const std::string& slow = "never",
                              std::chrono::seconds takes = 0s) {
    return test::FakeEvaluator(
        [=, this](const tasks::Task& task, const tasks::Candidate& candidate, evaluators::Phase) {
          const std::string& text = candidate.files.at(kFile);
          ++runs_;
          walls_[text] = task.limits.run_wall;
          tasks::Verdict verdict;
          const bool is_late = text.find(slow) != std::string::npos && takes > task.limits.run_wall;
          const bool is_right = text.find(right) != std::string::npos;
          verdict.status = is_late ? VerdictStatus::timeout : is_right ? VerdictStatus::passed : VerdictStatus::failed;
          return Result<tasks::Verdict>(std::move(verdict));
        });
  }

  Result<Proposal> search(test::FakeEvaluator& evaluator, int checks = 20000) {
    Budget budget;
    budget.checks = checks;
    const test::FakeClock clock;
    Workbench bench(task_, evaluator, budget, 0, clock);
    return search_by_check(ground(""), bench, start_);
  }

  tasks::Task task_;
  tasks::Verdict start_;
  int runs_ = 0;
  std::map<std::string, std::chrono::milliseconds> walls_;
};

TEST_F(CheckSearchTest, ProposesTheEditThatPasses) {
  auto evaluator = command("x = a | b");
  const auto proposal = search(evaluator);
  ASSERT_TRUE(proposal.ok() && proposal->candidate);
  EXPECT_NE(proposal->candidate->files.at(kFile).find("x = a | b"), std::string::npos);
  EXPECT_NE(proposal->candidate->rationale.find("rtl/m.sv:2: "), std::string::npos) << proposal->candidate->rationale;
  EXPECT_TRUE(proposal->final);
}

TEST_F(CheckSearchTest, SaysThatNoEditPasses) {
  auto evaluator = command("no edit writes this");
  const auto proposal = search(evaluator);
  ASSERT_TRUE(proposal.ok());
  EXPECT_FALSE(proposal->candidate);
  const std::string all = std::to_string(ground("").edits.size());
  EXPECT_NE(proposal->stop_reason.find("nothing left to try: " + all + " of " + all), std::string::npos)
      << proposal->stop_reason;
  EXPECT_EQ(std::to_string(runs_), all);
}

TEST_F(CheckSearchTest, StopsWhenTheBudgetIsSpent) {
  auto evaluator = command("no edit writes this");
  const auto proposal = search(evaluator, 3);
  ASSERT_TRUE(proposal.ok());
  EXPECT_EQ(runs_, 3);
  EXPECT_NE(proposal->stop_reason.find("3 checks are used up: 3 of "), std::string::npos) << proposal->stop_reason;
}

TEST_F(CheckSearchTest, RunsWhatIsLateAgainWithoutHaste) {
  auto evaluator = command("x = a | b", "x = a | b", 50s);
  const auto proposal = search(evaluator);
  ASSERT_TRUE(proposal.ok() && proposal->candidate);
  EXPECT_EQ(static_cast<std::size_t>(runs_), ground("").edits.size() + 1);
  EXPECT_EQ(walls_.at(proposal->candidate->files.at(kFile)), 100s);
}

TEST_F(CheckSearchTest, EndsEditsThatHang) {
  auto evaluator = command("no edit writes this", "x = a | b", 200s);
  const auto proposal = search(evaluator);
  ASSERT_TRUE(proposal.ok());
  EXPECT_FALSE(proposal->candidate);
  const std::string all = std::to_string(ground("").edits.size());
  EXPECT_NE(proposal->stop_reason.find(all + " of " + all), std::string::npos) << proposal->stop_reason;
}

// A verdict says how long its run took, whenever it was made.
TEST_F(CheckSearchTest, IsAsPatientAsTheDesignItselfTakes) {
  start_.measurements = {{"wall", 10, "s"}};
  auto evaluator = command("no edit writes this");
  ASSERT_TRUE(search(evaluator).ok());
  for (const auto& [text, wall] : walls_) EXPECT_EQ(wall, 40s);
}

// Two faults; each that is mended leaves one line of errors less. What does not compile leaves none.
class CheckSearchPairTest : public CheckSearchTest {
 protected:
  CheckSearchPairTest() {
    start_.status = VerdictStatus::failed;
    start_.measurements = {{"complaints", 20, "lines"}};
  }
  test::FakeEvaluator two_faults() {
    return test::FakeEvaluator([=, this](const tasks::Task&, const tasks::Candidate& candidate, evaluators::Phase) {
      const std::string& text = candidate.files.at(kFile);
      ++runs_;
      const bool x = text.find("x = a | b") != std::string::npos, y = text.find("y = b & c") != std::string::npos;
      tasks::Verdict verdict;
      verdict.status = x && y ? VerdictStatus::passed : VerdictStatus::failed;
      verdict.measurements = {{"complaints", x && y ? 0.0 : x ? 9 : y ? 12 : 20, "lines"}};
      return Result<tasks::Verdict>(std::move(verdict));
    });
  }
};

TEST_F(CheckSearchPairTest, CombinesEditsThatHelped) {
  auto evaluator = two_faults();
  const auto proposal = search(evaluator);
  ASSERT_TRUE(proposal.ok() && proposal->candidate) << (proposal.ok() ? proposal->stop_reason : "");
  const std::string& text = proposal->candidate->files.at(kFile);
  EXPECT_NE(text.find("x = a | b"), std::string::npos);
  EXPECT_NE(text.find("y = b & c"), std::string::npos);
  EXPECT_NE(proposal->candidate->rationale.find("; rtl/m.sv:"), std::string::npos) << proposal->candidate->rationale;
  EXPECT_EQ(static_cast<std::size_t>(runs_), ground("").edits.size() + 1);
}

TEST_F(CheckSearchPairTest, GoesOnFromTheBestWhenTheOtherOneAloneDidNotHelp) {
  test::FakeEvaluator evaluator([this](const tasks::Task&, const tasks::Candidate& candidate, evaluators::Phase) {
    const std::string& text = candidate.files.at(kFile);
    ++runs_;
    const bool x = text.find("x = a | b") != std::string::npos, y = text.find("y = b & c") != std::string::npos;
    tasks::Verdict verdict;
    verdict.status = x && y ? VerdictStatus::passed : VerdictStatus::failed;
    verdict.measurements = {{"complaints", x ? 9.0 : 20.0, "lines"}};
    return Result<tasks::Verdict>(std::move(verdict));
  });
  const auto proposal = search(evaluator);
  ASSERT_TRUE(proposal.ok() && proposal->candidate) << (proposal.ok() ? proposal->stop_reason : "");
  EXPECT_NE(proposal->candidate->files.at(kFile).find("y = b & c"), std::string::npos);
}

TEST_F(CheckSearchPairTest, CombinesNothingThatHelpedNobody) {
  auto evaluator = command("no edit writes this");
  const auto proposal = search(evaluator);
  ASSERT_TRUE(proposal.ok());
  EXPECT_FALSE(proposal->candidate);
  EXPECT_EQ(proposal->stop_reason.find("pairs"), std::string::npos) << proposal->stop_reason;
}

TEST_F(CheckSearchPairTest, LeavesOutWhatDoesNotCompile) {
  auto evaluator = two_faults();
  test::FakeInspector inspector;
  inspector.rejects = "x = a | b";
  Budget budget;
  budget.checks = 20000;
  const test::FakeClock clock;
  task_.sources = {kFile};
  Workbench bench(task_, evaluator, budget, 0, clock, {.inspector = &inspector});
  const Survey surveyed = ground("");
  const auto proposal = search_by_check(surveyed, bench, start_);
  ASSERT_TRUE(proposal.ok());
  // The other one is the best that is left, and finds its partner among all.
  ASSERT_TRUE(proposal->candidate.has_value());
  EXPECT_NE(proposal->candidate->rationale.find("rtl/m.sv:3: "), std::string::npos);
}

TEST_F(CheckSearchTest, PassesOnWhatIsNoVerdict) {
  test::FakeEvaluator evaluator(
      [](const auto&, const auto&, auto) { return Result<tasks::Verdict>(Error(ErrorCode::unavailable, "no box")); });
  const auto proposal = search(evaluator);
  ASSERT_FALSE(proposal.ok());
  EXPECT_EQ(proposal.error().code(), ErrorCode::unavailable);
}

TEST_F(CheckSearchTest, EndsWhereNothingCanBeRunAnyMore) {
  test::FakeEvaluator evaluator([this](const auto&, const auto&, auto) {
    tasks::Verdict verdict;
    verdict.status = ++runs_ < 3 ? VerdictStatus::failed : VerdictStatus::sandbox_error;
    verdict.summary = "stopped";
    return Result<tasks::Verdict>(std::move(verdict));
  });
  const auto proposal = search(evaluator);
  ASSERT_FALSE(proposal.ok());
  EXPECT_EQ(proposal.error().to_line(), "stopped");
  EXPECT_EQ(runs_, 3);
}

// What is named comes first: an output, an input that is not everywhere, a place.
struct Named {
  const char* report;
  std::uint32_t line;
};
class CheckSearchReportTest : public CheckSearchTest, public ::testing::WithParamInterface<Named> {};

TEST_P(CheckSearchReportTest, BeginsWhereTheReportPoints) {
  const Survey surveyed = ground(GetParam().report);
  EXPECT_EQ(surveyed.edits.front().line, GetParam().line);
}

INSTANTIATE_TEST_SUITE_P(All, CheckSearchReportTest,
                         ::testing::Values(Named{"x is wrong: expected 1", 2}, Named{"y is wrong: expected 1", 3},
                                           Named{"m.sv:3: assertion failed", 3},
                                           Named{"/home/me/rtl/m.sv:2: assertion failed", 2},
                                           Named{"other_m.sv:3, y = 1, x is wrong, m.sv:2", 2},
                                           Named{"m.sv:33 and y", 3}));

}  // namespace
}  // namespace gs::agent::search
