/// A clock that stands still until a test moves it.
#pragma once

#include "base/clock.hpp"

namespace gs::test {

/// Starts at monotonic 0 and wall 2026-01-01T00:00:00Z; both move together. Not thread-safe.
class FakeClock final : public Clock {
 public:
  std::chrono::nanoseconds monotonic() const override { return elapsed_; }
  std::chrono::milliseconds wall() const override {
    return kStart + std::chrono::duration_cast<std::chrono::milliseconds>(elapsed_);
  }

  void advance(std::chrono::nanoseconds by) { elapsed_ += by; }

 private:
  static constexpr std::chrono::milliseconds kStart{1'767'225'600'000};
  std::chrono::nanoseconds elapsed_{0};
};

}  // namespace gs::test
