#include "core/time_text.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <ctime>
#include <random>

namespace wick::core::time_text_test {
namespace {

using namespace std::chrono_literals;

TEST(TimeText, WritesFractionsOnlyWhereThereAreAny) {
  EXPECT_EQ(to_iso(midnight(2024, 2, 29)), "2024-02-29T00:00:00Z");
  EXPECT_EQ(to_iso(midnight(2024, 1, 1) + 5h + 30min + 7s), "2024-01-01T05:30:07Z");
  EXPECT_EQ(to_iso(midnight(2024, 1, 1) + 59s + 999'999us), "2024-01-01T00:00:59.999999Z");
  EXPECT_EQ(to_iso(midnight(2024, 1, 1) + 1us), "2024-01-01T00:00:00.000001Z");
}

// The C library's calendar and its printf.
std::string printed(std::time_t seconds) {
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02d-%02dT%02d:%02d:%02dZ", utc.tm_year + 1900,
                utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec);
  return text.data();
}

TEST(TimeText, WritesAnyInstantOfManyYears) {
  std::mt19937_64 random(8);
  for (int round = 0; round < 100'000; ++round) {
    const auto size = static_cast<std::int64_t>(random() >> (random() % 24 + 25));
    const std::int64_t seconds = round % 5 == 0 ? -size : size;
    ASSERT_EQ(to_iso(UtcTime(std::chrono::seconds{seconds})), printed(seconds));
  }
}

TEST(TimeText, ReadsEveryDocumentedForm) {
  const UtcTime day = midnight(2024, 1, 1);
  EXPECT_EQ(parse_utc("2024-01-01"), day);
  EXPECT_EQ(parse_utc("2024-01-01Z"), day);
  EXPECT_EQ(parse_utc("2024-01-01T05:30"), day + 5h + 30min);
  EXPECT_EQ(parse_utc("2024-01-01 05:30"), day + 5h + 30min);
  EXPECT_EQ(parse_utc("2024-01-01T05:30Z"), day + 5h + 30min);
  EXPECT_EQ(parse_utc("2024-01-01T23:59:59.000001Z"), day + 24h - 1s + 1us);
  EXPECT_EQ(parse_utc("2024-01-01T00:00:00.5"), day + 500ms);
}

TEST(TimeText, RefusesWhatIsNoInstant) {
  for (const char* text : {"",
                           "2024",
                           "2024-1-1",
                           "2024-02-30",
                           "2023-02-29",
                           "2024-13-01",
                           "2024-00-01",
                           "2024-01-00",
                           "1969-12-31",
                           "2200-01-01",
                           "2024-01-01T",
                           "2024-01-01T24:00",
                           "2024-01-01T05:60",
                           "2024-01-01T05:30:60",
                           "2024-01-01T05:30:00.",
                           "2024-01-01T05",
                           "2024-01-01T05:30:00.1234567",
                           "2024-01-01T05:30+01:00",
                           "2024-01-01ZZ",
                           "x2024-01-01",
                           "2024-01-01 ",
                           "2024-01-01T-5:30",
                           "yesterday"}) {
    EXPECT_EQ(parse_utc(text), std::nullopt) << '"' << text << '"';
  }
}

TEST(TimeText, ReadsBackWhatItWrote) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 20'000; ++i) {
    const auto t = utc_micros(static_cast<std::int64_t>(random() % 7'000'000'000'000'000ULL));
    ASSERT_EQ(parse_utc(to_iso(t)), t) << to_iso(t);
  }
}

TEST(TimeText, Durations) {
  EXPECT_EQ(parse_duration("90s"), 90s);
  EXPECT_EQ(parse_duration("15m"), 15min);
  EXPECT_EQ(parse_duration("36h"), 36h);
  EXPECT_EQ(parse_duration("7d"), 168h);
  EXPECT_EQ(parse_duration("2w"), 336h);
  for (const char* text : {"", "d", "7", "0d", "-7d", "7 d", "7dd", "7M", "1.5d", "100001d",
                           "99999999999999999999d"}) {
    EXPECT_EQ(parse_duration(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace wick::core::time_text_test
