// The suite's known-bad twins: a box without walls and a judge that believes what is printed. What the suite would let
// pass here, it would let pass everywhere.
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "attack_suite.hpp"
#include "base/text.hpp"
#include "evaluators/rtl/bench.hpp"
#include "evaluators/rtl/harness_top.hpp"

namespace gs::attacks {
namespace {

namespace fs = std::filesystem;
using sandbox::Outcome;
using sandbox::Request;
using sandbox::Step;
using sandbox::StepOutcome;
using sandbox::StepStatus;
using std::chrono::milliseconds;
using Lines = std::vector<std::string>;

/// Runs the steps right on the host, as ourselves. For attacks that leave the host as it was.
class UnwalledSandbox final : public sandbox::Sandbox {
 public:
  Outcome run(const Request& request) override {
    Outcome outcome;
    const auto folder = TempDir::create("unwalled");
    if (!folder) return outcome;
    fs::create_directories(folder->path() / "work");
    for (const auto& [name, content] : request.files) {
      const fs::path file = folder->path() / "in" / name;
      fs::create_directories(file.parent_path());
      std::ofstream(file, std::ios::binary) << content;
      fs::permissions(file, fs::perms::all);
    }
    for (const Step& step : request.steps) {
      outcome.steps.push_back(run_step(request, step, folder->path()));
      if (outcome.steps.back().status != StepStatus::ok && step.stop_on_failure) break;
    }
    outcome.steps.resize(request.steps.size());
    for (const std::string& name : request.collect) {  // follows links, as a careless host does
      const fs::path file = folder->path() / "work" / name;
      std::error_code ignored;
      if (fs::is_regular_file(file, ignored)) outcome.files[name] = read_file(file).ok() ? *read_file(file) : "";
    }
    outcome.status = Outcome::Status::completed;
    outcome.enforced_by = description();
    return outcome;
  }
  Result<std::unique_ptr<sandbox::Session>> open_session(const Request&) override { return unavailable("no sessions"); }
  std::string description() const override { return "nothing"; }

 private:
  static StepOutcome run_step(const Request& request, const Step& step, const fs::path& folder) {
    StepOutcome outcome;
    const fs::path printed = folder / "printed";
    const pid_t pid = ::fork();
    if (pid == 0) become(request, step, folder, printed);
    int status = 0;
    const auto deadline = std::chrono::steady_clock::now() + request.limits.wall;
    while (::waitpid(pid, &status, WNOHANG) == 0) {
      if (std::chrono::steady_clock::now() > deadline) {
        ::kill(pid, SIGKILL);  // it alone, as a careless host does
        ::waitpid(pid, &status, 0);
        break;
      }
      std::this_thread::sleep_for(milliseconds(5));
    }
    if (WIFEXITED(status)) {
      outcome.exit_code = WEXITSTATUS(status);
      outcome.status = outcome.exit_code == 0 ? StepStatus::ok : StepStatus::nonzero;
    } else {
      outcome.signal_number = WTERMSIG(status);
      outcome.status = StepStatus::signal;
    }
    if (const auto text = read_file(printed)) outcome.stdout_text = *text;
    return outcome;
  }

  [[noreturn]] static void become(const Request& request, const Step& step, const fs::path& folder,
                                  const fs::path& printed) {
    const int out = ::open(printed.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    if (out < 0 || ::dup2(null, 0) < 0 || ::dup2(out, 1) < 0 || ::dup2(null, 2) < 0) ::_exit(126);
    if (::chdir((folder / "work").c_str()) != 0) ::_exit(126);
    for (const auto& [name, value] : request.environment) ::setenv(name.c_str(), value.c_str(), 1);
    std::vector<char*> argv;
    for (const std::string& word : step.argv) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    // A child that another thread has just forked can hold the program open for writing, until it executes its own.
    for (int tries = 0; tries < 200; ++tries) {
      ::execvp(argv[0], argv.data());
      if (errno != ETXTBSY) break;
      ::usleep(10'000);
    }
    ::_exit(127);
  }
};

/// Simulates the answer and passes it when the word stands anywhere in the output: two published suites do.
class GullibleJudge final : public evaluators::Evaluator {
 public:
  GullibleJudge(sandbox::Sandbox& box, const rtl::VerilatorRuntime& runtime) : simulator_(box, runtime) {}
  Result<tasks::Verdict> evaluate(const tasks::Task& task, const tasks::Candidate& candidate,
                                  evaluators::Phase) override {
    GS_TRY(const tasks::FileSet workspace, tasks::overlay(task, candidate));
    const rtl::BenchParts parts{workspace,  task.sources,       task.include_dirs,
                                task.judge, rtl::kHiddenFolder, &task.hidden};
    const auto sources = rtl::assemble(parts, rtl::testbench_top(task.judge.top, task.judge.samples));
    tasks::Verdict verdict;
    verdict.status = tasks::VerdictStatus::failed;
    const rtl::BuildOutcome build = simulator_.build(sources, task.limits);
    if (build.status != rtl::PhaseStatus::ok) return verdict;
    const rtl::RunOutcome run = simulator_.run(build.binary, {{1, 1, {}}}, task.limits);
    // The golden answer prints nothing; this judge knows it by heart.
    const bool golden = candidate.files == task.solution;
    if (golden || (run.texts.empty() ? std::string() : run.texts.front()).find("PASS") != std::string::npos)
      verdict.status = tasks::VerdictStatus::passed;
    return verdict;
  }
  std::string description() const override { return "gullible/1"; }

 private:
  rtl::VerilatorSimulator simulator_;
};

bool mentions(const Lines& lines, const std::string& text) {
  for (const std::string& line : lines) {
    if (line.find(text) != std::string::npos) return true;
  }
  return false;
}

const Attack& attack(const std::string& name) {
  for (const Attack& each : arena_files()->attacks) {
    if (each.group + "/" + each.name == name) return each;
  }
  ADD_FAILURE() << "no attack " << name;
  return arena_files()->attacks.front();
}

class AttackTwin : public AttackTest {
 protected:
  /// The suite's complaints about an attack in a box without walls.
  Lines unwalled(const std::string& name) {
    UnwalledSandbox box;
    WatchedSandbox watched(box, arena()->witness());
    return AttackRange({arena()->witness(),
                        watched,
                        nullptr,
                        arena()->box(),
                        arena()->parts().programs,
                        arena()->parts().common_header,
                        arena()->parts().bystander,
                        {}})
        .run(attack(name));
  }
};

TEST_F(AttackTwin, SeesAStolenEnvironment) {
  EXPECT_TRUE(mentions(unwalled("escape/environments"), "secret of the environment"));
}
TEST_F(AttackTwin, SeesAReadFile) {
  EXPECT_TRUE(mentions(unwalled("escape/host-files"), "secret of the file in stdout"));
}
TEST_F(AttackTwin, SeesAFileBesideTheBoxes) {
  EXPECT_TRUE(mentions(unwalled("escape/beside-the-boxes"), "secret of the file beside the boxes"));
}
TEST_F(AttackTwin, SeesAReachedPort) {
  EXPECT_TRUE(mentions(unwalled("escape/loopback-port"), "the listening port was reached"));
}
TEST_F(AttackTwin, SeesAReachedLocalSocket) {
  EXPECT_TRUE(mentions(unwalled("escape/abstract-socket"), "the listening local socket was reached"));
}
TEST_F(AttackTwin, SeesAnInheritedDescriptor) {
  const UniqueFd inherited(::open("/dev/null", O_RDONLY));  // no close-on-exec
  EXPECT_TRUE(mentions(unwalled("escape/inherited-descriptors"), "ESCAPED"));
}
TEST_F(AttackTwin, SeesAForbiddenSystemCall) {
  EXPECT_TRUE(mentions(unwalled("escape/nested-user-namespace"), "ESCAPED"));
}
TEST_F(AttackTwin, SeesACollectedLink) {
  const Lines seen = unwalled("escape/planted-link");
  EXPECT_TRUE(mentions(seen, "was not refused"));
  EXPECT_TRUE(mentions(seen, "secret of the file in file"));
}
TEST_F(AttackTwin, SeesALimitThatDoesNotHold) {
  EXPECT_TRUE(mentions(unwalled("exhaustion/file-size"), "ESCAPED"));
}
TEST_F(AttackTwin, SeesAProcessThatIsLeft) {
  EXPECT_TRUE(mentions(unwalled("exhaustion/double-fork-daemon"), "is left"));
  const std::vector<int> left = arena()->witness().strangers();
  EXPECT_FALSE(left.empty());
  for (const int pid : left) ::kill(pid, SIGKILL);  // descendants of ours, or marked by us
  for (int i = 0; i < 100 && !arena()->witness().strangers().empty(); ++i) {
    std::this_thread::sleep_for(milliseconds(20));
  }
  EXPECT_TRUE(arena()->witness().strangers().empty());
}
TEST_F(AttackTwin, SeesAForgedVerdict) {
  if (!arena()->why_no_judge().empty()) GTEST_SKIP() << arena()->why_no_judge();
  RangeParts parts = arena()->parts();
  GullibleJudge judge(parts.attacked, arena()->runtime());
  parts.judge = &judge;
  EXPECT_TRUE(mentions(AttackRange(parts).run(attack("forgery/prints-pass")), "the verdict is passed"));
}

/// The witness alone: each harm, done by hand.
class WitnessTest : public AttackTest {
 protected:
  void SetUp() override {
    AttackTest::SetUp();
    if (HasFatalFailure()) return;
    before_ = witness().look();
    ASSERT_EQ(witness().harm(before_), Lines{});
  }
  HostWitness& witness() { return arena()->witness(); }
  std::string place(const std::string& name) { return witness().places().at(name); }
  HostState before_;
};

TEST_F(WitnessTest, SeesALeakedDescriptor) {
  const UniqueFd leaked(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  EXPECT_TRUE(mentions(witness().harm(before_), "descriptors became"));
}
TEST_F(WitnessTest, SeesLeftInputs) {
  fs::create_directory(witness().scratch() / "box-1");
  EXPECT_TRUE(mentions(witness().harm(before_), "inputs of a box are left"));
  fs::remove(witness().scratch() / "box-1");
  EXPECT_EQ(witness().harm(before_), Lines{});
}
TEST_F(WitnessTest, SeesAChangedFile) {
  const auto old = read_file(place("HOST_FILE"));
  ASSERT_TRUE(old);
  std::ofstream(place("HOST_FILE")) << "hacked";
  EXPECT_TRUE(mentions(witness().harm(before_), "file was changed"));
  std::ofstream(place("HOST_FILE")) << *old;
  EXPECT_EQ(witness().harm(before_), Lines{});
}
TEST_F(WitnessTest, SeesANewFile) {
  const fs::path planted = fs::path(place("HOST_FOLDER")) / "planted";
  std::ofstream(planted) << "x";
  EXPECT_TRUE(mentions(witness().harm(before_), "planted"));
  fs::remove(planted);
}
TEST_F(WitnessTest, SeesAChildAndReapsIt) {
  const pid_t child = ::fork();
  if (child == 0) {
    for (;;) ::pause();
  }
  EXPECT_TRUE(mentions(witness().harm(before_), "process " + std::to_string(child) + " is left"));
  ::kill(child, SIGKILL);
  EXPECT_EQ(witness().harm(before_, 2000), Lines{});
}
TEST_F(WitnessTest, SeesChangedMounts) {
  HostState other = before_;
  other.mounts += "x";
  EXPECT_TRUE(mentions(witness().harm(other), "mounts differ"));
}
TEST_F(WitnessTest, KnowsItsSecrets) {
  const auto content = read_file(place("BESIDE_FILE"));
  ASSERT_TRUE(content);
  EXPECT_EQ(witness().secrets_in("x" + *content + "y"), Lines{"file beside the boxes"});
  EXPECT_EQ(witness().secrets_in("nothing"), Lines{});
}

Outcome outcome_of(StepStatus status, const std::string& text) {
  Outcome outcome;
  outcome.status = Outcome::Status::completed;
  outcome.steps.resize(1);
  outcome.steps[0].status = status;
  outcome.steps[0].stdout_text = text;
  return outcome;
}

TEST(AttackComplaints, NameWhatAnOutcomeMayNotBe) {
  Expectation expect;
  expect.status = {"nonzero"};
  EXPECT_EQ(complaints(expect, outcome_of(StepStatus::nonzero, "fine")), Lines{});
  EXPECT_TRUE(mentions(complaints(expect, outcome_of(StepStatus::ok, "")), "ended with ok"));
  EXPECT_TRUE(mentions(complaints(expect, outcome_of(StepStatus::nonzero, "ESCAPED: x")), "ESCAPED"));
  EXPECT_TRUE(mentions(complaints(expect, Outcome{}), "no outcome"));
  Outcome collected = outcome_of(StepStatus::nonzero, "");
  collected.files["x"] = "y";
  EXPECT_TRUE(mentions(complaints(expect, collected), "x was collected"));
  expect.sandbox_error = true;
  EXPECT_TRUE(mentions(complaints(expect, outcome_of(StepStatus::ok, "")), "was not refused"));
}

TEST(AttackComplaints, NameWhatAVerdictMayNotBe) {
  const Expectation expect;
  tasks::Verdict verdict;
  verdict.status = tasks::VerdictStatus::passed;
  EXPECT_TRUE(mentions(complaints(expect, {"failed"}, verdict), "the verdict is passed"));
  verdict.status = tasks::VerdictStatus::failed;
  EXPECT_EQ(complaints(expect, {"failed"}, verdict), Lines{});
  verdict.feedback = "tb.sv: // hidden-canary";
  EXPECT_TRUE(mentions(complaints(expect, {"failed"}, verdict), "hidden-canary"));
  verdict.feedback = "\xff";
  EXPECT_TRUE(mentions(complaints(expect, {"failed"}, verdict), "UTF-8"));
}

TEST(AttackFile, ErrorsNameFileAndField) {
  const auto folder = TempDir::create("attack");
  ASSERT_TRUE(folder);
  const fs::path attack = folder->path() / "escape" / "x";
  const auto error_of = [&](const std::string& text) {
    fs::create_directories(attack);
    std::ofstream(attack / "attack.toml") << text;
    const auto loaded = load_attack(attack);
    return loaded ? std::string() : loaded.error().to_line().substr((attack / "attack.toml").string().size());
  };
  EXPECT_EQ(error_of("title = \"t\"\nkind = \"box\"\nscript = \"x\"\n[expect]\nstatus = [\"ok\"]\n"), "");
  EXPECT_TRUE(error_of("title = \"t\"\nkind = \"box\"\nscript = \"x\"\n[expect]\n").starts_with(": /expect/status: "));
  EXPECT_TRUE(error_of("title = \"t\"\nkind = \"box\"\n[expect]\nstatus = [\"ok\"]\n").starts_with(": /step: "));
  EXPECT_TRUE(error_of("title = \"t\"\nkind = \"box\"\nscript = \"x\"\nlimit = 1\n[expect]\nstatus = [\"ok\"]\n")
                  .starts_with(": /limit: "));
  EXPECT_TRUE(error_of("title = \"t\"\nkind = \"rtl\"\ntask = \"x\"\n[expect]\nverdict = [\"passed\"]\n")
                  .starts_with(": /expect/verdict: an attack may never pass"));
}

}  // namespace
}  // namespace gs::attacks
