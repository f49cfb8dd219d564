#include "sim/market/run.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

#include "sim/market/character.hpp"
#include "sim/market/hash.hpp"

namespace wick::sim::run_test {
namespace {

// Any stretch that the tape could ask for, at the edges more often than not.
Run draw(std::uint64_t seed) {
  auto pick = [&, i = 0](std::int64_t from, std::int64_t to) mutable {
    return from +
           static_cast<std::int64_t>(mix(seed, ++i) % static_cast<std::uint64_t>(to - from + 1));
  };
  Run run{.key = mix(seed, 0)};
  run.count = pick(0, 2) == 0 ? pick(1, 12) : pick(1, 300);
  run.open = pick(100, 5'000);
  run.close = run.count > 1 ? run.open + pick(-40, 40) : run.open;
  const std::int64_t reach = run.count >= kMixedCount ? pick(0, 5) * pick(0, 5) : 0;
  run.high = std::max(run.open, run.close) + reach;
  run.low = std::min(run.open, run.close) - reach;
  run.half = run.count * kLots * pick(192, 318) / 256;
  run.opens_bought = pick(0, 1) != 0;
  run.bought = run.opens_bought ? run.half : 0;
  if (run.count >= kMixedCount) run.bought = run.half * pick(16, 47) / 64;
  run.extra = pick(0, kLots);
  return run;
}

struct Sums {
  std::int64_t high{}, low{INT64_MAX}, count{}, volume{}, taker_volume{}, quote{}, taker_quote{};
  void add(const Trade& trade) {
    high = std::max(high, trade.price);
    low = std::min(low, trade.price);
    ++count;
    volume += trade.quantity;
    quote += trade.price * trade.quantity;
    if (trade.buyer_is_maker) return;
    taker_volume += trade.quantity;
    taker_quote += trade.price * trade.quantity;
  }
};

void expect_sums(const Run& run, const Sums& sums) {
  EXPECT_EQ(sums.high, run.high);
  EXPECT_EQ(sums.low, run.low);
  EXPECT_EQ(sums.count, run.count);
  EXPECT_EQ(sums.volume, run.volume());
  EXPECT_EQ(sums.taker_volume, run.taker_volume());
  EXPECT_EQ(sums.quote, run.quote);
  EXPECT_EQ(sums.taker_quote, run.taker_quote);
}

std::vector<Trade> checked_trades(const Run& second) {
  const std::vector<Trade> trades = trades_of(second, 1000 * kSecond, 77);
  Sums sums;
  Micros before = 1000 * kSecond - 1;
  std::int64_t id = 77;
  for (const Trade& trade : trades) {
    EXPECT_GT(trade.quantity, 0);
    EXPECT_GT(trade.time, before);
    EXPECT_EQ(trade.id, id++);
    before = trade.time;
    sums.add(trade);
  }
  EXPECT_LT(before, 1001 * kSecond);
  if (!trades.empty()) {
    EXPECT_EQ(trades.front().price, second.open);
    EXPECT_EQ(trades.back().price, second.close);
    expect_sums(second, sums);
  }
  return trades;
}

TEST(Run, IsTheSumOfItsSecondsAndTheyOfTheirTrades) {
  for (std::uint64_t seed = 0; seed < 4'000; ++seed) {
    SCOPED_TRACE(seed);
    sim::Run stretch = draw(seed);
    price(stretch, 0);
    Sums sums;
    std::int64_t last = stretch.open;
    for (const sim::Run& second : seconds_of(stretch, 0)) {
      ASSERT_EQ(second.open, last);
      last = second.close;
      ASSERT_TRUE(second.count > 0 || second.high == second.low);
      for (const Trade& trade : checked_trades(second)) sums.add(trade);
    }
    EXPECT_EQ(last, stretch.close);
    expect_sums(stretch, sums);
    if (HasFailure()) break;
  }
}

TEST(Run, EverySecondOfABusyStretchHasTrades) {
  sim::Run stretch = draw(5);
  stretch.count = kSpreadCount;
  stretch.half = kSpreadCount * kLots;
  for (const sim::Run& second : seconds_of(stretch, 0)) EXPECT_GT(second.count, kMixedCount);
}

TEST(Run, OnCoinMarginTheSecondsShareTheQuote) {
  for (std::uint64_t seed = 0; seed < 2'000; ++seed) {
    sim::Run stretch = draw(seed);
    const std::int64_t contract = 10 * 1'000'000'000'000;
    price(stretch, contract);
    const auto exact = static_cast<double>(contract) * static_cast<double>(stretch.volume()) * 2 /
                       static_cast<double>(stretch.open + stretch.close);
    EXPECT_NEAR(static_cast<double>(stretch.quote), exact, exact * 1e-12 + 1);
    std::int64_t quote = 0;
    std::int64_t taker_quote = 0;
    for (const sim::Run& second : seconds_of(stretch, contract)) {
      EXPECT_GE(second.quote, second.taker_quote);
      EXPECT_GE(second.taker_quote, 0);
      quote += second.quote;
      taker_quote += second.taker_quote;
    }
    ASSERT_EQ(quote, stretch.quote);
    ASSERT_EQ(taker_quote, stretch.taker_quote);
  }
}

TEST(Run, DuesOfGrowingPartsAddUp) {
  std::int64_t sum = 0;
  for (std::int64_t part = 1; part <= 1'000; ++part) {
    sum +=
        due(999'999'999'999'999'999, part, 1'000) - due(999'999'999'999'999'999, part - 1, 1'000);
  }
  EXPECT_EQ(sum, 999'999'999'999'999'999);
  EXPECT_EQ(due(5, 0, 0), 0);
}

}  // namespace
}  // namespace wick::sim::run_test
