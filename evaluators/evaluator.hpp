/// Evaluator: turns a candidate into a verdict.
#pragma once

#include <string>

#include "base/result.hpp"
#include "tasks/candidate.hpp"
#include "tasks/task.hpp"
#include "tasks/verdict.hpp"

namespace gs::evaluators {

/// Which of a task's two examinations.
enum class Phase {
  check,  ///< [check]: visible evidence only; a proposer may ask as often as its budget allows
  judge,  ///< [judge]: the hidden verdict; once per candidate handed in
};

class Evaluator {
 public:
  virtual ~Evaluator() = default;

  /// A wrong candidate is a Verdict; a task that cannot judge (golden does not build, nothing compared) or a missing
  /// [check] is an Error. Thread-safe.
  virtual Result<tasks::Verdict> evaluate(const tasks::Task& task, const tasks::Candidate& candidate, Phase phase) = 0;

  /// Name and version of everything that decides a verdict, for the record.
  virtual std::string description() const = 0;
};

}  // namespace gs::evaluators
