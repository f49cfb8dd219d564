// Who may open streams at the exchange: what it counts, and whom it bans.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "sim/exchange.hpp"

namespace wick::sim::exchange_streams_test {
namespace {

constexpr Micros kNow = 1'709'294'400 * kSecond;  // 2024-03-01T12:00:00Z

std::unique_ptr<Exchange> exchange_of(std::string scenario) {
  auto exchange =
      Exchange::open({.seed = 42, .scenario = std::move(scenario), .log_path = ""}, kNow);
  EXPECT_TRUE(exchange) << (exchange ? "" : exchange.error().what);
  return *std::move(exchange);
}

std::string ask(Exchange& exchange, std::string target, std::string method = "GET") {
  const Request request{std::move(method), std::move(target), {}, "10.0.0.1", ""};
  return *exchange.respond(Host::kSpot, request, kNow).body;
}

TEST(ExchangeStreams, StreamsAreOpenedSoOftenAndNoMore) {
  const auto exchange = exchange_of(
      R"({"name":"x","limits":{"ban_after":1},
          "streams":{"connects":{"max":2,"window_s":60},"cm":{"lifetime_s":5}}})");
  EXPECT_EQ(exchange->stream_options(Venue::kCm).lifetime, 5 * kSecond);
  EXPECT_EQ(exchange->stream_options(Venue::kUm).lifetime, kDay);
  EXPECT_FALSE(exchange->touches_frames());
  StreamEvent event;
  event.host = Host::kUm;
  event.client = "10.0.0.1";
  event.target = "/market/ws";
  std::vector<int> answers;
  for (int i = 0; i < 4; ++i) answers.push_back(exchange->stream_fate(event, kNow).refuse_status);
  EXPECT_EQ(answers, (std::vector{0, 0, 429, 418}));
  event.host = Host::kSpot;
  EXPECT_EQ(exchange->stream_fate(event, kNow).refuse_status, 0) << "each host for itself";
  const std::string log = ask(*exchange, "/_sim/log");
  EXPECT_NE(log.find(R"("status":429)"), std::string::npos);
  EXPECT_NE(log.find(R"("status":418)"), std::string::npos);
}

TEST(ExchangeStreams, WhoMisusesStreamsAgainAndAgainIsBanned) {
  const auto exchange = exchange_of("calm");
  StreamEvent event;
  event.host = Host::kSpot;
  event.client = "10.0.0.1";
  event.target = "/ws";
  for (int i = 0; i < 3; ++i) exchange->stream_misused(event, kNow);
  EXPECT_EQ(exchange->stream_fate(event, kNow).refuse_status, 0);
  exchange->stream_misused(event, kNow);
  const StreamFate banned = exchange->stream_fate(event, kNow + kSecond);
  EXPECT_EQ(banned.refuse_status, 418);
  EXPECT_EQ(banned.retry_after_s, 119);
  (void)ask(*exchange, "/_sim/reset", "POST");
  EXPECT_EQ(exchange->stream_fate(event, kNow).refuse_status, 0);
}

}  // namespace
}  // namespace wick::sim::exchange_streams_test
