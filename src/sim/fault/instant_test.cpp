#include "sim/fault/instant.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace wick::sim::instant_test {
namespace {

constexpr Micros kNoon = 1'709'294'400 * kSecond;  // 2024-03-01T12:00:00Z

TEST(Instant, IsWrittenToTheMicrosecond) {
  EXPECT_EQ(iso_micros(0), "1970-01-01T00:00:00.000000Z");
  EXPECT_EQ(iso_micros(kNoon + 42), "2024-03-01T12:00:00.000042Z");
  EXPECT_EQ(iso_micros(-1), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(iso_micros(std::numeric_limits<Micros>::min()), "0001-01-01T00:00:00.000000Z");
  EXPECT_EQ(iso_micros(kNever), "9999-12-31T23:59:59.999999Z");
}

TEST(Instant, IsReadInAllItsForms) {
  EXPECT_EQ(parse_iso("2024-03-01"), kNoon - 12 * kHour);
  EXPECT_EQ(parse_iso("2024-03-01T12:00"), kNoon);
  EXPECT_EQ(parse_iso("2024-03-01T12:00Z"), kNoon);
  EXPECT_EQ(parse_iso("2024-03-01T12:00:00Z"), kNoon);
  EXPECT_EQ(parse_iso("2024-03-01T12:00:00.5Z"), kNoon + kSecond / 2);
  EXPECT_EQ(parse_iso("2024-03-01T12:00:00.000042"), kNoon + 42);
}

TEST(Instant, RefusesWhatIsNone) {
  for (const char* text :
       {"", "2024", "2024-3-1", "2023-02-29", "2024-13-01", "2024-03-00", "0000-01-01",
        "2024-03-01 12:00", "2024-03-01T24:00", "2024-03-01T12:60", "2024-03-01T12:00:60",
        "2024-03-01T12", "2024-03-01T12:00:00.", "2024-03-01T12:00:00.1234567",
        "2024-03-01T12:00:00+01:00", "2024-03-01Z"}) {
    EXPECT_FALSE(parse_iso(text)) << text;
  }
}

TEST(Instant, WhatIsWrittenIsReadAgain) {
  std::mt19937_64 random(3);
  for (int i = 0; i < 5000; ++i) {
    const auto at = static_cast<Micros>(random() % (4'000'000'000U * 1'000'000U));
    EXPECT_EQ(parse_iso(iso_micros(at)), at);
  }
}

}  // namespace
}  // namespace wick::sim::instant_test
