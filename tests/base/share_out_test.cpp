#include "base/share_out.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <vector>

#include "tests/support/error_line.hpp"

namespace gs {
namespace {

const auto kNever = [] { return false; };

TEST(ShareOutTest, DoesEachPieceOnce) {
  for (const int jobs : {-1, 1, 4, 300}) {
    std::vector<std::atomic<int>> done(200);
    ASSERT_TRUE(share_out(done.size(), jobs, kNever, [&](std::size_t i) -> Result<void> {
      ++done[i];
      return {};
    }));
    for (const auto& times : done) EXPECT_EQ(times, 1) << jobs;
  }
}

TEST(ShareOutTest, TakesThemInOrder) {
  std::vector<std::size_t> order;
  ASSERT_TRUE(share_out(5, 1, kNever, [&](std::size_t i) -> Result<void> {
    order.push_back(i);
    return {};
  }));
  EXPECT_EQ(order, (std::vector<std::size_t>{0, 1, 2, 3, 4}));
}

TEST(ShareOutTest, WorksOnAsManyAtOnceAsThereAreJobs) {
  std::atomic<int> inside{0}, most{0};
  ASSERT_TRUE(share_out(4, 4, kNever, [&](std::size_t) -> Result<void> {
    ++inside;
    while (inside < 4 && most < 4) continue;  // with fewer threads it would wait for ever
    most = 4;
    return {};
  }));
  EXPECT_EQ(most, 4);
}

TEST(ShareOutTest, BeginsNothingAfterAFailureAndTellsTheFirst) {
  std::atomic<int> begun{0};
  const auto outcome = share_out(100, 1, kNever, [&](std::size_t i) -> Result<void> {
    ++begun;
    if (i >= 3) return invalid_input("piece " + std::to_string(i));
    return {};
  });
  EXPECT_EQ(test::error_line(outcome), "piece 3");
  EXPECT_EQ(begun, 4);
}

TEST(ShareOutTest, BeginsNothingOnceStopped) {
  int asked = 0;
  std::atomic<int> begun{0};
  std::mutex mutex;
  const auto stop = [&] {
    EXPECT_TRUE(mutex.try_lock()) << "two threads ask at once";
    const bool now = ++asked > 10;
    mutex.unlock();
    return now;
  };
  EXPECT_TRUE(share_out(100, 3, stop, [&](std::size_t) -> Result<void> {
    ++begun;
    return {};
  }));
  EXPECT_EQ(begun, 10);
  EXPECT_EQ(asked, 11) << "it is asked no more";
}

TEST(ShareOutTest, HasNothingToDo) {
  EXPECT_TRUE(share_out(0, 2, kNever, [](std::size_t) -> Result<void> { return invalid_input("done"); }));
}

}  // namespace
}  // namespace gs
