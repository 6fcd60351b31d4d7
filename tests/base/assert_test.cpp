#include "base/assert.hpp"

#include <gtest/gtest.h>

namespace gs {
namespace {

TEST(AssertDeathTest, NamesPlaceAndConditionAndAborts) {
  EXPECT_EXIT(GS_ASSERT(1 + 1 == 3), testing::KilledBySignal(SIGABRT),
              "assert_test\\.cpp:[0-9]+: broken invariant: 1 \\+ 1 == 3");
}

TEST(AssertTest, LetsTrueConditionsPass) {
  GS_ASSERT(1 + 1 == 2);
}

}  // namespace
}  // namespace gs
