#include "base/turns.hpp"

namespace gs {

Turns::Turn Turns::take(std::string key) {
  std::unique_lock lock(mutex_);
  over_.wait(lock, [&] { return taken_.insert(key).second; });
  return {*this, std::move(key)};
}

Turns::Turn::~Turn() {
  {
    const std::lock_guard lock(turns_.mutex_);
    turns_.taken_.erase(key_);
  }
  turns_.over_.notify_all();
}

}  // namespace gs
