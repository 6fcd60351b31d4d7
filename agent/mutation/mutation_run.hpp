/// Mutation runs: how many small faults of its golden answer a task's hidden judge finds.
#pragma once

#include <functional>
#include <vector>

#include "agent/mutation/equivalence_prover.hpp"
#include "agent/mutation/mutant.hpp"
#include "agent/mutation/mutation_operators.hpp"
#include "base/result.hpp"
#include "evaluators/evaluator.hpp"
#include "evaluators/rtl/rtl_lab.hpp"
#include "tasks/task.hpp"

namespace gs::agent::mutation {

/// What a run works with. Borrows all; thread-safe as they are.
struct MutationTools {
  evaluators::Evaluator& judge;
  const rtl::RtlLab& lab;
  const EquivalenceProver* prover = nullptr;  ///< none: what passes has survived
};

/// One mutant judged, and looked at for equivalence if it passes. An Error when the task cannot judge or a box is
/// missing.
Result<MutantResult> try_mutant(const tasks::Task& task, const GoldenDesign& golden, Mutant mutant,
                                const MutationTools& tools);

struct MutationRunOptions {
  MutationOptions mutants;
  int jobs = 2;                                          ///< mutants at once
  std::function<bool()> stop;                            ///< asked between mutants; true ends the run
  std::function<void(const MutationReport&)> on_report;  ///< of each task when it is done, one at a time
};

/// Reports of all tasks, in their order; of those done so far when it was stopped. An Error names the task.
Result<std::vector<MutationReport>> run_mutations(const std::vector<tasks::Task>& tasks, const MutationTools& tools,
                                                  const MutationRunOptions& options);

}  // namespace gs::agent::mutation
