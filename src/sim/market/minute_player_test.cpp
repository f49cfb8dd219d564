#include "sim/market/minute_player.hpp"

#include <gtest/gtest.h>

#include <random>

namespace wick::sim::minute_player_test {
namespace {

constexpr std::uint64_t kSeed = 7;
constexpr Micros kNoon = 1'709'208'000 * kSecond;  // 2024-02-29, 12:00

const Market& market() {
  static const Market one(kSeed);
  return one;
}

// What the market says of the minute, asked for by itself.
void expect_of_market(const PlayedMinute& played, const Symbol& symbol, Micros begin) {
  SCOPED_TRACE(testing::Message() << symbol.name << " at " << begin / kMinute);
  const auto candles = market().candles(symbol, Interval::k1m, begin, begin + kMinute);
  ASSERT_EQ(played.begin, begin);
  ASSERT_EQ(played.candle.has_value(), !candles.empty());
  if (played.candle) {
    ASSERT_EQ(*played.candle, candles.front());
  }
  ASSERT_EQ(played.trades, market().trades(symbol, begin, begin + kMinute));
}

const Symbol& symbol_of(Venue venue, const char* name) {
  const Symbol* found = market().find(venue, name);
  EXPECT_NE(found, nullptr) << name;
  return *found;
}

TEST(MinutePlayer, InTheirOrderMinutesAreThoseOfTheMarket) {
  for (const Symbol* symbol :
       {&symbol_of(Venue::kSpot, "BTCUSDT"), &symbol_of(Venue::kCm, "BTCUSD_PERP")}) {
    MinutePlayer player(kSeed, *symbol);
    const Micros midnight = open_of(Interval::k1d, kNoon) + kDay;
    for (Micros at = midnight - 30 * kMinute; at < midnight + 30 * kMinute; at += kMinute) {
      expect_of_market(player.play(at), *symbol, at);
    }
  }
}

TEST(MinutePlayer, BackAndForthAndAgainMinutesAreThoseOfTheMarket) {
  const Symbol& symbol = symbol_of(Venue::kUm, "ETHUSDT");
  MinutePlayer player(kSeed, symbol);
  std::mt19937_64 random(1);
  Micros at = kNoon;
  for (int i = 0; i < 300; ++i) {
    expect_of_market(player.play(at), symbol, at);
    at = kNoon + (static_cast<Micros>(random() % 4'000) - 2'000) * kMinute;
    if (i % 3 == 0) expect_of_market(player.play(at), symbol, at);
  }
}

TEST(MinutePlayer, WhereTheMarketIsClosedThereIsNothingAndTimeGoesOn) {
  const Symbol& symbol = symbol_of(Venue::kSpot, "BTCUSDT");
  const auto gaps = market().gaps(symbol, kNoon - 60 * kDay, kNoon);
  ASSERT_FALSE(gaps.empty());
  MinutePlayer player(kSeed, symbol);
  const Market::Gap gap = gaps.front();
  for (const Micros at : {gap.begin - kMinute, gap.begin, gap.end - kMinute, gap.end}) {
    const PlayedMinute played = player.play(at);
    EXPECT_EQ(played.candle.has_value(), at < gap.begin || at >= gap.end);
    expect_of_market(played, symbol, at);
  }
}

TEST(MinutePlayer, OutsideTheSymbolsLifeThereIsNothing) {
  const Symbol& symbol = symbol_of(Venue::kSpot, "BTCUSDT");
  MinutePlayer player(kSeed, symbol);
  for (const Micros at : {-kMinute, Micros{0}, symbol.listed - kMinute}) {
    const PlayedMinute played = player.play(at);
    EXPECT_FALSE(played.candle);
    EXPECT_TRUE(played.trades.empty());
  }
  expect_of_market(player.play(symbol.listed), symbol, symbol.listed);
}

}  // namespace
}  // namespace wick::sim::minute_player_test
