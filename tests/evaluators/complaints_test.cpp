#include "evaluators/complaints.hpp"

#include <gtest/gtest.h>

namespace gs::evaluators {
namespace {

struct Output {
  const char* text;
  std::size_t complaints;
};
class ComplaintsTest : public ::testing::TestWithParam<Output> {};

TEST_P(ComplaintsTest, CountsLinesThatSpeakOfErrors) {
  EXPECT_EQ(count_complaints(GetParam().text), GetParam().complaints) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(Errors, ComplaintsTest,
                         ::testing::Values(Output{"*** ERROR: TC 2 first block NOT successful", 1},
                                           Output{"Error! Got: 0x12", 1}, Output{"test_3 FAILED", 1},
                                           Output{"got 3, expected 4: mismatch", 1}, Output{"2 tests failed", 1},
                                           Output{"block not ok", 1}, Output{"WRONG\nwrong\nall is well\n", 2},
                                           Output{"Mismatches: 7 in 10 samples", 1}, Output{"10 errors", 1},
                                           Output{"0 errors, 2 failures", 1}));

INSTANTIATE_TEST_SUITE_P(Differences, ComplaintsTest,
                         ::testing::Values(Output{"3,4c3,4\n< 10 0\n< 20 1\n---\n> 10 1\n> 20 0\n", 4},
                                           Output{"--- a\n+++ b\n@@ -1,2 +1,2 @@\n same\n-10 0\n+10 1\n", 2}));

INSTANTIATE_TEST_SUITE_P(NoComplaint, ComplaintsTest,
                         ::testing::Values(Output{"", 0}, Output{"0 errors", 0}, Output{"errors: 0", 0},
                                           Output{"Errors = 00, warnings = 3", 0}, Output{"no failures", 0},
                                           Output{"finished without error", 0}, Output{"terror and badge", 0},
                                           Output{"-------- results --------", 0}, Output{"--", 0}));

}  // namespace
}  // namespace gs::evaluators
