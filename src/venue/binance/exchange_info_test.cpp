#include "venue/binance/exchange_info.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "core/time_text.hpp"

namespace wick::venue::binance::exchange_info_test {
namespace {

using core::DateOrigin;
using core::Instrument;
using core::Market;

const core::UtcTime kNow = core::midnight(2024, 6, 1);

std::string listing(const std::string& symbols) {
  return R"({"timezone":"UTC","serverTime":1,"rateLimits":[{"limit":1}],"symbols":[)" + symbols +
         R"(],"sors":[{"baseAsset":"BTC"}]})";
}

std::vector<Instrument> read(const std::string& symbols, Market market = Market::kFuturesUsdt) {
  auto found = parse_exchange_info(listing(symbols), market, kNow);
  if (!found) {
    ADD_FAILURE() << found.error().what;
    return {};
  }
  return *std::move(found);
}

void expect_refused(const std::string& text, const std::string& words) {
  const auto found = parse_exchange_info(text, Market::kSpot, kNow);
  ASSERT_FALSE(found) << text;
  EXPECT_EQ(found.error().kind, base::ErrorKind::kCorrupt);
  EXPECT_EQ(found.error().what, "the list of instruments " + words) << text;
}

TEST(ExchangeInfo, SpotHasNoDates) {
  const auto found = read(R"({"symbol":"ETHBTC","status":"TRADING","baseAsset":"ETH",)"
                          R"("quoteAsset":"BTC","filters":[{"symbol":"X","status":"Y"}]})",
                          Market::kSpot);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0], (Instrument{.provider = core::Provider::kBinance,
                                  .market = Market::kSpot,
                                  .symbol = "ETHBTC",
                                  .status = "TRADING",
                                  .base = "ETH",
                                  .quote = "BTC",
                                  .tradable = true}));
}

TEST(ExchangeInfo, FuturesTellSinceWhenAndUntilWhen) {
  const auto found =
      read(R"({"symbol":"BTCUSDT","pair":"BTCUSDT","contractType":"PERPETUAL",)"
           R"("deliveryDate":4133404800000,"onboardDate":1569398400000,"status":"TRADING",)"
           R"("baseAsset":"BTC","quoteAsset":"USDT"})");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].contract_type, "PERPETUAL");
  EXPECT_EQ(found[0].pair, "BTCUSDT");
  ASSERT_TRUE(found[0].listed);
  EXPECT_EQ(core::to_iso(found[0].listed->time), "2019-09-25T08:00:00Z");
  EXPECT_EQ(found[0].listed->from, DateOrigin::kExchangeInfo);
  EXPECT_FALSE(found[0].delisted) << "never";
}

TEST(ExchangeInfo, AContractIsDelistedOnceItIsDelivered) {
  const auto delivered = [](core::UtcTime at) {
    const auto found =
        read(R"({"symbol":"BTCUSD_240628","contractStatus":"PENDING_TRADING","deliveryDate":)" +
             std::to_string(core::millis_of(at)) + "}");
    return found.size() == 1 && found[0].delisted.has_value();
  };
  EXPECT_TRUE(delivered(kNow));
  EXPECT_FALSE(delivered(kNow + std::chrono::milliseconds{1}));
}

TEST(ExchangeInfo, WhatIsTradedIsNotDelistedByAFastClock) {
  const auto found = read(R"({"symbol":"A","status":"TRADING","deliveryDate":1569398400000})");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_FALSE(found[0].delisted);
}

TEST(ExchangeInfo, StatusesAreKeptAsTheyAreSpelt) {
  const auto found = read(R"({"symbol":"A","status":"CANCEL_ONLY"},)"
                          R"({"symbol":"B","contractStatus":"TRADING"},)"
                          R"({"symbol":"C"},{"symbol":"D","status":null},)"
                          R"({"symbol":"E","status":"a\u001b[2J"})");
  std::map<std::string, std::pair<std::string, bool>> by_symbol;
  for (const Instrument& one : found) by_symbol[one.symbol] = {one.status, one.tradable};
  EXPECT_EQ(by_symbol,
            (std::map<std::string, std::pair<std::string, bool>>{{"A", {"CANCEL_ONLY", false}},
                                                                 {"B", {"TRADING", true}},
                                                                 {"C", {"UNKNOWN", false}},
                                                                 {"D", {"UNKNOWN", false}},
                                                                 {"E", {"a?[2J", false}}}));
}

TEST(ExchangeInfo, WhatIsNotKnownIsPassedOver) {
  const auto found =
      read(R"({"st":[[1,{"symbol":"NO"}]],"symbol":"B","status":"TRADING","new":{"a":null}},)"
           R"({"symbol":"\u5e01\u5b89USDT","status":"TRADING"},{"symbol":"../x"},)"
           R"({"symbol":"a"},{"symbol":"A","status":"HALT"},{"symbol":"A","status":"TRADING"})");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].symbol, "A");
  EXPECT_EQ(found[0].status, "HALT") << "the first of two";
  EXPECT_EQ(found[1].symbol, "B");
}

TEST(ExchangeInfo, DatesThatAreNoneAreUnknown) {
  for (const char* date : {"0", "-1", "null", "7258118400000", "9223372036854775807"}) {
    const auto found = read(std::string(R"({"symbol":"A","onboardDate":)") + date +
                            R"(,"deliveryDate":)" + date + "}");
    ASSERT_EQ(found.size(), 1U) << date;
    EXPECT_FALSE(found[0].listed || found[0].delisted) << date;
  }
}

TEST(ExchangeInfo, AMistakeIsToldOnce) {
  expect_refused("", "is not valid JSON");
  expect_refused("[]", "is no JSON object");
  expect_refused("<html>", "is no JSON object");
  expect_refused("{}", "has no symbols");
  expect_refused(R"({"code":-1003,"msg":"Too many."})", "has no symbols");
  expect_refused(R"({"symbols":{}})", "has symbols of no kind");
  expect_refused(R"({"symbols":[],"symbols":[]})", "has its symbols twice");
  expect_refused(R"({"symbols":[]}{})", "goes on after its end");
  expect_refused(listing("7"), "is damaged: symbol 1 is no object");
  expect_refused(listing(R"({"symbol":"A"},{})"), "is damaged: symbol 2 has no name");
  expect_refused(listing(R"({"symbol":7})"), "is damaged: symbol 1 has a symbol that is none");
  expect_refused(listing(R"({"symbol":"A","onboardDate":"1"})"),
                 "is damaged: symbol 1 has a onboardDate that is none");
  expect_refused(listing(R"({"symbol":"A","status":nu})"),
                 "is damaged: symbol 1 has a status that is none");
  expect_refused(std::string(kExchangeInfoMax + 1, ' '), "is longer than it can be");
}

TEST(ExchangeInfo, NoCutOfItIsWhole) {
  const std::string whole = listing(R"({"symbol":"A","status":"TRADING"},{"symbol":"B"})");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(parse_exchange_info(whole.substr(0, size), Market::kSpot, kNow)) << size;
  }
}

TEST(ExchangeInfo, EachMarketHasItsOwnPath) {
  EXPECT_EQ(exchange_info_path(Market::kSpot), "/api/v3/exchangeInfo?showPermissionSets=false");
  EXPECT_EQ(exchange_info_path(Market::kFuturesUsdt), "/fapi/v1/exchangeInfo");
  EXPECT_EQ(exchange_info_path(Market::kFuturesCoin), "/dapi/v1/exchangeInfo");
}

// Recorded in 2021: "URL -> time: JSON". The oracle counts names in the text itself.
class Recorded : public testing::TestWithParam<std::pair<const char*, Market>> {};

std::filesystem::path recordings() {
  const char* const folder = std::getenv("WICK_RECORDINGS");  // NOLINT: read before any thread
  if (folder != nullptr) return folder;
  const auto room = std::filesystem::path(__FILE__).parent_path();
  return room / "../../../../shared/data/real";
}

std::size_t occurrences(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST_P(Recorded, IsReadWhole) {
  const auto path = recordings() / "binance" / GetParam().first;
  std::ifstream file(path);
  if (!file) GTEST_SKIP() << "no recording at " << path;
  std::stringstream content;
  content << file.rdbuf();
  const std::string line = content.str();
  const std::string text = line.substr(line.find('{'));
  const auto found = parse_exchange_info(text.substr(0, text.find('\n')), GetParam().second,
                                         core::midnight(2021, 7, 22));
  ASSERT_TRUE(found) << found.error().what;
  EXPECT_EQ(found->size(), occurrences(text, R"("symbol":")"));
  EXPECT_TRUE(std::ranges::all_of(*found, [](const Instrument& one) {
    return one.listed && !one.base.empty() && !one.quote.empty() && !one.pair.empty() &&
           !one.status.empty();  // one without a contract type is among them
  }));
  EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(*found, true, &Instrument::tradable)),
            occurrences(text, R"(tatus":"TRADING")"));
}

INSTANTIATE_TEST_SUITE_P(ExchangeInfo, Recorded,
                         testing::Values(std::pair{"um.exchangeInfo.txt", Market::kFuturesUsdt},
                                         std::pair{"cm.exchangeInfo.txt", Market::kFuturesCoin}));

}  // namespace
}  // namespace wick::venue::binance::exchange_info_test
