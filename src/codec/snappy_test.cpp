#include "codec/snappy.hpp"

#include <gtest/gtest.h>

#include <random>

namespace wick::codec::snappy_test {
namespace {

std::string unsnapped(std::string_view bytes) {
  const auto text = unsnap(bytes, 1'000'000);
  return text ? *text : "! " + text.error().what;
}

// Blocks by hand, from the description of the format.
TEST(Snappy, Literals) {
  EXPECT_EQ(unsnapped(std::string_view("\0", 1)), "");
  EXPECT_EQ(unsnapped(std::string("\x03\x08", 2) + "abc"), "abc");
  const std::string sixty(60, 'x');
  EXPECT_EQ(unsnapped(std::string("\x3c\xec", 2) + sixty), sixty);
  const std::string long_one(300, 'y');
  EXPECT_EQ(unsnapped(std::string("\xac\x02\xf4\x2b\x01", 5) + long_one), long_one);
}

TEST(Snappy, CopiesOfEachKindAndOntoThemselves) {
  // "ab", then eight bytes from two back.
  EXPECT_EQ(unsnapped(std::string("\x0a\x04"
                                  "ab\x11\x02",
                                  6)),
            "ababababab");
  // The same with an offset of two bytes, and of four.
  EXPECT_EQ(unsnapped(std::string("\x0a\x04"
                                  "ab\x1e\x02\x00",
                                  7)),
            "ababababab");
  EXPECT_EQ(unsnapped(std::string("\x0a\x04"
                                  "ab\x1f\x02\x00\x00\x00",
                                  9)),
            "ababababab");
}

TEST(Snappy, WhatIsDamagedIsRefused) {
  EXPECT_EQ(unsnapped(""), "! snappy: the block does not tell its length");
  EXPECT_EQ(unsnapped("\xff\xff\xff\xff\xff"), "! snappy: the block does not tell its length");
  EXPECT_EQ(unsnapped(std::string("\x04\x08", 2) + "abc"),
            "! snappy: less is inside than it claims");
  EXPECT_EQ(unsnapped(std::string("\x02\x08", 2) + "abc"),
            "! snappy: more is inside than it claims");
  EXPECT_EQ(unsnapped(std::string("\x03\x08", 2) + "ab"), "! snappy: the block is cut");
  EXPECT_EQ(unsnapped("\x08\x11\x02"), "! snappy: a copy of what is not there");
  EXPECT_EQ(unsnapped(std::string("\x08\x11\x00", 3)), "! snappy: a copy of what is not there");
  EXPECT_FALSE(unsnap(std::string("\x03\x08", 2) + "abc", 2));
}

TEST(Snappy, AnyBytesAreABlockOrARefusal) {
  std::mt19937 random(11);
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes(random() % 40, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    const auto text = unsnap(bytes, 1'000);
    EXPECT_TRUE(!text || text->size() <= 1'000);
  }
}

}  // namespace
}  // namespace wick::codec::snappy_test
