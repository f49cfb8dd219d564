// The quota beside a model that keeps every call and looks at all of them each time.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>

#include "base/sanitized.hpp"
#include "policy/history_quota.hpp"

namespace wick::policy::history_quota_walk_test {
namespace {

using core::Interval;
using core::Micros;
using core::MonoTime;
using namespace std::chrono_literals;

class Model {
 public:
  explicit Model(HistoryQuotaOptions options) : options_(std::move(options)) {}

  std::optional<Denial> look(PollTarget target, MonoTime now) const {
    const bool priority = has_priority(target);
    std::array<Micros, 4> waits{};
    waits[0] = wait(now, 60s, options_.history_max_calls_per_min, kAll);
    waits[1] = wait(now, 3600s, options_.history_max_calls_per_hour, kAll);
    if (!priority && load_is(now, options_.history_load_thresholds.min_interval)) {
      waits[2] = pause(target, now);
    }
    if (!priority && load_is(now, options_.history_load_thresholds.reserve)) {
      const auto left = [](std::size_t limit, std::size_t kept) { return limit - kept; };
      waits[3] = std::max(
          wait(now, 60s,
               left(options_.history_max_calls_per_min, options_.history_priority_reserve_per_min),
               kOthers),
          wait(
              now, 3600s,
              left(options_.history_max_calls_per_hour, options_.history_priority_reserve_per_hour),
              kOthers));
    }
    const auto longest = std::max_element(waits.begin(), waits.end());
    if (*longest == 0us) return std::nullopt;
    return Denial{.reason = static_cast<DenyReason>(longest - waits.begin()),
                  .wait = *longest,
                  .quota_full = waits[0] > 0us || waits[1] > 0us};
  }

  void call(PollTarget target, MonoTime now) { calls_.push_back({target, now}); }
  void deny(const Denial& denial, MonoTime now) { denials_.push_back({denial.quota_full, now}); }

  ThrottleState state(MonoTime now) const {
    bool any = false;
    bool quota = false;
    for (const auto& [full, at] : denials_) {
      if (now - at >= 15s) continue;
      any = true;
      quota = quota || full;
    }
    if (quota && load_is(now, options_.history_load_thresholds.critical)) {
      return ThrottleState::kCritical;
    }
    if (any || load_is(now, options_.history_load_thresholds.warn)) return ThrottleState::kWarn;
    return ThrottleState::kOk;
  }

  enum Which { kAll, kOthers };
  std::size_t count(MonoTime at, Micros length, Which which) const {
    std::size_t found = 0;
    for (const auto& [target, time] : calls_) {
      if (which == kOthers && has_priority(target)) continue;
      if (time > at - length && time <= at) ++found;
    }
    return found;
  }

 private:
  bool has_priority(PollTarget target) const {
    const auto& chosen = options_.history_priority_targets;
    return std::find(chosen.begin(), chosen.end(), target) != chosen.end();
  }

  // The first of all instants at which a call leaves, or now, with room again.
  Micros wait(MonoTime now, Micros length, std::size_t limit, Which which) const {
    if (limit == 0) return length;
    MonoTime best = now + length;
    for (const auto& [target, time] : calls_) {
      const MonoTime leaves = time + length;
      if (leaves >= now && leaves < best && inside_after(now, leaves, length, which) < limit) {
        best = leaves;
      }
    }
    return count(now, length, which) < limit ? Micros{} : best - now;
  }
  std::size_t inside_after(MonoTime now, MonoTime later, Micros length, Which which) const {
    std::size_t found = 0;
    for (const auto& [target, time] : calls_) {
      if (which == kOthers && has_priority(target)) continue;
      if (time > later - length && time <= now) ++found;
    }
    return found;
  }

  Micros pause(PollTarget target, MonoTime now) const {
    const Micros length = target.interval == Interval::k1m   ? options_.history_min_interval_m1
                          : target.interval == Interval::k5m ? options_.history_min_interval_m5
                                                             : Micros{};
    Micros left{};
    for (const auto& [called, time] : calls_) {
      if (called == target) left = std::max(left, time + length - now);
    }
    return left;
  }

  bool load_is(MonoTime now, Ratio ratio) const {
    const auto share = [](std::size_t used, std::size_t limit) {
      return static_cast<long double>(used) / static_cast<long double>(limit);
    };
    const long double load =
        std::max(share(count(now, 60s, kAll), options_.history_max_calls_per_min),
                 share(count(now, 3600s, kAll), options_.history_max_calls_per_hour));
    return load >= static_cast<long double>(ratio.millionths()) / 1e6L - 1e-12L;
  }

  HistoryQuotaOptions options_;
  std::vector<std::pair<PollTarget, MonoTime>> calls_;
  std::vector<std::pair<bool, MonoTime>> denials_;
};

HistoryQuotaOptions drawn(std::mt19937& random) {
  HistoryQuotaOptions options;
  options.history_max_calls_per_min = 1 + random() % 10;
  options.history_max_calls_per_hour = 1 + random() % 40;
  options.history_priority_reserve_per_min = random() % 6;
  options.history_priority_reserve_per_hour = random() % 20;
  options.history_min_interval_m1 = std::chrono::seconds{random() % 30};
  options.history_min_interval_m5 = std::chrono::seconds{random() % 90};
  const auto percent = [&] { return Ratio::percent(static_cast<int>(random() % 21) * 5); };
  options.history_load_thresholds = {percent(), percent(), percent(), percent()};
  options.history_priority_targets = {{0, Interval::k1m}, {1, Interval::k5m}};
  return clamped(std::move(options));
}

PollTarget drawn_target(std::mt19937& random) {
  constexpr std::array kChoice = {Interval::k1m, Interval::k5m, Interval::k1h};
  return {static_cast<std::uint32_t>(random() % 3), kChoice[random() % 3]};
}

void compare(const HistoryQuota& quota, const Model& model, MonoTime now) {
  const auto told = quota.snapshot(now);
  ASSERT_EQ(quota.throttle_state(now), model.state(now));
  ASSERT_EQ(told.calls_60s, model.count(now, 60s, Model::kAll));
  ASSERT_EQ(told.calls_3600s, model.count(now, 3600s, Model::kAll));
  ASSERT_EQ(told.priority_calls_60s, told.calls_60s - model.count(now, 60s, Model::kOthers));
  ASSERT_EQ(told.priority_calls_3600s, told.calls_3600s - model.count(now, 3600s, Model::kOthers));
  ASSERT_LE(told.calls_60s, told.limit_60s);
  ASSERT_LE(told.calls_3600s, told.limit_3600s);
}

TEST(HistoryQuotaWalk, SaysWhatAModelSaysThatForgetsNothing) {
  std::array<int, 5> seen{};
  for (unsigned seed = 0; seed < (base::kSanitized ? 40 : 200); ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const HistoryQuotaOptions options = drawn(random);
    HistoryQuota quota(options);
    Model model(options);
    MonoTime now{9h};
    for (int i = 0; i < 150; ++i) {
      now += std::chrono::seconds{random() % 4 == 0 ? random() % 900 : random() % 12};
      const PollTarget target = drawn_target(random);
      const auto expected = model.look(target, now);
      const auto denial = quota.ask(target, now);
      ASSERT_EQ(denial.has_value(), expected.has_value());
      if (denial) {
        ASSERT_EQ(denial->reason, expected->reason);
        ASSERT_EQ(denial->wait, expected->wait);
        ASSERT_EQ(denial->quota_full, expected->quota_full);
        model.deny(*denial, now);
      } else {
        model.call(target, now);
      }
      ++seen.at(denial ? static_cast<std::size_t>(denial->reason) : 4);
      compare(quota, model, now);
      if (testing::Test::HasFatalFailure()) return;
    }
  }
  for (const int times : seen)
    EXPECT_GT(times, base::kSanitized ? 60 : 300);  // nothing was left out
}

// The promise: whoever keeps to it is never denied, however hard the others press.
TEST(HistoryQuotaWalk, PriorityWithinItsPromiseIsNeverDenied) {
  int promising = 0;
  for (unsigned seed = 0; seed < 300; ++seed) {
    std::mt19937 random(seed);
    HistoryQuotaOptions options = drawn(random);
    options.history_max_calls_per_hour += options.history_max_calls_per_min;
    HistoryQuota quota(options);
    const auto promise = quota.promise();
    if (promise.per_min == 0 || promise.per_hour == 0) continue;
    ++promising;
    SlidingWindow minute(promise.per_min, 60s);
    SlidingWindow hour(promise.per_hour, 3600s);
    MonoTime now{9h};
    for (int i = 0; i < 4000; ++i) {
      now += std::chrono::seconds{random() % 3};
      if (random() % 5 != 0) {
        static_cast<void>(quota.ask({2, Interval::k1h}, now));
      } else if (minute.count(now) < minute.room() && hour.count(now) < hour.room()) {
        ASSERT_FALSE(quota.ask({0, Interval::k1m}, now).has_value()) << "seed " << seed;
        minute.add(now);
        hour.add(now);
      }
    }
  }
  EXPECT_GT(promising, 50);
}

}  // namespace
}  // namespace wick::policy::history_quota_walk_test
