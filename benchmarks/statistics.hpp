/// Statistics of pass rates and durations.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

namespace gs::benchmarks {

struct Interval {
  double low = 0, high = 1;
};

/// Wilson score interval at 95 % (z = 1.959964) of a share found in `count` independent trials (Wilson 1927; Brown, Cai
/// and DasGupta 2001, section 3.1.1). No trials: [0, 1]. A share that is itself a mean of several tries per trial makes
/// the interval too wide, never too narrow, since such a mean varies less than a single try.
Interval wilson_interval(double share, int count);

/// The middle value, or the mean of the two middle ones. None of an empty list.
std::optional<std::chrono::milliseconds> median(std::vector<std::chrono::milliseconds> values);

}  // namespace gs::benchmarks
