#include "base/turns.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace gs {
namespace {

TEST(TurnsTest, GivesTheTurnOfAKeyToOneAtATime) {
  Turns turns;
  int made = 0;  // no atomic: the turn guards it
  std::atomic<int> inside{0}, most{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int k = 0; k < 200; ++k) {
        const Turns::Turn turn = turns.take("key");
        most = std::max(most.load(), ++inside);
        ++made;
        --inside;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(made, 1600);
  EXPECT_EQ(most, 1);
}

TEST(TurnsTest, LetsOtherKeysPass) {
  Turns turns;
  const Turns::Turn mine = turns.take("a");
  bool passed = false;
  std::thread([&] {
    const Turns::Turn other = turns.take("b");
    passed = true;
  }).join();
  EXPECT_TRUE(passed);
}

TEST(TurnsTest, ComesBackAfterItsEnd) {
  Turns turns;
  for (int i = 0; i < 3; ++i) const Turns::Turn turn = turns.take("a");
}

}  // namespace
}  // namespace gs
