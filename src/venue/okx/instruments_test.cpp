#include "venue/okx/instruments.hpp"

#include <gtest/gtest.h>

namespace wick::venue::okx::instruments_test {
namespace {

using core::Market;

const core::UtcTime kNow = core::midnight(2024, 6, 1);

constexpr std::string_view kSpot = R"({"code":"0","msg":"","data":[
  {"instType":"SPOT","instId":"ETH-USDT","baseCcy":"ETH","quoteCcy":"USDT","uly":"",
   "listTime":"1548133413000","expTime":"","state":"live","new":{"a":[1]}},
  {"instType":"SPOT","instId":"BTC-USDT","baseCcy":"BTC","quoteCcy":"USDT",
   "listTime":"","expTime":"1609459200000","state":"suspend"},
  {"instType":"SPOT","instId":"ODD_\u00e9","baseCcy":"X","quoteCcy":"Y","state":"live"}]})";
constexpr std::string_view kSwaps = R"({"code":"0","msg":"","data":[
  {"instType":"SWAP","instId":"BTC-USD-SWAP","uly":"BTC-USD","ctType":"inverse",
   "listTime":"1611916828000","expTime":"","state":"live"},
  {"instType":"SWAP","instId":"BTC-USDT-SWAP","uly":"BTC-USDT","ctType":"linear",
   "listTime":"1611916828000","expTime":"1999999999000","state":"live"}]})";

TEST(OkxInstruments, OfSpot) {
  const auto found = parse_instruments(kSpot, Market::kSpot, kNow);
  ASSERT_TRUE(found) << found.error().what;
  ASSERT_EQ(found->size(), 2U);
  const core::Instrument& bitcoin = found->front();
  EXPECT_EQ(bitcoin.symbol, "BTC-USDT");
  EXPECT_EQ(bitcoin.status, "suspend");
  EXPECT_FALSE(bitcoin.tradable);
  EXPECT_FALSE(bitcoin.listed);
  ASSERT_TRUE(bitcoin.delisted);
  EXPECT_EQ(bitcoin.delisted->time, core::midnight(2021, 1, 1));
  const core::Instrument& ether = found->back();
  EXPECT_EQ(ether.base + ether.quote + ether.contract_type, "ETHUSDT");
  EXPECT_TRUE(ether.tradable);
  EXPECT_EQ(ether.listed->time, core::utc_micros(1'548'133'413'000'000));
  EXPECT_EQ(ether.provider, core::Provider::kOkx);
}

TEST(OkxInstruments, SwapsAreOfTwoMarkets) {
  EXPECT_EQ(instruments_path(Market::kFuturesCoin), instruments_path(Market::kFuturesUsdt));
  const auto linear = parse_instruments(kSwaps, Market::kFuturesUsdt, kNow);
  const auto inverse = parse_instruments(kSwaps, Market::kFuturesCoin, kNow);
  ASSERT_TRUE(linear && inverse);
  ASSERT_EQ(linear->size(), 1U);
  ASSERT_EQ(inverse->size(), 1U);
  EXPECT_EQ(linear->front().symbol, "BTC-USDT-SWAP");
  EXPECT_EQ(linear->front().pair, "BTC-USDT");
  EXPECT_EQ(linear->front().quote, "USDT");
  EXPECT_FALSE(linear->front().delisted) << "that is yet to come";
  EXPECT_EQ(inverse->front().base + "/" + inverse->front().quote, "BTC/USD");
}

TEST(OkxInstruments, WhatIsNoListIsRefused) {
  const auto kind = [](std::string_view body) {
    const auto found = parse_instruments(body, Market::kSpot, kNow);
    return found ? "fine" : std::string(base::name(found.error().kind));
  };
  EXPECT_EQ(kind("{"), "corrupt");
  EXPECT_EQ(kind("[]"), "corrupt");
  EXPECT_EQ(kind(R"({"code":"0"})"), "corrupt");
  EXPECT_EQ(kind(R"({"code":"0","data":[{"instId":"BTC-USDT"}]})"), "corrupt");
  EXPECT_EQ(kind(R"({"code":"0","data":[7]})"), "corrupt");
  EXPECT_EQ(kind(R"({"code":"50011","msg":"Too Many Requests"})"), "throttled");
  EXPECT_EQ(kind(R"({"code":"0","data":[]})"), "fine");
}

}  // namespace
}  // namespace wick::venue::okx::instruments_test
