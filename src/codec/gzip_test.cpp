#include "codec/gzip.hpp"

#include <gtest/gtest.h>

namespace wick::codec::gzip_test {
namespace {

std::string bytes_of(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  }
  return bytes;
}

// Both by Python's gzip.compress(..., mtime=0).
const std::string kHello =
    bytes_of("1f8b080000000000020373492c490dc9cc4de5ca48cdc9c9574022b900b007a60f1b000000");
const std::string kHelloText = "DateTime\nhello hello hello\n";
const std::string kManyA = bytes_of("1f8b0800000000000203edc13101000000c2a0aceb5fc21a1e4001") +
                           std::string(96, '\0') + bytes_of("af0687fae21ba0860100");

TEST(Gzip, GivesWhatPythonPacked) {
  const auto bytes = gunzip(kHello, 1000);
  ASSERT_TRUE(bytes) << bytes.error().what;
  EXPECT_EQ(*bytes, kHelloText);
}

TEST(Gzip, MembersFollowEachOther) {
  const auto bytes = gunzip(kHello + kHello + kHello, 1000);
  ASSERT_TRUE(bytes) << bytes.error().what;
  EXPECT_EQ(*bytes, kHelloText + kHelloText + kHelloText);
}

TEST(Gzip, TheSizeIsBounded) {
  EXPECT_TRUE(gunzip(kHello, kHelloText.size()));
  for (const std::size_t size_max : {std::size_t{0}, std::size_t{5}, kHelloText.size() - 1}) {
    const auto bytes = gunzip(kHello, size_max);
    ASSERT_FALSE(bytes) << size_max;
    EXPECT_EQ(bytes.error().kind, base::ErrorKind::kCorrupt);
    EXPECT_NE(bytes.error().what.find("more than"), std::string::npos) << bytes.error().what;
  }
}

TEST(Gzip, AClaimOfSizeIsOnlyAGuess) {
  std::string lying = kHello;
  for (std::size_t i = 1; i <= 4; ++i) lying[lying.size() - i] = '\xff';
  EXPECT_FALSE(gunzip(lying, 1'000'000));
  const auto grown = gunzip(kManyA + kHello, 1'000'000);  // the last member claims 27 bytes
  ASSERT_TRUE(grown) << grown.error().what;
  EXPECT_EQ(*grown, std::string(100'000, 'a') + kHelloText);
}

TEST(Gzip, WhateverIsCutOffIsMissed) {
  for (std::size_t size = 0; size < kHello.size(); ++size) {
    const auto bytes = gunzip(kHello.substr(0, size), 1000);
    ASSERT_FALSE(bytes) << size;
    EXPECT_EQ(bytes.error().kind, base::ErrorKind::kCorrupt);
  }
}

TEST(Gzip, AByteOfTheDataOrItsTrailerIsNotChangedUnseen) {
  for (std::size_t at = 10; at < kHello.size(); ++at) {
    std::string changed = kHello;
    changed[at] = static_cast<char>(changed[at] ^ 0x10);
    const auto bytes = gunzip(changed, 1000);
    EXPECT_TRUE(!bytes || *bytes == kHelloText) << at;
    if (at >= kHello.size() - 8) {
      EXPECT_FALSE(bytes) << at;
    }
  }
}

TEST(Gzip, NothingMayFollow) {
  EXPECT_FALSE(gunzip(kHello + "x", 1000));
  EXPECT_FALSE(gunzip(kHello + std::string(30, '\0'), 1000));
}

}  // namespace
}  // namespace wick::codec::gzip_test
