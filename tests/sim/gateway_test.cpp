// The real feed of a gateway against the simulated broker, in virtual time: what it tells is the
// market, and what it does not tell is told to be missing.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "broker_host.hpp"
#include "fake/web.hpp"
#include "fake/websocket.hpp"
#include "fake/world.hpp"
#include "feed/gateway/feed.hpp"

namespace wick::simulation::gateway_test {
namespace {

using namespace std::chrono_literals;

const core::UtcTime kStart = core::midnight(2024, 3, 5) + 12h;

struct Stage {
  explicit Stage(sim::BrokerSettings settings, std::uint64_t seed = 1)
      : world(seed, kStart), host(world, 1, std::move(settings)), sockets(world, host), web(world) {
    web.attach(kBrokerUrl, host);
    feed = *feed::gateway::Feed::open(sockets, web, {.url = kBrokerUrl, .seed = seed});
  }
  void run(core::Micros time) {
    for (const core::MonoTime end = world.now().mono + time; world.now().mono < end;) {
      feed->step(world.now(), events);
      world.wait(std::min(end, std::max(feed->wake(), world.now().mono)));
    }
    feed->step(world.now(), events);
  }

  fake::World world;
  BrokerHost host;
  fake::WebSockets sockets;
  fake::Web web;
  std::unique_ptr<feed::gateway::Feed> feed;
  std::vector<port::FeedEvent> events;
};

std::vector<std::int64_t> market_times(const char* name, core::Micros time) {
  sim::FxReader reader(1, *sim::find_fx(name));
  std::vector<std::int64_t> times;
  std::vector<sim::FxTick> ticks;
  const std::int64_t first = core::millis_of(kStart) / 60'000;
  for (std::int64_t minute = first; minute < first + time / 1min; ++minute) {
    reader.ticks(minute, ticks);
    for (const sim::FxTick& tick : ticks) times.push_back(tick.time);
  }
  return times;
}

TEST(GatewayFeedSimulation, EveryTickOfTheMarketIsTold) {
  Stage stage({});
  stage.feed->subscribe({"EUR/USD", "XAU/USD"});
  stage.run(30min + 2s);
  for (const std::size_t symbol : {0U, 1U}) {
    std::set<std::int64_t> told;
    for (const port::FeedEvent& event : stage.events) {
      const auto* tick = std::get_if<port::FeedTick>(&event);
      if (tick != nullptr && tick->symbol == symbol) told.insert(core::millis_of(tick->tick.time));
    }
    const auto market = market_times(symbol == 0 ? "EUR/USD" : "XAU/USD", 30min);
    for (const std::int64_t time : market) {
      if (time <= core::millis_of(kStart) + 1000) continue;
      EXPECT_TRUE(told.contains(time)) << time;
    }
    EXPECT_GT(market.size(), 500U);
  }
}

TEST(GatewayFeedSimulation, WhatIsNotToldIsToldToBeMissing) {
  std::size_t missing = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    sim::BrokerSettings settings;
    if (seed % 2 == 0) settings.drop_after = 40 * sim::kSecond;
    if (seed % 2 == 1) settings.silence_after = 50 * sim::kSecond;
    Stage stage(std::move(settings), seed);
    stage.feed->subscribe({"EUR/USD"});
    stage.run(10min + 20s);  // a silence is noticed late
    std::set<std::int64_t> told;
    std::vector<core::TimeRange> down{{kStart, core::kFarFuture}};
    for (const port::FeedEvent& event : stage.events) {
      if (const auto* tick = std::get_if<port::FeedTick>(&event)) {
        told.insert(core::millis_of(tick->tick.time));
      }
      const auto* turn = std::get_if<port::FeedTurn>(&event);
      if (turn == nullptr) continue;
      if (turn->state == port::FeedState::kDown) {
        down.push_back({turn->at, core::kFarFuture});
      } else if (down.back().end == core::kFarFuture) {
        down.back().end = turn->at;
      }
    }
    EXPECT_GT(down.size(), 5U) << "seed " << seed;
    for (const std::int64_t time : market_times("EUR/USD", 10min)) {
      if (told.contains(time)) continue;
      ++missing;
      // A tick takes a moment from the market to us.
      const core::UtcTime at{std::chrono::milliseconds{time}};
      EXPECT_TRUE(std::ranges::any_of(down,
                                      [&](const core::TimeRange& range) {
                                        return range.begin - 100ms <= at && at < range.end + 100ms;
                                      }))
          << "seed " << seed << " tick " << time;
    }
  }
  EXPECT_GT(missing, 100U);
}

TEST(GatewayFeedSimulation, PagesOfHistoryAreTheMarketsBars) {
  Stage stage({});
  stage.feed->subscribe({"EUR/USD"});
  const core::TimeRange wanted{kStart - 10h, kStart + 1h};
  core::TimeRange open = wanted;
  std::vector<core::HistoryBar> bars;
  for (int pages = 0; !open.empty() && pages < 10; ++pages) {
    auto pending = stage.feed->history()->ask({"EUR/USD", core::Interval::k1m, open});
    stage.run(1s);
    const auto page = pending.take();
    ASSERT_TRUE(page) << page.error().what;
    bars.insert(bars.begin(), page->bars.begin(), page->bars.end());
    ASSERT_LT(page->settled.begin, open.end);
    open.end = page->settled.begin;
  }
  EXPECT_TRUE(open.empty());
  sim::FxReader reader(1, *sim::find_fx("EUR/USD"));
  std::size_t at = 0;
  const auto minute_of = [](core::UtcTime t) { return core::millis_of(t) / 60'000; };
  for (std::int64_t minute = minute_of(wanted.begin); minute < minute_of(kStart); ++minute) {
    const sim::FxBar bar = reader.bar(sim::FxFrame::kM1, minute, (minute + 1) * 60'000);
    if (bar.volume == 0) continue;
    ASSERT_LT(at, bars.size());
    EXPECT_EQ(core::millis_of(bars[at].open_time), minute * 60'000);
    EXPECT_DOUBLE_EQ(bars[at].high.bid, static_cast<double>(bar.bid.high) / 1e5);
    EXPECT_DOUBLE_EQ(bars[at].low.ask, static_cast<double>(bar.ask.low) / 1e5);
    EXPECT_EQ(bars[at].volume, static_cast<double>(bar.volume));
    ++at;
  }
  EXPECT_EQ(at, bars.size());
  EXPECT_GT(at, 500U);
}

}  // namespace
}  // namespace wick::simulation::gateway_test
