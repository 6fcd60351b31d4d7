/// Journal: all that a session did and heard, on disk before it happens, so that a killed session can go on.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/models/purse.hpp"
#include "base/files.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "tasks/task.hpp"

namespace gs::agent::session {

/// One file of a change, whole.
struct FileChange {
  std::string path, before, after;
};

/// What is written to the tree as one.
struct Change {
  int id = 0;
  std::string why;  ///< one line
  std::vector<FileChange> files;
};

/// A change that was begun and of which it is not recorded whether it was made.
struct Pending {
  bool is_undo = false;
  Change change;  ///< of an undo: from what was there to what it brings back
};

struct Said {
  std::chrono::milliseconds at{0};  ///< since the epoch
  std::string who;                  ///< "user", "model", "test", "session"
  std::string text;
};

/// What a session begins with.
struct JournalHead {
  std::string id;
  std::string root;  ///< folder of the user's files
  std::chrono::milliseconds created{0};
  Json request;          ///< what it is about, for who resumes it
  tasks::FileSet start;  ///< the files that may be changed, as they were
};

/// What a journal comes to.
struct JournalState {
  JournalHead head;
  std::vector<Change> applied;  ///< those that were not undone, oldest first
  std::optional<Pending> pending;
  std::vector<Said> said;
  models::Spending spent;
  std::map<std::string, std::string> settings;  ///< the last value of each: "mode", "model"
  int changes = 0;                              ///< ids given so far
};

/// A folder for each session: `journal.jsonl`, one line for each event, appended and synced; and `objects/`, contents
/// of files by their SHA-256, which need not be text. A kill loses at most the line it hit. One writer: the journal is
/// locked. Everything in it is readable by its owner alone.
class Journal {
 public:
  static Result<Journal> create(const std::filesystem::path& folder, JournalHead head);
  /// unavailable: another process has it. corrupt: not of this format, or of another version.
  static Result<Journal> open(const std::filesystem::path& folder);

  const std::filesystem::path& folder() const { return folder_; }
  const JournalState& state() const { return state_; }

  /// Before a change is written. Gives its id (of an undo: that of the change that it takes back).
  Result<int> begin(Change change);
  Result<void> begin_undo(Change change);
  /// What became of the pending one.
  Result<void> finish();
  Result<void> abandon();

  Result<void> say(std::chrono::milliseconds at, std::string who, std::string text);
  Result<void> spend(const models::Spending& total);
  Result<void> set(const std::string& name, const std::string& value);

 private:
  Journal(std::filesystem::path folder, UniqueFd fd) : folder_(std::move(folder)), fd_(std::move(fd)) {}
  Result<void> append(const Json& line);
  Result<std::string> keep(std::string_view content);
  Result<std::string> content_of(const std::string& hash) const;
  Result<Json> to_json(const Change& change);
  Result<Change> change_from(const Json& json) const;
  Result<void> read(std::string_view text);
  Result<void> read_head(const Json& json);
  Result<void> read_event(const Json& json);
  void conclude(bool done);

  std::filesystem::path folder_;
  UniqueFd fd_;
  JournalState state_;
};

/// A session that can be resumed.
struct SessionSummary {
  std::string id, root;
  std::chrono::milliseconds created{0};
};

/// Below `folder` (of all sessions), newest first. What cannot be read is left out.
std::vector<SessionSummary> list_sessions(const std::filesystem::path& folder);

}  // namespace gs::agent::session
