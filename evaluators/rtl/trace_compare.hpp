/// Compares the recorded samples of a candidate with what is expected.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "evaluators/rtl/channel.hpp"
#include "evaluators/rtl/harness_top.hpp"
#include "tasks/task.hpp"
#include "tasks/verdict.hpp"

namespace gs::rtl {

struct TraceDifference {
  std::vector<tasks::Mismatch> mismatches;  ///< one per signal that differs, earliest first
  std::uint64_t compared = 0;               ///< values compared
  std::string structure;                    ///< "ended after 12 of 300 samples"; empty when the schedules agree
  bool equal() const { return mismatches.empty() && structure.empty(); }

  /// Adds another seed's difference; counts add up, earliest first difference of each signal stays.
  void merge(const TraceDifference& other);
};

/// `golden` and `golden_other_reset` are two runs of the golden under the same stimulus with different initial register
/// values; where they disagree the value is not determined and not compared. With four states, pass the golden's run
/// twice: its unknown bits are matched by anything, and those of the candidate match no known bit. A signal with `when`
/// is compared where the golden's `when` is 1. The two golden runs must have the same schedule, else an Error: the task
/// is at fault.
Result<TraceDifference> compare_with_golden(const SimulationLog& golden, const SimulationLog& golden_other_reset,
                                            const SimulationLog& candidate,
                                            const std::vector<tasks::SampleGroup>& groups, std::uint32_t seed);

/// Compares sampled outputs with the rows of a recorded trace.
TraceDifference compare_with_replay(const ReplayTrace& trace, const SimulationLog& candidate);

}  // namespace gs::rtl
