#include "cli/warm_text.hpp"

#include <gtest/gtest.h>

namespace wick::cli::warm_text_test {
namespace {

using std::chrono::seconds;

TEST(WarmText, CountsAreShort) {
  EXPECT_EQ(count_text(0), "0");
  EXPECT_EQ(count_text(9'999), "9999");
  EXPECT_EQ(count_text(10'000), "10.0k");
  EXPECT_EQ(count_text(999'999), "999.9k");
  EXPECT_EQ(count_text(1'234'567), "1.2M");
}

TEST(WarmText, ProgressHasRateAndTimeLeft) {
  // 200,000 of the settled bars were there: 100,000 came in 10 s, so 300,000 take 30 s.
  const WarmReading reading{.name = "BTCUSDT 1m",
                            .tally = {.wanted = 600'000,
                                      .settled = 300'000,
                                      .cached = 200'000,
                                      .bytes = 12'300'000,
                                      .requests = 14},
                            .spent = seconds{10}};
  const std::string line = progress_line(reading);
  EXPECT_EQ(line, "BTCUSDT 1m         50 %   10.0k bars/s   12.3 MB    14 requests  31 s left");
  EXPECT_LE(line.size(), 80U);
}

TEST(WarmText, ProgressWithoutAnythingYet) {
  EXPECT_EQ(progress_line({.name = "BTCUSDT 1m", .tally = {.wanted = 10}, .spent = seconds{3}}),
            "BTCUSDT 1m          0 %       0 bars/s       0 B     0 requests");
  EXPECT_EQ(progress_line({.name = "X 1m", .spent = seconds{3}}).substr(0, 24),
            "X 1m              100 % ");
}

TEST(WarmText, WaitingIsSaid) {
  const std::string line = progress_line({.name = "BTCUSDT 1m",
                                          .tally = {.wanted = 10, .settled = 5},
                                          .spent = seconds{3},
                                          .waiting = std::chrono::milliseconds{33'200}});
  EXPECT_TRUE(line.ends_with("\n  waiting 34 s for the rate limit")) << line;
}

TEST(WarmText, TalliesAdd) {
  WarmTally sum{.wanted = 10, .settled = 6, .holes = 1, .cached = 2, .requests = 3};
  sum.add({.wanted = 5, .settled = 5, .holes = 2, .archived = 3, .paged = 1, .bytes = 7});
  EXPECT_EQ(sum.left(), 4);
  EXPECT_EQ(sum.bars(), 8);
  EXPECT_EQ(sum.cached + sum.archived + sum.paged, 6);
  EXPECT_EQ(sum.bytes, 7);
  EXPECT_EQ(sum.requests, 3);
}

}  // namespace
}  // namespace wick::cli::warm_text_test
