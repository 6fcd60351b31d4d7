/// gatesmith tasks mutate, and what `tasks lint --mutants` has of it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "agent/cli/arguments.hpp"
#include "agent/cli/verbs.hpp"
#include "agent/cli/workshop.hpp"
#include "agent/mutation/mutation_run.hpp"
#include "base/result.hpp"
#include "evaluators/admission.hpp"
#include "tasks/task.hpp"

namespace gs::cli {

/// Tasks by SUITE, SUITE:TAG, SUITE/TASK or a task's directory.
Result<std::vector<tasks::Task>> select_tasks(const std::string& selector);

/// What counts as tests that kill mutants.
struct MutationGate {
  std::size_t least = 5;  ///< valid mutants of each task
  double threshold = 95;  ///< score in percent
};

struct MutateOptions {
  std::string suite, simulator, out;
  std::size_t most = 40;
  std::uint64_t seed = 1;
  int jobs = 2;
  MutationGate gate;
  bool json = false, unsafe = false, no_verdict_cache = false, no_proofs = false, survivors = false;
};

void add_mutate_options(CLI::App& app, MutateOptions& options);
Result<ExitCode> mutate(const MutateOptions& options, Invocation& invocation);

/// The prover, or none; then `why` says why equivalence is not looked at.
std::optional<agent::mutation::EquivalenceProver> open_prover(Workshop& shop, std::string& why);

/// "tests kill mutants", of one task's report.
evaluators::AdmissionCheck mutation_check(const agent::mutation::MutationReport& report, const MutationGate& gate);

}  // namespace gs::cli
