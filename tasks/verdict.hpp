/// Verdict: what a judge found.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace gs::tasks {

/// Order matters nowhere; only `passed` is a pass.
enum class VerdictStatus {
  passed,
  failed,         ///< ran, and differs from what is right
  refused,        ///< the gate found what has no business in a candidate
  compile_error,  ///< the candidate is not a legal design
  timeout,        ///< compile or run took longer than the task's limits
  crashed,        ///< the simulation of the candidate died (signal, memory)
  tool_crash,     ///< a compiler or simulator died: not counted as the candidate's failure
  sandbox_error,  ///< no box: not counted either
};
std::string_view to_string(VerdictStatus status);
Result<VerdictStatus> verdict_status_from(std::string_view word);

/// True for what says nothing about the candidate.
bool is_infrastructure(VerdictStatus status);

/// One observed signal that differed.
struct Mismatch {
  std::string signal;
  std::uint64_t count = 0;          ///< samples that differ
  std::uint64_t compared = 0;       ///< samples compared (0 when the evaluator cannot know)
  std::uint64_t first_time_ps = 0;  ///< of the earliest differing sample
  std::uint32_t seed = 0;           ///< simulation in which it was first seen
  std::string expected, got;        ///< hexadecimal, at the first difference
};

struct Measurement {
  std::string name;  ///< "cpu", "compared_samples"
  double value = 0;
  std::string unit;  ///< "s", "1"
};

/// What the harness of an imported suite says by its own rules, beside our verdict.
struct OfficialVerdict {
  std::string rules;    ///< "verilog-eval-v2"
  std::string outcome;  ///< its own word or letter: ".", "R", "func_success"
  bool passed = false;
  std::string difference;  ///< "bench-timeout: ...": why the two differ; "unexplained"; empty when they agree
};

struct Verdict {
  VerdictStatus status = VerdictStatus::sandbox_error;
  std::string summary;               ///< one line
  std::vector<Mismatch> mismatches;  ///< worst first: earliest first difference
  std::vector<Measurement> measurements;
  std::string feedback;   ///< for a proposer; bounded; no hidden expected values beyond the first differences
  std::string evaluator;  ///< name and version, "rtl-trace/1"
  std::map<std::string, std::string> tools;  ///< "verilator" -> "5.006"
  /// Which simulators decided: "verilator", "icarus", "icarus+verilator"; empty when none was needed.
  std::string decided_by;
  /// What else its reader should know: simulators that disagree, a tool that had to be passed over. One line each.
  std::vector<std::string> findings;
  std::string enforced_by;  ///< what enclosed the boxes
  std::optional<OfficialVerdict> official;
  bool cached = false;  ///< found among earlier verdicts; measurements are of then

  bool passed() const { return status == VerdictStatus::passed; }
  std::uint64_t mismatch_count() const;
  double measurement(std::string_view name, double fallback) const;
};

/// A measurement that is not finite is left out: JSON cannot hold it. "cached" is there only when true, "official" only
/// when there is one.
Json to_json(const Verdict& verdict);
Result<Verdict> verdict_from_json(const Json& json);

}  // namespace gs::tasks
