/// Sandbox: runs the steps of one phase in a box that sees nothing but its inputs.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace gs::sandbox {

/// What the processes of a box may use beside its files. Three instances, by what the box is for. What Landlock
/// enforces holds where the kernel has it; Sandbox::description() says.
struct Policy {
  std::string_view name;      ///< "compile", "run", "gpu"
  bool commands = false;      ///< may execute the programs of /usr; else only those of /box and /tmp (Landlock)
  bool memory_files = false;  ///< memfd_create: memory that no rlimit bounds
  bool gpu = false;           ///< device nodes and /sys of an NVIDIA GPU, open /proc, no limit on address space
  bool proc = false;  ///< may read all that it sees; else a few harmless files of /proc, and not / itself (Landlock)

  /// Compilers and other tools.
  static constexpr Policy compile() { return {"compile", true}; }
  /// One program that a compile box made.
  static constexpr Policy run() { return {"run"}; }
  /// A program that uses the GPU.
  static constexpr Policy gpu_run() { return {"gpu", false, true, true, true}; }
};

/// Limits of one box. Sizes in bytes.
struct Limits {
  std::chrono::milliseconds wall{10'000};   ///< whole box, all steps together
  std::chrono::milliseconds steps_wall{0};  ///< no step starts after this; the box then ends in order. 0: none
  std::chrono::milliseconds cpu{20'000};    ///< per process (RLIMIT_CPU, rounded up to seconds)
  /// With a cgroup: of the whole box, its files in /box/work, /tmp and /dev/shm included. Without: address space per
  /// process.
  std::size_t memory_bytes = std::size_t{2} << 30;
  std::size_t work_bytes = std::size_t{512} << 20;  ///< size of the work tmpfs
  std::size_t file_bytes = std::size_t{256} << 20;  ///< largest single file
  std::size_t output_bytes = std::size_t{1} << 20;  ///< kept per stream (stdout, stderr) and step; the rest is drained
  std::size_t channel_bytes = std::size_t{64} << 20;  ///< kept of each step's channel
  int processes = 256;
  int open_files = 256;
};

/// One command. Paths inside the box: inputs at /box/in (read-only), mounts at /box/<name> (read-only), work folder
/// /box/work (writable, the working directory, empty at the start). Relative paths from the work folder, such as
/// "../in/tb.sv", hold in every Sandbox; absolute ones only in boxes.
struct Step {
  std::vector<std::string> argv;  ///< argv[0] is searched in /usr/bin and /bin unless it has a '/'
  std::string stdin_text;         ///< at most 64 KiB; empty: /dev/null
  bool wants_channel = false;     ///< opens file descriptor 3 in the command for results that are no text output
  std::optional<std::chrono::milliseconds> wall;  ///< of this step alone, below Limits::wall
  bool stop_on_failure = true;                    ///< later steps do not run when this one does not exit 0
};

/// What to run. Nothing of the host's environment reaches the box: PATH, HOME=/box/work, LANG=C.UTF-8 and
/// `environment`.
struct Request {
  std::string label;                                    ///< for diagnostics: "compile", "run"
  std::map<std::string, std::string> files;             ///< safe relative path -> content, placed below /box/in
  std::map<std::string, std::filesystem::path> mounts;  ///< name -> host folder or file, read-only at /box/<name>
  /// Symbolic links outside of /box, for programs that were written for other folders: "code/rtl" -> "/box/in/rtl"
  /// makes /code/rtl. Their first component is none that a box has itself. Without walls there are none: sandbox_error.
  std::map<std::string, std::string> links;
  std::map<std::string, std::string> environment;
  std::vector<Step> steps;
  Policy policy = Policy::compile();
  std::vector<std::string> collect;  ///< work-relative files to bring back after the last step that ran
  std::size_t collect_bytes = std::size_t{128} << 20;  ///< largest collected file
  Limits limits;
};

/// How one step ended.
enum class StepStatus {
  ok,       ///< exit status 0
  nonzero,  ///< exit_code says
  signal,   ///< signal_number says
  timeout_wall,
  timeout_cpu,    ///< SIGXCPU, or SIGKILL at the hard limit
  out_of_memory,  ///< the cgroup's limit killed a process of the step; with rlimits alone: nonzero or signal
  process_limit,  ///< the step failed and the cgroup refused it a process; with rlimits alone: nonzero or signal
  output_limit,   ///< the work folder or a file grew past its limit (SIGXFSZ)
  not_run,        ///< an earlier step stopped the sequence
};
std::string_view to_string(StepStatus status);

struct StepOutcome {
  StepStatus status = StepStatus::not_run;
  int exit_code = 0;
  int signal_number = 0;
  std::chrono::microseconds wall{0};
  std::chrono::microseconds cpu{0};      ///< user + system, children included
  std::size_t peak_memory_bytes = 0;     ///< largest resident set of one process
  std::string stdout_text, stderr_text;  ///< raw bytes, at most Limits::output_bytes each
  bool output_truncated = false;
  std::string channel;  ///< bytes written to descriptor 3
  bool channel_truncated = false;
};

/// What the cgroup of a box counted, our driver and bubblewrap included (about 2 MB and 10 ms).
struct BoxUsage {
  std::size_t peak_memory_bytes = 0;  ///< 0: the kernel does not tell
  std::chrono::microseconds cpu{0};
  std::uint64_t peak_processes = 0;  ///< threads included; 0: the kernel does not tell
};

/// Outcome of a box. sandbox_error is neither a pass nor a failure of what ran inside.
struct Outcome {
  enum class Status { completed, sandbox_error };
  Status status = Status::sandbox_error;
  std::string error;                           ///< of sandbox_error
  std::vector<StepOutcome> steps;              ///< one for each step of the request, when completed
  std::map<std::string, std::string> files;    ///< collected regular files that existed
  std::map<std::string, std::string> refused;  ///< the others -> why: missing, a link, no regular file, too large
  std::string enforced_by;                     ///< e.g. "bubblewrap 0.8.0, seccomp, landlock 7, cgroup v2, rlimits"
  std::optional<BoxUsage> usage;               ///< what the cgroup counted, where there is one
  std::chrono::microseconds wall{0};

  bool all_ok() const;
  /// First step that did not end ok, or nullptr.
  const StepOutcome* first_failure() const;
};

/// One process in a box that answers many requests, for a search that runs one artifact thousands of times. The process
/// reads messages from descriptor 0 and answers each on descriptor 3, both as a 32-bit count of bytes, a 32-bit token
/// and the bytes, in native byte order. An answer repeats its message's token, which cannot be foreseen: what was
/// written unasked never passes for an answer. Used by one thread at a time; the thread that opened it must live on.
/// The destructor ends the box.
class Session {
 public:
  virtual ~Session() = default;
  /// Sends a message and waits for its answer. Errors end the session, later calls fail: timeout (no answer within
  /// `wall`), limit_exceeded (an answer longer than Limits::channel_bytes), external (the process ended, or wrote
  /// unasked). Then finish() says more, and a new session can be opened.
  virtual Result<std::string> ask(std::string_view message, std::chrono::milliseconds wall) = 0;
  /// Closes descriptor 0 of the process, gives it `grace` to end, kills what is left. The channel is not in it.
  virtual Outcome finish(std::chrono::milliseconds grace) = 0;
};

/// Thread-safe: several boxes may run at once. run() blocks until the box is gone, with every process in it.
class Sandbox {
 public:
  virtual ~Sandbox() = default;
  /// Never fails by Result: what could not be set up is Status::sandbox_error.
  virtual Outcome run(const Request& request) = 0;
  /// Starts a box of one step and keeps it. Limits::wall bounds the whole session. The step's stdin_text must be empty.
  /// The Sandbox must outlive the session.
  virtual Result<std::unique_ptr<Session>> open_session(const Request& request) = 0;
  /// What encloses and limits, for the record.
  virtual std::string description() const = 0;
};

}  // namespace gs::sandbox
