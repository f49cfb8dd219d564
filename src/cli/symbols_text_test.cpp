#include <gtest/gtest.h>

#include <sstream>

#include "cli/symbols_command.hpp"

namespace wick::cli::symbols_text_test {
namespace {

using core::DateOrigin;
using core::KnownDate;
using core::Market;
using std::chrono_literals::operator""h;

SymbolsFound some(const std::string& market = "futures_usdt") {
  return {.market = market,
          .as_of = core::midnight(2024, 6, 1),
          .age = 3h,
          .instruments = {
              {.market = Market::kFuturesUsdt,
               .symbol = "1000000MOGUSDT_240628",
               .status = "PENDING_TRADING",
               .base = "1000000MOG",
               .quote = "USDT",
               .contract_type = "CURRENT_QUARTER",
               .pair = "1000000MOGUSDT",
               .listed = KnownDate{core::midnight(2023, 12, 29), DateOrigin::kExchangeInfo}},
              {.market = Market::kFuturesUsdt,
               .symbol = "LUNAUSDT",
               .delisted = KnownDate{core::midnight(2022, 5, 12), DateOrigin::kArchive}}}};
}

TEST(SymbolsText, IsATable) {
  EXPECT_EQ(
      symbols_text(some()),
      "symbol                 status      base      quote  type     listed      delisted\n"
      "1000000MOGUSDT_240628  PENDING_T~  1000000~  USDT   QUARTER  2023-12-29\n"
      "LUNAUSDT               delisted                                          2022-05-12\n");
}

TEST(SymbolsText, OfAllMarketsNamesTheMarket) {
  EXPECT_EQ(symbols_text(some("all")),
            "market  symbol                 status      quote  type     listed      delisted\n"
            "um      1000000MOGUSDT_240628  PENDING_T~  USDT   QUARTER  2023-12-29\n"
            "um      LUNAUSDT               delisted                                2022-05-12\n");
}

TEST(SymbolsText, OfNothingIsNothing) {
  EXPECT_EQ(symbols_text({}), "");
}

TEST(SymbolsJson, IsOneDocument) {
  EXPECT_EQ(
      symbols_json(some()),
      "{\"as_of\":\"2024-06-01T00:00:00Z\",\"age_s\":10800,\"provider\":\"binance\",\"market\":"
      "\"futures_usdt\","
      "\"symbols\":[{\"symbol\":\"1000000MOGUSDT_240628\",\"market\":\"futures_usdt\","
      "\"status\":\"PENDING_TRADING\",\"base\":\"1000000MOG\",\"quote\":\"USDT\","
      "\"contract_type\":\"CURRENT_QUARTER\",\"pair\":\"1000000MOGUSDT\",\"tradable\":false,"
      "\"listed\":\"2023-12-29T00:00:00Z\",\"listed_from\":\"exchangeInfo\",\"delisted\":null,"
      "\"delisted_from\":null},{\"symbol\":\"LUNAUSDT\",\"market\":\"futures_usdt\","
      "\"status\":\"delisted\",\"base\":\"\",\"quote\":\"\",\"contract_type\":\"\",\"pair\":\"\","
      "\"tradable\":false,\"listed\":null,\"listed_from\":null,"
      "\"delisted\":\"2022-05-12T00:00:00Z\",\"delisted_from\":\"archive\"}]}\n");
}

TEST(SymbolsSummary, CountsAndTellsTheAge) {
  EXPECT_EQ(symbols_summary(some()), "2 symbols, 1 delisted; as the exchange said 3 h ago");
}

}  // namespace
}  // namespace wick::cli::symbols_text_test
