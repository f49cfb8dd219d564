#include "sim/market/market.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "sim/market/draws.hpp"
#include "sim/market/hash.hpp"

namespace wick::sim::market_test {
namespace {

constexpr std::array kVenues{Venue::kSpot, Venue::kUm, Venue::kCm};

template <typename Test>
void for_draws(int count, Test test) {
  for (const Draw& draw : draws(count)) {
    SCOPED_TRACE(draw.symbol->name + " " + std::to_string(draw.hour));
    test(draw.market, *draw.symbol, draw.hour);
    if (testing::Test::HasFailure()) return;
  }
}

std::vector<Candle> aggregate(const std::vector<Candle>& parts, Interval interval) {
  std::vector<Candle> sums;
  for (const Candle& part : parts) {
    const Micros open = open_of(interval, part.open_time);
    if (sums.empty() || sums.back().open_time != open) sums.push_back(empty(open, part.open));
    add(sums.back(), part);
  }
  return sums;
}

std::vector<Candle> with_trades(std::vector<Candle> quiet, const std::vector<Trade>& trades,
                                Interval interval) {
  std::map<Micros, Candle*> by_open;
  std::int64_t price = quiet.empty() ? 0 : quiet.front().open;
  for (Candle& candle : quiet) by_open[candle.open_time] = &candle;
  std::int64_t last = 0;
  for (const Trade& trade : trades) {
    Candle& candle = *by_open.at(open_of(interval, trade.time));
    if (candle.count == 0) {
      EXPECT_EQ(trade.price, price);
      candle = empty(candle.open_time, trade.price);
    }
    EXPECT_GT(trade.time, last);
    last = trade.time;
    add(candle, trade);
    price = candle.close;
  }
  for (Candle& candle : quiet) {
    if (candle.count == 0) candle = empty(candle.open_time, candle.open);
  }
  return quiet;
}

std::vector<Candle> blank(std::vector<Candle> candles) {
  for (Candle& candle : candles) candle = empty(candle.open_time, candle.open);
  return candles;
}

std::vector<Candle> without_quote(std::vector<Candle> candles) {
  for (Candle& candle : candles) candle.quote = candle.taker_quote = 0;
  return candles;
}

TEST(Market, SecondsAreTheirTrades) {
  for_draws(60, [](const Market& market, const Symbol& symbol, Micros hour) {
    const Micros end = hour + 20 * kMinute;
    auto seconds = market.candles(symbol, Interval::k1s, hour, end);
    const auto trades = market.trades(symbol, hour, end);
    auto expected = with_trades(blank(seconds), trades, Interval::k1s);
    if (symbol.venue == Venue::kCm) {
      expected = without_quote(expected);
      seconds = without_quote(seconds);
    }
    EXPECT_EQ(seconds, expected);
  });
}

TEST(Market, MinutesAreTheirSeconds) {
  for_draws(60, [](const Market& market, const Symbol& symbol, Micros hour) {
    const auto seconds = market.candles(symbol, Interval::k1s, hour, hour + kHour);
    const auto minutes = market.candles(symbol, Interval::k1m, hour, hour + kHour);
    EXPECT_EQ(seconds.size(), 60 * minutes.size());
    EXPECT_EQ(minutes, aggregate(seconds, Interval::k1m));
  });
}

TEST(Market, LongerCandlesAreTheirMinutes) {
  for_draws(12, [](const Market& market, const Symbol& symbol, Micros hour) {
    const auto interval = static_cast<Interval>(2 + mix(static_cast<std::uint64_t>(hour), 5) % 14);
    const Micros begin = open_of(interval, hour);
    const Micros end = std::max(next_open(interval, begin), begin + kDay);
    const auto minutes = market.candles(symbol, Interval::k1m, begin, end);
    const auto longer = market.candles(symbol, interval, begin, end);
    EXPECT_EQ(longer, aggregate(minutes, interval));
    EXPECT_FALSE(longer.empty() && !minutes.empty());
  });
}

TEST(Market, AnyIntervalOfDaysAgrees) {
  const Market market{3};
  const Symbol& symbol = *market.find(Venue::kSpot, "SCRTUSDT");
  const Micros begin = open_of(Interval::k1mo, symbol.listed) - kDay;
  const Micros end = begin + 70 * kDay;
  const auto days = market.candles(symbol, Interval::k1d, begin, end + 40 * kDay);
  for (const Interval interval : {Interval::k3d, Interval::k1w, Interval::k1mo}) {
    auto expected = aggregate(days, interval);
    std::erase_if(expected, [&](const Candle& candle) { return candle.open_time >= end; });
    EXPECT_EQ(market.candles(symbol, interval, begin, end), expected);
  }
}

TEST(Market, EveryCandleOpensWhereTheLastOneClosed) {
  for_draws(40, [](const Market& market, const Symbol& symbol, Micros hour) {
    const auto minutes = market.candles(symbol, Interval::k1m, hour, hour + kDay);
    for (std::size_t i = 1; i < minutes.size(); ++i) {
      ASSERT_EQ(minutes[i].open, minutes[i - 1].close);
    }
  });
}

TEST(Market, CandlesMakeSense) {
  for_draws(60, [](const Market& market, const Symbol& symbol, Micros hour) {
    for (const Candle& c : market.candles(symbol, Interval::k1m, hour, hour + kHour)) {
      ASSERT_GT(c.low, 0);
      ASSERT_LE(c.low, std::min(c.open, c.close));
      ASSERT_GE(c.high, std::max(c.open, c.close));
      ASSERT_LE(c.taker_volume, c.volume);
      ASSERT_LE(c.taker_quote, c.quote);
      ASSERT_GE(c.volume, 16 * c.count);
      ASSERT_EQ(c.last_trade - c.first_trade + (c.count > 0 ? 1 : 0), c.count);
      if (symbol.venue == Venue::kCm) continue;
      ASSERT_GE(c.quote, c.low * c.volume);
      ASSERT_LE(c.quote, c.high * c.volume);
    }
  });
}

TEST(Market, AnyPartOfARangeIsThatPart) {
  for_draws(30, [](const Market& market, const Symbol& symbol, Micros hour) {
    const Micros end = hour + 5 * kHour;
    for (const Interval interval : {Interval::k1s, Interval::k1m, Interval::k5m}) {
      const auto all = market.candles(symbol, interval, hour, end);
      const Micros from = hour + 3 * kHour + 1234567;
      const Micros to = from + 7 * kMinute + 3;
      std::vector<Candle> expected;
      std::ranges::copy_if(all, std::back_inserter(expected), [&](const Candle& candle) {
        return from <= candle.open_time && candle.open_time < to;
      });
      EXPECT_EQ(market.candles(symbol, interval, from, to), expected);
    }
  });
}

TEST(Market, AnyPartOfTheTradesIsThatPart) {
  for_draws(30, [](const Market& market, const Symbol& symbol, Micros hour) {
    const auto all = market.trades(symbol, hour, hour + 10 * kMinute);
    const Micros from = hour + 4 * kMinute + 1234567;
    const Micros to = from + 3 * kMinute + 3;
    std::vector<Trade> expected;
    std::ranges::copy_if(all, std::back_inserter(expected),
                         [&](const Trade& trade) { return from <= trade.time && trade.time < to; });
    EXPECT_EQ(market.trades(symbol, from, to), expected);
    if (all.empty()) return;
    const Micros last = all.back().time;
    EXPECT_EQ(market.trades(symbol, last, last + 1).size(), 1U);
    EXPECT_TRUE(market.trades(symbol, last, last).empty());
  });
}

TEST(Market, IdsRiseOverTheWholeLife) {
  const Market market{4};
  const Symbol& symbol = *market.find(Venue::kSpot, "SCRTUSDT");
  std::int64_t next = 0;
  Micros day_before = 0;
  for (const Trade& trade : market.trades(symbol, symbol.listed, symbol.listed + 6 * kDay)) {
    const Micros day = open_of(Interval::k1d, trade.time);
    if (day == day_before) {
      ASSERT_EQ(trade.id, next);
    } else {
      ASSERT_GE(trade.id, next);
    }
    next = trade.id + 1;
    day_before = day;
  }
  EXPECT_GT(next, 0);
}

TEST(Market, NothingHappensOutsideTheLifeOfASymbol) {
  const Market market{5};
  const Symbol& symbol = *market.find(Venue::kUm, "ETHUSDT_240329");
  for (std::size_t i = 0; i < 16; ++i) {
    const auto interval = static_cast<Interval>(i);
    const Micros first = open_of(interval, symbol.listed);
    const Micros last = next_open(interval, open_of(interval, symbol.delisted - 1));
    EXPECT_TRUE(market.candles(symbol, interval, 0, first).empty());
    EXPECT_TRUE(market.candles(symbol, interval, last, kNever).empty());
    const auto opening = market.candles(symbol, interval, first, first + 1);
    EXPECT_EQ(opening.size(), 1U);
    EXPECT_EQ(market.candles(symbol, interval, first + 1, symbol.listed).size(), 0U);
    EXPECT_FALSE(market.running(symbol, interval, symbol.listed - 1));
    EXPECT_FALSE(market.running(symbol, interval, last));
  }
  EXPECT_TRUE(market.trades(symbol, 0, symbol.listed).empty());
  EXPECT_TRUE(market.trades(symbol, symbol.delisted, kNever).empty());
  constexpr Micros kEarliest = std::numeric_limits<Micros>::min();
  EXPECT_TRUE(market.candles(symbol, Interval::k1mo, kEarliest, 0).empty());
  EXPECT_EQ(market.candles(symbol, Interval::k1mo, kEarliest, kNever).size(), 7U);
  EXPECT_FALSE(market.running(symbol, Interval::k1mo, kNever));
  EXPECT_FALSE(market.running(symbol, Interval::k1mo, kEarliest));
}

TEST(Market, NothingHappensBetweenTwoLives) {
  const Market market{5};
  const Symbol& symbol = *market.find(Venue::kUm, "ICPUSDT");
  ASSERT_NE(symbol.left, kNever);
  EXPECT_TRUE(market.candles(symbol, Interval::k1m, symbol.left, symbol.returned).empty());
  EXPECT_TRUE(market.trades(symbol, symbol.left, symbol.left + kDay).empty());
  EXPECT_FALSE(market.running(symbol, Interval::k1mo, symbol.returned - kDay));
  const auto around =
      market.candles(symbol, Interval::k1m, symbol.left - kHour, symbol.returned + kHour);
  ASSERT_EQ(around.size(), 120U);
  EXPECT_EQ(around[59].open_time, symbol.left - kMinute);
  EXPECT_EQ(around[60].open_time, symbol.returned);
  EXPECT_EQ(around[60].open, around[59].close);
  const auto gaps = market.gaps(symbol, symbol.left + kDay, symbol.left + kDay + kHour);
  ASSERT_EQ(gaps.size(), 1U);
  EXPECT_LE(gaps[0].begin, symbol.left);
  EXPECT_GE(gaps[0].end, symbol.returned);
}

TEST(Market, MinutesAreAbsentInGapsAndNowhereElse) {
  const Market market{6};
  for (const Venue venue : kVenues) {
    const Symbol& symbol = *market.find(venue, venue == Venue::kCm ? "BTCUSD_PERP" : "BTCUSDT");
    const Micros begin = symbol.listed;
    const Micros end = begin + 200 * kDay;
    const auto gaps = market.gaps(symbol, begin, end);
    EXPECT_GE(gaps.size(), market.gaps(venue, begin, end).size());
    EXPECT_GT(gaps.size(), 1U);
    auto gap = gaps.begin();
    Micros expected = begin;
    for (const Candle& candle : market.candles(symbol, Interval::k1m, begin, end)) {
      if (gap != gaps.end() && expected == gap->begin) expected = gap++->end;
      ASSERT_EQ(candle.open_time, expected);
      expected += kMinute;
    }
    EXPECT_EQ(expected, end);
    for (const Market::Gap& each : gaps) {
      EXPECT_TRUE(market.trades(symbol, each.begin, each.end).empty());
      EXPECT_FALSE(market.running(symbol, Interval::k1m, each.begin));
    }
  }
}

TEST(Market, KnowsBehindAGapWhatWasBeforeIt) {
  const Market market{13};
  for (const char* name : {"BTCUSDT", "SCRTUSDT", "ADABTC"}) {
    const Symbol& symbol = *market.find(Venue::kSpot, name);
    const Micros begin = symbol.listed + kDay;
    const auto gaps = market.gaps(symbol, begin, begin + 600 * kDay);
    ASSERT_GT(gaps.size(), 3U);
    for (const Market::Gap& gap : gaps) {
      const Micros end = gap.end + 30 * kMinute;
      const auto after = market.candles(symbol, Interval::k1m, gap.end, end);
      auto all = market.candles(symbol, Interval::k1m, gap.begin - kDay, end);
      ASSERT_GE(all.size(), after.size());
      all.erase(all.begin(), all.end() - static_cast<std::ptrdiff_t>(after.size()));
      EXPECT_EQ(after, all);
    }
  }
}

TEST(Market, IsBusyAtTheTopAndQuietBelow) {
  const Market market{9};
  constexpr Micros kHourOf2024 = 1'711'800'000 * kSecond / kHour * kHour;
  for (const Venue venue : kVenues) {
    int alive = 0;
    int quiet = 0;
    for (const Symbol& symbol : market.symbols(venue)) {
      const auto minutes = market.candles(symbol, Interval::k1m, kHourOf2024, kHourOf2024 + kHour);
      if (minutes.empty()) continue;
      ++alive;
      const bool any = std::ranges::any_of(minutes, [](const Candle& c) { return c.count == 0; });
      if (any) ++quiet;
    }
    EXPECT_GT(alive, 100);
    EXPECT_GE(3 * quiet, alive);
    EXPECT_LT(quiet, alive);
  }
  const Symbol& btc = *market.find(Venue::kSpot, "BTCUSDT");
  const auto day = market.candles(btc, Interval::k1d, kHourOf2024 - kDay, kHourOf2024);
  EXPECT_GT(day.front().count / 1440, 800);
  EXPECT_LT(day.front().count / 1440, 3'000);
}

TEST(Market, TheSameAssetCostsAboutTheSameEverywhere) {
  const Market market{10};
  const Micros when = market.find(Venue::kCm, "BTCUSD_PERP")->listed + 500 * kDay;
  const auto price = [&](Venue venue, const char* name) {
    const Symbol& symbol = *market.find(venue, name);
    double close = static_cast<double>(
        market.candles(symbol, Interval::k1m, when, when + kMinute).front().close);
    for (int i = 0; i < symbol.price_digits; ++i) close /= 10;
    return close;
  };
  const double btc = price(Venue::kSpot, "BTCUSDT");
  const double eth = price(Venue::kSpot, "ETHUSDT");
  const double shib = price(Venue::kSpot, "SHIBUSDT");
  EXPECT_NEAR(price(Venue::kUm, "1000SHIBUSDT") / shib, 1000, 20);
  EXPECT_NEAR(price(Venue::kUm, "BTCUSDT") / btc, 1, 0.02);
  EXPECT_NEAR(price(Venue::kCm, "BTCUSD_PERP") / btc, 1, 0.02);
  EXPECT_NEAR(price(Venue::kSpot, "ETHBTC") / (eth / btc), 1, 0.02);
}

TEST(Market, IsFoundByItsExactName) {
  const Market market{11};
  EXPECT_EQ(market.find(Venue::kSpot, "BTCUSDT")->name, "BTCUSDT");
  for (const char* name : {"", "btcusdt", "BTCUSD", "BTCUSDTX", "ZZZZ"}) {
    EXPECT_EQ(market.find(Venue::kSpot, name), nullptr) << name;
  }
}

std::uint64_t hash_of(const std::vector<Candle>& candles) {
  std::uint64_t hash = 0;
  for (const Candle& c : candles) {
    for (const std::int64_t value : {c.open_time, c.open, c.high, c.low, c.close, c.volume, c.quote,
                                     c.count, c.taker_volume, c.taker_quote, c.last_trade}) {
      hash = mix(hash, value);
    }
  }
  return hash;
}

// Recordings made with this market are compared for years: its bytes do not change by accident.
TEST(Market, KeepsItsBytes) {
  const Market market{20'240'229};
  std::uint64_t hash = 0;
  for (const Venue venue : kVenues) {
    std::size_t number = 0;  // counted without the coin that came later
    for (const Symbol& symbol : market.symbols(venue)) {
      if (symbol.base == "POL" || number++ % 25 != 3) continue;
      const Micros begin = symbol.listed + 5 * kDay;
      hash ^= hash_of(market.candles(symbol, Interval::k1m, begin, begin + kHour));
      hash ^= hash_of(market.candles(symbol, Interval::k1s, begin, begin + kMinute));
      for (const Trade& trade : market.trades(symbol, begin, begin + kMinute)) {
        hash = mix(hash, mix(static_cast<std::uint64_t>(trade.time), trade.price)) ^
               static_cast<std::uint64_t>(trade.quantity);
      }
    }
  }
  EXPECT_EQ(hash, 17'941'106'381'443'566'873U);
}

TEST(Market, AnswersSeveralThreadsAtOnce) {
  const Market market{12};
  const Symbol& symbol = *market.find(Venue::kSpot, "ETHUSDT");
  const auto ask = [&] {
    return hash_of(market.candles(symbol, Interval::k1m, symbol.listed, symbol.listed + 3 * kDay));
  };
  const std::uint64_t expected = ask();
  std::array<std::uint64_t, 4> answers{};
  {
    std::vector<std::jthread> threads;
    for (std::uint64_t& answer : answers) threads.emplace_back([&] { answer = ask(); });
  }
  for (const std::uint64_t answer : answers) EXPECT_EQ(answer, expected);
}

}  // namespace
}  // namespace wick::sim::market_test
