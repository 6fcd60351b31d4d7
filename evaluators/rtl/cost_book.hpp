/// CostBook: what simulating with a testbench has cost before, so that the next time the cheaper way is taken.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "base/log.hpp"
#include "base/sqlite.hpp"

namespace gs::rtl {

/// CPU time of one verdict with one simulator.
struct SimulationCost {
  std::chrono::microseconds build{0}, run{0};
  int optimisation = 0;  ///< of the run
  bool complete = true;  ///< false: it was stopped, so a lower bound
  std::chrono::microseconds total() const { return build + run; }
};

/// Thread-safe. Remembers within this process, and beyond it once a file is open.
class CostBook {
 public:
  /// A SQLite file that several processes may use. What cannot be read or written costs time and no correctness: it is
  /// logged, and the book forgets at the end.
  void open(const std::filesystem::path& file, Log& log);

  /// `key`: task hash and phase. `simulator`: name and version.
  std::optional<SimulationCost> find(const std::string& key, const std::string& simulator);
  void note(const std::string& key, const std::string& simulator, const SimulationCost& cost);

 private:
  std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, SimulationCost> known_;
  std::optional<Database> file_;
};

}  // namespace gs::rtl
