#include "benchmarks/statistics.hpp"

#include <gtest/gtest.h>

#include <ostream>

namespace gs::benchmarks {
namespace {

using std::chrono::milliseconds;

struct KnownInterval {
  int passed, count;
  double low, high;
};

void PrintTo(const KnownInterval& known, std::ostream* out) {
  *out << known.passed << " of " << known.count;
}

class WilsonTest : public ::testing::TestWithParam<KnownInterval> {};

TEST_P(WilsonTest, AgreesWithIndependentValues) {
  const KnownInterval& known = GetParam();
  const Interval interval = wilson_interval(static_cast<double>(known.passed) / known.count, known.count);
  EXPECT_NEAR(interval.low, known.low, 0.0005);
  EXPECT_NEAR(interval.high, known.high, 0.0005);
}

// 81/263: Newcombe 1998, Statistics in Medicine 17, table I, method 3. The others: by hand from the formula.
INSTANTIATE_TEST_SUITE_P(Statistics, WilsonTest,
                         ::testing::Values(KnownInterval{29, 35, 0.673, 0.919}, KnownInterval{331, 417, 0.752, 0.830},
                                           KnownInterval{0, 20, 0.0, 0.161}, KnownInterval{81, 263, 0.2553, 0.3662},
                                           KnownInterval{8, 11, 0.4344, 0.9025}),
                         [](const auto& test_case) {
                           return std::to_string(test_case.param.passed) + "_of_" +
                                  std::to_string(test_case.param.count);
                         });

TEST(StatisticsTest, IntervalContainsItsShareAndStaysInRange) {
  for (int count = 1; count <= 50; ++count) {
    for (int passed = 0; passed <= count; ++passed) {
      const double share = static_cast<double>(passed) / count;
      const Interval interval = wilson_interval(share, count);
      EXPECT_LE(0.0, interval.low);
      EXPECT_LE(interval.low, share);
      EXPECT_LE(share, interval.high);
      EXPECT_LE(interval.high, 1.0);
    }
  }
}

TEST(StatisticsTest, KnowsNothingWithoutTrials) {
  EXPECT_EQ(wilson_interval(0.5, 0).low, 0.0);
  EXPECT_EQ(wilson_interval(0.5, 0).high, 1.0);
}

TEST(StatisticsTest, MedianIsTheMiddle) {
  EXPECT_EQ(median({}), std::nullopt);
  EXPECT_EQ(median({milliseconds(7)}), milliseconds(7));
  EXPECT_EQ(median({milliseconds(9), milliseconds(1), milliseconds(5)}), milliseconds(5));
  EXPECT_EQ(median({milliseconds(9), milliseconds(1), milliseconds(5), milliseconds(6)}), milliseconds(5));
}

}  // namespace
}  // namespace gs::benchmarks
