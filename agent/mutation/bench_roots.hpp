/// BenchRoots: which modules of a design a hidden test instantiates, and with which parameters.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "agent/search/source_model.hpp"
#include "tasks/task.hpp"

namespace gs::agent::mutation {

/// A module of the design as the test instantiates it.
struct BenchRoot {
  std::string module;
  std::vector<std::pair<std::string, std::string>> parameters;  ///< name, literal or constant of literals

  bool operator==(const BenchRoot& other) const = default;
};

struct BenchRoots {
  std::vector<BenchRoot> roots;  ///< each once, in the order of the text
  /// Why `roots` may not be all that the test sees of the design: a parameter that is not plain, a name inside the
  /// design, an include. Empty: they are all.
  std::string unclear;
};

/// Reads the testbench files of the task's judge; an rtl-replay has the design's top alone.
BenchRoots find_bench_roots(const tasks::Task& task, const std::vector<std::unique_ptr<search::SourceModel>>& design);

/// Why what Yosys makes of these sources may differ from what simulators do with them; empty when it may not:
/// incomplete sensitivity lists, text for one of the two alone, blocking assignments that others race to read.
std::string synthesis_caveat(const search::SourceModel& source);

}  // namespace gs::agent::mutation
