#include "sim/archive/digest.hpp"

#include <gtest/gtest.h>

#include <set>

namespace wick::sim::digest_test {
namespace {

TEST(Sha256, GivesThePublishedVectors) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(StableHash, SpreadsTextsAndSeeds) {
  std::set<std::uint64_t> seen;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    for (const char* text : {"", "a", "b", "ab", "ba"}) seen.insert(stable_hash(text, seed));
  }
  EXPECT_EQ(seen.size(), 500U);
}

TEST(StableHash, NeverChanges) {
  EXPECT_EQ(hex64(stable_hash("data/spot", 7)), "09f683ebbad17616");
  EXPECT_EQ(hex64(0x0123456789abcdefULL), "0123456789abcdef");
  EXPECT_EQ(hex64(1), "0000000000000001");
}

}  // namespace
}  // namespace wick::sim::digest_test
