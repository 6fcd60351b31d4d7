// Theory of operation: one task after another; of each, several threads take its mutants in turn. A result goes to its
// mutant's place, so that the report is the same however many threads there are.
#include "agent/mutation/mutation_run.hpp"

#include <optional>
#include <utility>

#include "base/share_out.hpp"

namespace gs::agent::mutation {
namespace {

using tasks::VerdictStatus;

// What the verdict alone says of a mutant's fate.
Fate fate_of(VerdictStatus status) {
  switch (status) {
    case VerdictStatus::passed:
      return Fate::survived;
    case VerdictStatus::failed:
    case VerdictStatus::timeout:
    case VerdictStatus::crashed:
      return Fate::killed;
    default:
      return Fate::stillborn;
  }
}

Result<MutationReport> run_task(const tasks::Task& task, const MutationTools& tools,
                                const MutationRunOptions& options) {
  GS_TRY(const GoldenDesign golden, read_golden(task, tools.lab));
  MutationReport report;
  report.task = task.name();
  std::vector<Mutant> mutants = all_mutants(task, golden);
  report.possible = mutants.size();
  mutants = choose_mutants(std::move(mutants), task.name(), options.mutants);
  std::vector<std::optional<MutantResult>> results(mutants.size());
  const auto stop = [&] { return options.stop && options.stop(); };
  GS_CHECK(share_out(mutants.size(), options.jobs, stop, [&](std::size_t i) -> Result<void> {
    GS_TRY(results[i], try_mutant(task, golden, std::move(mutants[i]), tools));
    return {};
  }));
  for (auto& result : results) {
    if (result) report.results.push_back(*std::move(result));
  }
  return report;
}

}  // namespace

Result<MutantResult> try_mutant(const tasks::Task& task, const GoldenDesign& golden, Mutant mutant,
                                const MutationTools& tools) {
  GS_TRY(const tasks::Verdict verdict, tools.judge.evaluate(task, mutant.candidate, evaluators::Phase::judge));
  if (verdict.status == VerdictStatus::sandbox_error) return unavailable("sandbox: " + verdict.summary);
  MutantResult result;
  result.status = verdict.status;
  result.fate = fate_of(verdict.status);
  result.note = verdict.summary;
  if (result.fate == Fate::survived) {
    result.note = "not looked at for equivalence";
    if (tools.prover != nullptr) {
      GS_TRY(const Proof proof, tools.prover->prove(task, golden, mutant));
      if (proof.equivalent) result.fate = Fate::equivalent;
      result.note = proof.note;
    }
  }
  result.mutant = std::move(mutant);
  return result;
}

Result<std::vector<MutationReport>> run_mutations(const std::vector<tasks::Task>& tasks, const MutationTools& tools,
                                                  const MutationRunOptions& options) {
  std::vector<MutationReport> reports;
  for (const tasks::Task& task : tasks) {
    if (options.stop && options.stop()) break;
    auto report = run_task(task, tools, options);
    if (!report) return std::move(report).error().with(task.name());
    if (options.on_report) options.on_report(*report);
    reports.push_back(*std::move(report));
  }
  return reports;
}

}  // namespace gs::agent::mutation
