/// HWE-Bench's verdict: the logs of a test script before and after a fix, by the suite's own rule.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace gs::text {

enum class HweTest { pass, fail, skip };

/// Tests that a log reports: lines "TEST: <name> ... PASS|FAIL|SKIP", between HWE_BENCH_RESULTS_START and the last
/// HWE_BENCH_RESULTS_END where both are there, else anywhere. invalid_input: one test with two results, which the
/// suite counts as an error. Any bytes; linear.
Result<std::map<std::string, HweTest>> parse_hwe_log(std::string_view log);

struct HweVerdict {
  bool resolved = false;
  std::string why;  ///< one line
  std::size_t tests = 0, passed_before = 0, passed_after = 0;
};

/// Resolved: after the fix at least one test is reported and every test that either log reports passes, and before it
/// at least one did not. hwe_bench/harness/reporting.py, the rule since 2026-04-20.
Result<HweVerdict> judge_hwe_logs(std::string_view before, std::string_view after);

}  // namespace gs::text
