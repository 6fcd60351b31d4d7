/// Turns: of all threads that want the turn of one key, one at a time has it. For what is made once, by whoever is
/// first.
#pragma once

#include <condition_variable>
#include <mutex>
#include <set>
#include <string>
#include <utility>

namespace gs {

/// Thread-safe. Must outlive its turns.
class Turns {
 public:
  /// Given back at its end.
  class Turn {
   public:
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    ~Turn();

   private:
    friend class Turns;
    Turn(Turns& turns, std::string key) : turns_(turns), key_(std::move(key)) {}
    Turns& turns_;
    std::string key_;
  };

  /// Waits until nobody has the turn of `key`.
  [[nodiscard]] Turn take(std::string key);

 private:
  std::mutex mutex_;
  std::condition_variable over_;
  std::set<std::string> taken_;
};

}  // namespace gs
