#include "evaluators/rtl/channel.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <vector>

#include "base/rng.hpp"

namespace gs::rtl {
namespace {

const std::string kNonce = "0123abcd";

// Writes records as a simulation would, byte by byte.
class Bytes {
 public:
  Bytes& raw(std::string_view text) {
    bytes_ += text;
    return *this;
  }
  Bytes& width(int group, int index, int bits) { return raw("W").integer(group, 1).integer(index, 1).integer(bits, 2); }
  Bytes& sample(int group, std::uint64_t time_ps, const std::vector<std::uint32_t>& words) {
    raw("S").integer(group, 1).integer(time_ps, 8);
    for (const std::uint32_t word : words) integer(word, 4);
    return *this;
  }
  Bytes& place(char tag, std::uint64_t time_ps, std::uint32_t line, std::string_view file) {
    return raw({&tag, 1}).integer(time_ps, 8).integer(line, 4).text(file);
  }
  Bytes& text(std::string_view value) { return integer(value.size(), 2).raw(value); }
  Bytes& nonce(std::string_view value) { return raw("N").text(value); }
  Bytes& integer(std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) bytes_ += static_cast<char>(value >> (8 * i));
    return *this;
  }
  const std::string& str() const { return bytes_; }

 private:
  std::string bytes_;
};

Bytes started() {
  return Bytes().raw("GST1");
}

// Two groups, three samples, one report, $finish.
std::string whole_run() {
  return started()
      .width(0, 0, 8)
      .width(0, 1, 1)
      .width(1, 0, 40)
      .sample(0, 10'000, {0x0ab})
      .sample(1, 12'000, {0x89abcdef, 0x67})
      .sample(0, 20'000, {0x1fe})
      .place('E', 20'000, 7, "tb.sv")
      .text("q: expected 1, got 0")
      .place('F', 30'000, 9, "tb.sv")
      .nonce(kNonce)
      .str();
}

// One group of a (8 bits) and b (4 bits), sampled with four states; `unknown` marks bits, as 1800-2017 38.14 has it.
SimulationLog four_state(std::uint32_t value, std::uint32_t unknown) {
  const std::string bytes = started()
                                .width(0, 0, 8)
                                .width(0, 1, 4)
                                .raw("Q")
                                .integer(0, 1)
                                .integer(10'000, 8)
                                .integer(value, 4)
                                .integer(unknown, 4)
                                .place('F', 30'000, 9, "tb.sv")
                                .nonce(kNonce)
                                .str();
  return decode_channel(bytes, kNonce);
}

TEST(FourStateChannelTest, ShowsUnknownDigits) {
  const auto a = [](std::uint32_t value, std::uint32_t unknown) {
    const SimulationLog log = four_state(value << 4, unknown << 4);
    EXPECT_EQ(log.end, EndKind::finish);
    return log.samples.empty() ? std::string("none") : log.value(log.samples[0], 0);
  };
  EXPECT_EQ(a(0xa5, 0), "a5");
  EXPECT_EQ(a(0xf5, 0xf0), "x5");
  EXPECT_EQ(a(0x05, 0xf0), "z5");
  EXPECT_EQ(a(0xff, 0xff), "xx");
  EXPECT_EQ(a(0x15, 0x10), "X5");  // one bit of the digit
  EXPECT_EQ(a(0x30, 0xf0), "X0");  // x and z in one digit
}

TEST(FourStateChannelTest, MatchesAnythingWhereOursIsUnknown) {
  const auto matches = [](std::uint32_t ours, std::uint32_t unknown, std::uint32_t theirs,
                          std::uint32_t their_unknown) {
    const SimulationLog a = four_state(ours << 4, unknown << 4), b = four_state(theirs << 4, their_unknown << 4);
    return a.matched_by(a.samples[0], b, b.samples[0], 0);
  };
  EXPECT_TRUE(matches(0xa5, 0, 0xa5, 0));
  EXPECT_FALSE(matches(0xa5, 0, 0xa4, 0));
  EXPECT_TRUE(matches(0xa5, 0x01, 0xa4, 0));
  EXPECT_TRUE(matches(0xa5, 0x01, 0xa5, 0x01));
  EXPECT_FALSE(matches(0xa5, 0, 0xa5, 0x01)) << "an unknown bit of theirs for a known one of ours";
  EXPECT_FALSE(matches(0xa5, 0x01, 0xb5, 0x01));
}

TEST(FourStateChannelTest, KnowsWhatIsEqualAndOne) {
  const SimulationLog known = four_state(0x011, 0), unknown = four_state(0x011, 0x011);
  EXPECT_TRUE(known.is_one(known.samples[0], 1));
  EXPECT_FALSE(unknown.is_one(unknown.samples[0], 1));
  EXPECT_TRUE(known.equal(known.samples[0], known, known.samples[0], 0));
  EXPECT_FALSE(known.equal(known.samples[0], unknown, unknown.samples[0], 0));
  EXPECT_TRUE(unknown.has_known_bits(unknown.samples[0], 0));
  const SimulationLog nothing = four_state(0xff0, 0xff0);
  EXPECT_FALSE(nothing.has_known_bits(nothing.samples[0], 0));
}

TEST(FourStateChannelTest, TakesASampleWithoutItsUnknownBitsForACut) {
  const std::string bytes =
      started().width(0, 0, 8).raw("Q").integer(0, 1).integer(10'000, 8).integer(0x5, 4).nonce(kNonce).str();
  EXPECT_EQ(decode_channel(bytes, kNonce).end, EndKind::cut);
  EXPECT_TRUE(decode_channel(bytes.substr(0, bytes.size() - kNonce.size() - 3), kNonce).samples.empty());
}

// A hostile channel: the name without bits lies behind the last word.
TEST(ChannelTest, TakesANameWithoutBitsForNoOne) {
  const std::string bytes = started()
                                .width(0, 0, 0)
                                .width(0, 1, 32)
                                .sample(0, 10'000, {0xffffffff})
                                .place('F', 30'000, 9, "tb.sv")
                                .nonce(kNonce)
                                .str();
  SimulationLog log = decode_channel(bytes, kNonce);
  ASSERT_EQ(log.samples.size(), 1u);
  log.words.push_back(1);  // what would be read
  EXPECT_FALSE(log.is_one(log.samples[0], 0));
  EXPECT_TRUE(log.is_one(log.samples[0], 1));
}

TEST(FourStateChannelTest, ReadsNamesOfUnknownVariables) {
  const std::string bytes =
      started().raw("U").text("gs_top.tb.dut.q").place('F', 30'000, 9, "tb.sv").nonce(kNonce).str();
  EXPECT_EQ(decode_channel(bytes, kNonce).unknown_variables, std::vector<std::string>{"gs_top.tb.dut.q"});
}

TEST(ChannelTest, ReadsAWholeRun) {
  const SimulationLog log = decode_channel(whole_run(), kNonce);
  EXPECT_EQ(log.end, EndKind::finish);
  EXPECT_TRUE(log.nonce_returned);
  EXPECT_EQ(log.end_file, "tb.sv");
  ASSERT_EQ(log.widths.size(), 2u);
  EXPECT_EQ(log.widths[0], (std::vector<std::uint16_t>{8, 1}));
  EXPECT_EQ(log.widths[1], (std::vector<std::uint16_t>{40}));
  ASSERT_EQ(log.samples.size(), 3u);
  EXPECT_EQ(log.samples[1].group, 1);
  EXPECT_EQ(log.samples[1].time_ps, 12'000u);
  ASSERT_EQ(log.reports.size(), 1u);
  EXPECT_EQ(log.reports[0].file, "tb.sv");
  EXPECT_EQ(log.reports[0].line, 7u);
  EXPECT_EQ(log.reports[0].time_ps, 20'000u);
  EXPECT_EQ(log.reports[0].message, "q: expected 1, got 0");
}

// {a[7:0], b} is 9 bits: b is bit 0, a the bits 8 to 1. 0x0ab = 0 1010 1011: b = 1, a = 0x55; 0x1fe: b = 0, a = 0xff.
TEST(ChannelTest, PutsTheLastNameIntoTheLowestBits) {
  const SimulationLog log = decode_channel(whole_run(), kNonce);
  EXPECT_EQ(log.value(log.samples[0], 0), "55");
  EXPECT_EQ(log.value(log.samples[0], 1), "1");
  EXPECT_TRUE(log.is_one(log.samples[0], 1));
  EXPECT_EQ(log.value(log.samples[2], 0), "ff");
  EXPECT_EQ(log.value(log.samples[2], 1), "0");
  EXPECT_FALSE(log.is_one(log.samples[2], 1));
}

TEST(ChannelTest, ReadsValuesWiderThanAWord) {
  const SimulationLog log = decode_channel(whole_run(), kNonce);
  EXPECT_EQ(log.words_of(1), 2u);
  EXPECT_EQ(log.value(log.samples[1], 0), "6789abcdef");
}

// {a[15:0], b[27:0]}: a lies in the bits 43 to 28, across the boundary at 32.
TEST(ChannelTest, ReadsAValueAcrossAWordBoundary) {
  const auto bytes = started().width(0, 0, 16).width(0, 1, 28).sample(0, 0, {0x4'0000001, 0x123}).nonce(kNonce).str();
  const SimulationLog log = decode_channel(bytes, kNonce);
  ASSERT_EQ(log.samples.size(), 1u);
  EXPECT_EQ(log.value(log.samples[0], 0), "1234");
  EXPECT_EQ(log.value(log.samples[0], 1), "1");
}

TEST(ChannelTest, WritesValuesWithoutLeadingZeros) {
  const auto bytes =
      started().width(0, 0, 64).sample(0, 0, {0xc0de, 0}).sample(0, 1, {0, 0}).sample(0, 2, {0, 8}).str();
  const SimulationLog log = decode_channel(bytes, kNonce);
  ASSERT_EQ(log.samples.size(), 3u);
  EXPECT_EQ(log.value(log.samples[0], 0), "c0de");
  EXPECT_EQ(log.value(log.samples[1], 0), "0");
  EXPECT_EQ(log.value(log.samples[2], 0), "800000000");
}

TEST(ChannelTest, ComparesValuesBitForBit) {
  const auto run = [](std::uint32_t low, std::uint32_t high) {
    return decode_channel(started().width(0, 0, 33).width(0, 1, 7).sample(0, 0, {low, high}).nonce(kNonce).str(),
                          kNonce);
  };
  const SimulationLog zero = run(0, 0), top = run(0, 0x80), beyond = run(0, 0x100), second = run(1, 0);
  EXPECT_TRUE(zero.equal(zero.samples[0], zero, zero.samples[0], 0));
  EXPECT_FALSE(zero.equal(zero.samples[0], top, top.samples[0], 0));  // bit 39 is the first name's highest
  EXPECT_TRUE(zero.equal(zero.samples[0], top, top.samples[0], 1));
  EXPECT_TRUE(zero.equal(zero.samples[0], beyond, beyond.samples[0], 0));  // bit 40 belongs to no name
  EXPECT_FALSE(zero.equal(zero.samples[0], second, second.samples[0], 1));
}

TEST(ChannelTest, TakesAnotherWidthForAnotherValue) {
  const SimulationLog narrow = decode_channel(started().width(0, 0, 4).sample(0, 0, {5}).nonce(kNonce).str(), kNonce);
  const SimulationLog wide = decode_channel(started().width(0, 0, 5).sample(0, 0, {5}).nonce(kNonce).str(), kNonce);
  EXPECT_FALSE(narrow.equal(narrow.samples[0], wide, wide.samples[0], 0));
}

TEST(ChannelTest, TellsHowTheRunEnded) {
  const auto end_of = [](Bytes bytes) { return decode_channel(bytes.nonce(kNonce).str(), kNonce).end; };
  EXPECT_EQ(end_of(started().place('F', 5, 1, "tb.sv")), EndKind::finish);
  EXPECT_EQ(end_of(started().place('D', 5, 0, "")), EndKind::dry);
  EXPECT_EQ(end_of(started().place('X', 5, 1, "tb.sv").text("did not converge")), EndKind::fatal);
  EXPECT_EQ(end_of(started()), EndKind::cut);
}

TEST(ChannelTest, KeepsTheMessageOfAFatalEnd) {
  const auto bytes = started().place('X', 5, 1, "a.sv").text("did not converge").nonce(kNonce).str();
  EXPECT_EQ(decode_channel(bytes, kNonce).fatal_message, "did not converge");
}

TEST(ChannelTest, TakesADryEndForNoFinishWhateverItSays) {
  EXPECT_NE(decode_channel(started().place('D', 5, 0, "tb.sv").nonce(kNonce).str(), kNonce).end, EndKind::finish);
}

TEST(ChannelTest, RefusesAnotherNonce) {
  for (const std::string& wrong :
       {std::string("0123abce"), std::string("0123abc"), std::string("0123abcd0"), std::string()}) {
    const auto bytes = started().place('F', 5, 1, "tb.sv").nonce(wrong).str();
    const SimulationLog log = decode_channel(bytes, kNonce);
    EXPECT_EQ(log.end, EndKind::cut) << wrong;
    EXPECT_FALSE(log.nonce_returned) << wrong;
  }
}

TEST(ChannelTest, RefusesAnythingBehindTheNonce) {
  EXPECT_EQ(decode_channel(whole_run() + "x", kNonce).end, EndKind::cut);
  EXPECT_EQ(decode_channel(whole_run() + whole_run(), kNonce).end, EndKind::cut);
}

TEST(ChannelTest, RefusesAnotherBeginning) {
  for (const std::string& bytes : {std::string(), std::string("GST"), std::string("GST2") + whole_run().substr(4),
                                   whole_run().substr(1), "x" + whole_run()}) {
    const SimulationLog log = decode_channel(bytes, kNonce);
    EXPECT_EQ(log.end, EndKind::cut);
    EXPECT_TRUE(log.samples.empty());
  }
}

TEST(ChannelTest, NeverReportsAFinishOfATruncatedRun) {
  const std::string bytes = whole_run();
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    const SimulationLog log = decode_channel(std::string(bytes, 0, length), kNonce);
    ASSERT_EQ(log.end, EndKind::cut) << length;
    ASSERT_FALSE(log.nonce_returned) << length;
    for (const Sample& sample : log.samples) {
      ASSERT_LE(sample.first_word + log.words_of(sample.group), log.words.size()) << length;
    }
  }
}

TEST(ChannelTest, KeepsWhatCameBeforeTheCut) {
  const std::string bytes = whole_run();
  const SimulationLog log = decode_channel(bytes.substr(0, bytes.size() - kNonce.size() - 3), kNonce);
  EXPECT_EQ(log.samples.size(), 3u);
  EXPECT_EQ(log.reports.size(), 1u);
}

TEST(ChannelTest, StopsAtLengthsThatAreNotThere) {
  const Bytes hostile[] = {
      started().raw("N").integer(0xffff, 2).raw(kNonce),
      started().place('F', 5, 1, "tb.sv").raw("N").integer(0xffff, 2).raw(kNonce),
      started().raw("E").integer(5, 8).integer(1, 4).integer(0xffff, 2).raw("tb.sv"),
      started().width(0, 0, 0xffff).sample(0, 0, {1}).place('F', 5, 1, "tb.sv").nonce(kNonce),
      started().raw("F").integer(5, 8).integer(1, 4).integer(9, 2).raw("tb.sv"),
  };
  for (const Bytes& bytes : hostile) {
    const SimulationLog log = decode_channel(bytes.str(), kNonce);
    EXPECT_EQ(log.end, EndKind::cut);
    EXPECT_TRUE(log.samples.empty());
    EXPECT_TRUE(log.reports.empty());
  }
}

TEST(ChannelTest, StopsAtRecordsOutOfOrder) {
  const auto ends = [](Bytes bytes) {
    return decode_channel(bytes.place('F', 5, 1, "t").nonce(kNonce).str(), kNonce).end;
  };
  EXPECT_EQ(ends(started().width(0, 0, 8).sample(0, 1, {1})), EndKind::finish);
  EXPECT_EQ(ends(started().width(0, 0, 8).sample(0, 1, {1}).width(0, 1, 8)), EndKind::cut);  // a width behind a sample
  EXPECT_EQ(ends(started().width(0, 1, 8)), EndKind::cut);                                   // the second name first
  EXPECT_EQ(ends(started().width(0, 0, 8).width(0, 0, 8)), EndKind::cut);                    // the first name twice
  EXPECT_EQ(ends(started().width(200, 0, 8)), EndKind::cut);                                 // a group that cannot be
  EXPECT_EQ(ends(started().width(0, 0, 8).sample(1, 1, {1})), EndKind::cut);                 // a group without names
  EXPECT_EQ(ends(started().width(0, 0, 0).sample(0, 1, {})), EndKind::cut);                  // a group without bits
  EXPECT_EQ(ends(started().raw("?")), EndKind::cut);
}

TEST(ChannelTest, SurvivesAnyByteChanged) {
  Rng rng(11);
  const std::string good = whole_run();
  for (int round = 0; round < 5000; ++round) {
    std::string bytes = good;
    for (int i = 0; i < 3; ++i) bytes[rng.below(bytes.size())] = static_cast<char>(rng.below(256));
    const SimulationLog log = decode_channel(bytes, kNonce);
    for (const Sample& sample : log.samples) {
      ASSERT_LE(sample.first_word + log.words_of(sample.group), log.words.size());
      for (std::size_t i = 0; i < log.widths[sample.group].size(); ++i) {
        ASSERT_LE(log.value(sample, i).size(), log.widths[sample.group][i] / 4u + 1u);
      }
    }
  }
}

}  // namespace
}  // namespace gs::rtl
