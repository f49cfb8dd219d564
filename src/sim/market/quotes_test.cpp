#include "sim/market/quotes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/sanitized.hpp"
#include "sim/market/draws.hpp"

namespace wick::sim::quotes_test {
namespace {

constexpr std::array kReckoned{Price::kMark, Price::kIndex, Price::kPremium};
constexpr Micros kStart = 1'709'251'200 * kSecond;  // 2024-03-01

const Market& market() {
  static const Market the_market(1);
  return the_market;
}

const Symbol& symbol(Venue venue, const char* name) {
  return *market().find(venue, name);
}

const Symbol& bitcoin() {
  return symbol(Venue::kUm, "BTCUSDT");
}

// The slow way: every minute by itself, put where its opening time belongs.
std::vector<Candle> slow(const Quotes& quotes, Interval interval, Micros begin, Micros end) {
  std::vector<Candle> out;
  const Micros past = next_open(interval, open_of(interval, end - 1));
  for (const Candle& minute : quotes.candles(Interval::k1m, begin, past)) {
    const Micros open = open_of(interval, minute.open_time);
    if (open < begin || open >= end) continue;
    if (out.empty() || out.back().open_time != open) {
      out.push_back(minute);
      out.back().open_time = open;
      continue;
    }
    Candle& sum = out.back();
    sum.high = std::max(sum.high, minute.high);
    sum.low = std::min(sum.low, minute.low);
    sum.close = minute.close;
    sum.count += minute.count;
  }
  return out;
}

TEST(Quotes, LongerCandlesAreTheMinutesAddedUp) {
  constexpr int kBefore = base::kSanitized ? 2 : 20;
  for (const Price price : kReckoned) {
    for (const auto& [venue, name] : {std::pair(Venue::kUm, "BTCUSDT"),
                                      {Venue::kCm, "ETHUSD_PERP"},
                                      {Venue::kUm, "BTCUSDT_240628"}}) {
      const Quotes quotes(market(), symbol(venue, name), price);
      for (const Interval interval : {Interval::k3m, Interval::k1h, Interval::k8h, Interval::k1d,
                                      Interval::k3d, Interval::k1w, Interval::k1mo}) {
        const Micros begin = kStart - kBefore * kDay + 7 * kHour;
        const Micros end = kStart + (base::kSanitized ? 2 : 15) * kDay + 11 * kMinute;
        ASSERT_EQ(quotes.candles(interval, begin, end), slow(quotes, interval, begin, end))
            << name << ' ' << rest_name(interval);
      }
    }
  }
}

TEST(Quotes, ExistInTheMinutesInWhichTheMarketIsOpen) {
  for (const Draw& draw : draws(60)) {
    if (draw.symbol->venue == Venue::kSpot) continue;
    const auto traded =
        draw.market.candles(*draw.symbol, Interval::k1m, draw.hour, draw.hour + kHour);
    for (const Price price : kReckoned) {
      const auto reckoned = Quotes(draw.market, *draw.symbol, price)
                                .candles(Interval::k1m, draw.hour, draw.hour + kHour);
      ASSERT_EQ(reckoned.size(), traded.size());
      for (std::size_t i = 0; i < traded.size(); ++i) {
        ASSERT_EQ(reckoned[i].open_time, traded[i].open_time);
      }
    }
  }
}

TEST(Quotes, AMinuteHasNoVolumeAndOpensWhereTheOneBeforeClosed) {
  for (const Draw& draw : draws(60)) {
    if (draw.symbol->venue == Venue::kSpot) continue;
    for (const Price price : kReckoned) {
      const Candle* before = nullptr;
      const auto rows = Quotes(draw.market, *draw.symbol, price)
                            .candles(Interval::k1m, draw.hour, draw.hour + kHour);
      for (const Candle& row : rows) {
        ASSERT_LE(row.low, std::min(row.open, row.close));
        ASSERT_GE(row.high, std::max(row.open, row.close));
        ASSERT_EQ(row.volume + row.quote + row.taker_volume + row.taker_quote, 0);
        ASSERT_EQ(row.count, price == Price::kPremium ? 12 : 60);
        const bool follows = before != nullptr && before->open_time + kMinute == row.open_time;
        if (follows) {
          ASSERT_EQ(row.open, before->close);
        }
        before = &row;
      }
    }
  }
}

TEST(Quotes, MarkAndIndexKeepNearTheTrades) {
  const Micros end = kStart + 10 * kDay;
  const auto traded = market().candles(bitcoin(), Interval::k1m, kStart, end);
  for (const Price price : {Price::kMark, Price::kIndex}) {
    const auto near = Quotes(market(), bitcoin(), price).candles(Interval::k1m, kStart, end);
    ASSERT_EQ(near.size(), traded.size());
    std::int64_t above = 0;
    for (std::size_t i = 0; i < near.size(); ++i) {
      const std::int64_t close = traded[i].close * 10'000'000;  // one decimal made eight
      ASSERT_LE(std::abs(near[i].close - close), close / 10'000 * 3);
      ASSERT_LE(std::abs(near[i].high - traded[i].high * 10'000'000), close / 10'000 * 3);
      above += near[i].close > close ? 1 : 0;
    }
    EXPECT_GT(above, 1000);
    EXPECT_LT(above, static_cast<std::int64_t>(near.size()) - 1000);
  }
}

TEST(Quotes, ThePremiumIsSmallAndOfEitherSign) {
  std::int64_t least = 0;
  std::int64_t most = 0;
  const Quotes quotes(market(), bitcoin(), Price::kPremium);
  for (const Candle& row : quotes.candles(Interval::k1h, kStart, kStart + 60 * kDay)) {
    least = std::min(least, row.low);
    most = std::max(most, row.high);
  }
  EXPECT_LE(most, 50'000);
  EXPECT_GE(least, -50'000);
  EXPECT_GT(most, 30'000);
  EXPECT_LT(least, -30'000);
}

TEST(Quotes, SeedsMarketsAndPricesDiffer) {
  const Market other(2);
  const auto first = [](const Market& of, const Symbol& which, Price price) {
    return Quotes(of, which, price).candles(Interval::k1m, kStart, kStart + kMinute).at(0);
  };
  const Candle mark = first(market(), bitcoin(), Price::kMark);
  EXPECT_EQ(first(Market(1), bitcoin(), Price::kMark), mark);
  EXPECT_NE(first(other, bitcoin(), Price::kMark), mark);
  EXPECT_NE(first(market(), bitcoin(), Price::kIndex), mark);
  EXPECT_NE(first(market(), bitcoin(), Price::kPremium),
            first(market(), symbol(Venue::kCm, "BTCUSD_PERP"), Price::kPremium));
}

TEST(Quotes, TheRunningCandleIsWhatHasBeenSoFar) {
  const Quotes quotes(market(), bitcoin(), Price::kMark);
  const auto minutes = quotes.candles(Interval::k1m, kStart, kStart + 5 * kMinute);
  ASSERT_EQ(minutes.size(), 5U);
  const Candle early = quotes.running(Interval::k1h, kStart + 2 * kMinute).value();
  EXPECT_EQ(early.open_time, kStart);
  EXPECT_EQ(early.open, minutes[0].open);
  EXPECT_GE(early.high, std::max(minutes[0].high, minutes[1].high));
  EXPECT_EQ(early.count, 121);
  const Candle minute = quotes.running(Interval::k1m, kStart + 30 * kSecond).value();
  EXPECT_EQ(minute.open, minutes[0].open);
  EXPECT_EQ(minute.count, 31);
  EXPECT_LE(minute.high, minutes[0].high);
  EXPECT_GE(minute.low, minutes[0].low);
  // Just before its end it is as good as closed.
  const Candle late = quotes.running(Interval::k1m, kStart + kMinute - 1).value();
  EXPECT_EQ(late.count, 60);
  EXPECT_LE(std::abs(late.close - minutes[0].close), 100'000'000);
}

TEST(Quotes, ThereAreNoneOutsideTheSymbolsLife) {
  const Symbol& gone = symbol(Venue::kUm, "LUNAUSDT");
  const Quotes quotes(market(), gone, Price::kMark);
  EXPECT_TRUE(quotes.candles(Interval::k1d, 0, gone.listed - kDay).empty());
  EXPECT_TRUE(quotes.candles(Interval::k1m, gone.delisted, gone.delisted + kDay).empty());
  EXPECT_FALSE(quotes.running(Interval::k1d, gone.delisted + 2 * kDay).has_value());
  const auto life = quotes.candles(Interval::k1mo, 0, kNever);
  EXPECT_EQ(life.size(), 16U);  // 2021-02 to 2022-05
}

TEST(Quotes, TheTradedPriceIsTheMarketsOwn) {
  const Quotes quotes(market(), bitcoin(), Price::kTraded);
  EXPECT_EQ(quotes.candles(Interval::k1h, kStart, kStart + kDay),
            market().candles(bitcoin(), Interval::k1h, kStart, kStart + kDay));
  EXPECT_EQ(quotes.running(Interval::k1h, kStart + 7 * kMinute),
            market().running(bitcoin(), Interval::k1h, kStart + 7 * kMinute));
}

}  // namespace
}  // namespace wick::sim::quotes_test
