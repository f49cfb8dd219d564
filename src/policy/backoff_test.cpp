#include "policy/backoff.hpp"

#include <gtest/gtest.h>

#include <set>

namespace wick::policy::backoff_test {
namespace {

using core::Micros;
using core::MonoTime;
using core::Now;
using namespace std::chrono_literals;

constexpr Now kBegin{core::utc_micros(1'764'541'732'000'000), MonoTime{5h}};

Now after(Micros span) {
  return {kBegin.utc + span, kBegin.mono + span};
}

BackoffOptions steady(Micros base, Micros max) {
  return {.base = base, .max = max, .multiplier = Ratio::percent(200), .jitter = Ratio{}};
}

TEST(Backoff, Scenario12TwoSecondsOfWhichOneIsLeftAfterOne) {
  Backoff backoff(steady(2s, 60s), 1);
  EXPECT_FALSE(backoff.active(kBegin.mono));
  EXPECT_EQ(backoff.fail({}, kBegin), 2s);
  EXPECT_TRUE(backoff.active(after(1s).mono));
  EXPECT_EQ(backoff.remaining(after(1s).mono), 1s);
  EXPECT_FALSE(backoff.active(after(2s).mono));
  EXPECT_EQ(backoff.remaining(after(3s).mono), 0s);
}

TEST(Backoff, Scenario12GrowthIsCapped) {
  Backoff backoff(steady(3s, 5s), 1);
  EXPECT_EQ(backoff.fail({}, kBegin), 3s);
  EXPECT_EQ(backoff.fail({}, kBegin), 5s);
  EXPECT_EQ(backoff.fail({}, kBegin), 5s);
}

TEST(Backoff, Scenario12ASuccessBeginsAnew) {
  Backoff backoff(steady(2s, 60s), 1);
  static_cast<void>(backoff.fail({}, kBegin));
  EXPECT_EQ(backoff.fail({}, kBegin), 4s);
  backoff.success();
  EXPECT_FALSE(backoff.active(kBegin.mono));
  EXPECT_EQ(backoff.snapshot(kBegin.mono).fail_count, 0U);
  EXPECT_EQ(backoff.fail({}, kBegin), 2s);
}

// A loop fails, waits, tries, fails: its pauses must grow though each has ended.
TEST(Backoff, ARetryThatFailsAtOnceGoesOnWhereItWas) {
  Backoff backoff(steady(2s, 60s), 1);
  Now now = kBegin;
  for (const Micros pause : {2s, 4s, 8s, 16s, 32s, 60s, 60s}) {
    EXPECT_EQ(backoff.fail({}, now), pause);
    now.mono += pause + 50ms;
    now.utc += pause + 50ms;
  }
  EXPECT_EQ(backoff.snapshot(now.mono).fail_count, 7U);
}

TEST(Backoff, AFailureLongAfterIsTheFirstOne) {
  Backoff backoff(steady(2s, 60s), 1);
  static_cast<void>(backoff.fail({}, kBegin));
  EXPECT_EQ(backoff.fail({}, after(62s - 1us)), 4s);
  EXPECT_EQ(backoff.fail({}, after(62s - 1us + 4s + 60s)), 2s);
  EXPECT_EQ(backoff.snapshot(kBegin.mono).fail_count, 1U);
}

TEST(Backoff, JitterStaysInItsBoundsAndReachesAllOfThem) {
  const BackoffOptions options{.base = 1s, .max = 1000s, .jitter = Ratio::percent(30)};
  Micros least = 1000s;
  Micros most{};
  std::set<Micros> seen;
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    Backoff backoff(options, seed);
    static_cast<void>(backoff.fail({}, kBegin));
    const Micros second = backoff.fail({}, kBegin);
    EXPECT_GE(second, 1400ms);
    EXPECT_LE(second, 2600ms);
    least = std::min(least, second);
    most = std::max(most, second);
    seen.insert(second);
  }
  EXPECT_LT(least, 1410ms);
  EXPECT_GT(most, 2590ms);
  EXPECT_GT(seen.size(), 1900U);
}

TEST(Backoff, JitterNeverLeavesBaseAndMaximum) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Backoff backoff(kHistoryBackoff, seed);
    for (int i = 0; i < 8; ++i) {
      const Micros pause = backoff.fail({}, kBegin);
      EXPECT_GE(pause, 6s);
      EXPECT_LE(pause, 120s);
    }
  }
}

TEST(Backoff, JitterDoesNotAddUp) {  // the fourth pause is 8 base, give or take 30 %
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    Backoff backoff({.base = 1s, .max = 1000s}, seed);
    for (int i = 0; i < 3; ++i) static_cast<void>(backoff.fail({}, kBegin));
    const Micros fourth = backoff.fail({}, kBegin);
    EXPECT_GE(fourth, 5600ms);
    EXPECT_LE(fourth, 10400ms);
  }
}

TEST(Backoff, TheSameSeedGivesTheSamePauses) {
  Backoff one(kRedisBackoff, 7);
  Backoff two(kRedisBackoff, 7);
  Backoff three(kRedisBackoff, 8);
  bool differs = false;
  for (int i = 0; i < 5; ++i) {
    const Micros pause = one.fail({}, kBegin);
    EXPECT_EQ(pause, two.fail({}, kBegin));
    differs = differs || pause != three.fail({}, kBegin);
  }
  EXPECT_TRUE(differs);
}

TEST(Backoff, TheSnapshotTellsWhatHappenedAndWhenItGoesOn) {
  Backoff backoff(steady(2s, 60s), 1);
  EXPECT_EQ(backoff.snapshot(kBegin.mono).last_error_ts, std::nullopt);
  static_cast<void>(backoff.fail({"timeout", "no answer in 5 s"}, kBegin));
  static_cast<void>(backoff.fail({"refused", "connection refused"}, after(1s)));
  const auto told = backoff.snapshot(after(2s).mono);
  EXPECT_TRUE(told.active);
  EXPECT_EQ(told.sleep, 4s);
  EXPECT_EQ(told.remaining, 3s);
  EXPECT_EQ(told.fail_count, 2U);
  EXPECT_EQ(told.last_error_type, "refused");
  EXPECT_EQ(told.last_error, "connection refused");
  EXPECT_EQ(told.last_error_ts, after(1s).utc);
  EXPECT_EQ(told.resume_at, after(5s).utc);
  const auto later = backoff.snapshot(after(5s).mono);
  EXPECT_FALSE(later.active);
  EXPECT_EQ(later.sleep, 0s);
  EXPECT_EQ(later.fail_count, 2U);
  EXPECT_EQ(later.resume_at, std::nullopt);
  backoff.success();
  EXPECT_EQ(backoff.snapshot(after(5s).mono).last_error_type, "refused");
}

TEST(Backoff, OptionsAreClamped) {
  const BackoffOptions tame = clamped(BackoffOptions{
      .base = 0s, .max = 10ms, .multiplier = Ratio::percent(50), .jitter = Ratio::percent(150)});
  EXPECT_EQ(tame.base, 100ms);
  EXPECT_EQ(tame.max, 100ms);
  EXPECT_EQ(tame.multiplier, Ratio::percent(100));
  EXPECT_EQ(tame.jitter, Ratio::percent(100));
  EXPECT_EQ(clamped(BackoffOptions{.jitter = Ratio::percent(-1)}).jitter, Ratio{});
}

TEST(PlainBackoff, DoublesUpToItsMaximumAndBeginsAnewWhenReset) {
  PlainBackoff backoff(kFxcmLoginBackoff);
  for (const Micros wait : {2s, 4s, 8s, 16s, 32s, 60s, 60s}) EXPECT_EQ(backoff.next(), wait);
  backoff.reset();
  EXPECT_EQ(backoff.next(), 2s);
}

TEST(PlainBackoff, TheNumbersOfTheDocument) {
  PlainBackoff stream(kFxcmStreamBackoff);
  for (const Micros wait : {5s, 10s, 20s, 40s, 80s, 160s, 300s}) EXPECT_EQ(stream.next(), wait);
  PlainBackoff redis(kRedisStreamBackoff);
  for (const Micros wait : {1s, 2s, 4s, 8s, 16s, 32s, 60s}) EXPECT_EQ(redis.next(), wait);
  EXPECT_EQ(kRedisBackoff.base, 2s);
  EXPECT_EQ(kRedisBackoff.max, 45s);
  EXPECT_EQ(kRedisBackoff.jitter, Ratio::percent(25));
}

TEST(PlainBackoff, OptionsAreClamped) {
  PlainBackoff backoff({.base_delay = 1ms, .factor = Ratio::percent(10), .max_delay = 2ms});
  EXPECT_EQ(backoff.next(), 100ms);
  EXPECT_EQ(backoff.next(), 100ms);
}

}  // namespace
}  // namespace wick::policy::backoff_test
