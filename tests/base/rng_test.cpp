#include "base/rng.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace gs {
namespace {

TEST(RngTest, GivesTheSequenceOfTheStandard) {
  // [rand.predef]: the 10000th invocation of a default-constructed mt19937_64, whose seed is 5489.
  Rng rng(5489);
  for (int i = 1; i < 10'000; ++i) rng.next();
  EXPECT_EQ(rng.next(), 9981545732273789042u);
}

TEST(RngTest, TakesUnitFromTheUpper53Bits) {
  // The first output for seed 5489 is 14514284786278117030; shifted right by 11 and divided by 2^53.
  EXPECT_DOUBLE_EQ(Rng(5489).unit(), 0.7868209548678019);
}

TEST(RngTest, ReducesWithoutBias) {
  // 3 * 2^62 is three quarters of the range: taking a plain remainder would put half of the values into the lowest
  // third.
  Rng rng(1);
  const std::uint64_t third = std::uint64_t{1} << 62;
  int lowest = 0;
  for (int i = 0; i < 3000; ++i) {
    const std::uint64_t value = rng.below(3 * third);
    ASSERT_LT(value, 3 * third);
    if (value < third) ++lowest;
  }
  EXPECT_GT(lowest, 870);  // 1000 expected, standard deviation 26
  EXPECT_LT(lowest, 1130);
}

TEST(RngTest, HasOneChoiceBelowOne) {
  EXPECT_EQ(Rng(3).below(1), 0u);
}

TEST(RngDeathTest, HasNoChoiceBelowZero) {
  EXPECT_DEATH(Rng(3).below(0), "bound >= 1");
}

TEST(RngTest, SeedsNamedStreamsFromADigest) {
  // First 16 digits of SHA-256 over the length-prefixed parts "7" and "shuffle", by Python's hashlib.
  EXPECT_EQ(Rng::named(7, "shuffle").next(), Rng(0x81a471d6167092f6).next());
}

TEST(RngTest, SeparatesNamedStreams) {
  EXPECT_NE(Rng::named(7, "a").next(), Rng::named(7, "b").next());
  EXPECT_NE(Rng::named(7, "a").next(), Rng::named(8, "a").next());
}

TEST(RngTest, ShufflesToAPermutation) {
  std::vector<int> items(50);
  for (int i = 0; i < 50; ++i) items[static_cast<std::size_t>(i)] = i;
  std::vector<int> shuffled = items;
  Rng(11).shuffle(shuffled);
  EXPECT_NE(shuffled, items);
  std::vector<int> again = items;
  Rng(11).shuffle(again);
  EXPECT_EQ(again, shuffled);
  std::sort(shuffled.begin(), shuffled.end());
  EXPECT_EQ(shuffled, items);
}

TEST(RngTest, ShufflesNothing) {
  std::vector<int> none;
  Rng(1).shuffle(none);
  EXPECT_TRUE(none.empty());
}

}  // namespace
}  // namespace gs
