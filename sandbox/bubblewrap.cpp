// Theory of operation: a Bubblewrap holds what its boxes have in common; running_box.cpp runs each of them. What was
// detected when it was made (control groups, filters, Landlock) holds for all its boxes: a box that cannot get it is a
// sandbox_error and not a weaker box.
#include "sandbox/bubblewrap.hpp"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <random>
#include <utility>
#include <vector>

#include "base/files.hpp"
#include "base/text.hpp"
#include "sandbox/box_arguments.hpp"
#include "sandbox/box_request.hpp"
#include "sandbox/driver_file.hpp"
#include "sandbox/orphans.hpp"
#include "sandbox/process.hpp"
#include "sandbox/running_box.hpp"
#include "sandbox/scratch.hpp"
#include "sandbox/system_call_filter.hpp"

namespace gs::sandbox {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

namespace {

constexpr milliseconds kGrace{5'000};  // for starting, killing and collecting; the driver itself keeps Limits::wall

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

long landlock_version() {
  return ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

Outcome failed_outcome(const Request& request, Error error) {
  Outcome outcome;
  outcome.error = std::move(error).with("box " + request.label).to_line();
  return outcome;
}

Outcome stamped(Outcome outcome, const std::string& enforced_by, SteadyClock::time_point start) {
  outcome.enforced_by = enforced_by;
  outcome.wall = std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - start);
  return outcome;
}

class BoxSession final : public Session {
 public:
  BoxSession(Request request, std::string enforced_by)
      : request_(std::move(request)), enforced_by_(std::move(enforced_by)), start_(SteadyClock::now()) {}

  Result<void> start(const BoxMaker& maker) {
    GS_TRY(box_, RunningBox::start(maker, request_, RunningBox::Kind::session));
    request_.files.clear();  // the box has them
    return {};
  }

  Result<std::string> ask(std::string_view message, milliseconds wall) override;
  Outcome finish(milliseconds grace) override;

 private:
  /// Before each message and each answer.
  struct Prefix {
    std::uint32_t size, token;
  };

  /// Ends the session; every later question gets the same error.
  Error broken(ErrorCode code, std::string why) {
    box_->kill();
    broken_.emplace(code, std::move(why));
    return *broken_;
  }
  std::optional<Prefix> answer_prefix() const {
    Prefix prefix{};
    if (box_->channel().size() < sizeof prefix) return std::nullopt;
    std::memcpy(&prefix, box_->channel().data(), sizeof prefix);
    return prefix;
  }

  Request request_;
  std::string enforced_by_;
  SteadyClock::time_point start_;
  std::unique_ptr<RunningBox> box_;
  std::optional<Error> broken_;
  std::random_device tokens_;
};

Result<std::string> BoxSession::ask(std::string_view message, milliseconds wall) {
  if (broken_) return *broken_;
  if (!box_) return external("the session is finished");
  if (message.size() > UINT32_MAX) return invalid_input("a message is longer than 4 GiB");
  const std::size_t limit = request_.limits.channel_bytes;
  const Prefix prefix{static_cast<std::uint32_t>(message.size()), tokens_()};
  std::string bytes(reinterpret_cast<const char*>(&prefix), sizeof prefix);
  bytes.append(message);
  std::string_view unsent = bytes;
  const auto is_answered = [&] {
    const auto answer = answer_prefix();
    return answer && (answer->token != prefix.token || answer->size + sizeof prefix > limit ||
                      box_->channel().size() >= answer->size + sizeof prefix);
  };
  const auto deadline = std::min(SteadyClock::now() + wall, start_ + request_.limits.wall + kGrace);
  const RunningBox::Pumped pumped = box_->pump(deadline, is_answered, &unsent);
  const auto answer = answer_prefix();
  if (is_answered() && answer->token != prefix.token) {
    return broken(ErrorCode::external, "the process in the box wrote unasked");
  }
  if (is_answered() && answer->size + sizeof prefix > limit) {
    return broken(ErrorCode::limit_exceeded,
                  "an answer of " + std::to_string(answer->size) + " bytes, more than the limit of the channel");
  }
  if (is_answered()) {
    if (box_->channel().size() > answer->size + sizeof prefix) {
      return broken(ErrorCode::external, "the process in the box wrote unasked");
    }
    return box_->take_channel().substr(sizeof prefix);
  }
  if (pumped == RunningBox::Pumped::late) {
    return broken(ErrorCode::timeout, "no answer within " + std::to_string(wall.count()) + " ms");
  }
  return broken(ErrorCode::external, "the process in the box ended");
}

Outcome BoxSession::finish(milliseconds grace) {
  if (!box_) return stamped(failed_outcome(request_, external("the session is finished")), enforced_by_, start_);
  bool late = broken_ && broken_->code() == ErrorCode::timeout;
  box_->close_input();
  if (!broken_) {
    const auto nothing_more = [&] { return box_->take_channel(), false; };
    late = box_->pump(SteadyClock::now() + grace, nothing_more) == RunningBox::Pumped::late;
  }
  Result<Outcome> result = box_->finish(late);
  box_.reset();
  if (!result) return stamped(failed_outcome(request_, std::move(result).error()), enforced_by_, start_);
  result->steps.front().channel.clear();
  return stamped(std::move(result).value(), enforced_by_, start_);
}

class Bubblewrap final : public Sandbox {
 public:
  Bubblewrap(BoxMaker maker, std::string description, Scratch own_scratch)
      : maker_(std::move(maker)), description_(std::move(description)), own_scratch_(std::move(own_scratch)) {}

  Outcome run(const Request& request) override;
  Result<std::unique_ptr<Session>> open_session(const Request& request) override;
  std::string description() const override { return description_; }

 private:
  Result<Outcome> run_checked(const Request& request) const;

  BoxMaker maker_;
  std::string description_;
  Scratch own_scratch_;
};

Result<Outcome> Bubblewrap::run_checked(const Request& request) const {
  GS_CHECK(check_request(request));
  GS_TRY(const auto box, RunningBox::start(maker_, request, RunningBox::Kind::batch));
  const auto deadline = SteadyClock::now() + request.limits.wall + kGrace;
  return box->finish(box->pump(deadline) == RunningBox::Pumped::late);
}

Outcome Bubblewrap::run(const Request& request) {
  const auto start = SteadyClock::now();
  Result<Outcome> result = run_checked(request);
  if (!result) return stamped(failed_outcome(request, std::move(result).error()), description_, start);
  return stamped(std::move(result).value(), description_, start);
}

Result<std::unique_ptr<Session>> Bubblewrap::open_session(const Request& request) {
  const auto start = [&]() -> Result<std::unique_ptr<Session>> {
    GS_CHECK(check_request(request));
    if (request.steps.size() != 1) return invalid_input("a session has one step");
    if (!request.steps[0].stdin_text.empty()) return invalid_input("a session's step has no input text");
    auto session = std::make_unique<BoxSession>(request, description_);
    GS_CHECK(session->start(maker_));
    return std::unique_ptr<Session>(std::move(session));
  };
  return start().with("box " + request.label);
}

Result<Scratch> make_own_scratch() {
  GS_TRY(Scratch scratch, Scratch::create("boxes"));
  // The box's user passes through; names in it are random and cannot be listed.
  if (::geteuid() == 0 && ::chmod(scratch.path().c_str(), 0711) != 0) {
    return errno_error(scratch.path().string(), errno);
  }
  return scratch;
}

/// The driver, and the programs that are inputs, are executed where they lie.
Result<void> check_executable(const fs::path& scratch) {
  struct statvfs state {};
  if (::statvfs(scratch.c_str(), &state) == 0 && (state.f_flag & ST_NOEXEC) != 0) {
    return unavailable(scratch.string() + " is mounted noexec: set TMPDIR to a folder where programs can run");
  }
  return {};
}

/// A copy of our own, which every box can bind: it stays what it was when its original is built anew.
Result<fs::path> copy_driver(const fs::path& driver, const fs::path& folder) {
  GS_TRY(const std::string program, read_file(driver));
  const fs::path copy = folder / "driver";
  GS_CHECK(write_file_atomic(copy, program));
  if (::chmod(copy.c_str(), 0555) != 0) return errno_error(copy.string(), errno);
  return copy;
}

/// What encloses and limits the boxes of `maker`.
std::string describe(const std::string& bubblewrap, const BoxMaker& maker) {
  std::string text = bubblewrap + ", seccomp";
  if (const long version = landlock_version(); version > 0) text += ", landlock " + std::to_string(version);
  text += maker.cgroups ? ", " + maker.cgroups->description() : ", no cgroup";
  return text + ", rlimits";
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
  GS_TRY(const std::string version, bubblewrap_version(options.bwrap));
  GS_TRY(const fs::path driver_path, find_driver_file(options.driver));
  BoxMaker maker;
  maker.bwrap = options.bwrap;
  maker.cancel = options.cancel;
  if (::geteuid() == 0) maker.reader = BoxReader{kBoxUser, can_bind()};
  for (const Policy& policy : {Policy::compile(), Policy::run(), Policy::gpu_run()}) {
    GS_TRY(maker.filters[policy.name], make_system_call_filter(policy));
  }
  end_orphans(options.bwrap);
  GS_TRY(CgroupParent cgroups, CgroupParent::open(options.cgroups));
  if (cgroups.version() != CgroupChoice::none) maker.cgroups.emplace(std::move(cgroups));

  GS_TRY(Scratch own, make_own_scratch());
  maker.scratch = options.scratch.empty() ? own.path() : options.scratch;
  GS_CHECK(gs::create_directories(maker.scratch));
  GS_CHECK(check_executable(maker.scratch));
  GS_TRY(maker.driver, copy_driver(driver_path, own.path()));
  std::string description = describe(version, maker);
  auto sandbox = std::make_unique<Bubblewrap>(std::move(maker), std::move(description), std::move(own));
  GS_CHECK(try_box(*sandbox));
  return std::unique_ptr<Sandbox>(std::move(sandbox));
}

}  // namespace gs::sandbox
