#include "venue/binance/endpoints.hpp"

#include <gtest/gtest.h>

namespace wick::venue::binance::endpoints_test {
namespace {

using core::ChartType;
using core::Interval;
using core::Market;
using core::midnight;
using policy::Unit;
using namespace std::chrono_literals;

core::SeriesId series(Market market, ChartType chart, const char* symbol,
                      Interval interval = Interval::k1h) {
  return {core::Provider::kBinance, market, chart, symbol, interval};
}
const auto kMark = series(Market::kFuturesUsdt, ChartType::kMark, "BTCUSDT");
const auto kIndex = series(Market::kFuturesCoin, ChartType::kIndex, "BTCUSD_PERP");
const auto kPremium = series(Market::kFuturesUsdt, ChartType::kPremium, "BTCUSDT_240329");
const auto kFunding = series(Market::kFuturesCoin, ChartType::kFunding, "BTCUSD_PERP");

TEST(Endpoints, ObjectsOfTheArchive) {
  const auto object = [](const core::SeriesId& id, Unit unit) {
    return archive_object(id, midnight(2024, 2, 1), unit);
  };
  EXPECT_EQ(object(series(Market::kSpot, ChartType::kKlines, "BTCUSDT"), Unit::kDay),
            "data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2024-02-01");
  EXPECT_EQ(object(series(Market::kFuturesCoin, ChartType::kKlines, "BTCUSD_PERP", Interval::k1mo),
                   Unit::kMonth),
            "data/futures/cm/monthly/klines/BTCUSD_PERP/1mo/BTCUSD_PERP-1mo-2024-02");
  EXPECT_EQ(object(kMark, Unit::kDay),
            "data/futures/um/daily/markPriceKlines/BTCUSDT/1h/BTCUSDT-1h-2024-02-01");
  EXPECT_EQ(object(kIndex, Unit::kMonth),
            "data/futures/cm/monthly/indexPriceKlines/BTCUSD/1h/BTCUSD-1h-2024-02");
  EXPECT_EQ(object(kPremium, Unit::kDay),
            "data/futures/um/daily/premiumIndexKlines/BTCUSDT_240329/1h/"
            "BTCUSDT_240329-1h-2024-02-01");
  EXPECT_EQ(object(kFunding, Unit::kMonth),
            "data/futures/cm/monthly/fundingRate/BTCUSD_PERP/BTCUSD_PERP-fundingRate-2024-02");
  EXPECT_EQ(archive_folder(kFunding, Unit::kMonth),
            "data/futures/cm/monthly/fundingRate/BTCUSD_PERP/");
}

TEST(Endpoints, PagesOfRest) {
  const core::TimeRange range{midnight(2024, 2, 1), midnight(2024, 2, 1) + 3h};
  const std::string times = "&startTime=1706745600000&endTime=1706756399999&limit=";
  EXPECT_EQ(klines_path(series(Market::kSpot, ChartType::kKlines, "BTCUSDT"), range, 3),
            "/api/v3/klines?symbol=BTCUSDT&interval=1h" + times + "3");
  EXPECT_EQ(klines_path(kMark, range, 3),
            "/fapi/v1/markPriceKlines?symbol=BTCUSDT&interval=1h" + times + "3");
  EXPECT_EQ(klines_path(kIndex, range, 3),
            "/dapi/v1/indexPriceKlines?pair=BTCUSD&interval=1h" + times + "3");
  EXPECT_EQ(klines_path(series(Market::kFuturesUsdt, ChartType::kIndex, "BTCUSDT"), range, 3),
            "/fapi/v1/indexPriceKlines?pair=BTCUSDT&interval=1h" + times + "3");
  EXPECT_EQ(klines_path(kPremium, range, 3),
            "/fapi/v1/premiumIndexKlines?symbol=BTCUSDT_240329&interval=1h" + times + "3");
  EXPECT_EQ(klines_path(kFunding, range, 3),
            "/dapi/v1/fundingRate?symbol=BTCUSD_PERP" + times + "1000");
}

TEST(Endpoints, PagesAreAsLargeAsIsCheap) {
  EXPECT_EQ(page_limits(series(Market::kSpot, ChartType::kKlines, "X")).rows_max, 1000);
  EXPECT_EQ(page_limits(kMark).rows_max, 499);
  EXPECT_EQ(page_limits(kIndex).span_max, core::kDay * 200);
  EXPECT_EQ(page_limits(kFunding).rows_max, 1000);
}

}  // namespace
}  // namespace wick::venue::binance::endpoints_test
