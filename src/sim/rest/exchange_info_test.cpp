#include "sim/rest/exchange_info.hpp"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <algorithm>
#include <utility>

#include "sim/market/listing.hpp"
#include "sim/rest/symbol_json.hpp"

namespace wick::sim::exchange_info_test {
namespace {

constexpr Micros kNow = 1'750'000'000 * kSecond;

const Market& market() {
  static const Market the_market(1);
  return the_market;
}

std::string chosen(const std::string& query) {
  const auto result = choose_symbols(market(), Venue::kSpot, parse_target("/x?" + query), kNow);
  if (const auto* error = std::get_if<VenueError>(&result)) return std::to_string(error->code);
  std::string out;
  for (const Symbol* symbol : std::get<0>(result)) out += symbol->name + " ";
  return out;
}

TEST(ExchangeInfo, IsWellFormedJsonOfAllListedSymbols) {
  for (const Venue venue : {Venue::kSpot, Venue::kUm, Venue::kCm}) {
    const auto listed = listed_symbols(market(), venue, kNow);
    const std::vector<RateLimit> limits{{LimitType::kRequestWeight, kMinute, 1, 2400}};
    const simdjson::padded_string text(
        exchange_info_json(venue, limits, 1'750'000'000'000, symbols_json(listed, kNow)));
    simdjson::dom::parser parser;
    simdjson::dom::element root;
    ASSERT_EQ(parser.parse(text).get(root), simdjson::SUCCESS);
    EXPECT_EQ(std::int64_t(root["serverTime"]), 1'750'000'000'000);
    EXPECT_EQ(std::string_view(root["rateLimits"].at(0)["interval"]), "MINUTE");
    EXPECT_EQ(std::int64_t(root["rateLimits"].at(0)["limit"]), 2400);
    EXPECT_EQ(root["futuresType"].error() == simdjson::SUCCESS, venue == Venue::kUm);
    std::size_t count = 0;
    for (const auto symbol : root["symbols"].get_array()) {
      EXPECT_EQ(std::string_view(symbol["symbol"]), listed.at(count++)->name);
      const char* status = venue == Venue::kCm ? "contractStatus" : "status";
      EXPECT_EQ(std::string_view(symbol[status]), status_at(*listed.at(count - 1), kNow));
      EXPECT_GT(symbol["filters"].get_array().size(), 5U);
      if (venue == Venue::kSpot) continue;
      EXPECT_EQ(std::int64_t(symbol["onboardDate"]),
                known_since(*listed.at(count - 1), kNow) / 1000);
      EXPECT_EQ(symbol["contractSize"].error() == simdjson::SUCCESS, venue == Venue::kCm);
    }
    EXPECT_EQ(count, listed.size());
  }
}

TEST(ExchangeInfo, ASymbolThatComesBackHasANewDayOfListingOnFutures) {
  for (const auto& each : {std::pair{Venue::kSpot, "LUNAUSDT"}, std::pair{Venue::kUm, "ICPUSDT"}}) {
    const Venue venue = each.first;
    const Symbol& symbol = *market().find(venue, each.second);
    const bool spot = venue == Venue::kSpot;
    const auto shown = [&](Micros now) {
      const auto all = listed_symbols(market(), venue, now);
      return std::ranges::find(all, &symbol) != all.end();
    };
    EXPECT_EQ(status_at(symbol, symbol.left), spot ? "BREAK" : "SETTLING");
    EXPECT_TRUE(shown(symbol.left));
    EXPECT_EQ(shown(symbol.left + 8 * kDay), spot);
    EXPECT_TRUE(shown(symbol.returned));
    EXPECT_EQ(status_at(symbol, symbol.returned), "TRADING");
  }
}

TEST(ExchangeInfo, ShowsSymbolsFromTheirListingOn) {
  for (const Venue venue : {Venue::kSpot, Venue::kUm, Venue::kCm}) {
    for (const Symbol& symbol : market().symbols(venue)) {
      const auto shown = [&](Micros now) {
        const auto all = listed_symbols(market(), venue, now);
        return std::ranges::find(all, &symbol) != all.end();
      };
      ASSERT_FALSE(shown(symbol.listed - 1));
      ASSERT_TRUE(shown(symbol.listed));
      if (symbol.delisted == kNever) continue;
      ASSERT_TRUE(shown(symbol.delisted));
      ASSERT_EQ(shown(symbol.delisted + 8 * kDay), venue == Venue::kSpot);
      ASSERT_EQ(status_at(symbol, symbol.delisted - 1), "TRADING");
      ASSERT_EQ(status_at(symbol, symbol.delisted), venue == Venue::kSpot ? "BREAK" : "SETTLING");
    }
  }
}

TEST(ExchangeInfo, ChoosesSymbols) {
  EXPECT_EQ(chosen("symbol=BTCUSDT"), "BTCUSDT ");
  EXPECT_EQ(chosen("symbols=%5B%22ETHUSDT%22,%22BTCUSDT%22%5D"), "ETHUSDT BTCUSDT ");
  EXPECT_EQ(chosen("symbol=BTCUSDT&symbolStatus=BREAK"), "");
  EXPECT_EQ(chosen("symbol=BTCUSDT&permissions=SPOT&showPermissionSets=false"), "BTCUSDT ");
  EXPECT_EQ(chosen("symbols=[]"), chosen(""));
  EXPECT_EQ(chosen("symbol=NOSUCH"), "-1121");
  EXPECT_EQ(chosen("symbols=[\"BTCUSDT\",\"NOSUCH\"]"), "-1121");
  EXPECT_EQ(chosen("symbol=btc"), "-1100");
  EXPECT_EQ(chosen("symbol=BTCUSDT&symbols=[\"BTCUSDT\"]"), "-1128");
  EXPECT_EQ(chosen("other=1"), "-1104");
  for (const char* text : {"[", "]", "[\"\"]", "[BTCUSDT]", "[\"BTCUSDT\",]", "[,\"BTCUSDT\"]",
                           "[\"BTCUSDT\"", "BTCUSDT", "[\"]", "[\"BTCUSDT\" ]", "[\",\"]"}) {
    EXPECT_EQ(chosen(std::string("symbols=") + text), "-1100") << text;
  }
}

}  // namespace
}  // namespace wick::sim::exchange_info_test
