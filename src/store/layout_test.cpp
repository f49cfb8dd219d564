#include "store/layout.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace wick::store {
namespace {

using core::Interval;
using core::Market;
using core::midnight;

core::SeriesId series(Market market, const char* symbol, Interval interval) {
  return {core::Provider::kBinance, market, core::ChartType::kKlines, symbol, interval};
}

TEST(Layout, OneFileADayAndOneAMonth) {
  const Layout layout("/cache");
  EXPECT_EQ(layout.day(series(Market::kSpot, "BTCUSDT", Interval::k1m), midnight(2024, 3, 5)),
            "/cache/binance/spot/klines/daily/BTCUSDT/1m/2024-03-05.arrow");
  EXPECT_EQ(layout.month(series(Market::kFuturesCoin, "BTCUSD_PERP", Interval::k1w),
                         midnight(2024, 3, 5)),
            "/cache/binance/futures_coin/klines/monthly/BTCUSD_PERP/1w/2024-03.arrow");
}

TEST(Layout, NoTwoSeriesShareAPathEvenWhereCaseIsFolded) {
  const Layout layout("/c");
  std::set<std::string> paths;
  std::size_t count = 0;
  for (const Market market : {Market::kSpot, Market::kFuturesUsdt, Market::kFuturesCoin}) {
    for (const Interval interval : core::kIntervals) {
      std::string path = layout.month(series(market, "X", interval), midnight(2024, 1, 1));
      std::ranges::transform(path, path.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      });
      paths.insert(path);
      ++count;
    }
  }
  EXPECT_EQ(paths.size(), count);
}

TEST(LayoutDeathTest, AWeekHasNoDay) {
  const Layout layout("/c");
  EXPECT_DEATH((void)layout.day(series(Market::kSpot, "X", Interval::k1w), midnight(2024, 1, 1)),
               "does not hold");
}

}  // namespace
}  // namespace wick::store
