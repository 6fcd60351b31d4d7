/// HTML task: one task of a run in the page, as a row of the table and as a section with everything recorded.
#pragma once

#include <string>
#include <vector>

#include "agent/attempt.hpp"
#include "benchmarks/html_parts.hpp"
#include "benchmarks/report.hpp"

namespace gs::benchmarks {

/// The samples of one task. Points into the report.
struct TaskGroup {
  std::string anchor;  ///< "task-3"
  std::string name, title;
  int samples = 1;                              ///< planned
  std::vector<const agent::Attempt*> attempts;  ///< by sample

  /// `failed` when any sample failed; `error` when none did and any had an error.
  Outcome outcome() const;
};

/// All tasks of the manifest in its order. The report must outlive them.
std::vector<TaskGroup> group_by_task(const RunReport& report);

/// A <tr> of five cells: title, verdict, checks, seconds, story.
std::string html_task_row(const TaskGroup& group);

/// A closed <details>: what happened, change, differing signals, tool messages, transcript, record.
std::string html_task_section(const TaskGroup& group);

}  // namespace gs::benchmarks
