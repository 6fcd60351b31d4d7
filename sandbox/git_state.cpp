#include "sandbox/git_state.hpp"

#include <system_error>

#include "base/text.hpp"
#include "sandbox/process.hpp"

namespace gs::sandbox {
namespace {

constexpr const char* kGit = "/usr/bin/git";

/// "XY name" records that NUL ends; of a renamed file, a second name follows.
std::set<std::string> names_of(std::string_view records) {
  std::set<std::string> names;
  const std::vector<std::string_view> parts = split(records, '\0');
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].size() < 4) continue;
    names.emplace(parts[i].substr(3));
    if (parts[i][0] == 'R' || parts[i][0] == 'C') ++i;
  }
  return names;
}

Result<RunResult> run_git(const std::filesystem::path& folder, std::vector<std::string> words) {
  std::vector<std::string> argv = {kGit,
                                   "-c",
                                   "core.fsmonitor=false",
                                   "-c",
                                   "core.hooksPath=/dev/null",
                                   "--no-optional-locks",
                                   "--literal-pathspecs",
                                   "-C",
                                   folder.string()};
  argv.insert(argv.end(), words.begin(), words.end());
  GS_TRY(RunResult result, run_tool(argv, {std::chrono::seconds(20), std::size_t{16} << 20}));
  if (result.exit.ok()) return result;
  const std::string said = clean_utf8(result.stderr_text);
  return unavailable("git: " + (said.empty() ? result.exit.to_text() : said.substr(0, said.find('\n'))));
}

}  // namespace

Result<std::set<std::string>> uncommitted_files(const std::filesystem::path& folder,
                                                const std::vector<std::string>& names) {
  std::error_code code;
  if (!std::filesystem::exists(kGit, code)) return unavailable("git is not installed: apt-get install git");
  if (names.empty()) return std::set<std::string>();
  GS_TRY(const RunResult prefix, run_git(folder, {"rev-parse", "--show-prefix"}));
  std::vector<std::string> words = {"status", "--porcelain=v1", "-z", "--untracked-files=all", "--ignored=matching",
                                    "--"};
  words.insert(words.end(), names.begin(), names.end());
  GS_TRY(const RunResult status, run_git(folder, std::move(words)));
  // Names of the report are relative to the root of the repository.
  const std::string before(trim(prefix.stdout_text));
  std::set<std::string> dirty;
  for (const std::string& name : names_of(status.stdout_text)) {
    if (name.starts_with(before)) dirty.insert(name.substr(before.size()));
  }
  return dirty;
}

}  // namespace gs::sandbox
