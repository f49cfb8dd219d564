#include "venue/fxcm/quote_history.hpp"

#include <gtest/gtest.h>

#include "venue/fxcm/broker_files_test.hpp"

namespace wick::venue::fxcm::quote_history_test {
namespace {

using core::Interval;
using core::midnight;
using core::TimeRange;
using namespace std::chrono_literals;
using Answer = base::Result<port::FeedHistoryPage>;

class FxcmQuoteHistory : public testing::Test {
 protected:
  FxcmQuoteHistory() {
    broker.files = {{"2024/5", {midnight(2024, 1, 28), midnight(2024, 2, 4)}},
                    {"2024/6", {midnight(2024, 2, 4), midnight(2024, 2, 11)}}};
  }

  Answer ask(const std::string& symbol, TimeRange range, Interval interval = Interval::k1m) {
    auto pending = history.ask({.symbol = symbol, .interval = interval, .range = range});
    EXPECT_LE(history.wake(), pending.ready() ? core::MonoTime::max() : now.mono);
    for (int i = 0; i < 20 && !pending.ready(); ++i) {
      history.step(now);
      if (history.wake() != core::MonoTime::max()) now.mono = std::max(now.mono, history.wake());
    }
    EXPECT_TRUE(pending.ready());
    return pending.take();
  }

  core::Now now{midnight(2024, 3, 1), {}};
  BrokerFiles broker;
  binance::ScriptedWeb web{[this](const std::string& url) { return broker.answer(url); }};
  binance::PromptWorkers workers;
  QuoteHistory history{{.http = &web, .workers = &workers}, {.hosts = {"http://a"}}};
};

TEST_F(FxcmQuoteHistory, PagesGoBackWeekByWeek) {
  const TimeRange wanted{midnight(2024, 1, 30), midnight(2024, 2, 6)};
  std::vector<core::HistoryBar> bars;
  TimeRange rest = wanted;
  int pages = 0;
  for (; !rest.empty() && pages < 5; ++pages) {
    const Answer page = ask("EUR/USD", rest);
    ASSERT_TRUE(page) << page.error().what;
    EXPECT_EQ(page->settled.end, rest.end);
    bars.insert(bars.begin(), page->bars.begin(), page->bars.end());
    rest.end = page->settled.begin;
  }
  EXPECT_EQ(pages, 2);
  std::vector<core::HistoryBar> truth;
  for (core::UtcTime t = wanted.begin; t < wanted.end; t += 1min) {
    if (BrokerFiles::trades(t)) truth.push_back(BrokerFiles::minute_bar(t));
  }
  EXPECT_EQ(bars, truth);
  EXPECT_EQ(web.urls.front(), "http://a/m1/EURUSD/2024/6.csv.gz");
}

TEST_F(FxcmQuoteHistory, AWeekendIsSettledWithoutBars) {
  const TimeRange saturday{midnight(2024, 2, 3), midnight(2024, 2, 4)};
  const Answer page = ask("EURUSD", saturday);
  ASSERT_TRUE(page) << page.error().what;
  EXPECT_EQ(page->settled, saturday);
  EXPECT_TRUE(page->bars.empty());
}

TEST_F(FxcmQuoteHistory, WhatCannotBeHadIsToldByKind) {
  using enum base::ErrorKind;
  const TimeRange week5{midnight(2024, 1, 29), midnight(2024, 1, 30)};
  const TimeRange this_week{midnight(2024, 2, 26), midnight(2024, 2, 27)};
  const TimeRange unpublished{midnight(2024, 2, 19), midnight(2024, 2, 20)};
  const TimeRange never_published{midnight(2024, 1, 15), midnight(2024, 1, 16)};
  const TimeRange ancient{midnight(2010, 1, 4), midnight(2010, 1, 5)};
  EXPECT_EQ(ask("EUR/USD", this_week).error().kind, kUnavailable);
  EXPECT_EQ(ask("EUR/USD", unpublished).error().kind, kUnavailable);
  EXPECT_EQ(ask("EUR/USD", never_published).error().kind, kUnsupported);
  EXPECT_EQ(ask("EUR/USD", ancient).error().kind, kUnsupported);
  EXPECT_EQ(ask("EUR/USD", week5, Interval::k1w).error().kind, kUnsupported);
  EXPECT_EQ(ask("eur usd", week5).error().kind, kInvalid);
  broker.files.clear();
  EXPECT_EQ(ask("XAU/USD", unpublished).error().kind, kInvalid);
}

TEST_F(FxcmQuoteHistory, DroppedQuestionsAreLeft) {
  {
    const auto dropped = history.ask({.symbol = "EUR/USD",
                                      .interval = Interval::k1m,
                                      .range = {midnight(2024, 2, 5), midnight(2024, 2, 6)}});
  }
  history.step(now);
  EXPECT_TRUE(web.urls.empty());
  EXPECT_EQ(history.wake(), core::MonoTime::max());
}

}  // namespace
}  // namespace wick::venue::fxcm::quote_history_test
