#include "codec/crc32c.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "codec/crc32c_ways.hpp"

namespace wick::codec::crc32c_test {
namespace {

using Bytes = std::span<const std::byte>;

// By its definition: a division of polynomials, bit by bit.
std::uint32_t oracle(std::uint32_t crc, Bytes bytes) {
  crc = ~crc;
  for (const std::byte byte : bytes) {
    crc ^= std::to_integer<std::uint32_t>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ (0x82f63b78U & (0U - (crc & 1U)));
  }
  return ~crc;
}

std::vector<std::byte> noise(std::size_t size, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<std::byte> bytes(size);
  for (std::byte& byte : bytes) byte = std::byte(random() & 0xffU);
  return bytes;
}

struct Way {
  const char* name;
  CrcWay way;
};

std::vector<Way> ways() {
  std::vector<Way> ways = {{"table", crc32c_by_table}};
  if (const auto way = crc32c_by_processor()) ways.push_back({"processor", *way});
  return ways;
}

TEST(Crc32c, KnownValues) {
  EXPECT_EQ(crc32c(0, "123456789"), 0xe3069283U);
  EXPECT_EQ(crc32c(0, ""), 0U);
  // From RFC 3720, appendix B.4.
  EXPECT_EQ(crc32c(0, std::string(32, '\0')), 0x8a9136aaU);
  EXPECT_EQ(crc32c(0, std::string(32, '\xff')), 0x62a8ab43U);
  std::string rising;
  for (char c = 0; c < 32; ++c) rising += c;
  EXPECT_EQ(crc32c(0, rising), 0x46dd794eU);
}

TEST(Crc32c, EveryWayAtEveryLength) {
  constexpr std::size_t kLongest = 4200;
  const auto bytes = noise(kLongest, 1);
  std::uint32_t expected = 0;
  for (std::size_t size = 0; size <= kLongest; ++size) {
    if (size > 0) expected = oracle(expected, Bytes(bytes).subspan(size - 1, 1));
    for (const Way& way : ways()) {
      ASSERT_EQ(~way.way(~0U, Bytes(bytes).first(size)), expected) << way.name << ' ' << size;
    }
  }
}

// Lengths around the blocks of three streams, from every place within a cache line.
TEST(Crc32c, EveryWayAtEveryAlignment) {
  const auto bytes = noise(40000, 2);
  for (std::size_t begin = 0; begin < 65; ++begin) {
    for (const std::size_t size :
         {0U, 7U, 8U, 191U, 192U, 193U, 255U, 383U, 384U, 1440U, 11520U, 11527U}) {
      const Bytes part = Bytes(bytes).subspan(begin, size);
      const std::uint32_t expected = oracle(0, part);
      for (const Way& way : ways()) {
        ASSERT_EQ(~way.way(~0U, part), expected) << way.name << ' ' << begin << ' ' << size;
      }
    }
  }
}

TEST(Crc32c, LongerThanTheLargestBlock) {
  const auto bytes = noise(100000, 3);
  for (const std::size_t size : {12287U, 12288U, 12289U, 24576U, 24767U, 24768U, 99999U, 100000U}) {
    const Bytes part = Bytes(bytes).first(size);
    const std::uint32_t expected = oracle(0, part);
    for (const Way& way : ways()) ASSERT_EQ(~way.way(~0U, part), expected) << way.name << size;
    ASSERT_EQ(crc32c(0, part), expected) << size;
  }
}

TEST(Crc32c, ContinuesWhereverItIsCut) {
  std::mt19937 random(4);
  const auto bytes = noise(30000, 5);
  const std::uint32_t whole = oracle(0, bytes);
  for (int round = 0; round < 500; ++round) {
    std::uint32_t crc = 0;
    Bytes rest = bytes;
    while (!rest.empty()) {
      const std::size_t size = std::min<std::size_t>(rest.size(), random() % 15000);
      crc = crc32c(crc, rest.first(size));
      rest = rest.subspan(size);
    }
    ASSERT_EQ(crc, whole) << "round " << round;
  }
}

TEST(Crc32c, TextAndBytesAreTheSame) {
  const std::string text = "open_time";
  EXPECT_EQ(crc32c(7, text), crc32c(7, std::as_bytes(std::span(text))));
}

TEST(CrcText, EightLowerCaseDigits) {
  EXPECT_EQ(crc_text(0), "00000000");
  EXPECT_EQ(crc_text(0xe3069283U), "e3069283");
  EXPECT_EQ(crc_text(0x00abcdefU), "00abcdef");
}

TEST(CrcText, NothingElseIsTheText) {
  EXPECT_TRUE(is_crc_text("e3069283", 0xe3069283U));
  for (const char* text : {"E3069283", "e3069284", "e306928", "0e3069283", "e3069283 ", ""}) {
    EXPECT_FALSE(is_crc_text(text, 0xe3069283U)) << text;
  }
}

}  // namespace
}  // namespace wick::codec::crc32c_test
