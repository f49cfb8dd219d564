#include "sim/stream/route.hpp"

#include <gtest/gtest.h>

namespace wick::sim::route_test {
namespace {

using Names = std::vector<std::string>;

Route good(Host host, std::string_view target) {
  auto route = route_of(host, target);
  EXPECT_TRUE(route) << target;
  return route.value_or(Route{});
}

TEST(Route, RawAndCombined) {
  const Route raw = good(Host::kSpot, "/ws/btcusdt@kline_1m");
  EXPECT_EQ(raw.venue, Venue::kSpot);
  EXPECT_EQ(raw.reach, Reach::kEverything);
  EXPECT_FALSE(raw.combined);
  EXPECT_EQ(raw.streams, Names{"btcusdt@kline_1m"});
  EXPECT_TRUE(good(Host::kSpot, "/ws").streams.empty());
  EXPECT_TRUE(good(Host::kSpot, "/ws/").streams.empty());
  EXPECT_EQ(good(Host::kCm, "/ws/a@trade/b@trade").streams, (Names{"a@trade", "b@trade"}));

  const Route combined = good(Host::kCm, "/stream?streams=a@trade//b@kline_1h@%2B08:00/");
  EXPECT_EQ(combined.venue, Venue::kCm);
  EXPECT_TRUE(combined.combined);
  EXPECT_EQ(combined.streams, (Names{"a@trade", "b@kline_1h@+08:00"}));
  EXPECT_TRUE(good(Host::kSpot, "/stream").combined);
}

TEST(Route, FuturesAreSplitOverAddresses) {
  EXPECT_EQ(good(Host::kUm, "/market/stream?streams=a@trade").reach, Reach::kMarket);
  EXPECT_EQ(good(Host::kUm, "/market/ws/a@trade").streams, Names{"a@trade"});
  EXPECT_EQ(good(Host::kUm, "/public/ws").reach, Reach::kPublic);
  EXPECT_EQ(good(Host::kUm, "/private/ws").reach, Reach::kNothing);
  EXPECT_EQ(good(Host::kUm, "/ws/a@trade").reach, Reach::kNothing);
  EXPECT_EQ(good(Host::kUm, "/stream?streams=a@trade").reach, Reach::kNothing);
  EXPECT_FALSE(route_of(Host::kSpot, "/market/ws"));
  EXPECT_FALSE(route_of(Host::kCm, "/market/ws"));
}

TEST(Route, OtherPathsLeadNowhere) {
  for (const auto* target : {"/", "", "/wss", "/streams", "/api/v3/ping", "/wsa/b", "/stream/x"}) {
    EXPECT_FALSE(route_of(Host::kSpot, target)) << target;
  }
  EXPECT_FALSE(route_of(Host::kArchive, "/ws"));
}

TEST(Route, OnlySpotCountsMicroseconds) {
  EXPECT_TRUE(good(Host::kSpot, "/ws/a@trade?timeUnit=MICROSECOND").microseconds);
  EXPECT_TRUE(good(Host::kSpot, "/stream?streams=a@trade&timeUnit=microsecond").microseconds);
  EXPECT_FALSE(good(Host::kSpot, "/ws?timeUnit=MILLISECOND").microseconds);
  EXPECT_FALSE(good(Host::kCm, "/ws?timeUnit=MICROSECOND").microseconds);
}

TEST(StreamName, SaysWhatIsWanted) {
  const auto kline = stream_name_of("btcusdt@kline_1M");
  ASSERT_TRUE(kline);
  EXPECT_EQ(kline->topic, Topic::kKline);
  EXPECT_EQ(kline->subject, "BTCUSDT");
  EXPECT_EQ(kline->interval, Interval::k1mo);
  EXPECT_EQ(kline->offset, 0);

  const auto east = stream_name_of("btcusdt@kline_1d@+08:00");
  ASSERT_TRUE(east);
  EXPECT_EQ(east->interval, Interval::k1d);
  EXPECT_EQ(east->offset, 8 * kHour);

  EXPECT_EQ(stream_name_of("btcusd_perp@aggTrade")->subject, "BTCUSD_PERP");
  EXPECT_EQ(stream_name_of("a@trade")->topic, Topic::kTrade);
  EXPECT_EQ(stream_name_of("a@bookTicker")->topic, Topic::kBookTicker);
  EXPECT_EQ(stream_name_of("btcusdt_perpetual@continuousKline_5m")->topic, Topic::kContinuousKline);
}

TEST(StreamName, OthersMeanNothing) {
  for (const auto* name :
       {"", "@kline_1m", "btcusdt", "btcusdt@", "BTCUSDT@kline_1m", "btcusdt@kline_",
        "btcusdt@kline_7m", "btcusdt@kline_1m@+09:00", "btcusdt@Kline_1m", "btc usdt@trade",
        "btcusdt@trade@x", "!ticker@arr"}) {
    EXPECT_FALSE(stream_name_of(name)) << name;
  }
}

TEST(StreamName, EachAddressCarriesItsOwn) {
  EXPECT_TRUE(carries(Reach::kEverything, Topic::kBookTicker));
  EXPECT_TRUE(carries(Reach::kMarket, Topic::kKline));
  EXPECT_FALSE(carries(Reach::kMarket, Topic::kBookTicker));
  EXPECT_TRUE(carries(Reach::kPublic, Topic::kBookTicker));
  EXPECT_FALSE(carries(Reach::kPublic, Topic::kKline));
  EXPECT_FALSE(carries(Reach::kNothing, Topic::kKline));
}

}  // namespace
}  // namespace wick::sim::route_test
