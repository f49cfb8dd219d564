#include "live/succession.hpp"

#include <gtest/gtest.h>

#include "live/numbered_candles_test.hpp"

namespace wick::live::succession_test {
namespace {

using core::Bar;
using core::TimeRange;
using core::UtcTime;

TEST_F(SuccessionTest, NothingIsToldBeforeItBegins) {
  Succession candles({.grid = kMinutes});
  candles.hear(news(0, true), {});
  EXPECT_TRUE(told(candles).empty());
  EXPECT_FALSE(candles.lacking(minute(10)));
}

TEST_F(SuccessionTest, TheCandleUnderWayIsTheFirst) {
  auto candles = make();
  candles.hear(news(-1, true), {});
  candles.hear(news(0, true), {});
  EXPECT_EQ(closed(candles), (std::vector{0}));
  EXPECT_EQ(candles.next(), minute(1));
}

TEST_F(SuccessionTest, EachCandleIsToldOnce) {
  auto candles = make();
  for (int copy = 0; copy < 3; ++copy) candles.hear(news(0, true), {});
  EXPECT_EQ(closed(candles), (std::vector{0}));
  candles.hear(news(0, true), {});
  EXPECT_TRUE(told(candles).empty());
  EXPECT_EQ(candles.counts().duplicates, 3);
}

TEST_F(SuccessionTest, NothingNewerIsToldBeforeWhatIsMissing) {
  auto candles = make();
  candles.hear(news(0, true), {});
  EXPECT_EQ(closed(candles), (std::vector{0}));
  candles.hear(news(3, true), {});
  EXPECT_TRUE(told(candles).empty());
  // The candle before it is looked at again, since only a frame vouches for it.
  EXPECT_EQ(candles.lacking(minute(4)), (TimeRange{minute(0), minute(3)}));
  const auto account = candles.learn(rows(0, 3));
  EXPECT_EQ(account.rows, 2);
  EXPECT_EQ(closed(candles), (std::vector{1, 2, 3}));
  EXPECT_FALSE(candles.lacking(minute(4)));
}

TEST_F(SuccessionTest, AClosingFrameHasItsGraceAndNoMore) {
  auto candles = make();
  EXPECT_EQ(candles.patient_until(), minute(1) + 3s);
  EXPECT_FALSE(candles.lacking(minute(1) + 3s - 1us));
  EXPECT_EQ(candles.lacking(minute(1) + 3s), (TimeRange{minute(0), minute(1)}));
  candles.hear(news(0, true, 1, 2900ms), {});
  EXPECT_EQ(closed(candles), (std::vector{0}));
  EXPECT_FALSE(candles.lacking(minute(1) + 3s));
}

TEST_F(SuccessionTest, ANewerClosedCandleEndsThePatienceWithOlderOnes) {
  auto candles = make();
  candles.hear(news(1, true), {});
  EXPECT_EQ(candles.lacking(minute(2) + 60ms), (TimeRange{minute(0), minute(1)}));
}

TEST_F(SuccessionTest, WhatIsFarBehindIsAskedForInPieces) {
  Succession candles({.grid = kMinutes, .fill_max = 100});
  candles.begin(kFirstMinute);
  EXPECT_EQ(candles.lacking(minute(1000) + 10s), (TimeRange{minute(0), minute(100)}));
  candles.learn(rows(0, 100));
  EXPECT_EQ(closed(candles).size(), 100U);
  EXPECT_EQ(candles.lacking(minute(1000) + 10s), (TimeRange{minute(100), minute(200)}));
}

TEST_F(SuccessionTest, OnlyWhatIsMissingBetweenHeldOnesIsAskedFor) {
  auto candles = make();
  candles.hear(news(2, true), {});
  candles.hear(news(5, true), {});
  EXPECT_EQ(candles.lacking(minute(6)), (TimeRange{minute(0), minute(2)}));
  candles.learn(rows(0, 2));
  EXPECT_EQ(closed(candles), (std::vector{0, 1, 2}));
  EXPECT_EQ(candles.lacking(minute(6)), (TimeRange{minute(2), minute(5)}));  // 2 to be proven
}

TEST_F(SuccessionTest, ASecondClosingFrameIsARevision) {
  auto candles = make();
  candles.hear(news(0, true, 7), {});
  EXPECT_EQ(closed(candles), (std::vector{0}));
  candles.hear(news(0, true, 8, 1s), {});
  const auto again = told(candles);
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].kind, Tidings::kRevised);
  EXPECT_EQ(again[0].bar, bar(0, 8));
  EXPECT_EQ(again[0].revision, 1U);
  candles.hear(news(0, true, 7), {});  // the first one again, on a longer way
  EXPECT_TRUE(told(candles).empty());
  candles.hear(news(0, true, 9, 2s), {});
  EXPECT_EQ(told(candles).at(0).revision, 2U);
}

TEST_F(SuccessionTest, OfTwoClosingFramesNotYetToldTheLaterStands) {
  auto candles = make();
  candles.hear(news(1, true, 8, 1s), {});
  candles.hear(news(1, true, 7), {});
  candles.hear(news(0, true), {});
  const auto both = told(candles);
  ASSERT_EQ(both.size(), 2U);
  EXPECT_EQ(both[1].bar, bar(1, 8));
}

TEST_F(SuccessionTest, HistoryCorrectsAFrameAndNoFrameCorrectsHistory) {
  auto candles = make();
  candles.hear(news(0, true, 7), {});
  (void)told(candles);
  candles.learn(rows(0, 1, 8));
  const auto corrected = told(candles);
  ASSERT_EQ(corrected.size(), 1U);
  EXPECT_EQ(corrected[0].kind, Tidings::kRevised);
  EXPECT_EQ(corrected[0].bar, bar(0, 8));
  candles.hear(news(0, true, 9, 5s), {});
  EXPECT_TRUE(told(candles).empty());
  EXPECT_EQ(candles.counts().conflicts, 1);
}

TEST_F(SuccessionTest, WhatHistoryConfirmsIsNotAskedForAgain) {
  auto candles = make();
  candles.hear(news(0, true), {});
  (void)told(candles);
  candles.learn(rows(0, 1));
  EXPECT_TRUE(told(candles).empty());
  candles.hear(news(3, true), {});
  EXPECT_EQ(candles.lacking(minute(4)), (TimeRange{minute(1), minute(3)}));
}

TEST_F(SuccessionTest, AnOldHoleIsBelievedAndAYoungOneIsNot) {
  auto candles = make();
  candles.learn(hole(0, 1), minute(1) + 5s);
  EXPECT_TRUE(told(candles).empty());
  EXPECT_TRUE(candles.lacking(minute(1) + 5s));
  candles.learn(hole(0, 1), minute(2));
  const auto holes = told(candles);
  ASSERT_EQ(holes.size(), 1U);
  EXPECT_EQ(holes[0].kind, Tidings::kHole);
  EXPECT_EQ(holes[0].bar.close_time, minute(1) - 1us);
  EXPECT_EQ(candles.next(), minute(1));
}

TEST_F(SuccessionTest, AHoleBeforeAWrittenCandleIsBelievedAtOnce) {
  auto candles = make();
  candles.learn(rows(2, 3));
  candles.learn(hole(0, 2), minute(3) + 1s);
  const auto all = told(candles);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[1].kind, Tidings::kHole);
  EXPECT_EQ(all[2].number, 2);
}

TEST_F(SuccessionTest, WhatNobodyCouldBeAskedForIsNoHole) {
  auto candles = make();
  core::Hole unknown = hole(0, 1);
  unknown.cause = core::Cause::kNotFetched;
  candles.learn(unknown, minute(100));
  EXPECT_TRUE(told(candles).empty());
}

TEST_F(SuccessionTest, AFormingCandleIsToldWhereItIsNext) {
  auto candles = make(true);
  candles.hear(news(0, false, 1, 0s), {});
  candles.hear(news(0, false, 1, 0s), {});  // the other connection's copy
  const auto first = told(candles);
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0].kind, Tidings::kForming);
  candles.hear(news(0, false, 2, 2s), {});
  candles.hear(news(0, false, 3, 1s), {});  // overtaken
  EXPECT_EQ(told(candles).at(0).bar, bar(0, 2));
  // Candle 0 has not closed yet: candle 1 has to wait.
  candles.hear(news(1, false), {});
  EXPECT_TRUE(told(candles).empty());
  candles.hear(news(0, true), {});
  const auto both = told(candles);
  ASSERT_EQ(both.size(), 2U);
  EXPECT_EQ(both[0].kind, Tidings::kClosed);
  EXPECT_EQ(both[1].kind, Tidings::kForming);
  EXPECT_EQ(both[1].number, 1);
}

TEST_F(SuccessionTest, AFormingCandleIsToldOnceAndOnlyWhereAsked) {
  auto candles = make(true);
  candles.hear(news(0, false), {});
  EXPECT_EQ(told(candles).size(), 1U);
  EXPECT_TRUE(told(candles).empty());
  auto closed_only = make(false);
  closed_only.hear(news(0, false), {});
  EXPECT_TRUE(told(closed_only).empty());
}

TEST_F(SuccessionTest, WhatIsToldSaysWhereItCameFrom) {
  auto candles = make(true);
  candles.hear(news(0, true), core::MonoTime{5s});
  candles.hear(news(1, false), core::MonoTime{6s});
  std::vector<CandleEvent> events;
  candles.tell(events);
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].received, core::MonoTime{5s});
  EXPECT_TRUE(events[0].mark.final);
  EXPECT_EQ(events[0].mark.origin, core::Origin::kStream);
  EXPECT_EQ(events[1].received, core::MonoTime{6s});
  EXPECT_FALSE(events[1].mark.final);
  auto account = candles.learn(rows(1, 3));
  EXPECT_EQ(account.rows, 2);
  EXPECT_EQ(account.traded_rows, 2);
  events.clear();
  candles.tell(events);
  EXPECT_EQ(events.at(0).tier, core::Tier::kRest);
  EXPECT_EQ(events.at(0).received, core::MonoTime{});
}

TEST_F(SuccessionTest, RevisionsCountTheTellingsAndNotThoseOfTheStore) {
  auto candles = make();
  const core::Mark revised{.final = true, .revision = 3, .origin = core::Origin::kArchive};
  candles.learn(
      fake::bars(kMinutes, {.opens = {{minute(0), minute(1)}}, .seed = 7}).marked(revised));
  EXPECT_EQ(told(candles).at(0).revision, 0U);
  candles.learn(rows(0, 1, 8));
  EXPECT_EQ(told(candles).at(0).revision, 1U);
}

TEST_F(SuccessionTest, ManyCandlesThatOnlyFramesVouchForAreLookedUp) {
  auto candles = make();
  for (int i = 0; i < 99; ++i) candles.hear(news(i, true, 1 + (i == 40 ? 1 : 0)), {});
  (void)told(candles);
  EXPECT_FALSE(candles.lacking(minute(99) + 10s));
  candles.hear(news(99, true), {});
  (void)told(candles);
  EXPECT_EQ(candles.lacking(minute(100) + 1s), (TimeRange{minute(0), minute(100)}));
  candles.learn(rows(0, 60));
  const auto corrected = told(candles);
  ASSERT_EQ(corrected.size(), 1U);
  EXPECT_EQ(corrected[0].number, 40);
  EXPECT_EQ(corrected[0].kind, Tidings::kRevised);
  EXPECT_FALSE(candles.lacking(minute(100) + 1s)) << "forty alone are left for the next time";
}

TEST_F(SuccessionTest, WhatHistoryDoesNotHaveIsNotLookedUpForEver) {
  auto candles = make();
  for (int i = 0; i < 100; ++i) candles.hear(news(i, true), {});
  (void)told(candles);
  ASSERT_TRUE(candles.lacking(minute(100) + 1s));
  candles.learn(hole(0, 100), minute(200));
  EXPECT_FALSE(candles.lacking(minute(100) + 1s));
  EXPECT_TRUE(told(candles).empty());
}

TEST_F(SuccessionTest, WhatIsForgottenIsNotLookedUp) {
  Succession candles({.grid = kMinutes, .remembered_max = 10, .audit_after = 10});
  candles.begin(kFirstMinute);
  for (int i = 0; i < 50; ++i) candles.hear(news(i, true), {});
  (void)told(candles);
  EXPECT_EQ(candles.lacking(minute(50) + 1s), (TimeRange{minute(40), minute(50)}));
}

TEST_F(SuccessionTest, WhatWaitsIsBoundedAndNothingIsLost) {
  Succession candles({.grid = kMinutes, .audit_after = 1000, .held_max = 10});
  candles.begin(kFirstMinute);
  for (int i = 1; i < 100; ++i) candles.hear(news(i, true), {});
  candles.learn(rows(0, 1));
  EXPECT_EQ(closed(candles).size(), 11U);
  EXPECT_EQ(candles.lacking(minute(100) + 3s), (TimeRange{minute(10), minute(100)}));
}

}  // namespace
}  // namespace wick::live::succession_test
