#include "venue/okx/endpoints.hpp"

#include <gtest/gtest.h>

namespace wick::venue::okx::endpoints_test {
namespace {

using namespace std::chrono_literals;

TEST(OkxEndpoints, WhatIsLongerThanFourHoursIsAskedForByUtc) {
  std::string names;
  for (const core::Interval interval : core::kIntervals) {
    const core::SeriesId id{core::Provider::kOkx, core::Market::kSpot, core::ChartType::kKlines,
                            "BTC-USDT", interval};
    if (core::check_series(id)) names += std::string(bar_name(interval)) + " ";
  }
  EXPECT_EQ(names, "1m 3m 5m 15m 30m 1H 2H 4H 6Hutc 12Hutc 1Dutc 1Wutc 1Mutc ");
}

TEST(OkxEndpoints, AfterIsTheEndAndBeforeLiesBeforeTheBeginning) {
  const core::SeriesId id{core::Provider::kOkx, core::Market::kFuturesUsdt,
                          core::ChartType::kKlines, "BTC-USDT-SWAP", core::Interval::k1h};
  const core::UtcTime begin = core::midnight(2024, 2, 1);
  EXPECT_EQ(candles_path(Shelf::kHistory, id, {begin, begin + 3h}, 3),
            "/api/v5/market/history-candles?instId=BTC-USDT-SWAP&bar=1H"
            "&after=1706756400000&before=1706745599999&limit=3");
  EXPECT_TRUE(candles_path(Shelf::kRecent, id, {begin, begin + 3h}, 3)
                  .starts_with("/api/v5/market/candles?instId=BTC-USDT-SWAP&"));
}

}  // namespace
}  // namespace wick::venue::okx::endpoints_test
