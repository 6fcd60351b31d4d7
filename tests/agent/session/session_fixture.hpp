/// A session over a folder with two small files, a test that looks for words in them, and a model that follows a
/// script.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <deque>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "agent/session/dialogue.hpp"
#include "agent/session/session.hpp"
#include "base/files.hpp"
#include "tests/support/error_line.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/fake_evaluator.hpp"
#include "tests/support/scripted_console.hpp"

namespace gs::agent::session::test {

using gs::test::code_name;
using gs::test::error_line;

/// What a scripted model was told before it answered.
struct Asked {
  tasks::FileSet workspace;
  std::vector<Turn> history;
};

/// Answers in order, then nothing. Empty files: it gives up.
class ScriptedProposer final : public Proposer {
 public:
  ScriptedProposer(std::deque<tasks::FileSet>& answers, std::vector<Asked>& asked) : answers_(answers), asked_(asked) {}
  Result<Proposal> propose(const PublicTask& task, Workbench& bench) override {
    asked_.push_back({task.workspace, bench.history()});
    if (answers_.empty() || answers_.front().empty()) {
      if (!answers_.empty()) answers_.pop_front();
      return Proposal{std::nullopt, "nothing left to try", true};
    }
    tasks::Candidate candidate{std::move(answers_.front()), "a change"};
    answers_.pop_front();
    return Proposal{std::move(candidate), "", false};
  }

 private:
  std::deque<tasks::FileSet>& answers_;
  std::vector<Asked>& asked_;
};

class SessionTest : public testing::Test {
 protected:
  static constexpr const char* kA = "rtl/a.sv";
  static constexpr const char* kB = "rtl/b.sv";

  void SetUp() override {
    auto made = TempDir::create("session");
    ASSERT_TRUE(made) << error_line(made);
    folder_.emplace(*std::move(made));
    write(kA, "module a;\n  wrong\nendmodule\n");
    write(kB, "module b;\nendmodule\n");
    auto tree = UserTree::open(root());
    ASSERT_TRUE(tree) << error_line(tree);
    tree_.emplace(*std::move(tree));
    begin();
  }

  std::filesystem::path root() const { return folder_->path() / "tree"; }
  std::filesystem::path journal_folder() const { return folder_->path() / "state" / "s1"; }
  void write(const std::string& name, const std::string& text) {
    const auto written = write_file_atomic(root() / name, text);
    ASSERT_TRUE(written) << error_line(written);
  }
  std::string read(const std::string& name) const {
    const auto text = read_file(root() / name);
    return text ? *text : "<" + error_line(text) + ">";
  }

  /// Files as a task whose test passes when a.sv has the word "right" and not "wrong".
  Result<Loaded> load() {
    Loaded loaded;
    loaded.task.suite = "own";
    loaded.task.id = "a";
    loaded.task.sources = {kA, kB};
    loaded.editable = {kA, kB};
    for (const char* name : {kA, kB}) {
      GS_TRY(loaded.task.workspace[name], tree_->read(name));
    }
    loaded.task.check.emplace();
    loaded.task.hash = tasks::hash_of(loaded.task.workspace);
    return loaded;
  }

  static Result<tasks::Verdict> words_decide(const tasks::Task& task, const tasks::Candidate& candidate,
                                             evaluators::Phase) {
    GS_TRY(const tasks::FileSet files, overlay(task, candidate));
    const std::string& a = files.at(kA);
    tasks::Verdict verdict;
    verdict.status = a.find("right") != std::string::npos && a.find("wrong") == std::string::npos
                         ? tasks::VerdictStatus::passed
                         : tasks::VerdictStatus::failed;
    verdict.summary = verdict.passed() ? "all equal" : "q differs";
    verdict.feedback = verdict.passed() ? "" : "q differs\nexpected 1\n";
    return verdict;
  }

  SessionParts parts() {
    SessionParts parts{*tree_, *journal_, evaluator_, *purse_, clock_};
    parts.cancel = &cancel_;
    parts.load = [this] { return load(); };
    parts.uncommitted = [this](const std::vector<std::string>& names) -> Result<std::set<std::string>> {
      std::set<std::string> dirty;
      for (const std::string& name : names) {
        if (uncommitted_.count(name) > 0) dirty.insert(name);
      }
      return dirty;
    };
    return parts;
  }

  SessionModel model(const std::string& name = "scripted", bool reads_text = true) {
    SessionModel model;
    model.name = name;
    model.reads_text = model.is_lasting = reads_text;
    model.make = [this](const tasks::Task&) -> Result<std::unique_ptr<Proposer>> {
      ++made_;
      return std::unique_ptr<Proposer>(std::make_unique<ScriptedProposer>(answers_, asked_));
    };
    return model;
  }

  void begin() {
    JournalHead head;
    head.id = "s1";
    head.root = root().string();
    head.start = {{kA, read(kA)}, {kB, read(kB)}};
    auto journal = Journal::create(journal_folder(), head);
    ASSERT_TRUE(journal) << error_line(journal);
    journal_.emplace(*std::move(journal));
    purse_ = std::make_unique<models::Purse>(models::Allowance{});
    session_ = std::make_unique<Session>(parts());
    session_->use(model());
  }

  /// As a new process would.
  Recovery resume() {
    session_.reset();
    journal_.reset();
    auto journal = Journal::open(journal_folder());
    EXPECT_TRUE(journal) << error_line(journal);
    journal_.emplace(*std::move(journal));
    purse_ = std::make_unique<models::Purse>(models::Allowance{});
    session_ = std::make_unique<Session>(parts());
    const auto recovery = session_->recover();
    EXPECT_TRUE(recovery) << error_line(recovery);
    session_->use(model());
    return recovery ? *recovery : Recovery::nothing;
  }

  /// Talks until the lines are over.
  Ending talk(std::vector<std::string> lines, Mode mode = Mode::confirm) {
    console_.emplace(std::move(lines));
    console_->before_answer = before_answer_;
    DialogueOptions options;
    options.mode = mode;
    options.open_model = [this](const std::string& name) -> Result<SessionModel> {
      if (name == "golden") return invalid_input("model golden is for suites");
      return model(name, name != "search");
    };
    options.clear_interrupt = [this] { cancel_ = false; };
    Dialogue dialogue(*session_, *console_, std::move(options));
    const auto ending = dialogue.run();
    EXPECT_TRUE(ending) << error_line(ending);
    return ending ? *ending : Ending{};
  }

  /// An answer that repairs a.sv.
  static tasks::FileSet repair(const std::string& word = "right") {
    return {{kA, "module a;\n  " + word + "\nendmodule\n"}};
  }

  std::optional<TempDir> folder_;
  std::optional<UserTree> tree_;
  std::optional<Journal> journal_;
  gs::test::FakeEvaluator::Script script_ = words_decide;
  gs::test::FakeEvaluator evaluator_{
      [this](const auto& task, const auto& candidate, auto phase) { return script_(task, candidate, phase); }};
  gs::test::FakeClock clock_;
  std::atomic<bool> cancel_{false};
  std::unique_ptr<models::Purse> purse_;
  std::unique_ptr<Session> session_;
  std::optional<gs::test::ScriptedConsole> console_;
  std::function<void(const std::string&)> before_answer_;
  std::deque<tasks::FileSet> answers_;
  std::vector<Asked> asked_;
  std::set<std::string> uncommitted_;
  int made_ = 0;
};

}  // namespace gs::agent::session::test
