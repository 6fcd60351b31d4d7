#include "base/rng.hpp"

#include <charconv>
#include <string>

#include "base/assert.hpp"
#include "base/hash.hpp"

namespace gs {

Rng Rng::named(std::uint64_t seed, std::string_view name) {
  const std::string digest = Sha256().add_part(std::to_string(seed)).add_part(name).hex();
  std::uint64_t mixed = 0;
  std::from_chars(digest.data(), digest.data() + 16, mixed, 16);
  return Rng(mixed);
}

std::uint64_t Rng::below(std::uint64_t bound) {
  GS_ASSERT(bound >= 1);
  // The lowest 2^64 mod bound values are drawn again: what is left is a whole multiple of bound.
  const std::uint64_t rejected = (std::uint64_t{0} - bound) % bound;
  std::uint64_t value = next();
  while (value < rejected) value = next();
  return value % bound;
}

double Rng::unit() {
  return static_cast<double>(next() >> 11) * 0x1.0p-53;
}

}  // namespace gs
