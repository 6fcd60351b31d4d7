#include "benchmarks/campaign.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <set>

#include "base/files.hpp"
#include "tests/benchmarks/samples.hpp"
#include "tests/support/error_line.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/fake_evaluator.hpp"

namespace gs::benchmarks {
namespace {

using agent::Attempt;
using agent::AttemptStatus;
using test::code_name;
using test::demo_tasks;
using test::error_line;
using test::FakeEvaluator;
using test::manifest_of;

class CampaignTest : public ::testing::Test {
 protected:
  RunStore open(const std::string& name, const std::vector<tasks::Task>& tasks, const std::string& model = "golden",
                int samples = 1) {
    return RunStore::open_or_create(temporary_.path() / name, manifest_of(tasks, model, samples)).value();
  }

  static CampaignOptions with_jobs(int jobs) {
    CampaignOptions options;
    options.jobs = jobs;
    return options;
  }

  TempDir temporary_ = TempDir::create("campaign-test").value();
  test::FakeClock clock_;
};

TEST_F(CampaignTest, RecordsEveryTaskAndSample) {
  const auto tasks = demo_tasks(3);
  RunStore store = open("run", tasks, "golden", 2);
  FakeEvaluator evaluator;
  ASSERT_EQ(error_line(run_campaign(store, tasks, evaluator, {}, clock_)), "");
  const auto attempts = store.attempts().value();
  ASSERT_EQ(attempts.size(), 6u);
  for (const Attempt& attempt : attempts) {
    EXPECT_EQ(attempt.status, AttemptStatus::passed);
    EXPECT_EQ(attempt.verdict.summary, "all equal");
  }
  EXPECT_EQ(attempts[5].task, "demo/t02");
  EXPECT_EQ(attempts[5].sample, 1);
}

TEST_F(CampaignTest, RunsTasksInOrder) {
  const auto tasks = demo_tasks(4);
  RunStore store = open("run", tasks);
  FakeEvaluator evaluator;
  ASSERT_EQ(error_line(run_campaign(store, tasks, evaluator, {}, clock_)), "");
  std::vector<std::string> judged;
  for (const FakeEvaluator::Call& call : evaluator.calls()) judged.push_back(call.task);
  EXPECT_EQ(judged, (std::vector<std::string>{"demo/t00", "demo/t01", "demo/t02", "demo/t03"}));
}

TEST_F(CampaignTest, GivesTheSameRecordsWithOneJobAndWithFour) {
  const auto tasks = demo_tasks(10);
  std::vector<std::vector<Attempt>> records;
  for (const int jobs : {1, 4}) {
    RunStore store = open("run-" + std::to_string(jobs), tasks, "golden", 3);
    FakeEvaluator evaluator;
    ASSERT_EQ(error_line(run_campaign(store, tasks, evaluator, with_jobs(jobs), clock_)), "");
    records.push_back(store.attempts().value());
  }
  ASSERT_EQ(records[0].size(), 30u);
  ASSERT_EQ(records[1].size(), 30u);
  for (std::size_t i = 0; i < 30; ++i) test::expect_same(records[1][i], records[0][i]);
  std::set<std::uint64_t> seeds;
  for (const Attempt& attempt : records[0]) seeds.insert(attempt.seed);
  EXPECT_EQ(seeds.size(), 30u) << "every attempt has a seed of its own";
}

TEST_F(CampaignTest, RunsAsManyAttemptsAtOnceAsThereAreJobs) {
  const auto tasks = demo_tasks(12);
  RunStore store = open("run", tasks);
  std::mutex mutex;
  std::condition_variable changed;
  int running = 0, most = 0;
  FakeEvaluator evaluator([&](const tasks::Task& task, const tasks::Candidate& candidate, evaluators::Phase phase) {
    std::unique_lock lock(mutex);
    most = std::max(most, ++running);
    changed.notify_all();
    // Waits for the others once; a campaign with fewer workers would wait in vain, and fail the expectation below.
    changed.wait_for(lock, std::chrono::seconds(5), [&] { return most >= 4; });
    --running;
    return FakeEvaluator::golden_passes(task, candidate, phase);
  });
  ASSERT_EQ(error_line(run_campaign(store, tasks, evaluator, with_jobs(4), clock_)), "");
  EXPECT_EQ(most, 4);
  EXPECT_EQ(store.finished()->size(), 12u);
}

TEST_F(CampaignTest, TriesErrorsAgainAndNothingElse) {
  const auto tasks = demo_tasks(3);
  RunStore store = open("run", tasks);
  FakeEvaluator broken([](const tasks::Task& task, const tasks::Candidate& candidate,
                          evaluators::Phase phase) -> Result<tasks::Verdict> {
    if (task.id == "t01") return unavailable("verilator: not found");
    return FakeEvaluator::golden_passes(task, candidate, phase);
  });
  ASSERT_EQ(error_line(run_campaign(store, tasks, broken, {}, clock_)), "");
  EXPECT_EQ(store.attempts().value()[1].status, AttemptStatus::error);
  EXPECT_EQ(store.attempts().value()[1].error, "verilator: not found");

  FakeEvaluator repaired;
  ASSERT_EQ(error_line(run_campaign(store, tasks, repaired, {}, clock_)), "");
  ASSERT_EQ(repaired.calls().size(), 1u);
  EXPECT_EQ(repaired.calls()[0].task, "demo/t01");
  EXPECT_EQ(store.attempts().value()[1].status, AttemptStatus::passed);
}

TEST_F(CampaignTest, DoesNotRepeatAFailedAttempt) {
  const auto tasks = demo_tasks(2);
  RunStore store = open("run", tasks, "null");
  FakeEvaluator evaluator;
  ASSERT_EQ(error_line(run_campaign(store, tasks, evaluator, {}, clock_)), "");
  EXPECT_EQ(store.attempts().value()[0].status, AttemptStatus::failed);
  ASSERT_EQ(error_line(run_campaign(store, tasks, evaluator, {}, clock_)), "");
  EXPECT_EQ(evaluator.calls().size(), 2u);
}

TEST_F(CampaignTest, StopsWhenInterruptedAndGoesOnLater) {
  const auto tasks = demo_tasks(5);
  RunStore store = open("run", tasks);
  FakeEvaluator evaluator;
  CampaignOptions options;
  options.interrupted = [&] { return evaluator.calls().size() == 2; };
  ASSERT_EQ(error_line(run_campaign(store, tasks, evaluator, options, clock_)), "");
  EXPECT_EQ(store.finished()->size(), 2u);
  ASSERT_EQ(error_line(run_campaign(store, tasks, evaluator, {}, clock_)), "");
  EXPECT_EQ(store.finished()->size(), 5u);
  EXPECT_EQ(evaluator.calls().size(), 5u);
}

TEST_F(CampaignTest, ReportsProgressOverEarlierRunsToo) {
  const auto tasks = demo_tasks(4);
  RunStore store = open("run", tasks);
  FakeEvaluator evaluator;
  CampaignOptions options;
  std::vector<std::string> told;
  options.progress = [&](const Attempt& attempt, int done, int total) {
    told.push_back(attempt.task + " " + std::to_string(done) + "/" + std::to_string(total));
  };
  options.interrupted = [&] { return told.size() == 2; };
  ASSERT_EQ(error_line(run_campaign(store, tasks, evaluator, options, clock_)), "");
  options.interrupted = [] { return false; };
  ASSERT_EQ(error_line(run_campaign(store, tasks, evaluator, options, clock_)), "");
  EXPECT_EQ(told, (std::vector<std::string>{"demo/t00 1/4", "demo/t01 2/4", "demo/t02 3/4", "demo/t03 4/4"}));
}

TEST_F(CampaignTest, StopsWhenAnAttemptCannotBeRecorded) {
  const auto tasks = demo_tasks(5);
  { RunStore created = open("run", tasks); }
  RunStore reader = RunStore::open_existing(temporary_.path() / "run").value();
  FakeEvaluator evaluator;
  const auto outcome = run_campaign(reader, tasks, evaluator, {}, clock_);
  EXPECT_EQ(code_name(outcome), "invalid_input");
  EXPECT_EQ(evaluator.calls().size(), 1u);
}

TEST_F(CampaignTest, RefusesTasksThatAreNotOfTheRun) {
  const auto tasks = demo_tasks(2);
  RunStore store = open("run", tasks);
  FakeEvaluator evaluator;
  EXPECT_EQ(error_line(run_campaign(store, demo_tasks(3), evaluator, {}, clock_)), "demo/t02: not a task of this run");
  auto edited = tasks;
  edited[1].hash = "hash-of-another-day";
  EXPECT_EQ(error_line(run_campaign(store, edited, evaluator, {}, clock_)),
            "demo/t01: the run has another version of this task");
  EXPECT_EQ(code_name(run_campaign(store, tasks, evaluator, with_jobs(0), clock_)), "invalid_input");
  EXPECT_TRUE(evaluator.calls().empty());
}

}  // namespace
}  // namespace gs::benchmarks
