#include "base/result.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <memory>

#include "tests/support/error_line.hpp"

namespace gs {
namespace {

using test::code_name;
using test::error_line;

TEST(ErrorTest, WritesContextsFromTheOutside) {
  EXPECT_EQ(not_found("no such file").to_line(), "no such file");
  EXPECT_EQ(not_found("no such file").with("task.toml").with("task rtl-repair/fifo").to_line(),
            "task rtl-repair/fifo: task.toml: no such file");
}

TEST(ErrorTest, AddsAContextToACopy) {
  const Error plain = corrupt("bad");
  EXPECT_EQ(plain.with("outer").to_line(), "outer: bad");
  EXPECT_EQ(plain.to_line(), "bad");
  EXPECT_EQ(plain.with("outer").code(), ErrorCode::corrupt);
}

TEST(ErrorTest, NamesTheOperatingSystemsReason) {
  const Error error = errno_error("cannot read x", EACCES);
  EXPECT_EQ(error.code(), ErrorCode::external);
  EXPECT_EQ(error.to_line(), "cannot read x: Permission denied");
}

TEST(ErrorTest, NamesEveryCode) {
  EXPECT_EQ(to_string(ErrorCode::invalid_input), "invalid_input");
  EXPECT_EQ(to_string(ErrorCode::not_found), "not_found");
  EXPECT_EQ(to_string(ErrorCode::unavailable), "unavailable");
  EXPECT_EQ(to_string(ErrorCode::timeout), "timeout");
  EXPECT_EQ(to_string(ErrorCode::limit_exceeded), "limit_exceeded");
  EXPECT_EQ(to_string(ErrorCode::corrupt), "corrupt");
  EXPECT_EQ(to_string(ErrorCode::external), "external");
}

Result<int> half(int number) {
  if (number % 2 != 0) return invalid_input("odd");
  return number / 2;
}

Result<int> quarter(int number) {
  GS_TRY(const int first, half(number));
  GS_TRY(const int second, half(first));
  return second;
}

Result<void> check_even(int number) {
  GS_CHECK(half(number));
  return {};
}

TEST(ResultTest, PassesValuesThroughTry) {
  ASSERT_TRUE(quarter(12));
  EXPECT_EQ(*quarter(12), 3);
}

TEST(ResultTest, ReturnsTheFirstErrorFromTry) {
  EXPECT_EQ(error_line(quarter(6)), "odd");
  EXPECT_EQ(code_name(quarter(6)), "invalid_input");
}

TEST(ResultTest, ChecksWithoutAValue) {
  EXPECT_TRUE(check_even(4));
  EXPECT_EQ(error_line(check_even(3)), "odd");
}

TEST(ResultTest, AddsAContextToErrorsOnly) {
  EXPECT_EQ(*half(4).with("here"), 2);
  EXPECT_EQ(error_line(half(3).with("here")), "here: odd");
  EXPECT_TRUE(check_even(4).with("here"));
  EXPECT_EQ(error_line(check_even(3).with("here")), "here: odd");
}

TEST(ResultTest, MovesOutWhatCannotBeCopied) {
  const auto make = []() -> Result<std::unique_ptr<int>> { return std::make_unique<int>(7); };
  const auto use = [&make]() -> Result<int> {
    GS_TRY(const std::unique_ptr<int> owned, make());
    return *owned;
  };
  EXPECT_EQ(*use(), 7);
}

TEST(ResultDeathTest, DoesNotGiveAValueThatIsNotThere) {
  EXPECT_DEATH((void)half(3).value(), "broken invariant");
  EXPECT_DEATH((void)half(4).error(), "broken invariant");
}

}  // namespace
}  // namespace gs
