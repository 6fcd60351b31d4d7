// Theory of operation: the driver is single-threaded and process 1 of the box. For each step it forks one child, which
// takes its descriptors, limits and confinement and executes the command; a close-on-exec pipe tells whether that
// worked. The driver then waits in one poll loop for three things: bytes of the step's pipes (forwarded up to a cap,
// read and thrown away past it, so that a flood never blocks the writer), SIGCHLD (orphans of the step are reaped here
// too), and the deadline. When the step's own process has ended, or is late, everything else in the pid namespace is
// killed, and what is left in the pipes is read. So no process of a step sees the next one.
#include "sandbox/box_step.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "sandbox/box_confinement.hpp"
#include "sandbox/execute.hpp"

namespace gs::sandbox::box {
namespace {

constexpr int kChannelFd = 3;
constexpr rlim_t kStackBytes = rlim_t{8} << 20;  // the usual soft limit; the hard one stays open up to RLIMIT_AS

struct Pipe {
  int read_end = -1;
  int write_end = -1;
};

Pipe make_pipe(FrameWriter& frames) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) frames.fail_errno("pipe", errno);
  return {ends[0], ends[1]};
}

void close_if_open(int& fd) {
  if (fd >= 0) close(fd);
  fd = -1;
}

/// What a step reads: the host's pipe in a session, /dev/null, or the text in sealed memory. A pipe could not hold the
/// text of every size at once.
int open_stdin(const BoxRequest& request, const std::string& text, FrameWriter& frames) {
  if (request.session) {
    const int fd = fcntl(kInputFd, F_DUPFD_CLOEXEC, 0);
    if (fd < 0) frames.fail_errno("the pipe of a session", errno);
    close(kInputFd);  // only the step holds it: when that ends, the host's writes fail
    return fd;
  }
  if (text.empty()) {
    const int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (fd < 0) frames.fail_errno("/dev/null", errno);
    return fd;
  }
  const int fd = memfd_create("stdin", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (fd < 0) frames.fail_errno("memfd_create", errno);
  std::size_t written = 0;
  while (written < text.size()) {
    const ssize_t n = write(fd, text.data() + written, text.size() - written);
    if (n < 0) frames.fail_errno("writing a step's input", errno);
    written += static_cast<std::size_t>(n);
  }
  lseek(fd, 0, SEEK_SET);
  fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL);
  return fd;
}

bool limit(int resource, rlim_t soft, rlim_t hard) {
  const rlimit value{soft, hard};
  return setrlimit(static_cast<__rlimit_resource>(resource), &value) == 0;
}

bool limit_address_space(const BoxRequest& request) {
  const rlim_t bytes = request.address_space_bytes;
  return bytes == 0 || limit(RLIMIT_AS, bytes, bytes);
}

bool apply_limits(const BoxRequest& request) {
  return limit(RLIMIT_CORE, 0, 0) && limit(RLIMIT_CPU, request.cpu_seconds, request.cpu_seconds + 1) &&
         limit(RLIMIT_FSIZE, request.file_bytes, request.file_bytes) && limit_address_space(request) &&
         limit(RLIMIT_NOFILE, request.open_files, request.open_files) &&
         limit(RLIMIT_NPROC, request.processes, request.processes) && limit(RLIMIT_STACK, kStackBytes, RLIM_INFINITY) &&
         limit(RLIMIT_MSGQUEUE, 0, 0);
}

std::vector<char*> pointers(const std::vector<std::string>& strings) {
  std::vector<char*> result;
  for (const std::string& s : strings) result.push_back(const_cast<char*>(s.c_str()));
  result.push_back(nullptr);
  return result;
}

struct Descriptors {
  int stdin_fd = -1;
  Pipe stdout_pipe, stderr_pipe, channel_pipe, status_pipe;
};

/// What the child tells through the status pipe when it cannot become the command.
struct StartFailure {
  enum class Where { setup, exec } where;
  int error;
};

/// When memory runs out, in the box or in the whole machine, a step goes before anything else does.
/// The file is closed to a process that is not dumpable, as we are until exec; nobody else is there to look meanwhile.
void volunteer_for_the_oom_killer() {
  prctl(PR_SET_DUMPABLE, 1);
  const int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (fd >= 0) {
    [[maybe_unused]] const ssize_t n = write(fd, "1000", 4);
    close(fd);
  }
  prctl(PR_SET_DUMPABLE, 0);
}

/// The child, from fork to exec. Writes a StartFailure and ends when something fails.
[[noreturn]] void become_command(const BoxRequest& request, const BoxStep& step, const Descriptors& fds,
                                 char* const* argv, char* const* environment) {
  const auto give_up = [&](StartFailure::Where where, int error) {
    const StartFailure failure{where, error};
    [[maybe_unused]] const ssize_t n = write(fds.status_pipe.write_end, &failure, sizeof failure);
    _exit(127);
  };
  setpgid(0, 0);
  umask(022);
  bool ready =
      dup2(fds.stdin_fd, 0) >= 0 && dup2(fds.stdout_pipe.write_end, 1) >= 0 && dup2(fds.stderr_pipe.write_end, 2) >= 0;
  if (step.wants_channel) ready = ready && dup2(fds.channel_pipe.write_end, kChannelFd) >= 0;
  ready = ready && close_range(step.wants_channel ? kChannelFd + 1 : kChannelFd, ~0U, CLOSE_RANGE_CLOEXEC) == 0;
  signal(SIGPIPE, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  volunteer_for_the_oom_killer();
  ready = ready && sigprocmask(SIG_SETMASK, &none, nullptr) == 0 && confine_files(request) && apply_limits(request) &&
          confine_system_calls(request);
  if (!ready) give_up(StartFailure::Where::setup, errno);

  if (step.argv[0].find('/') != std::string::npos) {
    execute_patiently(argv[0], argv, environment);
  } else {
    for (const char* folder : {"/usr/bin/", "/bin/"}) {
      const std::string path = folder + step.argv[0];
      execve(path.c_str(), argv, environment);
      if (errno != ENOENT) break;
    }
  }
  give_up(StartFailure::Where::exec, errno);
  _exit(127);
}

/// One captured pipe of a step.
struct Stream {
  FrameType type;
  int fd;
  std::uint64_t room;  ///< bytes still forwarded
  bool truncated = false;

  /// Reads once. False when there is nothing now or ever again.
  bool forward(std::uint32_t index, FrameWriter& frames) {
    static char buffer[kMaxPayloadBytes];
    const ssize_t n = read(fd, buffer, sizeof buffer);
    if (n < 0) return errno == EINTR;
    if (n == 0) {
      close_if_open(fd);
      return false;
    }
    const std::size_t kept = std::min<std::uint64_t>(static_cast<std::uint64_t>(n), room);
    if (kept > 0) frames.send(type, index, {buffer, kept});
    room -= kept;
    truncated = truncated || kept < static_cast<std::size_t>(n);
    return true;
  }
};

/// What waiting for processes told.
struct Accounting {
  pid_t main_pid;
  bool main_ended = false;
  int main_status = 0;
  std::uint64_t main_cpu_us = 0;
  std::uint64_t cpu_us = 0;
  std::uint64_t peak_bytes = 0;

  void add(pid_t pid, int status, const rusage& usage) {
    const auto micros = [](const timeval& t) { return static_cast<std::uint64_t>(t.tv_sec) * 1'000'000 + t.tv_usec; };
    const std::uint64_t cpu = micros(usage.ru_utime) + micros(usage.ru_stime);
    cpu_us += cpu;
    peak_bytes = std::max(peak_bytes, static_cast<std::uint64_t>(usage.ru_maxrss) << 10);
    if (pid != main_pid) return;
    main_ended = true;
    main_status = status;
    main_cpu_us = cpu;
  }

  /// Reaps what has ended (WNOHANG) or everything (0).
  void reap(int options) {
    int status = 0;
    rusage usage{};
    for (;;) {
      const pid_t pid = wait4(-1, &status, options, &usage);
      if (pid > 0) {
        add(pid, status, usage);
      } else if (pid == 0 || errno != EINTR) {
        return;
      }
    }
  }
};

bool is_full(const char* folder) {
  struct statvfs state {};
  return statvfs(folder, &state) == 0 && (state.f_bavail == 0 || state.f_favail == 0);
}

StepEnd describe_end(const BoxRequest& request, const Accounting& accounting, bool late) {
  StepEnd end;
  const int status = accounting.main_status;
  if (WIFSIGNALED(status)) {
    end.signal_number = WTERMSIG(status);
    end.kind = EndKind::signal;
    if (end.signal_number == SIGXCPU) end.kind = EndKind::timeout_cpu;
    if (end.signal_number == SIGXFSZ) end.kind = EndKind::output_limit;
    if (end.signal_number == SIGKILL && accounting.main_cpu_us >= request.cpu_seconds * 1'000'000) {
      end.kind = EndKind::timeout_cpu;
    }
  } else {
    end.exit_code = WEXITSTATUS(status);
    end.kind = end.exit_code == 0 ? EndKind::ok : EndKind::nonzero;
  }
  const bool failed = end.kind == EndKind::nonzero || end.kind == EndKind::signal;
  if (failed && (is_full("/box/work") || is_full("/tmp"))) end.kind = EndKind::output_limit;
  if (late) end.kind = EndKind::timeout_wall;
  return end;
}

/// Reads the status pipe until exec closes it. True: the command runs.
bool wait_for_start(int status_fd, StartFailure& failure) {
  ssize_t n = 0;
  do n = read(status_fd, &failure, sizeof failure);
  while (n < 0 && errno == EINTR);
  return n != static_cast<ssize_t>(sizeof failure);
}

/// The step could not start: its own fault when the command is not there, ours otherwise.
StepEnd report_start_failure(const BoxRequest& request, const StartFailure& failure, std::uint32_t index,
                             FrameWriter& frames) {
  const BoxStep& step = request.steps[index];
  if (failure.where == StartFailure::Where::setup) frames.fail_errno("preparing a step", failure.error);
  const std::string text = "gatesmith-box: cannot run " + step.argv[0] + ": " + strerror(failure.error) + "\n";
  frames.send(FrameType::stderr_bytes, index,
              std::string_view(text).substr(0, std::min<std::uint64_t>(kMaxPayloadBytes, request.output_bytes)));
  StepEnd end;
  end.kind = EndKind::nonzero;
  end.exit_code = failure.error == ENOENT ? 127 : 126;
  return end;
}

/// Waits until the step's process has ended (false) or is late (true), forwarding what the step writes.
bool watch(std::vector<Stream>& streams, Accounting& accounting, int signal_fd, SteadyTime deadline,
           std::uint32_t index, FrameWriter& frames) {
  using std::chrono::milliseconds;
  std::vector<pollfd> polled(streams.size() + 2);
  while (!accounting.main_ended) {
    const auto left = std::chrono::ceil<milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left <= milliseconds(0)) {
      accounting.reap(WNOHANG);  // it may have ended in time while we were not running
      return !accounting.main_ended;
    }
    for (std::size_t i = 0; i < streams.size(); ++i) polled[i] = {streams[i].fd, POLLIN, 0};
    polled[streams.size()] = {signal_fd, POLLIN, 0};
    polled[streams.size() + 1] = {frames.fd(), 0, 0};
    const int timeout = static_cast<int>(std::min<std::int64_t>(left.count(), 1 << 30));
    if (poll(polled.data(), polled.size(), timeout) < 0 && errno != EINTR) frames.fail_errno("poll", errno);
    for (std::size_t i = 0; i < streams.size(); ++i) {
      if (polled[i].revents != 0) streams[i].forward(index, frames);
    }
    if (polled[streams.size()].revents != 0) {
      signalfd_siginfo ignored;
      [[maybe_unused]] const ssize_t n = read(signal_fd, &ignored, sizeof ignored);
      accounting.reap(WNOHANG);
    }
    if (polled[streams.size() + 1].revents != 0) _exit(1);  // the host is gone
  }
  return false;
}

int open_child_signals(FrameWriter& frames) {
  sigset_t children;
  sigemptyset(&children);
  sigaddset(&children, SIGCHLD);
  const int fd = signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK);
  if (fd < 0) frames.fail_errno("signalfd", errno);
  return fd;
}

}  // namespace

void FrameWriter::send(FrameType type, std::uint32_t index, std::string_view payload) {
  const FrameHeader header{type, index, payload.size()};
  std::string bytes(reinterpret_cast<const char*>(&header), sizeof header);
  bytes.append(payload);
  std::size_t written = 0;
  while (written < bytes.size()) {
    const ssize_t n = write(fd_, bytes.data() + written, bytes.size() - written);
    if (n > 0) written += static_cast<std::size_t>(n);
    if (n < 0 && errno != EINTR) _exit(1);
  }
}

void FrameWriter::send(std::uint32_t index, const StepEnd& end) {
  send(FrameType::step_ended, index, {reinterpret_cast<const char*>(&end), sizeof end});
}

void FrameWriter::fail(std::string_view why) {
  send(FrameType::failed, 0, why.substr(0, kMaxPayloadBytes));
  _exit(1);
}

void FrameWriter::fail_errno(std::string_view what, int errno_value) {
  fail(std::string(what) + ": " + strerror(errno_value));
}

StepEnd run_step(const BoxRequest& request, std::uint32_t index, SteadyTime deadline, FrameWriter& frames) {
  const BoxStep& step = request.steps[index];
  const std::vector<char*> argv = pointers(step.argv);
  const std::vector<char*> environment = pointers(request.environment);
  Descriptors fds;
  fds.stdin_fd = open_stdin(request, step.stdin_text, frames);
  fds.stdout_pipe = make_pipe(frames);
  fds.stderr_pipe = make_pipe(frames);
  fds.status_pipe = make_pipe(frames);
  if (step.wants_channel) fds.channel_pipe = make_pipe(frames);
  int signal_fd = open_child_signals(frames);

  const auto start = std::chrono::steady_clock::now();
  const pid_t pid = fork();
  if (pid < 0) frames.fail_errno("fork", errno);
  if (pid == 0) become_command(request, step, fds, argv.data(), environment.data());
  for (int* fd : {&fds.stdin_fd, &fds.stdout_pipe.write_end, &fds.stderr_pipe.write_end, &fds.channel_pipe.write_end,
                  &fds.status_pipe.write_end}) {
    close_if_open(*fd);
  }

  std::vector<Stream> streams{
      {FrameType::stdout_bytes, fds.stdout_pipe.read_end, request.output_bytes},
      {FrameType::stderr_bytes, fds.stderr_pipe.read_end, request.output_bytes},
      {FrameType::channel_bytes, fds.channel_pipe.read_end, request.session ? UINT64_MAX : request.channel_bytes}};
  for (const Stream& stream : streams) {
    if (stream.fd >= 0) fcntl(stream.fd, F_SETFL, O_NONBLOCK);
  }
  Accounting accounting{pid};
  StartFailure failure{};
  const bool started = wait_for_start(fds.status_pipe.read_end, failure);
  const bool late = started && watch(streams, accounting, signal_fd, deadline, index, frames);
  const auto stop = std::chrono::steady_clock::now();

  kill(-1, SIGKILL);  // everything in this pid namespace but ourselves
  accounting.reap(0);
  for (Stream& stream : streams) {
    while (stream.fd >= 0 && stream.forward(index, frames)) continue;
    close_if_open(stream.fd);
  }
  close_if_open(fds.status_pipe.read_end);
  close_if_open(signal_fd);

  StepEnd end =
      started ? describe_end(request, accounting, late) : report_start_failure(request, failure, index, frames);
  end.output_truncated = streams[0].truncated || streams[1].truncated;
  end.channel_truncated = streams[2].truncated;
  end.wall_us = static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(stop - start).count());
  end.cpu_us = accounting.cpu_us;
  end.peak_memory_bytes = accounting.peak_bytes;
  return end;
}

}  // namespace gs::sandbox::box
