/// RtlJudge: the evaluator of RTL tasks: rtl-trace, rtl-testbench and rtl-replay.
///
/// rtl-trace: golden and candidate run in separate processes under the same stimulus; this process compares what they
/// recorded. No expected value ever enters the candidate's process.
/// rtl-replay: the same with a recorded trace in place of the golden.
/// rtl-testbench: a self-checking SystemVerilog testbench; passed = its own $finish reached without $error, $fatal or
/// $stop, told over the nonce channel.
#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "base/log.hpp"
#include "evaluators/evaluator.hpp"
#include "evaluators/rtl/gate.hpp"
#include "evaluators/rtl/trace_compare.hpp"
#include "evaluators/rtl/verilator_simulator.hpp"

namespace gs::rtl {

/// Changes whenever a change of the code can change a verdict.
inline constexpr std::string_view kRtlJudgeVersion = "2";

class RtlJudge final : public evaluators::Evaluator {
 public:
  /// Borrows the box, owns the runtime's description.
  RtlJudge(sandbox::Sandbox& box, VerilatorRuntime runtime);
  ~RtlJudge() override;

  Result<tasks::Verdict> evaluate(const tasks::Task& task, const tasks::Candidate& candidate,
                                  evaluators::Phase phase) override;
  std::string description() const override;

 private:
  struct Golden;
  struct Examination;
  Result<std::shared_ptr<const Golden>> golden_of(const tasks::Task& task, const tasks::EvaluatorSettings& settings,
                                                  evaluators::Phase phase);
  Result<std::shared_ptr<const Golden>> run_golden(const tasks::Task& task, const tasks::EvaluatorSettings& settings,
                                                   evaluators::Phase phase) const;
  /// Macros can put together what cannot be seen in the sources, so the expanded text is inspected too. Its baseline is
  /// the golden's, because the starting state need not compile. True: the verdict is final.
  Result<bool> examine_expansion(Examination& x, std::vector<GateFinding>& refused) const;
  Result<void> examine_trace(Examination& x);
  Result<void> examine_testbench(Examination& x);
  Result<void> examine_replay(Examination& x);

  sandbox::Sandbox& box_;
  VerilatorRuntime runtime_;
  VerilatorSimulator simulator_;
  std::mutex mutex_;
  std::condition_variable golden_ready_;
  /// Goldens of this process's tasks, by task hash and phase; null while one thread is making it.
  std::map<std::string, std::shared_ptr<const Golden>> goldens_;
};

}  // namespace gs::rtl
