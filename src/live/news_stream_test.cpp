#include "live/news_stream.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <sstream>

#include "fake/websocket.hpp"
#include "fake/world.hpp"

namespace wick::live::news_stream_test {
namespace {

using core::MonoTime;
using core::Topic;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr core::Micros kPatience = seconds{1};

core::TradeNews trade(std::int64_t id) {
  core::TradeNews news;
  news.id = id;
  return news;
}

std::string brief(const TradeOrder::Item& item) {
  if (const auto* gap = std::get_if<TradeGap>(&item)) {
    return "[" + std::to_string(gap->from_id) + "-" + std::to_string(gap->to_id) + "]";
  }
  return std::to_string(std::get<core::TradeNews>(item).id);
}

std::string all(TradeOrder& order, MonoTime now) {
  std::string text;
  while (const auto item = order.take(now)) text += brief(*item) + " ";
  return text;
}

TEST(TradeOrder, WhatFollowsIsToldAtOnce) {
  TradeOrder order(kPatience);
  EXPECT_EQ(order.wake(), MonoTime::max());
  for (const std::int64_t id : {70, 71, 72}) EXPECT_TRUE(order.add(trade(id), {}));
  EXPECT_EQ(all(order, {}), "70 71 72 ");
  EXPECT_FALSE(order.add(trade(71), {}));
  EXPECT_FALSE(order.add(trade(3), {}));
  EXPECT_EQ(all(order, {}), "");
}

TEST(TradeOrder, WhosePartsFollowLeavesNoGapWhateverItsNumber) {
  TradeOrder order(kPatience);
  const auto sum = [](std::int64_t id, std::int64_t first, std::int64_t last) {
    core::TradeNews news = trade(id);
    news.first = first;
    news.last = last;
    return news;
  };
  EXPECT_TRUE(order.add(sum(10, 10, 12), {}));
  EXPECT_TRUE(order.add(sum(13, 13, 13), {}));
  EXPECT_TRUE(order.add(sum(15, 15, 16), {}));
  EXPECT_EQ(all(order, {}), "10 13 ");
  EXPECT_EQ(all(order, MonoTime{} + seconds{2}), "[14-14] 15 ");
}

TEST(TradeOrder, OneThatIsLateIsWaitedFor) {
  TradeOrder order(kPatience);
  for (const std::int64_t id : {1, 3, 4}) EXPECT_TRUE(order.add(trade(id), {}));
  EXPECT_FALSE(order.add(trade(4), {})) << "the other connection says it, too";
  EXPECT_EQ(all(order, {}), "1 ");
  EXPECT_EQ(order.wake(), MonoTime{} + kPatience);
  EXPECT_TRUE(order.add(trade(2), MonoTime{} + milliseconds{900}));
  EXPECT_EQ(all(order, MonoTime{} + milliseconds{900}), "2 3 4 ");
  EXPECT_EQ(order.wake(), MonoTime::max());
}

TEST(TradeOrder, OneThatNeverComesIsAGap) {
  TradeOrder order(kPatience);
  for (const std::int64_t id : {1, 5, 6, 9}) EXPECT_TRUE(order.add(trade(id), {}));
  EXPECT_EQ(all(order, {}), "1 ");
  EXPECT_EQ(all(order, MonoTime{} + milliseconds{999}), "");
  EXPECT_EQ(all(order, MonoTime{} + seconds{1}), "[2-4] 5 6 ") << "each gap is waited for";
  EXPECT_EQ(all(order, MonoTime{} + seconds{2}), "[7-8] 9 ");
  EXPECT_FALSE(order.add(trade(3), MonoTime{} + seconds{3}));
}

TEST(TradeOrder, MemoryIsBounded) {
  TradeOrder order(kPatience);
  EXPECT_TRUE(order.add(trade(1), {}));
  EXPECT_EQ(all(order, {}), "1 ");
  for (std::int64_t id = 3; id < 1'003; ++id) EXPECT_TRUE(order.add(trade(id), {}));
  const auto first = order.take({});
  ASSERT_TRUE(first);
  EXPECT_EQ(brief(*first), "[2-2]");
}

// Two connections that tell the same trades, each with some of them missing, in
// any interleaving: all that either told comes out once, in order, and the gaps
// are what neither did.
TEST(TradeOrder, TwoConnectionsAreOne) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    fake::SeededRandom random(seed);
    TradeOrder order(kPatience);
    std::array<std::int64_t, 2> at{1, 1};
    std::map<std::int64_t, bool> told{{1, true}};
    ASSERT_TRUE(order.add(trade(1), {}));
    std::vector<TradeOrder::Item> out;
    while (std::min(at[0], at[1]) < 300) {
      std::int64_t& next = at.at(random.below(2));
      ++next;
      if (random.one_in(10)) continue;
      told[next] = true;
      (void)order.add(trade(next), {});
    }
    for (int second = 1; second < 400; ++second) {
      while (const auto item = order.take(MonoTime{} + seconds{second})) out.push_back(*item);
    }
    std::int64_t expected = 1;
    for (const auto& item : out) {
      if (const auto* gap = std::get_if<TradeGap>(&item)) {
        ASSERT_EQ(gap->from_id, expected) << "seed " << seed;
        for (std::int64_t id = gap->from_id; id <= gap->to_id; ++id) ASSERT_FALSE(told[id]);
        expected = gap->to_id + 1;
      } else {
        ASSERT_EQ(std::get<core::TradeNews>(item).id, expected) << "seed " << seed;
        ASSERT_TRUE(told[expected++]);
      }
    }
    ASSERT_EQ(expected, std::max(told.rbegin()->first, std::int64_t{1}) + 1) << "seed " << seed;
  }
}

// Frames: "ok N", "trade SYMBOL ID", "quote SYMBOL ID".
class Dialect final : public port::StreamDialect {
 public:
  core::StreamLimits limits_{.streams_max = 2, .names_per_message = 2};

  const core::StreamLimits& limits() const override { return limits_; }
  std::size_t hosts() const override { return 1; }
  std::string address(core::Topic topic, std::size_t /*host*/) const override {
    return topic == Topic::kTrades ? "ws://host/trades" : "ws://host/quotes";
  }
  std::string subscribe(std::span<const core::Subject> subjects,
                        std::int64_t request) const override {
    std::string text = "subscribe " + std::to_string(request);
    for (const core::Subject& subject : subjects) text += " " + subject.symbol;
    return text;
  }
  base::Result<port::StreamEvent> read(std::string_view text) const override {
    std::istringstream in{std::string(text)};
    std::string word;
    in >> word;
    if (word == "ok") {
      std::int64_t request{};
      in >> request;
      return port::StreamEvent{port::Accepted{request}};
    }
    std::string symbol;
    std::int64_t id{};
    in >> symbol >> id;
    const std::string_view name = text.substr(6, symbol.size());
    if (word == "trade") {
      core::TradeNews news = trade(id);
      news.symbol = name;
      return port::StreamEvent{news};
    }
    core::QuoteNews news;
    news.symbol = name;
    news.id = id;
    return port::StreamEvent{news};
  }
};

struct Venue final : fake::WebSocketServer {
  void connected(const std::string& url, std::shared_ptr<fake::WebSocketPeer> peer) override {
    urls.push_back(url);
    peers.push_back(std::move(peer));
  }
  void received(const std::string& text, fake::WebSocketPeer& peer) override {
    std::istringstream in(text);
    std::string word;
    std::string request;
    in >> word >> request;
    peer.push("ok " + request);
    for (std::string symbol; in >> symbol;) homes[symbol] = &peer;
  }

  std::vector<std::string> urls;
  std::vector<std::shared_ptr<fake::WebSocketPeer>> peers;
  std::map<std::string, fake::WebSocketPeer*> homes;  // where a symbol was subscribed last
};

struct Scene {
  explicit Scene(Topic topic) : stream({.topic = topic, .symbols = {"AAA", "BBB", "CCC"}}, parts) {}

  std::string run(core::Micros length) {
    const MonoTime end = world.now().mono + length;
    std::vector<NewsEvent> events;
    while (world.now().mono < end) {
      stream.step(world.now(), events);
      for (const Notice& notice : stream.take_notices()) notices.push_back(notice.kind);
      world.wait(std::min(end, stream.wake()));
    }
    std::string text;
    for (const NewsEvent& event : events) {
      text += static_cast<char>('A' + event.symbol);
      if (const auto* quote = std::get_if<core::QuoteNews>(&event.what)) {
        text += std::to_string(quote->id) + " ";
      } else if (const auto* gap = std::get_if<TradeGap>(&event.what)) {
        text += brief(*gap) + " ";
      } else {
        text += brief(std::get<core::TradeNews>(event.what)) + " ";
      }
    }
    return text;
  }

  fake::World world{1, core::midnight(2024, 3, 5)};
  Venue venue;
  fake::WebSockets sockets{world, venue};
  Dialect dialect;
  NewsStream::World parts{&sockets, &dialect};
  NewsStream stream;
  std::vector<Notice::Kind> notices;
};

TEST(NewsStream, TradesInOrder) {
  Scene scene(Topic::kTrades);
  EXPECT_EQ(scene.run(seconds{5}), "");
  EXPECT_EQ(scene.venue.urls, (std::vector<std::string>(2, "ws://host/trades")));
  for (const int id : {5, 6, 8, 9})
    scene.venue.homes["AAA"]->push("trade AAA " + std::to_string(id));
  EXPECT_EQ(scene.run(milliseconds{500}), "A5 A6 ");
  EXPECT_EQ(scene.run(seconds{2}), "A[7-7] A8 A9 ");
  scene.venue.homes["CCC"]->push("trade CCC 70");
  scene.venue.homes["CCC"]->push("trade DDD 71");
  EXPECT_EQ(scene.run(seconds{2}), "C70 ");
  EXPECT_EQ(scene.stream.counters().trades, 5);
  EXPECT_EQ(scene.stream.counters().missed, 1);
}

TEST(NewsStream, AfterALossTheGapIsTold) {
  Scene scene(Topic::kTrades);
  (void)scene.run(seconds{5});
  scene.venue.homes["AAA"]->push("trade AAA 5");
  EXPECT_EQ(scene.run(seconds{1}), "A5 ");
  scene.venue.peers.front()->cut("cut");
  (void)scene.run(seconds{10});
  EXPECT_EQ(scene.venue.peers.size(), 3U);
  scene.venue.homes["AAA"]->push("trade AAA 9");
  EXPECT_EQ(scene.run(seconds{3}), "A[6-8] A9 ");
  EXPECT_EQ(scene.stream.counters().losses, 1);
  EXPECT_EQ(std::ranges::count(scene.notices, Notice::Kind::kLost), 1);
}

TEST(NewsStream, OlderQuotesArePassedOver) {
  Scene scene(Topic::kQuotes);
  (void)scene.run(seconds{5});
  for (const int id : {5, 9, 7, 9, 12}) {
    scene.venue.homes["BBB"]->push("quote BBB " + std::to_string(id));
  }
  EXPECT_EQ(scene.run(seconds{1}), "B5 B9 B12 ");
  EXPECT_EQ(scene.stream.counters().duplicates, 2);
}

}  // namespace
}  // namespace wick::live::news_stream_test
