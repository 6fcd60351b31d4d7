#include "benchmarks/campaign.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <optional>
#include <thread>

// Theory of operation
//
// The attempts to make are one list in task order. Each worker takes the next one, makes it without any lock, appends
// it to the store, reports it, and comes back for more; so the order of the records depends on timing, and nothing else
// does: an attempt's seed comes from the campaign's seed, its task and its sample. A worker that cannot record stops
// the handing out. The caller waits until every worker has returned.

namespace gs::benchmarks {

namespace {

struct Job {
  const tasks::Task* task = nullptr;
  int sample = 0;
};

Result<void> check_tasks(const Manifest& manifest, const std::vector<tasks::Task>& tasks) {
  for (const tasks::Task& task : tasks) {
    const auto planned = manifest.tasks.find(task.name());
    if (planned == manifest.tasks.end()) return invalid_input(fmt::format("{}: not a task of this run", task.name()));
    if (planned->second != task.hash) {
      return invalid_input(fmt::format("{}: the run has another version of this task", task.name()));
    }
  }
  return {};
}

/// Hands out jobs and takes back what became of them.
class Queue {
 public:
  Queue(std::vector<Job> jobs, int total, const CampaignOptions& options)
      : jobs_(std::move(jobs)), total_(total), done_(total - static_cast<int>(jobs_.size())), options_(options) {}

  std::optional<Job> take() {
    const std::lock_guard guard(mutex_);
    if (stopped_ || next_ == jobs_.size()) return std::nullopt;
    stopped_ = options_.interrupted();
    if (stopped_) return std::nullopt;
    return jobs_[next_++];
  }

  void finish(const agent::Attempt& attempt, const Result<void>& recorded) {
    const std::lock_guard guard(mutex_);
    if (recorded) {
      options_.progress(attempt, ++done_, total_);
    } else {
      stopped_ = true;
      if (outcome_) outcome_ = recorded;
    }
  }

  /// The first failure to record. For after the workers.
  const Result<void>& outcome() const { return outcome_; }

 private:
  std::mutex mutex_;
  const std::vector<Job> jobs_;
  const int total_;
  int done_;
  const CampaignOptions& options_;
  std::size_t next_ = 0;
  bool stopped_ = false;
  Result<void> outcome_;
};

}  // namespace

Result<void> run_campaign(RunStore& store, const std::vector<tasks::Task>& tasks, evaluators::Evaluator& evaluator,
                          const CampaignOptions& options, const Clock& clock) {
  if (options.jobs < 1) return invalid_input(fmt::format("{} jobs: at least one is needed", options.jobs));
  const Manifest& manifest = store.manifest();
  GS_CHECK(check_tasks(manifest, tasks));
  GS_TRY(const auto finished, store.finished());

  std::vector<Job> jobs;
  for (const tasks::Task& task : tasks) {
    for (int sample = 0; sample < manifest.samples; ++sample) {
      if (finished.count({task.name(), sample}) == 0) jobs.push_back({&task, sample});
    }
  }
  const std::size_t workers = std::min(static_cast<std::size_t>(options.jobs), jobs.size());
  Queue queue(std::move(jobs), static_cast<int>(tasks.size()) * manifest.samples, options);

  const auto work = [&] {
    while (const std::optional<Job> job = queue.take()) {
      agent::AttemptOptions attempt_options;
      attempt_options.model = manifest.model;
      attempt_options.sample = job->sample;
      attempt_options.seed = manifest.seed;
      attempt_options.budget = manifest.budget;
      attempt_options.lab = options.lab;
      const agent::Attempt attempt = agent::run_attempt(*job->task, evaluator, attempt_options, clock);
      queue.finish(attempt, store.append(attempt));
    }
  };
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < workers; ++i) threads.emplace_back(work);
  }
  return queue.outcome();
}

}  // namespace gs::benchmarks
