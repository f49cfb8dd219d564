#include "core/series_id.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace wick::core::series_id_test {
namespace {

TEST(Symbol, CaseIsFoldedAndTheWholeStringMustFit) {
  EXPECT_EQ(*canonical_symbol("btcusdt"), "BTCUSDT");
  EXPECT_EQ(*canonical_symbol("BTCUSD_PERP"), "BTCUSD_PERP");
  EXPECT_EQ(*canonical_symbol("X"), "X");
  EXPECT_EQ(*canonical_symbol(std::string(30, 'A')), std::string(30, 'A'));
  using namespace std::string_literals;
  for (const std::string& text :
       {""s, "../x"s, "BTC/USDT"s, "BTC\\USDT"s, "BTC\0USDT"s, "BTCUSDT\n"s, "BTC USDT"s, "%2e%2e"s,
        std::string(31, 'A'), "BTCUSD\xc3\x9f"s}) {
    EXPECT_FALSE(canonical_symbol(text)) << text;
  }
}

TEST(Symbol, AnUnprintableOneIsShownPrintably) {
  EXPECT_EQ(canonical_symbol("A\x1b[31m").error().what,
            "symbol 'A?[31m' is not 1 to 30 letters, digits, '_' or '-'");
}

base::Result<void> check(Market market, std::string symbol, Interval interval = Interval::k1m) {
  return check_series(
      {Provider::kBinance, market, ChartType::kKlines, std::move(symbol), interval});
}

TEST(Series, AForeignShapeIsRefusedWithTheOneMeant) {
  EXPECT_TRUE(check(Market::kSpot, "BTCUSDT"));
  EXPECT_TRUE(check(Market::kFuturesUsdt, "BTCUSDT_240329"));
  EXPECT_TRUE(check(Market::kFuturesCoin, "BTCUSD_PERP"));
  EXPECT_TRUE(check(Market::kFuturesCoin, "BTCUSD_240329"));
  EXPECT_EQ(check(Market::kFuturesCoin, "BTCUSDT").error().what,
            "'BTCUSDT' is no COIN-M symbol; did you mean 'BTCUSD_PERP'?");
  EXPECT_EQ(check(Market::kFuturesCoin, "ETHUSD").error().what,
            "'ETHUSD' is no COIN-M symbol; did you mean 'ETHUSD_PERP'?");
  EXPECT_EQ(check(Market::kSpot, "BTCUSD_PERP").error().what,
            "'BTCUSD_PERP' is a COIN-M symbol; did you mean 'BTCUSDT', or --market futures_coin?");
  EXPECT_FALSE(check(Market::kFuturesUsdt, "BTCUSD_PERP"));
  EXPECT_FALSE(check(Market::kSpot, "BTCUSDT_240329"));
  EXPECT_EQ(check(Market::kSpot, "BTCUSDT_240329").error().kind, base::ErrorKind::kInvalid);
}

base::Result<void> check_fxcm(std::string symbol, Interval interval = Interval::k1m,
                              Market market = Market::kFx) {
  return check_series({Provider::kFxcm, market, ChartType::kKlines, std::move(symbol), interval});
}

TEST(Series, FxcmHasOneMarketAndPlainSymbols) {
  for (const char* symbol : {"EURUSD", "XAUUSD", "NAS100", "GER30"}) {
    EXPECT_TRUE(check_fxcm(symbol)) << symbol;
  }
  EXPECT_EQ(check_fxcm("EUR-USD").error().what,
            "'EUR-USD' is no symbol of FXCM; did you mean 'EURUSD'?");
  EXPECT_EQ(check_fxcm("EURUSD", Interval::k1m, Market::kSpot).error().what,
            "FXCM has one market; add --market fx");
  EXPECT_EQ(check(Market::kFx, "EURUSD").error().what,
            "the market fx is FXCM's; add --provider fxcm");
  EXPECT_TRUE(check_fxcm("EURUSD", Interval::k4h));
  EXPECT_EQ(check_fxcm("EURUSD", Interval::k3d).error().what,
            "FXCM has no bars of 3d here; there is 1m 5m 15m 30m 1h 4h 1d");
  EXPECT_FALSE(
      check_series({Provider::kFxcm, Market::kFx, ChartType::kMark, "EURUSD", Interval::k1m}));
  for (const Provider provider : {Provider::kBinance, Provider::kOkx, Provider::kFxcm}) {
    EXPECT_EQ(parse_provider(name(provider)), provider);
  }
  for (const Market market :
       {Market::kSpot, Market::kFuturesUsdt, Market::kFuturesCoin, Market::kFx}) {
    EXPECT_EQ(parse_market(name(market)), market);
  }
}

base::Result<void> check_okx(Market market, std::string symbol, Interval interval = Interval::k1m) {
  return check_series({Provider::kOkx, market, ChartType::kKlines, std::move(symbol), interval});
}

TEST(Series, OkxHasSymbolsOfItsOwnShapeOnEachMarket) {
  struct Case {
    Market market;
    const char* fits;
    std::vector<std::pair<const char*, const char*>> meant;  // what is refused, and what was meant
  };
  const std::vector<Case> cases = {
      {Market::kSpot,
       "BTC-USDT",
       {{"BTCUSDT", "BTC-USDT'?"},
        {"BTCUSD_PERP", "BTC-USDT'?"},
        {"ETHBTC", "ETH-BTC'?"},
        {"BTC", "BTC-USDT'?"},
        {"BTC-USDT-SWAP", "BTC-USDT', or --market futures_usdt?"},
        {"BTC-USD-SWAP", "BTC-USDT', or --market futures_coin?"},
        {"BTC-USDT-240329", "BTC-USDT'?"}}},
      {Market::kFuturesUsdt,
       "BTC-USDT-SWAP",
       {{"BTCUSDT", "BTC-USDT-SWAP'?"},
        {"BTCUSDT_240329", "BTC-USDT-SWAP'?"},
        {"BTC-USDT", "BTC-USDT-SWAP', or --market spot?"},
        {"BTC-USD-SWAP", "BTC-USDT-SWAP', or --market futures_coin?"}}},
      {Market::kFuturesCoin,
       "BTC-USD-SWAP",
       {{"BTCUSD_PERP", "BTC-USD-SWAP'?"},
        {"BTCUSDT", "BTC-USD-SWAP'?"},
        {"BTC-USDT-SWAP", "BTC-USD-SWAP', or --market futures_usdt?"}}}};
  for (const Case& one : cases) {
    EXPECT_TRUE(check_okx(one.market, one.fits)) << one.fits;
    for (const auto& [symbol, meant] : one.meant) {
      const auto checked = check_okx(one.market, symbol);
      ASSERT_FALSE(checked) << symbol;
      EXPECT_EQ(checked.error().kind, base::ErrorKind::kInvalid);
      EXPECT_EQ(checked.error().what, "'" + std::string(symbol) + "' is no symbol of OKX's " +
                                          std::string(name(one.market)) + "; did you mean '" +
                                          meant);
    }
  }
  for (const char* odd : {"-", "-USDT", "BTC-", "BTC--SWAP", "A-B-C-SWAP", "BTC-USDT_1", "_"}) {
    EXPECT_FALSE(check_okx(Market::kSpot, odd)) << odd;
    EXPECT_FALSE(check_okx(Market::kFuturesUsdt, odd)) << odd;
  }
}

TEST(Series, OkxHasThirteenIntervals) {
  std::string there;
  for (const Interval interval : kIntervals) {
    if (check_okx(Market::kSpot, "BTC-USDT", interval)) there += std::string(name(interval)) + " ";
  }
  EXPECT_EQ(there, "1m 3m 5m 15m 30m 1h 2h 4h 6h 12h 1d 1w 1M ");
  EXPECT_EQ(check_okx(Market::kSpot, "BTC-USDT", Interval::k8h).error().what,
            "OKX has no bars of 8h; there is 1m 3m 5m 15m 30m 1h 2h 4h 6h 12h 1d 1w 1M");
}

TEST(Series, ASymbolOfOkxIsNoneOfBinance) {
  const auto meant = [](Market market, const char* symbol) {
    return check(market, symbol).error().what;
  };
  EXPECT_EQ(meant(Market::kSpot, "BTC-USDT"),
            "'BTC-USDT' is no symbol of Binance; did you mean 'BTCUSDT', or --provider okx?");
  EXPECT_TRUE(meant(Market::kFuturesUsdt, "BTC-USDT-SWAP").find("'BTCUSDT'") != std::string::npos);
  EXPECT_TRUE(meant(Market::kFuturesCoin, "BTC-USD-SWAP").find("'BTCUSD_PERP'") !=
              std::string::npos);
}

base::Result<void> check_chart(Market market, ChartType chart, const char* symbol,
                               Interval interval = Interval::k1h) {
  return check_series({Provider::kBinance, market, chart, symbol, interval});
}

TEST(Series, ChartsOtherThanKlinesAreOfBinanceFutures) {
  for (const ChartType chart :
       {ChartType::kMark, ChartType::kIndex, ChartType::kPremium, ChartType::kFunding}) {
    EXPECT_TRUE(check_chart(Market::kFuturesUsdt, chart, "BTCUSDT")) << name(chart);
    EXPECT_TRUE(check_chart(Market::kFuturesCoin, chart, "BTCUSD_PERP")) << name(chart);
    EXPECT_EQ(check_chart(Market::kSpot, chart, "BTCUSDT").error().what,
              "chart " + std::string(name(chart)) +
                  " exists on futures only; add --market futures_usdt or futures_coin");
    EXPECT_FALSE(check_chart(Market::kFuturesUsdt, chart, "BTCUSDT", Interval::k1s));
    EXPECT_FALSE(check_series(
        {Provider::kOkx, Market::kFuturesUsdt, chart, "BTC-USDT-SWAP", Interval::k1h}));
  }
  EXPECT_TRUE(check_chart(Market::kFuturesUsdt, ChartType::kMark, "BTCUSDT_240329"));
}

TEST(Series, FundingsAreLookedUpByTheHour) {
  for (const Interval interval : kIntervals) {
    const auto checked =
        check_chart(Market::kFuturesUsdt, ChartType::kFunding, "BTCUSDT", interval);
    EXPECT_EQ(static_cast<bool>(checked), interval == kFundingInterval) << name(interval);
  }
  EXPECT_EQ(
      check_chart(Market::kFuturesUsdt, ChartType::kFunding, "BTCUSDT", Interval::k8h).error().what,
      "fundings are looked up by the hour, not by 8h; leave out --interval");
  EXPECT_FALSE(check_chart(Market::kFuturesUsdt, ChartType::kFunding, "BTCUSDT_240329"));
}

TEST(Series, IsToldWithItsChartWhereThatIsNotTheUsualOne) {
  SeriesId id{Provider::kBinance, Market::kFuturesUsdt, ChartType::kKlines, "X", Interval::k1h};
  EXPECT_EQ(describe(id), "binance futures_usdt X 1h");
  id.chart = ChartType::kMark;
  EXPECT_EQ(describe(id), "binance futures_usdt X mark 1h");
}

TEST(Series, SecondsExistOnSpotOnly) {
  EXPECT_TRUE(check(Market::kSpot, "BTCUSDT", Interval::k1s));
  EXPECT_FALSE(check(Market::kFuturesUsdt, "BTCUSDT", Interval::k1s));
}

}  // namespace
}  // namespace wick::core::series_id_test
