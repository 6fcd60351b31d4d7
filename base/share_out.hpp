/// share_out: numbered pieces of work on several threads.
#pragma once

#include <cstddef>
#include <functional>

#include "base/result.hpp"

namespace gs {

/// Does work(0) to work(count - 1) on at most `jobs` threads (at least one), each of which takes the next number when
/// it is done with one, and waits until all have returned. After a failure, or once stop() is true, no more is begun
/// and what is under way ends; the first failure is returned. stop() is asked before each piece, by one thread at a
/// time.
Result<void> share_out(std::size_t count, int jobs, const std::function<bool()>& stop,
                       const std::function<Result<void>(std::size_t)>& work);

}  // namespace gs
