/// RunStore: one run folder: its manifest, its attempts (SQLite), its artifacts (files named by content hash).
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "agent/attempt.hpp"
#include "base/result.hpp"

namespace gs::benchmarks {

/// What a run is. Two commands with equal manifests are the same run and resume it.
struct Manifest {
  std::string suite;     ///< selector as typed: "rtl-repair:quick"
  std::string model;     ///< "search"
  std::string strategy;  ///< "default"
  int samples = 1;       ///< attempts per task
  std::uint64_t seed = 1;
  agent::Budget budget;
  /// How the model was asked: "temperature" -> "0.2", "turns" -> "8". Empty for models that are not asked.
  std::map<std::string, std::string> settings;
  /// What a reader should know and a resuming command may change: "prices", "endpoint", "gamma".
  std::map<std::string, std::string> notes;
  std::map<std::string, std::string> tasks;   ///< name -> hash
  std::map<std::string, std::string> titles;  ///< name -> title, for reports
  std::string evaluator;                      ///< Evaluator::description()
  std::string enforced_by;                    ///< Sandbox::description()
  std::string version;                        ///< of gatesmith
  std::int64_t created_ms = 0;                ///< not compared
};
/// What of its candidates' examination the model was shown; agent::Evidence as a word.
std::string evidence_of(const Manifest& manifest);

/// Folder layout: run.sqlite, run.lock, objects/<hash> (candidates as JSON, diffs, transcripts, verdicts). Every append
/// is one transaction after its objects are on disk, so that a kill at any moment loses no finished attempt. One writer
/// process at a time (a lock file held by flock: a second one is unavailable "… is in use by process N"). Thread-safe.
class RunStore {
 public:
  /// Creates the folder, or opens it when its manifest equals `manifest` (else invalid_input naming the field that
  /// differs: "runs/x: /seed: the run has 1, the command says 2"). A folder of another version, a damaged database or
  /// one that is not ours: corrupt. A folder with something else in it: invalid_input.
  static Result<RunStore> open_or_create(const std::filesystem::path& folder, const Manifest& manifest);
  /// For reading only, also while another process writes. Missing: not_found.
  static Result<RunStore> open_existing(const std::filesystem::path& folder);
  RunStore(RunStore&&) noexcept;
  RunStore& operator=(RunStore&&) noexcept;
  ~RunStore();

  const Manifest& manifest() const;
  const std::filesystem::path& folder() const;

  /// (task, sample) of attempts with status passed or failed; errors are to be tried again.
  Result<std::set<std::pair<std::string, int>>> finished() const;
  /// Appends; a later attempt at the same (task, sample) supersedes an error but never a finished one (invalid_input).
  /// invalid_input too: a task, task hash or sample that the manifest does not have, and a store opened for reading.
  Result<void> append(const agent::Attempt& attempt);
  /// The newest attempt of each (task, sample), sorted by task and sample. An object that is missing or was changed:
  /// corrupt, naming its file.
  Result<std::vector<agent::Attempt>> attempts() const;
  /// What all attempts spent, also those that ended with an error and were made again.
  Result<agent::models::Spending> spent() const;
  /// Books what attempts spent that were never appended: the program was killed between a model's answer and the end of
  /// the attempt.
  Result<void> add_lost(const agent::models::Spending& spending);

 private:
  struct State;
  explicit RunStore(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace gs::benchmarks
