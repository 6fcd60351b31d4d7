// Theory of operation: for each box, run() lays the inputs in a folder on the host and starts bubblewrap with an empty
// environment; bubblewrap makes the namespaces and mounts (box_arguments.cpp) and executes gatesmith-box as process 1
// inside (box_driver.cpp). When we are root, bubblewrap runs as an unprivileged user: a user namespace alone would
// leave the box with root's user id, and with it the right to write /proc/sys and to fork without limit. The request
// goes in as one memory file. Three pipes come back: frames, bubblewrap's complaints, and the host pid of process 1.
// One poll loop reads them until bubblewrap has ended, under a deadline. At the deadline, or at the first malformed
// frame, bubblewrap is killed; the kernel then kills process 1 (die-with-parent) and with it the whole pid namespace.
// run() returns when the pidfd of process 1 says that the namespace is empty. When this program dies, bubblewrap dies
// with it. Where cgroups come in: one made before launch(), joined by the child before it executes bubblewrap, read and
// removed after the namespace is empty.
#include "sandbox/bubblewrap.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <set>
#include <utility>

#include "base/files.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "sandbox/box_arguments.hpp"
#include "sandbox/box_folder.hpp"
#include "sandbox/box_protocol.hpp"
#include "sandbox/frame_reader.hpp"
#include "sandbox/process.hpp"
#include "sandbox/scratch.hpp"

namespace gs::sandbox {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

namespace {

constexpr std::size_t kStdinLimitBytes = std::size_t{64} << 10;
constexpr std::size_t kComplaintBytes = std::size_t{8} << 10;
constexpr milliseconds kGrace{5'000};      // for starting, killing and collecting; the driver itself keeps Limits::wall
constexpr milliseconds kTeardown{10'000};  // for the kernel to empty a namespace

// Descriptors of bubblewrap beyond the driver's own.
constexpr int kArgumentsFd = 5;
constexpr int kDriverFd = 6;
constexpr int kInfoFd = 7;

bool has_nul(const std::string& text) {
  return text.find('\0') != std::string::npos;
}

Result<void> check_step(const Step& step) {
  if (step.argv.empty() || step.argv[0].empty()) return invalid_input("a step has no command");
  if (std::any_of(step.argv.begin(), step.argv.end(), has_nul)) return invalid_input("an argument has a NUL byte");
  if (step.stdin_text.size() > kStdinLimitBytes) return invalid_input("the input of a step is longer than 64 KiB");
  if (step.wall && step.wall->count() <= 0) return invalid_input("a step's wall limit is not positive");
  return {};
}

Result<void> check_limits(const Request& request) {
  const Limits& limits = request.limits;
  const bool positive = limits.wall.count() > 0 && limits.steps_wall.count() >= 0 && limits.cpu.count() > 0 &&
                        limits.memory_bytes > 0 && limits.work_bytes > 0 && limits.file_bytes > 0 &&
                        limits.processes > 0 && limits.open_files > 0;
  if (!positive) return invalid_input("a limit is not positive");
  return {};
}

Result<void> check_names(const Request& request) {
  for (const auto& [name, content] : request.files) {
    if (!is_safe_relative_path(name)) return invalid_input("input file: unsafe path " + clean_utf8(name));
  }
  for (const auto& [name, source] : request.mounts) {
    const bool single = is_safe_relative_path(name) && name.find('/') == std::string::npos;
    if (!single || name == "in" || name == "work" || name == "driver") {
      return invalid_input("mount: bad name " + clean_utf8(name));
    }
  }
  std::set<std::string> collected;
  for (const std::string& name : request.collect) {
    if (!is_safe_relative_path(name)) return invalid_input("collected file: unsafe path " + clean_utf8(name));
    if (!collected.insert(name).second) return invalid_input("collected file: named twice: " + clean_utf8(name));
  }
  for (const auto& [name, value] : request.environment) {
    if (name.empty() || name.find('=') != std::string::npos || has_nul(name) || has_nul(value)) {
      return invalid_input("environment: bad name or value: " + clean_utf8(name));
    }
  }
  return {};
}

Result<void> check_request(const Request& request) {
  if (request.steps.empty()) return invalid_input("no steps");
  for (const Step& step : request.steps) GS_CHECK(check_step(step));
  GS_CHECK(check_limits(request));
  return check_names(request);
}

std::vector<std::string> box_environment(const Request& request) {
  std::map<std::string, std::string> values{{"PATH", "/usr/bin:/bin"}, {"HOME", "/box/work"}, {"LANG", "C.UTF-8"}};
  for (const auto& [name, value] : request.environment) values[name] = value;
  std::vector<std::string> result;
  for (const auto& [name, value] : values) result.push_back(name + "=" + value);
  return result;
}

box::BoxRequest to_box_request(const Request& request) {
  const Limits& limits = request.limits;
  box::BoxRequest out;
  out.environment = box_environment(request);
  for (const Step& step : request.steps) {
    out.steps.push_back({step.argv, step.stdin_text, step.wants_channel, step.stop_on_failure,
                         step.wall ? static_cast<std::uint64_t>(step.wall->count()) : 0});
  }
  out.collect = request.collect;
  out.wall_ms = static_cast<std::uint64_t>(limits.wall.count());
  out.steps_wall_ms = static_cast<std::uint64_t>(limits.steps_wall.count());
  out.cpu_seconds = static_cast<std::uint64_t>(std::chrono::ceil<std::chrono::seconds>(limits.cpu).count());
  out.memory_bytes = limits.memory_bytes;
  out.file_bytes = limits.file_bytes;
  out.output_bytes = limits.output_bytes;
  out.channel_bytes = limits.channel_bytes;
  out.processes = static_cast<std::uint64_t>(limits.processes);
  out.open_files = static_cast<std::uint64_t>(limits.open_files);
  out.collect_bytes = request.collect_bytes;
  out.collect_total_bytes = collect_total_bytes(request);
  return out;
}

/// A file in memory, to be read from its start.
Result<UniqueFd> memory_file(const char* name, std::string_view content) {
  UniqueFd fd(::memfd_create(name, MFD_CLOEXEC));
  if (!fd) return errno_error("memfd_create", errno);
  while (!content.empty()) {
    const ssize_t n = ::write(fd.get(), content.data(), content.size());
    if (n < 0 && errno != EINTR) return errno_error("memfd", errno);
    if (n > 0) content.remove_prefix(static_cast<std::size_t>(n));
  }
  if (::lseek(fd.get(), 0, SEEK_SET) != 0) return errno_error("memfd", errno);
  return fd;
}

/// The same file with a position of its own.
Result<UniqueFd> reopen(int fd) {
  UniqueFd copy(::open(("/proc/self/fd/" + std::to_string(fd)).c_str(), O_RDONLY | O_CLOEXEC));
  if (!copy) return errno_error("reopening the driver", errno);
  return copy;
}

Result<fs::path> find_driver(const fs::path& wanted) {
  std::error_code code;
  const fs::path self = fs::read_symlink("/proc/self/exe", code).parent_path();
  std::vector<fs::path> candidates{wanted};
  if (wanted.empty()) {
    candidates = {self / "gatesmith-box", self.parent_path() / "libexec/gatesmith/gatesmith-box", GS_BOX_DRIVER};
  }
  for (const fs::path& path : candidates) {
    if (fs::is_regular_file(path, code) && ::access(path.c_str(), X_OK) == 0) return path;
  }
  return unavailable("gatesmith-box, which runs inside of boxes, is not at " + candidates.front().string());
}

/// "bubblewrap 0.8.0" as it names itself.
Result<std::string> bubblewrap_version(const fs::path& bwrap) {
  std::error_code code;
  if (!fs::exists(bwrap, code)) {
    return unavailable(bwrap.string() + " is not installed: apt-get install bubblewrap");
  }
  GS_TRY(const RunResult result, run_tool({bwrap.string(), "--version"}));
  const std::string version(trim(result.stdout_text));
  if (!result.exit.ok() || version.rfind("bubblewrap ", 0) != 0) {
    return unavailable(bwrap.string() + " --version: " + result.exit.to_text());
  }
  return version;
}

/// Root of a container may lack the right to mount.
bool can_bind() {
  LaunchOptions options;
  options.argv = {"/bin/true"};
  options.descriptors = {-1, -1, -1};
  options.binds = {{"/usr", "/usr"}};
  auto child = launch(options);
  return child && child->wait().ok();
}

/// The host's ends of a box's pipes, and what came through them.
struct Pipes {
  UniqueFd frames, complaints, info;
  std::string complaint_text, info_text;
};

class Bubblewrap final : public Sandbox {
 public:
  Bubblewrap(fs::path bwrap, std::string version, UniqueFd driver, fs::path scratch, std::optional<Scratch> own_scratch)
      : bwrap_(std::move(bwrap)),
        version_(std::move(version)),
        driver_(std::move(driver)),
        scratch_(std::move(scratch)),
        own_scratch_(std::move(own_scratch)) {
    if (::geteuid() == 0) reader_ = BoxReader{kBoxUser, can_bind()};
  }

  Outcome run(const Request& request) override;
  Result<std::unique_ptr<Session>> open_session(const Request&) override { return unavailable("no sessions yet"); }
  std::string description() const override { return version_ + ", seccomp, rlimits"; }

 private:
  Result<void> lay_out(const Request& request, BoxFolder& folder, BoxLayout& layout) const;
  Result<Child> start(const Request& request, const BoxLayout& layout, const std::vector<Bind>& binds,
                      Pipes& pipes) const;
  Result<Outcome> run_checked(const Request& request) const;

  fs::path bwrap_;
  std::string version_;
  UniqueFd driver_;
  fs::path scratch_;
  std::optional<Scratch> own_scratch_;
  std::optional<BoxReader> reader_;  // whom bubblewrap runs as, when not as ourselves
};

Result<void> Bubblewrap::lay_out(const Request& request, BoxFolder& folder, BoxLayout& layout) const {
  if (!request.files.empty()) {
    GS_TRY(layout.inputs, folder.write_files(request.files));
  }
  for (const auto& [name, source] : request.mounts) {
    GS_TRY(layout.mounts[name], folder.readable_mount(name, source));
  }
  layout.work_bytes = request.limits.work_bytes;
  layout.driver_fd = kDriverFd;
  layout.info_fd = kInfoFd;
  return {};
}

Result<Child> Bubblewrap::start(const Request& request, const BoxLayout& layout, const std::vector<Bind>& binds,
                                Pipes& pipes) const {
  std::string arguments;
  for (const std::string& word : box_arguments(layout)) arguments.append(word).push_back('\0');
  GS_TRY(const UniqueFd argument_file, memory_file("arguments", arguments));
  GS_TRY(const UniqueFd request_file, memory_file("request", box::encode(to_box_request(request))));
  GS_TRY(const UniqueFd driver, reopen(driver_.get()));
  GS_TRY(PipeEnds frames, make_pipe());
  GS_TRY(PipeEnds complaints, make_pipe());
  GS_TRY(PipeEnds info, make_pipe());

  LaunchOptions options;
  options.argv = {bwrap_.string(), "--args", std::to_string(kArgumentsFd), "--", "/box/driver"};
  options.descriptors = {-1,
                         -1,
                         complaints.write_end.get(),
                         request_file.get(),
                         frames.write_end.get(),
                         argument_file.get(),
                         driver.get(),
                         info.write_end.get()};
  options.binds = binds;
  if (reader_) options.drop_to = reader_->user;
  pipes.frames = std::move(frames.read_end);
  pipes.complaints = std::move(complaints.read_end);
  pipes.info = std::move(info.read_end);
  return launch(options);
}

/// The pidfd of the box's first process, from what bubblewrap told; invalid while that is not complete.
UniqueFd open_first_process(const std::string& info_text) {
  const Result<Json> info = parse_json(info_text, "bubblewrap's info");
  if (!info || !info->is_object() || !info->contains("child-pid") || !(*info)["child-pid"].is_number_integer()) {
    return {};
  }
  return UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, (*info)["child-pid"].get<pid_t>(), 0)));
}

int milliseconds_until(SteadyClock::time_point deadline) {
  const auto left = std::chrono::ceil<milliseconds>(deadline - SteadyClock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, 1 << 30));
}

/// How reading a box ended.
struct Pumped {
  bool late = false;     ///< it was killed at its deadline
  bool emptied = false;  ///< bubblewrap and the pid namespace are gone
};

/// Reads the pipes until bubblewrap and everything in the box have ended.
Pumped pump(Child& bwrap, Pipes& pipes, FrameReader& reader, SteadyClock::time_point deadline) {
  Pumped result;
  bool killed = false;
  UniqueFd first_process;
  const auto kill_box = [&] {
    bwrap.kill();
    killed = true;
    deadline = SteadyClock::now() + kTeardown;
  };
  std::string frame_bytes;
  for (;;) {
    pollfd polled[] = {{pipes.frames.get(), POLLIN, 0},
                       {pipes.complaints.get(), POLLIN, 0},
                       {pipes.info.get(), POLLIN, 0},
                       {bwrap.pidfd(), POLLIN, 0}};
    const int ready = ::poll(polled, 4, milliseconds_until(deadline));
    if (ready < 0) continue;  // EINTR; nothing else can be wrong with these descriptors
    if (ready == 0) {
      if (killed) return result;
      result.late = true;
      kill_box();
      continue;
    }
    if (polled[0].revents != 0) {
      frame_bytes.clear();
      if (!read_available(pipes.frames.get(), frame_bytes, box::kMaxPayloadBytes)) pipes.frames.reset();
      if (!reader.feed(frame_bytes) && !killed) kill_box();
    }
    if (polled[1].revents != 0 && !read_available(pipes.complaints.get(), pipes.complaint_text, kComplaintBytes)) {
      pipes.complaints.reset();
    }
    if (polled[2].revents != 0) {
      if (!read_available(pipes.info.get(), pipes.info_text, kComplaintBytes)) pipes.info.reset();
      if (!first_process) first_process = open_first_process(pipes.info_text);
    }
    const bool quiet = polled[0].revents == 0 && polled[1].revents == 0 && polled[2].revents == 0;
    if (polled[3].revents != 0 && quiet) break;
  }
  // Process 1 ends only after everything in its pid namespace. When bubblewrap ended by itself, it has waited for it.
  pollfd last{first_process.get(), POLLIN, 0};
  result.emptied = !first_process || ::poll(&last, 1, milliseconds_until(SteadyClock::now() + kTeardown)) == 1;
  return result;
}

Result<Outcome> Bubblewrap::run_checked(const Request& request) const {
  GS_CHECK(check_request(request));
  GS_TRY(BoxFolder folder, BoxFolder::create(scratch_, reader_));
  BoxLayout layout;
  GS_CHECK(lay_out(request, folder, layout));
  Pipes pipes;
  const auto start_time = SteadyClock::now();
  GS_TRY(Child bwrap, start(request, layout, folder.binds(), pipes));
  FrameReader reader(request);
  const Pumped pumped = pump(bwrap, pipes, reader, start_time + request.limits.wall + kGrace);
  if (!pumped.emptied) return external("processes of the box could not be killed");
  const Exit exit = bwrap.wait();

  const std::string complaint(trim(pipes.complaint_text));
  const std::string said = complaint.empty() ? "" : ": " + clean_utf8(complaint);
  if (!reader.problem().empty()) return external(reader.problem() + said);
  if (pumped.late && reader.step_is_running()) {
    reader.mark_running_step_late(
        std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - start_time));
    return reader.take();
  }
  if (pumped.late) return external("the box did not end in time" + said);
  if (!reader.ready()) return external("the box did not start (" + exit.to_text() + ")" + said);
  if (!reader.done() || !exit.ok()) return external("the box ended early (" + exit.to_text() + ")" + said);
  return reader.take();
}

Outcome Bubblewrap::run(const Request& request) {
  const auto start_time = SteadyClock::now();
  Result<Outcome> result = run_checked(request);
  Outcome outcome;
  if (result) {
    outcome = std::move(result).value();
  } else {
    outcome.status = Outcome::Status::sandbox_error;
    outcome.error = result.error().with("box " + request.label).to_line();
  }
  outcome.enforced_by = description();
  outcome.wall = std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - start_time);
  return outcome;
}

/// A first box must start and read an input.
Result<void> try_box(Sandbox& sandbox) {
  Request request;
  request.label = "trial";
  request.files["trial"] = "hello";
  request.steps.push_back({{"/bin/cat", "../in/trial"}});
  const Outcome outcome = sandbox.run(request);
  if (outcome.all_ok() && outcome.steps[0].stdout_text == "hello") return {};
  std::string why = outcome.error;
  if (why.empty())
    why = "/bin/cat in a box: " + std::string(to_string(outcome.steps[0].status)) + ": " +
          clean_utf8(outcome.steps[0].stderr_text);
  return unavailable("no box can be made here: " + why +
                     " (needed: user namespaces for ordinary users; see `gatesmith doctor`)");
}

}  // namespace

Result<std::unique_ptr<Sandbox>> make_bubblewrap(const BubblewrapOptions& options) {
  GS_TRY(std::string version, bubblewrap_version(options.bwrap));
  GS_TRY(const fs::path driver_path, find_driver(options.driver));
  UniqueFd driver(::open(driver_path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!driver) return unavailable(errno_error(driver_path.string(), errno).message());

  fs::path scratch = options.scratch;
  std::optional<Scratch> own_scratch;
  if (scratch.empty()) {
    GS_TRY(own_scratch, Scratch::create("boxes"));
    scratch = own_scratch->path();
    // The box's user passes through; names in it are random and cannot be listed.
    if (::geteuid() == 0 && ::chmod(scratch.c_str(), 0711) != 0) return errno_error(scratch.string(), errno);
  } else {
    GS_CHECK(gs::create_directories(scratch));
  }
  auto sandbox = std::make_unique<Bubblewrap>(options.bwrap, std::move(version), std::move(driver), std::move(scratch),
                                              std::move(own_scratch));
  GS_CHECK(try_box(*sandbox));
  return std::unique_ptr<Sandbox>(std::move(sandbox));
}

}  // namespace gs::sandbox
