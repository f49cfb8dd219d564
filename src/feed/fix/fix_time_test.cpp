#include "feed/fix/fix_time.hpp"

#include <gtest/gtest.h>

#include "core/time_text.hpp"

namespace wick::feed::fix::fix_time_test {
namespace {

std::string read(std::string_view text) {
  const auto time = parse_timestamp(text);
  return time ? core::to_iso(*time) : "nothing";
}

TEST(FixTime, IsReadAsItIsWritten) {
  EXPECT_EQ(read("20120927-13:15:34.754"), "2012-09-27T13:15:34.754000Z");
  EXPECT_EQ(read("20240229-00:00:00"), "2024-02-29T00:00:00Z");
  EXPECT_EQ(read("20240229-23:59:59.123456789"), "2024-02-29T23:59:59.123456Z");
  EXPECT_EQ(read("20240630-23:59:60"), "2024-07-01T00:00:00Z");
  EXPECT_EQ(read("20240630-23:59:59.5"), "2024-06-30T23:59:59.500000Z");
  const auto both = parse_date_and_time("20180817", "13:44:06.000");
  ASSERT_TRUE(both);
  EXPECT_EQ(core::to_iso(*both), "2018-08-17T13:44:06Z");
}

TEST(FixTime, WhatIsNoTimeIsNothing) {
  for (const char* const text :
       {"", "20240229", "20240229-", "20230229-00:00:00", "20240229 00:00:00", "20240229-24:00:00",
        "20240229-00:60:00", "20240229-00:00:61", "20240229-00:00:00.", "20240229-00:00:00,5",
        "20240229-00:00:00.1234567890", "2024022-00:00:00", "20240229-0:00:00", "20240229-00-00:00",
        "+0240229-00:00:00", "20241301-00:00:00", "19690101-00:00:00", "20240229-00:00:00Z",
        "20240229-00:00:00.1x"}) {
    EXPECT_EQ(read(text), "nothing") << text;
  }
}

TEST(FixTime, GoesThereAndBack) {
  EXPECT_EQ(timestamp(core::midnight(2018, 8, 22) + std::chrono::hours{19} +
                      std::chrono::minutes{20} + std::chrono::milliseconds{49'137}),
            "20180822-19:20:49.137");
  for (std::int64_t micros = 0; micros < 2'000'000'000'000'000; micros += 7'654'321'987'654) {
    const core::UtcTime t = core::utc_micros(micros);
    EXPECT_EQ(parse_timestamp(timestamp(t)),
              core::UtcTime(std::chrono::floor<std::chrono::milliseconds>(t)));
  }
}

}  // namespace
}  // namespace wick::feed::fix::fix_time_test
