#include "cli/warm_request.hpp"

#include <gtest/gtest.h>

namespace wick::cli::warm_request_test {
namespace {

using core::midnight;
using std::chrono::hours;

const WarmFrame kFrame{.now = midnight(2024, 6, 3) + hours{5}, .archive_delay = hours{48}};
const std::vector<std::string> kTwo{"ETHUSDT", "BTCUSDT"};

base::Result<WarmRequest> understood(const WarmOptions& options) {
  return understand(options, kTwo, kFrame);
}

std::string mistake(const WarmOptions& options) {
  const auto request = understood(options);
  if (request) return "none";
  EXPECT_EQ(request.error().kind, base::ErrorKind::kInvalid);
  return request.error().what;
}

TEST(WarmRequest, EndsWithTheLastDayThatIsOldEnough) {
  const auto request = understood({});
  ASSERT_TRUE(request) << request.error().what;
  EXPECT_EQ(request->days, (core::TimeRange{midnight(2023, 6, 2), midnight(2024, 6, 1)}));
  EXPECT_TRUE(request->notes.empty());

  // "Older than the delay" means: its end lies at or before now less the delay.
  WarmFrame sharp = kFrame;
  sharp.now = midnight(2024, 6, 3);
  EXPECT_EQ(published_until(sharp), midnight(2024, 6, 1));
  sharp.now -= core::Micros{1};
  EXPECT_EQ(published_until(sharp), midnight(2024, 5, 31));
}

TEST(WarmRequest, TakesTheDaysThatWereAskedFor) {
  const auto ten = understood({.days = 10});
  ASSERT_TRUE(ten);
  EXPECT_EQ(ten->days, (core::TimeRange{midnight(2024, 5, 22), midnight(2024, 6, 1)}));
  const auto span = understood({.from = "2024-01-05T17:00", .to = "2024-02-01T23:59"});
  ASSERT_TRUE(span);
  EXPECT_EQ(span->days, (core::TimeRange{midnight(2024, 1, 5), midnight(2024, 2, 1)}));
  const auto before = understood({.days = 3, .to = "2024-02-01"});
  ASSERT_TRUE(before);
  EXPECT_EQ(before->days, (core::TimeRange{midnight(2024, 1, 29), midnight(2024, 2, 1)}));
  const auto young = understood({.days = 3, .to = "now"});
  ASSERT_TRUE(young);
  EXPECT_EQ(young->days.end, midnight(2024, 6, 1));
  ASSERT_EQ(young->notes.size(), 1U);
  EXPECT_NE(young->notes[0].find("2024-06-01"), std::string::npos);
}

TEST(WarmRequest, GoesSymbolBySymbol) {
  const auto request = understood({.intervals = {"1d", "1h", "1d"}, .days = 2});
  ASSERT_TRUE(request);
  std::vector<std::string> names;
  for (const WarmItem& item : request->items) names.push_back(core::describe(item.id));
  EXPECT_EQ(names,
            (std::vector<std::string>{"binance spot ETHUSDT 1d", "binance spot ETHUSDT 1h",
                                      "binance spot BTCUSDT 1d", "binance spot BTCUSDT 1h"}));
}

TEST(WarmRequest, AlignsToWeeksAndMonths) {
  const auto request =
      understood({.intervals = {"1w", "1M"}, .from = "2024-01-10", .to = "2024-05-20"});
  ASSERT_TRUE(request);
  EXPECT_EQ(request->items[0].range,
            (core::TimeRange{midnight(2024, 1, 8), midnight(2024, 5, 20)}));
  EXPECT_EQ(request->items[1].range, (core::TimeRange{midnight(2024, 1, 1), midnight(2024, 5, 1)}));
}

TEST(WarmRequest, TakesTheChartThatWasAskedFor) {
  const auto chart_of = [](const std::string& chart) {
    const auto request = understood({.market = "um", .chart = chart, .days = 2});
    EXPECT_TRUE(request) << request.error().what;
    return request ? core::describe(request->items[0].id) : "";
  };
  EXPECT_EQ(chart_of("klines"), "binance futures_usdt ETHUSDT 1m");
  EXPECT_EQ(chart_of("mark"), "binance futures_usdt ETHUSDT mark 1m");
  EXPECT_EQ(chart_of("funding"), "binance futures_usdt ETHUSDT funding 1h");
}

TEST(WarmRequest, RefusesMistakes) {
  EXPECT_NE(mistake({.from = "2024-06-01"}).find("no whole day"), std::string::npos);
  EXPECT_NE(mistake({.from = "2024-02-01", .to = "2024-02-01T12:00"}).find("no whole day"),
            std::string::npos);
  EXPECT_NE(mistake({.days = 3, .from = "2024-01-01"}).find("--days"), std::string::npos);
  EXPECT_NE(mistake({.days = -1}).find("--days"), std::string::npos);
  EXPECT_NE(mistake({.to = "soon"}).find("--to 'soon'"), std::string::npos);
  EXPECT_NE(mistake({.intervals = {"7m"}}).find("--interval"), std::string::npos);
  EXPECT_NE(mistake({.market = "mars"}).find("--market"), std::string::npos);
  EXPECT_NE(mistake({.intervals = {"1h", "1M"}, .from = "2024-05-10", .to = "2024-05-20"})
                .find("no bar of 1M"),
            std::string::npos);
  EXPECT_NE(mistake({.chart = "renko"}).find("--chart"), std::string::npos);
  EXPECT_NE(mistake({.chart = "mark"}).find("futures only"), std::string::npos);
  EXPECT_NE(mistake({.jobs = 0}).find("--jobs"), std::string::npos);
  EXPECT_NE(mistake({.market = "cm"}).find("no COIN-M symbol"), std::string::npos);
}

}  // namespace
}  // namespace wick::cli::warm_request_test
