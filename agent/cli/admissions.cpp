#include "agent/cli/admissions.hpp"

#include <fmt/format.h>

#include <atomic>
#include <iostream>
#include <mutex>
#include <optional>
#include <thread>

namespace gs::cli {

Result<std::vector<evaluators::Admission>> admit_all(const std::vector<tasks::Task>& tasks, const AdmitOne& admit_one,
                                                     int jobs, Invocation& invocation) {
  std::vector<evaluators::Admission> admissions(tasks.size());
  std::optional<Error> failure;
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  const auto work = [&] {
    for (std::size_t i; (i = next++) < tasks.size() && !interrupted();) {
      auto admission = admit_one(tasks[i]);
      const std::lock_guard lock(mutex);
      if (!admission) {
        failure = admission.error();
        next = tasks.size();
        return;
      }
      invocation.err << fmt::format("{} {}\n", admission->admitted() ? "admitted" : "REFUSED ", tasks[i].name());
      admissions[i] = *std::move(admission);
    }
  };
  {
    std::vector<std::jthread> workers;
    for (int k = 0; k < jobs; ++k) workers.emplace_back(work);
  }
  if (failure) return *failure;
  return admissions;
}

}  // namespace gs::cli
