#include "policy/budget.hpp"

#include <gtest/gtest.h>

#include <random>

namespace wick::policy::budget_test {
namespace {

using namespace std::chrono_literals;
using Counts = RateLimit::Counts;

constexpr RateLimit kMinute{Counts::kWeight, 1min, 1000};

core::UtcTime at(core::Micros since) {
  return core::midnight(2024, 6, 1) + since;
}

Budget knowing(std::vector<RateLimit> limits, core::UtcTime now) {
  Budget budget;
  budget.know(limits, now);
  return budget;
}

// All that can be had of a window by someone who is answered at once, and the long wait after it.
std::pair<std::int64_t, core::UtcTime> drain(Budget& budget, std::int64_t weight,
                                             core::UtcTime now) {
  std::int64_t got = 0;
  for (;;) {
    const auto answer = budget.ask({weight, 0us}, now);
    if (const auto* wait = std::get_if<Budget::Wait>(&answer)) {
      if (wait->until - now > 500ms) return {got, wait->until};
      now = wait->until;
      continue;
    }
    const auto& lease = std::get<Budget::Lease>(answer);
    got += lease.weight;
    for (std::int64_t i = 0; i < lease.requests; ++i) budget.answered(weight, now);
  }
}

TEST(Budget, TheFirstToAskFindsOutTheLimitsAndTheOthersWaitForIt) {
  Budget budget;
  EXPECT_TRUE(std::holds_alternative<Budget::Survey>(budget.ask({2, 0us}, at(0s))));
  EXPECT_TRUE(std::holds_alternative<Budget::Wait>(budget.ask({2, 0us}, at(1s))));
  EXPECT_TRUE(
      std::holds_alternative<Budget::Survey>(budget.ask({2, 0us}, at(9s))));  // it was killed
  budget.know({kMinute}, at(9500ms));
  EXPECT_TRUE(std::holds_alternative<Budget::Lease>(budget.ask({2, 0us}, at(9500ms))));
  EXPECT_TRUE(std::holds_alternative<Budget::Survey>(budget.ask({2, 0us}, at(25h))));
  EXPECT_TRUE(
      std::holds_alternative<Budget::Lease>(budget.ask({2, 0us}, at(25h))));  // by the old ones
}

TEST(Budget, WhatCouldNotBeLearntIsAssumedAndAskedAgainLater) {
  Budget budget;
  EXPECT_TRUE(std::holds_alternative<Budget::Survey>(budget.ask({2, 0us}, at(0s))));
  budget.assume({kMinute}, at(1s));
  EXPECT_TRUE(std::holds_alternative<Budget::Lease>(budget.ask({2, 0us}, at(9min))));
  EXPECT_TRUE(std::holds_alternative<Budget::Survey>(budget.ask({2, 0us}, at(11min))));
}

TEST(Budget, SpendsAlmostAllOfAWindowAndWaitsForTheNext) {
  Budget budget = knowing({kMinute}, at(0s));
  const auto [first, until] = drain(budget, 2, at(10s));
  EXPECT_GE(first, 970);
  EXPECT_LE(first, 980);
  EXPECT_EQ(until, at(60s));
  EXPECT_EQ(drain(budget, 2, at(59s)).first, 0);
  EXPECT_EQ(drain(budget, 2, at(60s)).first, first);
}

TEST(Budget, EveryLimitCountsAndTheTightestDecides) {
  Budget budget = knowing({kMinute, {Counts::kRequests, 5min, 50}}, at(0s));
  const auto [got, until] = drain(budget, 2, at(1s));
  EXPECT_EQ(got, 2 * 49);
  EXPECT_EQ(until, at(5min));
}

TEST(Budget, ALeaseEndsWithItsWindow) {
  Budget budget = knowing({kMinute}, at(0s));
  const auto answer = budget.ask({2, 0us}, at(50s));
  EXPECT_EQ(std::get<Budget::Lease>(answer).until, at(60s));
}

TEST(Budget, LeasesAreSmallWhereLittleIsLeft) {
  Budget budget = knowing({kMinute}, at(0s));
  const auto plenty = std::get<Budget::Lease>(budget.ask({2, 0us}, at(1s)));
  EXPECT_EQ(plenty.requests, 980 / 2 / 64);
  EXPECT_EQ(plenty.weight, 2 * plenty.requests);
  std::int64_t last = 0;
  for (;;) {
    const auto answer = budget.ask({2, 0us}, at(1s));
    const auto* lease = std::get_if<Budget::Lease>(&answer);
    if (lease == nullptr) break;
    last = lease->requests;
  }
  EXPECT_EQ(last, 1);
}

TEST(Budget, WhatOthersSpendIsSeenAndLeftToThemInTheNextWindow) {
  Budget budget = knowing({kMinute}, at(0s));
  (void)budget.ask({2, 0us}, at(1s));
  budget.answered(14, at(1s));
  budget.learn({at(1s), at(1s), {}, {{1min, 514}}});
  EXPECT_EQ(budget.windows().front().foreign, 500);
  const auto [got, until] = drain(budget, 2, at(2s));
  EXPECT_LE(got + 14, 480);
  EXPECT_GE(got + 14, 470);
  const auto next = drain(budget, 2, at(61s)).first;
  EXPECT_LE(next, 480);
  EXPECT_GE(next, 470);
  EXPECT_GE(drain(budget, 2, at(121s)).first, 970);  // they have gone
}

TEST(Budget, TogetherWithOthersWhatIsOursIsSpreadOverTheWindow) {
  Budget budget = knowing({kMinute}, at(0s));
  const auto lease = std::get<Budget::Lease>(budget.ask({2, 0us}, at(0s)));
  budget.answered(lease.weight, at(0s));
  budget.learn({at(0s), at(0s), {}, {{1min, lease.weight + 100}}});
  core::UtcTime t = at(0s);
  const auto spent_by = [&](core::UtcTime end) {
    for (; t < end; t += 20ms) {
      const auto answer = budget.ask({2, 0us}, t);
      if (const auto* more = std::get_if<Budget::Lease>(&answer)) {
        for (std::int64_t i = 0; i < more->requests; ++i) budget.answered(2, t);
      }
    }
    return budget.windows().front().leased;
  };
  EXPECT_LE(spent_by(at(1s)), 150);
  const std::int64_t half = spent_by(at(30s));
  EXPECT_GE(half, 500);
  EXPECT_LE(half, 600);
  EXPECT_GE(spent_by(at(60s)), 870);
}

// The server has counted more than was answered: that may be our own requests on their way back,
// or somebody else's. As long as it could be too much, we wait for the answers.
TEST(Budget, WhatIsUnclearIsWaitedFor) {
  Budget unclear = knowing({kMinute}, at(0s));
  std::int64_t leased = 0;
  while (leased < 800) leased += std::get<Budget::Lease>(unclear.ask({2, 0us}, at(1s))).weight;
  unclear.learn({at(1s), at(1s), {}, {{1min, 700}}});
  const auto answer = unclear.ask({2, 0us}, at(1s));
  ASSERT_TRUE(std::holds_alternative<Budget::Wait>(answer));
  EXPECT_LE(std::get<Budget::Wait>(answer).until, at(1100ms));
  for (std::int64_t i = 0; i < leased; i += 2) unclear.answered(2, at(1s));
  EXPECT_TRUE(std::holds_alternative<Budget::Lease>(unclear.ask({2, 0us}, at(1100ms))));
}

TEST(Budget, WhatIsGivenBackIsThereForOthers) {
  Budget budget = knowing({kMinute}, at(0s));
  const auto lease = std::get<Budget::Lease>(budget.ask({2, 0us}, at(1s)));
  budget.give_back(lease);
  EXPECT_EQ(budget.windows().front().leased, 0);
  const auto old = std::get<Budget::Lease>(budget.ask({2, 0us}, at(2s)));
  (void)budget.ask({2, 0us}, at(61s));
  const std::int64_t leased = budget.windows().front().leased;
  budget.give_back(old);
  EXPECT_EQ(budget.windows().front().leased, leased) << "of another window";
}

TEST(Budget, OurOwnSpendingIsNobodyElses) {
  Budget budget = knowing({kMinute}, at(0s));
  const auto lease = std::get<Budget::Lease>(budget.ask({2, 0us}, at(1s)));
  budget.learn({at(1s), at(2s), {}, {{1min, lease.weight}}});
  EXPECT_EQ(budget.windows().front().foreign, 0);
}

TEST(Budget, AnAnswerAcrossTheTurnOfAWindowTellsNothing) {
  Budget budget = knowing({kMinute}, at(0s));
  (void)budget.ask({2, 0us}, at(1s));
  budget.learn({at(59s), at(61s), {}, {{1min, 900}}});
  EXPECT_EQ(budget.windows().front().foreign, 0);
}

TEST(Budget, TheServersClockDecidesWhereAWindowBegins) {
  Budget budget = knowing({kMinute}, at(0s));
  // Its clock is 5.3 s behind ours, as answers within a second narrow it down.
  for (core::Micros t = 10s; t < 12s; t += 10ms) {
    const core::UtcTime server = std::chrono::floor<std::chrono::seconds>(at(t - 5300ms));
    budget.learn({at(t), at(t + 1ms), server, {}});
  }
  EXPECT_LE(budget.skew().low, -5300ms);
  EXPECT_GE(budget.skew().high, -5300ms);
  EXPECT_LE(budget.skew().high - budget.skew().low, 20ms);
  const auto until = drain(budget, 2, at(12s)).second;
  EXPECT_GE(until, at(65300ms));
  EXPECT_LE(until, at(65320ms));
}

TEST(Budget, NothingIsSentWhereItIsUnclearWhichWindowWouldPay) {
  Budget budget = knowing({kMinute}, at(0s));
  budget.learn({at(10s), at(10s), at(10s), {}});  // up to a second ahead
  const auto answer = budget.ask({2, 0us}, at(59500ms));
  ASSERT_TRUE(std::holds_alternative<Budget::Wait>(answer));
  EXPECT_EQ(std::get<Budget::Wait>(answer).until, at(60s));
}

TEST(Budget, NothingIsSentThatMayArriveInTheNextWindow) {
  Budget budget = knowing({kMinute}, at(0s));
  const auto lease = std::get<Budget::Lease>(budget.ask({2, 300ms}, at(10s)));
  EXPECT_EQ(lease.until, at(59700ms));
  const auto answer = budget.ask({2, 300ms}, at(59800ms));
  ASSERT_TRUE(std::holds_alternative<Budget::Wait>(answer));
  EXPECT_EQ(std::get<Budget::Wait>(answer).until, at(60s));
}

TEST(Budget, NothingAtAllIsSentBeforeABanEnds) {
  Budget budget = knowing({kMinute}, at(0s));
  budget.close(at(2min), "banned");
  budget.close(at(1min), "throttled");
  const auto answer = budget.ask({2, 0us}, at(119s));
  ASSERT_TRUE(std::holds_alternative<Budget::Closed>(answer));
  EXPECT_EQ(std::get<Budget::Closed>(answer).why, "banned");
  EXPECT_FALSE(budget.take(1, at(119s)));
  EXPECT_TRUE(std::holds_alternative<Budget::Lease>(budget.ask({2, 0us}, at(2min))));
}

TEST(Budget, WhatCannotWaitMayUseWhatIsHeldBackButNoMore) {
  Budget budget = knowing({kMinute}, at(0s));
  (void)drain(budget, 2, at(1s));
  std::int64_t more = 0;
  while (budget.take(2, at(1s))) more += 2;
  EXPECT_EQ(budget.windows().front().leased, 1000);
  EXPECT_GE(more, 20);
}

TEST(Budget, WhatWasSpentBeforeTheLimitsWereKnownCounts) {
  Budget budget;
  EXPECT_TRUE(budget.take(20, at(0s)));
  budget.know({kMinute}, at(1s));
  EXPECT_EQ(budget.windows().front().leased, 20);
}

TEST(Budget, SomebodyWhoWasHeldUpOpensNoWindowAnew) {
  Budget budget = knowing({{Counts::kRequests, 100ms, 1}}, at(0s));
  EXPECT_TRUE(std::holds_alternative<Budget::Lease>(budget.ask({1, 0us}, at(10s))));
  EXPECT_TRUE(std::holds_alternative<Budget::Wait>(budget.ask({1, 0us}, at(9s))));
  EXPECT_TRUE(std::holds_alternative<Budget::Wait>(budget.ask({1, 0us}, at(10050ms))));
  EXPECT_TRUE(std::holds_alternative<Budget::Lease>(budget.ask({1, 0us}, at(10100ms))));
}

TEST(Budget, AClockSetBackDoesNotStopEverything) {
  Budget budget = knowing({kMinute}, at(48h));
  (void)drain(budget, 2, at(48h));
  const auto survey = budget.ask({2, 0us}, at(0s));
  EXPECT_TRUE(std::holds_alternative<Budget::Survey>(survey));
  budget.know({kMinute}, at(0s));
  EXPECT_TRUE(std::holds_alternative<Budget::Lease>(budget.ask({2, 0us}, at(0s))));
}

TEST(Budget, IsTheSameAfterHavingBeenWrittenDown) {
  Budget budget = knowing({kMinute, {Counts::kRequests, 5min, 500}}, at(0s));
  (void)budget.ask({2, 0us}, at(1s));
  budget.learn({at(1s), at(2s), at(1s), {{1min, 90}}});
  budget.close(at(1s), "two\nlines");
  const std::string text = budget.text();
  EXPECT_EQ(Budget::parse(text).text(), text);
  EXPECT_EQ(Budget::parse(text).windows().size(), 2U);
}

TEST(Budget, WhatIsExpectedIsNoNews) {
  Budget budget = knowing({kMinute}, at(0s));
  (void)budget.ask({2, 0us}, at(10s));
  EXPECT_TRUE(budget.would_learn({at(10s), at(10s), at(10s), {{1min, 2}}}));  // where its clock is
  budget.learn({at(10s), at(10s), at(10s), {{1min, 2}}});
  EXPECT_FALSE(budget.would_learn({at(10s), at(10001ms), at(10s), {{1min, 4}}}));
  EXPECT_TRUE(budget.would_learn({at(10s), at(10001ms), at(10s), {{1min, 400}}}));
  EXPECT_TRUE(budget.would_learn({at(50s), at(50s), at(50s), {}}));
  EXPECT_TRUE(budget.would_learn({at(11s), at(11s), at(40s), {}}));  // its clock was set
}

TEST(Budget, ADamagedTextIsNoKnowledge) {
  Budget budget = knowing({kMinute}, at(0s));
  const std::string text = budget.text();
  const std::string nothing = Budget().text();
  for (std::size_t size = 0; size < text.size(); ++size) {
    const std::string kept = Budget::parse(text.substr(0, size)).text();
    EXPECT_TRUE(kept == nothing || text.starts_with(kept) || kept.size() <= text.size()) << size;
  }
  EXPECT_EQ(Budget::parse("budget 1\nweight 0 5 0 0 0 0\n").text(), nothing);
  EXPECT_EQ(Budget::parse("budget 1\nweight x 5 0 0 0 0\n").text(), nothing);
  EXPECT_EQ(Budget::parse("budget 2\n").text(), nothing);
}

// A server that counts as the real ones do, asked by many programs through one budget, with clocks
// apart and answers that take their time: never a refusal, and hardly anything left unused.
TEST(Budget, ManyClientsStayWithinTheLimitAndUseIt) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    std::mt19937_64 random(seed);
    const auto draw = [&](std::int64_t from, std::int64_t to) {
      return from + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(to - from + 1));
    };
    const RateLimit limit{Counts::kWeight, std::chrono::seconds{draw(5, 60)}, draw(200, 6000)};
    const core::Micros skew{draw(-30'000'000, 30'000'000)};
    Budget budget;
    budget.know({limit}, at(0s));
    core::UtcTime now = at(core::Micros{draw(0, 60'000'000)});
    core::UtcTime window{};
    std::int64_t used = 0;
    std::vector<std::int64_t> whole;  // what was used of each window
    // The first answer tells where the server's clock stands, roughly.
    for (int i = 0; i < 3; ++i) {
      const auto server = std::chrono::floor<std::chrono::seconds>(now + skew);
      budget.learn({now, now + 1ms, server, {}});
      now += 400ms;
    }
    for (int sent = 0; whole.size() < 5;) {
      const auto answer = budget.ask({2, 400us}, now);
      if (const auto* wait = std::get_if<Budget::Wait>(&answer)) {
        ASSERT_GT(wait->until, now) << seed;
        now = wait->until;
        continue;
      }
      const auto& lease = std::get<Budget::Lease>(answer);
      for (std::int64_t i = 0; i < lease.requests && now < lease.until; ++i) {
        const core::UtcTime arrives = now + core::Micros{draw(20, 300)};
        const core::UtcTime theirs = arrives + skew;
        const core::UtcTime begin = theirs - theirs.time_since_epoch() % limit.window;
        if (begin != window) {
          if (window != core::UtcTime{}) whole.push_back(used);
          window = begin;
          used = 0;
        }
        used += 2;
        ASSERT_LE(used, limit.most) << "seed " << seed << " request " << sent;
        ++sent;
        const core::UtcTime back = arrives + core::Micros{draw(20, 300)};
        budget.answered(2, now);
        budget.learn(
            {now, back, std::chrono::floor<std::chrono::seconds>(theirs), {{limit.window, used}}});
        now += 100us;
      }
    }
    for (std::size_t i = 1; i < whole.size(); ++i) {
      EXPECT_GE(whole[i] * 100, limit.most * 95) << "seed " << seed << " window " << i;
    }
  }
}

}  // namespace
}  // namespace wick::policy::budget_test
