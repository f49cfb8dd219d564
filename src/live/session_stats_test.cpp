#include "live/session_stats.hpp"

#include <gtest/gtest.h>

namespace wick::live::session_stats_test {
namespace {

using core::Interval;
using std::chrono::hours;
using std::chrono::minutes;

const core::UtcTime kMonday = core::midnight(2026, 3, 2);
const core::SessionWindow kLondon{.tag = "LDN_METALS", .timezone = "Europe/London"};
const core::SessionWindow kTokyo{.tag = "TOKYO_METALS", .timezone = "Asia/Tokyo"};

core::Session london(int day = 0) {
  return {&kLondon, {kMonday + hours{24 * day + 8}, kMonday + hours{24 * day + 16}}};
}
core::Session tokyo(int day = 0) {
  return {&kTokyo, {kMonday + hours{24 * day - 1}, kMonday + hours{24 * day + 7}}};
}

SessionBar bar(core::UtcTime open, double high, double low, double close) {
  return {.symbol = "XAUUSD",
          .interval = Interval::k1m,
          .open_time = open,
          .high = high,
          .low = low,
          .close = close};
}

TEST(SessionStats, CountsHighLowRangeAndTheMeanOfCloses) {
  SessionStats stats;
  const core::UtcTime t = kMonday + hours{8};
  stats.take(london(), bar(t, 12, 10, 11));
  stats.take(london(), bar(t + minutes{1}, 15, 11, 14));
  stats.take(london(), bar(t + minutes{2}, 13, 9, 11));
  const auto all = stats.figures(t + hours{1});
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].tag, "LDN_METALS");
  EXPECT_EQ(all[0].timezone, "Europe/London");
  EXPECT_EQ(all[0].time, london().range);
  ASSERT_EQ(all[0].symbols.size(), 1U);
  const SymbolFigures& gold = all[0].symbols[0];
  EXPECT_EQ(gold.symbol, "XAUUSD");
  EXPECT_EQ(gold.interval, Interval::k1m);
  EXPECT_EQ(gold.bars, 3U);
  EXPECT_EQ(gold.high, 15);
  EXPECT_EQ(gold.low, 9);
  EXPECT_EQ(gold.range, 6);
  EXPECT_EQ(gold.avg, 12);
}

TEST(SessionStats, ABarThatComesAgainOrLateCountsForNothing) {
  SessionStats stats;
  const core::UtcTime t = kMonday + hours{9};
  stats.take(london(), bar(t, 12, 10, 11));
  stats.take(london(), bar(t, 99, 1, 50));
  stats.take(london(), bar(t - minutes{1}, 99, 1, 50));
  const auto all = stats.figures(t);
  EXPECT_EQ(all[0].symbols[0].bars, 1U);
  EXPECT_EQ(all[0].symbols[0].high, 12);
}

TEST(SessionStats, SymbolsAndIntervalsAreApart) {
  SessionStats stats;
  SessionBar other = bar(kMonday + hours{9}, 5, 4, 4.5);
  other.symbol = "EURUSD";
  stats.take(london(), bar(kMonday + hours{9}, 12, 10, 11));
  stats.take(london(), other);
  other.interval = Interval::k5m;
  stats.take(london(), other);
  const auto all = stats.figures(kMonday + hours{10});
  ASSERT_EQ(all[0].symbols.size(), 3U);
  EXPECT_EQ(all[0].symbols[0].symbol, "EURUSD");
  EXPECT_EQ(all[0].symbols[1].interval, Interval::k5m);
  EXPECT_EQ(all[0].symbols[2].symbol, "XAUUSD");
}

TEST(SessionStats, OneEntryATagTheLaterOne) {
  SessionStats stats;
  stats.take(tokyo(0), bar(kMonday, 12, 10, 11));
  stats.take(london(0), bar(kMonday + hours{9}, 2, 1, 1));
  stats.take(tokyo(1), bar(kMonday + hours{24}, 22, 20, 21));
  const auto all = stats.figures(kMonday + hours{25});
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].tag, "LDN_METALS");
  EXPECT_EQ(all[1].tag, "TOKYO_METALS");
  EXPECT_EQ(all[1].time, tokyo(1).range);
  EXPECT_EQ(all[1].symbols[0].high, 22);
}

TEST(SessionStats, WhatIsOverForADayIsForgotten) {
  SessionStats stats;
  stats.take(london(), bar(kMonday + hours{9}, 2, 1, 1));
  const core::UtcTime gone = kMonday + hours{16 + 24};
  stats.forget_before(gone - minutes{1});
  EXPECT_EQ(stats.sessions(), 1U);
  EXPECT_EQ(stats.figures(gone - minutes{1}).size(), 1U);
  EXPECT_TRUE(stats.figures(gone).empty());
  stats.forget_before(gone);
  EXPECT_EQ(stats.sessions(), 0U);
}

}  // namespace
}  // namespace wick::live::session_stats_test
