// The judge of rtl-cocotb with real boxes, Icarus Verilog and cocotb, on the rows of tests/data/import/cvdp.
#include "evaluators/rtl/cocotb_judge.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/files.hpp"
#include "sandbox/bubblewrap.hpp"
#include "sandbox/unboxed.hpp"
#include "tasks/import/importer.hpp"
#include "tasks/import/suite_folder.hpp"
#include "tests/support/error_line.hpp"

namespace gs::rtl {
namespace {

using evaluators::Phase;
using gs::test::code_name;
using gs::test::error_line;
using tasks::Task;
using tasks::VerdictStatus;

constexpr std::string_view kGray = "rtl/gray4.sv";

/// A Gray encoder that is wrong, with `more` in its module.
std::string wrong_gray(std::string_view more) {
  return "module gray4(input logic [3:0] binary, output logic [3:0] gray);\n  assign gray = binary;\n" +
         std::string(more) + "endmodule\n";
}

/// The cache that has cocotb: the tests' own, else the user's.
std::filesystem::path cache() {
  return find_cocotb(GS_TEST_CACHE) ? std::filesystem::path(GS_TEST_CACHE) : cache_folder();
}

class CocotbJudgeTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists("/usr/bin/bwrap")) GTEST_SKIP() << "bubblewrap is not installed";
    if (const auto iverilog = sandbox::find_tool("iverilog"); !iverilog) GTEST_SKIP() << error_line(iverilog);
    if (const auto runtime = find_cocotb(cache()); !runtime) GTEST_SKIP() << error_line(runtime);
    auto box = sandbox::make_bubblewrap();
    ASSERT_TRUE(box) << error_line(box);
    box_ = *std::move(box);
    judge_ = std::make_unique<CocotbJudge>(*box_, cache());
    auto made = TempDir::create("cocotb");
    ASSERT_TRUE(made) << error_line(made);
    root_ = std::make_unique<TempDir>(*std::move(made));
    load_tasks();
  }

  void load_tasks() {
    const auto suites = tasks::import_cvdp(std::filesystem::path(GS_TEST_DATA) / "import/cvdp/rows.jsonl");
    ASSERT_TRUE(suites) << error_line(suites);
    for (const tasks::ImportedSuite& suite : *suites) {
      auto folder = tasks::SuiteFolder::open(root_->path() / suite.name, tasks::SuiteFolder::Existing::refuse);
      ASSERT_TRUE(folder) << error_line(folder);
      for (const tasks::ImportedTask& task : suite.tasks) {
        auto loaded = folder->write(task);
        ASSERT_TRUE(loaded) << error_line(loaded);
        tasks_[task.id] = *std::move(loaded);
      }
    }
  }

  tasks::Verdict judge(const Task& task, const tasks::FileSet& files) {
    const auto verdict = judge_->evaluate(task, {files, ""}, Phase::judge);
    EXPECT_TRUE(verdict) << error_line(verdict);
    return verdict ? *verdict : tasks::Verdict();
  }
  tasks::Verdict judge_gray(const std::string& text) {
    return judge(tasks_.at("fixture_gray_0001"), {{std::string(kGray), text}});
  }

  std::unique_ptr<sandbox::Sandbox> box_;
  std::unique_ptr<CocotbJudge> judge_;
  std::unique_ptr<TempDir> root_;
  std::map<std::string, Task> tasks_;
};

TEST_F(CocotbJudgeTest, PassesGoldensAndFailsStartingStates) {
  for (const auto& [id, task] : tasks_) {
    const tasks::Verdict golden = judge(task, task.solution);
    EXPECT_TRUE(golden.passed()) << id << ": " << golden.summary;
    EXPECT_EQ(golden.measurement("tests_passed", -1), 1) << id;
    EXPECT_FALSE(judge(task, {}).passed()) << id;
  }
}

TEST_F(CocotbJudgeTest, FailsAWrongDesign) {
  const tasks::Verdict verdict = judge_gray(wrong_gray(""));
  EXPECT_EQ(verdict.status, VerdictStatus::failed);
  EXPECT_EQ(verdict.summary, "the harness fails: 0 of 1 tests passed");
  EXPECT_EQ(verdict.feedback, "");  // nothing of the hidden tests
}

TEST_F(CocotbJudgeTest, TellsWhatDoesNotCompile) {
  const tasks::Verdict verdict = judge_gray("module gray4(input a; endmodule\n");
  EXPECT_EQ(verdict.status, VerdictStatus::compile_error);
  EXPECT_NE(verdict.feedback.find("rtl/gray4.sv:1"), std::string::npos) << verdict.feedback;
}

// The known-bad twins: designs that print the verdict, end before the tests, or both.
TEST_F(CocotbJudgeTest, DoesNotBelieveWhatADesignPrints) {
  EXPECT_EQ(
      judge_gray(wrong_gray("  initial $display(\"** TESTS=1 PASS=1 FAIL=0 SKIP=0 **\\n1 passed in 0.1s\");\n")).status,
      VerdictStatus::failed);
}

TEST_F(CocotbJudgeTest, DoesNotLetADesignEndTheTests) {
  const tasks::Verdict verdict = judge_gray(wrong_gray("  initial $finish(0);\n"));
  EXPECT_EQ(verdict.status, VerdictStatus::failed);
  ASSERT_FALSE(verdict.findings.empty());
  EXPECT_NE(verdict.findings.front().find("$finish"), std::string::npos);
}

TEST_F(CocotbJudgeTest, RefusesFilesAndHostCommands) {
  EXPECT_EQ(judge_gray(wrong_gray("  integer f;\n  initial f = $fopen(\"sim_build/results.xml\");\n")).status,
            VerdictStatus::refused);
  EXPECT_EQ(judge_gray(wrong_gray("  integer f;\n  initial f = $system(\"true\");\n")).status, VerdictStatus::refused);
}

TEST_F(CocotbJudgeTest, RefusesWhatMacrosHide) {
  EXPECT_EQ(judge_gray("`define JOIN(a, b) a``b\n" + wrong_gray("  initial `JOIN($fin, ish);\n")).status,
            VerdictStatus::refused);
  EXPECT_EQ(judge_gray("`ifdef HARNESS\n`define END $finish\n`else\n`define END\n`endif\n" +
                       wrong_gray("  initial begin `END; end\n"))
                .status,
            VerdictStatus::refused);
}

TEST_F(CocotbJudgeTest, AcceptsHarmlessMacros) {
  const tasks::Verdict verdict = judge_gray(
      "`define TOP 3\nmodule gray4(input logic [`TOP:0] binary, output logic [`TOP:0] gray);\n"
      "  assign gray = binary ^ (binary >> 1);\nendmodule\n");
  EXPECT_TRUE(verdict.passed()) << verdict.summary;
}

TEST_F(CocotbJudgeTest, EndsADesignThatNeverSettles) {
  Task task = tasks_.at("fixture_gray_0001");
  task.limits.run_wall = std::chrono::seconds(4);
  EXPECT_EQ(judge(task, {{std::string(kGray),
                          wrong_gray("  logic x = 0;\n  always @* x = #0 ~x;\n  initial forever #0 x = ~x;\n")}})
                .status,
            VerdictStatus::timeout);
}

// A harness whose tests swallow what the simulator tells: its own rule, so a pass; one that asks for what is not here
// says nothing about the candidate.
TEST_F(CocotbJudgeTest, AHarnessThatMissesAPackageIsAnError) {
  Task task = tasks_.at("fixture_gray_0001");
  task.hidden["src/test_runner.py"] = "import no_such_package\n";
  const auto verdict = judge_->evaluate(task, golden_candidate(task), Phase::judge);
  EXPECT_EQ(code_name(verdict), "external");
  EXPECT_NE(error_line(verdict).find("no_such_package"), std::string::npos) << error_line(verdict);
}

TEST_F(CocotbJudgeTest, AHarnessThatFindsNoTestDoesNotPass) {
  Task task = tasks_.at("fixture_gray_0001");
  task.hidden["src/test_runner.py"] = "";
  EXPECT_FALSE(judge(task, task.solution).passed());
}

TEST_F(CocotbJudgeTest, EveryServiceMustPass) {
  Task task = tasks_.at("fixture_gray_0001");
  task.hidden["src/other.py"] = "import sys\nsys.exit(3)\n";
  task.judge.commands.push_back("python3 /src/other.py");
  EXPECT_EQ(judge(task, task.solution).status, VerdictStatus::failed);
  task.hidden["src/other.py"] = "print('well')\n";
  EXPECT_TRUE(judge(task, task.solution).passed());
}

TEST_F(CocotbJudgeTest, NeedsABoxForTheFoldersOfTheHarness) {
  auto unboxed = sandbox::make_unboxed();
  ASSERT_TRUE(unboxed) << error_line(unboxed);
  CocotbJudge judge(**unboxed, cache());
  const auto verdict = judge.evaluate(tasks_.at("fixture_gray_0001"), {}, Phase::judge);
  ASSERT_TRUE(verdict) << error_line(verdict);
  EXPECT_EQ(verdict->status, VerdictStatus::sandbox_error);
}

TEST(CocotbRuntimeTest, SaysInOneLineWhatToRun) {
  const auto made = TempDir::create("no-cocotb");
  ASSERT_TRUE(made);
  const auto runtime = find_cocotb(made->path());
  EXPECT_EQ(code_name(runtime), "unavailable");
  EXPECT_EQ(error_line(runtime), "cocotb is not installed: run examples/install_cocotb.sh (needs the network once)");
  ASSERT_TRUE(gs::create_directories(made->path() / "cocotb/lib/python3.0/site-packages"));
  EXPECT_EQ(
      error_line(find_cocotb(made->path())),
      "cocotb was installed for python3.0, which is gone: run examples/install_cocotb.sh (needs the network once)");
}

}  // namespace
}  // namespace gs::rtl
