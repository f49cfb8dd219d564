#include "history/turn.hpp"

#include <gtest/gtest.h>

#include <set>

namespace wick::history::turn_test {
namespace {

using namespace std::chrono_literals;
using core::Interval;

const core::UtcTime kMay = core::midnight(2024, 5, 1);
const core::UtcTime kNow = core::midnight(2024, 7, 1) + 12h;

core::SeriesId series(Interval interval = Interval::k1h) {
  return {core::Provider::kBinance, core::Market::kSpot, core::ChartType::kKlines, "BTCUSDT",
          interval};
}

core::Now at(core::Micros elapsed) {
  return {kNow + elapsed, core::MonoTime{1h} + elapsed};
}

// A store whose days somebody else may hold, and into which he may put bars.
class SharedStore final : public port::BarStore {
 public:
  [[nodiscard]] std::unique_ptr<port::Inquiry> ask(const core::SeriesId& /*id*/,
                                                   core::RangeSet ranges) override {
    ++looks;
    class Look final : public port::Inquiry {
     public:
      explicit Look(port::Reply reply) : reply_(std::move(reply)) {}
      std::vector<port::Reply> step(core::Now /*now*/) override { return {std::move(reply_)}; }
      [[nodiscard]] bool finished() const override { return true; }
      [[nodiscard]] core::MonoTime wake() const override { return core::MonoTime::max(); }

     private:
      port::Reply reply_;
    };
    port::Reply reply;
    reply.asked = ranges;
    reply.settled = ranges.intersect(there);
    return std::make_unique<Look>(std::move(reply));
  }
  [[nodiscard]] std::unique_ptr<port::Keeping> keep(const core::SeriesId& /*id*/) override {
    return nullptr;
  }
  [[nodiscard]] std::unique_ptr<port::Turns> turns(const core::SeriesId& /*id*/) override {
    if (!has_turns) return nullptr;
    class Days final : public port::Turns {
     public:
      explicit Days(SharedStore& store) : store_(store) {}
      [[nodiscard]] bool take(core::TimeRange days) override {
        if (!store_.held_by_others.intersect({days}).empty()) return false;
        store_.taken.add(days);
        return true;
      }

     private:
      SharedStore& store_;
    };
    return std::make_unique<Days>(*this);
  }

  core::RangeSet there;
  core::RangeSet held_by_others;
  core::RangeSet taken;
  bool has_turns{true};
  int looks{0};
};

struct Told {
  core::RangeSet settled;
  core::RangeSet passed_on;
};

Told told(const std::vector<port::Reply>& replies) {
  Told all;
  for (const port::Reply& reply : replies) {
    all.settled.add(reply.settled);
    all.passed_on.add(reply.asked.minus(reply.settled));
  }
  return all;
}

TEST(Turn, WhatNobodyElseFetchesGoesOnAtOnceAndStaysOurs) {
  SharedStore store;
  TurnSource source(store, {});
  const core::TimeRange may = core::month_of(kMay);
  const auto inquiry = source.ask(series(), {may});
  const Told first = told(inquiry->step(at(0s)));
  EXPECT_EQ(first.passed_on, core::RangeSet{may});
  EXPECT_EQ(store.taken, core::RangeSet{may});
  EXPECT_FALSE(inquiry->finished()) << "the turn would be lost";
  EXPECT_EQ(inquiry->wake(), core::MonoTime::max());
  EXPECT_TRUE(inquiry->step(at(1s)).empty());
}

TEST(Turn, WhatSomebodyElseFetchesIsWaitedForAndThenFoundInTheStore) {
  SharedStore store;
  TurnSource source(store, {});
  const core::TimeRange may = core::month_of(kMay);
  store.held_by_others.add(may);
  const auto inquiry = source.ask(series(), {may});
  EXPECT_TRUE(inquiry->step(at(0s)).empty());
  EXPECT_EQ(inquiry->wake(), at(50ms).mono);
  EXPECT_EQ(inquiry->waits_for(), "another program that fetches the same");
  EXPECT_TRUE(inquiry->step(at(50ms)).empty());
  store.there.add(may);  // before he lets go of it
  const Told found = told(inquiry->step(at(100ms)));
  EXPECT_EQ(found.settled, core::RangeSet{may});
  EXPECT_TRUE(found.passed_on.empty());
}

TEST(Turn, WhatTheOtherCouldNotGetIsOurs) {
  SharedStore store;
  TurnSource source(store, {});
  const core::TimeRange day = core::day_of(kMay);
  store.held_by_others.add(day);
  const auto inquiry = source.ask(series(), {day});
  EXPECT_TRUE(inquiry->step(at(0s)).empty());
  store.held_by_others = {};
  EXPECT_EQ(told(inquiry->step(at(50ms))).passed_on, core::RangeSet{day});
}

TEST(Turn, TheStoreIsLookedIntoAgainAlthoughNobodyWasWaitedFor) {
  SharedStore store;
  TurnSource source(store, {});
  const core::TimeRange day = core::day_of(kMay);
  const core::TimeRange morning{kMay, kMay + 6h};
  store.there.add(morning);  // since we looked for the first time
  const auto inquiry = source.ask(series(), {day});
  const Told all = told(inquiry->step(at(0s)));
  EXPECT_EQ(all.settled, core::RangeSet{morning});
  EXPECT_EQ(all.passed_on, (core::RangeSet{{kMay + 6h, day.end}}));
}

TEST(Turn, SomebodyWhoHangsIsNotWaitedForForEver) {
  SharedStore store;
  TurnSource source(store, {.patience = 1min});
  const core::TimeRange day = core::day_of(kMay);
  store.held_by_others.add(day);
  const auto inquiry = source.ask(series(), {day});
  core::Micros waited{};
  while (inquiry->step(at(waited)).empty() && waited < 10min) waited += 50ms;
  EXPECT_EQ(waited, core::Micros{1min});
}

TEST(Turn, WithoutTurnsTheQuestionGoesOnAsItIs) {
  SharedStore store;
  store.has_turns = false;
  TurnSource source(store, {});
  const core::TimeRange may = core::month_of(kMay);
  const auto inquiry = source.ask(series(), {may});
  EXPECT_EQ(told(inquiry->step(at(0s))).passed_on, core::RangeSet{may});
  EXPECT_TRUE(inquiry->finished());
}

TEST(Turn, TurnsAreTakenInOrderSoThatNobodyWaitsInACircle) {
  SharedStore store;
  TurnSource source(store, {});
  const core::TimeRange first = core::day_of(kMay + 24h);
  const core::TimeRange second = core::day_of(kMay + 48h);
  store.held_by_others.add(first);
  const auto inquiry = source.ask(series(), {{first.begin, second.end}});
  EXPECT_TRUE(inquiry->step(at(0s)).empty());
  EXPECT_TRUE(store.taken.empty()) << "the second day is not taken before the first";
}

TEST(CutIntoTurns, AWholeMonthIsOneAndDaysAreDays) {
  const core::TimeRange may = core::month_of(kMay);
  const auto whole = cut_into_turns({{kMay, may.end + 24h}}, series(), kNow);
  ASSERT_EQ(whole.size(), 2U);
  EXPECT_EQ(whole[0].whole, may);
  EXPECT_EQ(whole[1].whole, core::day_of(may.end));
  const auto part = cut_into_turns({{kMay + 1h, may.end}}, series(), kNow);
  EXPECT_EQ(part.size(), 31U);
}

TEST(CutIntoTurns, WhatIsNotOverIsNobodysTurn) {
  const auto turns = cut_into_turns({{kNow - 36h, kNow}}, series(), kNow);
  ASSERT_EQ(turns.size(), 1U);
  EXPECT_EQ(turns[0].whole.end, core::midnight(2024, 7, 1));
}

TEST(CutIntoTurns, WeeksAndMonthsLiveInMonths) {
  const core::UtcTime monday = core::midnight(2024, 4, 29);
  const auto turns = cut_into_turns({{monday, monday + 14 * 24h}}, series(Interval::k1w), kNow);
  ASSERT_EQ(turns.size(), 2U);
  EXPECT_EQ(turns[0].whole, core::month_of(monday));
  EXPECT_EQ(turns[1].whole, core::month_of(kMay));
}

}  // namespace
}  // namespace wick::history::turn_test
