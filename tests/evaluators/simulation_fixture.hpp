/// Real boxes and the real Verilator.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>

#include "evaluators/rtl/verilator_runtime.hpp"
#include "sandbox/bubblewrap.hpp"
#include "sandbox/toolchain.hpp"
#include "tests/support/error_line.hpp"

namespace gs::rtl::test {

/// Skipped where bubblewrap or Verilator is missing: a derived SetUp looks at IsSkipped.
class SimulationTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists("/usr/bin/bwrap")) GTEST_SKIP() << "bubblewrap is not installed";
    if (const auto verilator = sandbox::find_tool("verilator"); !verilator) {
      GTEST_SKIP() << gs::test::error_line(verilator);
    }
    auto box = sandbox::make_bubblewrap();
    ASSERT_TRUE(box) << gs::test::error_line(box);
    box_ = *std::move(box);
    auto runtime = prepare_verilator_runtime(*box_, GS_TEST_CACHE, Log::null());
    ASSERT_TRUE(runtime) << gs::test::error_line(runtime);
    runtime_ = *std::move(runtime);
  }

  std::unique_ptr<sandbox::Sandbox> box_;
  VerilatorRuntime runtime_;
};

}  // namespace gs::rtl::test
