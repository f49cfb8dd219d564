#include "feed/gateway/feed.hpp"

#include <gtest/gtest.h>

#include "fake/web.hpp"
#include "fake/websocket.hpp"
#include "fake/world.hpp"

namespace wick::feed::gateway::feed_test {
namespace {

using namespace std::chrono_literals;
using port::FeedState;

const core::UtcTime kStart = core::midnight(2024, 3, 5) + 12h;
constexpr const char* kUrl = "http://gateway";

std::string millis(core::UtcTime at) {
  return std::to_string(core::millis_of(at));
}

// A gateway that answers wishes, and otherwise says what it is told to say.
class Server final : public fake::WebSocketServer, public fake::Site {
 public:
  void connected(const std::string& url, std::shared_ptr<fake::WebSocketPeer> one) override {
    urls.push_back(url);
    peer = std::move(one);
  }
  void received(const std::string& text, fake::WebSocketPeer& from) override {
    wishes.push_back(text);
    if (!answers) return;
    from.push(subscribed);
    from.push(R"({"session":"open","now":1709640000000})");
  }
  fake::WebOutcome answer_to(const std::string& url) {
    asked.push_back(url);
    const auto found = pages.find(url);
    if (found == pages.end()) return {.status = 404, .headers = {}, .body = "{}"};
    return found->second;
  }
  [[nodiscard]] fake::WebOutcome answer(const port::HttpRequest& request,
                                        core::Now /*now*/) override {
    return answer_to(request.url);
  }

  bool answers{true};
  std::string subscribed{R"({"subscribed":["EUR/USD"],"refused":[]})"};
  std::shared_ptr<fake::WebSocketPeer> peer;
  std::vector<std::string> urls, wishes, asked;
  std::map<std::string, fake::WebOutcome> pages;
};

class GatewayFeed : public testing::Test {
 protected:
  GatewayFeed() {
    web.attach(kUrl, server);
    auto made = Feed::open(sockets, web, {.url = std::string(kUrl) + "/"});
    feed = *std::move(made);
    feed->subscribe({"EUR/USD"});
  }
  void run(core::Micros time) {
    const core::MonoTime end = world.now().mono + time;
    do {
      feed->step(world.now(), events);
      world.wait(std::min(end, std::max(feed->wake(), world.now().mono)));
    } while (world.now().mono < end);
    feed->step(world.now(), events);
  }
  template <typename T>
  std::vector<T> all() const {
    std::vector<T> out;
    for (const port::FeedEvent& event : events) {
      if (const auto* one = std::get_if<T>(&event)) out.push_back(*one);
    }
    return out;
  }

  fake::World world{1, kStart};
  Server server;
  fake::WebSockets sockets{world, server};
  fake::Web web{world};
  std::unique_ptr<Feed> feed;
  std::vector<port::FeedEvent> events;
};

TEST_F(GatewayFeed, TicksComeAfterTheStateIsTold) {
  server.pages[std::string(kUrl) + "/v1/instruments"] = {
      .headers = {},
      .body = R"({"now":1,"instruments":[{"name":"EUR/USD","digits":5,"point":0.0001,)"
              R"("tradable":true,"new":1}]})"};
  run(1s);
  EXPECT_EQ(server.urls, std::vector<std::string>{"ws://gateway/v1/ticks"});
  EXPECT_EQ(server.wishes, std::vector<std::string>{R"({"subscribe":["EUR/USD"]})"});
  server.peer->push(R"({"tick":["EUR/USD",1709640000123,1.08501,1.08509,17]})");
  run(1s);
  ASSERT_EQ(all<port::FeedTurn>().size(), 1U);
  EXPECT_EQ(all<port::FeedTurn>()[0].state, FeedState::kOpen);
  ASSERT_EQ(all<port::FeedTick>().size(), 1U);
  const core::Tick tick = all<port::FeedTick>()[0].tick;
  EXPECT_EQ(tick.time, kStart + 123ms);
  EXPECT_EQ(tick.bid, 1.08501);
  EXPECT_EQ(tick.ask, 1.08509);
  EXPECT_GE(tick.received, kStart + 1s);
  ASSERT_EQ(all<port::FeedOffer>().size(), 1U);
  EXPECT_EQ(all<port::FeedOffer>()[0].instruments[0].digits, 5);
}

TEST_F(GatewayFeed, AClosedMarketIsTold) {
  run(1s);
  server.peer->push(R"({"session":"closed","now":1709640001000})");
  server.peer->push(R"({"session":"closed","now":1709640006000})");
  run(1s);
  ASSERT_EQ(all<port::FeedTurn>().size(), 2U);
  EXPECT_EQ(all<port::FeedTurn>()[1].state, FeedState::kClosed);
}

TEST_F(GatewayFeed, ALossIsToldAsOfTheLastWordAndMended) {
  run(1s);
  run(5s);
  const std::size_t before = server.urls.size();
  server.peer->cut("reset by peer");
  run(1s);
  const auto turns = all<port::FeedTurn>();
  ASSERT_GE(turns.size(), 2U);
  EXPECT_EQ(turns[1].state, FeedState::kDown);
  EXPECT_LT(turns[1].at, kStart + 1s);
  run(5s);
  EXPECT_EQ(server.urls.size(), before + 1);
  EXPECT_EQ(all<port::FeedTurn>().back().state, FeedState::kOpen);
}

TEST_F(GatewayFeed, FifteenSecondsOfSilenceAreALoss) {
  run(1s);
  run(13s);
  EXPECT_EQ(all<port::FeedTurn>().size(), 1U);
  run(2s);
  EXPECT_EQ(all<port::FeedTurn>()[1].state, FeedState::kDown);
  EXPECT_LT(all<port::FeedTurn>()[1].at, kStart + 1s);
}

TEST_F(GatewayFeed, AttemptsGrowApart) {
  sockets.refuse(true);
  run(10min);
  const auto notes = all<port::FeedNote>().size();
  EXPECT_GT(notes, 15U);
  EXPECT_LT(notes, 60U);
  EXPECT_TRUE(all<port::FeedTurn>().empty());
}

TEST_F(GatewayFeed, ASilentServerIsNoConnection) {
  server.answers = false;
  run(1min);
  EXPECT_TRUE(all<port::FeedTurn>().empty());
  EXPECT_GE(server.urls.size(), 3U);
}

TEST_F(GatewayFeed, WhatIsRefusedIsToldOfThatSymbolAlone) {
  server.subscribed =
      R"({"subscribed":["EUR/USD"],"refused":[{"instrument":"NO/PE","text":"no such one"}]})";
  feed->subscribe({"EUR/USD", "NO/PE"});
  run(1s);
  ASSERT_EQ(all<port::FeedRefusal>().size(), 1U);
  EXPECT_EQ(all<port::FeedRefusal>()[0].symbol, 1U);
  EXPECT_EQ(all<port::FeedTurn>().back().state, FeedState::kOpen);
}

TEST_F(GatewayFeed, AnotherSetHasOtherNumbersAndNoBreak) {
  run(1s);
  feed->subscribe({"GBP/USD", "EUR/USD"});
  server.peer->push(R"({"tick":["EUR/USD",1709640002123,1.08501,1.08509,1]})");
  server.peer->push(R"({"tick":["USD/JPY",1709640002123,150.501,150.509,1]})");
  run(1s);
  ASSERT_EQ(all<port::FeedTick>().size(), 1U);
  EXPECT_EQ(all<port::FeedTick>()[0].symbol, 1U);
  EXPECT_EQ(all<port::FeedTurn>().size(), 1U);
  EXPECT_EQ(server.wishes.back(), R"({"subscribe":["GBP/USD","EUR/USD"]})");
}

TEST_F(GatewayFeed, OddMessagesArePassedOver) {
  run(1s);
  for (int i = 0; i < 500; ++i) {
    server.peer->push("\x01{[");
    server.peer->push(R"({"tick":["EUR/USD",1709640002123,-1,1.08509,1]})");
    server.peer->push(R"({"tick":["EUR/USD",5,1.08501,1.08509,1]})");
    server.peer->push(R"({"tick":["EUR/USD",1709640002123,1.08501]})");
    server.peer->push(R"({"weather":"fair"})");
  }
  run(1s);
  EXPECT_TRUE(all<port::FeedTick>().empty());
  EXPECT_EQ(all<port::FeedNote>().size(), 2U);
  EXPECT_EQ(all<port::FeedTurn>().size(), 1U);
}

TEST_F(GatewayFeed, DoubtConnectsAnew) {
  run(1s);
  feed->doubt(world.now());
  run(3s);
  EXPECT_EQ(server.urls.size(), 2U);
  EXPECT_EQ(all<port::FeedTurn>().size(), 3U);
}

TEST(GatewayFeedUrl, MustBeOne) {
  fake::World world(1, kStart);
  Server server;
  fake::WebSockets sockets(world, server);
  fake::Web web(world);
  EXPECT_FALSE(Feed::open(sockets, web, {.url = "ws://here"}));
  EXPECT_FALSE(Feed::open(sockets, web, {.url = "http://"}));
  EXPECT_TRUE(Feed::open(sockets, web, {.url = "https://here"}));
}

class GatewayHistory : public GatewayFeed {
 protected:
  base::Result<port::FeedHistoryPage> ask(port::FeedHistoryAsk question) {
    auto pending = feed->history()->ask(question);
    run(1s);
    return pending.take();
  }
  void serve(fake::WebOutcome outcome) {
    server.pages[std::string(kUrl) + "/v1/candles?" + query] = std::move(outcome);
  }
  [[nodiscard]] static std::string row(core::UtcTime at) {
    return "[" + millis(at) + ",1.1,1.3,1.0,1.2,1.11,1.31,1.01,1.21,7]";
  }
  [[nodiscard]] static std::string page(core::UtcTime now, const std::string& more,
                                        const std::string& rows) {
    return R"({"instrument":"EUR/USD","timeframe":"m1","now":)" + millis(now) +
           R"(,"depth":300,"more":)" + more + R"(,"bars":[)" + rows + "]}";
  }

  const port::FeedHistoryAsk hour{"EUR/USD", core::Interval::k1m, {kStart, kStart + 1h}};
  const std::string query =
      "instrument=EUR%2FUSD&timeframe=m1&from=" + millis(kStart) + "&to=" + millis(kStart + 1h);
};

TEST_F(GatewayHistory, APageSettlesWhatIsOver) {
  serve({.headers = {},
         .body = page(kStart + 10min + 30s, "false",
                      row(kStart + 3min) + "," + row(kStart + 9min) + "," + row(kStart + 10min))});
  const auto got = ask(hour);
  ASSERT_TRUE(got);
  ASSERT_EQ(got->bars.size(), 2U);  // the third is forming
  EXPECT_EQ(got->bars[1].open_time, kStart + 9min);
  EXPECT_EQ(got->bars[0].high.bid, 1.3);
  EXPECT_EQ(got->bars[0].low.ask, 1.01);
  EXPECT_EQ(got->bars[0].volume, 7);
  EXPECT_EQ(got->settled.begin, kStart);
  EXPECT_GT(got->settled.end, kStart + 9min);
  EXPECT_LE(got->settled.end, kStart + 10min);
}

TEST_F(GatewayHistory, OlderBarsAreToBeAskedFor) {
  serve({.headers = {},
         .body = page(kStart + 2h, "true", row(kStart + 30min) + "," + row(kStart + 31min))});
  const auto got = ask(hour);
  ASSERT_TRUE(got);
  EXPECT_EQ(got->settled, (core::TimeRange{kStart + 30min, kStart + 1h}));
}

TEST_F(GatewayHistory, WhatGoesWrongHasAKind) {
  const auto kind = [&](int status, const std::string& body) {
    serve({.status = status, .headers = {{"Retry-After", "7"}}, .body = body});
    const auto got = ask(hour);
    return got ? std::string("none") : std::string(base::name(got.error().kind));
  };
  using base::ErrorKind;
  EXPECT_EQ(kind(503, R"({"error":"not_ready","text":"x"})"), name(ErrorKind::kUnavailable));
  EXPECT_EQ(kind(404, R"({"error":"no_data","text":"x"})"), name(ErrorKind::kInvalid));
  EXPECT_EQ(kind(404, "not found"), name(ErrorKind::kUnavailable));
  EXPECT_EQ(kind(400, R"({"error":"unsupported_scope"})"), name(ErrorKind::kUnsupported));
  EXPECT_EQ(kind(429, "{}"), name(ErrorKind::kThrottled));
  EXPECT_EQ(kind(200, "{}"), name(ErrorKind::kCorrupt));
  EXPECT_EQ(kind(200, page(kStart, "true", "")), name(ErrorKind::kCorrupt));
  EXPECT_EQ(kind(200, page(kStart, "false", row(kStart + 1min) + "," + row(kStart + 1min))),
            name(ErrorKind::kCorrupt));
  EXPECT_EQ(kind(200, page(kStart, "false", row(kStart + 1h))), name(ErrorKind::kCorrupt));
  EXPECT_EQ(kind(200, page(kStart, "false", "[" + millis(kStart) + ",1,0.9,1,1,1,1,1,1,7]")),
            name(ErrorKind::kCorrupt));
}

TEST_F(GatewayHistory, ALostSessionConnectsAnew) {
  run(1s);
  serve({.status = 401, .headers = {}, .body = R"({"error":"session"})"});
  EXPECT_FALSE(ask(hour));
  run(3s);
  EXPECT_EQ(server.urls.size(), 2U);
}

TEST_F(GatewayHistory, OtherLengthsAreNotServed) {
  port::FeedHistoryAsk week = hour;
  week.interval = core::Interval::k1w;
  const auto got = ask(week);
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().kind, base::ErrorKind::kUnsupported);
}

}  // namespace
}  // namespace wick::feed::gateway::feed_test
