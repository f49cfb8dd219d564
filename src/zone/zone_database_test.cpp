#include "zone/zone_database.hpp"

#include <gtest/gtest.h>

namespace wick::zone::zone_database_test {
namespace {

using core::midnight;
using std::chrono::hours;
using std::chrono::minutes;

core::ZoneRules zone(const std::string& name) {
  auto rules = read_zone(name);
  EXPECT_TRUE(rules) << name;
  return *std::move(rules);
}

TEST(ZoneDatabase, TheClocksOfNewYorkChangeWhenTheLawSaysSo) {
  const auto rules = zone("America/New_York");
  const auto change = [&](core::UtcTime at, int before, int after) {
    EXPECT_EQ(rules.offset_at(at - core::Micros{1}), hours{before});
    EXPECT_EQ(rules.offset_at(at), hours{after});
  };
  change(midnight(2000, 4, 2) + hours{7}, -5, -4);    // the first Sunday of April, until 2006
  change(midnight(2006, 10, 29) + hours{6}, -4, -5);  // the last of October
  change(midnight(2007, 3, 11) + hours{7}, -5, -4);   // the second of March since then
  change(midnight(2026, 11, 1) + hours{6}, -4, -5);
  change(midnight(2037, 11, 1) + hours{6}, -4, -5);
}

TEST(ZoneDatabase, SummerIsInJanuaryInTheSouthAndWinterIsTheExceptionInIreland) {
  const auto sydney = zone("Australia/Sydney");
  EXPECT_EQ(sydney.offset_at(midnight(2037, 1, 1)), hours{11});
  EXPECT_EQ(sydney.offset_at(midnight(2037, 7, 1)), hours{10});
  EXPECT_EQ(zone("Europe/Dublin").offset_at(midnight(2037, 7, 1)), hours{1});
}

TEST(ZoneDatabase, PlacesWithoutSummerTimeAndHalfHours) {
  EXPECT_EQ(zone("UTC").offset_at(midnight(2020, 7, 1)), hours{0});
  EXPECT_EQ(zone("Asia/Tokyo").offset_at(midnight(2037, 7, 1)), hours{9});
  EXPECT_EQ(zone("Asia/Kolkata").offset_at(midnight(2020, 1, 1)), minutes{330});
}

TEST(ZoneDatabase, ANameThatDoesNotExistIsTold) {
  for (const char* const name : {"Europe/Nowhere", "", "../../../etc/passwd", "America"}) {
    const auto rules = read_zone(name);
    ASSERT_FALSE(rules) << name;
    EXPECT_EQ(rules.error().kind, base::ErrorKind::kInvalid);
    EXPECT_NE(rules.error().what.find(name), std::string::npos);
  }
}

}  // namespace
}  // namespace wick::zone::zone_database_test
