#include "agent/mutation/aiger.hpp"

#include <gtest/gtest.h>

#include "tests/support/error_line.hpp"

namespace gs::agent::mutation {
namespace {

using gs::test::code_name;

// Two inputs (2, 4: initial values), one latch (6), out = !(2 & 4).
const std::string kGraph = "aag 4 2 1 1 1\n2\n4\n6 8\n9\n8 4 2\nc\nby hand\n";
const std::string kMap =
    "init 0 0 $auto$clk2fflogic.cc:86:sample_data$\\u.gold.q#sampled$7\n"
    "init 1 0 $auto$clk2fflogic.cc:86:sample_data$\\u.gate.q#sampled$9\n";

TEST(AigerTest, BecomesBinary) {
  const auto binary = with_shared_beginnings(kGraph, "");
  ASSERT_TRUE(binary);
  EXPECT_EQ(*binary, "aig 4 2 1 1 1\n8\n9\n\x04\x02");
}

TEST(AigerTest, SharesTheBeginningsOfEqualRegisters) {
  const auto binary = with_shared_beginnings(kGraph, kMap);
  ASSERT_TRUE(binary);
  EXPECT_EQ(*binary, std::string("aig 4 2 1 1 1\n8\n9\n\x06\x00", 20)) << "8 = 2 & 2";
}

TEST(AigerTest, KeepsBeginningsApartThatHaveAnotherName) {
  std::string map = kMap;
  map.replace(map.find("gate.q"), 6, "gate.r");
  EXPECT_EQ(*with_shared_beginnings(kGraph, map), *with_shared_beginnings(kGraph, ""));
  map = kMap;
  map.replace(map.find("init 1 0"), 8, "init 1 1");
  EXPECT_EQ(*with_shared_beginnings(kGraph, map), *with_shared_beginnings(kGraph, "")) << "another bit";
}

TEST(AigerTest, RefusesWhatItDoesNotKnow) {
  for (const char* text : {"", "aig 4 2 1 1 1\n", "aag 4 2 1 1\n", "aag 4 2 1 1 1\n2\n4\n",
                           "aag 4 2 1 1 1\n2\n4\n6 8 1\n9\n8 4 2\n", "aag 4 2 1 1 1\n2\n4\n6 8\n9\n8 8 2\n",
                           "aag 4 2 1 1 1 0 1\n2\n4\n6 8\n9\n3\n8 4 2\n", "aag 4 2 1 1 1\n2\n4\n6 x\n9\n8 4 2\n"}) {
    EXPECT_EQ(code_name(with_shared_beginnings(text, "")), "corrupt") << text;
  }
}

}  // namespace
}  // namespace gs::agent::mutation
