#include "benchmarks/statistics.hpp"

#include <algorithm>
#include <cmath>

namespace gs::benchmarks {

Interval wilson_interval(double share, int count) {
  if (count <= 0) return {};
  constexpr double kZ = 1.959963984540054;  // 97.5 % point of the normal distribution
  const double n = count;
  const double centre = share + kZ * kZ / (2 * n);
  const double spread = kZ * std::sqrt(share * (1 - share) / n + kZ * kZ / (4 * n * n));
  const double scale = 1 + kZ * kZ / n;
  // At a share of 0 or 1 the bound is that share, but for rounding.
  return {std::clamp((centre - spread) / scale, 0.0, share), std::clamp((centre + spread) / scale, share, 1.0)};
}

std::optional<std::chrono::milliseconds> median(std::vector<std::chrono::milliseconds> values) {
  if (values.empty()) return std::nullopt;
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  if (values.size() % 2 == 1) return values[middle];
  return (values[middle - 1] + values[middle]) / 2;
}

}  // namespace gs::benchmarks
