// The contract of every feed, played by the streams of quotes.
#include <gtest/gtest.h>

#include "fake/feed_contract.hpp"
#include "wiring/news_feed.hpp"
#include "wiring/news_venue_test.hpp"
#include "wiring/streams.hpp"

namespace wick::wiring::news_feed_contract_test {
namespace {

class NewsStage final : public fake::FeedStage {
 public:
  fake::World& world() override { return world_; }
  port::Feed& feed() override { return feed_; }
  void quote(const std::string& symbol, double bid, double ask) override {
    venue_.quote(symbol, bid, ask);
  }
  void cut() override { venue_.cut(); }
  void leave() override {
    sockets_.refuse(true);
    venue_.cut();
  }
  void come_back() override { sockets_.refuse(false); }
  void fall_silent() override { venue_.fall_silent(); }
  [[nodiscard]] std::vector<std::string> symbols() const override {
    return {"BTCUSDT", "ETHUSDT", "BNBUSDT"};
  }

 private:
  fake::World world_{7, core::midnight(2024, 3, 5)};
  NewsVenue venue_{world_};
  fake::WebSockets sockets_{world_, venue_};
  std::unique_ptr<port::StreamDialect> dialect_ =
      stream_dialect(*Config::load({}, {}), core::Market::kSpot);
  NewsFeed feed_{{.market = core::Market::kSpot, .topic = core::Topic::kQuotes},
                 {.sockets = &sockets_, .dialect = dialect_.get()}};
};

class NewsFeedContract : public testing::TestWithParam<fake::FeedCase> {};
TEST_P(NewsFeedContract, Holds) {
  NewsStage stage;
  EXPECT_EQ(GetParam().play(stage), "");
}
INSTANTIATE_TEST_SUITE_P(, NewsFeedContract,
                         testing::ValuesIn(fake::feed_contract({.tells_market = false,
                                                                .refuses = false,
                                                                .ends = false,
                                                                .has_history = false})),
                         [](const auto& one) { return std::string(one.param.name); });

}  // namespace
}  // namespace wick::wiring::news_feed_contract_test
