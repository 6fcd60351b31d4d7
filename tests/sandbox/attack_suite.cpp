// Every attack of attacks/, each between two looks at the host. One program, started three times by ctest: as whoever
// runs the tests, without cgroups, and as an ordinary user. Exit code 77: not everything could be tried.
#include "attack_suite.hpp"

#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <set>
#include <string>

namespace gs::attacks {
namespace {

constexpr int kSkipped = 77;
constexpr std::size_t kLeastAttacks = 90;

std::unique_ptr<Arena>& arena_slot() {
  static std::unique_ptr<Arena> slot;
  return slot;
}

/// The attack by its test's name: GoogleTest shows parameters in failures, and a name says more than a struct's bytes.
std::vector<std::string> attack_names() {
  std::vector<std::string> names;
  if (!arena_files()) return names;
  for (const Attack& attack : arena_files()->attacks) names.push_back(attack.test_name());
  return names;
}

const Attack& attack_named(const std::string& name) {
  const std::vector<Attack>& attacks = arena_files()->attacks;
  return *std::find_if(attacks.begin(), attacks.end(), [&](const Attack& a) { return a.test_name() == name; });
}

class EveryAttack : public AttackTest, public testing::WithParamInterface<std::string> {};

TEST_P(EveryAttack, IsContained) {
  const Attack& attack = attack_named(GetParam());
  if (attack.kind == Attack::Kind::rtl && !arena()->why_no_judge().empty()) GTEST_SKIP() << arena()->why_no_judge();
  for (const std::string& line : arena()->range().run(attack)) ADD_FAILURE() << attack.title << "\n" << line;
}

INSTANTIATE_TEST_SUITE_P(Attacks, EveryAttack, testing::ValuesIn(attack_names()),
                         [](const auto& each) { return each.param; });

TEST(AttackCatalogue, IsCompleteAndEveryNameIsThereOnce) {
  ASSERT_TRUE(arena_files()) << arena_files().error().to_line();
  std::map<std::string, std::size_t> counts;
  std::set<std::string> names;
  std::size_t attacks = 0;
  for (const Attack& attack : arena_files()->attacks) {
    EXPECT_TRUE(names.insert(attack.test_name()).second) << attack.test_name();
    if (!attack.control) ++counts[attack.group], ++attacks;
  }
  EXPECT_GE(attacks, kLeastAttacks);
  EXPECT_EQ(counts.size(), 6u);
  for (const auto& [group, count] : counts) std::printf("%4zu %s\n", count, group.c_str());
  std::printf("%4zu attacks and %zu controls\n", attacks, arena_files()->attacks.size() - attacks);
}

}  // namespace

const Result<ArenaFiles>& arena_files() {
  static const Result<ArenaFiles> files = read_arena_files(GS_ATTACKS);
  return files;
}

Arena* arena() {
  return arena_slot().get();
}

/// Runs all tests; main without what no exception may leave.
int run_suite() {
  const auto mode = arena_mode();
  if (!mode) {
    std::fprintf(stderr, "attack_suite: %s\n", mode.error().to_line().c_str());
    return 2;
  }
  if (!arena_files()) {
    std::fprintf(stderr, "attack_suite: %s\n", arena_files().error().to_line().c_str());
    return 2;
  }
  const auto cache = become_user(*mode, GS_TEST_CACHE);
  auto opened = cache ? Arena::open(*mode, *arena_files(), *cache) : Result<std::unique_ptr<Arena>>(cache.error());
  if (!opened) {
    const bool skipped = opened.error().code() == ErrorCode::unavailable;
    std::printf("%s: %s\n", skipped ? "skipped" : "error", opened.error().to_line().c_str());
    return skipped ? kSkipped : 1;
  }
  arena_slot() = *std::move(opened);
  std::printf("enclosed by %s\n", arena()->box().description().c_str());
  const int result = RUN_ALL_TESTS();
  const int skipped = testing::UnitTest::GetInstance()->skipped_test_count();
  const std::string reason = arena()->why_no_judge();
  arena_slot().reset();
  if (result != 0 || skipped == 0) return result;
  std::printf("skipped: %d attacks could not be tried: %s\n", skipped, reason.c_str());
  return kSkipped;
}

}  // namespace gs::attacks

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  if (GTEST_FLAG_GET(list_tests)) return RUN_ALL_TESTS();
  return gs::attacks::run_suite();
}
