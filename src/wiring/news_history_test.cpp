#include "wiring/news_history.hpp"

#include <gtest/gtest.h>

#include "fake/bars.hpp"

namespace wick::wiring::news_history_test {
namespace {

using core::Interval;
using core::midnight;
using core::TimeRange;
using namespace std::chrono_literals;

const core::UtcTime kStart = midnight(2024, 3, 5);
const core::Grid kMinutes(Interval::k1m);

// Knows the bars of some instants, and settles what has closed; in two replies, after a while.
class Klines final : public port::BarSource {
 public:
  core::RangeSet exist;
  core::UtcTime closed_before{core::kFarFuture};
  std::optional<base::Error> error;
  std::vector<TimeRange> asked;

  std::unique_ptr<port::Inquiry> ask(const core::SeriesId& id, core::RangeSet ranges) override {
    EXPECT_EQ(id.symbol, "BTCUSDT");
    asked.push_back(ranges.ranges().front());
    return std::make_unique<Slow>(*this, ranges.ranges().front());
  }

 private:
  struct Slow final : port::Inquiry {
    Slow(const Klines& from, TimeRange whole) : klines(from), range(whole) {}
    std::vector<port::Reply> step(core::Now /*now*/) override {
      if (++steps != 3) return {};
      const core::UtcTime middle = kMinutes.floor(range.begin + (range.end - range.begin) / 2);
      return {reply({middle, range.end}), reply({range.begin, middle})};
    }
    bool finished() const override { return steps >= 3; }
    core::MonoTime wake() const override { return core::MonoTime::min(); }
    port::Reply reply(TimeRange part) const {
      port::Reply reply;
      reply.asked = {part};
      reply.error = klines.error;
      if (klines.error) return reply;
      reply.settled = reply.asked.before(klines.closed_before);
      reply.chunks.push_back(
          fake::bars(kMinutes, {.opens = reply.settled.intersect(klines.exist)}));
      reply.chunks.push_back(fake::bars(
          kMinutes, {.opens = reply.asked.minus(reply.settled), .mark = {.final = false}}));
      return reply;
    }
    const Klines& klines;
    TimeRange range;
    int steps{0};
  };
};

class NewsHistoryTest : public testing::Test {
 protected:
  base::Result<port::FeedHistoryPage> ask(TimeRange range, const std::string& symbol = "BTCUSDT") {
    auto pending = history.ask({.symbol = symbol, .interval = Interval::k1m, .range = range});
    for (int i = 0; i < 5 && !pending.ready(); ++i) {
      EXPECT_EQ(history.wake(), core::MonoTime::min());
      history.step({});
    }
    EXPECT_EQ(history.wake(), core::MonoTime::max());
    return pending.take();
  }

  Klines klines;
  NewsHistory history{{core::Provider::kBinance, core::Market::kSpot}, klines};
};

TEST_F(NewsHistoryTest, KlinesAreBarsOfOnePrice) {
  const TimeRange wanted{kStart, kStart + 10min};
  klines.exist = core::RangeSet{{kStart, kStart + 3min}, {kStart + 5min, kStart + 10min}};
  const auto page = ask(wanted);
  ASSERT_TRUE(page) << page.error().what;
  EXPECT_EQ(page->settled, wanted);
  ASSERT_EQ(page->bars.size(), 8U);
  std::size_t row = 0;
  for (core::UtcTime t = kStart; t < wanted.end; t += 1min) {
    if (!klines.exist.contains(t)) continue;
    const core::Bar truth = fake::bar_at(t, kMinutes, 1);
    const core::HistoryBar& bar = page->bars[row++];
    EXPECT_EQ(bar.open_time, t);
    EXPECT_EQ(bar.open, core::quote_of(truth.open, truth.open));
    EXPECT_EQ(bar.high, core::quote_of(truth.high, truth.high));
    EXPECT_EQ(bar.low, core::quote_of(truth.low, truth.low));
    EXPECT_EQ(bar.close, core::quote_of(truth.close, truth.close));
    EXPECT_EQ(bar.volume, truth.volume);
  }
}

TEST_F(NewsHistoryTest, WhatHasNotClosedIsUnavailable) {
  klines.exist = core::RangeSet{{kStart, kStart + 10min}};
  klines.closed_before = kStart + 9min;
  const auto late = ask({kStart, kStart + 10min});
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().kind, base::ErrorKind::kUnavailable);
  EXPECT_TRUE(ask({kStart, kStart + 9min}));
}

TEST_F(NewsHistoryTest, LongRangesAreCut) {
  const TimeRange wanted{kStart - 10'000min, kStart};
  const auto page = ask(wanted);
  ASSERT_TRUE(page);
  EXPECT_EQ(page->settled, (TimeRange{kStart - 5'000min, kStart}));
  EXPECT_EQ(klines.asked, std::vector<TimeRange>{page->settled});
}

TEST_F(NewsHistoryTest, ErrorsKeepTheirKind) {
  klines.error = base::Error{base::ErrorKind::kInvalid, "no such symbol"};
  EXPECT_EQ(ask({kStart, kStart + 10min}).error().kind, base::ErrorKind::kInvalid);
  EXPECT_EQ(ask({kStart, kStart + 10min}, "BTC-USDT").error().kind, base::ErrorKind::kInvalid);
  EXPECT_EQ(ask({kStart, kStart}).error().kind, base::ErrorKind::kInvalid);
}

TEST_F(NewsHistoryTest, ADroppedQuestionIsForgotten) {
  {
    const auto dropped = history.ask(
        {.symbol = "BTCUSDT", .interval = Interval::k1m, .range = {kStart, kStart + 1min}});
  }
  history.step({});
  EXPECT_EQ(history.wake(), core::MonoTime::max());
}

}  // namespace
}  // namespace wick::wiring::news_history_test
