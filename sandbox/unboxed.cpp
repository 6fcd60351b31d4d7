// Theory of operation: each request gets a folder with in/, work/ and a symbolic link for each mount, so that paths
// relative to work/ mean what they mean in a box. run() starts one step after another with launch(), each in a session
// of its own that dies with the calling thread, and waits in one poll loop for the step's pipes, its pidfd and the
// deadline. When the step's own process has ended or is late, its process group is killed, what is left in the pipes is
// read, and only then is the process reaped: until then its number, which names the group, cannot be used again. After
// the last step a walk over /proc kills what still stands in the request's folder. Collected files are opened below the
// work folder's descriptor without following links: the steps may have put anything there.
#include "sandbox/unboxed.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <system_error>
#include <utility>

#include "base/files.hpp"
#include "base/text.hpp"
#include "sandbox/box_folder.hpp"
#include "sandbox/box_request.hpp"
#include "sandbox/collected_file.hpp"
#include "sandbox/frame_reader.hpp"
#include "sandbox/process.hpp"
#include "sandbox/scratch.hpp"

namespace gs::sandbox {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

namespace {

constexpr std::string_view kUnsafeMark = "unsafe-no-sandbox";
constexpr milliseconds kCancelLook{50};                    // how often a cancelled run is looked for
constexpr std::size_t kReadBytes = std::size_t{64} << 10;  // read_available takes as many at once

/// The request's folder, ready for its steps.
struct Ground {
  BoxFolder folder;
  fs::path work;
  UniqueFd work_fd;  ///< the same folder, whatever the steps rename
};

Result<Ground> lay_out(const Request& request, const fs::path& scratch) {
  GS_TRY(BoxFolder folder, BoxFolder::create(scratch, std::nullopt));
  GS_CHECK(folder.write_files(request.files));
  for (const auto& [name, source] : request.mounts) {
    GS_TRY(const fs::path real, folder.readable_mount(name, source));
    if (::symlink(real.c_str(), (folder.path() / name).c_str()) != 0) return errno_error("mount " + name, errno);
  }
  fs::path work = folder.path() / "work";
  if (::mkdir(work.c_str(), 0755) != 0) return errno_error(work.string(), errno);
  UniqueFd work_fd(::open(work.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!work_fd) return errno_error(work.string(), errno);
  return Ground{std::move(folder), std::move(work), std::move(work_fd)};
}

/// A limit above our own hard one cannot be set, and need not be.
ResourceLimit resource_limit(int resource, std::uint64_t soft, std::uint64_t hard) {
  rlimit own{};
  if (::getrlimit(static_cast<__rlimit_resource>(resource), &own) != 0) own.rlim_max = RLIM_INFINITY;
  return {resource, std::min<std::uint64_t>(soft, own.rlim_max), std::min<std::uint64_t>(hard, own.rlim_max)};
}

/// Not RLIMIT_NPROC: outside of a user namespace it counts everything that the user runs, and for root nothing.
std::vector<ResourceLimit> resource_limits(const Limits& limits) {
  const std::uint64_t cpu = cpu_seconds(limits);
  const auto files = static_cast<std::uint64_t>(limits.open_files);
  return {resource_limit(RLIMIT_CORE, 0, 0), resource_limit(RLIMIT_CPU, cpu, cpu + 1),
          resource_limit(RLIMIT_FSIZE, limits.file_bytes, limits.file_bytes),
          resource_limit(RLIMIT_AS, limits.memory_bytes, limits.memory_bytes),
          resource_limit(RLIMIT_NOFILE, files, files)};
}

/// What a step reads; an invalid descriptor is /dev/null.
Result<UniqueFd> open_stdin(std::string_view text) {
  if (text.empty()) return UniqueFd();
  return memory_file("stdin", text);
}

/// One captured pipe of a step.
class Stream {
 public:
  Stream(std::string& text, std::size_t limit_bytes) : text_(text), limit_bytes_(limit_bytes) {}

  /// Its end for the step.
  Result<UniqueFd> open() {
    GS_TRY(PipeEnds pipe, make_pipe());
    fd_ = std::move(pipe.read_end);
    return std::move(pipe.write_end);
  }
  pollfd polled() const { return {fd_.get(), POLLIN, 0}; }
  /// Keeps one byte more than the limit, which tells that there was more.
  void read() {
    if (!read_available(fd_.get(), text_, limit_bytes_ + 1)) fd_.reset();
  }
  /// Reads what a full pipe can hold: who writes on is nobody that we wait for. True: some was over the limit.
  bool finish() {
    const int capacity = fd_ ? ::fcntl(fd_.get(), F_GETPIPE_SZ) : 0;
    for (int left = capacity; left > 0 && fd_; left -= static_cast<int>(kReadBytes)) {
      pollfd now = polled();
      if (::poll(&now, 1, 0) <= 0) break;
      read();
    }
    fd_.reset();
    if (text_.size() <= limit_bytes_) return false;
    text_.resize(limit_bytes_);
    return true;
  }

 private:
  UniqueFd fd_;
  std::string& text_;
  std::size_t limit_bytes_;
};

using Streams = std::array<Stream, 3>;  // stdout, stderr, channel

enum class Watched { ended, late, cancelled };

bool is_set(const std::atomic<bool>* flag) {
  return flag != nullptr && flag->load();
}

/// Waits until the process has ended or shall not go on.
Watched watch(const Child& child, Streams& streams, SteadyClock::time_point deadline, const std::atomic<bool>* cancel) {
  for (;;) {
    if (is_set(cancel)) return Watched::cancelled;
    const auto now = SteadyClock::now();
    const auto look = cancel == nullptr ? deadline : std::min(deadline, now + kCancelLook);
    const auto left = std::chrono::ceil<milliseconds>(look - now).count();
    std::array<pollfd, 4> polled{streams[0].polled(), streams[1].polled(), streams[2].polled(),
                                 pollfd{child.pidfd(), POLLIN, 0}};
    if (::poll(polled.data(), polled.size(), static_cast<int>(std::clamp<std::int64_t>(left, 0, 1 << 30))) < 0)
      continue;
    for (std::size_t i = 0; i < streams.size(); ++i) {
      if (polled[i].revents != 0) streams[i].read();
    }
    if (polled[3].revents != 0) return Watched::ended;
    if (SteadyClock::now() >= deadline) return Watched::late;
  }
}

/// Commands without a '/' are searched as in a box: not in PATH.
Result<Child> launch_step(const Step& step, LaunchOptions options, int& exec_error) {
  options.argv = step.argv;
  if (step.argv[0].find('/') != std::string::npos) return launch(options, &exec_error);
  options.argv[0] = "/usr/bin/" + step.argv[0];
  auto child = launch(options, &exec_error);
  if (child || exec_error != ENOENT) return child;
  options.argv[0] = "/bin/" + step.argv[0];
  return launch(options, &exec_error);
}

void describe_end(const Exit& exit, const Limits& limits, bool late, StepOutcome& outcome) {
  outcome.cpu = exit.cpu;
  outcome.peak_memory_bytes = exit.peak_memory_bytes;
  if (exit.signal_number != 0) {
    outcome.signal_number = exit.signal_number;
    outcome.status = StepStatus::signal;
    const bool used_up = exit.cpu >= std::chrono::seconds(cpu_seconds(limits));
    if (exit.signal_number == SIGXCPU || (exit.signal_number == SIGKILL && used_up)) {
      outcome.status = StepStatus::timeout_cpu;
    }
    if (exit.signal_number == SIGXFSZ) outcome.status = StepStatus::output_limit;
  } else {
    outcome.exit_code = exit.exit_code;
    outcome.status = exit.exit_code == 0 ? StepStatus::ok : StepStatus::nonzero;
  }
  if (late) outcome.status = StepStatus::timeout_wall;
}

/// An Error is ours; what is wrong with the step is in its outcome.
Result<StepOutcome> run_step(const Request& request, const Step& step, const Ground& ground,
                             SteadyClock::time_point deadline, const std::atomic<bool>* cancel) {
  StepOutcome outcome;
  const Limits& limits = request.limits;
  Streams streams{Stream(outcome.stdout_text, limits.output_bytes), Stream(outcome.stderr_text, limits.output_bytes),
                  Stream(outcome.channel, limits.channel_bytes)};
  GS_TRY(const UniqueFd in, open_stdin(step.stdin_text));
  GS_TRY(UniqueFd out, streams[0].open());
  GS_TRY(UniqueFd err, streams[1].open());
  UniqueFd channel;
  if (step.wants_channel) {
    GS_TRY(channel, streams[2].open());
  }
  LaunchOptions options;
  options.environment = step_environment(request, ground.work.string());
  options.descriptors = {in.get(), out.get(), err.get()};
  if (channel) options.descriptors.push_back(channel.get());
  options.folder = ground.work;
  options.limits = resource_limits(limits);
  const auto start = SteadyClock::now();
  int exec_error = 0;
  Result<Child> child = launch_step(step, std::move(options), exec_error);
  for (UniqueFd* fd : {&out, &err, &channel}) fd->reset();
  if (!child && exec_error == 0) return std::move(child).error();
  if (!child) {
    outcome.status = StepStatus::nonzero;
    outcome.exit_code = exec_error == ENOENT ? 127 : 126;
    outcome.stderr_text = "gatesmith: cannot run " + step.argv[0] + ": " + std::strerror(exec_error) + "\n";
    return outcome;
  }

  const Watched watched = watch(*child, streams, deadline, cancel);
  outcome.wall = std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - start);
  ::kill(-child->pid(), SIGKILL);
  const bool more_out = streams[0].finish(), more_err = streams[1].finish();
  outcome.output_truncated = more_out || more_err;
  outcome.channel_truncated = streams[2].finish();
  describe_end(child->wait(), limits, watched == Watched::late, outcome);
  if (watched == Watched::cancelled) return external("stopped");
  return outcome;
}

Result<void> run_steps(const Request& request, const Ground& ground, const std::atomic<bool>* cancel,
                       std::vector<StepOutcome>& outcomes) {
  const auto start = SteadyClock::now();
  const auto box_deadline = start + request.limits.wall;
  const auto steps_wall = request.limits.steps_wall;
  const auto last_start = steps_wall.count() > 0 ? std::min(start + steps_wall, box_deadline) : box_deadline;
  outcomes.resize(request.steps.size());
  for (std::size_t i = 0; i < request.steps.size(); ++i) {
    const Step& step = request.steps[i];
    const auto deadline = step.wall ? std::min(box_deadline, SteadyClock::now() + *step.wall) : box_deadline;
    GS_TRY(outcomes[i], run_step(request, step, ground, deadline, cancel));
    if (outcomes[i].status != StepStatus::ok && step.stop_on_failure) break;
    if (SteadyClock::now() >= last_start) break;
  }
  return {};
}

/// `link` of a process in /proc leads to `folder` or below.
bool leads_into(const fs::path& link, const std::string& folder) {
  std::error_code closed;  // processes of others cannot be read
  const std::string target = fs::read_symlink(link, closed).string();
  return target.starts_with(folder + "/") || target == folder;
}

/// Kills what has its working directory or its program in the folder, until a walk finds nothing new.
void kill_all_in(const std::string& folder) {
  constexpr int kWalks = 20;  // each forking process that is seen is gone by the next; a fork bomb could be quicker
  for (int walk = 0, killed = 1; walk < kWalks && killed > 0; ++walk) {
    killed = 0;
    for (const int pid : process_numbers()) {
      const fs::path place = fs::path("/proc") / std::to_string(pid);
      const auto is_inside = [&] { return leads_into(place / "cwd", folder) || leads_into(place / "exe", folder); };
      if (kill_if(pid, is_inside)) ++killed;
    }
  }
}

/// The content, or why it is refused.
Result<std::string> collect_file(int work_fd, const std::string& name, std::size_t limit_bytes) {
  box::CollectedFile file = box::open_collected(work_fd, name, limit_bytes);
  if (file.fd < 0) return external(std::move(file.refusal));
  const UniqueFd fd(file.fd);
  std::string content(file.size, '\0');
  std::size_t used = 0;
  while (used < content.size()) {
    const ssize_t n = ::read(fd.get(), content.data() + used, content.size() - used);
    if (n < 0 && errno != EINTR) return external(std::strerror(errno));
    if (n == 0) break;
    if (n > 0) used += static_cast<std::size_t>(n);
  }
  content.resize(used);
  return content;
}

void collect(const Request& request, int work_fd, Outcome& outcome) {
  std::size_t total_left = collect_total_bytes(request);
  for (const std::string& name : request.collect) {
    auto content = collect_file(work_fd, name, std::min(request.collect_bytes, total_left));
    if (content) {
      total_left -= content->size();
      outcome.files[name] = *std::move(content);
    } else {
      outcome.refused[name] = content.error().message();
    }
  }
}

class Unboxed final : public Sandbox {
 public:
  Unboxed(fs::path scratch, std::optional<Scratch> own_scratch, const std::atomic<bool>* cancel)
      : scratch_(std::move(scratch)), own_scratch_(std::move(own_scratch)), cancel_(cancel) {}

  Outcome run(const Request& request) override;
  Result<std::unique_ptr<Session>> open_session(const Request& request) override {
    return unavailable("box " + request.label + ": sessions need a sandbox");
  }
  std::string description() const override { return std::string(kUnboxedDescription); }

 private:
  Result<Outcome> run_checked(const Request& request) const;

  fs::path scratch_;  // without symbolic links: /proc names processes' folders so
  std::optional<Scratch> own_scratch_;
  const std::atomic<bool>* cancel_;
};

Result<Outcome> Unboxed::run_checked(const Request& request) const {
  GS_CHECK(check_request(request));
  if (!request.links.empty()) return unavailable("links outside of the work folder need a sandbox");
  if (is_set(cancel_)) return external("stopped");
  GS_TRY(const Ground ground, lay_out(request, scratch_));
  Outcome outcome;
  outcome.status = Outcome::Status::completed;
  const Result<void> ran = run_steps(request, ground, cancel_, outcome.steps);
  kill_all_in(ground.folder.path().string());
  GS_CHECK(ran);
  collect(request, ground.work_fd.get(), outcome);
  return outcome;
}

Outcome Unboxed::run(const Request& request) {
  const auto start = SteadyClock::now();
  Result<Outcome> result = run_checked(request);
  Outcome outcome;
  if (result) {
    outcome = *std::move(result);
  } else {
    outcome.error = result.error().with("box " + request.label).to_line();
  }
  outcome.enforced_by = description();
  outcome.wall = std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - start);
  return outcome;
}

}  // namespace

bool is_sandboxed(std::string_view enforced_by) {
  return enforced_by.find(kUnsafeMark) == std::string_view::npos;
}

Result<std::unique_ptr<Sandbox>> make_unboxed(const UnboxedOptions& options) {
  fs::path scratch = options.scratch;
  std::optional<Scratch> own_scratch;
  if (scratch.empty()) {
    GS_TRY(own_scratch, Scratch::create("unboxed"));
    scratch = own_scratch->path();
  } else {
    GS_CHECK(gs::create_directories(scratch));
  }
  std::error_code code;
  scratch = fs::canonical(scratch, code);
  if (code) return external(scratch.string() + ": " + code.message());
  return std::unique_ptr<Sandbox>(
      std::make_unique<Unboxed>(std::move(scratch), std::move(own_scratch), options.cancel));
}

}  // namespace gs::sandbox
