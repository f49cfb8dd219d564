#include "policy/history_quota.hpp"

#include <gtest/gtest.h>

namespace wick::policy::history_quota_test {
namespace {

using core::Interval;
using core::MonoTime;
using namespace std::chrono_literals;

constexpr MonoTime kBegin{5h};
constexpr PollTarget kGold{0, Interval::k1m};
constexpr PollTarget kGold5{0, Interval::k5m};
constexpr PollTarget kEuro{1, Interval::k1m};
constexpr PollTarget kYen{2, Interval::k1h};

// No reserve, no pauses, unless a test adds them.
HistoryQuotaOptions plain(std::size_t per_min, std::size_t per_hour = 1000) {
  HistoryQuotaOptions options;
  options.history_max_calls_per_min = per_min;
  options.history_max_calls_per_hour = per_hour;
  options.history_min_interval_m1 = 0s;
  options.history_min_interval_m5 = 0s;
  options.history_priority_reserve_per_min = 0;
  options.history_priority_reserve_per_hour = 0;
  return options;
}

// Calls that must go.
void spend(HistoryQuota& quota, PollTarget target, std::size_t calls, MonoTime now) {
  for (std::size_t i = 0; i < calls; ++i) ASSERT_FALSE(quota.ask(target, now).has_value());
}

TEST(HistoryQuota, Scenario11TwoAMinuteAndTheThirdWaits) {
  HistoryQuota quota(plain(2));
  spend(quota, kGold, 1, kBegin);
  spend(quota, kGold, 1, kBegin + 5s);
  const auto denial = quota.ask(kGold, kBegin + 15s);
  ASSERT_TRUE(denial.has_value());
  EXPECT_EQ(denial->reason, DenyReason::kMinuteQuota);
  EXPECT_EQ(denial->wait, 45s);
  EXPECT_EQ(quota.throttle_state(kBegin + 15s), ThrottleState::kCritical);
  EXPECT_TRUE(quota.look(kGold, kBegin + 60s - 1us).has_value());
  EXPECT_FALSE(quota.ask(kGold, kBegin + 60s).has_value());
}

TEST(HistoryQuota, TheHourIsCountedBesideTheMinute) {
  HistoryQuota quota(plain(10, 3));
  spend(quota, kGold, 3, kBegin);
  const auto denial = quota.ask(kGold, kBegin + 600s);
  ASSERT_TRUE(denial.has_value());
  EXPECT_EQ(denial->reason, DenyReason::kHourQuota);
  EXPECT_EQ(denial->wait, 3000s);
  EXPECT_FALSE(quota.look(kGold, kBegin + 3600s).has_value());
}

TEST(HistoryQuota, OfSeveralReasonsTheLongestWaitIsTold) {
  HistoryQuota quota(plain(3, 3));
  spend(quota, kGold, 3, kBegin);
  EXPECT_EQ(quota.look(kGold, kBegin + 1s)->reason, DenyReason::kHourQuota);
  EXPECT_EQ(quota.look(kGold, kBegin + 1s)->wait, 3599s);
}

TEST(HistoryQuota, Scenario11APauseBetweenCallsOnceThereIsLoad) {
  HistoryQuotaOptions options = plain(10);
  options.history_min_interval_m1 = 30s;
  options.history_min_interval_m5 = 40s;
  options.history_load_thresholds.min_interval = Ratio::percent(45);
  HistoryQuota quota(options);
  spend(quota, kGold, 4, kBegin);  // no pause at 40 %
  spend(quota, kGold5, 1, kBegin);
  const auto denial = quota.look(kGold, kBegin + 1s);
  ASSERT_TRUE(denial.has_value());
  EXPECT_EQ(denial->reason, DenyReason::kMinInterval);
  EXPECT_EQ(denial->wait, 29s);
  EXPECT_EQ(quota.look(kGold5, kBegin + 1s)->wait, 39s);
  EXPECT_FALSE(quota.look(kEuro, kBegin + 1s).has_value());  // was not called yet
  EXPECT_FALSE(quota.look(kGold, kBegin + 30s).has_value());
}

TEST(HistoryQuota, OtherTimeframesHaveNoPause) {
  HistoryQuotaOptions options = plain(10);
  options.history_load_thresholds.min_interval = Ratio{};
  options.history_min_interval_m1 = 30s;
  HistoryQuota quota(options);
  spend(quota, kYen, 5, kBegin);
  EXPECT_FALSE(quota.look(kYen, kBegin).has_value());
}

TEST(HistoryQuota, Scenario11PrioritySkipsThePause) {
  HistoryQuotaOptions options = plain(10);
  options.history_min_interval_m1 = 30s;
  options.history_priority_targets = {kGold};
  HistoryQuota quota(options);
  spend(quota, kGold, 5, kBegin);
  spend(quota, kEuro, 2, kBegin);
  EXPECT_TRUE(quota.look(kEuro, kBegin).has_value());
  EXPECT_FALSE(quota.look(kGold, kBegin).has_value());
}

TEST(HistoryQuota, Scenario11TheReserveIsNotForTheOthers) {
  HistoryQuotaOptions options = plain(4);
  options.history_priority_targets = {kGold};
  options.history_priority_reserve_per_min = 2;
  options.history_load_thresholds = {Ratio::percent(50), Ratio::percent(50), Ratio::percent(50),
                                     Ratio::percent(95)};
  HistoryQuota quota(options);
  spend(quota, kEuro, 1, kBegin);
  spend(quota, kEuro, 1, kBegin + 10s);
  const auto denial = quota.ask(kEuro, kBegin + 20s);
  ASSERT_TRUE(denial.has_value());
  EXPECT_EQ(denial->reason, DenyReason::kPriorityReserve);
  EXPECT_EQ(denial->wait, 40s);
  EXPECT_FALSE(denial->quota_full);
  EXPECT_EQ(quota.throttle_state(kBegin + 20s), ThrottleState::kWarn);
  spend(quota, kGold, 2, kBegin + 20s);
  EXPECT_EQ(quota.look(kGold, kBegin + 20s)->reason, DenyReason::kMinuteQuota);
}

TEST(HistoryQuota, BelowTheThresholdTheReserveIsForEverybody) {
  HistoryQuotaOptions options = plain(10);
  options.history_priority_reserve_per_min = 8;
  HistoryQuota quota(options);
  spend(quota, kEuro, 9, kBegin);
  EXPECT_EQ(quota.look(kEuro, kBegin)->reason, DenyReason::kPriorityReserve);
}

TEST(HistoryQuota, WhereEverythingIsReservedTheOthersWaitAWholeWindow) {
  HistoryQuotaOptions options = plain(4);
  options.history_priority_targets = {kGold};
  options.history_priority_reserve_per_min = 4;
  options.history_load_thresholds = {Ratio{}, Ratio{}, Ratio{}, Ratio::percent(95)};
  HistoryQuota quota(options);
  EXPECT_EQ(quota.look(kEuro, kBegin)->reason, DenyReason::kPriorityReserve);
  EXPECT_EQ(quota.look(kEuro, kBegin)->wait, 60s);
  EXPECT_FALSE(quota.look(kGold, kBegin).has_value());
}

TEST(HistoryQuota, Scenario11WarnsForFifteenSecondsAfterADenial) {
  HistoryQuota quota(plain(1));
  spend(quota, kGold, 1, kBegin);
  const MonoTime denied = kBegin + 59s;
  ASSERT_TRUE(quota.ask(kGold, denied).has_value());
  EXPECT_EQ(quota.throttle_state(denied), ThrottleState::kCritical);
  EXPECT_EQ(quota.throttle_state(kBegin + 60s), ThrottleState::kWarn);  // the window is empty
  EXPECT_EQ(quota.throttle_state(denied + 15s - 1us), ThrottleState::kWarn);
  EXPECT_EQ(quota.throttle_state(denied + 15s), ThrottleState::kOk);
}

TEST(HistoryQuota, IsCriticalOnlyWhereTheQuotaItselfDenied) {
  HistoryQuotaOptions options = plain(10);
  options.history_load_thresholds.critical = Ratio::percent(90);
  options.history_priority_reserve_per_min = 5;
  HistoryQuota quota(options);
  spend(quota, kEuro, 8, kBegin);
  EXPECT_EQ(quota.throttle_state(kBegin), ThrottleState::kOk);
  spend(quota, kEuro, 1, kBegin);
  EXPECT_EQ(quota.load(kBegin), Ratio::percent(90));
  EXPECT_EQ(quota.throttle_state(kBegin), ThrottleState::kWarn);
  ASSERT_EQ(quota.ask(kEuro, kBegin)->reason, DenyReason::kPriorityReserve);
  EXPECT_EQ(quota.throttle_state(kBegin), ThrottleState::kWarn);
}

TEST(HistoryQuota, LookingLeavesNoTrace) {
  HistoryQuota quota(plain(1));
  EXPECT_FALSE(quota.look(kGold, kBegin).has_value());
  spend(quota, kGold, 1, kBegin);
  EXPECT_TRUE(quota.look(kGold, kBegin).has_value());
  EXPECT_EQ(quota.throttle_state(kBegin), ThrottleState::kWarn);  // by load alone
  EXPECT_TRUE(quota.snapshot(kBegin).skipped_polls.empty());
  EXPECT_EQ(quota.snapshot(kBegin).last_denied_reason, std::nullopt);
}

TEST(HistoryQuota, TheVeryFirstPlaceIsATargetLikeAnyOther) {
  HistoryQuota quota(plain(2));
  for (const Interval interval : {Interval::k1s, Interval::k1m}) {
    EXPECT_FALSE(quota.look({0, interval}, kBegin).has_value());
    EXPECT_FALSE(quota.ask({0, interval}, kBegin).has_value());
  }
  EXPECT_EQ(quota.snapshot(kBegin).calls_60s, 2U);
}

TEST(HistoryQuota, TellsOfDenialsOnceInTwelveSeconds) {
  HistoryQuota quota(plain(1));
  spend(quota, kGold, 1, kBegin);
  EXPECT_TRUE(quota.ask(kGold, kBegin)->worth_telling);
  EXPECT_FALSE(quota.ask(kEuro, kBegin + 5s)->worth_telling);
  EXPECT_FALSE(quota.ask(kGold, kBegin + 12s - 1us)->worth_telling);
  EXPECT_TRUE(quota.ask(kGold, kBegin + 12s)->worth_telling);
  EXPECT_FALSE(quota.ask(kGold, kBegin + 23s)->worth_telling);
}

TEST(HistoryQuota, TheSnapshotTellsItAll) {
  HistoryQuotaOptions options = plain(3, 4);
  options.history_priority_targets = {kGold};
  HistoryQuota quota(options);
  spend(quota, kEuro, 1, kBegin);
  spend(quota, kGold, 2, kBegin + 30s);
  ASSERT_TRUE(quota.ask(kGold, kBegin + 40s).has_value());
  spend(quota, kEuro, 1, kBegin + 70s);
  const auto told = quota.snapshot(kBegin + 70s);
  EXPECT_EQ(told.calls_60s, 3U);
  EXPECT_EQ(told.limit_60s, 3U);
  EXPECT_EQ(told.calls_3600s, 4U);
  EXPECT_EQ(told.limit_3600s, 4U);
  EXPECT_EQ(told.priority_calls_60s, 2U);
  EXPECT_EQ(told.priority_calls_3600s, 2U);
  EXPECT_EQ(told.throttle_state, ThrottleState::kWarn);
  EXPECT_EQ(told.next_slot, 3530s);
  EXPECT_EQ(told.last_denied_reason, DenyReason::kMinuteQuota);
  ASSERT_EQ(told.skipped_polls.size(), 1U);
  EXPECT_EQ(told.skipped_polls[0].target, kGold);
  EXPECT_EQ(quota.snapshot(kBegin + 95s).calls_60s, 1U);
  EXPECT_EQ(quota.snapshot(kBegin + 95s).priority_calls_60s, 0U);
}

TEST(HistoryQuota, TheTwelveMostSkippedAreShown) {
  HistoryQuota quota(plain(1));
  spend(quota, kGold, 1, kBegin);
  for (std::uint32_t symbol = 0; symbol < 20; ++symbol) {
    const std::uint32_t times = symbol < 15 ? symbol : 15;  // five are equal
    for (std::uint32_t i = 0; i < times; ++i) {
      ASSERT_TRUE(quota.ask({symbol, Interval::k5m}, kBegin).has_value());
    }
  }
  const auto shown = quota.snapshot(kBegin).skipped_polls;
  ASSERT_EQ(shown.size(), 12U);
  for (std::uint32_t i = 0; i < 12; ++i) {
    const std::uint32_t symbol = i < 5 ? 15 + i : 19 - i;
    EXPECT_EQ(shown[i].target, (PollTarget{symbol, Interval::k5m})) << i;
    EXPECT_EQ(shown[i].polls, i < 5 ? 15U : symbol);
    EXPECT_EQ(shown[i].last_reason, DenyReason::kMinuteQuota);
  }
}

TEST(HistoryQuota, OptionsAreClamped) {
  HistoryQuotaOptions wild;
  wild.history_max_calls_per_min = 0;
  wild.history_max_calls_per_hour = 0;
  wild.history_load_thresholds = {Ratio::percent(80), Ratio::percent(20), Ratio::percent(300),
                                  Ratio::percent(-5)};
  const HistoryQuotaOptions tame = clamped(wild);
  EXPECT_EQ(tame.history_max_calls_per_min, 1U);
  EXPECT_EQ(tame.history_max_calls_per_hour, 1U);
  EXPECT_EQ(tame.history_priority_reserve_per_min, 1U);
  EXPECT_EQ(tame.history_priority_reserve_per_hour, 1U);
  EXPECT_EQ(tame.history_load_thresholds,
            (LoadThresholds{Ratio::percent(80), Ratio::percent(80), Ratio::percent(100),
                            Ratio::percent(100)}));
  wild.history_load_thresholds.min_interval = Ratio::percent(-1);
  EXPECT_EQ(clamped(wild).history_load_thresholds.min_interval, Ratio{});
  const HistoryQuotaOptions defaults = clamped(HistoryQuotaOptions{});
  EXPECT_EQ(defaults.history_load_thresholds, LoadThresholds{});
  EXPECT_EQ(defaults.history_priority_reserve_per_min, 108U);
}

TEST(HistoryQuota, PromisesWhatIsLeftInTheWorseCase) {
  EXPECT_EQ(HistoryQuota({}).promise().per_min, 36U);  // 360 less 90 % of them
  EXPECT_EQ(HistoryQuota({}).promise().per_hour, 720U);
  HistoryQuotaOptions options = plain(10, 101);
  options.history_priority_reserve_per_min = 3;
  options.history_priority_reserve_per_hour = 99;
  options.history_load_thresholds.warn = Ratio::percent(50);
  options.history_load_thresholds.min_interval = Ratio::percent(50);
  options.history_load_thresholds.reserve = Ratio::percent(50);
  EXPECT_EQ(HistoryQuota(options).promise().per_min, 3U);
  EXPECT_EQ(HistoryQuota(options).promise().per_hour, 50U);
}

TEST(HistoryQuota, NamesAreTheDocuments) {
  EXPECT_EQ(name(DenyReason::kMinuteQuota), "minute_quota");
  EXPECT_EQ(name(DenyReason::kHourQuota), "hour_quota");
  EXPECT_EQ(name(DenyReason::kMinInterval), "min_interval");
  EXPECT_EQ(name(DenyReason::kPriorityReserve), "priority_reserve");
  EXPECT_EQ(name(ThrottleState::kOk), "ok");
  EXPECT_EQ(name(ThrottleState::kWarn), "warn");
  EXPECT_EQ(name(ThrottleState::kCritical), "critical");
}

}  // namespace
}  // namespace wick::policy::history_quota_test
