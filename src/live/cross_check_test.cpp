#include "live/cross_check.hpp"

#include <gtest/gtest.h>

namespace wick::live::cross_check_test {
namespace {

using core::Interval;
using core::UtcTime;
using namespace std::chrono_literals;

const UtcTime kBegin = core::midnight(2024, 3, 5);

core::Now at(UtcTime t) {
  return {.utc = t, .mono = core::MonoTime{t - kBegin + 1000h}};
}

QuoteBar bar(UtcTime open, core::Micros length, double price) {
  const auto quote = [](double bid) { return quote_of(bid, bid + 1); };
  return {.open_time = open,
          .end = open + length,
          .open = quote(price),
          .high = quote(price + 3),
          .low = quote(price - 3),
          .close = quote(price + 2),
          .volume = 7};
}

core::HistoryBar row(const QuoteBar& bar) {
  return {.open_time = bar.open_time,
          .open = bar.open,
          .high = bar.high,
          .low = bar.low,
          .close = bar.close,
          .volume = bar.volume};
}

port::FeedHistoryPage page_of(const CrossCheck::Question& question,
                              std::vector<core::HistoryBar> bars) {
  return {.bars = std::move(bars), .settled = question.range()};
}

class CrossCheckTest : public testing::Test {
 protected:
  void tell(const QuoteBar& bar, Interval interval = Interval::k1h, std::size_t symbol = 0) {
    check.remember(
        {.symbol = symbol, .kind = LiveEvent::Kind::kBar, .interval = interval, .bar = bar});
  }
  // Asks what is due at that time, and fails where nothing is.
  CrossCheck::Question ask(UtcTime t) {
    const auto due = check.due(at(t));
    EXPECT_TRUE(due.has_value());
    if (!due) return {};
    check.asked(*due, at(t).mono);
    return *due;
  }
  void judge(const CrossCheck::Question& question, std::vector<core::HistoryBar> bars, UtcTime t) {
    check.judge(question, page_of(question, std::move(bars)), at(t), notices);
  }

  CrossCheck::Options options{.intervals = {Interval::k1h, Interval::k4h}, .checks_max = 9};
  CrossCheck check{options, {"XAU/USD", "EUR/USD"}};
  std::vector<Notice> notices;
};

TEST_F(CrossCheckTest, TheSameBarIsNoNews) {
  const QuoteBar ours = bar(kBegin, 1h, 100);
  tell(ours);
  const auto question = ask(kBegin + 1h + 45s);
  EXPECT_EQ(question.symbol, 0U);
  EXPECT_EQ(question.interval, Interval::k1h);
  EXPECT_EQ(question.range(), (core::TimeRange{kBegin - 1h + 1us, kBegin + 1h}));
  judge(question, {row(ours)}, kBegin + 1h + 46s);
  EXPECT_TRUE(notices.empty());
  EXPECT_EQ(check.counts().same, 1);
  EXPECT_EQ(check.counts().asked, 1);
}

TEST_F(CrossCheckTest, AnotherPriceIsToldWithBothValues) {
  const QuoteBar ours = bar(kBegin, 1h, 100);
  tell(ours);
  auto theirs = row(ours);
  theirs.close = quote_of(102, 103.5);
  judge(ask(kBegin + 2h), {theirs}, kBegin + 2h);
  ASSERT_EQ(notices.size(), 1U);
  EXPECT_EQ(notices[0].kind, Notice::Kind::kDiffers);
  EXPECT_EQ(notices[0].text,
            "XAU/USD 1h of 2024-03-05T00:00:00Z: ask 101 104 98 103, history 101 104 98 103.5");
  EXPECT_EQ(check.counts().different, 1);
}

TEST_F(CrossCheckTest, WithinTheToleranceIsTheSame) {
  const QuoteBar ours = bar(kBegin, 1h, 100);
  tell(ours);
  auto theirs = row(ours);
  theirs.close = quote_of(102.00009, 103);
  judge(ask(kBegin + 2h), {theirs}, kBegin + 2h);
  EXPECT_TRUE(notices.empty());
}

TEST_F(CrossCheckTest, MiddlesAreNotCompared) {
  QuoteBar ours = bar(kBegin, 1h, 100);
  ours.high.mid -= 0.5;  // as ticks know it
  tell(ours);
  judge(ask(kBegin + 2h), {row(bar(kBegin, 1h, 100))}, kBegin + 2h);
  EXPECT_TRUE(notices.empty());
}

TEST_F(CrossCheckTest, VolumesAreComparedWhereTheyAreHistorys) {
  const QuoteBar ours = bar(kBegin, 1h, 100);
  auto theirs = row(ours);
  theirs.volume = 8;
  tell(ours);
  judge(ask(kBegin + 2h), {theirs}, kBegin + 2h);
  EXPECT_TRUE(notices.empty());
  options.exact_volume = true;
  CrossCheck exact(options, {"XAU/USD"});
  exact.remember({.kind = LiveEvent::Kind::kBar, .interval = Interval::k1h, .bar = ours});
  const auto question = *exact.due(at(kBegin + 2h));
  exact.asked(question, at(kBegin + 2h).mono);
  exact.judge(question, page_of(question, {theirs}), at(kBegin + 2h), notices);
  ASSERT_EQ(notices.size(), 1U);
  EXPECT_EQ(notices[0].text, "XAU/USD 1h of 2024-03-05T00:00:00Z: volume 7, history 8");
}

TEST_F(CrossCheckTest, OnlyWholeBarsOfItsIntervalsAreRemembered) {
  tell(bar(kBegin, 15min, 100), Interval::k15m);
  tell(bar(kBegin, 3h, 100), Interval::k4h);  // its day ended early
  QuoteBar partial = bar(kBegin, 1h, 100);
  partial.partial = true;
  tell(partial);
  QuoteBar flat = bar(kBegin, 1h, 100);
  flat.synthetic = true;
  tell(flat);
  check.remember(
      {.kind = LiveEvent::Kind::kPreview, .interval = Interval::k1h, .bar = bar(kBegin, 1h, 100)});
  EXPECT_FALSE(check.due(at(kBegin + 9h)));
}

TEST_F(CrossCheckTest, ABarThatIsJustOverIsLeftToSettle) {
  tell(bar(kBegin, 1h, 100));
  EXPECT_FALSE(check.due(at(kBegin + 1h + 45s - 1us)));
  EXPECT_TRUE(check.due(at(kBegin + 1h + 45s)));
}

TEST_F(CrossCheckTest, OncePerIntervalAndOnlyTheLatestBar) {
  tell(bar(kBegin, 1h, 100));
  judge(ask(kBegin + 1h + 45s), {row(bar(kBegin, 1h, 100))}, kBegin + 1h + 46s);
  EXPECT_FALSE(check.due(at(kBegin + 9h)));  // it was compared
  tell(bar(kBegin + 1h, 1h, 101));
  EXPECT_FALSE(check.due(at(kBegin + 2h + 45s - 1us)));  // an hour after the last check
  tell(bar(kBegin, 1h, 77));                             // a revision of an older one is no news
  const auto question = ask(kBegin + 2h + 45s);
  EXPECT_EQ(question.ours, bar(kBegin + 1h, 1h, 101));
}

TEST_F(CrossCheckTest, ARevisionIsComparedAgain) {
  tell(bar(kBegin, 1h, 100));
  judge(ask(kBegin + 1h + 45s), {row(bar(kBegin, 1h, 100))}, kBegin + 1h + 46s);
  check.remember({.kind = LiveEvent::Kind::kRevision,
                  .interval = Interval::k1h,
                  .revision = 1,
                  .bar = bar(kBegin, 1h, 105)});
  EXPECT_EQ(ask(kBegin + 3h).ours, bar(kBegin, 1h, 105));
}

TEST_F(CrossCheckTest, NoMoreInACycleThanAllowedAndWhoWaitsLongestFirst) {
  options.checks_max = 1;
  CrossCheck one(options, {"A", "B"});
  std::vector<std::size_t> order;
  for (int hour = 0; hour < 4; ++hour) {
    const UtcTime open = kBegin + hour * 1h;
    for (std::size_t i = 0; i < 2; ++i) {
      one.remember({.symbol = i,
                    .kind = LiveEvent::Kind::kBar,
                    .interval = Interval::k1h,
                    .bar = bar(open, 1h, 100)});
    }
    const core::Now now = at(open + 2h);
    one.begin_cycle();
    const auto due = one.due(now);
    ASSERT_TRUE(due);
    one.asked(*due, now.mono);
    EXPECT_FALSE(one.due(now));
    order.push_back(due->symbol);
  }
  EXPECT_EQ(order, (std::vector<std::size_t>{0, 1, 0, 1}));
}

// A venue whose 4h bars count from midnight UTC while ours begin with New York's day.
TEST_F(CrossCheckTest, OtherAnchorsAreToldOnceAndLookedAtADayLater) {
  const UtcTime day = kBegin - 2h;
  int asked = 0;
  for (int i = 0; i < 24; ++i) {  // four days
    const QuoteBar ours = bar(day + i * 4h, 4h, 100 + i);
    tell(ours, Interval::k4h);
    const UtcTime now = ours.end + 1min;
    check.begin_cycle();
    const auto due = check.due(at(now));
    if (!due) continue;
    ++asked;
    check.asked(*due, at(now).mono);
    // What opened inside and is over; the one that goes on beyond ours is not.
    judge(*due, {row(bar(ours.open_time - 2h, 4h, 55))}, now);
  }
  EXPECT_EQ(asked, 4);
  EXPECT_EQ(check.counts().anchored_otherwise, 4);
  EXPECT_EQ(check.counts().different, 0);
  ASSERT_EQ(notices.size(), 1U);
  EXPECT_EQ(notices[0].kind, Notice::Kind::kDiffers);
  EXPECT_EQ(notices[0].text,
            "XAU/USD 4h of 2024-03-04T22:00:00Z: history's bars begin at other times; they are not "
            "compared");
}

TEST_F(CrossCheckTest, AMissingBarIsToldOnceUntilOneIsFound) {
  const auto hour = [&](int i, bool there) {
    const QuoteBar ours = bar(kBegin + i * 1h, 1h, 100);
    tell(ours);
    check.begin_cycle();
    const UtcTime now = ours.end + 1min;
    judge(ask(now), there ? std::vector{row(ours)} : std::vector<core::HistoryBar>{}, now);
  };
  hour(0, false);
  hour(1, false);
  EXPECT_EQ(notices.size(), 1U);
  EXPECT_EQ(notices[0].text,
            "XAU/USD 1h of 2024-03-05T00:00:00Z: history has no such bar; ours is 100.5 103.5 97.5 "
            "102.5");
  hour(2, true);
  hour(3, false);
  EXPECT_EQ(notices.size(), 2U);
  EXPECT_EQ(check.counts().missing, 3);
  EXPECT_EQ(check.counts().same, 1);
}

TEST_F(CrossCheckTest, WhatAPageDoesNotAnswerIsNotMissing) {
  tell(bar(kBegin, 1h, 100));
  const auto question = ask(kBegin + 2h);
  check.judge(question, {.bars = {}, .settled = {kBegin + 1min, kBegin + 1h}}, at(kBegin + 2h),
              notices);
  EXPECT_TRUE(notices.empty());
  EXPECT_EQ(check.counts().missing, 0);
}

TEST_F(CrossCheckTest, AnUnsupportedIntervalIsLeftAloneForAll) {
  for (std::size_t i = 0; i < 2; ++i) {
    tell(bar(kBegin, 4h, 100), Interval::k4h, i);
    tell(bar(kBegin, 1h, 100), Interval::k1h, i);
  }
  auto question = ask(kBegin + 5h);
  while (question.interval != Interval::k4h) question = ask(kBegin + 5h);
  check.refuse(question, {base::ErrorKind::kUnsupported, "no bars of 4h"}, notices);
  ASSERT_EQ(notices.size(), 1U);
  EXPECT_EQ(notices[0].text, "4h bars are not compared: no bars of 4h");
  while (const auto due = check.due(at(kBegin + 5h))) {
    EXPECT_EQ(due->interval, Interval::k1h);
    check.asked(*due, at(kBegin + 5h).mono);
  }
  EXPECT_EQ(check.counts().asked, 3);
}

TEST_F(CrossCheckTest, AnUnknownSymbolIsLeftAloneByItself) {
  tell(bar(kBegin, 1h, 100), Interval::k1h, 0);
  tell(bar(kBegin, 1h, 100), Interval::k1h, 1);
  const auto question = ask(kBegin + 2h);
  check.refuse(question, {base::ErrorKind::kInvalid, "no such symbol"}, notices);
  EXPECT_EQ(notices.at(0).text, "XAU/USD 1h bars are not compared: no such symbol");
  EXPECT_EQ(ask(kBegin + 2h).symbol, 1U);
}

TEST_F(CrossCheckTest, WhatIsPostponedLetsOthersGoFirst) {
  tell(bar(kBegin, 1h, 100), Interval::k1h, 0);
  tell(bar(kBegin, 1h, 100), Interval::k1h, 1);
  const auto first = *check.due(at(kBegin + 2h));
  EXPECT_EQ(first.symbol, 0U);
  check.postpone(first, at(kBegin + 2h).mono);
  EXPECT_EQ(ask(kBegin + 2h).symbol, 1U);
  EXPECT_FALSE(check.due(at(kBegin + 2h + 5s - 1us)));
  EXPECT_EQ(ask(kBegin + 2h + 5s).symbol, 0U);
}

TEST_F(CrossCheckTest, WhatWasNotAnsweredIsDueAgainInNoHurry) {
  tell(bar(kBegin, 1h, 100));
  const auto question = ask(kBegin + 2h);
  check.unanswered(question);
  EXPECT_FALSE(check.due(at(kBegin + 3h - 1us)));
  EXPECT_EQ(ask(kBegin + 3h).ours, question.ours);
}

TEST(CrossCheck, WithoutIntervalsItDoesNothing) {
  CrossCheck check({}, {"A"});
  check.remember(
      {.kind = LiveEvent::Kind::kBar, .interval = Interval::k1h, .bar = bar(kBegin, 1h, 100)});
  EXPECT_FALSE(check.due(at(kBegin + 9h)));
}

}  // namespace
}  // namespace wick::live::cross_check_test
