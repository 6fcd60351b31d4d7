#include "benchmarks/campaign.hpp"

#include <fmt/format.h>

#include <mutex>

#include "base/share_out.hpp"

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
  const int total = static_cast<int>(tasks.size()) * manifest.samples;
  int done = total - static_cast<int>(jobs.size());
  std::mutex mutex;
  return share_out(jobs.size(), options.jobs, options.interrupted, [&](std::size_t i) -> Result<void> {
    agent::AttemptOptions attempt_options;
    attempt_options.model = manifest.model;
    attempt_options.sample = jobs[i].sample;
    attempt_options.seed = manifest.seed;
    attempt_options.budget = manifest.budget;
    attempt_options.lab = options.lab;
    attempt_options.inspector = options.inspector;
    attempt_options.evidence = options.evidence;
    attempt_options.allowance = options.allowance;
    attempt_options.campaign = options.purse;
    attempt_options.cancel = options.cancel;
    const std::unique_ptr<agent::Proposer> proposer = options.proposer ? options.proposer() : nullptr;
    const tasks::Task& task = *jobs[i].task;
    const agent::Attempt attempt = proposer ? run_attempt(task, evaluator, *proposer, attempt_options, clock)
                                            : run_attempt(task, evaluator, attempt_options, clock);
    GS_CHECK(store.append(attempt));
    const std::lock_guard lock(mutex);
    options.progress(attempt, ++done, total);
    return {};
  });
}

}  // namespace gs::benchmarks
