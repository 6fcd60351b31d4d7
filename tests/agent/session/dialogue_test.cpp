#include "agent/session/dialogue.hpp"

#include "agent/session/commands.hpp"
#include "tests/agent/session/session_fixture.hpp"

namespace gs::agent::session::test {
namespace {

using DialogueTest = SessionTest;

TEST_F(DialogueTest, ShowsAProposalAndAppliesItWhenToldTo) {
  answers_ = {repair()};
  const std::string before = read(kA);
  const Ending ending = talk({"y"});
  EXPECT_TRUE(console_->has_said("the test fails (failed): q differs")) << console_->said();
  EXPECT_TRUE(console_->has_said("-  wrong\n+  right\n")) << console_->said();
  EXPECT_TRUE(console_->has_said("applied to rtl/a.sv")) << console_->said();
  EXPECT_EQ(read(kA), "module a;\n  right\nendmodule\n");
  EXPECT_EQ(ending.passes, true);
  EXPECT_NE(read(kA), before);
}

TEST_F(DialogueTest, LeavesTheFilesAloneWhenToldNotTo) {
  answers_ = {repair()};
  const std::string before = read(kA);
  EXPECT_EQ(talk({"n", ""}).passes, false);
  EXPECT_EQ(read(kA), before);
}

TEST_F(DialogueTest, TakesTheReasonOfANoBackToTheModel) {
  answers_ = {repair("right"), repair("right indeed")};
  talk({"no keep the old name", "y"});
  ASSERT_EQ(asked_.size(), 2u);
  EXPECT_NE(asked_[1].history.back().remark.find("keep the old name"), std::string::npos)
      << asked_[1].history.back().remark;
  EXPECT_EQ(read(kA), "module a;\n  right indeed\nendmodule\n");
}

TEST_F(DialogueTest, AsksForTheReasonOfABareNo) {
  answers_ = {repair(), repair("right too")};
  talk({"n", "too long", "y"});
  EXPECT_TRUE(console_->has_said("why? (Enter: no reason) too long")) << console_->said();
  EXPECT_EQ(read(kA), "module a;\n  right too\nendmodule\n");
}

TEST_F(DialogueTest, FeedsAFailingProposalBackAndKeepsTheConversation) {
  answers_ = {repair("worse"), repair()};
  talk({"y", "and tidy up"});
  ASSERT_EQ(asked_.size(), 3u);
  EXPECT_EQ(made_, 1) << "one proposer serves the session";
  EXPECT_EQ(asked_[1].history.back().check.summary, "q differs");
  const std::string& remark = asked_[2].history.back().remark;
  EXPECT_NE(remark.find("I applied your proposal"), std::string::npos) << remark;
  EXPECT_NE(remark.find("and tidy up"), std::string::npos) << remark;
  EXPECT_EQ(asked_[2].workspace.at(kA), "module a;\n  right\nendmodule\n");
}

TEST_F(DialogueTest, ShowsTheBestWhenNothingPasses) {
  answers_ = {repair("better"), {}};
  talk({"n", ""});
  EXPECT_TRUE(console_->has_said("no proposal passes the test (nothing left to try); the best:")) << console_->said();
}

TEST_F(DialogueTest, QuitsFromAQuestionWithoutApplying) {
  answers_ = {repair()};
  const std::string before = read(kA);
  EXPECT_TRUE(talk({"q", "/test"}).by_command);
  EXPECT_EQ(read(kA), before);
  EXPECT_FALSE(console_->has_said("/test"));
}

TEST_F(DialogueTest, ExplainsBeforeItIsDecided) {
  answers_ = {repair()};
  talk({"e", "y"});
  EXPECT_EQ(read(kA), "module a;\n  right\nendmodule\n");
  EXPECT_GT(console_->prompts().size(), 2u);
}

TEST_F(DialogueTest, AppliesByItselfWhatPassesInAutoMode) {
  answers_ = {repair()};
  EXPECT_EQ(talk({}, Mode::automatic).passes, true);
  EXPECT_TRUE(console_->has_said("applied to rtl/a.sv; /undo takes it back")) << console_->said();
  EXPECT_EQ(read(kA), "module a;\n  right\nendmodule\n");
}

TEST_F(DialogueTest, AppliesNothingThatFailsInAutoMode) {
  answers_ = {repair("worse"), {}};
  const std::string before = read(kA);
  EXPECT_EQ(talk({}, Mode::automatic).passes, false);
  EXPECT_EQ(read(kA), before);
}

TEST_F(DialogueTest, ProposesNothingByItselfInHumanMode) {
  answers_ = {repair()};
  before_answer_ = [this](const std::string& line) {
    if (line == "/test") write(kA, "right by hand\n");
  };
  EXPECT_EQ(talk({"/test"}, Mode::human).passes, true);
  EXPECT_TRUE(asked_.empty());
}

TEST_F(DialogueTest, UndoesChangeByChangeToTheVeryBytes) {
  const std::string a = read(kA), b = read(kB);
  answers_ = {repair(), {{kA, "module a;\n  right\nendmodule // x\n"}, {kB, "module b; // y\nendmodule\n"}}};
  talk({"y", "more", "y", "/undo", "/undo", "/undo"});
  EXPECT_EQ(read(kA), a);
  EXPECT_EQ(read(kB), b);
  EXPECT_TRUE(console_->has_said("took back change 2 of rtl/a.sv, rtl/b.sv; 1 left")) << console_->said();
  EXPECT_TRUE(console_->has_said("there is no change to take back")) << console_->said();
}

TEST_F(DialogueTest, AsksBeforeAnUndoDestroysAnEdit) {
  answers_ = {repair()};
  before_answer_ = [this](const std::string& line) {
    if (line == "/undo") write(kA, "right, and edited\n");
  };
  talk({"y", "/undo", "n"});
  EXPECT_TRUE(console_->has_said("rtl/a.sv was edited after the change was applied")) << console_->said();
  EXPECT_EQ(read(kA), "right, and edited\n");
  before_answer_ = nullptr;
  talk({"/undo", "y"});
  EXPECT_EQ(read(kA), "module a;\n  wrong\nendmodule\n");
}

TEST_F(DialogueTest, SaysThatAFileChangedMeanwhileAndAsks) {
  answers_ = {repair()};
  before_answer_ = [this](const std::string& line) {
    if (line == "y") write(kA, "wrong, and edited\n");
    before_answer_ = nullptr;
  };
  talk({"y", "n"});
  EXPECT_TRUE(console_->has_said("rtl/a.sv has changed on disk since it was read")) << console_->said();
  EXPECT_EQ(read(kA), "wrong, and edited\n");
}

TEST_F(DialogueTest, UndoBringsBackWhatWasAppliedOver) {
  answers_ = {repair()};
  before_answer_ = [this](const std::string& line) {
    if (line == "y" && read(kA).find("edited") == std::string::npos) write(kA, "wrong, and edited\n");
  };
  talk({"y", "yes"});
  EXPECT_EQ(read(kA), "module a;\n  right\nendmodule\n");
  before_answer_ = nullptr;
  talk({"/undo"});
  EXPECT_EQ(read(kA), "wrong, and edited\n");
}

TEST_F(DialogueTest, StopsInAutoModeWhenAFileChangedMeanwhile) {
  answers_ = {repair()};
  script_ = [this](const auto& task, const auto& candidate, auto phase) {
    if (!candidate.files.empty()) write(kA, "wrong, and edited\n");
    return words_decide(task, candidate, phase);
  };
  talk({}, Mode::automatic);
  EXPECT_TRUE(console_->has_said("has changed on disk since it was read")) << console_->said();
  EXPECT_EQ(read(kA), "wrong, and edited\n");
}

TEST_F(DialogueTest, SaysThatAFileHasChangesThatAreNotCommitted) {
  uncommitted_ = {kA};
  answers_ = {repair(), repair("right again")};
  talk({"y", "again please", "y"});
  const std::string note = "note: rtl/a.sv has changes that are not committed";
  const std::size_t first = console_->said().find(note);
  ASSERT_NE(first, std::string::npos) << console_->said();
  EXPECT_EQ(console_->said().find(note, console_->said().find("applied")), std::string::npos) << "those are ours";
}

TEST_F(DialogueTest, TellsWhatASearchDoesNotRead) {
  session_->use(model("search", false));
  answers_ = {{}};
  talk({"please look at the pointer"});
  EXPECT_TRUE(console_->has_said("search does not read text")) << console_->said();
  EXPECT_EQ(asked_.size(), 1u);
}

TEST_F(DialogueTest, SwitchesTheModelAndKeepsTheFiles) {
  answers_ = {repair()};
  talk({"y", "/model", "/model golden", "/model other/one", "go on"});
  EXPECT_TRUE(console_->has_said("model golden is for suites")) << console_->said();
  EXPECT_TRUE(console_->has_said("other/one is asked from now on")) << console_->said();
  EXPECT_EQ(made_, 2);
  EXPECT_NE(asked_.back().history.back().remark.find("applied change 1"), std::string::npos)
      << "the new model hears what was done: " << asked_.back().history.back().remark;
  EXPECT_EQ(asked_.back().workspace.at(kA), "module a;\n  right\nendmodule\n");
}

TEST_F(DialogueTest, SuggestsTheNearestCommand) {
  answers_ = {{}};
  talk({"/und", "/xyzzy"});
  EXPECT_TRUE(console_->has_said("/und is no command (did you mean /undo?)")) << console_->said();
  EXPECT_TRUE(console_->has_said("/xyzzy is no command; /help lists them")) << console_->said();
}

TEST_F(DialogueTest, ShowsAndSetsTheBudget) {
  answers_ = {{}};
  talk({"/budget", "/budget usd 2", "/budget tokens many", "/budget usd nan", "/budget"});
  EXPECT_TRUE(console_->has_said("no limit")) << console_->said();
  EXPECT_TRUE(console_->has_said("usd 2 ($0.0000 spent)")) << console_->said();
  EXPECT_TRUE(console_->has_said("usage: /budget usd X")) << console_->said();
  EXPECT_EQ(purse_->allowance().usd, 2.0);
}

TEST_F(DialogueTest, GoesOnAfterAnInterruptAtThePrompt) {
  answers_ = {{}};
  talk({"^C", "/cost"});
  EXPECT_TRUE(console_->has_said("no tokens")) << console_->said();
}

TEST_F(DialogueTest, KeepsTheSessionWhenATurnIsStopped) {
  answers_ = {repair("worse"), repair("worse still")};
  int checks = 0;
  script_ = [&, this](const auto& task, const auto& candidate, auto phase) {
    if (++checks == 2) cancel_ = true;
    return words_decide(task, candidate, phase);
  };
  const Ending ending = talk({"/cost"});
  EXPECT_TRUE(console_->has_said("stopped; nothing was changed")) << console_->said();
  EXPECT_TRUE(ending.stopped);
  EXPECT_FALSE(cancel_);
}

TEST_F(DialogueTest, ShowsAllChangesOfTheSession) {
  answers_ = {repair()};
  talk({"/diff", "/help"}, Mode::human);
  EXPECT_TRUE(console_->has_said("nothing has changed since the session began")) << console_->said();
  talk({"y", "/diff", "/undo"});
  EXPECT_TRUE(console_->has_said("/diff\n--- a/rtl/a.sv")) << console_->said();
}

TEST_F(DialogueTest, WritesTheTranscript) {
  answers_ = {repair()};
  const std::filesystem::path file = folder_->path() / "out.md";
  talk({"y", "well done", "/save " + file.string(), "/save " + (root() / kA).string()});
  const auto text = read_file(file);
  ASSERT_TRUE(text) << error_line(text);
  EXPECT_NE(text->find("well done"), std::string::npos);
  EXPECT_NE(text->find("```diff\n--- a/rtl/a.sv"), std::string::npos) << *text;
  EXPECT_TRUE(console_->has_said("is a file of the design")) << console_->said();
  EXPECT_EQ(read(kA), "module a;\n  right\nendmodule\n");
}

TEST_F(DialogueTest, HasNoWaveWhereNothingCanTell) {
  answers_ = {{}};
  talk({"/wave", "/why"});
  EXPECT_TRUE(console_->has_said("this test leaves no wave")) << console_->said();
}

TEST_F(DialogueTest, NamesEveryCommandInItsHelp) {
  answers_ = {{}};
  talk({"/help"});
  for (const Command& command : commands()) EXPECT_TRUE(console_->has_said(command.name)) << command.name;
}

}  // namespace
}  // namespace gs::agent::session::test
