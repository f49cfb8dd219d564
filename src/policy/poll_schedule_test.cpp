#include "policy/poll_schedule.hpp"

#include <gtest/gtest.h>

#include "policy/cadence.hpp"

namespace wick::policy::poll_schedule_test {
namespace {

using core::Interval;
using core::MonoTime;
using namespace std::chrono_literals;

constexpr MonoTime kBegin{5h};
constexpr core::UtcTime kMinute0 = core::utc_micros(1'764'541'680'000'000);

PollTarget m1(std::uint32_t symbol) {
  return {symbol, Interval::k1m};
}
PollTarget m5(std::uint32_t symbol) {
  return {symbol, Interval::k5m};
}

HistoryQuotaOptions roomy() {
  HistoryQuotaOptions options;
  options.history_max_calls_per_min = 100;
  options.history_max_calls_per_hour = 6000;
  options.history_min_interval_m1 = 0s;
  options.history_min_interval_m5 = 0s;
  options.history_priority_reserve_per_min = 0;
  options.history_priority_reserve_per_hour = 0;
  return options;
}

// Everything that goes now, in its order.
std::vector<PollTarget> drain(PollSchedule& schedule, MonoTime now) {
  std::vector<PollTarget> taken;
  while (const auto target = schedule.take(now)) taken.push_back(*target);
  return taken;
}

using Targets = std::vector<PollTarget>;

TEST(PollSchedule, Scenario13OneSlotServesAllSymbols) {
  HistoryQuota quota(roomy());
  PollSchedule schedule(quota);
  schedule.want({m1(0), m5(0), m1(1), m5(1)});
  EXPECT_TRUE(drain(schedule, kBegin).empty());  // no slot, no poll
  schedule.open_slot(Interval::k1m, kBegin);
  EXPECT_EQ(schedule.waiting(), 2U);
  EXPECT_EQ(drain(schedule, kBegin), (Targets{m1(0), m1(1)}));
  EXPECT_EQ(schedule.waiting(), 0U);
}

TEST(PollSchedule, TheOneLongestWithoutAPollIsFirst) {
  HistoryQuotaOptions options = roomy();
  options.history_max_calls_per_min = 2;
  HistoryQuota quota(options);
  PollSchedule schedule(quota);
  schedule.want({m1(0), m1(1), m1(2)});
  schedule.open_slot(Interval::k1m, kBegin);
  EXPECT_EQ(drain(schedule, kBegin), (Targets{m1(0), m1(1)}));
  schedule.begin_cycle();
  schedule.open_slot(Interval::k1m, kBegin + 60s);
  EXPECT_EQ(drain(schedule, kBegin + 60s), (Targets{m1(2), m1(0)}));
  schedule.begin_cycle();
  schedule.open_slot(Interval::k1m, kBegin + 120s);
  EXPECT_EQ(drain(schedule, kBegin + 120s), (Targets{m1(1), m1(2)}));
}

TEST(PollSchedule, MinutesOfASymbolArePolledOnceInACycle) {
  HistoryQuota quota(roomy());
  PollSchedule schedule(quota);
  schedule.want({m1(0), m5(0)});
  schedule.open_slot(Interval::k1m, kBegin);
  EXPECT_EQ(drain(schedule, kBegin), (Targets{m1(0)}));
  schedule.force(m1(0));
  schedule.open_slot(Interval::k1m, kBegin);
  EXPECT_TRUE(drain(schedule, kBegin).empty());
  schedule.begin_cycle();
  schedule.open_slot(Interval::k1m, kBegin);
  EXPECT_EQ(drain(schedule, kBegin), (Targets{m1(0)}));
}

TEST(PollSchedule, ForcedOnesAreFirst) {
  HistoryQuota quota(roomy());
  PollSchedule schedule(quota);
  schedule.want({m1(0), m1(1), m1(2), m1(3)});
  schedule.force(m1(3));  // before its slot
  schedule.open_slot(Interval::k1m, kBegin);
  schedule.closed_by_ticks(m1(1), kMinute0);  // after it
  EXPECT_TRUE(schedule.forced(m1(1)));
  EXPECT_EQ(drain(schedule, kBegin), (Targets{m1(3), m1(1), m1(0), m1(2)}));
  EXPECT_FALSE(schedule.forced(m1(3)));  // it was asked for once
  EXPECT_TRUE(schedule.forced(m1(1)));   // history still has to say it
  schedule.confirmed(m1(1), kMinute0);
  EXPECT_FALSE(schedule.forced(m1(1)));
}

TEST(PollSchedule, AfterSoManyForcedOnesAnotherHasItsTurn) {
  HistoryQuota quota(roomy());
  PollSchedule schedule(quota, {.forced_run_max = 2});
  Targets all;
  for (std::uint32_t symbol = 0; symbol < 8; ++symbol) all.push_back(m1(symbol));
  schedule.want(all);
  for (std::uint32_t symbol = 3; symbol < 8; ++symbol) schedule.force(m1(symbol));
  schedule.open_slot(Interval::k1m, kBegin);
  EXPECT_EQ(drain(schedule, kBegin),
            (Targets{m1(3), m1(4), m1(0), m1(5), m1(6), m1(1), m1(7), m1(2)}));
}

TEST(PollSchedule, WhereOnlyForcedOnesWaitTheyAllGo) {
  HistoryQuota quota(roomy());
  PollSchedule schedule(quota, {.forced_run_max = 1});
  schedule.want({m1(0), m1(1), m1(2)});
  for (std::uint32_t symbol = 0; symbol < 3; ++symbol) schedule.force(m1(symbol));
  schedule.open_slot(Interval::k1m, kBegin);
  EXPECT_EQ(drain(schedule, kBegin).size(), 3U);
}

// The predecessor compared a close that counts the last instant with one that does not, found
// history behind for ever, and polled in every cycle.
TEST(PollSchedule, Defect2ABarThatHistoryHasForcesNothing) {
  HistoryQuota quota(roomy());
  PollSchedule schedule(quota);
  schedule.want({m1(0)});
  schedule.confirmed(m1(0), kMinute0);
  schedule.closed_by_ticks(m1(0), kMinute0);
  EXPECT_FALSE(schedule.forced(m1(0)));
  schedule.closed_by_ticks(m1(0), kMinute0 + 1min);
  EXPECT_TRUE(schedule.forced(m1(0)));
  schedule.confirmed(m1(0), kMinute0 + 1min);
  EXPECT_FALSE(schedule.forced(m1(0)));
  schedule.closed_by_ticks(m1(0), kMinute0);  // old news
  schedule.confirmed(m1(0), kMinute0);
  EXPECT_FALSE(schedule.forced(m1(0)));
}

TEST(PollSchedule, Defect2TheCadenceIsNotBypassedByBarsThatTicksClose) {
  HistoryQuota quota(roomy());
  PollSchedule schedule(quota);
  schedule.want({m1(0)});
  TickCadence cadence({.poll = 5s}, {Interval::k1m});
  cadence.observe({.market_open = true, .tick_silence = 0s});
  int polls = 0;
  for (int second = 0; second < 600; ++second) {
    const MonoTime now = kBegin + std::chrono::seconds{second};
    schedule.closed_by_ticks(m1(0), kMinute0 + std::chrono::seconds{second});  // never confirmed
    schedule.begin_cycle();
    if (cadence.take_slot(Interval::k1m, now)) schedule.open_slot(Interval::k1m, now);
    polls += static_cast<int>(drain(schedule, now).size());
  }
  EXPECT_EQ(polls, 120);
  cadence.observe({.market_open = true, .tick_silence = 10min});  // paused: not even forced ones
  schedule.force(m1(0));
  schedule.begin_cycle();
  EXPECT_FALSE(cadence.take_slot(Interval::k1m, kBegin + 1h));
  EXPECT_TRUE(drain(schedule, kBegin + 1h).empty());
}

TEST(PollSchedule, APauseOfOneDoesNotHoldTheOthers) {
  HistoryQuotaOptions options = roomy();
  options.history_load_thresholds.min_interval = Ratio{};
  options.history_min_interval_m1 = 30s;
  HistoryQuota quota(options);
  PollSchedule schedule(quota);
  schedule.want({m1(0), m1(1)});
  ASSERT_FALSE(quota.ask(m1(0), kBegin).has_value());  // a command asked for it
  schedule.open_slot(Interval::k1m, kBegin);
  EXPECT_EQ(drain(schedule, kBegin + 1s), (Targets{m1(1)}));
  EXPECT_EQ(schedule.waiting(), 1U);
  EXPECT_EQ(drain(schedule, kBegin + 30s), (Targets{m1(0)}));
}

TEST(PollSchedule, AFullQuotaIsAskedOnceForEachLine) {
  HistoryQuotaOptions options = roomy();
  options.history_max_calls_per_min = 1;
  HistoryQuota quota(options);
  PollSchedule schedule(quota);
  schedule.want({m1(0), m1(1), m1(2), m1(3)});
  schedule.force(m1(3));
  schedule.open_slot(Interval::k1m, kBegin);
  EXPECT_EQ(drain(schedule, kBegin), (Targets{m1(3)}));
  const auto skipped = quota.snapshot(kBegin).skipped_polls;
  ASSERT_EQ(skipped.size(), 1U);
  EXPECT_EQ(skipped[0].target, m1(0));
  EXPECT_EQ(skipped[0].polls, 1U);
}

// Ten a minute, of which one is sure: m1(2) may have one each minute.
HistoryQuotaOptions with_priority() {
  HistoryQuotaOptions options = roomy();
  options.history_max_calls_per_min = 10;
  options.history_priority_targets = {m1(2)};
  options.history_priority_reserve_per_min = 5;
  options.history_priority_reserve_per_hour = 5000;
  return options;
}

TEST(PollSchedule, PriorityGoesAheadAtItsPaceAndWaitsLikeAllOthersBesides) {
  HistoryQuota quota(with_priority());
  PollSchedule schedule(quota);
  schedule.want({m1(0), m1(1), m1(2)});
  EXPECT_EQ(schedule.promise(), 60s);
  schedule.open_slot(Interval::k1m, kBegin);
  EXPECT_EQ(drain(schedule, kBegin), (Targets{m1(2), m1(0), m1(1)}));
  schedule.begin_cycle();
  schedule.open_slot(Interval::k1m, kBegin + 5s);
  EXPECT_EQ(drain(schedule, kBegin + 5s), (Targets{m1(2), m1(0), m1(1)}));  // in their order
  schedule.begin_cycle();
  schedule.open_slot(Interval::k1m, kBegin + 10s);
  EXPECT_EQ(drain(schedule, kBegin + 10s), (Targets{m1(2), m1(0), m1(1)}));
  schedule.begin_cycle();
  schedule.open_slot(Interval::k1m, kBegin + 15s);
  EXPECT_TRUE(drain(schedule, kBegin + 15s).empty());  // nine of ten: the reserve is kept
  schedule.open_slot(Interval::k1m, kBegin + 70s - 1us);
  EXPECT_EQ(schedule.take(kBegin + 59s), std::nullopt);
  schedule.open_slot(Interval::k1m, kBegin + 70s);
  EXPECT_EQ(schedule.take(kBegin + 70s), m1(2));
}

TEST(PollSchedule, PriorityBeyondItsPaceLeavesTheReserveAlone) {
  HistoryQuota quota(with_priority());
  PollSchedule schedule(quota);
  schedule.want({m1(2)});
  int polls = 0;
  for (int second = 0; second < 60; ++second) {
    schedule.begin_cycle();
    schedule.open_slot(Interval::k1m, kBegin + std::chrono::seconds{second});
    polls += static_cast<int>(drain(schedule, kBegin + std::chrono::seconds{second}).size());
  }
  EXPECT_EQ(polls, 9);
}

TEST(PollSchedule, PriorityGoesBetweenForcedOnes) {
  HistoryQuotaOptions options = roomy();
  options.history_priority_targets = {m1(2), m1(3)};
  options.history_priority_reserve_per_min = 50;
  options.history_priority_reserve_per_hour = 600;
  HistoryQuota quota(options);
  PollSchedule schedule(quota, {.forced_run_max = 1});
  schedule.want({m1(0), m1(1), m1(2), m1(3), m1(4), m1(5)});
  EXPECT_EQ(schedule.promise(), 12s);  // five each in a minute, 300 in an hour
  schedule.force(m1(4));
  schedule.force(m1(5));
  schedule.force(m1(3));
  schedule.open_slot(Interval::k1m, kBegin);
  EXPECT_EQ(drain(schedule, kBegin), (Targets{m1(3), m1(4), m1(2), m1(0), m1(5), m1(1)}));
}

TEST(PollSchedule, WithoutAReserveThereIsNoPromise) {
  HistoryQuotaOptions options = roomy();
  options.history_priority_targets = {m1(0), m1(1)};
  options.history_priority_reserve_per_hour = 600;
  HistoryQuota none(options);
  PollSchedule one(none);
  one.want({m1(0), m1(1), m1(2)});
  EXPECT_EQ(one.promise(), std::nullopt);
  options.history_priority_reserve_per_min = 1;  // for two
  HistoryQuota little(options);
  PollSchedule two(little);
  two.want({m1(0), m1(1)});
  EXPECT_EQ(two.promise(), std::nullopt);
  two.want({m1(0), m1(0), m5(0)});  // for one, and said twice
  EXPECT_EQ(two.promise(), 60s);
}

TEST(PollSchedule, AChangeOfTargetsKeepsThePlacesOfThoseThatStay) {
  HistoryQuotaOptions options = roomy();
  options.history_max_calls_per_min = 1;
  HistoryQuota quota(options);
  PollSchedule schedule(quota);
  schedule.want({m1(0), m1(1), m1(2), m1(3)});
  schedule.closed_by_ticks(m1(3), kMinute0);
  schedule.open_slot(Interval::k1m, kBegin);
  EXPECT_EQ(drain(schedule, kBegin), (Targets{m1(3)}));
  schedule.want({m1(9), m1(3), m1(2), m1(1)});
  EXPECT_TRUE(schedule.forced(m1(3)));
  EXPECT_FALSE(schedule.forced(m1(0)));
  EXPECT_EQ(schedule.waiting(), 2U);
  EXPECT_EQ(drain(schedule, kBegin + 60s), (Targets{m1(1)}));
  EXPECT_EQ(drain(schedule, kBegin + 120s), (Targets{m1(2)}));
  schedule.force(m1(0));  // no target of ours any more
  schedule.confirmed(m1(0), kMinute0);
  schedule.closed_by_ticks(m1(0), kMinute0);
  EXPECT_FALSE(schedule.forced(m1(0)));
}

}  // namespace
}  // namespace wick::policy::poll_schedule_test
