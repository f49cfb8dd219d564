#include "sim/archive/object.hpp"

#include <gtest/gtest.h>

#include <random>

namespace wick::sim::object_test {
namespace {

const Market& market() {
  static const Market the_market(1);
  return the_market;
}

std::string weekday(Micros at) {
  return http_date(at).substr(0, 3);
}

TEST(Object, KeysReadBack) {
  for (const char* key : {
           "data/spot/daily/klines/BTCUSDT/1s/BTCUSDT-1s-2024-02-29.zip",
           "data/spot/monthly/klines/BTCUSDT/1mo/BTCUSDT-1mo-2024-02.zip",
           "data/futures/um/daily/klines/ETHUSDT/12h/ETHUSDT-12h-2019-01-01.zip",
           "data/futures/cm/monthly/klines/BTCUSD_PERP/1w/BTCUSD_PERP-1w-2021-10.zip",
           "data/futures/um/daily/markPriceKlines/BTCUSDT/1m/BTCUSDT-1m-2022-01-01.zip",
           "data/futures/um/monthly/indexPriceKlines/ETHUSDT/1h/ETHUSDT-1h-2024-05.zip",
           "data/futures/cm/daily/indexPriceKlines/ETHUSD/1m/ETHUSD-1m-2024-05-01.zip",
           "data/futures/cm/monthly/premiumIndexKlines/BTCUSD_PERP/1mo/BTCUSD_PERP-1mo-2024-05.zip",
           "data/futures/um/monthly/fundingRate/BTCUSDT/BTCUSDT-fundingRate-2024-05.zip",
           "data/futures/cm/monthly/fundingRate/BTCUSD_PERP/BTCUSD_PERP-fundingRate-2024-05.zip",
       }) {
    const auto object = parse_object(market(), key);
    ASSERT_TRUE(object.has_value()) << key;
    EXPECT_EQ(object_key(*object), key);
  }
}

TEST(Object, OtherKeysAreNone) {
  for (const char* key : {
           "",
           "data",
           "/data/spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2024-02-29.zip",
           "data/SPOT/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2024-02-29.zip",
           "data/spot/daily/klines/btcusdt/1m/btcusdt-1m-2024-02-29.zip",
           "data/spot/daily/klines/NOSUCH/1m/NOSUCH-1m-2024-02-29.zip",
           "data/spot/daily/klines/BTCUSDT/1m/ETHUSDT-1m-2024-02-29.zip",
           "data/spot/daily/klines/BTCUSDT/1m/BTCUSDT-3m-2024-02-29.zip",
           "data/spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2024-02-30.zip",
           "data/spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2024-02.zip",
           "data/spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2024-02-29.zip.CHECKSUM",
           "data/spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2024-02-29.csv",
           "data/spot/daily/klines/BTCUSDT/1m/x/BTCUSDT-1m-2024-02-29.zip",
           "data/spot/daily/klines/BTCUSDT/1m",
           "data/spot/daily/klines/BTCUSDT/1m/",
           "data/spot/daily/trades/BTCUSDT/BTCUSDT-trades-2024-02-29.zip",
           "data/spot/monthly/klines/BTCUSDT/1M/BTCUSDT-1M-2024-02.zip",
           "data/spot/daily/klines/BTCUSDT/3d/BTCUSDT-3d-2024-02-29.zip",
           "data/futures/um/daily/klines/BTCUSDT/1s/BTCUSDT-1s-2024-02-29.zip",
           "data/futures/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2024-02-29.zip",
           "data/spot/daily/markPriceKlines/BTCUSDT/1m/BTCUSDT-1m-2024-02-29.zip",
           "data/spot/monthly/fundingRate/BTCUSDT/BTCUSDT-fundingRate-2024-02.zip",
           "data/futures/um/daily/fundingRate/BTCUSDT/BTCUSDT-fundingRate-2024-02-29.zip",
           "data/futures/um/monthly/fundingRate/BTCUSDT/4h/BTCUSDT-fundingRate-2024-02.zip",
           "data/futures/um/monthly/fundingRate/BTCUSDT/BTCUSDT-4h-2024-02.zip",
           "data/futures/um/monthly/fundingRate/BTCUSDT_240628/"
           "BTCUSDT_240628-fundingRate-2024-02.zip",
           "data/futures/um/daily/markPriceKlines/BTCUSDT/1m/"
           "BTCUSDT-markPriceKlines-2024-02-29.zip",
           "data/futures/um/daily/markPriceKlines/BTCUSDT/1s/BTCUSDT-1s-2024-02-29.zip",
           "data/futures/cm/daily/indexPriceKlines/ETHUSD_PERP/1m/ETHUSD_PERP-1m-2024-05-01.zip",
           "data/futures/cm/daily/markPriceKlines/ETHUSD/1m/ETHUSD-1m-2024-05-01.zip",
       }) {
    EXPECT_FALSE(parse_object(market(), key).has_value()) << key;
  }
}

TEST(Object, NoDamagedKeyIsTakenForAnother) {
  const std::string key = "data/spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2024-02-28.zip";
  std::mt19937 random(5);
  for (int round = 0; round < 20'000; ++round) {
    std::string text = key;
    const std::size_t at = random() % text.size();
    switch (random() % 3) {
      case 0:
        text[at] = static_cast<char>(random());
        break;
      case 1:
        text.erase(at, random() % 20);
        break;
      default:
        text.insert(at, 1, "/-.0a"[random() % 5]);
    }
    const auto object = parse_object(market(), text);
    if (object) {
      ASSERT_EQ(object_key(*object), text);
    }
  }
}

TEST(Object, NoneIsMadeBetweenTwoLives) {
  const Symbol& symbol = *market().find(Venue::kUm, "ICPUSDT");
  const auto has = [&](Micros at, Span span) {
    return has_rows(market(), {&symbol, Interval::k1h, period_of(span, at)});
  };
  EXPECT_TRUE(has(symbol.left, Span::kDaily)) << "half a day";
  EXPECT_FALSE(has(symbol.left + kDay, Span::kDaily));
  EXPECT_FALSE(has(symbol.returned - kDay, Span::kDaily));
  EXPECT_TRUE(has(symbol.returned, Span::kDaily));
  EXPECT_TRUE(has(symbol.left, Span::kMonthly));
  EXPECT_FALSE(has(symbol.left + 40 * kDay, Span::kMonthly));
  EXPECT_TRUE(has(symbol.returned, Span::kMonthly));
}

TEST(Object, ExistsWhereTheMarketHasCandles) {
  for (const Venue venue : {Venue::kSpot, Venue::kUm, Venue::kCm}) {
    int looked_at = 0;
    for (const Symbol& symbol : market().symbols(venue)) {
      if (symbol.delisted == kNever || ++looked_at > 1) continue;
      for (const Interval interval : archived_intervals(venue, Span::kMonthly)) {
        if (interval < Interval::k12h) continue;
        for (const Micros edge : {symbol.listed, symbol.delisted}) {
          for (int days = -1; days <= 1; ++days) {
            const bool monthly = interval > Interval::k1d;
            const Period period =
                period_of(monthly ? Span::kMonthly : Span::kDaily, edge + days * kDay);
            const bool any = !market().candles(symbol, interval, period.begin, period.end).empty();
            ASSERT_EQ(has_rows(market(), {&symbol, interval, period}), any)
                << symbol.name << ' ' << archive_name(interval) << ' ' << period_name(period);
          }
        }
      }
    }
  }
}

TEST(Object, DaysAppearInTheNextMorning) {
  const Symbol* symbol = market().find(Venue::kSpot, "BTCUSDT");
  for (int day = 18'000; day < 18'400; ++day) {
    const Object object{symbol, Interval::k1m, period_of(Span::kDaily, day * kDay)};
    const Micros late = published_at(object, 1) - object.period.end;
    ASSERT_GE(late, 2 * kHour);
    ASSERT_LT(late, 6 * kHour);
    ASSERT_EQ(late % kSecond, 0);
  }
}

TEST(Object, MonthsAppearOnAMondayWhenTheirCandlesAreClosed) {
  const Symbol* symbol = market().find(Venue::kSpot, "BTCUSDT");
  for (int month = 0; month < 120; ++month) {
    const Period period = period_of(Span::kMonthly, 17'600 * kDay + month * 30 * kDay);
    for (const Interval interval :
         {Interval::k1s, Interval::k1m, Interval::k1d, Interval::k3d, Interval::k1w}) {
      const Object object{symbol, interval, period};
      const Micros at = published_at(object, 1);
      ASSERT_GT(at, period.end);
      ASSERT_LT(at, period.end + 8 * kDay);
      ASSERT_GE(at, next_open(interval, open_of(interval, period.end - 1)));
      if (interval != Interval::k3d) {
        ASSERT_EQ(weekday(at), "Mon");
      }
    }
  }
}

}  // namespace
}  // namespace wick::sim::object_test
