/// Inspector: looks into a candidate for who works on it, without a verdict. Visible evidence only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "tasks/candidate.hpp"
#include "tasks/task.hpp"
#include "tasks/verdict.hpp"

namespace gs::evaluators {

/// A signal at a time of the visible test's simulation.
struct SignalAt {
  std::string signal;               ///< "u_fifo.count" below the design, a name of the test, or one that only one has
  std::optional<std::uint64_t> ps;  ///< without it: when the test saw its first mismatch, else the end
};

class Inspector {
 public:
  virtual ~Inspector() = default;

  /// The design alone, without a test: passed when it is legal, with the tool's warnings as feedback; compile_error,
  /// timeout or an infrastructure status otherwise. unavailable: not a task of RTL.
  virtual Result<tasks::Verdict> compile(const tasks::Task& task, const tasks::Candidate& candidate) = 0;

  /// How a signal came by its value in the visible test: its value, the statements and values that drove it, back
  /// through registers and connections, in at most `cap_bytes`. `check`: what that test says of the candidate.
  /// invalid_input: no such signal (with the nearest ones), or nothing was simulated. Costs some seconds.
  virtual Result<std::string> trace(const tasks::Task& task, const tasks::Candidate& candidate,
                                    const tasks::Verdict& check, const SignalAt& where, std::size_t cap_bytes) = 0;
};

}  // namespace gs::evaluators
