/// Mutation operators: the small faults that are put into a golden answer.
///
/// The operators usual for hardware description languages. Most are edits that the repair search makes too
/// (agent/search/templates.hpp); those of it that add what was forgotten are no faults and left out.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "agent/mutation/mutant.hpp"
#include "agent/search/design_facts.hpp"
#include "agent/search/source_model.hpp"
#include "base/result.hpp"
#include "evaluators/rtl/rtl_lab.hpp"
#include "tasks/task.hpp"

namespace gs::agent::mutation {

struct MutationOptions {
  std::size_t most = 40;   ///< mutants of one task
  std::uint64_t seed = 1;  ///< of the choice, where there are more
};

/// A golden answer as the operators see it.
struct GoldenDesign {
  tasks::Candidate answer;
  tasks::FileSet workspace;                                   ///< with the answer over it
  std::vector<std::unique_ptr<search::SourceModel>> sources;  ///< of task.sources, in that order
  search::DesignFacts facts;
};

/// Reads and elaborates the golden. invalid_input when it does not elaborate, unavailable without a box.
Result<GoldenDesign> read_golden(const tasks::Task& task, const rtl::RtlLab& lab);

/// All different mutants, by file, place and operator; two texts that differ in layout alone are one. Files that only
/// the solution has, and those that it leaves as they are, are mutated alike where they are the design's sources.
std::vector<Mutant> all_mutants(const tasks::Task& task, const GoldenDesign& golden);

/// At most options.most of them, evenly over operators and, for each operator, over lines. The same mutants, task and
/// seed give the same choice.
std::vector<Mutant> choose_mutants(std::vector<Mutant> mutants, const std::string& task,
                                   const MutationOptions& options);

}  // namespace gs::agent::mutation
