/// BenchBook: what is known of testbenches from earlier runs: what simulating costs, and how their goldens do.
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

/// How a golden does under a self-checking testbench.
struct GoldenStanding {
  bool stands_alone = false;  ///< elaborates without the testbench
  bool passes = false;        ///< from random beginnings, or with four states
  bool passes_zero = false;   ///< from registers at zero; told only where it does not pass otherwise
  std::string message;        ///< why it does not pass
};

/// Thread-safe. Remembers within this process, and beyond it once a file is open.
class BenchBook {
 public:
  /// A SQLite file that several processes may use. What cannot be read or written costs time and no correctness: it is
  /// logged, and the book forgets at the end.
  void open(const std::filesystem::path& file, Log& log);

  /// `bench`: task hash and phase. `simulator`: everything that decides: name, versions, version of the judge.
  std::optional<SimulationCost> cost(const std::string& bench, const std::string& simulator);
  void note_cost(const std::string& bench, const std::string& simulator, const SimulationCost& cost);
  std::optional<GoldenStanding> standing(const std::string& bench, const std::string& simulator);
  void note_standing(const std::string& bench, const std::string& simulator, const GoldenStanding& standing);

 private:
  using Key = std::pair<std::string, std::string>;
  std::mutex mutex_;
  std::map<Key, SimulationCost> costs_;
  std::map<Key, GoldenStanding> standings_;
  std::optional<Database> file_;
};

}  // namespace gs::rtl
