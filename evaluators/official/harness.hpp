/// Harness: runs a suite's own commands on a candidate, in a box, and says what its rule makes of them.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "evaluators/official/rules.hpp"
#include "sandbox/sandbox.hpp"
#include "tasks/candidate.hpp"
#include "tasks/task.hpp"

namespace gs::official {

/// What the commands printed.
struct Printed {
  std::string log;       ///< v2 and rtllm: stdout and stderr, compiler and simulation
  std::string out, err;  ///< v1
  bool compiled = false, timed_out = false;
};

/// Thread-safe. Needs iverilog and vvp in /usr/bin. Nothing here is a verdict of ours: the candidate can print what it
/// likes, and compiler and simulation share one box. RTLLM's commands are VCS's; Icarus Verilog stands in for it.
class Harness {
 public:
  explicit Harness(sandbox::Sandbox& box) : box_(box) {}

  /// What the commands print for a sample_text. invalid_input when the task was not imported from a suite with these
  /// rules; unavailable when the box fails.
  Result<Printed> run(Rules rules, const tasks::Task& task, const std::string& sample) const;

 private:
  sandbox::Sandbox& box_;
};

/// What the rule says of it.
Outcome classify(Rules rules, const Printed& printed, std::string_view sample);

/// The one file of a candidate over its task that the harness takes. invalid_input when the task has another shape.
Result<std::string> sample_text(Rules rules, const tasks::Task& task, const tasks::Candidate& candidate);

}  // namespace gs::official
