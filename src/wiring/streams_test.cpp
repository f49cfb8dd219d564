#include "wiring/streams.hpp"

#include <gtest/gtest.h>

namespace wick::wiring::streams_test {
namespace {

using core::Market;
using core::Topic;

std::vector<std::string> addresses(const Environment& environment, Market market) {
  const auto config = Config::load(environment, {});
  const auto dialect = stream_dialect(*config, market);
  std::vector<std::string> found;
  for (std::size_t host = 0; host < dialect->hosts(); ++host) {
    found.push_back(dialect->address(Topic::kCandles, host));
  }
  return found;
}

using Addresses = std::vector<std::string>;

TEST(StreamDialect, EveryMarketHasHostsOfItsOwn) {
  EXPECT_EQ(addresses({}, Market::kSpot),
            (Addresses{"wss://stream.binance.com:9443/stream", "wss://stream.binance.com/stream",
                       "wss://data-stream.binance.vision/stream"}));
  EXPECT_EQ(addresses({}, Market::kFuturesUsdt),
            Addresses{"wss://fstream.binance.com/market/stream"});
  EXPECT_EQ(addresses({}, Market::kFuturesCoin), Addresses{"wss://dstream.binance.com/stream"});
}

TEST(StreamDialect, SettingsMoveThem) {
  const Environment environment{{"WICK_BINANCE_SPOT_WS_URL", "ws://a:1/, ws://b"},
                                {"WICK_BINANCE_UM_WS_URL", "ws://c"},
                                {"WICK_BINANCE_CM_WS_URL", "ws://d"}};
  EXPECT_EQ(addresses(environment, Market::kSpot), (Addresses{"ws://a:1/stream", "ws://b/stream"}));
  EXPECT_EQ(addresses(environment, Market::kFuturesUsdt), Addresses{"ws://c/market/stream"});
  EXPECT_EQ(addresses(environment, Market::kFuturesCoin), Addresses{"ws://d/stream"});
}

TEST(StreamDialect, TheMarketDecidesTheLimits) {
  const auto config = Config::load({}, {});
  EXPECT_EQ(stream_dialect(*config, Market::kSpot)->limits().streams_max, 1024U);
  EXPECT_EQ(stream_dialect(*config, Market::kFuturesCoin)->limits().streams_max, 200U);
}

}  // namespace
}  // namespace wick::wiring::streams_test
