/// RtlJudge: the evaluator of RTL tasks: rtl-trace, rtl-testbench and rtl-replay.
///
/// rtl-trace: golden and candidate run in separate processes under the same stimulus; this process compares what they
/// recorded. No expected value ever enters the candidate's process.
/// rtl-replay: the same with a recorded trace in place of the golden.
/// rtl-testbench: a self-checking testbench compiled with the candidate; see read_testbench in bench.hpp.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "evaluators/evaluator.hpp"
#include "evaluators/inspector.hpp"
#include "evaluators/rtl/bench_book.hpp"
#include "evaluators/rtl/examiner.hpp"
#include "evaluators/rtl/gate.hpp"
#include "evaluators/rtl/icarus_simulator.hpp"
#include "evaluators/rtl/verilator_simulator.hpp"

namespace gs::rtl {

/// Which simulators decide.
enum class SimulatorChoice {
  verilator,  ///< two states; what is not initialised begins at random
  icarus,     ///< four states
  both,       ///< passed where both pass; that they disagree is a finding
  automatic,  ///< the one that costs less, and the other where that one cannot take the design or its golden
};
std::string_view to_string(SimulatorChoice choice);
Result<SimulatorChoice> simulator_choice_from(std::string_view word);

/// Whom `automatic` asks first.
enum class AutoOrder {
  cheapest,
  four_states,  ///< Icarus, however long it takes: for verdicts that are shown beside those of a four-state harness
};

struct RtlJudgeOptions {
  /// For every task; without it, as the task says, else Verilator.
  std::optional<SimulatorChoice> simulator;
  /// Folder of what is kept between processes: what is known of testbenches, the reader of waves. Usually
  /// cache_folder(); empty: nothing is kept, and nothing explained.
  std::filesystem::path cache;
  /// Feedback of failed checks tells what drove the first mismatch: some seconds for each.
  bool explain_checks = false;
  AutoOrder order = AutoOrder::cheapest;
};

class RtlJudge final : public evaluators::Evaluator {
 public:
  /// Borrows the box, owns the runtimes' descriptions. Without `icarus`, tasks that need it are an Error (unavailable),
  /// and `automatic` means Verilator.
  RtlJudge(sandbox::Sandbox& box, VerilatorRuntime verilator, std::optional<IcarusRuntime> icarus = {},
           RtlJudgeOptions options = {}, Log& log = Log::null());
  ~RtlJudge() override;

  Result<tasks::Verdict> evaluate(const tasks::Task& task, const tasks::Candidate& candidate,
                                  evaluators::Phase phase) override;
  std::string description() const override;

  /// A second look at a candidate with its verdict: the wave of the run behind it, and what drove its first mismatch,
  /// in at most `cap_bytes` (0: the wave alone, which costs less). The text shows values of the bench's stimulus: for
  /// visible evidence, or for who owns the task.
  Result<Explanation> explain(const tasks::Task& task, const tasks::Candidate& candidate, evaluators::Phase phase,
                              const tasks::Verdict& verdict, std::size_t cap_bytes);

  /// As Inspector::trace.
  Result<std::string> trace(const tasks::Task& task, const tasks::Candidate& candidate, const tasks::Verdict& check,
                            const evaluators::SignalAt& where, std::size_t cap_bytes);

 private:
  struct Gated;
  Result<Gated> pass_gate(const tasks::Task& task, const tasks::EvaluatorSettings& settings,
                          const tasks::Candidate& candidate, evaluators::Phase phase);
  /// Macros can put together what cannot be seen in the sources, so the expanded text is inspected too. Its baseline is
  /// the golden's, because the starting state need not compile.
  Result<void> examine_expansion(const tasks::Task& task, const tasks::EvaluatorSettings& settings,
                                 evaluators::Phase phase, const GatePolicy& policy, Gated& gated);
  Result<std::string> golden_expansion(const tasks::Task& task, const tasks::EvaluatorSettings& settings,
                                       evaluators::Phase phase);

  Result<tasks::Verdict> decide(ExaminedDesign& design);
  Result<Examination> examine_with(Examiner& examiner, ExaminedDesign& design);
  Result<tasks::Verdict> decide_both(ExaminedDesign& design);
  Result<tasks::Verdict> decide_automatically(ExaminedDesign& design);
  bool icarus_costs_less(const ExaminedDesign& design);
  Result<const MismatchExplainer*> explainer();
  Examiner& decider_of(const tasks::Verdict& verdict);
  Result<Explanation> explain_design(const ExaminedDesign& design, const tasks::Verdict& verdict,
                                     std::size_t cap_bytes);

  sandbox::Sandbox& box_;
  VerilatorRuntime verilator_runtime_;
  std::optional<IcarusRuntime> icarus_runtime_;
  RtlJudgeOptions options_;
  BenchBook book_;
  VerilatorSimulator verilator_;
  std::optional<IcarusSimulator> icarus_;
  Examiner with_verilator_;
  std::optional<Examiner> with_icarus_;
  Log& log_;
  std::mutex mutex_;
  std::optional<MismatchExplainer> explainer_;     ///< once it was needed
  std::map<std::string, std::string> expansions_;  ///< of goldens, by task hash and phase
};

}  // namespace gs::rtl
