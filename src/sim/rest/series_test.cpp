#include "sim/rest/series.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace wick::sim::series_test {
namespace {

const Market& market() {
  static const Market the_market(1);
  return the_market;
}

// The slow way: all candles of the market there can be, then the filter, then the limit.
std::vector<Candle> all_until(const Symbol& symbol, Interval interval, Micros begin, Micros now) {
  auto rows = market().candles(symbol, interval, begin, open_of(interval, now));
  if (const auto last = market().running(symbol, interval, now)) rows.push_back(*last);
  return rows;
}

std::vector<Candle> filtered(std::vector<Candle> rows, const Window& window, bool newest) {
  std::erase_if(rows, [&](const Candle& row) {
    return row.open_time < window.first || row.open_time > window.last;
  });
  const std::size_t extra = rows.size() - std::min(rows.size(), window.limit);
  const auto cut = static_cast<std::ptrdiff_t>(extra);
  if (newest) {
    rows.erase(rows.begin(), rows.begin() + cut);
  } else {
    rows.erase(rows.end() - cut, rows.end());
  }
  return rows;
}

TEST(Series, IsTheFilteredMarket) {
  std::mt19937_64 random(11);
  for (const auto& [venue, name] :
       {std::pair(Venue::kSpot, "BTCUSDT"), {Venue::kCm, "BTCUSD_PERP"}, {Venue::kUm, "ETHUSDT"}}) {
    const Symbol& symbol = *market().find(venue, name);
    for (const Interval interval : {Interval::k1m, Interval::k4h, Interval::k1d}) {
      const Micros begin = open_of(Interval::k1d, symbol.listed);
      const Micros now = begin + 6 * kDay + static_cast<Micros>(random() % kDay);
      const auto all = all_until(symbol, interval, begin, now);
      const Series series(market(), symbol, {interval, 0, now});
      for (int round = 0; round < 12; ++round) {
        Window window;
        window.first = begin - kDay + static_cast<Micros>(random() % (8 * kDay));
        window.last = window.first + static_cast<Micros>(random() % (4 * kDay));
        window.limit = 1 + random() % 300;
        ASSERT_EQ(series.oldest(window), filtered(all, window, false));
        ASSERT_EQ(series.newest(window), filtered(all, window, true));
      }
    }
  }
}

TEST(Series, PagesMeetWithoutLossOrRepetition) {
  const Symbol& symbol = *market().find(Venue::kSpot, "ETHUSDT");
  const Micros now = symbol.listed + 3 * kDay;
  const Series series(market(), symbol, {Interval::k1m, 0, now});
  const Window whole{0, now, 100'000};
  const auto all = series.oldest(whole);
  ASSERT_EQ(series.newest(whole), all);
  std::vector<Candle> forward;
  Window window{0, now, 777};
  for (auto page = series.oldest(window); !page.empty(); page = series.oldest(window)) {
    forward.insert(forward.end(), page.begin(), page.end());
    window.first = page.back().open_time + 1;
  }
  EXPECT_EQ(forward, all);
}

TEST(Series, ShiftedGridsAreFoldedFromMinutes) {
  const Symbol& symbol = *market().find(Venue::kSpot, "BTCUSDT");
  const Micros now = symbol.listed + 40 * kDay + 12'345'678'901;
  const auto minutes = all_until(symbol, Interval::k1m, symbol.listed, now);
  for (const Micros shift : {8 * kHour, -kHour, 5 * kHour + 45 * kMinute, 7 * kMinute}) {
    for (const Interval interval : {Interval::k30m, Interval::k4h, Interval::k1d, Interval::k1w}) {
      const Series series(market(), symbol, {interval, shift, now});
      const auto rows = series.newest({0, now, 60});
      ASSERT_FALSE(rows.empty());
      for (const Candle& row : rows) {
        ASSERT_EQ(open_of(interval, row.open_time + shift), row.open_time + shift);
        Candle sum{};
        for (const Candle& minute : minutes) {
          if (minute.open_time < row.open_time) continue;
          if (minute.open_time >= series.next_open(row.open_time)) break;
          if (sum.open == 0) sum.open = minute.open;
          if (sum.count == 0) sum.first_trade = minute.first_trade;
          if (minute.count > 0) sum.last_trade = minute.last_trade;
          sum.close = minute.close;
          sum.volume += minute.volume;
          sum.quote += minute.quote;
          sum.count += minute.count;
          sum.high = std::max(sum.high, minute.high);
          sum.taker_quote += minute.taker_quote;
        }
        ASSERT_EQ(row.open, sum.open);
        ASSERT_EQ(row.close, sum.close);
        ASSERT_EQ(row.high, sum.high);
        ASSERT_EQ(row.volume, sum.volume);
        ASSERT_EQ(row.quote, sum.quote);
        ASSERT_EQ(row.count, sum.count);
        ASSERT_EQ(row.first_trade, sum.first_trade);
        ASSERT_EQ(row.last_trade, row.count > 0 ? sum.last_trade : -1);
        ASSERT_EQ(row.taker_quote, sum.taker_quote);
      }
    }
  }
}

TEST(Series, EndsWithTheDelisting) {
  for (const Symbol& symbol : market().symbols(Venue::kSpot)) {
    if (symbol.delisted == kNever) continue;
    const Micros now = symbol.delisted + 500 * kDay;
    const Series series(market(), symbol, {Interval::k1h, 0, now});
    const auto rows = series.newest({0, now, 5});
    ASSERT_EQ(rows.size(), 5U);
    EXPECT_LT(rows.back().open_time, symbol.delisted);
    EXPECT_TRUE(series.oldest({symbol.delisted + kHour, now, 5}).empty());
    EXPECT_TRUE(series.newest({symbol.delisted + kHour, now, 5}).empty());
    return;
  }
}

}  // namespace
}  // namespace wick::sim::series_test
