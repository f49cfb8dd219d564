#include "sim/backdoor.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "sim/exchange.hpp"
#include "sim/fault/json.hpp"
#include "sim/fault/shape.hpp"
#include "sim/fault/shipped.hpp"
#include "sim/market/funding.hpp"
#include "sim/market/quotes.hpp"

namespace wick::sim::backdoor_test {
namespace {

constexpr Micros kNow = 1'709'294'400 * kSecond;  // 2024-03-01T12:00:00Z
const std::string kZip = "/data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2024-02-22.zip";

std::unique_ptr<Exchange> exchange_of(std::string scenario) {
  ExchangeOptions options;
  options.seed = 42;
  options.scenario = std::move(scenario);
  auto exchange = Exchange::open(std::move(options), kNow);
  EXPECT_TRUE(exchange) << (exchange ? "" : exchange.error().what);
  return *std::move(exchange);
}

std::string rules(const std::string& rules) {
  return R"({"name":"x","rules":[)" + rules + "]}";
}

Response ask(Exchange& exchange, Host host, std::string target, std::string method = "GET",
             std::string body = "") {
  return exchange.respond(
      host, {std::move(method), std::move(target), {}, "10.0.0.1", std::move(body)}, kNow);
}

TEST(Backdoor, ChangesTheScenario) {
  const auto exchange = exchange_of("calm");
  const Response named = ask(*exchange, Host::kUm, "/_sim/scenario", "POST", "archive-403\n");
  EXPECT_EQ(named.status, 200);
  EXPECT_EQ(header_of(named, "Date"), "Fri, 01 Mar 2024 12:00:00 GMT");
  EXPECT_EQ(ask(*exchange, Host::kArchive, kZip).status, 403);
  const Response wrong = ask(*exchange, Host::kUm, "/_sim/scenario", "PUT", R"({"name":1})");
  EXPECT_EQ(wrong.status, 400);
  EXPECT_EQ(*wrong.body, "/name: expected a text, found 1\n");
  EXPECT_EQ(ask(*exchange, Host::kArchive, kZip).status, 403);
  const Response json =
      ask(*exchange, Host::kArchive, "/_sim/scenario", "PUT", rules(R"({"then":{"status":500}})"));
  EXPECT_EQ(json.status, 200);
  EXPECT_EQ(ask(*exchange, Host::kArchive, kZip).status, 500);
}

TEST(Backdoor, TellsItsState) {
  const auto exchange = exchange_of(
      R"({"name":"x","about":"y","seed":7,"rules":[{"name":"r","then":{"delay_ms":1}}]})");
  (void)ask(*exchange, Host::kSpot, "/api/v3/ping");
  EXPECT_EQ(*ask(*exchange, Host::kSpot, "/_sim/state").body,
            R"({"now":"2024-03-01T12:00:00.000000Z","began":"2024-03-01T12:00:00.000000Z",)"
            R"("market_seed":42,"fault_seed":7,"requests":1,"scenario":"x","about":"y",)"
            R"("rules":[{"name":"r","strikes":1}]})"
            "\n");
}

TEST(Backdoor, ListsTheShippedScenarios) {
  const auto exchange = exchange_of("calm");
  const auto list = parse_json(*ask(*exchange, Host::kCm, "/_sim/scenarios").body);
  ASSERT_TRUE(list);
  EXPECT_EQ(list->items.size(), shipped_scenarios().size());
  EXPECT_EQ(list->items[0].members[0].value.text, "calm");
}

TEST(Backdoor, ShowsTheLogAndForgetsIt) {
  const auto exchange =
      exchange_of(rules(R"({"name":"hang","when":{"kind":"time"},"then":{"silent":true}})"));
  (void)ask(*exchange, Host::kSpot, "/api/v3/time");
  (void)ask(*exchange, Host::kArchive, kZip);
  const std::string log = *ask(*exchange, Host::kSpot, "/_sim/log").body;
  EXPECT_EQ(std::count(log.begin(), log.end(), '\n'), 2);
  EXPECT_NE(log.find(R"("status":0,"bytes":0,"client":"10.0.0.1","fault":"hang","data":false)"),
            std::string::npos);
  EXPECT_NE(log.find(R"("kind":"zip","market":"spot","symbol":"BTCUSDT","interval":"1h")"),
            std::string::npos);
  EXPECT_TRUE(ask(*exchange, Host::kSpot, "/_sim/log?since=1").body->starts_with("{\"n\":2,"));
  EXPECT_EQ(ask(*exchange, Host::kSpot, "/_sim/reset", "POST").status, 200);
  EXPECT_EQ(*ask(*exchange, Host::kSpot, "/_sim/log").body, "");
}

TEST(Backdoor, TellsTheTruthWhateverTheScenario) {
  const auto exchange = exchange_of(rules(R"({"then":{"status":500}})"));
  const std::string path =
      "/_sim/truth?market=um&symbol=BTCUSDT&interval=1m&from=2024-02-22&to=2024-02-22T00:03";
  const auto rows = parse_json(*ask(*exchange, Host::kSpot, path).body);
  ASSERT_TRUE(rows);
  const Symbol* symbol = exchange->market().find(Venue::kUm, "BTCUSDT");
  ASSERT_NE(symbol, nullptr);
  const Micros day = kNow - 8 * kDay - 12 * kHour;
  const auto candles = exchange->market().candles(*symbol, Interval::k1m, day, day + 3 * kMinute);
  ASSERT_EQ(rows->items.size(), candles.size());
  for (std::size_t i = 0; i < candles.size(); ++i) {
    const auto& row = rows->items[i].items;
    ASSERT_EQ(row.size(), 12U);
    EXPECT_EQ(row[0].integer, candles[i].open_time);
    std::string digits = row[4].text;
    std::erase(digits, '.');
    EXPECT_EQ(std::stoll(digits), candles[i].close);
    EXPECT_EQ(row[7].integer, candles[i].count);
    EXPECT_EQ(row[10].integer, candles[i].first_trade);
  }
}

TEST(Backdoor, TellsTheTruthOfOtherPricesAndOfFundings) {
  const auto exchange = exchange_of("calm");
  const std::string range = "market=um&symbol=BTCUSDT&from=2024-02-22&to=2024-02-22T12:00";
  const auto open = [&](const std::string& price) {
    const std::string path = "/_sim/truth?interval=1h&price=" + price + "&" + range;
    const auto rows = parse_json(*ask(*exchange, Host::kSpot, path).body);
    EXPECT_TRUE(rows && rows->items.size() == 12) << price;
    return rows && !rows->items.empty() ? rows->items[0].items[1].text : "";
  };
  const Symbol& symbol = *exchange->market().find(Venue::kUm, "BTCUSDT");
  const Micros day = kNow - 8 * kDay - 12 * kHour;
  const auto digits = [](std::string text) {
    std::erase(text, '.');
    return std::stoll(text);
  };
  const auto want = [&](Price price) {
    return Quotes(exchange->market(), symbol, price)
        .candles(Interval::k1h, day, day + kHour)
        .at(0)
        .open;
  };
  EXPECT_EQ(digits(open("mark")), want(Price::kMark));
  EXPECT_EQ(digits(open("index")), want(Price::kIndex));
  EXPECT_EQ(digits(open("premium")), want(Price::kPremium));
  EXPECT_EQ(digits(open("traded")), want(Price::kTraded));

  const auto rows = parse_json(*ask(*exchange, Host::kSpot, "/_sim/fundings?" + range).body);
  const auto known = fundings(exchange->market(), symbol, day, day + 12 * kHour);
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->items.size(), 2U);
  ASSERT_EQ(known.size(), 2U);
  for (std::size_t i = 0; i < known.size(); ++i) {
    EXPECT_EQ(rows->items[i].items[0].integer, known[i].time);
    EXPECT_EQ(digits(rows->items[i].items[1].text), known[i].rate);
    EXPECT_EQ(digits(rows->items[i].items[2].text),
              funding_mark(exchange->market(), symbol, known[i]));
  }
}

TEST(Backdoor, RefusesWhatItCannotTell) {
  const auto exchange = exchange_of("calm");
  const auto refusal = [&](const std::string& query) {
    const Response response = ask(*exchange, Host::kSpot, "/_sim/truth?" + query);
    EXPECT_EQ(response.status, 400) << query;
    return *response.body;
  };
  const std::string symbol = "market=spot&symbol=BTCUSDT";
  EXPECT_EQ(refusal(""), "market: expected spot, um or cm\n");
  EXPECT_EQ(refusal("market=spot&symbol=XX"), "symbol: not one of the market's\n");
  EXPECT_EQ(refusal(symbol), "interval: expected one such as 1m\n");
  EXPECT_EQ(refusal(symbol + "&interval=1m&from=x"),
            "from: expected a time such as 2024-03-01T12:00:00Z\n");
  EXPECT_EQ(refusal(symbol + "&interval=1s&from=2024-01-01&to=2024-02-01"),
            "to: more than 100000 rows at once\n");
  const std::string day = "&from=2024-01-01&to=2024-01-02";
  EXPECT_EQ(refusal("market=um&symbol=BTCUSDT&interval=1m&price=last" + day),
            "price: expected traded, mark, index or premium\n");
  EXPECT_EQ(refusal(symbol + "&interval=1m&price=mark" + day),
            "price: spot has the traded one alone\n");
  EXPECT_EQ(refusal("market=um&symbol=BTCUSDT&interval=1s&price=mark" + day),
            "price: only the traded one has seconds\n");
  EXPECT_EQ(ask(*exchange, Host::kSpot, "/_sim/fundings?market=um&symbol=X").status, 400);
  EXPECT_EQ(ask(*exchange, Host::kSpot, "/_sim/nothing").status, 404);
  EXPECT_EQ(ask(*exchange, Host::kSpot, "/_sim/nothing", "POST").status, 404);
}

}  // namespace
}  // namespace wick::sim::backdoor_test
