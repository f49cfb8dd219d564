#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "sim/market/draws.hpp"
#include "sim/market/hash.hpp"
#include "sim/market/market.hpp"

namespace wick::sim::running_test {
namespace {

template <typename Test>
void for_draws(int count, Test test) {
  for (const Draw& draw : draws(count)) {
    SCOPED_TRACE(draw.symbol->name + " " + std::to_string(draw.hour));
    test(draw.market, *draw.symbol, draw.hour);
    if (testing::Test::HasFailure()) return;
  }
}

// What had been traded by `now`, from the trades; the price to start from is the candle's own.
std::optional<Candle> so_far(const Market& market, const Symbol& symbol, Interval interval,
                             Micros now) {
  const Micros open = open_of(interval, now);
  const auto first = market.candles(symbol, interval, open, open + 1);
  const auto minutes = market.candles(
      symbol, Interval::k1m, std::max(open_of(Interval::k1m, open), symbol.listed), now + 1);
  if (first.empty() || minutes.empty()) return std::nullopt;
  Candle sum = empty(open, first.front().open);
  for (const Trade& trade : market.trades(symbol, open, now + 1)) add(sum, trade);
  return sum;
}

TEST(Running, IsAllTradesSoFar) {
  constexpr std::array kIntervals{Interval::k1s, Interval::k1m, Interval::k3m, Interval::k1h};
  for_draws(80, [&](const Market& market, const Symbol& symbol, Micros hour) {
    const std::uint64_t hash = mix(static_cast<std::uint64_t>(hour), 9);
    const Interval interval = kIntervals.at(hash % 4);
    const Micros now = hour + static_cast<Micros>((hash >> 8U) % kHour);
    auto running = market.running(symbol, interval, now);
    auto expected = so_far(market, symbol, interval, now);
    ASSERT_EQ(running.has_value(), expected.has_value());
    if (!running) return;
    if (symbol.venue == Venue::kCm) {
      running->quote = expected->quote = running->taker_quote = expected->taker_quote = 0;
    }
    EXPECT_EQ(*running, *expected);
  });
}

TEST(Running, EndsAsTheCandle) {
  for_draws(40, [](const Market& market, const Symbol& symbol, Micros hour) {
    for (const Interval interval : {Interval::k1s, Interval::k1m, Interval::k15m}) {
      const Micros open = open_of(interval, hour + 17 * kMinute + 29 * kSecond);
      const Micros last = next_open(interval, open) - 1;
      const auto candles = market.candles(symbol, interval, open, open + 1);
      const auto running = market.running(symbol, interval, last);
      ASSERT_EQ(running.has_value(), !candles.empty());
      EXPECT_EQ(running.value_or(Candle{}), candles.empty() ? Candle{} : candles.front());
    }
  });
}

// A full second, asked for at its last trade, is its candle: on COIN-M to the last unit of quote.
TEST(Running, CountsEachTradeAtItsInstant) {
  for_draws(40, [](const Market& market, const Symbol& symbol, Micros hour) {
    const auto trades = market.trades(symbol, hour, hour + 5 * kMinute);
    for (std::size_t i = 1; i + 1 < trades.size() && i < 60; ++i) {
      const Micros now = trades[i].time;
      const Candle then = market.running(symbol, Interval::k1h, now).value();
      ASSERT_EQ(then.last_trade, trades[i].id);
      ASSERT_EQ(market.running(symbol, Interval::k1h, now - 1)->last_trade, trades[i - 1].id);
      ASSERT_EQ(market.trades(symbol, trades[i - 1].time, now).size(), 1U);
      const Micros second = open_of(Interval::k1s, now);
      if (second == open_of(Interval::k1s, trades[i + 1].time)) continue;
      ASSERT_EQ(market.running(symbol, Interval::k1s, now).value(),
                market.candles(symbol, Interval::k1s, second, second + 1).front());
    }
  });
}

TEST(Running, OnlyGrowsOnCoinMarginToo) {
  const Market market{8};
  const Symbol& symbol = *market.find(Venue::kCm, "BTCUSD_PERP");
  const Micros open = symbol.listed + 100 * kDay;
  std::int64_t quote = 0;
  for (Micros now = open; now < open + kMinute; now += 50'000) {
    const Candle candle = market.running(symbol, Interval::k1m, now).value();
    ASSERT_GE(candle.quote, quote);
    ASSERT_GE(candle.quote, candle.taker_quote);
    quote = candle.quote;
  }
  EXPECT_EQ(quote, market.candles(symbol, Interval::k1m, open, open + 1).front().quote);
}

}  // namespace
}  // namespace wick::sim::running_test
