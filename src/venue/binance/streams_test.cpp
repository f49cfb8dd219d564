#include "venue/binance/streams.hpp"

#include <gtest/gtest.h>

namespace wick::venue::binance::streams_test {
namespace {

using core::Interval;
using core::Market;
using core::Subject;
using core::Topic;
using namespace std::chrono_literals;

const Streams kSpot({Market::kSpot, {"wss://a:9443", "wss://b"}});
const Streams kUm({Market::kFuturesUsdt, {"wss://f"}});
const Streams kCm({Market::kFuturesCoin, {"wss://d"}});

TEST(Streams, NamesAreLowerCaseButForAMonth) {
  EXPECT_EQ(stream_name({Topic::kCandles, "BTCUSDT", Interval::k1m}), "btcusdt@kline_1m");
  EXPECT_EQ(stream_name({Topic::kCandles, "BTCUSD_PERP", Interval::k1mo}), "btcusd_perp@kline_1M");
  EXPECT_EQ(stream_name({Topic::kTrades, "1000SHIBUSDT", {}}), "1000shibusdt@aggTrade");
  EXPECT_EQ(stream_name({Topic::kQuotes, "ETHBTC", {}}), "ethbtc@bookTicker");
}

TEST(Streams, ASubscriptionNamesAllStreams) {
  const std::vector<Subject> subjects = {{Topic::kCandles, "BTCUSDT", Interval::k1m},
                                         {Topic::kTrades, "ETHUSDT", {}}};
  EXPECT_EQ(kSpot.subscribe(subjects, 12),
            R"({"method":"SUBSCRIBE","params":["btcusdt@kline_1m","ethusdt@aggTrade"],"id":12})");
  EXPECT_EQ(kUm.subscribe(std::span(subjects).first(1), 1),
            R"({"method":"SUBSCRIBE","params":["btcusdt@kline_1m"],"id":1})");
}

TEST(Streams, HostsAreInOrder) {
  ASSERT_EQ(kSpot.hosts(), 2U);
  EXPECT_EQ(kSpot.address(Topic::kCandles, 0), "wss://a:9443/stream");
  EXPECT_EQ(kSpot.address(Topic::kQuotes, 1), "wss://b/stream");
  EXPECT_EQ(kCm.address(Topic::kTrades, 0), "wss://d/stream");
}

TEST(Streams, UsdtFuturesHaveAnAddressForEachTopic) {
  EXPECT_EQ(kUm.address(Topic::kCandles, 0), "wss://f/market/stream");
  EXPECT_EQ(kUm.address(Topic::kTrades, 0), "wss://f/market/stream");
  EXPECT_EQ(kUm.address(Topic::kQuotes, 0), "wss://f/public/stream");
}

TEST(Streams, LimitsOfTheMarkets) {
  EXPECT_EQ(kSpot.limits().messages_per_second, 5U);
  EXPECT_EQ(kSpot.limits().streams_max, 1024U);
  EXPECT_EQ(kSpot.limits().ping_every, 20s);
  for (const Streams* futures : {&kUm, &kCm}) {
    EXPECT_EQ(futures->limits().messages_per_second, 10U);
    EXPECT_EQ(futures->limits().streams_max, 200U);
    EXPECT_EQ(futures->limits().ping_every, 3min);
  }
  for (const Streams* market : {&kSpot, &kUm, &kCm}) {
    EXPECT_EQ(market->limits().lifetime, 24h);
    EXPECT_EQ(market->limits().connects_max, 300U);
    EXPECT_EQ(market->limits().connects_window, 5min);
  }
}

TEST(Streams, FramesAreReadAsTheyCome) {
  const auto event = kCm.read(R"({"result":null,"id":5})");
  ASSERT_TRUE(event);
  ASSERT_TRUE(std::holds_alternative<port::Accepted>(*event));
  EXPECT_EQ(std::get<port::Accepted>(*event).request, 5);
  EXPECT_FALSE(kCm.read("{"));
}

}  // namespace
}  // namespace wick::venue::binance::streams_test
