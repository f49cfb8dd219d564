#include "store/foreign_layout.hpp"

#include <gtest/gtest.h>

#include <string>

namespace wick::store::foreign_layout_test {
namespace {

using core::Interval;
using core::Market;
using core::Provider;

struct Known {
  const char* path;
  Market market;
  const char* symbol;
  Interval interval;
  Provider provider{Provider::kBinance};
};

constexpr const char* kFull = "SYMBOL/INTERVAL/SYMBOL-INTERVAL-DATE";

TEST(ForeignLayout, EveryLayoutIsRecognised) {
  for (const Known& known : {
           Known{"spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2024-03-05.arrow", Market::kSpot,
                 "BTCUSDT", Interval::k1m},
           Known{"data/data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2024-03-05.arrow",
                 Market::kSpot, "BTCUSDT", Interval::k1h},
           Known{"x/data/futures/um/daily/klines/ETHUSDT/1M/ETHUSDT-1M-2024-03-05.arrow",
                 Market::kFuturesUsdt, "ETHUSDT", Interval::k1mo},
           Known{"data/futures/cm/daily/klines/BTCUSD_PERP/1d/BTCUSD_PERP-1d-2024-03-05.arrow",
                 Market::kFuturesCoin, "BTCUSD_PERP", Interval::k1d},
           Known{"futures/cm/daily/klines/BTCUSD_240329_PERP/1h/"
                 "BTCUSD_240329_PERP-1h-2024-03-05.arrow",
                 Market::kFuturesCoin, "BTCUSD_240329", Interval::k1h},
           Known{"futures/cm/daily/klines/BTCUSD_240329_PERP/1h/BTCUSD_240329-1h-2024-03-05.arrow",
                 Market::kFuturesCoin, "BTCUSD_240329", Interval::k1h},
           Known{"binance/spot/klines/daily/BTCUSDT/1m/2024-03-05.arrow", Market::kSpot, "BTCUSDT",
                 Interval::k1m},
           Known{"BINANCE/FUTURES_USDT/KLINES/daily/BTCUSDT/3d/2024-03-05.arrow",
                 Market::kFuturesUsdt, "BTCUSDT", Interval::k3d},
           Known{"binance/spot/klines/daily/BTCUSDT/1h/20240305.arrow", Market::kSpot, "BTCUSDT",
                 Interval::k1h},
           Known{"cache/BINANCE/KLINES/spot/BTCUSDT/5m/2024-03-05.arrow", Market::kSpot, "BTCUSDT",
                 Interval::k5m},
           Known{"cache/BINANCE/KLINES/futures/um/btcusdt/5m/20240305.arrow", Market::kFuturesUsdt,
                 "BTCUSDT", Interval::k5m},
           Known{"binance/futures_usdt/BTCUSDT/1h/2024-03-05.arrow", Market::kFuturesUsdt,
                 "BTCUSDT", Interval::k1h},
           Known{"binance/futures_usdt/klines/daily/BTCUSDT/1h/BTCUSDT-1h-2024-03-05.arrow",
                 Market::kFuturesUsdt, "BTCUSDT", Interval::k1h},
           Known{"data/binance/futures_usdt/daily/klines/BTCUSDT/1h/2024-03-05.arrow",
                 Market::kFuturesUsdt, "BTCUSDT", Interval::k1h},
           Known{"binance/spot/klines/BTCUSDT/1mo/2024-03-05.arrow", Market::kSpot, "BTCUSDT",
                 Interval::k1mo},
           // A file system that folds case.
           Known{"spot/daily/klines/BTCUSDT/1m/BTCUSDT-1M-2024-03-05.arrow", Market::kSpot,
                 "BTCUSDT", Interval::k1mo},
       }) {
    const ForeignName name = read_foreign_path(known.path, {});
    ASSERT_EQ(name.kind, ForeignKind::kBars) << known.path << ": " << name.why;
    EXPECT_EQ(name.place.id, (core::SeriesId{known.provider, known.market, core::ChartType::kKlines,
                                             known.symbol, known.interval}))
        << known.path << " is " << core::describe(name.place.id);
    EXPECT_EQ(name.place.day, core::day_of(core::midnight(2024, 3, 5))) << known.path;
    EXPECT_FALSE(name.place.minute_or_month) << known.path;
  }
}

TEST(ForeignLayout, SaysWhichLayoutItIs) {
  const auto layout = [](const char* path) { return read_foreign_path(path, {}).place.layout; };
  EXPECT_EQ(layout("a/data/futures/um/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2024-03-05.arrow"),
            std::string("futures/market/daily/chart/") + kFull);
  EXPECT_EQ(layout("c/BINANCE/KLINES/spot/BTCUSDT/5m/20240305.arrow"),
            "provider/chart/market/SYMBOL/INTERVAL/YYYYMMDD");
}

TEST(ForeignLayout, AMinuteInLowerCaseMayBeAMonth) {
  const char* const path = "binance/spot/klines/daily/BTCUSDT/1m/20240305.arrow";
  EXPECT_TRUE(read_foreign_path(path, {}).place.minute_or_month);
}

struct Other {
  const char* path;
  ForeignKind kind;
  const char* word;
};

TEST(ForeignLayout, WhatIsNotImportedIsNamed) {
  for (const Other& other : {
           Other{"cache_metadata.json", ForeignKind::kIgnored, "arrow"},
           Other{"index.sqlite", ForeignKind::kIgnored, "arrow"},
           Other{"", ForeignKind::kIgnored, "arrow"},
           Other{"binance/funding/rate/daily/funding/futures/usdt/FUTURES-usdt-BTCU-SD-T.arrow",
                 ForeignKind::kRefused, "funding"},
           Other{"binance/FUNDING_RATE/futures/um/daily/x/BTCUSDT/8h/BTCUSDT-8h-2024-03-05.arrow",
                 ForeignKind::kRefused, "funding"},
           Other{"futures/um/daily/markPriceKlines/BTCUSDT/1h/BTCUSDT-1h-2024-03-05.arrow",
                 ForeignKind::kRefused, "markpriceklines"},
           Other{"spot/monthly/klines/BTCUSDT/1h/BTCUSDT-1h-2024-03-05.arrow",
                 ForeignKind::kRefused, "month"},
           Other{"BTCUSDT/1h/2024-03-05.arrow", ForeignKind::kRefused, "--market"},
           Other{"2024-03-05.arrow", ForeignKind::kRefused, "layout"},
           Other{"spot/BTCUSDT/1h/2024-02-30.arrow", ForeignKind::kRefused, "layout"},
           Other{"spot/BTCUSDT/1h/ETHUSDT-1h-2024-03-05.arrow", ForeignKind::kRefused, "layout"},
           Other{"spot/BTCUSDT/1h/BTCUSDT-1m-2024-03-05.arrow", ForeignKind::kRefused, "layout"},
           Other{"spot/BTCUSDT/2m/2024-03-05.arrow", ForeignKind::kRefused, "interval"},
           Other{"spot/BTC..USDT/1m/2024-03-05.arrow", ForeignKind::kRefused, "symbol"},
           Other{"cm/BTCUSDT/1m/2024-03-05.arrow", ForeignKind::kRefused, "BTCUSD_PERP"},
       }) {
    const ForeignName name = read_foreign_path(other.path, {});
    EXPECT_EQ(name.kind, other.kind) << other.path;
    EXPECT_NE(name.why.find(other.word), std::string::npos) << other.path << ": " << name.why;
  }
}

TEST(ForeignLayout, WhatThePathLeavesOpenIsSaid) {
  const char* const bare = "BTCUSDT/1h/2024-03-05.arrow";
  const ForeignName said = read_foreign_path(bare, {.market = Market::kFuturesUsdt});
  ASSERT_EQ(said.kind, ForeignKind::kBars) << said.why;
  EXPECT_EQ(said.place.id.market, Market::kFuturesUsdt);
  const char* const spot = "binance/spot/BTCUSDT/1h/2024-03-05.arrow";
  EXPECT_EQ(read_foreign_path(spot, {.market = Market::kSpot}).kind, ForeignKind::kBars);
  EXPECT_EQ(read_foreign_path(spot, {.market = Market::kFuturesUsdt}).kind, ForeignKind::kIgnored);
  EXPECT_EQ(read_foreign_path(spot, {.provider = Provider::kOkx}).kind, ForeignKind::kIgnored);
}

}  // namespace
}  // namespace wick::store::foreign_layout_test
