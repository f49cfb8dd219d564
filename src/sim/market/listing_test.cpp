#include "sim/market/listing.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/market/asset.hpp"
#include "sim/market/market.hpp"
#include "sim/market/quarter.hpp"

namespace wick::sim::market_listing_test {
namespace {

using namespace std::chrono_literals;

Symbol named(Venue venue, std::string_view name) {
  const std::vector<Symbol> all = listing_of(venue);
  const auto found = std::ranges::find(all, name, &Symbol::name);
  EXPECT_NE(found, all.end()) << name;
  return found == all.end() ? Symbol{} : *found;
}

class Symbols : public testing::TestWithParam<Venue> {};

INSTANTIATE_TEST_SUITE_P(Venues, Symbols, testing::Values(Venue::kSpot, Venue::kUm, Venue::kCm));

TEST_P(Symbols, IsLongAndInOrderAndHasManyThatAreGone) {
  const std::vector<Symbol> all = listing_of(GetParam());
  EXPECT_GE(all.size(), 500U);
  EXPECT_EQ(std::ranges::adjacent_find(all, std::ranges::greater_equal{}, &Symbol::name),
            all.end());
  constexpr Micros kToday = start_of(2026y / 1 / 1);
  EXPECT_GE(std::ranges::count_if(all, [](const Symbol& s) { return s.delisted < kToday; }), 30);
}

TEST_P(Symbols, IsMadeOfWholeSymbols) {
  for (const Symbol& symbol : listing_of(GetParam())) {
    SCOPED_TRACE(symbol.name);
    EXPECT_EQ(symbol.venue, GetParam());
    EXPECT_EQ(symbol.pair, symbol.base + symbol.quote);
    EXPECT_TRUE(symbol.name.starts_with(symbol.pair));
    EXPECT_NE(find_asset(symbol.base), nullptr);
    EXPECT_NE(find_asset(symbol.quote), nullptr);
    EXPECT_LE(symbol.price_digits + symbol.quantity_digits, 8);
    EXPECT_GE(symbol.price_digits, 0);
    EXPECT_GE(symbol.quantity_digits, 0);
    EXPECT_EQ(symbol.listed % kMinute, 0);
    EXPECT_GE(symbol.listed, start_of(2017y / 8 / 17) + 4 * kHour);
    EXPECT_EQ(symbol.contract_size != 0, GetParam() == Venue::kCm);
    EXPECT_EQ(symbol.contract_type.empty(), GetParam() == Venue::kSpot);
    if (symbol.delisted == kNever) continue;
    EXPECT_EQ(symbol.delisted % kMinute, 0);
    EXPECT_GE(symbol.delisted - symbol.listed, 40 * kDay);
  }
}

TEST_P(Symbols, DoesNotAlwaysOpenAtMidnight) {
  const std::vector<Symbol> all = listing_of(GetParam());
  const auto by_day =
      std::ranges::count_if(all, [](const Symbol& s) { return s.listed % kDay != 0; });
  EXPECT_GT(by_day, 50);
}

TEST(SymbolNames, HaveTheirHistoricDates) {
  EXPECT_EQ(named(Venue::kSpot, "BTCUSDT").listed, start_of(2017y / 8 / 17) + 4 * kHour);
  EXPECT_EQ(named(Venue::kSpot, "ETHUSDT").listed, start_of(2017y / 8 / 17) + 4 * kHour);
  EXPECT_EQ(named(Venue::kUm, "BTCUSDT").listed, start_of(2019y / 12 / 31));
  EXPECT_EQ(named(Venue::kCm, "BTCUSD_PERP").listed, start_of(2020y / 8 / 11));
  EXPECT_EQ(open_of(Interval::k1mo, named(Venue::kUm, "LUNAUSDT").delisted),
            start_of(2022y / 5 / 1));
  EXPECT_LT(named(Venue::kUm, "FTTUSDT").delisted, start_of(2023y / 1 / 1));
  for (const std::string_view name : {"BNBUSDT", "ADABTC", "DOGEUSDT", "ETHBTC", "BTCEUR"}) {
    EXPECT_LT(named(Venue::kSpot, name).listed, start_of(2025y / 3 / 2));
  }
  named(Venue::kUm, "1000SHIBUSDT");
}

TEST(SymbolNames, SomeLeaveForWeeksAndComeBack) {
  for (const auto& [venue, name] :
       {std::pair{Venue::kSpot, "LUNAUSDT"}, std::pair{Venue::kUm, "ICPUSDT"}}) {
    const Symbol symbol = named(venue, name);
    EXPECT_EQ(symbol.status, "TRADING");
    EXPECT_EQ(symbol.delisted, kNever);
    EXPECT_GE(symbol.returned - symbol.left, 14 * kDay);
    EXPECT_TRUE(on_board(symbol, symbol.listed));
    EXPECT_TRUE(on_board(symbol, symbol.left - 1));
    EXPECT_FALSE(on_board(symbol, symbol.left));
    EXPECT_FALSE(on_board(symbol, symbol.returned - 1));
    EXPECT_TRUE(on_board(symbol, symbol.returned));
    EXPECT_EQ(known_since(symbol, symbol.returned - 1), symbol.listed);
    EXPECT_EQ(known_since(symbol, symbol.returned),
              venue == Venue::kSpot ? symbol.listed : symbol.returned);
  }
}

TEST(SymbolNames, ACoinGoesOnUnderAnotherName) {
  for (const Venue venue : {Venue::kSpot, Venue::kUm, Venue::kCm}) {
    for (const Symbol& symbol : listing_of(venue)) {
      SCOPED_TRACE(symbol.name);
      if (symbol.base == "MATIC") {
        EXPECT_LE(symbol.delisted, start_of(2024y / 9 / 10) + 3 * kHour);
      }
      if (symbol.base == "POL") {
        EXPECT_EQ(symbol.listed, start_of(2024y / 9 / 13) + 10 * kHour);
        EXPECT_EQ(symbol.delisted, kNever);
      }
      EXPECT_FALSE(symbol.name == "POLBUSD") << "that board was closed by then";
    }
  }
  EXPECT_EQ(named(Venue::kUm, "MATICUSDT").status, "SETTLING");
  EXPECT_EQ(named(Venue::kUm, "POLUSDT").status, "TRADING");
}

TEST(SymbolNames, HaveTheirScales) {
  const Symbol spot = named(Venue::kSpot, "BTCUSDT");
  EXPECT_EQ(spot.price_digits, 2);
  EXPECT_EQ(spot.quantity_digits, 5);
  const Symbol um = named(Venue::kUm, "BTCUSDT");
  EXPECT_EQ(um.price_digits, 1);
  EXPECT_EQ(um.quantity_digits, 3);
  const Symbol cm = named(Venue::kCm, "BTCUSD_PERP");
  EXPECT_EQ(cm.price_digits, 1);
  EXPECT_EQ(cm.quantity_digits, 0);
  EXPECT_EQ(cm.contract_size, 100);
  EXPECT_EQ(named(Venue::kCm, "ETHUSD_PERP").contract_size, 10);
}

TEST(SymbolNames, DollarsOfBusdAreGoneIn2023) {
  for (const Venue venue : {Venue::kSpot, Venue::kUm}) {
    for (const Symbol& symbol : listing_of(venue)) {
      if (symbol.quote != "BUSD") continue;
      EXPECT_GE(symbol.delisted, start_of(2023y / 1 / 1)) << symbol.name;
      EXPECT_LT(symbol.delisted, start_of(2024y / 1 / 1)) << symbol.name;
    }
  }
}

TEST(SymbolNames, QuarterliesLiveForTwoQuarters) {
  const Symbol quarterly = named(Venue::kUm, "BTCUSDT_240329");
  EXPECT_EQ(quarterly.pair, "BTCUSDT");
  EXPECT_EQ(quarterly.listed, start_of(2023y / 9 / 29) + 8 * kHour);
  EXPECT_EQ(quarterly.delisted, start_of(2024y / 3 / 29) + 8 * kHour);
  named(Venue::kUm, "ETHUSDT_210326");
  named(Venue::kCm, "BTCUSD_210924");
  named(Venue::kCm, "ETHUSD_300927");
}

}  // namespace
}  // namespace wick::sim::market_listing_test
