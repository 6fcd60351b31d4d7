/// Seeded random numbers with the same sequence on every platform.
#pragma once

#include <cstdint>
#include <random>
#include <string_view>
#include <utility>
#include <vector>

namespace gs {

/// mt19937_64 (sequence fixed by the C++ standard) with our own reduction, since std distributions are not portable.
class Rng {
 public:
  explicit Rng(std::uint64_t seed) : engine_(seed) {}

  /// A generator for one named part of a run: same seed and name, same sequence, independent of the others.
  static Rng named(std::uint64_t seed, std::string_view name);

  std::uint64_t next() { return engine_(); }
  /// Uniform in [0, bound), unbiased. bound >= 1.
  std::uint64_t below(std::uint64_t bound);
  /// Uniform in [0, 1), 53 bits.
  double unit();

  template <typename T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace gs
