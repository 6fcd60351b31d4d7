#include "agent/cli/admissions.hpp"

#include <fmt/format.h>

#include <iostream>
#include <mutex>

#include "base/share_out.hpp"

namespace gs::cli {

Result<std::vector<evaluators::Admission>> admit_all(const std::vector<tasks::Task>& tasks, const AdmitOne& admit_one,
                                                     int jobs, Invocation& invocation) {
  std::vector<evaluators::Admission> admissions(tasks.size());
  std::mutex mutex;
  GS_CHECK(share_out(tasks.size(), jobs, interrupted, [&](std::size_t i) -> Result<void> {
    GS_TRY(evaluators::Admission admission, admit_one(tasks[i]));
    const std::lock_guard lock(mutex);
    invocation.err << fmt::format("{} {}\n", admission.admitted() ? "admitted" : "REFUSED ", tasks[i].name());
    admissions[i] = std::move(admission);
    return {};
  }));
  return admissions;
}

}  // namespace gs::cli
