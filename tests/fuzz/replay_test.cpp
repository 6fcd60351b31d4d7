// The corpora once more, without libFuzzer: what fuzzing found stays found.
#include <gtest/gtest.h>

#include <filesystem>
#include <ostream>
#include <string>

#include "base/files.hpp"
#include "tests/fuzz/targets.hpp"

namespace gs::fuzz {

void PrintTo(const Target& target, std::ostream* out) {
  *out << target.name;
}

namespace {

class FuzzCorpusTest : public testing::TestWithParam<Target> {};

TEST_P(FuzzCorpusTest, HoldsWhatIsPromised) {
  std::size_t inputs = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(GS_FUZZ_CORPUS) / GetParam().name)) {
    const auto bytes = read_file(entry.path());
    ASSERT_TRUE(bytes.ok()) << entry.path();
    EXPECT_EQ(GetParam().check(*bytes), "") << entry.path();
    ++inputs;
  }
  EXPECT_GE(inputs, 10u);
}

TEST_P(FuzzCorpusTest, HoldsForNothing) {
  EXPECT_EQ(GetParam().check(""), "");
}

INSTANTIATE_TEST_SUITE_P(Fuzz, FuzzCorpusTest, testing::ValuesIn(kTargets),
                         [](const auto& each) { return std::string(each.param.name); });

}  // namespace
}  // namespace gs::fuzz
