#include "core/series_id.hpp"

#include <gtest/gtest.h>

namespace wick::core {
namespace {

TEST(Symbol, CaseIsFoldedAndTheWholeStringMustFit) {
  EXPECT_EQ(*canonical_symbol("btcusdt"), "BTCUSDT");
  EXPECT_EQ(*canonical_symbol("BTCUSD_PERP"), "BTCUSD_PERP");
  EXPECT_EQ(*canonical_symbol("X"), "X");
  EXPECT_EQ(*canonical_symbol(std::string(30, 'A')), std::string(30, 'A'));
  using namespace std::string_literals;
  for (const std::string& text :
       {""s, "../x"s, "BTC/USDT"s, "BTC\\USDT"s, "BTC\0USDT"s, "BTCUSDT\n"s, "BTC USDT"s, "%2e%2e"s,
        std::string(31, 'A'), "BTCUSD\xc3\x9f"s}) {
    EXPECT_FALSE(canonical_symbol(text)) << text;
  }
}

TEST(Symbol, AnUnprintableOneIsShownPrintably) {
  EXPECT_EQ(canonical_symbol("A\x1b[31m").error().what,
            "symbol 'A?[31m' is not 1 to 30 letters, digits, '_' or '-'");
}

base::Result<void> check(Market market, std::string symbol, Interval interval = Interval::k1m) {
  return check_series(
      {Provider::kBinance, market, ChartType::kKlines, std::move(symbol), interval});
}

TEST(Series, AForeignShapeIsRefusedWithTheOneMeant) {
  EXPECT_TRUE(check(Market::kSpot, "BTCUSDT"));
  EXPECT_TRUE(check(Market::kFuturesUsdt, "BTCUSDT_240329"));
  EXPECT_TRUE(check(Market::kFuturesCoin, "BTCUSD_PERP"));
  EXPECT_TRUE(check(Market::kFuturesCoin, "BTCUSD_240329"));
  EXPECT_EQ(check(Market::kFuturesCoin, "BTCUSDT").error().what,
            "'BTCUSDT' is no COIN-M symbol; did you mean 'BTCUSD_PERP'?");
  EXPECT_EQ(check(Market::kFuturesCoin, "ETHUSD").error().what,
            "'ETHUSD' is no COIN-M symbol; did you mean 'ETHUSD_PERP'?");
  EXPECT_EQ(check(Market::kSpot, "BTCUSD_PERP").error().what,
            "'BTCUSD_PERP' is a COIN-M symbol; did you mean 'BTCUSDT', or --market futures_coin?");
  EXPECT_FALSE(check(Market::kFuturesUsdt, "BTCUSD_PERP"));
  EXPECT_FALSE(check(Market::kSpot, "BTCUSDT_240329"));
  EXPECT_EQ(check(Market::kSpot, "BTCUSDT_240329").error().kind, base::ErrorKind::kInvalid);
}

TEST(Series, SecondsExistOnSpotOnly) {
  EXPECT_TRUE(check(Market::kSpot, "BTCUSDT", Interval::k1s));
  EXPECT_FALSE(check(Market::kFuturesUsdt, "BTCUSDT", Interval::k1s));
}

}  // namespace
}  // namespace wick::core
