#include "store/layout.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace wick::store::layout_test {
namespace {

using core::Interval;
using core::Market;
using core::midnight;

core::SeriesId series(Market market, const char* symbol, Interval interval) {
  return {core::Provider::kBinance, market, core::ChartType::kKlines, symbol, interval};
}

TEST(Layout, OneFileADayAndOneAMonth) {
  const Layout layout("/cache");
  EXPECT_EQ(layout.sealed(series(Market::kSpot, "BTCUSDT", Interval::k1m),
                          Period::day(midnight(2024, 3, 5))),
            "/cache/binance/spot/klines/daily/BTCUSDT/1m/2024-03-05.arrow");
  EXPECT_EQ(layout.sealed(series(Market::kFuturesCoin, "BTCUSD_PERP", Interval::k1w),
                          Period::month_with(midnight(2024, 3, 5))),
            "/cache/binance/futures_coin/klines/monthly/BTCUSD_PERP/1w/2024-03.arrow");
}

TEST(Layout, NoTwoSeriesShareAPathEvenWhereCaseIsFolded) {
  const Layout layout("/c");
  std::set<std::string> paths;
  std::size_t count = 0;
  for (const Market market : {Market::kSpot, Market::kFuturesUsdt, Market::kFuturesCoin}) {
    for (const Interval interval : core::kIntervals) {
      std::string path =
          layout.sealed(series(market, "X", interval), Period::month_with(midnight(2024, 1, 1)));
      std::ranges::transform(path, path.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      });
      paths.insert(path);
      ++count;
    }
  }
  EXPECT_EQ(paths.size(), count);
}

TEST(Layout, APathTellsProviderAndChart) {
  const Layout layout("/c");
  std::set<std::string> paths;
  for (const core::Provider provider : {core::Provider::kBinance, core::Provider::kOkx}) {
    for (const core::ChartType chart :
         {core::ChartType::kKlines, core::ChartType::kMark, core::ChartType::kIndex,
          core::ChartType::kPremium, core::ChartType::kFunding}) {
      const core::SeriesId id{provider, Market::kFuturesUsdt, chart, "BTC-USDT-SWAP",
                              Interval::k1h};
      const Period period = Period::day(midnight(2024, 3, 5));
      const auto place = layout.place_of(layout.sealed(id, period));
      ASSERT_TRUE(place);
      EXPECT_EQ(place->id, id);
      for (const std::string& path :
           {layout.sealed(id, period), layout.tail(id), layout.journal(id), layout.lock(id)}) {
        EXPECT_TRUE(paths.insert(path).second) << path;
      }
    }
  }
  EXPECT_TRUE(paths.contains("/c/okx/futures_usdt/mark/daily/BTC-USDT-SWAP/1h/2024-03-05.arrow"));
}

TEST(Layout, APathTellsWhatItHolds) {
  const Layout layout("/c/x");
  for (const Market market : {Market::kSpot, Market::kFuturesUsdt, Market::kFuturesCoin}) {
    for (const Interval interval : core::kIntervals) {
      const auto id = series(market, "BTC-USD_1", interval);
      const Period period = unit_with(interval, midnight(2024, 2, 29));
      const auto place = layout.place_of(layout.sealed(id, period));
      ASSERT_TRUE(place);
      EXPECT_EQ(place->id, id);
      EXPECT_EQ(place->period, period);
    }
  }
  for (const char* path : {"/c/y/binance/spot/klines/daily/A/1m/2024-01-01.arrow", "/c/x/lock",
                           "/c/x/binance/spot/klines/daily/A/1m/2024-01.arrow",
                           "/c/x/binance/spot/klines/monthly/A/1m/2024-01-01.arrow",
                           "/c/x/binance/spot/klines/daily/A/1m/2024-02-30.arrow",
                           "/c/x/binance/spot/klines/daily/A/1m/2024-01-01.arrow.7.tmp",
                           "/c/x/binance/spot/marks/daily/A/1m/2024-01-01.arrow"}) {
    EXPECT_FALSE(layout.place_of(path)) << path;
  }
}

TEST(LayoutDeathTest, AWeekHasNoDay) {
  const Layout layout("/c");
  EXPECT_DEATH((void)layout.sealed(series(Market::kSpot, "X", Interval::k1w),
                                   Period::day(midnight(2024, 1, 1))),
               "does not hold");
}

}  // namespace
}  // namespace wick::store::layout_test
