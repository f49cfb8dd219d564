#include "venue/binance/exchange_facts.hpp"

#include <gtest/gtest.h>

#include "venue/binance/probe.hpp"

namespace wick::venue::binance::exchange_facts_test {
namespace {

TEST(ExchangeFacts, ServerTime) {
  EXPECT_EQ(parse_server_time(R"({"serverTime":1700000000123})"),
            core::utc_micros(1'700'000'000'123'000));
  for (const char* const text : {"", "[]", "{}", R"({"serverTime":"soon"})", R"({"serverTime":-1})",
                                 R"({"serverTime":17000)"}) {
    EXPECT_FALSE(parse_server_time(text)) << text;
  }
}

TEST(ExchangeFacts, LimitOfAMinuteAndStatus) {
  const std::string text = R"({"timezone":"UTC","rateLimits":[
    {"rateLimitType":"ORDERS","interval":"MINUTE","intervalNum":1,"limit":50},
    {"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":5,"limit":61000},
    {"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":6000}],
    "symbols":[{"symbol":"ETHUSDT","status":"BREAK"},{"symbol":"BTCUSDT","status":"TRADING"},
               {"symbol":"BTCUSD_PERP","contractStatus":"SETTLING"}]})";
  const auto facts = parse_exchange_facts(text, "BTCUSDT");
  EXPECT_EQ(facts.weight_a_minute, 6000);
  EXPECT_EQ(facts.status, "TRADING");
  EXPECT_EQ(parse_exchange_facts(text, "BTCUSD_PERP").status, "SETTLING");
  EXPECT_EQ(parse_exchange_facts(text, "BTC").status, "");
}

TEST(ExchangeFacts, WhatIsNotThereIsLeftOut) {
  for (const char* const text : {"", "{}", "[1]", R"({"rateLimits":7,"symbols":"x"})",
                                 R"({"rateLimits":[{}],"symbols":[{}]})"}) {
    const auto facts = parse_exchange_facts(text, "BTCUSDT");
    EXPECT_FALSE(facts.weight_a_minute) << text;
    EXPECT_EQ(facts.status, "") << text;
  }
}

TEST(SimilarSymbols, TheNearestFirst) {
  using Names = std::vector<std::string>;
  const Names known{"BTCUSDC", "BTCBUSD", "BTCUSDT", "BNBUSDT", "BCHUSDT", "BTC"};
  EXPECT_EQ(similar_symbols("BTCUSD", known), (Names{"BTCUSDT", "BTCUSDC", "BTCBUSD"}));
  EXPECT_EQ(similar_symbols("BTCUSTD", known).front(), "BTCUSDT");
  EXPECT_EQ(similar_symbols("ZZZZZZZZZ", known), Names{});
  EXPECT_EQ(similar_symbols("BTCUSDT", {"BTCUSDT"}), Names{});
}

}  // namespace
}  // namespace wick::venue::binance::exchange_facts_test
