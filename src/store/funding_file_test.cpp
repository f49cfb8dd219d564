#include "store/funding_file.hpp"

#include <gtest/gtest.h>

namespace wick::store::funding_file_test {
namespace {

using namespace std::chrono_literals;

const core::UtcTime kDay = core::midnight(2024, 3, 5);

TEST(FundingPath, TellsTheMarketHoweverTheKeyFellApart) {
  struct Known {
    const char* path;
    core::Market market;
  };
  for (const Known& known :
       {Known{"binance/funding/rate/daily/funding/futures/usdt/FUTURES-usdt-BTCU-SD-T.arrow",
              core::Market::kFuturesUsdt},
        Known{"a/binance/funding/rate/daily/funding/futures/coin/FUTURES-coin-BTCU-SD-.arrow",
              core::Market::kFuturesCoin},
        Known{"binance/funding_rate/futures/um/daily/funding_rate/BTCUSDT/8h/x.arrow",
              core::Market::kFuturesUsdt},
        Known{"BINANCE/FUNDING_RATE/FUTURES_COIN/x.parquet", core::Market::kFuturesCoin}}) {
    EXPECT_TRUE(is_funding_path(known.path));
    const auto place = read_funding_path(known.path, {});
    ASSERT_TRUE(place) << known.path;
    EXPECT_EQ(place->market, known.market) << known.path;
    EXPECT_EQ(place->provider, core::Provider::kBinance);
  }
  EXPECT_FALSE(is_funding_path("spot/daily/klines/FUNUSDT/1h/FUNUSDT-1h-2024-03-05.arrow"));
}

TEST(FundingPath, WithoutAMarketTheWishDecides) {
  const std::string path = "funding/BTCUSDT/x.arrow";
  EXPECT_FALSE(read_funding_path(path, {}));
  const auto place = read_funding_path(path, {.market = core::Market::kFuturesUsdt});
  ASSERT_TRUE(place);
  EXPECT_EQ(place->market, core::Market::kFuturesUsdt);
  EXPECT_FALSE(read_funding_path("binance/funding/spot/x.arrow", {}));
}

ForeignBars found_at(const std::vector<int>& hours) {
  ForeignBars found;
  found.id = {core::Provider::kBinance, core::Market::kFuturesUsdt, core::ChartType::kFunding,
              "BTCUSDT", core::kFundingInterval};
  for (const int hour : hours) {
    const core::UtcTime open = kDay + std::chrono::hours(hour);
    found.bars.push_back({.open_time = open, .close_time = open + 1h - 1us});
  }
  return found;
}

core::RangeSet settled(const SeriesUnit& unit) {
  core::RangeSet all;
  for (const Sourced& part : unit.brought.rows) {
    for (std::size_t i = 0; i < part.rows.size(); ++i) {
      all.add({part.rows.open_time(i), part.rows.open_time(i) + 1h});
    }
  }
  for (const StoredHole& hole : unit.brought.holes) all.add(hole.hole.range);
  return all;
}

TEST(FundingUnits, BetweenTwoFundingsThereIsNone) {
  const auto units = funding_units(found_at({0, 8, 12, 20, 24, 25}), {});
  ASSERT_EQ(units.size(), 2U);
  EXPECT_EQ(settled(units[0]), core::RangeSet({core::day_of(kDay)}));
  EXPECT_EQ(settled(units[1]), core::RangeSet({{kDay + 24h, kDay + 26h}}));
}

TEST(FundingUnits, ButNothingIsKnownOfLongPausesAndOfTheEnds) {
  const auto units = funding_units(found_at({2, 11, 19}), {});
  ASSERT_EQ(units.size(), 1U);
  core::RangeSet known{{kDay + 2h, kDay + 3h}};
  known.add({kDay + 11h, kDay + 20h});
  EXPECT_EQ(settled(units[0]), known);
  EXPECT_TRUE(funding_units(found_at({}), {}).empty());
}

TEST(FundingList, NamesFilesOfWhichNoEntryIsValid) {
  const auto files = read_funding_list(R"({
    "BINANCE_FUNDING_RATE_FUTURES_USDT_BTCUSDT_8h_20240305": {"is_invalid": true},
    "BINANCE_FUNDING_RATE_FUTURES_USDT_BTCUSDTX_8h_20240305": {"is_invalid": true, "rows": 3},
    "BINANCE_FUNDING_RATE_FUTURES_USDT_ETHUSDT_8h_20240305": {"is_invalid": true},
    "BINANCE_FUNDING_RATE_FUTURES_USDT_ETHUSDT_8h_20240306": {"is_invalid": false},
    "BINANCE_FUNDING_RATE_FUTURES_USDT_XRPUSDT_8h_20240306": {"rows": 1},
    "OKX_FUNDING_SPOT_BTC_8h_20240305": {"is_invalid": true},
    "odd": {"is_invalid": true}, "A_B_C_D_E_F": 7})");
  ASSERT_TRUE(files) << files.error().what;
  EXPECT_EQ(*files, (std::set<std::string>{"btc-8h-2024-03-05", "futures-usdt-btcu-sd-t",
                                           "futures-usdt-btcu-sd-tx"}));
  EXPECT_TRUE(read_funding_list("{}")->empty());
  EXPECT_FALSE(read_funding_list("[]"));
  EXPECT_FALSE(read_funding_list("{"));
}

}  // namespace
}  // namespace wick::store::funding_file_test
