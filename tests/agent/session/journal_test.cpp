// The journal of a session, and what a kill leaves. Theory of operation of the last test: a child applies and undoes
// changes of two files without end; the parent kills it at a random moment, and then the files must be, after what a
// resumed session does, either as before a change or as after it, and the journal must say which.
#include "agent/session/journal.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "base/rng.hpp"
#include "tests/agent/session/session_fixture.hpp"

namespace gs::agent::session::test {
namespace {

using JournalTest = SessionTest;

TEST_F(JournalTest, KeepsBytesThatAreNoText) {
  const std::string bytes("\xFF\x00\xFE", 3);
  ASSERT_TRUE(journal_->begin({0, "x", {{kA, bytes, "y"}}}).ok());
  ASSERT_TRUE(journal_->finish().ok());
  journal_.reset();
  const auto again = Journal::open(journal_folder());
  ASSERT_TRUE(again) << error_line(again);
  ASSERT_EQ(again->state().applied.size(), 1u);
  EXPECT_EQ(again->state().applied[0].files[0].before, bytes);
}

TEST_F(JournalTest, LeavesALineOutThatAKillHit) {
  ASSERT_TRUE(journal_->set("mode", "auto").ok());
  journal_.reset();
  std::ofstream(journal_folder() / "journal.jsonl", std::ios::app) << R"({"event": "set", "name": "mo)";
  auto again = Journal::open(journal_folder());
  ASSERT_TRUE(again) << error_line(again);
  EXPECT_EQ(again->state().settings.at("mode"), "auto");
  ASSERT_TRUE(again->set("mode", "human").ok());
  again = not_found("");  // closes it
  again = Journal::open(journal_folder());
  ASSERT_TRUE(again) << error_line(again);
  EXPECT_EQ(again->state().settings.at("mode"), "human");
}

TEST_F(JournalTest, HasOneWriter) {
  EXPECT_EQ(code_name(Journal::open(journal_folder())), "unavailable");
}

TEST_F(JournalTest, RefusesWhatItDidNotWrite) {
  const std::filesystem::path file = journal_folder() / "journal.jsonl";
  journal_.reset();
  for (const char* text : {"", "{}\n", "[]\n", "no json\n", "{\"gatesmith-session\": 2}\n"}) {
    ASSERT_TRUE(write_file_atomic(file, text));
    EXPECT_FALSE(Journal::open(journal_folder()).ok()) << text;
  }
  EXPECT_EQ(code_name(Journal::open(journal_folder() / "absent")), "not_found");
}

TEST_F(JournalTest, RefusesContentsThatAreNotWhatTheirNameSays) {
  journal_.reset();
  const auto objects = list_files(journal_folder() / "objects");
  ASSERT_TRUE(objects && !objects->empty());
  ASSERT_TRUE(write_file_atomic(journal_folder() / "objects" / objects->front(), "forged"));
  EXPECT_EQ(code_name(Journal::open(journal_folder())), "corrupt");
}

TEST_F(JournalTest, IsReadableByItsOwnerAlone) {
  EXPECT_EQ(std::filesystem::status(journal_folder()).permissions() & std::filesystem::perms(0077),
            std::filesystem::perms::none);
}

TEST_F(JournalTest, ListsSessionsNewestFirst) {
  JournalHead head;
  head.id = "s2";
  head.created = std::chrono::milliseconds(5);
  ASSERT_TRUE(Journal::create(journal_folder().parent_path() / "s2", head).ok());
  ASSERT_TRUE(gs::create_directories(journal_folder().parent_path() / "empty"));
  const std::vector<SessionSummary> all = list_sessions(journal_folder().parent_path());
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].id, "s2");
  EXPECT_EQ(all[1].root, root().string());
}

TEST_F(JournalTest, LeavesTheTreeBeforeOrAfterWhereverItIsKilled) {
  constexpr int kRounds = 60;
  const std::string a = read(kA), b = read(kB);
  Rng rng(7);
  int made = 0, unmade = 0;
  for (int round = 0; round < kRounds; ++round) {
    const std::string mark = std::to_string(round);
    session_.reset();
    journal_.reset();
    int ends[2] = {-1, -1};
    ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    const UniqueFd read_end(ends[0]);
    UniqueFd write_end(ends[1]);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      auto journal = Journal::open(journal_folder());
      if (!journal) ::_exit(1);
      journal_.emplace(*std::move(journal));
      Session session(parts());
      for (int i = 0;; ++i) {
        Offer offer;
        offer.rationale = mark;
        const std::string text =
            mark + "." + std::to_string(i) + std::string(static_cast<std::size_t>(i * 97 % 5000), 'x');
        offer.files = {{kA, "", "a" + text}, {kB, "", "b" + text}};
        if (!session.apply(offer) || (i % 3 == 2 && !session.undo())) ::_exit(1);
        if (::write(write_end.get(), "x", 1) != 1) ::_exit(1);
      }
    }
    // Some are killed before their first change is made; the machine may be slow.
    write_end.reset();
    char mark_of_one = 0;
    if (round % 4 != 0) {
      ASSERT_EQ(::read(read_end.get(), &mark_of_one, 1), 1);
    }
    std::this_thread::sleep_for(std::chrono::microseconds(rng.below(30'000)));
    ::kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the child gave up";
    ASSERT_NE(resume(), Recovery::cannot_tell);
    const std::string now_a = read(kA), now_b = read(kB);
    const std::vector<Change>& applied = journal_->state().applied;
    if (applied.empty()) {
      ASSERT_EQ(now_a, a);
      ASSERT_EQ(now_b, b);
      ++unmade;
    } else {
      ASSERT_EQ(now_a, applied.back().files[0].after);
      ASSERT_EQ(now_b, applied.back().files[1].after);
      ++made;
    }
    ASSERT_EQ(list_files(root())->size(), 2u);
  }
  while (session_->can_undo()) ASSERT_TRUE(session_->undo().ok());
  EXPECT_EQ(read(kA), a);
  EXPECT_EQ(read(kB), b);
  EXPECT_GT(made, 0);
}

}  // namespace
}  // namespace gs::agent::session::test
