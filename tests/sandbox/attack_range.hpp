/// AttackRange: where attacks run: a sandbox and a judge under watch, and a bystander beside each attack.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "attack.hpp"
#include "evaluators/evaluator.hpp"
#include "host_witness.hpp"
#include "sandbox/sandbox.hpp"

namespace gs::attacks {

/// What `expect` does not allow in the outcome of a box, one line each.
std::vector<std::string> complaints(const Expectation& expect, const sandbox::Outcome& outcome);

/// What must not be in a verdict: `allowed` statuses, text that is no UTF-8, feedback that tells too much.
std::vector<std::string> complaints(const Expectation& expect, const std::vector<std::string>& allowed,
                                    const Result<tasks::Verdict>& verdict);

/// The same problem with the answer as its starting state, which the gate does not look at, and nothing handed in.
tasks::Task look_past_gate(const tasks::Task& task, const tasks::Candidate& candidate);

/// A Sandbox that marks every process and looks for secrets in all that comes back. Thread-safe where the inner one is.
class WatchedSandbox final : public sandbox::Sandbox {
 public:
  WatchedSandbox(sandbox::Sandbox& inner, const HostWitness& witness) : inner_(inner), witness_(witness) {}
  sandbox::Outcome run(const sandbox::Request& request) override;
  Result<std::unique_ptr<sandbox::Session>> open_session(const sandbox::Request& request) override;
  std::string description() const override { return inner_.description(); }
  /// What was found since the last call.
  std::vector<std::string> take_findings();

 private:
  sandbox::Sandbox& inner_;
  const HostWitness& witness_;
  std::mutex mutex_;
  std::vector<std::string> findings_;
};

/// Everything that attacks need; borrowed. `attacked` and `judge` are what is tested, `trusted` compiles C sources and
/// holds the bystander.
struct RangeParts {
  HostWitness& witness;
  WatchedSandbox& attacked;
  evaluators::Evaluator* judge;  ///< borrows `attacked`; null: attacks on it cannot run
  sandbox::Sandbox& trusted;
  std::filesystem::path programs;                                               ///< folder of compiled C sources, kept
  std::string common_header, bystander;                                         ///< attacks/attack.h and bystander.c
  std::map<std::string, tasks::Task> tasks;                                     ///< by id
  std::function<Result<std::unique_ptr<sandbox::Sandbox>>()> make_mortal = {};  ///< one that may die with its host
  /// Fixtures name what Verilator makes of them. Another simulator may reject an answer in another way, not pass it.
  bool any_rejection = false;
};

class AttackRange {
 public:
  explicit AttackRange(RangeParts parts) : parts_(std::move(parts)) {}

  /// Runs the attack between two looks at the host. Returns what was not contained, one line each.
  std::vector<std::string> run(const Attack& attack);

 private:
  std::vector<std::string> run_box(const Attack& attack);
  std::vector<std::string> run_rtl(const Attack& attack);
  std::vector<std::string> allowed_verdicts(const Attack& attack, std::vector<std::string> verdicts) const;
  std::vector<std::string> kill_the_host(const Attack& attack, const sandbox::Request& request);
  Result<std::string> program_of(const std::string& source);
  sandbox::Request filled_in(const Attack& attack, const std::vector<sandbox::Step>& steps,
                             const std::string& program) const;

  RangeParts parts_;
  std::set<std::string> good_tasks_;  ///< whose golden answer passed here
};

}  // namespace gs::attacks
