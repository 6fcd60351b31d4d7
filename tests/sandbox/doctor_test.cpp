#include "sandbox/doctor.hpp"

#include <algorithm>

#include "box_fixture.hpp"

namespace gs::sandbox {
namespace {

/// A box with no walls: every command succeeds and shows what the host has.
class OpenSandbox final : public Sandbox {
 public:
  Result<std::unique_ptr<Session>> open_session(const Request&) override { return unavailable("no sessions"); }
  Outcome run(const Request& request) override {
    Outcome outcome;
    outcome.status = Outcome::Status::completed;
    for (const Step& step : request.steps) {
      StepOutcome done;
      done.status = StepStatus::ok;
      if (step.argv[0] == "env") done.stdout_text = "PATH=/bin\nAPI_KEY=hunter2\n";
      if (step.argv[0] == "readlink") done.stdout_text = std::filesystem::read_symlink("/proc/self/ns/net").string();
      if (step.argv[0] == "cat") done.stdout_text = "root:x:0:0\n\neth0: 1 2 3\n";
      outcome.steps.push_back(done);
    }
    return outcome;
  }
  std::string description() const override { return "no walls"; }
};

/// A box in which no tool is installed: nothing succeeds, but nothing was refused either.
class EmptySandbox final : public Sandbox {
 public:
  Result<std::unique_ptr<Session>> open_session(const Request&) override { return unavailable("no sessions"); }
  Outcome run(const Request& request) override {
    Outcome outcome;
    outcome.status = Outcome::Status::completed;
    StepOutcome missing;
    missing.status = StepStatus::nonzero;
    missing.exit_code = 127;
    outcome.steps.assign(request.steps.size(), missing);
    return outcome;
  }
  std::string description() const override { return "no tools"; }
};

class BrokenSandbox final : public Sandbox {
 public:
  Result<std::unique_ptr<Session>> open_session(const Request&) override { return unavailable("no sessions"); }
  Outcome run(const Request&) override {
    Outcome outcome;
    outcome.error = "no user namespaces here";
    return outcome;
  }
  std::string description() const override { return "broken"; }
};

using SelfTest = BoxTest;

TEST_F(SelfTest, PassesInABubblewrapBox) {
  const auto checks = run_self_test(*box_);
  EXPECT_EQ(checks.size(), 13u);
  EXPECT_EQ(std::count_if(checks.begin(), checks.end(), [](const Check& check) { return check.mandatory; }), 10);
  const bool has_cgroup = box_->description().find("cgroup v") != std::string::npos;
  const bool has_landlock = box_->description().find("landlock") != std::string::npos;
  for (const Check& check : checks) {
    const bool holds = check.mandatory || (check.name == "memory of the whole box" ? has_cgroup : has_landlock);
    EXPECT_EQ(check.status, holds ? CheckStatus::pass : CheckStatus::fail) << check.name << ": " << check.detail;
  }
}

TEST(SelfTestTwin, FailsEverywhereInABoxWithoutWalls) {
  OpenSandbox open;
  for (const Check& check : run_self_test(open)) EXPECT_EQ(check.status, CheckStatus::fail) << check.name;
}

TEST(SelfTestTwin, FailsEverywhereWhereToolsAreMissing) {
  EmptySandbox empty;
  for (const Check& check : run_self_test(empty)) EXPECT_EQ(check.status, CheckStatus::fail) << check.name;
}

TEST(SelfTestTwin, FailsEverywhereWhereNoBoxStarts) {
  BrokenSandbox broken;
  for (const Check& check : run_self_test(broken)) {
    EXPECT_EQ(check.status, CheckStatus::fail) << check.name;
    EXPECT_EQ(check.detail, "no user namespaces here");
  }
}

TEST_F(SelfTest, DoctorReportsToolsAndChecks) {
  const Doctor doctor = examine();
  EXPECT_EQ(doctor.tools.size(), 9u);
  EXPECT_EQ(doctor.checks.size(), 14u);
  EXPECT_EQ(doctor.checks[0].name, "box");
  EXPECT_EQ(doctor.checks[0].status, CheckStatus::pass);
  EXPECT_FALSE(doctor.cgroups.empty());
  const bool missing =
      std::any_of(doctor.tools.begin(), doctor.tools.end(), [](const auto& t) { return t.required && !t.found; });
  EXPECT_EQ(doctor.ready(), !missing);
}

TEST_F(SelfTest, DoctorIsNotReadyWithoutBubblewrap) {
  BubblewrapOptions options;
  options.bwrap = "/no/such/bwrap";
  const Doctor doctor = examine(options);
  EXPECT_FALSE(doctor.ready());
  ASSERT_EQ(doctor.checks.size(), 1u);
  EXPECT_EQ(doctor.checks[0].status, CheckStatus::fail);
  EXPECT_EQ(doctor.checks[0].detail, "/no/such/bwrap is not installed: apt-get install bubblewrap");
}

TEST(DoctorTest, IsReadyOnlyWithRequiredToolsAndPassedChecks) {
  Doctor doctor;
  EXPECT_FALSE(doctor.ready()) << "nothing was checked";
  doctor.checks = {{"box", CheckStatus::pass, ""}};
  doctor.tools = {{"a", "", "", true, true}, {"b", "", "", false, false}};
  EXPECT_TRUE(doctor.ready());
  doctor.tools[0].found = false;
  EXPECT_FALSE(doctor.ready());
  doctor.tools[0].found = true;
  doctor.checks.push_back({"network", CheckStatus::fail, ""});
  EXPECT_FALSE(doctor.ready());
  doctor.checks[1].mandatory = false;
  EXPECT_TRUE(doctor.ready());
}

TEST(DoctorTest, WritesJson) {
  Doctor doctor;
  doctor.tools = {{"mold", "mold", "links faster", false, true, "/usr/bin/mold", "1.10.1", ""}};
  doctor.checks = {{"box", CheckStatus::pass, "bubblewrap 0.8.0"},
                   {"network", CheckStatus::fail, "eth0"},
                   {"extra", CheckStatus::fail, "", false}};
  doctor.sandbox = "bubblewrap 0.8.0";
  doctor.cgroups = "v2";
  EXPECT_EQ(to_json(doctor), Json::parse(R"({
    "schema": 1, "ready": false, "sandbox": "bubblewrap 0.8.0", "cgroups": "v2",
    "tools": [{"name": "mold", "package": "mold", "purpose": "links faster", "required": false, "found": true,
               "path": "/usr/bin/mold", "version": "1.10.1", "problem": ""}],
    "checks": [{"name": "box", "status": "pass", "detail": "bubblewrap 0.8.0", "mandatory": true},
               {"name": "network", "status": "fail", "detail": "eth0", "mandatory": true},
               {"name": "extra", "status": "fail", "detail": "", "mandatory": false}]})"));
}

}  // namespace
}  // namespace gs::sandbox
