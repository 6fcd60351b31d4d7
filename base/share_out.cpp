#include "base/share_out.hpp"

#include <algorithm>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace gs {

Result<void> share_out(std::size_t count, int jobs, const std::function<bool()>& stop,
                       const std::function<Result<void>(std::size_t)>& work) {
  std::mutex mutex;
  std::size_t next = 0;
  bool stopped = false;
  Result<void> outcome;
  const auto take = [&]() -> std::optional<std::size_t> {
    const std::lock_guard lock(mutex);
    if (stopped || next == count) return std::nullopt;
    stopped = stop();
    if (stopped) return std::nullopt;
    return next++;
  };
  const auto work_on = [&] {
    while (const std::optional<std::size_t> number = take()) {
      Result<void> done = work(*number);
      if (done) continue;
      const std::lock_guard lock(mutex);
      stopped = true;
      if (outcome) outcome = std::move(done);
    }
  };
  {
    std::vector<std::jthread> threads;
    const std::size_t most = std::min(count, static_cast<std::size_t>(std::max(jobs, 1)));
    for (std::size_t i = 0; i < most; ++i) threads.emplace_back(work_on);
  }
  return outcome;
}

}  // namespace gs
