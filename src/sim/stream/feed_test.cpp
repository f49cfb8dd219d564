#include "sim/stream/feed.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "sim/stream/positioned_json.hpp"

namespace wick::sim::feed_test {
namespace {

constexpr Micros kNow = 1'709'210'000 * kSecond + 123'457;  // 2024-02-29, 12:33:20

const Market& market() {
  static const Market one(7);
  return one;
}

struct Heard {
  Micros time{};
  std::string json;
  bool closing{};
};

std::vector<Heard> listen(Venue venue, const std::string& stream, Micros begin, Micros end) {
  TradeTape tape(market());
  const auto name = stream_name_of(stream);
  EXPECT_TRUE(name) << stream;
  const auto feed = make_feed(tape, venue, *name, {TimeUnit::kMicrosecond, begin});
  EXPECT_NE(feed, nullptr) << stream;
  std::vector<Heard> heard;
  Micros last = begin;
  while (feed->due() <= end) {
    const Micros due = feed->due();
    EXPECT_GE(due, last) << stream;
    last = due;
    if (auto event = feed->step()) heard.push_back({due, event->json, event->closing});
  }
  return heard;
}

std::string field(const std::string& json, const std::string& name) {
  const auto read = read_json(json);
  const auto& object = std::get<JsonValue>(read);
  const auto* kline = object.find("k");
  const auto* value = (kline != nullptr && name != "E" ? *kline : object).find(name);
  return value == nullptr ? "absent" : value->text;
}
std::int64_t number(const std::string& json, const std::string& name) {
  return std::stoll(field(json, name));
}

struct Case {
  Venue venue;
  const char* symbol;
  const char* interval;
  Micros length;  // of what is listened to
};

std::string stream_of(const Case& at) {
  std::string stream = at.symbol;
  for (char& letter : stream) letter = static_cast<char>(std::tolower(letter));
  return stream + "@kline_" + at.interval;
}

class KlineFeeds : public testing::TestWithParam<Case> {
 protected:
  const Symbol& symbol_ = *market().find(GetParam().venue, GetParam().symbol);
  Interval interval_ = *interval_of(GetParam().interval);
  Micros end_ = kNow + GetParam().length;
  std::vector<Heard> heard_ = listen(GetParam().venue, stream_of(GetParam()), kNow, end_);

  [[nodiscard]] std::string expected(const Heard& frame, const Candle& candle) const {
    const KlineEvent event{frame.time, GetParam().interval, next_open(interval_, candle.open_time),
                           candle, frame.closing};
    return kline_json(symbol_, event, TimeUnit::kMicrosecond);
  }
};

TEST_P(KlineFeeds, EveryFrameIsWhatTheMarketSays) {
  for (const Heard& frame : heard_) {
    const Micros open = number(frame.json, "t");
    if (frame.closing) {
      const auto whole = market().candles(symbol_, interval_, open, open + 1);
      ASSERT_EQ(whole.size(), 1U);
      ASSERT_EQ(frame.json, expected(frame, whole.front()));
    } else if (symbol_.venue != Venue::kCm) {  // where running sums are rounded on their way
      const auto running = market().running(symbol_, interval_, frame.time);
      ASSERT_TRUE(running);
      ASSERT_EQ(frame.json, expected(frame, *running));
    }
  }
}

// Compares with a plain list of the candles: all with trades, once, soon, before the next.
TEST_P(KlineFeeds, EveryCandleWithTradesIsClosedOnce) {
  std::vector<Micros> due;
  for (const Candle& candle :
       market().candles(symbol_, interval_, open_of(interval_, kNow), end_)) {
    const bool over = next_open(interval_, candle.open_time) + 300'000 <= end_;
    if (candle.count > 0 && over) due.push_back(candle.open_time);
  }
  std::vector<Micros> closed;
  Micros told = 0;
  for (const Heard& frame : heard_) {
    const Micros open = number(frame.json, "t");
    ASSERT_GE(open, told) << "a word on a candle that is over";
    told = open;
    ASSERT_EQ(field(frame.json, "x"), frame.closing ? "true" : "false");
    if (!frame.closing) continue;
    const Micros late = frame.time - next_open(interval_, open);
    ASSERT_GE(late, 50'000);
    ASSERT_LE(late, 300'000);
    told = next_open(interval_, open);
    if (told + 300'000 <= end_) closed.push_back(open);
  }
  EXPECT_EQ(closed, due);
}

TEST_P(KlineFeeds, FramesComeOnTicksAndOnlyAfterTrades) {
  const Micros pace = symbol_.venue != Venue::kSpot ? 250'000
                      : interval_ == Interval::k1s  ? kSecond
                                                    : 2 * kSecond;
  std::map<Micros, std::int64_t> counts;
  std::int64_t phase = -1;
  for (const Heard& frame : heard_) {
    if (frame.closing) continue;
    if (phase < 0) phase = frame.time % pace;
    ASSERT_EQ(frame.time % pace, phase);
    auto& count = counts[number(frame.json, "t")];
    ASSERT_GT(number(frame.json, "n"), count);
    count = number(frame.json, "n");
  }
}

TEST_P(KlineFeeds, NoTradeWaitsLongerThanATickAndAClosing) {
  const Micros patience = symbol_.venue == Venue::kSpot ? 2 * kSecond + 300'000 : 550'000;
  auto frame = heard_.begin();
  for (const Trade& trade : market().trades(symbol_, kNow + 1, end_ - patience)) {
    while (frame != heard_.end() && number(frame->json, "L") < trade.id) ++frame;
    ASSERT_NE(frame, heard_.end());
    ASSERT_GE(frame->time, trade.time);
    ASSERT_LE(frame->time, trade.time + patience);
  }
}

INSTANTIATE_TEST_SUITE_P(Klines, KlineFeeds,
                         testing::Values(Case{Venue::kSpot, "BTCUSDT", "1s", 90 * kSecond},
                                         Case{Venue::kSpot, "BTCUSDT", "1m", 150 * kSecond},
                                         Case{Venue::kSpot, "ADABTC", "1m", 3 * kHour},
                                         Case{Venue::kSpot, "ADABTC", "1s", 30 * kMinute},
                                         Case{Venue::kSpot, "ETHUSDT", "5m", 7 * kMinute},
                                         Case{Venue::kSpot, "ADABTC", "1h", 2 * kHour},
                                         Case{Venue::kSpot, "ADABTC", "1d", 30 * kMinute},
                                         Case{Venue::kUm, "BTCUSDT", "1m", 3 * kMinute},
                                         Case{Venue::kUm, "ETHUSDT", "3m", 7 * kMinute},
                                         Case{Venue::kCm, "BTCUSD_PERP", "1m", 4 * kMinute},
                                         Case{Venue::kCm, "BTCUSD_PERP", "1h", 30 * kMinute}));

// By hand: days of UTC+8 begin at 16:00 UTC.
TEST(KlineFeed, EasternDays) {
  const Symbol& symbol = *market().find(Venue::kSpot, "ADABTC");
  const Micros begin = 1'709'222'400 * kSecond - kHour;  // 2024-02-29, 15:00
  const auto heard = listen(Venue::kSpot, "adabtc@kline_1d@+08:00", begin, begin + 2 * kHour);
  const auto closing =
      std::find_if(heard.begin(), heard.end(), [](auto& one) { return one.closing; });
  ASSERT_NE(closing, heard.end());
  EXPECT_EQ(number(closing->json, "t"), begin + kHour - kDay);
  EXPECT_EQ(number(closing->json, "T"), begin + kHour - 1);
  std::int64_t count = 0;
  for (const auto& hour :
       market().candles(symbol, Interval::k1h, begin + kHour - kDay, begin + kHour)) {
    count += hour.count;
  }
  EXPECT_EQ(number(closing->json, "n"), count);
  EXPECT_EQ(number(heard.back().json, "t"), begin + kHour);
}

TEST(KlineFeed, MonthsEndWithTheirLastDay) {
  const Symbol& symbol = *market().find(Venue::kSpot, "ADABTC");
  const Micros end = 1'709'251'200 * kSecond;  // 2024-03-01
  const auto heard = listen(Venue::kSpot, "adabtc@kline_1M", end - kHour, end + kSecond);
  const auto closing =
      std::find_if(heard.begin(), heard.end(), [](auto& one) { return one.closing; });
  ASSERT_NE(closing, heard.end());
  const auto months = market().candles(symbol, Interval::k1mo, end - 29 * kDay, end);
  ASSERT_EQ(months.size(), 1U);
  const KlineEvent event{closing->time, "1M", end, months.front(), true};
  EXPECT_EQ(closing->json, kline_json(symbol, event, TimeUnit::kMicrosecond));
}

TEST(KlineFeed, ContinuousContracts) {
  const auto heard =
      listen(Venue::kUm, "btcusdt_perpetual@continuousKline_1m", kNow, kNow + 2 * kMinute);
  const auto plain = listen(Venue::kUm, "btcusdt@kline_1m", kNow, kNow + 2 * kMinute);
  ASSERT_EQ(heard.size(), plain.size());
  ASSERT_FALSE(heard.empty());
  EXPECT_EQ(heard[0].json.find(R"({"e":"continuous_kline","E":)"), 0U);
  for (std::size_t i = 0; i < heard.size(); i++) {
    EXPECT_EQ(field(heard[i].json, "n"), field(plain[i].json, "n"));
    EXPECT_EQ(field(heard[i].json, "v"), field(plain[i].json, "v"));
  }
}

TEST(TradeFeed, EveryTradeOnceInOrder) {
  const Symbol& symbol = *market().find(Venue::kSpot, "BTCUSDT");
  const auto heard = listen(Venue::kSpot, "btcusdt@trade", kNow, kNow + 2 * kMinute);
  const auto trades = market().trades(symbol, kNow - kSecond, kNow + 3 * kMinute);
  ASSERT_GT(heard.size(), 100U);
  auto trade = std::find_if(trades.begin(), trades.end(),
                            [&](const Trade& one) { return one.id == number(heard[0].json, "t"); });
  for (const Heard& one : heard) {
    EXPECT_EQ(one.json, trade_json(symbol, {one.time, *trade, 0}, TimeUnit::kMicrosecond));
    EXPECT_GT(one.time, trade->time);
    EXPECT_LT(one.time, trade->time + 5'000);
    ++trade;
  }
  EXPECT_GT(trade->time, kNow + 2 * kMinute - 5'000) << "the next one is not due yet";
}

// The obvious way to merge: one list, each trade beside its predecessor.
std::vector<TradeEvent> merged(const std::vector<Trade>& trades) {
  std::vector<TradeEvent> out;
  for (const Trade& trade : trades) {
    const bool joins = !out.empty() && out.back().trade.price == trade.price &&
                       out.back().trade.buyer_is_maker == trade.buyer_is_maker &&
                       out.back().trade.time / 100'000 == trade.time / 100'000;
    if (!joins) {
      out.push_back({0, trade, trade.id});
      continue;
    }
    out.back().trade.quantity += trade.quantity;
    out.back().last_id = trade.id;
  }
  return out;
}

TEST(AggTradeFeed, MergesNeighboursHoweverLateOneSubscribes) {
  const Symbol& symbol = *market().find(Venue::kUm, "BTCUSDT");
  std::map<std::int64_t, TradeEvent> aggregates;
  std::vector<Micros> starts;  // in the middle of an aggregate, while nothing of it was told yet
  for (const auto& one : merged(market().trades(symbol, kNow - kMinute, kNow + 3 * kMinute))) {
    aggregates[one.trade.id] = one;
    const bool early = one.trade.time > kNow && starts.size() < 8;
    if (early && one.last_id != one.trade.id) starts.push_back(one.trade.time);
  }
  ASSERT_EQ(starts.size(), 8U);
  for (const Micros start : starts) {
    for (const Heard& one : listen(Venue::kUm, "btcusdt@aggTrade", start, start + kMinute)) {
      auto aggregate = aggregates.at(number(one.json, "a"));
      aggregate.time = one.time;
      ASSERT_EQ(one.json, agg_trade_json(symbol, aggregate, TimeUnit::kMicrosecond));
    }
  }
}

TEST(BookTickerFeed, TheBookIsNeverCrossed) {
  const auto heard = listen(Venue::kCm, "btcusd_perp@bookTicker", kNow, kNow + kMinute);
  ASSERT_GT(heard.size(), 5U);
  std::int64_t update = 0;
  for (const Heard& one : heard) {
    EXPECT_LT(std::stod(field(one.json, "b")), std::stod(field(one.json, "a")));
    EXPECT_GT(std::stoll(field(one.json, "B")), 0);
    EXPECT_GT(std::stoll(field(one.json, "A")), 0);
    EXPECT_GT(number(one.json, "u"), update);
    update = number(one.json, "u");
  }
}

TEST(Feed, UnknownThingsHaveNone) {
  TradeTape tape(market());
  const auto has = [&](Venue venue, const char* stream) {
    return make_feed(tape, venue, *stream_name_of(stream), {TimeUnit::kMillisecond, kNow}) !=
           nullptr;
  };
  EXPECT_TRUE(has(Venue::kSpot, "btcusdt@kline_1s"));
  EXPECT_FALSE(has(Venue::kUm, "btcusdt@kline_1s"));
  EXPECT_FALSE(has(Venue::kSpot, "nosuchcoin@kline_1m"));
  EXPECT_FALSE(has(Venue::kUm, "btcusdt@kline_1m@+08:00"));
  EXPECT_FALSE(has(Venue::kSpot, "btcusdt_perpetual@continuousKline_1m"));
  EXPECT_FALSE(has(Venue::kUm, "btcusdt_never@continuousKline_1m"));
}

}  // namespace
}  // namespace wick::sim::feed_test
