#include "policy/ladder.hpp"

#include <gtest/gtest.h>

#include <random>

#include "core/interval.hpp"

namespace wick::policy::ladder_test {
namespace {

using base::Error;
using base::ErrorKind;
using core::Cause;
using core::Hole;
using core::midnight;
using core::RangeSet;
using core::Tier;
using core::UtcTime;
using namespace std::chrono_literals;

const UtcTime kToday = midnight(2024, 3, 20);
const core::Grid kHours(core::Interval::k1h);
const core::Now kNow{kToday + 10h, core::MonoTime{1h}};
core::Now after(core::Micros delay) {
  return {kNow.utc + delay, kNow.mono + delay};
}
core::TimeRange days(int begin, int end) {  // counted back from today
  return {kToday - begin * 24h, kToday - end * 24h};
}

const Error kDown{ErrorKind::kUnavailable, "connection reset"};
const Error kSlow{ErrorKind::kThrottled, "429", 7s};

const std::vector<Rung> kRungs = {
    {.tier = Tier::kBulk, .unit = Unit::kMonth, .lag = 24h * 9, .whole_only = true},
    {.tier = Tier::kBulk, .unit = Unit::kDay, .lag = 48h},
    {.tier = Tier::kRest},
};

Ask ask(const Step& step) {
  const auto* ask = std::get_if<Ask>(&step);
  return ask == nullptr ? Ask{99, {}, {}} : *ask;
}
std::vector<Hole> missing(const Step& step) {
  const auto* done = std::get_if<Done>(&step);
  return done == nullptr ? std::vector<Hole>{{{}, {}, "not done"}} : done->missing;
}
bool listens(const Step& step) {
  return std::holds_alternative<Listen>(step);
}

TEST(Ladder, EachRungIsAskedForWhatItCanHaveByNow) {
  const UtcTime february = midnight(2024, 2, 1);
  Ladder ladder(kRungs, kHours, {{february - 24h, kToday}}, {});

  const Ask months = ask(ladder.next(kNow));
  EXPECT_EQ(months.rung, 0U);
  EXPECT_EQ(months.ranges, (RangeSet{{february, midnight(2024, 3, 1)}})) << "whole months only";
  const Ask by_day = ask(ladder.next(kNow));
  EXPECT_EQ(by_day.rung, 1U);
  EXPECT_EQ(by_day.ranges,
            (RangeSet{{february - 24h, february}, {midnight(2024, 3, 1), kToday - 48h}}))
      << "a day counts as published once its end is 48 hours past";
  const Ask rest = ask(ladder.next(kNow));
  EXPECT_EQ(rest.rung, 2U);
  EXPECT_EQ(rest.ranges, (RangeSet{{kToday - 48h, kToday}}));
  EXPECT_TRUE(listens(ladder.next(kNow)));

  for (const Ask& asked : {months, by_day, rest}) {
    ladder.report({asked.rung, asked.ranges, asked.ranges, {}, {}}, kNow);
  }
  EXPECT_TRUE(missing(ladder.next(kNow)).empty());
}

TEST(Ladder, ADayEndingExactlyAtTheLagIsThere) {
  const core::Now now{kToday, {}};
  Ladder ladder({{.tier = Tier::kBulk, .unit = Unit::kDay, .lag = 48h}}, kHours, {days(4, 0)}, {});
  EXPECT_EQ(ask(ladder.next(now)).ranges, (RangeSet{days(4, 2)}));
}

TEST(Ladder, ObjectsStepDownOnTheirOwn) {
  Ladder ladder(kRungs, kHours, {days(8, 3)}, {});
  ASSERT_EQ(ask(ladder.next(kNow)).ranges, (RangeSet{days(8, 3)}));

  ladder.report({1, {days(6, 5)}, {}, {}, Error{ErrorKind::kUnsupported, "404"}}, kNow);
  EXPECT_EQ(ask(ladder.next(kNow)).ranges, (RangeSet{days(6, 5)})) << "before the others reported";
  EXPECT_TRUE(listens(ladder.next(kNow)));

  ladder.report({1, {days(8, 6), days(5, 3)}, {days(8, 6), days(5, 4)}, {}, {}}, kNow);
  EXPECT_EQ(ask(ladder.next(kNow)).ranges, (RangeSet{days(4, 3)})) << "what it did not settle";
}

TEST(Ladder, RowsThatAMonthLacksAreNotLookedForInItsDays) {
  const core::TimeRange february = core::month_of(midnight(2024, 2, 10));
  const core::TimeRange gap{midnight(2024, 2, 5), midnight(2024, 2, 5) + 3h};
  Ladder ladder(kRungs, kHours, {february}, {});
  ASSERT_EQ(ask(ladder.next(kNow)).rung, 0U);
  ladder.report({0, {february}, RangeSet{february}.minus({gap}), {}, {}}, kNow);
  const Ask rest = ask(ladder.next(kNow));
  EXPECT_EQ(rest.tier, Tier::kRest);
  EXPECT_EQ(rest.ranges, RangeSet{gap});
}

TEST(Ladder, WhatNobodyHadIsNamedWithTheLastReason) {
  Ladder ladder(kRungs, kHours, {days(5, 3)}, {});
  (void)ladder.next(kNow);
  ladder.report({1, {days(5, 3)}, {}, {}, Error{ErrorKind::kUnsupported, "404"}}, kNow);
  (void)ladder.next(kNow);
  const Hole quiet{days(5, 4), Cause::kNoBarAtSource, "REST answered without it"};
  ladder.report({2, {days(5, 3)}, {days(5, 4)}, {quiet}, kDown}, kNow);
  EXPECT_EQ(missing(ladder.next(kNow)),
            (std::vector<Hole>{quiet, {days(4, 3), Cause::kNotFetched, "connection reset"}}));
}

TEST(Ladder, ThrottledItEndsOrWaitsAsTold) {
  for (const bool patient : {false, true}) {
    Ladder ladder({{.tier = Tier::kRest}}, kHours, {days(2, 0)}, {.wait_when_throttled = patient});
    (void)ladder.next(kNow);
    ladder.report({0, {days(2, 0)}, {days(2, 1)}, {}, kSlow}, kNow);
    if (patient) {
      EXPECT_EQ(std::get<Wait>(ladder.next(kNow)).until, kNow.mono + 7s);
      EXPECT_EQ(ask(ladder.next(after(7s))).ranges, (RangeSet{days(1, 0)}));
    } else {
      EXPECT_EQ(missing(ladder.next(kNow)),
                (std::vector<Hole>{{days(1, 0), Cause::kNotFetched, "429"}}));
    }
  }
}

TEST(Ladder, AMonthKnownToBeWrongIsReadByDay) {
  auto rungs = kRungs;
  rungs[0].except.add(core::month_of(midnight(2020, 12, 5)));
  Ladder ladder(rungs, kHours, {{midnight(2020, 11, 1), midnight(2021, 1, 1)}}, {});
  EXPECT_EQ(ask(ladder.next(kNow)).ranges,
            (RangeSet{{midnight(2020, 11, 1), midnight(2020, 12, 1)}}));
  EXPECT_EQ(ask(ladder.next(kNow)).ranges,
            (RangeSet{{midnight(2020, 12, 1), midnight(2021, 1, 1)}}));
}

TEST(Ladder, AWeekIsAskedOfTheMonthInWhichItOpens) {
  const core::Grid weeks(core::Interval::k1w);
  Ladder ladder({{.tier = Tier::kBulk, .unit = Unit::kMonth, .lag = 24h * 9}}, weeks,
                {{midnight(2024, 1, 29), midnight(2024, 3, 11)}}, {});
  EXPECT_EQ(ask(ladder.next(kNow)).ranges,
            (RangeSet{{midnight(2024, 1, 29), midnight(2024, 3, 4)}}))
      << "the week of 29 January is January's, that of 26 February February's, none is cut";
}

TEST(Ladder, WithoutARungEverythingIsMissing) {
  Ladder ladder({}, kHours, {days(1, 0)}, {});
  EXPECT_EQ(missing(ladder.next(kNow)).size(), 1U);
}

TEST(LadderDeathTest, AReportNeedsAnAsk) {
  Ladder ladder(kRungs, kHours, {days(5, 3)}, {});
  EXPECT_DEATH(ladder.report({1, {days(5, 3)}, {}, {}, {}}, kNow), "does not hold");
}

// Whatever the sources do, the climb ends; nothing is asked of one rung twice, nothing settled is
// asked again, and in the end every instant is settled or named as missing.
TEST(Ladder, EveryClimbEndsAndAccountsForEveryInstant) {
  for (unsigned seed = 0; seed < 2'000; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937 random(seed);
    const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };

    const RangeSet wanted{days(70, 40), days(30 - below(10), below(3))};
    Ladder ladder(kRungs, kHours, wanted, {});
    std::vector<RangeSet> asked_ever(kRungs.size());
    std::vector<Ask> open;
    RangeSet settled;

    for (int steps = 0;; ++steps) {
      ASSERT_LT(steps, 2'000);
      const Step step = ladder.next(kNow);
      if (const auto* done = std::get_if<Done>(&step)) {
        RangeSet named;
        for (const Hole& hole : done->missing) named.add(hole.range);
        ASSERT_TRUE(open.empty());
        ASSERT_EQ(named, wanted.minus(settled));
        break;
      }
      if (const auto* a = std::get_if<Ask>(&step)) {
        ASSERT_TRUE(a->ranges.intersect(settled).empty());
        ASSERT_TRUE(a->ranges.intersect(asked_ever[a->rung]).empty());
        asked_ever[a->rung].add(a->ranges);
        open.push_back(*a);
        continue;
      }
      ASSERT_TRUE(listens(step));
      const auto at = static_cast<std::size_t>(below(static_cast<int>(open.size())));
      Ask& asked = open[at];
      const UtcTime cut = kToday - below(75) * 24h;
      RangeSet part = asked.ranges.before(cut);
      if (part.empty()) part = asked.ranges;
      const RangeSet good = below(3) == 0 ? RangeSet{} : part.before(kToday - below(75) * 24h);
      settled.add(good);
      ladder.report({asked.rung, part, good, {}, kDown}, kNow);
      asked.ranges = asked.ranges.minus(part);
      if (asked.ranges.empty()) open.erase(open.begin() + static_cast<std::ptrdiff_t>(at));
    }
  }
}

// A source that lags has a bar a while after its end, and is asked for whole bars only.
TEST(Ladder, ABarThatEndedTooRecentlyIsForTheNextRungOfTheTier) {
  const core::Now now{kToday + 10h + 20min, core::MonoTime{1h}};
  const core::RangeSet wanted{{kToday, kToday + 10h}};
  Ladder ladder({{.tier = Tier::kRest, .lag = 1h}, {.tier = Tier::kRest}}, kHours, wanted, {});
  const Ask lagging = ask(ladder.next(now));
  EXPECT_EQ(lagging.ranges, (core::RangeSet{{kToday, kToday + 9h}})) << "that of 9 ended at 10:00";
  const Ask prompt = ask(ladder.next(now));
  EXPECT_EQ(prompt.rung, 1U);
  EXPECT_EQ(prompt.ranges, (core::RangeSet{{kToday + 9h, kToday + 10h}}));

  ladder.report({.rung = 0, .asked = lagging.ranges, .error = kDown}, now);
  EXPECT_EQ(ask(ladder.next(now)).ranges, lagging.ranges) << "what failed is asked of the other";
}

TEST(Ladder, WhatOnlyTheCacheWasAskedForIsNotInTheCache) {
  const core::Grid grid(core::Interval::k1d);
  const core::RangeSet wanted{{core::midnight(2024, 1, 1), core::midnight(2024, 1, 3)}};
  Ladder ladder({{.tier = core::Tier::kCache}}, grid, wanted, {});
  const core::Now now{core::midnight(2024, 6, 1), {}};
  ASSERT_TRUE(std::holds_alternative<Ask>(ladder.next(now)));
  ladder.report({.rung = 0, .asked = wanted}, now);
  const auto done = ladder.next(now);
  ASSERT_TRUE(std::holds_alternative<Done>(done));
  EXPECT_EQ(std::get<Done>(done).missing,
            (std::vector<core::Hole>{{wanted.ranges().front(), core::Cause::kNotFetched,
                                      "not in the cache, and nobody else was asked"}}));
}

}  // namespace
}  // namespace wick::policy::ladder_test
