#include "core/session_statistics.hpp"

#include <gtest/gtest.h>

namespace wick::core::session_statistics_test {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

const UtcTime kOpen = midnight(2025, 7, 8) + hours{7};

Bar bar(UtcTime open, double high, double low, double close) {
  return {.open_time = open,
          .close_time = open + minutes{1} - Micros{1},
          .high = high,
          .low = low,
          .close = close};
}
SessionKey key(UtcTime open, const char* symbol = "XAUUSD") {
  return {open, "LDN_METALS", symbol, "1m"};
}

TEST(SessionStatistics, CountsWhatASeriesDidInASession) {
  SessionStatistics statistics;
  statistics.add(key(kOpen), bar(kOpen, 12.0, 11.0, 11.5));
  statistics.add(key(kOpen), bar(kOpen + minutes{1}, 14.0, 12.0, 13.5));
  statistics.add(key(kOpen), bar(kOpen + minutes{2}, 13.0, 10.0, 11.0));
  ASSERT_EQ(statistics.figures().size(), 1U);
  const SessionFigures& figures = statistics.figures().at(key(kOpen));
  EXPECT_EQ(figures.bars, 3);
  EXPECT_EQ(figures.high, 14.0);
  EXPECT_EQ(figures.low, 10.0);
  EXPECT_EQ(figures.range(), 4.0);
  EXPECT_EQ(figures.average(), 12.0);
}

TEST(SessionStatistics, SymbolsAndDaysAreApart) {
  SessionStatistics statistics;
  statistics.add(key(kOpen), bar(kOpen, 12.0, 11.0, 11.5));
  statistics.add(key(kOpen, "XAGUSD"), bar(kOpen, 2.0, 1.0, 1.5));
  statistics.add(key(kOpen + kDay), bar(kOpen + kDay, 22.0, 21.0, 21.5));
  EXPECT_EQ(statistics.figures().size(), 3U);
  EXPECT_EQ(statistics.figures().at(key(kOpen, "XAGUSD")).high, 2.0);
  EXPECT_EQ(statistics.figures().at(key(kOpen + kDay)).low, 21.0);
}

TEST(SessionStatistics, ForgetsWhatEndedADayAgo) {
  SessionStatistics statistics;
  statistics.add(key(kOpen), bar(kOpen, 12.0, 11.0, 11.5));
  const UtcTime last = kOpen + minutes{1} - Micros{1};
  statistics.forget(last + kDay);
  EXPECT_EQ(statistics.figures().size(), 1U);
  statistics.forget(last + kDay + Micros{1});
  EXPECT_TRUE(statistics.figures().empty());
}

}  // namespace
}  // namespace wick::core::session_statistics_test
