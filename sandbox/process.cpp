// Theory of operation: launch() forks; the child calls only what is safe after a fork in a program with threads, moves
// its descriptors into place, drops privileges, and executes. A close-on-exec pipe tells the parent whether it did. The
// parent holds a pidfd, so waiting with a deadline is one poll() and no signal can hit a reused pid. Descriptors of the
// program that lack close-on-exec do not survive: the child closes all it was not given.
#include "sandbox/process.hpp"

#include <fcntl.h>
#include <grp.h>
#include <linux/keyctl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "sandbox/execute.hpp"

namespace gs::sandbox {
namespace {

/// The step of the child that failed, and errno.
struct StartFailure {
  char what[32];
  int error;
};

/// What the child needs, made before the fork: afterwards nothing may allocate.
struct ChildPlan {
  std::vector<char*> argv, environment;
  std::vector<int> descriptors;
  int status_fd;
  int first_free;  ///< descriptor numbers from here on are not targets
  pid_t parent;
  const std::vector<Bind>& binds;
  bool drops;
  uid_t user;
  const char* folder;
  const std::vector<ResourceLimit>& limits;
};

/// StartFailure::what when the program could not be executed.
constexpr const char* kExec = "exec";

[[noreturn]] void fail_start(int status_fd, const char* what) {
  StartFailure failure{};
  failure.error = errno;
  std::strncpy(failure.what, what, sizeof failure.what - 1);
  [[maybe_unused]] const ssize_t n = write(status_fd, &failure, sizeof failure);
  _exit(127);
}

/// Moves the descriptors to 0, 1, 2, ... by way of numbers that are not targets, and closes the others.
void place_descriptors(ChildPlan& plan) {
  plan.status_fd = fcntl(plan.status_fd, F_DUPFD_CLOEXEC, plan.first_free);
  if (plan.status_fd < 0) _exit(127);
  for (int& fd : plan.descriptors) {
    fd = fd < 0 ? open("/dev/null", O_RDWR | O_CLOEXEC) : fd;
    if (fd < 0) fail_start(plan.status_fd, "/dev/null");
    fd = fcntl(fd, F_DUPFD_CLOEXEC, plan.first_free);
    if (fd < 0) fail_start(plan.status_fd, "dup");
  }
  for (std::size_t i = 0; i < plan.descriptors.size(); ++i) {
    if (dup2(plan.descriptors[i], static_cast<int>(i)) < 0) fail_start(plan.status_fd, "dup2");
  }
  const auto first_closed = static_cast<unsigned>(plan.descriptors.size());
  if (close_range(first_closed, ~0U, CLOSE_RANGE_CLOEXEC) != 0) fail_start(plan.status_fd, "close_range");
}

void make_binds(const ChildPlan& plan) {
  if (unshare(CLONE_NEWNS) != 0) fail_start(plan.status_fd, "a mount namespace");
  if (mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) fail_start(plan.status_fd, "private mounts");
  for (const Bind& bind : plan.binds) {
    if (mount(bind.from.c_str(), bind.to.c_str(), nullptr, MS_BIND | MS_REC, nullptr) != 0) {
      fail_start(plan.status_fd, "a bind mount");
    }
  }
}

/// Raw calls: the C library's setuid family would reach for the threads of the parent.
void drop_privileges(const ChildPlan& plan) {
  if (syscall(SYS_setgroups, 0, nullptr) != 0) fail_start(plan.status_fd, "setgroups");
  if (syscall(SYS_setresgid, plan.user, plan.user, plan.user) != 0) fail_start(plan.status_fd, "setresgid");
  if (syscall(SYS_setresuid, plan.user, plan.user, plan.user) != 0) fail_start(plan.status_fd, "setresuid");
}

void apply_limits(const ChildPlan& plan) {
  for (const ResourceLimit& limit : plan.limits) {
    const rlimit value{limit.soft, limit.hard};
    if (setrlimit(static_cast<__rlimit_resource>(limit.resource), &value) != 0) {
      fail_start(plan.status_fd, "a resource limit");
    }
  }
}

[[noreturn]] void become_command(ChildPlan& plan) {
  place_descriptors(plan);
  for (int number = 1; number < NSIG; ++number) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  setsid();
  syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, nullptr);  // a kernel without keyrings has none to hide
  if (!plan.binds.empty()) make_binds(plan);
  if (plan.drops) drop_privileges(plan);
  if (chdir(plan.folder) != 0) fail_start(plan.status_fd, "chdir");
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) fail_start(plan.status_fd, "PR_SET_PDEATHSIG");
  if (getppid() != plan.parent) _exit(127);  // the parent ended before the line above
  apply_limits(plan);
  execute_patiently(plan.argv[0], plan.argv.data(), plan.environment.data());
  fail_start(plan.status_fd, kExec);
}

std::vector<char*> pointers(const std::vector<std::string>& strings) {
  std::vector<char*> result;
  for (const std::string& s : strings) result.push_back(const_cast<char*>(s.c_str()));
  result.push_back(nullptr);
  return result;
}

std::chrono::microseconds to_micros(const timeval& time) {
  return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
}

Exit decode_end(int status, const rusage& usage) {
  Exit exit;
  if (WIFSIGNALED(status)) {
    exit.signal_number = WTERMSIG(status);
  } else {
    exit.exit_code = WEXITSTATUS(status);
  }
  exit.cpu = to_micros(usage.ru_utime) + to_micros(usage.ru_stime);
  exit.peak_memory_bytes = static_cast<std::size_t>(usage.ru_maxrss) << 10;
  return exit;
}

}  // namespace

std::string Exit::to_text() const {
  if (signal_number != 0) return "killed by signal " + std::to_string(signal_number);
  return "exit status " + std::to_string(exit_code);
}

Child::Child(Child&& other) noexcept : pid_(std::exchange(other.pid_, -1)), pidfd_(std::move(other.pidfd_)) {}

Child& Child::operator=(Child&& other) noexcept {
  if (this != &other) {
    if (pid_ > 0) kill(), wait();
    pid_ = std::exchange(other.pid_, -1);
    pidfd_ = std::move(other.pidfd_);
  }
  return *this;
}

Child::~Child() {
  if (pid_ > 0) kill(), wait();
}

void Child::kill() noexcept {
  if (pid_ > 0) syscall(SYS_pidfd_send_signal, pidfd_.get(), SIGKILL, nullptr, 0);
}

Exit Child::wait() {
  int status = 0;
  rusage usage{};
  pid_t reaped = -1;
  do reaped = wait4(pid_, &status, 0, &usage);
  while (reaped < 0 && errno == EINTR);
  pid_ = -1;
  return reaped < 0 ? Exit{} : decode_end(status, usage);
}

std::vector<int> process_numbers() {
  std::vector<int> numbers;
  std::error_code code;
  for (std::filesystem::directory_iterator entry("/proc", code), end; !code && entry != end; entry.increment(code)) {
    const std::string name = entry->path().filename().string();
    if (name.find_first_not_of("0123456789") == std::string::npos) numbers.push_back(std::stoi(name));
  }
  return numbers;
}

bool kill_if(int pid, const std::function<bool()>& is_it) {
  const UniqueFd process(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
  return process && is_it() && syscall(SYS_pidfd_send_signal, process.get(), SIGKILL, nullptr, 0) == 0;
}

Result<PipeEnds> make_pipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return errno_error("pipe", errno);
  return PipeEnds{UniqueFd(ends[0]), UniqueFd(ends[1])};
}

Result<UniqueFd> memory_file(const char* name, std::string_view content) {
  UniqueFd fd(::memfd_create(name, MFD_CLOEXEC));
  if (!fd) return errno_error("memfd_create", errno);
  while (!content.empty()) {
    const ssize_t n = ::write(fd.get(), content.data(), content.size());
    if (n < 0 && errno != EINTR) return errno_error("memory file", errno);
    if (n > 0) content.remove_prefix(static_cast<std::size_t>(n));
  }
  if (::lseek(fd.get(), 0, SEEK_SET) != 0) return errno_error("memory file", errno);
  return fd;
}

bool read_available(int fd, std::string& text, std::size_t limit_bytes) {
  char buffer[64 << 10];
  const ssize_t n = read(fd, buffer, sizeof buffer);
  if (n < 0) return errno == EINTR || errno == EAGAIN;
  const std::size_t room = limit_bytes - std::min(limit_bytes, text.size());
  text.append(buffer, std::min(room, static_cast<std::size_t>(n)));
  return n > 0;
}

Result<Child> launch(const LaunchOptions& options, int* exec_error) {
  GS_TRY(PipeEnds status, make_pipe());
  ChildPlan plan{pointers(options.argv),
                 pointers(options.environment),
                 options.descriptors,
                 status.write_end.get(),
                 static_cast<int>(options.descriptors.size()) + 1,
                 getpid(),
                 options.binds,
                 options.drop_to.has_value(),
                 options.drop_to.value_or(0),
                 options.folder.c_str(),
                 options.limits};
  const pid_t pid = fork();
  if (pid < 0) return errno_error("fork", errno);
  if (pid == 0) become_command(plan);
  status.write_end.reset();
  Child child(pid, UniqueFd(static_cast<int>(syscall(SYS_pidfd_open, pid, 0))));
  if (child.pidfd() < 0) {
    const int error = errno;
    ::kill(pid, SIGKILL);  // not reaped yet, so the number is still its own
    return errno_error("pidfd_open", error);
  }
  StartFailure failure{};
  ssize_t n = 0;
  do n = read(status.read_end.get(), &failure, sizeof failure);
  while (n < 0 && errno == EINTR);
  if (n == static_cast<ssize_t>(sizeof failure)) {
    if (exec_error != nullptr && std::strcmp(failure.what, kExec) == 0) *exec_error = failure.error;
    return errno_error("cannot start " + options.argv[0] + ": " + failure.what, failure.error);
  }
  return child;
}

Result<RunResult> run_tool(const std::vector<std::string>& argv, const RunOptions& options) {
  GS_TRY(PipeEnds out, make_pipe());
  GS_TRY(PipeEnds err, make_pipe());
  LaunchOptions launch_options;
  launch_options.argv = argv;
  launch_options.environment = {"PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8"};
  launch_options.descriptors = {-1, out.write_end.get(), err.write_end.get()};
  GS_TRY(Child child, launch(launch_options));
  out.write_end.reset();
  err.write_end.reset();

  RunResult result;
  const auto deadline = std::chrono::steady_clock::now() + options.timeout;
  for (bool ended = false; !ended;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
    if (left <= 0) {
      ::kill(-child.pid(), SIGKILL);  // it leads its own process group
      return Error(ErrorCode::timeout,
                   argv[0] + " did not end within " + std::to_string(options.timeout.count()) + " ms");
    }
    pollfd polled[] = {{child.pidfd(), POLLIN, 0}, {out.read_end.get(), POLLIN, 0}, {err.read_end.get(), POLLIN, 0}};
    if (poll(polled, 3, static_cast<int>(std::min<std::int64_t>(left, 1 << 30))) < 0 && errno != EINTR) {
      return errno_error("poll", errno);
    }
    if (polled[1].revents != 0 && !read_available(out.read_end.get(), result.stdout_text, options.output_limit_bytes)) {
      out.read_end.reset();
    }
    if (polled[2].revents != 0 && !read_available(err.read_end.get(), result.stderr_text, options.output_limit_bytes)) {
      err.read_end.reset();
    }
    ended = polled[0].revents != 0 && polled[1].revents == 0 && polled[2].revents == 0;
  }
  result.exit = child.wait();
  return result;
}

}  // namespace gs::sandbox
