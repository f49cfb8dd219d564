#include "wiring/live_targets.hpp"

#include <gtest/gtest.h>

namespace wick::wiring::live_targets_test {
namespace {

using core::Interval;

TEST(LiveTargets, ASymbolHasNoSlashOnTheWire) {
  EXPECT_EQ(parse_live_symbol("xau/usd"), (LiveSymbol{"XAU/USD", "XAUUSD"}));
  EXPECT_EQ(parse_live_symbol("XAUUSD"), (LiveSymbol{"XAUUSD", "XAUUSD"}));
  EXPECT_EQ(parse_live_symbol("US.500_x-1"), (LiveSymbol{"US.500_X-1", "US.500_X-1"}));
  for (const char* wrong : {"", "/", "/USD", "XAU/", "XAU USD", "X\"", "X*"}) {
    EXPECT_FALSE(parse_live_symbol(wrong)) << wrong;
  }
  EXPECT_TRUE(parse_live_symbol(std::string(32, 'A')));
  EXPECT_FALSE(parse_live_symbol(std::string(33, 'A')));
}

TEST(LiveTargets, TimeframesHaveTheNamesOfBothSides) {
  EXPECT_EQ(parse_live_timeframe("m1"), Interval::k1m);
  EXPECT_EQ(parse_live_timeframe("1m"), Interval::k1m);
  EXPECT_EQ(parse_live_timeframe("m15"), Interval::k15m);
  EXPECT_EQ(parse_live_timeframe("m60"), Interval::k1h);
  EXPECT_EQ(parse_live_timeframe("H1"), Interval::k1h);
  EXPECT_EQ(parse_live_timeframe("h4"), Interval::k4h);
  EXPECT_EQ(parse_live_timeframe("D1"), Interval::k1d);
  for (const char* wrong : {"", "M1", "1M", "2m", "1w", "m", "h", "3d"}) {
    EXPECT_FALSE(parse_live_timeframe(wrong)) << wrong;
  }
}

TEST(LiveTargets, AListKeepsItsOrderAndNamesNothingTwice) {
  const auto targets =
      parse_live_targets("XAU/USD:m1,XAU/USD:m5, eur/usd : h1,,XAU/USD:1m,GBP/USD");
  ASSERT_TRUE(targets);
  EXPECT_EQ(targets_text(*targets), "XAU/USD:1m,XAU/USD:5m,EUR/USD:1h,GBP/USD:1m");
  EXPECT_EQ(parse_live_targets(targets_text(*targets)).operator*(), *targets);
  EXPECT_TRUE(parse_live_targets(" , ")->empty());
}

TEST(LiveTargets, AMistakeIsNamed) {
  EXPECT_EQ(parse_live_targets("EUR/USD:m1,XAU/USD:2m").error().what,
            "'XAU/USD:2m' has no timeframe of 1m 5m 15m 30m 1h 4h 1d");
  EXPECT_EQ(parse_live_targets(":m1").error().what, "':m1' has no symbol such as XAU/USD");
  EXPECT_FALSE(parse_live_targets("EUR/USD:"));
}

}  // namespace
}  // namespace wick::wiring::live_targets_test
