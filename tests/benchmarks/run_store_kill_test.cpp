// Theory of operation: a child process appends without end and writes the number of each attempt into a pipe once
// append() has returned. The parent kills it at a random moment, reads the pipe to its end, and then every number in it
// must be in the store. The next child goes on from there.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "base/files.hpp"
#include "base/rng.hpp"
#include "benchmarks/run_store.hpp"
#include "tests/benchmarks/samples.hpp"
#include "tests/support/error_line.hpp"

namespace gs::benchmarks {
namespace {

constexpr int kRounds = 20;

Manifest endless_manifest() {
  Manifest manifest = test::small_manifest();
  manifest.samples = 1'000'000;
  return manifest;
}

agent::Attempt numbered_attempt(int number) {
  agent::Attempt attempt = test::attempt_at("demo/a", number, agent::AttemptStatus::passed);
  attempt.diff =
      "attempt " + std::to_string(number) + "\n" + std::string(static_cast<std::size_t>(number * 997 % 20'000), 'x');
  return attempt;
}

[[noreturn]] void append_forever(const std::filesystem::path& folder, int pipe_end) {
  auto store = RunStore::open_or_create(folder, endless_manifest());
  if (!store) ::_exit(1);
  int number = static_cast<int>(store->finished().value().size());
  while (store->append(numbered_attempt(number))) {
    if (::write(pipe_end, &number, sizeof number) != sizeof number) ::_exit(1);
    ++number;
  }
  ::_exit(1);
}

std::vector<int> read_numbers(int pipe_end) {
  std::vector<int> numbers;
  int number = 0;
  while (::read(pipe_end, &number, sizeof number) == sizeof number) numbers.push_back(number);
  return numbers;
}

/// Runs a child for that long; the numbers that it reported as appended.
std::vector<int> append_until_killed(const std::filesystem::path& folder, std::chrono::microseconds time_to_live) {
  int ends[2] = {-1, -1};
  EXPECT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  UniqueFd read_end(ends[0]), write_end(ends[1]);
  const pid_t child = ::fork();
  if (child == 0) append_forever(folder, write_end.get());
  EXPECT_GT(child, 0);
  write_end.reset();
  std::this_thread::sleep_for(time_to_live);
  EXPECT_EQ(::kill(child, SIGKILL), 0);
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFSIGNALED(status)) << "the child gave up by itself";
  return read_numbers(read_end.get());
}

TEST(RunStoreKillTest, KeepsEveryAttemptThatWasReportedAsAppended) {
  const TempDir temporary = TempDir::create("kill-test").value();
  const std::filesystem::path folder = temporary.path() / "run";
  Rng rng(20'261'124);
  std::size_t reported = 0;
  for (int round = 0; round < kRounds; ++round) {
    const std::vector<int> numbers = append_until_killed(folder, std::chrono::microseconds(rng.below(120'000)));
    reported += numbers.size();
    auto store = RunStore::open_or_create(folder, endless_manifest());
    ASSERT_EQ(test::error_line(store), "") << "round " << round;
    const auto finished = store->finished();
    ASSERT_EQ(test::error_line(finished), "") << "round " << round;
    for (const int number : numbers) EXPECT_EQ(finished->count({"demo/a", number}), 1u) << "round " << round;
    // At most the one that was under way is there without having been reported.
    EXPECT_LE(finished->size(), reported + static_cast<std::size_t>(round) + 1);
  }
  EXPECT_GT(reported, static_cast<std::size_t>(kRounds)) << "the children were killed before they did anything";
  const auto attempts = RunStore::open_existing(folder).value().attempts();
  ASSERT_EQ(test::error_line(attempts), "");
  for (const agent::Attempt& attempt : *attempts) EXPECT_EQ(attempt.diff, numbered_attempt(attempt.sample).diff);
}

}  // namespace
}  // namespace gs::benchmarks
