#include "base/clock.hpp"

#include <gtest/gtest.h>

#include "tests/support/fake_clock.hpp"

namespace gs {
namespace {

using namespace std::chrono_literals;

TEST(ClockTest, WritesIso8601WithMilliseconds) {
  // date -u -d '2026-11-24 02:46:52' +%s is 1795488412.
  EXPECT_EQ(to_iso8601(1'795'488'412'120ms), "2026-11-24T02:46:52.120Z");
  EXPECT_EQ(to_iso8601(0ms), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(to_iso8601(951'782'400'007ms), "2000-02-29T00:00:00.007Z");
}

TEST(ClockTest, WritesTimesBeforeTheEpoch) {
  EXPECT_EQ(to_iso8601(-1ms), "1969-12-31T23:59:59.999Z");
}

TEST(ClockTest, ShowsShortDurationsInTenths) {
  EXPECT_EQ(to_human(0s), "0.0 s");
  EXPECT_EQ(to_human(400ms), "0.4 s");
  EXPECT_EQ(to_human(449ms), "0.4 s");
  EXPECT_EQ(to_human(450ms), "0.5 s");
  EXPECT_EQ(to_human(9'949ms), "9.9 s");
}

TEST(ClockTest, ShowsLongDurationsInTwoUnits) {
  EXPECT_EQ(to_human(12s), "12 s");
  EXPECT_EQ(to_human(200s), "3 min 20 s");
  EXPECT_EQ(to_human(2h + 5min), "2 h 5 min");
  EXPECT_EQ(to_human(49h), "49 h 0 min");
}

TEST(ClockTest, RoundsIntoTheNextUnit) {
  EXPECT_EQ(to_human(9'950ms), "10 s");
  EXPECT_EQ(to_human(59'500ms), "1 min 0 s");
  EXPECT_EQ(to_human(3'599'600ms), "1 h 0 min");
  EXPECT_EQ(to_human(2h + 29s), "2 h 0 min");
  EXPECT_EQ(to_human(2h + 30s), "2 h 1 min");
}

TEST(ClockTest, ShowsNegativeDurations) {
  EXPECT_EQ(to_human(-1'500ms), "-1.5 s");
}

TEST(ClockTest, SystemClockNeverGoesBack) {
  const SystemClock clock;
  const auto first = clock.monotonic();
  EXPECT_LE(first, clock.monotonic());
  // A wall clock in this millennium: later than 2020, earlier than 2100.
  EXPECT_GT(clock.wall(), 1'577'836'800'000ms);
  EXPECT_LT(clock.wall(), 4'102'444'800'000ms);
}

TEST(FakeClockTest, MovesOnlyWhenTold) {
  test::FakeClock clock;
  EXPECT_EQ(clock.monotonic(), 0ns);
  EXPECT_EQ(to_iso8601(clock.wall()), "2026-01-01T00:00:00.000Z");
  clock.advance(1'500ms);
  EXPECT_EQ(clock.monotonic(), 1'500ms);
  EXPECT_EQ(to_iso8601(clock.wall()), "2026-01-01T00:00:01.500Z");
}

}  // namespace
}  // namespace gs
