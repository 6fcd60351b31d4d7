// gatesmith-box: our first process in a box.
//
// Theory of operation: bubblewrap builds the box and executes this program as process 1 of its pid namespace, with a
// request, a pipe to the host and one from it as descriptors 3 to 5. It waits for the host's word, runs the request's
// steps one after another (box_step.cpp), sends what they wrote and how they ended as frames, then the collected files,
// and ends; the kernel then kills whatever is left in the namespace. The steps run under the same user as this process,
// so it must give them no hold: it is not dumpable (no ptrace, no /proc/1/environ, /proc/1/fd or /proc/1/mem), its
// environment is empty, no descriptor of it survives into a step, and signals do not reach process 1. It reads nothing
// that a step wrote except as bytes.
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>

#include "sandbox/box_protocol.hpp"
#include "sandbox/box_step.hpp"
#include "sandbox/collected_file.hpp"

namespace gs::sandbox::box {
namespace {

constexpr const char* kWorkFolder = "/box/work";

std::string read_request(FrameWriter& frames) {
  std::string bytes;
  char buffer[16 << 10];
  for (;;) {
    const ssize_t n = read(kRequestFd, buffer, sizeof buffer);
    if (n == 0) return bytes;
    if (n < 0 && errno != EINTR) frames.fail_errno("reading the request", errno);
    if (n > 0) bytes.append(buffer, static_cast<std::size_t>(n));
  }
}

/// Blocks until the host says that the box is complete. Ends with the host.
void wait_for_the_host() {
  char byte = 0;
  ssize_t n = 0;
  do n = read(kInputFd, &byte, 1);
  while (n < 0 && errno == EINTR);
  if (n != 1) _exit(1);
}

/// Takes this process out of reach of the steps and checks that it stands where it thinks it does.
void prepare(FrameWriter& frames) {
  if (prctl(PR_SET_DUMPABLE, 0) != 0) frames.fail_errno("PR_SET_DUMPABLE", errno);
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) frames.fail_errno("PR_SET_PDEATHSIG", errno);
  if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1) frames.fail("the box allows new privileges");
  signal(SIGPIPE, SIG_IGN);
  for (int number = 1; number < NSIG; ++number) {
    if (number != SIGPIPE && number != SIGKILL && number != SIGSTOP) signal(number, SIG_DFL);
  }
  sigset_t children;
  sigemptyset(&children);
  sigaddset(&children, SIGCHLD);
  if (sigprocmask(SIG_SETMASK, &children, nullptr) != 0) frames.fail_errno("sigprocmask", errno);
  if (chdir(kWorkFolder) != 0) frames.fail_errno(kWorkFolder, errno);
  // Descriptors 0 to 3 stay taken, so that no pipe of a step gets a number that the step's own ones need.
  const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (null < 0) frames.fail_errno("/dev/null (is it mode 0666 on the host?)", errno);
  for (const int fd : {0, 1, kRequestFd}) {
    if (dup2(null, fd) < 0) frames.fail_errno("dup2", errno);
  }
  if (fcntl(kFrameFd, F_SETFD, FD_CLOEXEC) != 0 || fcntl(kInputFd, F_SETFD, FD_CLOEXEC) != 0 ||
      close_range(kInputFd + 1, ~0U, 0) != 0) {
    frames.fail_errno("closing descriptors", errno);
  }
}

/// Sends the content, or why not. `total_left` is what all files together may still bring.
void collect(const BoxRequest& request, std::uint32_t index, std::uint64_t& total_left, FrameWriter& frames) {
  const CollectedFile file =
      open_collected(AT_FDCWD, request.collect[index], std::min(request.collect_bytes, total_left));
  if (file.fd < 0) return frames.send(FrameType::file_refused, index, file.refusal);
  total_left -= file.size;
  static char buffer[kMaxPayloadBytes];
  for (;;) {
    const ssize_t n = read(file.fd, buffer, sizeof buffer);
    if (n < 0 && errno != EINTR) frames.fail_errno("reading a collected file", errno);
    if (n > 0) frames.send(FrameType::file_bytes, index, {buffer, static_cast<std::size_t>(n)});
    if (n == 0) break;
  }
  close(file.fd);
  frames.send(FrameType::file_ended, index);
}

void run_steps(const BoxRequest& request, FrameWriter& frames) {
  using std::chrono::milliseconds;
  const auto now = [] { return std::chrono::steady_clock::now(); };
  const SteadyTime box_deadline = now() + milliseconds(request.wall_ms);
  const SteadyTime last_start = request.steps_wall_ms > 0 ? now() + milliseconds(request.steps_wall_ms) : box_deadline;
  for (std::uint32_t index = 0; index < request.steps.size(); ++index) {
    const BoxStep& step = request.steps[index];
    SteadyTime deadline = box_deadline;
    if (step.wall_ms > 0) deadline = std::min(deadline, now() + milliseconds(step.wall_ms));
    frames.send(FrameType::step_begun, index);
    const StepEnd end = run_step(request, index, deadline, frames);
    frames.send(index, end);
    if (end.kind != EndKind::ok && step.stop_on_failure) return;
    const bool unexplained = end.kind == EndKind::nonzero || end.kind == EndKind::signal;
    if (unexplained && index + 1 < request.steps.size()) wait_for_the_host();
    if (now() >= std::min(last_start, box_deadline)) return;
  }
}

int run() {
  FrameWriter frames(kFrameFd);
  // Ending a step means kill(-1): outside of a pid namespace of our own that would be everything the user runs.
  if (getpid() != 1) frames.fail("gatesmith-box is not process 1");
  const std::string bytes = read_request(frames);
  BoxRequest request;
  if (!decode(bytes, request)) frames.fail("the request is malformed, or of another version of Gatesmith");
  if (request.session && request.steps.size() != 1) frames.fail("a session has one step");
  prepare(frames);
  wait_for_the_host();
  frames.send(FrameType::ready, 0);

  run_steps(request, frames);
  std::uint64_t total_left = request.collect_total_bytes;
  for (std::uint32_t index = 0; index < request.collect.size(); ++index) collect(request, index, total_left, frames);
  frames.send(FrameType::done, 0);
  return 0;
}

}  // namespace
}  // namespace gs::sandbox::box

int main() {
  return gs::sandbox::box::run();
}
