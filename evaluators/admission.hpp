/// Admission: what a task must prove before its verdicts mean anything.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "evaluators/evaluator.hpp"
#include "tasks/candidate.hpp"
#include "tasks/task.hpp"

namespace gs::evaluators {

struct AdmissionCheck {
  std::string name;  ///< "golden passes", "known_bad clamps-count fails", …
  bool holds = false;
  std::string detail;  ///< what was seen
};

struct Admission {
  std::string task;
  std::vector<AdmissionCheck> checks;
  bool admitted() const;
};

/// The golden passes; the starting state, every known_bad (which must compile), an empty answer and an answer with
/// constant outputs and one that hands its inputs on fail; two judgements agree; nothing hidden is in the workspace; a
/// [check], if there is one, fails on the starting state and passes on the golden. An Error only when a box or tool is
/// missing.
Result<Admission> admit(const tasks::Task& task, Evaluator& evaluator);

/// The design's top module with every output tied to zero; and with every output assigned from all inputs side by side,
/// cut or extended to its width. The port list is the starting state's, else the golden's; none when neither is ANSI or
/// there is nothing to assign.
std::optional<tasks::Candidate> constant_answer(const tasks::Task& task);
std::optional<tasks::Candidate> echo_answer(const tasks::Task& task);

}  // namespace gs::evaluators
