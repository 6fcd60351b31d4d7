#include "agent/tools/toolbox.hpp"

#include <gtest/gtest.h>

#include "tests/support/fake_clock.hpp"
#include "tests/support/fake_evaluator.hpp"
#include "tests/support/fake_inspector.hpp"

namespace gs::agent::tools {
namespace {

using evaluators::Phase;
using gs::test::FakeClock;
using gs::test::FakeEvaluator;
using gs::test::FakeInspector;
using tasks::Verdict;
using tasks::VerdictStatus;

tasks::Task two_files() {
  tasks::Task task;
  task.suite = "suite";
  task.id = "two";
  task.design_top = "top";
  task.sources = {"rtl/top.sv", "rtl/sub.sv"};
  task.workspace = {{"rtl/top.sv", "module top;\n  sub u_sub();\nendmodule\n"},
                    {"rtl/sub.sv", "module sub;\n  assign y = A;\nendmodule\n"},
                    {"repro/tb.sv", "module tb;\n  // looks at y\nendmodule\n"}};
  task.check.emplace();
  return task;
}

Result<Verdict> needs_b(const tasks::Task&, const tasks::Candidate& candidate, Phase) {
  Verdict verdict;
  const auto sub = candidate.files.find("rtl/sub.sv");
  const bool right = sub != candidate.files.end() && sub->second.find("y = B") != std::string::npos;
  verdict.status = right ? VerdictStatus::passed : VerdictStatus::failed;
  verdict.summary = right ? "all equal" : "1 of 2 values differ";
  verdict.feedback = right ? "" : "y is 0 at 15 ns, expected 1";
  verdict.decided_by = "verilator";
  return verdict;
}

class ToolboxTest : public testing::Test {
 protected:
  ToolboxTest() : box_(public_part(task_)) {}
  ToolResult use(const std::string& name, const Json& arguments) { return use_text(name, dump_json(arguments)); }
  ToolResult use_text(const std::string& name, const std::string& arguments) {
    auto result = box_.use({"1", name, arguments}, bench_);
    EXPECT_TRUE(result) << result.error().to_line();
    return result ? *std::move(result) : ToolResult{};
  }
  std::string said(const std::string& name, const Json& arguments = Json::object()) {
    return use(name, arguments).use.result;
  }
  std::vector<std::string> names(Evidence evidence, evaluators::Inspector* inspector) {
    Workbench bench(task_, evaluator_, {}, 1, clock_, {"", {}, nullptr, nullptr, inspector, evidence});
    std::vector<std::string> found;
    for (const models::Tool& tool : box_.offered(bench)) found.push_back(tool.name);
    return found;
  }

  const tasks::Task task_ = two_files();
  FakeClock clock_;
  FakeEvaluator evaluator_{needs_b};
  FakeInspector inspector_;
  Workbench bench_{task_, evaluator_, {}, 1, clock_, {"", {}, nullptr, nullptr, &inspector_}};
  Toolbox box_;
};

TEST_F(ToolboxTest, OffersWhatTheEvidenceAllows) {
  const std::vector<std::string> plain{"list_files", "read_file", "search", "edit_file", "write_file"};
  const auto with = [&](std::vector<std::string> more) {
    std::vector<std::string> all = plain;
    all.insert(all.end(), more.begin(), more.end());
    return all;
  };
  EXPECT_EQ(names(Evidence::visible, &inspector_), with({"compile", "simulate", "trace", "submit"}));
  EXPECT_EQ(names(Evidence::visible, nullptr), with({"simulate", "submit"}));
  EXPECT_EQ(names(Evidence::compile, &inspector_), with({"compile", "submit"}));
  EXPECT_EQ(names(Evidence::none, &inspector_), with({"submit"}));
}

TEST_F(ToolboxTest, ListsAndReads) {
  EXPECT_EQ(said("list_files"), "repro/tb.sv  3 lines\nrtl/sub.sv  3 lines, editable\nrtl/top.sv  3 lines, editable\n");
  EXPECT_EQ(said("read_file", {{"path", "rtl/sub.sv"}, {"first_line", 2}, {"last_line", 2}}),
            "   2|   assign y = A;\n(lines 2 to 2 of 3; read on from line 3)\n");
  EXPECT_EQ(said("read_file", {{"path", "./sub.sv"}, {"first_line", "3"}}), "   3| endmodule\n");
  EXPECT_EQ(said("read_file", {{"path", "rtl/sub.v"}}), "no file rtl/sub.v; is rtl/sub.sv meant?");
  EXPECT_EQ(said("read_file", {{"path", "rtl/sub.sv"}, {"first_line", 9}}), "rtl/sub.sv has 3 lines");
}

TEST_F(ToolboxTest, Searches) {
  EXPECT_EQ(said("search", {{"text", "y"}}),
            "repro/tb.sv:2: // looks at y\nrtl/sub.sv:2: assign y = A;\n");
  EXPECT_EQ(said("search", {{"text", "y"}, {"path", "rtl/sub.sv"}}), "rtl/sub.sv:2: assign y = A;\n");
  EXPECT_EQ(said("search", {{"text", "zz"}}), "\"zz\" stands nowhere");
  EXPECT_TRUE(use("search", {{"text", " "}}).use.failed);
}

TEST_F(ToolboxTest, EditsSimulatesAndSubmits) {
  EXPECT_EQ(said("simulate"), "failed: 1 of 2 values differ\ny is 0 at 15 ns, expected 1");
  EXPECT_EQ(said("edit_file", {{"path", "rtl/sub.sv"}, {"search", "y = A"}, {"replace", "y = B"}}),
            "rtl/sub.sv now:\n   1| module sub;\n   2|   assign y = B;\n   3| endmodule\n");
  const ToolResult passed = use("simulate", Json::object());
  EXPECT_EQ(passed.use.result, "passed: all equal");
  ASSERT_TRUE(passed.check);
  EXPECT_TRUE(passed.check->passed());
  EXPECT_FALSE(passed.submitted);
  EXPECT_TRUE(use("submit", Json::object()).submitted);
  EXPECT_EQ(box_.candidate().files,
            (tasks::FileSet{{"rtl/sub.sv", "module sub;\n  assign y = B;\nendmodule\n"}}));
  // Back as it was: no change at all.
  said("edit_file", {{"path", "rtl/sub.sv"}, {"search", "y = B"}, {"replace", "y = A"}});
  EXPECT_TRUE(box_.candidate().files.empty());
}

TEST_F(ToolboxTest, ChangesOnlyWhatMayBeChanged) {
  const ToolResult refused = use("write_file", {{"path", "repro/tb.sv"}, {"content", "x"}});
  EXPECT_TRUE(refused.use.failed);
  EXPECT_EQ(refused.use.result, "repro/tb.sv may not be changed; those that may be: rtl/top.sv, rtl/sub.sv");
  EXPECT_TRUE(use("write_file", {{"path", "../etc/passwd"}, {"content", "x"}}).use.failed);
  EXPECT_TRUE(use("edit_file", {{"path", "repro/tb.sv"}, {"search", "y"}, {"replace", "z"}}).use.failed);
  EXPECT_TRUE(box_.candidate().files.empty());
}

TEST_F(ToolboxTest, SaysWhatIsWrongWithACall) {
  const ToolResult unknown = use_text("run_bash", "{}");
  EXPECT_TRUE(unknown.use.malformed);
  EXPECT_EQ(unknown.use.result.substr(0, 50), "There is no tool \"run_bash\"; there are: list_files");
  const ToolResult broken = use_text("read_file", "{\"path\": \"rtl/sub.sv");
  EXPECT_TRUE(broken.use.malformed);
  EXPECT_NE(broken.use.result.find("the arguments"), std::string::npos);
  EXPECT_EQ(use_text("read_file", "[1]").use.result, "The arguments are no JSON object");
  EXPECT_EQ(said("read_file"), "read_file: the argument \"path\" is missing");
  EXPECT_EQ(said("read_file", {{"path", 7}}), "read_file: \"path\" must be a string");
  EXPECT_EQ(said("read_file", {{"path", "rtl/sub.sv"}, {"first_line", "two"}}),
            "read_file: \"first_line\" must be a number that is not negative");
  // A call without arguments, as some models make it.
  EXPECT_FALSE(use_text("list_files", "").use.malformed);
}

TEST_F(ToolboxTest, CompilesAndTraces) {
  EXPECT_EQ(said("compile"), "compiles\n");
  EXPECT_EQ(said("trace", {{"signal", "known"}, {"time_ns", 15}}), "known = 1, driven by rtl/a.sv:2");
  ASSERT_EQ(inspector_.traced.size(), 1u);
  EXPECT_EQ(inspector_.traced[0].ps, 15'000u);
  const ToolResult unknown = use("trace", {{"signal", "other"}});
  EXPECT_TRUE(unknown.use.failed);
  EXPECT_EQ(unknown.use.result, "no signal \"other\" in the simulation");
  EXPECT_EQ(inspector_.traced[1].ps, std::nullopt);
}

TEST_F(ToolboxTest, ExaminesWithinTheBudget) {
  Budget budget;
  budget.checks = 1;
  Workbench poor(task_, evaluator_, budget, 1, clock_, {"", {}, nullptr, nullptr, &inspector_});
  ASSERT_TRUE(box_.use({"1", "simulate", "{}"}, poor));
  ASSERT_TRUE(box_.use({"1", "simulate", "{}"}, poor));  // the same files: known
  said("edit_file", {{"path", "rtl/sub.sv"}, {"search", "y = A"}, {"replace", "y = C"}});
  const auto refused = box_.use({"1", "simulate", "{}"}, poor);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), ErrorCode::limit_exceeded);
}

TEST_F(ToolboxTest, CallsAMissingBoxAnError) {
  FakeEvaluator broken([](const tasks::Task&, const tasks::Candidate&, Phase) -> Result<Verdict> {
    Verdict verdict;
    verdict.status = VerdictStatus::sandbox_error;
    verdict.summary = "no box";
    return verdict;
  });
  Workbench bench(task_, broken, {}, 1, clock_);
  const auto result = box_.use({"1", "simulate", "{}"}, bench);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code(), ErrorCode::unavailable);
}

std::vector<std::string> said_calls(std::string_view text) {
  const std::vector<models::Tool> known{{"search", "", {}}, {"submit", "", {}}};
  std::vector<std::string> out;
  for (const models::ToolCall& call : calls_in_text(text, known)) out.push_back(call.name + call.arguments);
  return out;
}

TEST(CallsInTextTest, ReadsTheFormsThatModelsWrite) {
  const std::vector<std::string> search{R"(search{"text":"y"})"};
  EXPECT_EQ(said_calls("Let me look.\n<tool_call>\n{\"name\": \"search\", \"arguments\": {\"text\": \"y\"}}\n</tool_call>"),
            search);
  EXPECT_EQ(said_calls("<tool_call>{\"name\": \"search\", \"arguments\": {\"text\": \"y\"}}"), search);
  EXPECT_EQ(said_calls("```json\n{\"name\": \"search\", \"parameters\": {\"text\": \"y\"}}\n```\n"), search);
  EXPECT_EQ(said_calls("{\"name\": \"search\", \"arguments\": \"{\\\"text\\\":\\\"y\\\"}\"}"), search);
  EXPECT_EQ(said_calls("<tool_call>{\"name\": \"search\", \"arguments\": {\"text\": \"y\"}}</tool_call>\n"
                       "<tool_call>{\"name\": \"submit\"}</tool_call>"),
            (std::vector<std::string>{search[0], "submit{}"}));
}

TEST(CallsInTextTest, TakesNothingElseForACall) {
  EXPECT_TRUE(said_calls("I would search for y.").empty());
  EXPECT_TRUE(said_calls("{\"name\": \"rm\", \"arguments\": {}}").empty());
  EXPECT_TRUE(said_calls("<tool_call>{\"name\": \"search\", </tool_call>").empty());
  EXPECT_TRUE(said_calls("```verilog\nmodule a;\nendmodule\n```").empty());
  EXPECT_TRUE(said_calls("```").empty());
}

}  // namespace
}  // namespace gs::agent::tools
