/// What a search knows of a design before it tries anything: sources, what drives what, and the edits worth trying.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "agent/search/design_facts.hpp"
#include "agent/search/edit.hpp"
#include "agent/search/source_model.hpp"
#include "base/result.hpp"
#include "evaluators/rtl/rtl_lab.hpp"
#include "tasks/task.hpp"

namespace gs::agent::search {

using Sources = std::vector<std::unique_ptr<SourceModel>>;

struct Survey {
  Sources sources;  ///< of the editable files, in their order
  DesignFacts facts;
  std::vector<Edit> edits;  ///< by cost
};

/// What is known of where the fault is.
struct Suspicion {
  std::vector<std::string> wrong_signals;  ///< outputs of the top
  /// Words of a report of the fault. Lines that name one of them are tried before others, but for names that are
  /// everywhere, and lines that it names by file and number.
  std::string report;
};

/// `files`: holds the editable files as they were elaborated.
Result<Survey> survey(const rtl::Elaboration& elaboration, const tasks::FileSet& files,
                      const std::vector<std::string>& editable_files, const Suspicion& suspicion);

/// "rtl/fifo.sv:41: relational operator: a < b -> a <= b"
std::string describe(const Edit& edit, const Sources& sources);
/// Of several, one after another.
std::string describe(const std::vector<const Edit*>& edits, const Sources& sources);

/// The files that change when the edits are applied as plain text; none when two of them overlap.
tasks::FileSet changed_files(const std::vector<const Edit*>& edits, const Sources& sources);

}  // namespace gs::agent::search
