/// EquivalenceProver: proves that a mutant does what its golden does.
///
/// What is proved, for each module of the design that the hidden test instantiates and with the parameters it gives:
/// golden and mutant, side by side with the same inputs, have equal outputs in every step from a common state after
/// reset on, whatever the inputs do, clocks and resets included. The common state: every register begins with an
/// arbitrary value, the same in both; then, for four clocks, the resets are held and all other inputs are 0. Where
/// there is no input that looks like a reset, that is four clocks with inputs at 0. A register that only one of the two
/// has, or resets, is therefore compared with every value it may hold.
///
/// Clocks are inputs like others, sampled in every step, so edges and asynchronous resets mean what they say. What is
/// undefined (x, a read outside a memory) is free in each of the two and equal to nothing. Undecided within the limits,
/// not readable by Yosys, or anything where synthesis and simulation may differ: not proved.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "agent/mutation/bench_roots.hpp"
#include "agent/mutation/mutation_operators.hpp"
#include "base/result.hpp"
#include "sandbox/sandbox.hpp"
#include "sandbox/toolchain.hpp"

namespace gs::agent::mutation {

struct Proof {
  bool equivalent = false;
  std::string note;  ///< why not proved; empty when it is
};

/// CPU time, so that what is proved does not depend on what else the machine does.
struct ProverLimits {
  std::chrono::milliseconds netlist{60'000};
  std::chrono::milliseconds proof{30'000};  ///< of each instantiation's
};

class EquivalenceProver {
 public:
  /// Borrows the box. unavailable when Yosys or the checker that comes with it is not installed.
  static Result<EquivalenceProver> open(sandbox::Sandbox& box, ProverLimits limits = {});

  /// An Error only when there is no box. Thread-safe.
  Result<Proof> prove(const tasks::Task& task, const GoldenDesign& golden, const Mutant& mutant) const;

  /// "yosys 0.23".
  std::string description() const { return "yosys " + yosys_.version; }

 private:
  EquivalenceProver(sandbox::Sandbox& box, sandbox::Tool yosys, std::string checker, ProverLimits limits)
      : box_(&box), yosys_(std::move(yosys)), checker_(std::move(checker)), limits_(limits) {}
  Result<Proof> prove_root(const tasks::Task& task, const tasks::FileSet& files, const std::vector<std::string>& clocks,
                           const BenchRoot& root) const;
  Result<sandbox::Outcome> run_yosys(tasks::FileSet files, const std::string& script,
                                     std::vector<std::string> collect) const;

  sandbox::Sandbox* box_;
  sandbox::Tool yosys_;
  std::string checker_;  ///< path of yosys-abc
  ProverLimits limits_;
};

}  // namespace gs::agent::mutation
