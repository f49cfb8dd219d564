#include "cli/stream_news.hpp"

#include <gtest/gtest.h>

namespace wick::cli::stream_news_test {
namespace {

using core::midnight;

StreamRequest request_of(TimeStyle time) {
  StreamRequest request{.topic = core::Topic::kTrades, .time = time};
  for (const char* symbol : {"BTCUSDT", "ETHUSDT"}) request.series.push_back({.symbol = symbol});
  return request;
}

std::string line(const NewsText& text, const live::NewsEvent& event) {
  std::string out;
  text.append(out, event);
  return out;
}

core::TradeNews trade() {
  core::TradeNews news;
  news.time = midnight(2024, 3, 5) + std::chrono::milliseconds{1};
  news.price = 62'000.5;
  news.size = 0.00012;
  news.id = 77;
  news.buyer_is_maker = true;
  return news;
}

TEST(NewsText, EveryLine) {
  const NewsText text(request_of(TimeStyle::kIso));
  EXPECT_EQ(line(text, {0, trade()}),
            R"({"type":"trade","symbol":"BTCUSDT","market":"spot",)"
            R"("time":"2024-03-05T00:00:00.001000Z","price":62000.5,"size":0.00012,"id":77,)"
            "\"buyer_is_maker\":true}\n");
  core::QuoteNews quote;
  quote.bid = 1.5;
  quote.bid_size = 2;
  quote.ask = 1.6;
  quote.ask_size = 3;
  quote.id = 9;
  EXPECT_EQ(line(text, {1, quote}),
            R"({"type":"quote","symbol":"ETHUSDT","market":"spot",)"
            "\"bid\":1.5,\"bid_size\":2,\"ask\":1.6,\"ask_size\":3,\"id\":9}\n");
  quote.time = midnight(2024, 3, 5);
  EXPECT_NE(line(text, {1, quote}).find(R"("market":"spot","time":"2024-03-05T00:00:00Z","bid")"),
            std::string::npos);
  EXPECT_EQ(line(text, {1, live::TradeGap{5, 8}}),
            R"({"type":"gap","symbol":"ETHUSDT","market":"spot","from_id":5,"to_id":8})"
            "\n");
  std::string dropped;
  text.append_dropped(dropped, 1, 4);
  EXPECT_EQ(dropped, R"({"type":"dropped","symbol":"ETHUSDT","market":"spot","updates":4})"
                     "\n");
}

TEST(NewsText, TimesAsAskedFor) {
  const NewsText text(request_of(TimeStyle::kMillis));
  EXPECT_NE(line(text, {0, trade()}).find(R"("time":1709596800001,"price")"), std::string::npos);
}

TEST(NewsText, Summary) {
  const live::NewsCounters counters{.trades = 12, .gaps = 1, .missed = 3, .losses = 1};
  EXPECT_EQ(news_summary(core::Topic::kTrades, counters, 0),
            "12 trades, 3 missed in 1 gap, 1 reconnect, 0 dropped");
  EXPECT_EQ(news_summary(core::Topic::kQuotes, {.quotes = 5}, 2),
            "5 quotes, 0 reconnects, 2 dropped");
}

}  // namespace
}  // namespace wick::cli::stream_news_test
