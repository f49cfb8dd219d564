#include "sim/rest/limiter.hpp"

#include <gtest/gtest.h>

namespace wick::sim::limiter_test {
namespace {

constexpr Micros kStart = 1'700'000'000 * kSecond;  // a whole second, 20 s into a minute

Limiter ladder() {
  BanOptions bans;
  bans.refusals_max = 2;
  bans.first = 10 * kSecond;
  bans.longest = 35 * kSecond;
  return Limiter({{LimitType::kRequestWeight, kSecond, 10, 5}}, bans);
}

Verdict::Kind kind(Limiter& limiter, Micros now, std::int64_t weight = 5) {
  return limiter.charge("a", weight, now).kind;
}

constexpr auto kPass = Verdict::Kind::kPass;
constexpr auto kThrottled = Verdict::Kind::kThrottled;
constexpr auto kBanned = Verdict::Kind::kBanned;

TEST(Limiter, CountsInBucketsOfTheCalendar) {
  Limiter limiter({{LimitType::kRequestWeight, kMinute, 1, 10}});
  const Micros minute = kStart / kMinute * kMinute;
  EXPECT_EQ(limiter.charge("a", 4, minute + 59 * kSecond).used, std::vector<std::int64_t>{4});
  EXPECT_EQ(limiter.charge("a", 6, minute + 60 * kSecond - 1).used, std::vector<std::int64_t>{10});
  EXPECT_EQ(limiter.charge("a", 1, minute + 60 * kSecond).used, std::vector<std::int64_t>{1});
  EXPECT_EQ(limiter.charge("b", 2, minute + 60 * kSecond).used, std::vector<std::int64_t>{2});
}

TEST(Limiter, RefusesBeyondTheLimitUntilTheBucketEnds) {
  Limiter limiter({{LimitType::kRequestWeight, kMinute, 1, 10}});
  const Micros minute = kStart / kMinute * kMinute;
  EXPECT_EQ(kind(limiter, minute, 10), kPass);
  const Verdict refused = limiter.charge("a", 1, minute + kSecond);
  EXPECT_EQ(refused.kind, kThrottled);
  EXPECT_EQ(refused.until, minute + kMinute);
  EXPECT_EQ(refused.used, std::vector<std::int64_t>{11});  // refused requests count too
  EXPECT_EQ(limiter.charge("b", 1, minute + kSecond).kind, kPass);
  EXPECT_EQ(kind(limiter, minute + kMinute, 10), kPass);
}

TEST(Limiter, CountsRequestsApartFromWeight) {
  Limiter limiter({{LimitType::kRequestWeight, kMinute, 1, 1000},
                   {LimitType::kOrders, kSecond, 10, 0},
                   {LimitType::kRawRequests, kMinute, 5, 3}});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(kind(limiter, kStart, 7), kPass);
  const Verdict refused = limiter.charge("a", 7, kStart);
  EXPECT_EQ(refused.kind, kThrottled);
  EXPECT_EQ(refused.broken, 2U);
  EXPECT_EQ(refused.used, (std::vector<std::int64_t>{28, 0, 4}));
  EXPECT_EQ(refused.until, kStart / (5 * kMinute) * (5 * kMinute) + 5 * kMinute);
}

TEST(Limiter, BansWhoGoesOnEachTimeForTwiceAsLong) {
  Limiter limiter = ladder();
  const auto go_on = [&](Micros now) {
    EXPECT_EQ(kind(limiter, now), kPass);
    EXPECT_EQ(kind(limiter, now), kThrottled);
    EXPECT_EQ(kind(limiter, now), kThrottled);
    const Verdict ban = limiter.charge("a", 5, now);
    EXPECT_EQ(ban.kind, kBanned);
    EXPECT_EQ(kind(limiter, ban.until - 1), kBanned);
    return ban.until;
  };
  Micros now = kStart;
  for (const Micros length : {10 * kSecond, 20 * kSecond, 35 * kSecond, 35 * kSecond}) {
    const Micros until = go_on(now);
    EXPECT_EQ(until - now, length);
    now = until / (10 * kSecond) * (10 * kSecond) + 10 * kSecond;
  }
}

TEST(Limiter, ForgivesRefusalsAfterAPass) {
  Limiter limiter = ladder();
  for (Micros now = kStart; now < kStart + 100 * kSecond; now += 10 * kSecond) {
    EXPECT_EQ(kind(limiter, now), kPass);
    EXPECT_EQ(kind(limiter, now), kThrottled);
    EXPECT_EQ(kind(limiter, now), kThrottled);
  }
}

TEST(Limiter, RemembersBoundedlyManyClients) {
  BanOptions bans;
  bans.clients_max = 100;
  Limiter limiter({{LimitType::kRequestWeight, kDay, 1, 1}}, bans);
  for (int i = 0; i < 1000; ++i) {
    (void)limiter.charge(std::to_string(i), 1, kStart + i);
    ASSERT_LE(limiter.clients(), 100U);
  }
  EXPECT_EQ(limiter.charge("999", 1, kStart + 1000).kind, kThrottled);  // a recent one
  EXPECT_EQ(limiter.charge("1", 1, kStart + 1000).kind, kPass);         // long forgotten
  limiter.reset();
  EXPECT_EQ(limiter.clients(), 0U);
}

TEST(RateLimit, HasTheExchangesNames) {
  EXPECT_EQ(name(LimitType::kRawRequests), "RAW_REQUESTS");
  EXPECT_EQ(limit_type_of("REQUEST_WEIGHT"), LimitType::kRequestWeight);
  EXPECT_FALSE(limit_type_of("WEIGHT").has_value());
  EXPECT_EQ(unit_name({LimitType::kOrders, kDay, 1, 1}), "DAY");
  EXPECT_EQ(bucket_length({LimitType::kOrders, kSecond, 10, 1}), 10 * kSecond);
}

}  // namespace
}  // namespace wick::sim::limiter_test
