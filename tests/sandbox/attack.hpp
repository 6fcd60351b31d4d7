/// Attack: one folder of attacks/, read into memory: what to run, and what must come of it.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "evaluators/evaluator.hpp"
#include "sandbox/sandbox.hpp"
#include "tasks/task.hpp"

namespace gs::attacks {

/// What a contained attack may look like. Empty lists ask for nothing.
struct Expectation {
  std::vector<std::string> status;  ///< words of sandbox::to_string: of the last step that ran
  std::optional<std::string> stdout_exact;
  std::vector<std::string> stdout_has, stdout_lacks;     ///< of all steps together
  std::vector<std::string> output_lacks;                 ///< stdout and stderr of all steps together
  std::vector<std::string> stdout_lacks_under_landlock;  ///< where the box is also enclosed by Landlock
  std::vector<std::string> stdout_lacks_under_cgroup;    ///< where a cgroup limits the whole box
  std::map<std::string, std::string> collected;          ///< file -> exact content; all others must be refused
  std::vector<std::string> may_be_refused;               ///< of those: a race decides
  std::vector<std::string> refused;                      ///< files that must not come back
  std::optional<std::int64_t> exit_code;
  std::optional<std::int64_t> most_wall_ms, most_output_bytes;
  bool sandbox_error = false;  ///< the request itself must be refused

  std::vector<std::string> verdict;               ///< words of tasks::to_string, or "error"
  std::vector<std::string> verdict_without_gate;  ///< the same when the gate is looked past; empty: not tried
  std::vector<std::string> verdict_elsewhere;     ///< what another simulator than Verilator may say beside rejections
  std::vector<std::string> feedback_has, feedback_lacks;
};

struct Attack {
  enum class Kind { box, rtl };

  std::string group, name, title;
  Kind kind = Kind::box;
  tasks::FileSet files;  ///< of the folder, attack.toml and the C source left out
  Expectation expect;
  bool control = false;  ///< honest work that must succeed, beside the attacks

  // Kind::box
  std::string source;  ///< C source of ../in/attack; empty: none
  sandbox::Request request;
  std::vector<sandbox::Step> before;            ///< of a box that runs first and is not judged
  std::vector<sandbox::Step> beside;            ///< of a box that runs at the same time and is not judged
  std::optional<std::int64_t> host_dies_after;  ///< milliseconds after which our side is killed

  // Kind::rtl
  std::string task;  ///< folder below attacks/tasks
  evaluators::Phase phase = evaluators::Phase::judge;
  std::optional<std::int64_t> compile_wall_ms, run_wall_ms, memory_mb;  ///< in place of the task's limits

  /// A name that GoogleTest accepts: "escape_proc_1_environ".
  std::string test_name() const;
};

/// Reads the attack in `folder`, whose parent is its group. Errors name file and field.
Result<Attack> load_attack(const std::filesystem::path& folder);

/// Folders of all attacks below `root`, sorted: those two levels down with an attack.toml.
Result<std::vector<std::filesystem::path>> find_attacks(const std::filesystem::path& root);

/// `text` with every @NAME@ of `places` replaced by its value.
std::string fill_in(std::string text, const std::map<std::string, std::string>& places);

}  // namespace gs::attacks
