/// Time as a dependency: real in the program, scripted in tests.
#pragma once

#include <chrono>
#include <string>

namespace gs {

class Clock {
 public:
  virtual ~Clock() = default;
  /// Monotonic, for durations and deadlines.
  virtual std::chrono::nanoseconds monotonic() const = 0;
  /// Wall time since the epoch, for records.
  virtual std::chrono::milliseconds wall() const = 0;
};

/// The operating system's clocks. Thread-safe.
class SystemClock final : public Clock {
 public:
  std::chrono::nanoseconds monotonic() const override;
  std::chrono::milliseconds wall() const override;
};

/// "2026-11-24T02:46:52.120Z".
std::string to_iso8601(std::chrono::milliseconds since_epoch);

/// "0.4 s", "12 s", "3 min 20 s", "2 h 5 min": for people.
std::string to_human(std::chrono::nanoseconds duration);

}  // namespace gs
