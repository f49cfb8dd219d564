#include "history/plan.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace wick::history::plan_test {
namespace {

using core::RangeSet;
using core::Tier;
using core::TimeRange;
using core::UtcTime;
using policy::Unit;
using port::Reply;
using namespace std::chrono_literals;

const UtcTime kDay = core::midnight(2024, 1, 10);
const core::SeriesId kSeries{core::Provider::kBinance, core::Market::kSpot,
                             core::ChartType::kKlines, "BTCUSDT", core::Interval::k1h};

TimeRange hours(int begin, int end) {
  return {kDay + std::chrono::hours{begin}, kDay + std::chrono::hours{end}};
}

class Clockwork final : public port::Reactor {
 public:
  [[nodiscard]] core::Now now() const override { return {now_, core::MonoTime{1h}}; }
  void wait(core::MonoTime) override { ++waits; }

  int waits{0};

 private:
  UtcTime now_ = kDay + 30h * 24;
};

// Says one address for every range; being asked is a failure of the test.
class Network final : public port::BarSource {
 public:
  explicit Network(std::string name) : name_(std::move(name)) {}

  std::unique_ptr<port::Inquiry> ask(const core::SeriesId&, RangeSet) override {
    ADD_FAILURE() << name_ << " was asked";
    return nullptr;
  }
  [[nodiscard]] std::vector<std::string> plan(const core::SeriesId& id,
                                              const RangeSet& ranges) const override {
    std::vector<std::string> addresses;
    for (const TimeRange& range : ranges.ranges()) {
      addresses.push_back(name_ + id.symbol + std::to_string((range.begin - kDay) / 1h));
    }
    return addresses;
  }

 private:
  std::string name_;
};

// Answers with its replies one a step, as if the disk took its time.
class LocalCache final : public port::BarSource {
 public:
  std::unique_ptr<port::Inquiry> ask(const core::SeriesId&, RangeSet ranges) override {
    asked.push_back(std::move(ranges));
    return std::make_unique<Lookup>(replies);
  }
  std::vector<Reply> replies;
  std::vector<RangeSet> asked;

 private:
  struct Lookup final : port::Inquiry {
    explicit Lookup(std::vector<Reply> r) : left(std::move(r)) {}
    std::vector<Reply> step(core::Now) override {
      std::vector<Reply> now = {std::move(left.front())};
      left.erase(left.begin());
      return now;
    }
    [[nodiscard]] bool finished() const override { return left.empty(); }
    [[nodiscard]] core::MonoTime wake() const override { return core::MonoTime::min(); }
    std::vector<Reply> left;
  };
};

struct Plans : testing::Test {
  Plan make(const RangeSet& wanted, const RangeSet& along = {}) {
    return plan({.id = kSeries, .wanted = wanted, .along = along},
                {{{.tier = Tier::kCache}, &cache},
                 {{.tier = Tier::kListing}, &listing},
                 {{.tier = Tier::kBulk, .unit = Unit::kDay, .lag = 48h}, &archive},
                 {{.tier = Tier::kRest}, &rest}},
                reactor);
  }
  void cache_has(TimeRange asked, TimeRange settled) {
    Reply& reply = cache.replies.emplace_back();
    reply.asked = {asked};
    reply.settled = {settled};
  }

  LocalCache cache;
  Network listing{"list"};
  Network archive{"zip"};
  Network rest{"page"};
  Clockwork reactor;
};

TEST_F(Plans, WhatTheCacheLacksIsPlannedTierByTierAndNothingIsAsked) {
  cache_has(hours(0, 24), hours(0, 24));
  cache_has(hours(24, 48), hours(24, 30));
  cache_has(hours(700, 720), {});
  const Plan made = make({hours(0, 48), hours(700, 720)});
  EXPECT_EQ(cache.asked, (std::vector<RangeSet>{{hours(0, 48), hours(700, 720)}}));
  EXPECT_EQ(made.cached, (RangeSet{hours(0, 30)}));
  EXPECT_EQ(made.asks,
            (std::vector<PlannedAsk>{{Tier::kBulk, {hours(30, 48)}, {"zipBTCUSDT30"}},
                                     {Tier::kRest, {hours(700, 720)}, {"pageBTCUSDT700"}}}));
  EXPECT_TRUE(made.missing.empty());
  EXPECT_TRUE(made.errors.empty());
  EXPECT_EQ(reactor.waits, 2) << "between the three steps of the cache";
}

TEST_F(Plans, WhatIsFetchedAlongIsPlannedToo) {
  cache_has(hours(0, 24), {});
  const Plan made = make({hours(3, 5)}, {hours(0, 24)});
  ASSERT_EQ(made.asks.size(), 1U);
  EXPECT_EQ(made.asks[0].ranges, (RangeSet{hours(0, 24)}));
}

TEST_F(Plans, ADamagedCacheCostsOnlyItself) {
  cache_has(hours(0, 48), hours(0, 0));
  cache.replies.back().error = base::Error{base::ErrorKind::kCorrupt, "a flipped bit"};
  const Plan made = make({hours(0, 48)});
  EXPECT_EQ(made.cached, RangeSet{});
  ASSERT_EQ(made.errors.size(), 1U);
  EXPECT_EQ(made.errors[0].what, "a flipped bit");
  ASSERT_EQ(made.asks.size(), 1U);
  EXPECT_EQ(made.asks[0].tier, Tier::kBulk);
}

TEST_F(Plans, AllCachedIsNothingToAsk) {
  cache_has(hours(0, 24), hours(0, 24));
  EXPECT_TRUE(make({hours(0, 24)}).asks.empty());
}

TEST_F(Plans, WhatNobodyWouldBeAskedForIsMissing) {
  const Plan made =
      plan({.id = kSeries, .wanted = {hours(700, 720)}},
           {{{.tier = Tier::kBulk, .unit = Unit::kDay, .lag = 48h}, &archive}}, reactor);
  EXPECT_TRUE(made.asks.empty());
  EXPECT_EQ(made.missing,
            (std::vector<core::Hole>{{hours(700, 720), core::Cause::kNotFetched, "too recent"}}));
}

}  // namespace
}  // namespace wick::history::plan_test
