#include "agent/session/session.hpp"

#include "agent/session/session_words.hpp"
#include "tests/agent/session/session_fixture.hpp"

namespace gs::agent::session::test {
namespace {

TEST_F(SessionTest, RefusesAProposalForAFileThatMayNotBeChanged) {
  answers_ = {{{"tb/tb.sv", "x"}}};
  EXPECT_EQ(code_name(session_->take_turn()), "invalid_input");
}

TEST_F(SessionTest, KeepsTheFormOfAFileThatAModelRewrites) {
  write(kA, "module a;\r\n  wrong // caf\xE9\r\n  // na\xEFve\r\nendmodule");
  answers_ = {{{kA, "module a;\n  right\n  // na\xEF\xBF\xBDve\nendmodule\n"}}};
  const auto outcome = session_->take_turn();
  ASSERT_TRUE(outcome && outcome->offer) << error_line(outcome);
  const auto applied = session_->apply(*outcome->offer);
  ASSERT_TRUE(applied) << error_line(applied);
  EXPECT_EQ(read(kA), "module a;\r\n  right\r\n  // na\xEFve\r\nendmodule");
}

TEST_F(SessionTest, WritesNothingWhenOneOfItsFilesCannotBeWritten) {
  answers_ = {{{kA, "module a;\n  right\nendmodule\n"}, {kB, "module b; // x\nendmodule\n"}}};
  const auto outcome = session_->take_turn();
  ASSERT_TRUE(outcome && outcome->offer) << error_line(outcome);
  std::filesystem::permissions(root() / kB, std::filesystem::perms::owner_read);
  const std::string before = read(kA);
  EXPECT_FALSE(session_->apply(*outcome->offer).ok());
  EXPECT_EQ(read(kA), before);
  EXPECT_FALSE(session_->can_undo());
  EXPECT_EQ(resume(), Recovery::nothing);
}

TEST_F(SessionTest, TestsNothingTwice) {
  answers_ = {repair()};
  ASSERT_TRUE(session_->test().ok());
  const auto outcome = session_->take_turn();
  ASSERT_TRUE(outcome && outcome->offer);
  ASSERT_TRUE(session_->apply(*outcome->offer).ok());
  EXPECT_EQ(evaluator_.calls().size(), 2u);
  ASSERT_TRUE(session_->last_test().has_value());
  EXPECT_TRUE(session_->last_test()->passed());
}

TEST_F(SessionTest, AddsWhatDroveAFailureForModelsThatRead) {
  SessionParts with = parts();
  with.looks.why = [](const auto&, const auto&, const auto&) -> Result<std::string> { return std::string("q <- d\n"); };
  script_ = [](const auto& task, const auto& candidate, auto phase) {
    auto verdict = words_decide(task, candidate, phase);
    if (!verdict->passed()) verdict->mismatches.push_back({"q", 1, 0, 5, 1, "1", "0"});
    return verdict;
  };
  Session session(std::move(with));
  session.use(model());
  answers_ = {{}};
  ASSERT_TRUE(session.take_turn().ok());
  EXPECT_NE(asked_[0].history[0].check.feedback.find("q <- d"), std::string::npos);
  session.use(model("search", false));
  answers_ = {{}};
  ASSERT_TRUE(session.take_turn().ok());
  EXPECT_EQ(asked_[1].history[0].check.feedback.find("q <- d"), std::string::npos);
}

TEST_F(SessionTest, TellsWhoWaitsWhatATurnIsDoing) {
  SessionParts with = parts();
  std::vector<std::string> seen;
  with.watch = [&](std::string_view doing) { seen.emplace_back(doing); };
  Session session(std::move(with));
  session.use(model());
  answers_ = {repair()};
  ASSERT_TRUE(session.take_turn().ok());
  EXPECT_EQ(seen, (std::vector<std::string>{"examination 1", "examination 2"}));
}

TEST_F(SessionTest, GoesOnAfterABreakWithItsChangesItsCostAndWhatWasSaid) {
  answers_ = {repair(), repair("right, too")};
  models::Spending spent;
  spent.requests = 1;
  spent.usage.input_uncached = 1000;
  purse_->receive(std::nullopt, spent);
  talk({"y", "use one register"});
  EXPECT_EQ(resume(), Recovery::nothing);
  EXPECT_EQ(purse_->spent().usage.input_uncached, 1000);
  ASSERT_TRUE(session_->can_undo());
  answers_ = {{}};
  ASSERT_TRUE(session_->take_turn().ok());
  const std::string& remark = asked_.back().history[0].remark;
  EXPECT_NE(remark.find("use one register"), std::string::npos) << remark;
  EXPECT_NE(remark.find("applied change 1"), std::string::npos) << remark;
  ASSERT_TRUE(session_->undo().ok());
  EXPECT_EQ(read(kA), "module a;\n  wrong\nendmodule\n");
}

struct Moment {
  const char* name;
  const char *a, *b;  // on disk, when it was killed
  Recovery recovery;
  const char *a_then, *b_then;
  bool applied;
};

class RecoveryTest : public SessionTest, public testing::WithParamInterface<Moment> {};

TEST_P(RecoveryTest, LeavesTheTreeBeforeOrAfterTheChange) {
  const Moment& moment = GetParam();
  write(kA, "old a");
  write(kB, "old b");
  ASSERT_TRUE(journal_->begin({0, "two files", {{kA, "old a", "new a"}, {kB, "old b", "new b"}}}).ok());
  write(kA, moment.a);
  write(kB, moment.b);
  write("rtl/.gatesmith-repair.tmp", "half");
  EXPECT_EQ(resume(), moment.recovery);
  EXPECT_EQ(read(kA), moment.a_then);
  EXPECT_EQ(read(kB), moment.b_then);
  EXPECT_EQ(session_->can_undo(), moment.applied);
  EXPECT_FALSE(std::filesystem::exists(root() / "rtl/.gatesmith-repair.tmp"));
  EXPECT_EQ(resume(), Recovery::nothing) << "once is enough";
}

INSTANTIATE_TEST_SUITE_P(
    Moments, RecoveryTest,
    testing::Values(Moment{"before", "old a", "old b", Recovery::was_not_made, "old a", "old b", false},
                    Moment{"between", "new a", "old b", Recovery::was_half_made, "old a", "old b", false},
                    Moment{"after", "new a", "new b", Recovery::was_made, "new a", "new b", true},
                    Moment{"edited", "mine", "new b", Recovery::cannot_tell, "mine", "new b", false}),
    [](const auto& param) { return std::string(param.param.name); });

TEST_F(SessionTest, FinishesAnUndoThatWasMade) {
  answers_ = {repair()};
  talk({"y"});
  const Change change = session_->last_change();
  Change back = change;
  std::swap(back.files[0].before, back.files[0].after);
  ASSERT_TRUE(journal_->begin_undo(back).ok());
  write(kA, change.files[0].before);
  EXPECT_EQ(resume(), Recovery::was_made);
  EXPECT_FALSE(session_->can_undo());
}

TEST(SessionWordsTest, TellsWhatATurnCost) {
  models::Spending s;
  EXPECT_EQ(spending_words(s), "no tokens");
  s.requests = 1;
  s.usage.input_uncached = 720;
  s.usage.cache_read = 2400;
  s.usage.output = 410;
  s.usd = 0.0042;
  s.pte_observed = 3950.4;
  EXPECT_EQ(spending_words(s), "sent 3,120 tokens (2,400 cached), received 410; $0.0042; 3,950 PTE");
  s.unpriced = 1;
  EXPECT_NE(spending_words(s).find("its price is not known"), std::string::npos);
  EXPECT_EQ(grouped(-1234567), "-1,234,567");
  EXPECT_EQ(grouped(-123), "-123");
}

}  // namespace
}  // namespace gs::agent::session::test
