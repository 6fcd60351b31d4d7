/// CocotbJudge: the evaluator of rtl-cocotb tasks: a pytest harness of others, run as it is, without Docker.
///
/// In the box the harness finds the folders it was written for: /code/rtl, /code/docs, /code/verif and /src (read-only,
/// the candidate's files among them), /code/rundir and /rundir (writable, its working directory). It passes as its own
/// rule has it: every command ends with status 0.
///
/// What a candidate could reach. It is compiled by Icarus Verilog or Verilator in a box of its own first, where its
/// macros are expanded, and is gated there: no file, host or foreign call gets through, what prints or ends is taken
/// out. Then it runs inside the harness's simulator, beside cocotb and the hidden tests in the same process, as their
/// rule wants it; only the language keeps it from them. The verdict does not come from that process: this judge's
/// wrapper (harness/gs_cocotb.py) runs pytest in another one, writes its outcome with a nonce to a descriptor that the
/// simulator does not inherit, and has cocotb leave its results under a name that no design can know. Nothing printed
/// counts, a simulation that ends early leaves no passing results, and hidden tests, wrapper and packages are
/// read-only.
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "evaluators/evaluator.hpp"
#include "evaluators/rtl/cocotb_runtime.hpp"
#include "sandbox/sandbox.hpp"
#include "sandbox/toolchain.hpp"

namespace gs::rtl {

/// In every verdict and in the keys of kept ones.
inline constexpr int kCocotbJudgeVersion = 1;

class CocotbJudge final : public evaluators::Evaluator {
 public:
  /// Borrows the box. `cache`: where find_cocotb looks, now.
  CocotbJudge(sandbox::Sandbox& box, const std::filesystem::path& cache);

  /// unavailable, in one line that says what to install, where cocotb or Icarus Verilog is missing; external where the
  /// harness needs what is not here (a newer Verilator, another Python package).
  Result<tasks::Verdict> evaluate(const tasks::Task& task, const tasks::Candidate& candidate,
                                  evaluators::Phase phase) override;
  std::string description() const override;

 private:
  struct Gated;
  Result<Gated> pass_gate(const tasks::Task& task, const tasks::Candidate& candidate) const;
  Result<void> examine_expansion(const tasks::Task& task, Gated& gated) const;
  Result<tasks::Verdict> run_harness(const tasks::Task& task, const tasks::FileSet& workspace) const;
  /// Of a candidate that the harness did not pass: whether it is a legal design at all.
  void elaborate_alone(const tasks::Task& task, const tasks::FileSet& workspace, tasks::Verdict& verdict) const;

  sandbox::Sandbox& box_;
  Result<CocotbRuntime> runtime_;
  Result<sandbox::Tool> iverilog_;  ///< looked for only beside cocotb
};

}  // namespace gs::rtl
