#include "cli/get_request.hpp"

#include <gtest/gtest.h>

namespace wick::cli::get_request_test {
namespace {

using core::midnight;
using namespace std::chrono_literals;

const core::UtcTime kNow = midnight(2024, 3, 20) + 10h + 17min + 30s;

GetOptions options(const char* interval, const char* from, const char* to) {
  return {.symbols = {"btcusdt"}, .interval = interval, .from = from, .to = to};
}
core::TimeRange range(const GetOptions& asked) {
  const auto request = understand(asked, kNow);
  return request ? request->range : core::TimeRange{};
}
std::string error(const GetOptions& asked) {
  const auto request = understand(asked, kNow);
  if (request) return "understood";
  EXPECT_EQ(request.error().kind, base::ErrorKind::kInvalid);
  return request.error().what;
}

TEST(GetRequest, BothEndsAreAlignedDown) {
  EXPECT_EQ(range(options("1h", "2024-03-01T14:30", "2024-03-01T16:45")),
            (core::TimeRange{midnight(2024, 3, 1) + 14h, midnight(2024, 3, 1) + 16h}));
  EXPECT_EQ(range(options("1h", "2024-03-01T00:10", "2024-03-01T00:20")),
            (core::TimeRange{midnight(2024, 3, 1), midnight(2024, 3, 1) + 1h}));
}

TEST(GetRequest, TheFormingBarIsNeverAskedFor) {
  EXPECT_EQ(range(options("1h", "2024-03-20", "2024-04-01")).end, midnight(2024, 3, 20) + 10h);
  EXPECT_EQ(range(options("1h", "2024-03-20", "")).end, midnight(2024, 3, 20) + 10h);
  EXPECT_TRUE(range(options("1h", "2024-03-20T10:05", "2024-03-20T10:15")).empty());
  EXPECT_TRUE(range(options("1h", "2030-01-01", "2030-01-02")).empty());
}

TEST(GetRequest, TheFormingBarIsAskedForWhereItIsWantedAndInTheRange) {
  const auto open = [](const char* from, const char* to, core::UtcTime now) {
    GetOptions asked = options("1h", from, to);
    asked.include_open = true;
    return *understand(asked, now);
  };
  const auto ten = midnight(2024, 3, 20) + 10h;
  EXPECT_EQ(open("2024-03-20", "", kNow).range, (core::TimeRange{midnight(2024, 3, 20), ten + 1h}));
  EXPECT_TRUE(open("2024-03-20", "", kNow).include_open);
  EXPECT_EQ(open("2024-03-20", "2030-01-01", kNow).range.end, ten + 1h);
  EXPECT_EQ(open("2024-03-20T10:05", "2024-03-20T10:15", kNow).range,
            (core::TimeRange{ten, ten + 1h}));
  EXPECT_EQ(open("2024-03-20", "2024-03-20T10:00", kNow).range.end, ten) << "it ends before it";
  EXPECT_FALSE(open("2024-03-20", "2024-03-20T10:00", kNow).include_open);
  EXPECT_TRUE(open("2030-01-01", "2030-01-02", kNow).range.empty());
  EXPECT_EQ(open("", "", kNow).range, (core::TimeRange{ten - 500h, ten + 1h}));
  EXPECT_EQ(open("2024-03-20", "", ten).range.end, ten - 1h) << "nothing has formed yet";
}

TEST(GetRequest, ARangeInTheFutureIsEmptyAndBeginsWhereItWasAsked) {
  const auto future = midnight(2030, 1, 1);
  EXPECT_EQ(range(options("1h", "2030-01-01", "2030-01-02")), (core::TimeRange{future, future}));
  EXPECT_EQ(range(options("1h", "2030-01-01", "")), (core::TimeRange{future, future}));
}

TEST(GetRequest, FormatsAndSourcesByTheirNames) {
  const auto format = [](const char* name) {
    return understand({.symbols = {"X"}, .format = name}, kNow)->format;
  };
  EXPECT_EQ(format("table"), Format::kTable);
  EXPECT_EQ(format("csv"), Format::kCsv);
  EXPECT_EQ(format("json"), Format::kJson);
  EXPECT_EQ(format("arrow"), Format::kArrow);
  EXPECT_EQ(format("arrow-stream"), Format::kArrowStream);
  EXPECT_EQ(format("chart"), Format::kChart);
  EXPECT_EQ(understand({.symbols = {"X"}, .format = "csv", .json = true}, kNow)->format,
            Format::kJson);
  EXPECT_EQ(understand({.symbols = {"X"}, .source = "cache"}, kNow)->source,
            wiring::SourceChoice::kCache);
}

TEST(GetRequest, ParquetIsRefusedWithThePipeThatDoesIt) {
  const std::string said = error({.symbols = {"X"}, .last = "7d", .format = "parquet"});
  EXPECT_TRUE(said.starts_with("--format parquet needs a Parquet library")) << said;
  EXPECT_NE(said.find("\n  wick get X --last 7d --format arrow-stream | python3 -c "),
            std::string::npos)
      << said;
}

TEST(GetRequest, ABarThatClosedThisInstantIsLeftForTheNextCall) {
  const auto sharp = midnight(2024, 3, 20) + 10h;
  EXPECT_EQ(understand(options("1h", "2024-03-20", ""), sharp)->range.end, sharp - 1h);
  EXPECT_EQ(understand(options("1h", "2024-03-20", ""), sharp + 1s)->range.end, sharp);
}

TEST(GetRequest, WithoutARangeTheLast500ClosedBars) {
  const auto all = range(options("1m", "", ""));
  EXPECT_EQ(all.end, midnight(2024, 3, 20) + 10h + 17min);
  EXPECT_EQ(all.end - all.begin, 500min);
  const auto weeks = range(options("1w", "", ""));
  EXPECT_EQ(weeks.end, midnight(2024, 3, 18));
}

TEST(GetRequest, RelativeTimes) {
  EXPECT_EQ(parse_instant("7d", kNow), kNow - 168h);
  EXPECT_EQ(parse_instant("now", kNow), kNow);
  EXPECT_EQ(parse_instant("soon", kNow), std::nullopt);
  EXPECT_EQ(parse_instant("100000d", kNow), std::nullopt) << "before 1970";
  EXPECT_EQ(range({.symbols = {"X"}, .interval = "1h", .last = "36h"}).begin,
            midnight(2024, 3, 18) + 22h);
}

TEST(GetRequest, SymbolsAreFoldedAndNamedOnce) {
  const auto request = understand({.symbols = {"btcusdt", "ETHUSDT", "BTCUSDT"}}, kNow);
  ASSERT_EQ(request->series.size(), 2U);
  EXPECT_EQ(request->series[0].symbol, "BTCUSDT");
}

TEST(GetRequest, MistakesSayWhatToWriteInstead) {
  EXPECT_EQ(error({}), "name a symbol, for example: wick get BTCUSDT");
  EXPECT_EQ(error({.symbols = {"../x"}}),
            "symbol '../x' is not 1 to 30 letters, digits, '_' or '-'");
  EXPECT_EQ(error({.symbols = {"X"}, .market = "futures"}),
            "--market 'futures' is not known; there is spot, futures_usdt (um), futures_coin "
            "(cm) and fx");
  EXPECT_EQ(error({.symbols = {"X"}, .provider = "mtgox"}),
            "--provider 'mtgox' is not known; there is binance, okx and fxcm");
  EXPECT_EQ(error({.symbols = {"X"}, .interval = "2m"}),
            "--interval '2m' is not known; there is 1s 1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d 3d "
            "1w 1M");
  EXPECT_EQ(error(options("1h", "2024-01-02", "2024-01-01")),
            "--from 2024-01-02T00:00:00Z does not lie before --to 2024-01-01T00:00:00Z");
  EXPECT_EQ(error(options("1h", "2024-01-02", "2024-01-02")),
            "--from 2024-01-02T00:00:00Z does not lie before --to 2024-01-02T00:00:00Z");
  EXPECT_EQ(error(options("1h", "yesterday", "")),
            "--from 'yesterday' is no time; write 2024-01-01, 2024-01-01T05:30, now, or 7d for "
            "seven days ago");
  EXPECT_EQ(error({.symbols = {"X"}, .from = "7d", .last = "1d"}),
            "--last already says when; leave out --from and --to");
  EXPECT_EQ(error({.symbols = {"X"}, .last = "soon"}),
            "--last 'soon' is no duration; write 7d or 36h");
  EXPECT_EQ(
      error({.symbols = {"X"}, .format = "xml"}),
      "--format 'xml' is not known; there is table, csv, json, arrow, arrow-stream and chart");
  EXPECT_EQ(error({.symbols = {"X"}, .source = "ftp"}),
            "--source 'ftp' is not known; there is auto, cache, bulk and rest");
  EXPECT_EQ(error({.symbols = {"BTCUSDT"}, .market = "cm"}),
            "'BTCUSDT' is no COIN-M symbol; did you mean 'BTCUSD_PERP'?");
}

TEST(GetRequest, ProviderAndChartByTheirNames) {
  const auto okx = understand({.symbols = {"btc-usdt"}, .provider = "okx"}, kNow);
  ASSERT_TRUE(okx) << okx.error().what;
  EXPECT_EQ(okx->series.front().provider, core::Provider::kOkx);
  EXPECT_EQ(okx->series.front().interval, core::Interval::k1m) << "by default";
  const auto mark = understand({.symbols = {"BTCUSDT"}, .market = "um", .chart = "mark"}, kNow);
  EXPECT_EQ(mark->series.front().chart, core::ChartType::kMark);
  EXPECT_EQ(mark->series.front().interval, core::Interval::k1m);
  EXPECT_EQ(error({.symbols = {"X"}, .provider = "mtgox"}),
            "--provider 'mtgox' is not known; there is binance, okx and fxcm");
  EXPECT_EQ(error({.symbols = {"X"}, .chart = "candles"}),
            "--chart 'candles' is not known; there is klines, mark, index, premium and funding");
  EXPECT_EQ(error({.symbols = {"BTC-USDT"}, .provider = "okx", .source = "bulk"}),
            "OKX has no archive of bars; leave out --source bulk, or write rest");
}

TEST(GetRequest, FundingsAreByTheHourWhereNoIntervalIsTold) {
  GetOptions funding{.symbols = {"BTCUSDT"}, .market = "um", .chart = "funding", .last = "2d"};
  const auto request = understand(funding, kNow);
  ASSERT_TRUE(request) << request.error().what;
  EXPECT_EQ(request->series.front().interval, core::Interval::k1h);
  EXPECT_EQ(request->range,
            (core::TimeRange{midnight(2024, 3, 18) + 10h, midnight(2024, 3, 20) + 10h}));
  funding.interval = "1h";
  EXPECT_TRUE(understand(funding, kNow));
  funding.interval = "8h";
  EXPECT_EQ(error(funding), "fundings are looked up by the hour, not by 8h; leave out --interval");
}

}  // namespace
}  // namespace wick::cli::get_request_test
