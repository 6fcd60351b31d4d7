/// Text of the generated top module `gs_top`: instantiates the testbench and reports samples to the result channel.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "tasks/task.hpp"

namespace gs::rtl {

/// Bits that one sample of a group may carry.
inline constexpr int kSampleBits = 2048;

/// Names recorded for a group, in record order: each signal and `when` once.
std::vector<std::string> recorded_names(const tasks::SampleGroup& group);

/// Top for a testbench module; `samples` may be empty (self-checking testbench).
std::string testbench_top(std::string_view testbench, const std::vector<tasks::SampleGroup>& samples);

/// A recorded trace: what the pins showed just before each rising edge of the clock.
struct ReplayTrace {
  std::vector<std::string> inputs, outputs;           ///< port names
  std::vector<std::vector<std::string>> input_rows;   ///< hexadecimal digits
  std::vector<std::vector<std::string>> output_rows;  ///< hexadecimal digits, or "x" = don't care
};

/// Parses the CSV of a task's rtl-replay. Header: input names plain, outputs with '>' before. Errors name file and
/// line.
Result<ReplayTrace> parse_replay(std::string_view csv, std::string_view origin);

/// Top that drives `design` with the rows and samples its outputs (group 0, in output order) before each rising edge.
std::string replay_top(std::string_view design, std::string_view clock, const ReplayTrace& trace);

/// Time at which row k of a replay is sampled, in picoseconds.
std::uint64_t replay_sample_time_ps(std::size_t row);

}  // namespace gs::rtl
