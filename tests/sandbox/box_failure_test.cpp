// What happens when the box itself goes wrong: tools that are missing, a driver that misbehaves, bubblewrap gone.
#include <sys/stat.h>

#include <ostream>

#include "box_fixture.hpp"

namespace gs::sandbox {
namespace {

using std::chrono::milliseconds;
using BoxFailureTest = BoxTest;

/// Outcome of a box whose driver does `words` (rogue_driver.cpp).
Outcome run_rogue(std::vector<std::string> words, milliseconds wall = milliseconds(5000)) {
  BubblewrapOptions options;
  options.driver = GS_ROGUE_DRIVER;
  auto boxes = make_bubblewrap(options);
  EXPECT_TRUE(boxes) << boxes.error().to_line();
  if (!boxes) return {};
  Request request;
  request.label = "rogue";
  request.steps.push_back({std::move(words)});
  request.limits.wall = wall;
  return (*boxes)->run(request);
}

/// Why boxes are unavailable with these options.
std::string why_unavailable(const BubblewrapOptions& options) {
  const auto made = make_bubblewrap(options);
  EXPECT_FALSE(made);
  if (made) return {};
  EXPECT_EQ(made.error().code(), ErrorCode::unavailable);
  return made.error().message();
}

TEST_F(BoxFailureTest, MissingBubblewrapIsUnavailable) {
  EXPECT_EQ(why_unavailable({.bwrap = "/no/such/bwrap"}),
            "/no/such/bwrap is not installed: apt-get install bubblewrap");
}

TEST_F(BoxFailureTest, AnotherProgramIsNotBubblewrap) {
  EXPECT_EQ(why_unavailable({.bwrap = "/bin/true"}), "/bin/true --version: exit status 0");
}

TEST_F(BoxFailureTest, MissingDriverIsUnavailable) {
  const std::string why = why_unavailable({.driver = "/no/such/driver"});
  EXPECT_NE(why.find("/no/such/driver"), std::string::npos) << why;
}

TEST_F(BoxFailureTest, ADriverThatIsNoDriverIsUnavailable) {
  const std::string why = why_unavailable({.driver = "/bin/true"});
  EXPECT_NE(why.find("the box did not start (exit status 0)"), std::string::npos) << why;
}

// A copy of bubblewrap that is taken away after the trial box.
TEST_F(BoxFailureTest, BubblewrapThatVanishesIsASandboxError) {
  const auto folder = TempDir::create("bwrap");
  ASSERT_TRUE(folder);
  ASSERT_EQ(::chmod(folder->path().c_str(), 0755), 0);
  BubblewrapOptions options;
  options.bwrap = folder->path() / "bwrap";
  std::filesystem::copy_file("/usr/bin/bwrap", options.bwrap);
  auto boxes = make_bubblewrap(options);
  ASSERT_TRUE(boxes) << boxes.error().to_line();
  std::filesystem::remove(options.bwrap);
  const Outcome outcome = (*boxes)->run(request({{"true"}}));
  EXPECT_EQ(outcome.status, Outcome::Status::sandbox_error);
  EXPECT_EQ(outcome.error, "box test: cannot start " + options.bwrap.string() + ": exec: No such file or directory");
}

TEST_F(BoxFailureTest, TheRogueDriverPassesWhenItBehaves) {
  const Outcome outcome = run_rogue({"/bin/cat"});
  EXPECT_TRUE(outcome.all_ok()) << outcome.error;
}

struct Misdeed {
  const char* name;
  const char* deed;
  const char* error;
};
void PrintTo(const Misdeed& value, std::ostream* out) {
  *out << value.name;
}
class BoxMisdeedTest : public BoxTest, public testing::WithParamInterface<Misdeed> {};

TEST_P(BoxMisdeedTest, IsASandboxError) {
  const Outcome outcome = run_rogue({GetParam().deed});
  EXPECT_EQ(outcome.status, Outcome::Status::sandbox_error);
  EXPECT_EQ(outcome.error, std::string("box rogue: ") + GetParam().error);
  EXPECT_TRUE(outcome.steps.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Drivers, BoxMisdeedTest,
    testing::Values(Misdeed{"EndsWithoutAWord", "silent", "the box did not start (exit status 0)"},
                    Misdeed{"Complains", "complain", "the box did not start (exit status 1): something is rotten"},
                    Misdeed{"DiesEarly", "die", "the box ended early (exit status 3)"},
                    Misdeed{"SendsGarbage", "garbage", "malformed frames: frame type 1852796531"},
                    Misdeed{"GivesUp", "give-up", "the driver gave up: no memory today"},
                    Misdeed{"FailsAfterTheLastFrame", "bad-exit", "the box ended early (exit status 5)"}),
    [](const testing::TestParamInfo<Misdeed>& test) { return std::string(test.param.name); });

// The driver keeps the limits inside; when it does not, the host kills the box from outside.
TEST_F(BoxFailureTest, ADriverThatHangsIsKilledWithAllItsCompany) {
  const std::string marker = unique_marker();
  const Outcome outcome = run_rogue({"hang", marker}, milliseconds(100));
  ASSERT_EQ(outcome.status, Outcome::Status::completed) << outcome.error;
  EXPECT_EQ(outcome.steps[0].status, StepStatus::timeout_wall);
  EXPECT_EQ(outcome.steps[0].stdout_text, "so far");
  EXPECT_LT(outcome.wall, milliseconds(9000));
  EXPECT_TRUE(processes_with(marker).empty());
}

// kill(-1) is how the driver ends a step: outside of a box it must refuse to work at all.
TEST_F(BoxFailureTest, TheDriverRefusesToRunOutsideOfABox) {
  const int status = std::system((std::string(GS_DRIVER) + " 3</dev/null 4>&1 | grep -aq 'not process 1'").c_str());
  EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace gs::sandbox
