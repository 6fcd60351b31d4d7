/// RepairFiles: a user's design and test, found on disk and put together as a task that lives in memory only.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "agent/session/session.hpp"
#include "agent/session/user_tree.hpp"
#include "base/files.hpp"
#include "base/json.hpp"
#include "base/result.hpp"

namespace gs::cli {

/// What is to be repaired, as the command line says it.
struct RepairRequest {
  std::string folder;              ///< that the names are relative to
  std::vector<std::string> paths;  ///< files or folders of the design
  std::string top;
  std::vector<std::string> testbench;
  std::string testbench_top, pass_line, fail_line;
  std::string command;  ///< instead of a testbench
  std::string issue;
  std::vector<std::string> editable, include_dirs;
  int test_seconds = 0;  ///< 0: the default of the kind of test
};
Json to_json(const RepairRequest& request);
Result<RepairRequest> repair_request_from(const Json& json);

class RepairFiles {
 public:
  /// The root of all names is the request's folder when everything is below it, else the lowest folder that holds all.
  /// not_found, invalid_input: names what is wrong with the request.
  static Result<RepairFiles> open(RepairRequest request);

  const agent::session::UserTree& tree() const { return tree_; }
  const RepairRequest& request() const { return request_; }
  /// As it is on disk now. Where a symbolic link below the paths leads to is read when it is below the root, and not
  /// changed; others are left out. Both are named in notes().
  Result<agent::session::Loaded> load();
  /// What a user should know of the last load(), one line each.
  const std::vector<std::string>& notes() const { return notes_; }

 private:
  RepairFiles(RepairRequest request, agent::session::UserTree tree)
      : request_(std::move(request)), tree_(std::move(tree)) {}
  Result<std::string> name_of(const std::string& given) const;
  Result<std::vector<std::string>> names_of(const std::vector<std::string>& given) const;
  Result<std::vector<FolderEntry>> entries_at(const std::string& start) const;
  Result<void> find(const std::string& start, bool is_everything, tasks::FileSet& files);
  Result<void> add_file(const std::string& name, tasks::FileSet& files);
  void note(std::string text);
  void note_link(const std::string& name);
  Result<void> follow_links(tasks::FileSet& files);
  Result<void> add_testbench(const tasks::FileSet& files, agent::session::Loaded& loaded);
  Result<void> add_command(agent::session::Loaded& loaded);
  Result<void> choose_editable(agent::session::Loaded& loaded) const;

  RepairRequest request_;
  agent::session::UserTree tree_;
  std::vector<std::string> paths_, testbench_, editable_, include_dirs_;  // relative to the root; "" is the root
  std::vector<std::string> test_files_;       // of the last load: a change of these would change the test
  std::map<std::string, std::string> links_;  // of the last load, below the root: name to what it is a link to
  std::vector<std::string> notes_;
  std::size_t read_bytes_ = 0;  // of the set of files that is being read
};

}  // namespace gs::cli
