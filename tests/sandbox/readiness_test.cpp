#include "sandbox/readiness.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <optional>
#include <ostream>
#include <string>

#include "base/files.hpp"
#include "base/json.hpp"
#include "sandbox/unboxed.hpp"

namespace gs::sandbox {
namespace {

namespace fs = std::filesystem;

/// A box that repels the attacks of the self-test, but for the one on the network if that is broken. It starts nothing.
class FakeSandbox final : public Sandbox {
 public:
  bool network_is_open = false;
  int runs = 0;

  Result<std::unique_ptr<Session>> open_session(const Request&) override { return unavailable("no sessions"); }
  Outcome run(const Request& request) override {
    ++runs;
    Outcome outcome;
    outcome.status = Outcome::Status::completed;
    for (const Step& step : request.steps) outcome.steps.push_back(answer(request, step));
    return outcome;
  }
  std::string description() const override { return "fake 1.0"; }

 private:
  static StepOutcome ended(StepStatus status, std::string text = {}) {
    StepOutcome outcome;
    outcome.status = status;
    outcome.exit_code = status == StepStatus::ok ? 0 : 1;
    outcome.stdout_text = std::move(text);
    return outcome;
  }
  StepOutcome answer(const Request& request, const Step& step) const {
    const std::string& program = step.argv[0];
    const std::string& last = step.argv.back();
    if (program == "env") return ended(StepStatus::ok, "PATH=/bin\nHOME=/box/work\nLANG=C.UTF-8\n");
    if (program == "readlink") {
      return ended(StepStatus::ok, network_is_open ? fs::read_symlink("/proc/self/ns/net").string() : "net:[1]");
    }
    if (last == "/proc/net/dev") return ended(StepStatus::ok, "heading\nheading\n lo: 0 0\n");
    if (program == "/bin/true") return ended(StepStatus::ok);
    if (last.find("head -c") != std::string::npos) return ended(StepStatus::output_limit);
    if (request.limits.wall == std::chrono::milliseconds(300)) return ended(StepStatus::timeout_wall);
    return ended(StepStatus::nonzero);
  }
};

class ReadinessTest : public testing::Test {
 protected:
  void SetUp() override {
    auto made = TempDir::create("readiness");
    ASSERT_TRUE(made);
    cache_.emplace(std::move(made).value());
    store_ = cache_->path() / "containment.json";
    now_ = {"boot-1", "6.1.0",   "user:[1] mnt:[2]", 1000, "/usr/bin/gatesmith 1 2", "/usr/bin/bwrap 3 4",
            "abc",    "fake 1.0"};
  }

  bool is_contained() { return ensure_contained(box_, now_, cache_->path()).ok(); }
  /// Whether the next call runs the self-test.
  bool tests_again() {
    const int before = box_.runs;
    EXPECT_TRUE(is_contained());
    return box_.runs > before;
  }

  std::optional<TempDir> cache_;
  fs::path store_;
  Surroundings now_;
  FakeSandbox box_;
};

TEST_F(ReadinessTest, StoresAPassForUsAlone) {
  EXPECT_TRUE(tests_again());
  struct stat state {};
  ASSERT_EQ(::lstat(store_.c_str(), &state), 0);
  EXPECT_EQ(state.st_mode & 0777, 0600u);
  EXPECT_EQ(list_files(cache_->path()).value(), std::vector<std::string>{"containment.json"});
  EXPECT_FALSE(tests_again());
}

TEST_F(ReadinessTest, RefusesWhereOneLayerDoesNotHold) {
  box_.network_is_open = true;
  const auto refused = ensure_contained(box_, now_, cache_->path());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), ErrorCode::unavailable);
  EXPECT_EQ(refused.error().to_line(),
            "the sandbox does not hold here: network; `gatesmith doctor` says more, --unsafe-no-sandbox judges without "
            "a sandbox");
  EXPECT_FALSE(fs::exists(store_)) << "only a pass is stored";
  box_.network_is_open = false;
  EXPECT_TRUE(tests_again());
}

TEST_F(ReadinessTest, RefusesWhereNoBoxCanBeMade) {
  BubblewrapOptions options;
  options.bwrap = "/bin/false";
  const auto refused = open_contained(options, cache_->path());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), ErrorCode::unavailable);
  EXPECT_EQ(refused.error().to_line(),
            "/bin/false --version: exit status 1; `gatesmith doctor` says more, --unsafe-no-sandbox judges without a "
            "sandbox");
}

// The attacks write to the host where nothing stops them, so not as root.
TEST_F(ReadinessTest, RefusesASandboxWithoutWalls) {
  if (::geteuid() == 0) GTEST_SKIP() << "must not be root";
  auto open = make_unboxed();
  ASSERT_TRUE(open);
  const auto refused = ensure_contained(**open, now_, cache_->path());
  ASSERT_FALSE(refused);
  for (const char* layer : {"host files", "network", "work folder limit", "process limit"}) {
    EXPECT_NE(refused.error().message().find(layer), std::string::npos) << refused.error().message();
  }
}

TEST_F(ReadinessTest, AcceptsARealBoxAndRemembersIt) {
  if (!fs::exists("/usr/bin/bwrap")) GTEST_SKIP() << "bubblewrap is not installed";
  const auto first = open_contained({}, cache_->path());
  ASSERT_TRUE(first) << first.error().to_line();
  const auto now = surroundings_of(**first, {});
  ASSERT_TRUE(now) << now.error().to_line();
  EXPECT_EQ(now->user, ::geteuid());
  EXPECT_EQ(now->driver.size(), 64u);
  box_.network_is_open = true;
  EXPECT_TRUE(ensure_contained(box_, *now, cache_->path())) << "the pass for just these surroundings is stored";
}

TEST_F(ReadinessTest, IgnoresAStoreThatOthersMayWrite) {
  ASSERT_TRUE(is_contained());
  for (const mode_t mode : {0602u, 0620u, 0666u}) {
    ASSERT_EQ(::chmod(store_.c_str(), mode), 0);
    EXPECT_TRUE(tests_again()) << std::oct << mode;
    EXPECT_FALSE(tests_again()) << "the new store is ours alone";
  }
}

TEST_F(ReadinessTest, IgnoresAStoreOfSomebodyElse) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs root";
  ASSERT_TRUE(is_contained());
  ASSERT_EQ(::chown(store_.c_str(), 60001, 60001), 0);
  EXPECT_TRUE(tests_again());
}

TEST_F(ReadinessTest, IgnoresALink) {
  ASSERT_TRUE(is_contained());
  fs::rename(store_, cache_->path() / "elsewhere.json");
  fs::create_symlink(cache_->path() / "elsewhere.json", store_);
  EXPECT_TRUE(tests_again());
  EXPECT_FALSE(fs::is_symlink(store_));
}

TEST_F(ReadinessTest, IgnoresAMalformedStore) {
  for (const std::string text : {"", "{", "[]", "{\"schema\": 1}", "\xff\xfe"}) {
    ASSERT_TRUE(write_file_atomic(store_, text));
    ASSERT_EQ(::chmod(store_.c_str(), 0600), 0);
    EXPECT_TRUE(tests_again()) << text;
  }
}

TEST_F(ReadinessTest, TestsEachTimeWhereNothingCanBeStored) {
  ASSERT_TRUE(write_file_atomic(cache_->path() / "file", ""));
  for (int i = 0; i < 2; ++i) {
    const int before = box_.runs;
    EXPECT_TRUE(ensure_contained(box_, now_, cache_->path() / "file"));
    EXPECT_GT(box_.runs, before);
  }
}

// What a pass depends on: another value of any of it, and the pass is not that of this place.

struct Change {
  const char* name;
  void (*apply)(Surroundings&);
};
void PrintTo(const Change& change, std::ostream* out) {
  *out << change.name;
}
class OtherSurroundingsTest : public ReadinessTest, public testing::WithParamInterface<Change> {};

TEST_P(OtherSurroundingsTest, AreTestedAgain) {
  ASSERT_TRUE(is_contained());
  GetParam().apply(now_);
  EXPECT_TRUE(tests_again());
  EXPECT_FALSE(tests_again());
}

INSTANTIATE_TEST_SUITE_P(Fields, OtherSurroundingsTest,
                         testing::Values(Change{"Boot", [](Surroundings& s) { s.boot = "boot-2"; }},
                                         Change{"Kernel", [](Surroundings& s) { s.kernel = "6.1.1"; }},
                                         Change{"Namespaces", [](Surroundings& s) { s.namespaces = "user:[7]"; }},
                                         Change{"User", [](Surroundings& s) { s.user = 0; }},
                                         Change{"Program", [](Surroundings& s) { s.program += "1"; }},
                                         Change{"Bubblewrap", [](Surroundings& s) { s.bubblewrap = "/opt/bwrap 3 4"; }},
                                         Change{"Driver", [](Surroundings& s) { s.driver = "abd"; }},
                                         Change{"Description", [](Surroundings& s) { s.description = "fake 1.1"; }}),
                         [](const testing::TestParamInfo<Change>& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace gs::sandbox
