/// Toolbox: what an agent can do with a design: list, read, search, edit, compile, simulate, trace a signal, submit.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "agent/models/model.hpp"
#include "agent/proposer.hpp"
#include "agent/trajectory.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "tasks/candidate.hpp"

namespace gs::agent::tools {

/// What one call came to.
struct ToolResult {
  ToolUse use;
  std::optional<tasks::Verdict> check;  ///< of simulate
  bool submitted = false;
};

/// Holds the files as the agent has changed them. Works on a bench, which examines and counts. One thread.
class Toolbox {
 public:
  explicit Toolbox(const PublicTask& task) { begin(task); }
  /// Begins with the files of the task, as they are now.
  void begin(const PublicTask& task);
  /// The same with a candidate laid over them.
  void take(const tasks::Candidate& candidate);

  /// Those that the bench's evidence allows, as the model is offered them.
  std::vector<models::Tool> offered(const Workbench& bench) const;

  /// Runs one call. A call that is broken, of a tool that there is not, or that fails says so in its result. An Error
  /// is a budget that is spent (limit_exceeded) or an infrastructure failure.
  Result<ToolResult> use(const models::ToolCall& call, Workbench& bench);

  /// The editable files that differ from those of the task.
  tasks::Candidate candidate() const;
  /// SHA-256 of the files as they are.
  std::string tree() const { return tasks::hash_of(files_); }

 private:
  struct Call;
  std::string list_files() const;
  Result<std::string> read_file(const Call& call) const;
  Result<std::string> search(const Call& call) const;
  Result<std::string> edit_file(const Call& call);
  Result<std::string> write_file(const Call& call);
  Result<std::string> compile(Workbench& bench) const;
  Result<std::string> simulate(Workbench& bench, ToolResult& result) const;
  Result<std::string> trace(const Call& call, Workbench& bench) const;
  Result<std::string> file_named(const std::string& path) const;
  Result<std::string> editable_named(const std::string& path) const;

  tasks::FileSet original_, files_;
  std::vector<std::string> editable_;
};

/// Calls that a model wrote into its text instead of making them: "<tool_call>{...}</tool_call>", or JSON with a name
/// and arguments, alone or in a fence. `known`: names of tools; others are no calls.
std::vector<models::ToolCall> calls_in_text(std::string_view text, const std::vector<models::Tool>& known);

}  // namespace gs::agent::tools
