// How any Sandbox behaves towards honest commands, boxed or not: order, outcomes, streams, limits, files.
#include <ostream>
#include <thread>
#include <tuple>

#include "box_fixture.hpp"
#include "sandbox/unboxed.hpp"

namespace gs::sandbox {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kMiB = std::size_t{1} << 20;

enum class Kind { boxed, unboxed };

std::string name_of(Kind kind) {
  return kind == Kind::boxed ? "Boxed" : "Unboxed";
}
void PrintTo(Kind kind, std::ostream* out) {
  *out << name_of(kind);
}

/// A test of both kinds of Sandbox.
class EverySandboxTest : public BoxTest {
 protected:
  void open(Kind kind) {
    if (kind == Kind::boxed) return open_bubblewrap();
    take(make_unboxed());
  }
};

/// One that can be stopped.
class CancelTest : public BoxTest, public testing::WithParamInterface<Kind> {
 protected:
  void SetUp() override {
    if (GetParam() == Kind::unboxed) return take(make_unboxed({{}, &cancel_}));
    if (!std::filesystem::exists("/usr/bin/bwrap")) GTEST_SKIP() << "bubblewrap is not installed";
    BubblewrapOptions options;
    options.cancel = &cancel_;
    take(make_bubblewrap(options));
  }
  std::atomic<bool> cancel_ = false;
};

INSTANTIATE_TEST_SUITE_P(Sandboxes, CancelTest, testing::Values(Kind::boxed, Kind::unboxed),
                         [](const testing::TestParamInfo<Kind>& test) { return name_of(test.param); });

TEST_P(CancelTest, EndsWhatRunsAndBeginsNothing) {
  const std::string marker = unique_marker();
  std::thread user([&] {
    wait_for_processes(marker, [](std::size_t n) { return n > 0; });
    cancel_ = true;
  });
  const auto start = std::chrono::steady_clock::now();
  Request r = shell("sleep " + marker);
  r.limits.wall = std::chrono::minutes(5);
  const Outcome outcome = box_->run(r);
  user.join();
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::minutes(1));
  EXPECT_EQ(outcome.status, Outcome::Status::sandbox_error);
  EXPECT_EQ(outcome.error, "box test: stopped");
  EXPECT_TRUE(processes_left(marker).empty());
  EXPECT_EQ(box_->run(request({{"true"}})).error, "box test: stopped");
  cancel_ = false;
  EXPECT_TRUE(run(request({{"true"}})).all_ok());
}

class HonestCommandsTest : public EverySandboxTest, public testing::WithParamInterface<Kind> {
 protected:
  void SetUp() override { open(GetParam()); }
};

INSTANTIATE_TEST_SUITE_P(Sandboxes, HonestCommandsTest, testing::Values(Kind::boxed, Kind::unboxed),
                         [](const testing::TestParamInfo<Kind>& test) { return name_of(test.param); });

TEST_P(HonestCommandsTest, RunsStepsInOrderInOneWorkFolder) {
  const Outcome outcome = run(request({{"sh", "-c", "echo one >log"}, {"sh", "-c", "echo two >>log"}, {"cat", "log"}}));
  EXPECT_TRUE(outcome.all_ok());
  EXPECT_EQ(outcome.steps[2].stdout_text, "one\ntwo\n");
  EXPECT_EQ(outcome.enforced_by, box_->description());
}

TEST_P(HonestCommandsTest, StartsEachRequestWithAnEmptyWorkFolder) {
  EXPECT_TRUE(run(request({{"touch", "left-behind"}})).all_ok());
  EXPECT_EQ(run(request({{"ls", "-A"}})).steps[0].stdout_text, "");
}

TEST_P(HonestCommandsTest, StopsAfterAFailedStep) {
  const Outcome outcome = run(request({{"true"}, {"false"}, {"touch", "made"}}));
  EXPECT_FALSE(outcome.all_ok());
  EXPECT_EQ(outcome.first_failure(), &outcome.steps[1]);
  EXPECT_EQ(outcome.steps[2].status, StepStatus::not_run);
}

TEST_P(HonestCommandsTest, GoesOnAfterAFailedStepWhenAskedTo) {
  Request r = request({{"false"}, {"echo", "still here"}});
  r.steps[0].stop_on_failure = false;
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].status, StepStatus::nonzero);
  EXPECT_EQ(outcome.steps[1].stdout_text, "still here\n");
}

TEST_P(HonestCommandsTest, ReportsTheExitCode) {
  const Outcome outcome = run(shell("exit 42"));
  EXPECT_EQ(outcome.steps[0].status, StepStatus::nonzero);
  EXPECT_EQ(outcome.steps[0].exit_code, 42);
  EXPECT_EQ(outcome.steps[0].signal_number, 0);
}

TEST_P(HonestCommandsTest, ReportsTheSignal) {
  const Outcome outcome = run(shell("kill -SEGV $$"));
  EXPECT_EQ(outcome.steps[0].status, StepStatus::signal);
  EXPECT_EQ(outcome.steps[0].signal_number, SIGSEGV);
}

TEST_P(HonestCommandsTest, SearchesCommandsInTheSystemFoldersOnly) {
  Request r = request({{"sh", "-c", "printf '#!/bin/sh\\necho planted\\n' >uname; /bin/chmod +x uname"}, {"uname"}});
  r.environment["PATH"] = "/box/work:.";  // the work folder as a box names it, and as every step can
  EXPECT_EQ(run(r).steps[1].stdout_text, "Linux\n");
}

TEST_P(HonestCommandsTest, FeedsStandardInput) {
  Request r = request({{"wc", "-c"}, {"cat"}});
  r.steps[0].stdin_text = std::string(64 << 10, 'z');
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].stdout_text, "65536\n");
  EXPECT_EQ(outcome.steps[1].stdout_text, "");
}

TEST_P(HonestCommandsTest, SeparatesTheStreams) {
  const Outcome outcome = run(shell("echo out; echo err >&2"));
  EXPECT_EQ(outcome.steps[0].stdout_text, "out\n");
  EXPECT_EQ(outcome.steps[0].stderr_text, "err\n");
}

TEST_P(HonestCommandsTest, KeepsOutputUpToItsLimitAndDrainsTheRest) {
  Request r = attack({"flood", "100000000"});
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].status, StepStatus::ok);
  EXPECT_EQ(outcome.steps[0].stdout_text.size(), r.limits.output_bytes);
  EXPECT_TRUE(outcome.steps[0].output_truncated);
}

TEST_P(HonestCommandsTest, DoesNotCallExactlyFullOutputTruncated) {
  Request r = attack({"flood", "4096"});
  r.limits.output_bytes = 4096;
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].stdout_text.size(), 4096u);
  EXPECT_FALSE(outcome.steps[0].output_truncated);
}

TEST_P(HonestCommandsTest, CarriesBytesOfTheChannel) {
  Request r = shell("printf 'a\\000b' >&3; echo text");
  r.steps[0].wants_channel = true;
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].channel, std::string("a\0b", 3));
  EXPECT_EQ(outcome.steps[0].stdout_text, "text\n");
  EXPECT_FALSE(outcome.steps[0].channel_truncated);
}

TEST_P(HonestCommandsTest, LimitsTheChannel) {
  Request r = attack({"flood-channel", "3000000"});
  r.steps[0].wants_channel = true;
  r.limits.channel_bytes = kMiB;
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].status, StepStatus::ok);
  EXPECT_EQ(outcome.steps[0].channel.size(), kMiB);
  EXPECT_TRUE(outcome.steps[0].channel_truncated);
  EXPECT_FALSE(outcome.steps[0].output_truncated);
}

TEST_P(HonestCommandsTest, OpensNoChannelUnasked) {
  EXPECT_NE(run(shell("echo x >&3")).steps[0].status, StepStatus::ok);
}

TEST_P(HonestCommandsTest, EndsAStepAtItsOwnLimitAndKeepsWhatItSaid) {
  Request r = request({{"sh", "-c", "echo before; sleep 60"}, {"echo", "after"}});
  r.steps[0].wall = milliseconds(300);
  r.steps[0].stop_on_failure = false;
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].status, StepStatus::timeout_wall);
  EXPECT_EQ(outcome.steps[0].stdout_text, "before\n");
  EXPECT_GE(outcome.steps[0].wall, milliseconds(300));
  EXPECT_LT(outcome.steps[0].wall, milliseconds(3000));
  EXPECT_EQ(outcome.steps[1].stdout_text, "after\n");
}

TEST_P(HonestCommandsTest, EndsAStepThatFloodsItsOutput) {
  Request r = request({{"yes"}});
  r.steps[0].wall = milliseconds(300);
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].status, StepStatus::timeout_wall);
  EXPECT_TRUE(outcome.steps[0].output_truncated);
  EXPECT_LT(outcome.wall, milliseconds(4000));
}

TEST_P(HonestCommandsTest, EndsAllStepsAtTheLimitOfTheRequest) {
  Request r = request({{"sleep", "0.2"}, {"sleep", "60"}, {"true"}});
  for (Step& step : r.steps) step.stop_on_failure = false;
  r.limits.wall = milliseconds(600);
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].status, StepStatus::ok);
  EXPECT_EQ(outcome.steps[1].status, StepStatus::timeout_wall);
  EXPECT_EQ(outcome.steps[2].status, StepStatus::not_run);
  EXPECT_LT(outcome.wall, milliseconds(4000));
}

TEST_P(HonestCommandsTest, StartsNoStepAfterTheLimitOfSteps) {
  Request r = request({{"sleep", "0.3"}, {"true"}});
  r.limits.steps_wall = milliseconds(200);
  const Outcome late = run(r);
  EXPECT_EQ(late.steps[0].status, StepStatus::ok);
  EXPECT_EQ(late.steps[1].status, StepStatus::not_run);
  r.limits.steps_wall = milliseconds(5000);
  EXPECT_TRUE(run(r).all_ok());
}

TEST_P(HonestCommandsTest, EndsAStepThatUsesUpItsCpuTime) {
  Request r = attack({"spin"});
  r.limits.cpu = milliseconds(1000);
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].status, StepStatus::timeout_cpu);
  EXPECT_GE(outcome.steps[0].cpu, milliseconds(500));  // the kernel counts the limit in ticks, and these exactly
}

TEST_P(HonestCommandsTest, EndsAStepThatIgnoresTheCpuSignal) {
  Request r = attack({"spin-stubborn"});
  r.limits.cpu = milliseconds(1000);
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].status, StepStatus::timeout_cpu);
  EXPECT_EQ(outcome.steps[0].signal_number, SIGKILL);
}

TEST_P(HonestCommandsTest, CountsTheCpuTimeOfChildren) {
  const Outcome outcome = run(shell("i=0; (while [ $i -lt 300000 ]; do i=$((i+1)); done) & wait"));
  EXPECT_GT(outcome.steps[0].cpu, milliseconds(20));
}

TEST_P(HonestCommandsTest, LimitsMemory) {
  Request r = attack({"allocate", "512"});
  r.limits.memory_bytes = 128 * kMiB;
  EXPECT_NE(run(r).steps[0].status, StepStatus::ok);
  r = attack({"allocate", "64"});
  r.limits.memory_bytes = 128 * kMiB;
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].status, StepStatus::ok) << outcome.steps[0].stdout_text;
  EXPECT_GE(outcome.steps[0].peak_memory_bytes, 64 * kMiB);
}

TEST_P(HonestCommandsTest, LimitsTheSizeOfAFile) {
  Request r = shell("exec head -c 2097152 /dev/zero >big");
  r.limits.file_bytes = kMiB;
  r.collect = {"big"};
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].status, StepStatus::output_limit);
  EXPECT_EQ(outcome.files.at("big").size(), kMiB);
}

TEST_P(HonestCommandsTest, LimitsOpenFiles) {
  Request r = request({{"bash", "-c", "exec 40</dev/null"}});
  EXPECT_EQ(run(r).steps[0].status, StepStatus::ok);
  r.limits.open_files = 32;
  EXPECT_NE(run(r).steps[0].status, StepStatus::ok);
}

TEST_P(HonestCommandsTest, WritesNoCoreFile) {
  const Outcome outcome = run(request({{"sh", "-c", "ulimit -c; ulimit -Hc"}}));
  EXPECT_EQ(outcome.steps[0].stdout_text, "0\n0\n");
}

TEST_P(HonestCommandsTest, PlacesInputsExecutable) {
  Request r = request({{"cat", "../in/deep/er/file.txt"}, {"../in/script"}});
  r.files["deep/er/file.txt"] = std::string("\0binary\n", 8);
  r.files["script"] = "#!/bin/sh\necho ran\n";
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].stdout_text, std::string("\0binary\n", 8));
  EXPECT_EQ(outcome.steps[1].stdout_text, "ran\n");
}

TEST_P(HonestCommandsTest, RefusesAMountThatIsNotThere) {
  Request r = request({{"true"}});
  r.mounts["lib"] = "/no/such/folder";
  const Outcome outcome = box_->run(r);
  EXPECT_EQ(outcome.status, Outcome::Status::sandbox_error);
  EXPECT_NE(outcome.error.find("/no/such/folder"), std::string::npos) << outcome.error;
}

TEST_P(HonestCommandsTest, CollectsFilesEvenAfterAFailure) {
  Request r = shell("mkdir sub; printf 'x\\000y' >sub/result; : >empty; exit 1");
  r.collect = {"sub/result", "empty", "missing"};
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.files.size(), 2u);
  EXPECT_EQ(outcome.files.at("sub/result"), std::string("x\0y", 3));
  EXPECT_EQ(outcome.files.at("empty"), "");
  EXPECT_EQ(outcome.refused.at("missing"), "No such file or directory");
}

TEST_P(HonestCommandsTest, CollectsALargeFileAsItIs) {
  Request r = shell("head -c 1000000 /dev/urandom >big; md5sum <big | cut -c1-32; md5sum --tag big");
  r.collect = {"big"};
  const Outcome outcome = run(r);
  ASSERT_EQ(outcome.files.at("big").size(), 1000000u);
  Request check = request({{"md5sum", "../in/big"}});
  check.files["big"] = outcome.files.at("big");
  EXPECT_EQ(run(check).steps[0].stdout_text.substr(0, 32), outcome.steps[0].stdout_text.substr(0, 32));
}

TEST_P(HonestCommandsTest, RunsFourRequestsAtOnce) {
  std::vector<std::string> seen(4);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([this, i, &seen] {
      Request r = request({{"sh", "-c", "cp ../in/name mine; sleep 0.3; ls; cat mine"}});
      r.files["name"] = "box " + std::to_string(i);
      seen[static_cast<std::size_t>(i)] = box_->run(r).steps.at(0).stdout_text;
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (int i = 0; i < 4; ++i) EXPECT_EQ(seen[static_cast<std::size_t>(i)], "mine\nbox " + std::to_string(i));
}

// Requests that cannot be right never start anything.

struct BadRequest {
  const char* name;
  void (*spoil)(Request&);
};
void PrintTo(const BadRequest& value, std::ostream* out) {
  *out << value.name;
}
class BadRequestTest : public EverySandboxTest, public testing::WithParamInterface<std::tuple<Kind, BadRequest>> {
 protected:
  void SetUp() override { open(std::get<Kind>(GetParam())); }
};

TEST_P(BadRequestTest, IsASandboxError) {
  Request r = request({{"true"}});
  std::get<BadRequest>(GetParam()).spoil(r);
  const Outcome outcome = box_->run(r);
  EXPECT_EQ(outcome.status, Outcome::Status::sandbox_error);
  EXPECT_EQ(outcome.error.rfind("box test: ", 0), 0u) << outcome.error;
  EXPECT_TRUE(outcome.steps.empty());
  EXPECT_FALSE(outcome.all_ok());
}

INSTANTIATE_TEST_SUITE_P(
    Requests, BadRequestTest,
    testing::Combine(testing::Values(Kind::boxed, Kind::unboxed),
                     testing::Values(
                         BadRequest{"NoSteps", [](Request& r) { r.steps.clear(); }},
                         BadRequest{"EmptyCommand", [](Request& r) { r.steps[0].argv.clear(); }},
                         BadRequest{"NulInArgument",
                                    [](Request& r) { r.steps[0].argv.push_back(std::string("a\0b", 3)); }},
                         BadRequest{"LongInput", [](Request& r) { r.steps[0].stdin_text.assign((64 << 10) + 1, 'x'); }},
                         BadRequest{"FileAboveItsFolder", [](Request& r) { r.files["../x"] = ""; }},
                         BadRequest{"AbsoluteFile", [](Request& r) { r.files["/etc/x"] = ""; }},
                         BadRequest{
                             "FileWithinAFile",
                             [](Request& r) {
                               r.files = {{"a", ""}, {"a/b", ""}};
                             }},
                         BadRequest{"NestedMountName", [](Request& r) { r.mounts["a/b"] = "/usr"; }},
                         BadRequest{"MountOverTheWorkFolder", [](Request& r) { r.mounts["work"] = "/usr"; }},
                         BadRequest{"LinkOverTheSystem", [](Request& r) { r.links["usr/x"] = "/box/in/x"; }},
                         BadRequest{"LinkAbove", [](Request& r) { r.links["../x"] = "/box/in/x"; }},
                         BadRequest{"LinkOutOfTheBox", [](Request& r) { r.links["code"] = "/proc/self"; }},
                         BadRequest{"LinkBackOutOfTheBox", [](Request& r) { r.links["code"] = "/box/in/../../usr"; }},
                         BadRequest{"CollectAbove", [](Request& r) { r.collect = {"../in/x"}; }},
                         BadRequest{"CollectTwice", [](Request& r) { r.collect = {"x", "x"}; }},
                         BadRequest{"BadVariable", [](Request& r) { r.environment["A=B"] = "c"; }},
                         BadRequest{"NoMemory", [](Request& r) { r.limits.memory_bytes = 0; }})),
    [](const auto& test) { return name_of(std::get<Kind>(test.param)) + std::get<BadRequest>(test.param).name; });

}  // namespace
}  // namespace gs::sandbox
