#include "base/clock.hpp"

#include <fmt/format.h>

namespace gs {

using namespace std::chrono_literals;

std::chrono::nanoseconds SystemClock::monotonic() const {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch());
}

std::chrono::milliseconds SystemClock::wall() const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch());
}

std::string to_iso8601(std::chrono::milliseconds since_epoch) {
  const auto days = std::chrono::floor<std::chrono::days>(since_epoch);
  const std::chrono::year_month_day date{std::chrono::sys_days(days)};
  const std::chrono::hh_mm_ss time(since_epoch - days);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.hours().count(),
                     time.minutes().count(), time.seconds().count(), time.subseconds().count());
}

std::string to_human(std::chrono::nanoseconds duration) {
  if (duration < 0ns) return "-" + to_human(-duration);
  // Rounded before the form is chosen, so that 59.96 s is "1 min 0 s" and never "60 s".
  const auto tenths = (duration + 50ms) / 100ms;
  if (tenths < 100) return fmt::format("{}.{} s", tenths / 10, tenths % 10);
  const auto seconds = (duration + 500ms) / 1s;
  if (seconds < 60) return fmt::format("{} s", seconds);
  if (seconds < 3600) return fmt::format("{} min {} s", seconds / 60, seconds % 60);
  const auto minutes = (duration + 30s) / 1min;
  return fmt::format("{} h {} min", minutes / 60, minutes % 60);
}

}  // namespace gs
