#include "base/hash.hpp"

#include <gtest/gtest.h>

namespace gs {
namespace {

// FIPS 180-4 examples.
TEST(HashTest, MatchesThePublishedDigests) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(HashTest, AddsBytesInPieces) {
  EXPECT_EQ(Sha256().add("a").add("").add("bc").hex(), sha256_hex("abc"));
}

TEST(HashTest, PrefixesPartsWithTheirLength) {
  using std::string_literals::operator""s;
  EXPECT_EQ(Sha256().add_part("ab").add_part("").hex(), sha256_hex("\x02\0\0\0\0\0\0\0"s + "ab" + "\0\0\0\0\0\0\0\0"s));
  EXPECT_NE(Sha256().add_part("ab").add_part("c").hex(), Sha256().add_part("a").add_part("bc").hex());
}

TEST(HashTest, HashesZeroBytes) {
  EXPECT_NE(sha256_hex(std::string(1, '\0')), sha256_hex(""));
}

TEST(HashTest, GoesOnAfterAMove) {
  Sha256 first;
  first.add("a");
  Sha256 second = std::move(first);
  EXPECT_EQ(second.add("bc").hex(), sha256_hex("abc"));
}

}  // namespace
}  // namespace gs
