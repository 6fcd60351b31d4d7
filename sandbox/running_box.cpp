// Theory of operation: start() lays the inputs in a folder on the host, makes a control group, and starts bubblewrap
// with an empty environment. Bubblewrap makes the namespaces and mounts (box_arguments.cpp) and executes gatesmith-box
// as process 1 inside (box_driver.cpp). When we are root, bubblewrap runs as an unprivileged user: a user namespace
// alone would leave the box with root's user id, and with it the right to write /proc/sys and to fork without limit.
// The request goes in as one memory file. Three pipes come back: frames, bubblewrap's complaints, and the host pid of
// process 1; one poll loop, in pump(), reads them under a deadline. As soon as the pid is known, which is before the
// box is built, process 1 is moved into the control group; only then does it get the word to begin, through a fourth
// pipe, which in a session then carries the messages. kill(), at a deadline or at the first malformed frame, kills
// bubblewrap; the kernel then kills process 1 (die-with-parent) and with it the whole pid namespace. The box has ended
// when the pidfd of process 1 says that the namespace is empty; only then is the control group read for the last time
// and removed. When this program dies, bubblewrap dies with it.
#include "sandbox/running_box.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "base/text.hpp"
#include "sandbox/box_arguments.hpp"
#include "sandbox/box_protocol.hpp"
#include "sandbox/box_request.hpp"

namespace gs::sandbox {

using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

namespace {

constexpr std::size_t kComplaintBytes = std::size_t{8} << 10;
constexpr milliseconds kTeardown{10'000};  // for the kernel to empty a namespace
constexpr milliseconds kCancelLook{100};   // how often a box looks whether it is wanted any more

// Descriptors of bubblewrap beyond the driver's own.
constexpr int kArgumentsFd = 6;
constexpr int kInfoFd = 7;

/// The host's number of the box's first process, from what bubblewrap told; 0 while that is not complete.
pid_t first_process_id(const std::string& info_text) {
  const Result<Json> info = parse_json(info_text, "bubblewrap's info");
  if (!info || !info->is_object() || !info->contains("child-pid") || !(*info)["child-pid"].is_number_integer()) {
    return 0;
  }
  return (*info)["child-pid"].get<pid_t>();
}

int milliseconds_until(SteadyClock::time_point deadline) {
  const auto left = std::chrono::ceil<milliseconds>(deadline - SteadyClock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, 1 << 30));
}

/// Writes to a pipe whose reader may be gone, without SIGPIPE to this program. Negative: errno says why.
ssize_t write_quietly(int fd, std::string_view bytes) {
  sigset_t pipe_signal, before;
  sigemptyset(&pipe_signal);
  sigaddset(&pipe_signal, SIGPIPE);
  ::pthread_sigmask(SIG_BLOCK, &pipe_signal, &before);
  const ssize_t n = ::write(fd, bytes.data(), bytes.size());
  const int error = errno;
  if (n < 0 && error == EPIPE) {
    const timespec none{};
    ::sigtimedwait(&pipe_signal, nullptr, &none);
  }
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = error;
  return n;
}

std::string fresh_name() {
  static std::atomic<unsigned> count{0};
  return "box-" + std::to_string(count++);
}

}  // namespace

RunningBox::RunningBox(const Request& request, BoxFolder folder)
    : request_(request), folder_(std::move(folder)), reader_(request), start_time_(SteadyClock::now()) {}

RunningBox::~RunningBox() {
  if (!bwrap_) return;
  kill();
  (void)wait_until_empty();
}

Result<std::unique_ptr<RunningBox>> RunningBox::start(const BoxMaker& maker, const Request& request, Kind kind) {
  const auto filter = maker.filters.find(request.policy.name);
  if (filter == maker.filters.end()) return invalid_input("no such policy: " + std::string(request.policy.name));
  if (maker.cancel != nullptr && maker.cancel->load()) return external("stopped");
  GS_TRY(BoxFolder folder, BoxFolder::create(maker.scratch, maker.reader));
  std::unique_ptr<RunningBox> box(new RunningBox(request, std::move(folder)));
  box->cancel_ = maker.cancel;
  BoxLayout layout;
  if (!request.files.empty()) {
    GS_TRY(layout.inputs, box->folder_.write_files(request.files));
  }
  for (const auto& [name, source] : request.mounts) {
    GS_TRY(layout.mounts[name], box->folder_.readable_mount(name, source));
  }
  layout.links = request.links;
  layout.work_bytes = request.limits.work_bytes;
  layout.gpu = request.policy.gpu;
  layout.driver = maker.driver;
  layout.info_fd = kInfoFd;
  if (maker.cgroups) {
    auto made = maker.cgroups->create(fresh_name(), request.limits);
    if (!made) return std::move(made).error().with("cgroup");
    box->cgroup_.emplace(std::move(made).value());
  }
  GS_CHECK(box->launch_bubblewrap(maker, layout, kind, filter->second));
  return box;
}

Result<void> RunningBox::launch_bubblewrap(const BoxMaker& maker, const BoxLayout& layout, Kind kind,
                                           const std::string& filter) {
  std::string arguments;
  for (const std::string& word : box_arguments(layout)) arguments.append(word).push_back('\0');
  is_session_ = kind == Kind::session;
  const box::BoxRequest box_request = to_box_request(request_, {filter, cgroup_.has_value(), is_session_});
  GS_TRY(const UniqueFd argument_file, memory_file("arguments", arguments));
  GS_TRY(const UniqueFd request_file, memory_file("request", box::encode(box_request)));
  GS_TRY(PipeEnds frames, make_pipe());
  GS_TRY(PipeEnds complaints, make_pipe());
  GS_TRY(PipeEnds info, make_pipe());
  GS_TRY(PipeEnds input, make_pipe());
  if (::fcntl(input.write_end.get(), F_SETFL, O_NONBLOCK) != 0) return errno_error("fcntl", errno);

  LaunchOptions options;
  options.argv = {maker.bwrap.string(), "--args", std::to_string(kArgumentsFd), "--", kBoxDriver};
  options.descriptors = {-1,
                         -1,
                         complaints.write_end.get(),
                         request_file.get(),
                         frames.write_end.get(),
                         input.read_end.get(),
                         argument_file.get(),
                         info.write_end.get()};
  options.binds = folder_.binds();
  if (maker.reader) options.drop_to = maker.reader->user;
  frames_ = std::move(frames.read_end);
  complaints_ = std::move(complaints.read_end);
  info_ = std::move(info.read_end);
  input_ = std::move(input.write_end);
  start_time_ = SteadyClock::now();
  GS_TRY(bwrap_, launch(options));
  return {};
}

void RunningBox::kill() {
  if (killed_ || gone_) return;
  bwrap_->kill();
  if (cgroup_) cgroup_->kill();
  killed_ = true;
}

void RunningBox::read_pipes(short frames, short complaints, short info) {
  if (frames != 0) {
    std::string bytes;
    if (!read_available(frames_.get(), bytes, box::kMaxPayloadBytes)) frames_.reset();
    if (!reader_.feed(bytes)) kill();
    note_events();
  }
  if (complaints != 0 && !read_available(complaints_.get(), complaint_text_, kComplaintBytes)) complaints_.reset();
  if (info != 0) {
    if (!read_available(info_.get(), info_text_, kComplaintBytes)) info_.reset();
    if (!first_process_) complete_box();
  }
}

/// As soon as bubblewrap has told which the first process is: while it still builds the box, we move that process into
/// the control group; then the driver, which waits for our word, may start steps.
void RunningBox::complete_box() {
  const pid_t pid = first_process_id(info_text_);
  if (pid <= 0 || killed_) return;
  first_process_ = UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  if (!first_process_) return;  // it has ended already; frames or complaints say why
  if (cgroup_) {
    const auto added = cgroup_->add(pid);
    pollfd ended{first_process_.get(), POLLIN, 0};
    if (!added && ::poll(&ended, 1, 0) == 1) return;  // as above
    if (!added) {
      problem_ = added.error().to_line();
      return kill();
    }
  }
  (void)write_quietly(input_.get(), "g");
  if (closes_input_) input_.reset();
}

void RunningBox::close_input() {
  closes_input_ = true;
  if (first_process_) input_.reset();
}

/// When a step has failed and the control group has something to say since the last one, that is why. The driver waits
/// meanwhile: what a later step does is not this one's reason.
void RunningBox::note_events() {
  if (reader_.ended_steps() == steps_seen_) return;
  const std::size_t first = std::exchange(steps_seen_, reader_.ended_steps());
  if (!reader_.any_failed(first)) return;
  if (cgroup_) explain_failures(first);
  if (!is_session_ && input_) (void)write_quietly(input_.get(), "g");
}

void RunningBox::explain_failures(std::size_t first) {
  const CgroupEvents now = cgroup_->events();
  if (now.oom_kills > events_.oom_kills) {
    reader_.explain_failures(first, StepStatus::out_of_memory);
  } else if (now.refused_processes > events_.refused_processes) {
    reader_.explain_failures(first, StepStatus::process_limit);
  }
  events_ = now;
}

/// Waits for something to happen and handles it; `gone_` when bubblewrap has ended and all that was said is read.
/// False: nothing has until the deadline.
bool RunningBox::look(SteadyClock::time_point deadline, std::string_view* input) {
  const bool sends = input != nullptr && !input->empty() && input_ && first_process_;
  pollfd polled[] = {{frames_.get(), POLLIN, 0},
                     {complaints_.get(), POLLIN, 0},
                     {info_.get(), POLLIN, 0},
                     {bwrap_->pidfd(), POLLIN, 0},
                     {sends ? input_.get() : -1, POLLOUT, 0}};
  const int ready = ::poll(polled, 5, milliseconds_until(deadline));
  if (ready < 0) return true;  // EINTR; nothing else can be wrong with these descriptors
  if (ready == 0) return false;
  read_pipes(polled[0].revents, polled[1].revents, polled[2].revents);
  if (polled[4].revents != 0) {
    const ssize_t n = write_quietly(input_.get(), *input);
    if (n > 0) input->remove_prefix(static_cast<std::size_t>(n));
    if (n < 0 && errno != EAGAIN && errno != EINTR) input_.reset();  // the step is gone; its end comes as a frame
  }
  const bool quiet = polled[0].revents == 0 && polled[1].revents == 0 && polled[2].revents == 0;
  gone_ = polled[3].revents != 0 && quiet;
  return true;
}

RunningBox::Pumped RunningBox::pump(SteadyClock::time_point deadline, const std::function<bool()>& enough,
                                    std::string_view* input) {
  while (!gone_) {
    if (enough && enough()) return Pumped::ready;
    if (is_cancelled()) kill();
    if (killed_) break;
    if (cancel_ == nullptr) {
      if (!look(deadline, input)) return Pumped::late;
    } else if (!look(std::min(deadline, SteadyClock::now() + kCancelLook), input) && SteadyClock::now() >= deadline) {
      return Pumped::late;
    }
  }
  return Pumped::ended;
}

/// Reads what is left until bubblewrap has ended and process 1, which ends only after everything in its pid namespace.
/// When bubblewrap ended by itself, it has waited for it.
bool RunningBox::wait_until_empty() {
  const auto deadline = SteadyClock::now() + kTeardown;
  while (!gone_) {
    if (!look(deadline, nullptr)) return false;
  }
  pollfd last{first_process_.get(), POLLIN, 0};
  return !first_process_ || ::poll(&last, 1, milliseconds_until(deadline)) == 1;
}

Result<Outcome> RunningBox::finish(bool late) {
  if (late) kill();
  if (!wait_until_empty()) return external("processes of the box could not be killed");
  const Exit exit = bwrap_->wait();
  bwrap_.reset();
  std::optional<BoxUsage> usage;
  if (cgroup_) {
    usage = cgroup_->usage();
    GS_CHECK(cgroup_->remove());
  }

  if (is_cancelled()) return external("stopped");
  const std::string complaint(trim(complaint_text_));
  const std::string said = complaint.empty() ? "" : ": " + clean_utf8(complaint);
  if (!reader_.problem().empty()) return external(reader_.problem() + said);
  if (!problem_.empty()) return external("joining the control group: " + problem_);
  if (late && reader_.step_is_running()) {
    reader_.mark_running_step_late(
        std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - start_time_));
  } else if (late) {
    return external("the box did not end in time" + said);
  } else if (!reader_.ready()) {
    return external("the box did not start (" + exit.to_text() + ")" + said);
  } else if (!reader_.done() || !exit.ok()) {
    return external("the box ended early (" + exit.to_text() + ")" + said);
  }
  Outcome outcome = reader_.take();
  outcome.usage = usage;
  return outcome;
}

}  // namespace gs::sandbox
