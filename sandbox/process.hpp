/// Processes on the host: an owner for one, and bounded runs of trusted tools. Nothing else in Gatesmith starts
/// processes.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.hpp"
#include "base/result.hpp"

namespace gs::sandbox {

/// How a process ended: exit code, or the signal that killed it (then exit_code is -1). And what it used, together with
/// the children it waited for.
struct Exit {
  int exit_code = -1;
  int signal_number = 0;
  std::chrono::microseconds cpu{0};   ///< user + system
  std::size_t peak_memory_bytes = 0;  ///< largest resident set of one process; of ours, if that was larger at the start

  bool ok() const { return exit_code == 0; }
  /// "exit status 2", "killed by signal 9".
  std::string to_text() const;
};

/// Owns a child process. The destructor kills it (it alone, not its children) and reaps it. Move-only.
class Child {
 public:
  Child(pid_t pid, UniqueFd pidfd) : pid_(pid), pidfd_(std::move(pidfd)) {}
  Child(Child&& other) noexcept;
  Child& operator=(Child&& other) noexcept;
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child();

  pid_t pid() const { return pid_; }
  /// Readable (poll) when the process has ended.
  int pidfd() const { return pidfd_.get(); }
  void kill() noexcept;
  /// Blocks until the process has ended, and reaps it.
  Exit wait();

 private:
  pid_t pid_ = -1;
  UniqueFd pidfd_;
};

/// A folder or file of the host shown at another, existing path.
struct Bind {
  std::filesystem::path from, to;
};

/// As setrlimit takes it.
struct ResourceLimit {
  int resource;  ///< RLIMIT_...
  std::uint64_t soft, hard;
};

/// A command as execve sees it.
struct LaunchOptions {
  std::vector<std::string> argv;         ///< argv[0] is a path
  std::vector<std::string> environment;  ///< all of it: "NAME=value"
  std::vector<int> descriptors;          ///< become 0, 1, 2, ...; -1 is /dev/null; every other one is closed
  std::vector<Bind> binds;               ///< seen by the command only: it gets a mount namespace; needs root
  std::optional<uid_t> drop_to;          ///< user and group to become, without supplementary groups; needs root
  std::filesystem::path folder = "/";    ///< working directory; a relative argv[0] is found from there
  std::vector<ResourceLimit> limits;
};

/// Starts a command in its own session, with default signals and a fresh session keyring; the kernel kills it when the
/// calling thread ends. external: fork or exec failed, naming which; when it was exec, `exec_error` gets its errno.
Result<Child> launch(const LaunchOptions& options, int* exec_error = nullptr);

struct RunOptions {
  std::chrono::milliseconds timeout{10'000};
  std::size_t output_limit_bytes = std::size_t{1} << 20;  ///< per stream; the rest is read and dropped
};

struct RunResult {
  Exit exit;
  std::string stdout_text, stderr_text;
};

/// Runs a tool of the host that we trust, never anything a candidate wrote: empty input, and no environment but PATH
/// and LANG. timeout: it was killed. external: it could not start.
Result<RunResult> run_tool(const std::vector<std::string>& argv, const RunOptions& options = {});

/// The numbers of all processes that /proc shows.
std::vector<int> process_numbers();

/// Kills process `pid` if `is_it` says so once its pidfd is held: before, its number can go to another process. Whether
/// it was killed.
bool kill_if(int pid, const std::function<bool()>& is_it);

/// A pipe, both ends close-on-exec.
struct PipeEnds {
  UniqueFd read_end, write_end;
};
Result<PipeEnds> make_pipe();

/// A file in memory, close-on-exec, to be read from its start.
Result<UniqueFd> memory_file(const char* name, std::string_view content);

/// Reads once from a descriptor that poll found ready and appends to `text` up to limit_bytes; what is over the limit
/// is dropped. False at the end of the file, or on an error.
bool read_available(int fd, std::string& text, std::size_t limit_bytes);

}  // namespace gs::sandbox
