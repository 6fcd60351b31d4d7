#include "evaluators/rtl/wave.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace gs::rtl {
namespace {

template <typename T>
void put(std::string& out, T value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

std::string head(std::int32_t exponent = -12) {
  std::string out = "GSW1";
  put(out, exponent);
  put(out, std::uint64_t{0});
  put(out, std::uint64_t{100});
  return out;
}

void name(std::string& out, std::uint32_t handle, std::uint32_t width, const std::string& text) {
  out += 'N';
  put(out, handle);
  put(out, width);
  put(out, static_cast<std::uint32_t>(text.size()));
  out += text;
}

void values(std::string& out, std::uint32_t handle, std::uint32_t width,
            const std::vector<std::pair<std::uint64_t, std::string>>& changes) {
  out += 'V';
  put(out, handle);
  put(out, width);
  put(out, std::uint32_t{0});
  put(out, static_cast<std::uint32_t>(changes.size()));
  for (const auto& [time, bits] : changes) {
    put(out, time);
    out += bits;
  }
}

std::string small_wave() {
  std::string out = head();
  name(out, 1, 1, "top.clk");
  name(out, 2, 4, "top.dut.count");
  name(out, 2, 4, "top.count");
  name(out, 3, 1, "top.dut.quiet");
  values(out, 1, 1, {{0, "0"}, {5, "1"}, {10, "0"}});
  values(out, 2, 4, {{0, "xxxx"}, {5, "0000"}, {15, "01zU"}});
  return out + "E";
}

TEST(WaveTest, TellsValuesAtAndBeforeATime) {
  const auto wave = Wave::decode(small_wave());
  ASSERT_TRUE(wave);
  EXPECT_EQ(wave->at("top.count", 5), "0000");
  EXPECT_EQ(wave->before("top.count", 5), "xxxx");
  EXPECT_EQ(wave->at("top.dut.count", 14), "0000");
  EXPECT_EQ(wave->at("top.clk", 1000), "0");
  EXPECT_EQ(wave->last_change("top.count", 14), 5u);
  EXPECT_EQ(wave->end_ps(), 100u);
}

TEST(WaveTest, ReadsStrangeLevelsAsUnknown) {
  const auto wave = Wave::decode(small_wave());
  ASSERT_TRUE(wave);
  EXPECT_EQ(wave->at("top.count", 15), "01zx");
}

TEST(WaveTest, GivesNothingForWhatWasNotAskedFor) {
  const auto wave = Wave::decode(small_wave());
  ASSERT_TRUE(wave);
  EXPECT_EQ(wave->widths().at("top.dut.quiet"), 1);
  EXPECT_FALSE(wave->at("top.dut.quiet", 50));
  EXPECT_FALSE(wave->at("top.absent", 50));
  EXPECT_FALSE(wave->before("top.clk", 0));
}

TEST(WaveTest, ListsChangesOfAWindowAndNamesOfAScope) {
  const auto wave = Wave::decode(small_wave());
  ASSERT_TRUE(wave);
  const std::vector<WaveChange> changes = wave->changes("top.clk", 1, 10);
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0].ps, 5u);
  EXPECT_EQ(changes[1].bits, "0");
  EXPECT_EQ(wave->names_in("top"), (std::vector<std::string>{"top.clk", "top.count"}));
}

TEST(WaveTest, ConvertsTheFilesUnitToPicoseconds) {
  std::string out = head(-9);
  name(out, 1, 1, "a");
  values(out, 1, 1, {{7, "1"}});
  const auto wave = Wave::decode(out + "E");
  ASSERT_TRUE(wave);
  EXPECT_EQ(wave->end_ps(), 100'000u);
  EXPECT_EQ(wave->last_change("a", 7000), 7000u);
  EXPECT_FALSE(wave->at("a", 6999));
}

// Known-bad twins: whatever a reader that was taken over may write.
TEST(WaveTest, RefusesEveryPrefixOfAWave) {
  const std::string whole = small_wave();
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_FALSE(Wave::decode(whole.substr(0, length))) << length;
  }
  EXPECT_FALSE(Wave::decode(whole + "E"));
}

TEST(WaveTest, RefusesTimesThatGoBack) {
  std::string out = head();
  values(out, 1, 1, {{10, "1"}, {5, "0"}});
  EXPECT_FALSE(Wave::decode(out + "E"));
}

TEST(WaveTest, SurvivesChangedBytes) {
  const std::string whole = small_wave();
  std::mt19937 random(7);
  for (int i = 0; i < 5000; ++i) {
    std::string bytes = whole;
    for (int k = 0; k < 3; ++k) bytes[random() % bytes.size()] = static_cast<char>(random());
    const auto wave = Wave::decode(bytes);
    if (wave) wave->at("top.count", 10);
  }
}

}  // namespace
}  // namespace gs::rtl
