#include "cli/exchange_names.hpp"

#include <gtest/gtest.h>

namespace wick::cli::exchange_names_test {
namespace {

using core::Market;

std::vector<wiring::LiveSymbol> symbols(const std::vector<std::string>& names) {
  std::vector<wiring::LiveSymbol> read;
  for (const std::string& name : names) read.push_back(wiring::parse_live_symbol(name).value());
  return read;
}

std::string said(const base::Result<void>& checked) {
  if (checked) return "";
  EXPECT_EQ(checked.error().kind, base::ErrorKind::kInvalid);
  return checked.error().what;
}

core::Instrument traded(const std::string& symbol, const std::string& status = "TRADING") {
  return {.provider = core::Provider::kBinance,
          .symbol = symbol,
          .status = status,
          .tradable = status == "TRADING"};
}

TEST(ExchangeNames, AShapeThatCannotBeIsRefused) {
  EXPECT_EQ(said(check_shapes(symbols({"BTCUSDT", "ethusdt"}), Market::kSpot)), "");
  EXPECT_EQ(said(check_shapes(symbols({"BTCUSD_PERP"}), Market::kFuturesCoin)), "");
  EXPECT_EQ(said(check_shapes(symbols({"BTCUSDT", "BTC/USDT"}), Market::kFuturesUsdt)),
            "binance futures_usdt has no BTC/USDT (is it BTCUSDT?); wick symbols --market "
            "futures_usdt names all");
  EXPECT_NE(said(check_shapes(symbols({"BTC.USDT"}), Market::kSpot)).find("BTC.USDT"),
            std::string::npos);
}

TEST(ExchangeNames, AShapeOfAnotherMarketIsRefusedWithTheWayThere) {
  const auto coin = symbols({"BTCUSDT", "BTCUSD_PERP"});
  for (const auto& checked : {check_shapes(coin, Market::kSpot),
                              check_listed(coin, Market::kSpot, {traded("BTCUSDT")})}) {
    EXPECT_NE(said(checked).find("--market futures_coin"), std::string::npos) << said(checked);
  }
}

TEST(ExchangeNames, WhatTheExchangeHasNotIsRefusedWithTheOneMeant) {
  const std::vector<core::Instrument> listed = {traded("BTCUSDT"), traded("ETHUSDT"),
                                                traded("LUNAUSDT", ""), traded("ADAUSDT", "BREAK")};
  EXPECT_EQ(said(check_listed(symbols({"BTCUSDT", "ADAUSDT"}), Market::kSpot, listed)), "");
  EXPECT_EQ(said(check_listed(symbols({"BTC/USDT"}), Market::kSpot, listed)),
            "binance spot has no BTC/USDT (is it BTCUSDT?); wick symbols --market spot names all");
  EXPECT_EQ(said(check_listed(symbols({"ETHUSTD", "BTCUSDT", "XAU/EUR"}), Market::kSpot, listed)),
            "binance spot has no ETHUSTD (is it ETHUSDT?), XAU/EUR; wick symbols --market spot "
            "names all");
  EXPECT_NE(said(check_listed(symbols({"LUNAUSDT"}), Market::kSpot, listed)).find("LUNAUSDT"),
            std::string::npos);
}

}  // namespace
}  // namespace wick::cli::exchange_names_test
