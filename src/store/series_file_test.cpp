#include "store/series_file.hpp"

#include <gtest/gtest.h>

namespace wick::store::series_file_test {
namespace {

using core::Interval;
using namespace std::chrono_literals;

const core::UtcTime kOpen = core::midnight(2025, 12, 1);  // 1764547200000
const core::UtcTime kLater = core::midnight(2026, 6, 1);
const core::SeriesId kGold{core::Provider::kFxcm, core::Market::kFx, core::ChartType::kKlines,
                           "XAUUSD", Interval::k1m};

constexpr const char* kFirst = "symbol,tf,open_time,close_time,open,high,low,close,volume\n";
constexpr const char* kSecond =
    "symbol,tf,open_time_ms,close_time_ms,open,high,low,close,volume,tick_count\n";

std::string row(int minute, const std::string& rest = "4100.5,4101,4099.25,4100,12.0") {
  const std::int64_t open = 1764547200000 + minute * 60000;
  return "XAUUSD,1m," + std::to_string(open) + "," + std::to_string(open + 59999) + "," + rest +
         "\n";
}

ForeignBars read(const std::string& text, core::UtcTime written = kLater) {
  auto found = read_series_rows(text, kGold, written);
  EXPECT_TRUE(found) << found.error().what;
  return found ? *std::move(found) : ForeignBars{};
}
std::vector<std::string> faults(const std::string& text) {
  std::vector<std::string> whys;
  for (const RowFault& fault : read(text).faults) whys.push_back(fault.why);
  return whys;
}
using Whys = std::vector<std::string>;

TEST(SeriesName, TellsSymbolAndInterval) {
  for (const auto& [path, symbol, interval] :
       {std::tuple{"cache/XAUUSD_1m.csv", "XAUUSD", Interval::k1m},
        {"EURUSD_m1.csv", "EURUSD", Interval::k1m},
        {"a/b/NAS100_H4.csv", "NAS100", Interval::k4h},
        {"eurusd_D1.csv", "EURUSD", Interval::k1d},
        {"XAUUSD_15m.csv", "XAUUSD", Interval::k15m}}) {
    const auto name = read_series_name(path);
    ASSERT_TRUE(name) << path;
    EXPECT_EQ(name->id.symbol, symbol);
    EXPECT_EQ(name->id.interval, interval);
    EXPECT_EQ(name->id.provider, core::Provider::kFxcm);
    EXPECT_EQ(name->id.market, core::Market::kFx);
    EXPECT_FALSE(name->meta);
  }
  EXPECT_TRUE(read_series_name("XAUUSD_1m.meta.json")->meta);
}

TEST(SeriesName, OthersAreOfAnotherKind) {
  for (const char* path :
       {"2024-03-05.csv", "XAUUSD.csv", "XAUUSD_bars.csv", "_1m.csv", "X_.csv", "XAUUSD_1m.arrow",
        "XAUUSD_1s.csv", "XAUUSD_1m.json", "XAU.USD_1m.csv", "XAU_USD_1m.csv", ".csv", ""}) {
    EXPECT_FALSE(read_series_name(path)) << path;
  }
}

TEST(SeriesRows, OfTheFirstRelease) {
  const ForeignBars found = read(kFirst + row(0) + row(1));
  EXPECT_EQ(found.id, kGold);
  EXPECT_EQ(found.rows, 2U);
  EXPECT_TRUE(found.faults.empty());
  ASSERT_EQ(found.bars.size(), 2U);
  EXPECT_EQ(found.bars[0], (core::Bar{.open_time = kOpen,
                                      .close_time = kOpen + 1min - 1us,
                                      .open = 4100.5,
                                      .high = 4101,
                                      .low = 4099.25,
                                      .close = 4100,
                                      .volume = 12}));
  EXPECT_EQ(found.bars[1].open_time, kOpen + 1min);
}

TEST(SeriesRows, OfTheSecondReleaseCountTheirTicks) {
  const ForeignBars found = read(kSecond + row(0, "1.5,2.5,1.25,2,7,41"));
  ASSERT_EQ(found.bars.size(), 1U);
  EXPECT_EQ(found.bars[0].count, 41);
  EXPECT_EQ(found.bars[0].volume, 7);
}

TEST(SeriesRows, ColumnsMayBeInAnyOrderAndMore) {
  const std::string text =
      "\xef\xbb\xbfx,low,high,volume,tf,symbol,close_time,open_time,close,open\r\n"
      "?,1,4,9,m1,XAU/USD,1764547260000,1764547200000.0,2,3\r\n";
  const ForeignBars found = read(text);
  ASSERT_EQ(found.bars.size(), 1U);
  EXPECT_EQ(found.bars[0].open, 3);
  EXPECT_EQ(found.bars[0].high, 4);
  EXPECT_EQ(found.bars[0].low, 1);
  EXPECT_EQ(found.bars[0].close, 2);
  EXPECT_EQ(found.bars[0].volume, 9);
  EXPECT_EQ(found.bars[0].close_time, kOpen + 1min - 1us);
}

TEST(SeriesRows, AreSortedAndOneForEachInstant) {
  const ForeignBars found =
      read(kFirst + row(2) + row(0) + row(2) + row(1, "1,2,1,2,1") + row(1, "1,2,1,1,1"));
  ASSERT_EQ(found.bars.size(), 2U);
  EXPECT_EQ(found.bars[0].open_time, kOpen);
  EXPECT_EQ(found.bars[1].open_time, kOpen + 2min);
  EXPECT_EQ(found.repeated, 1U);
  ASSERT_EQ(found.faults.size(), 2U);
  EXPECT_EQ(found.faults[0].why, "is there twice");
}

TEST(SeriesRows, WhatCannotBeBelievedIsRefused) {
  const std::string header = kFirst;
  EXPECT_EQ(faults(header + row(0, "1,2,1,2")), Whys{"has not as many cells as the first line"});
  EXPECT_EQ(faults(header + row(0, "1,2,,2,1")), Whys{"lacks a number"});
  EXPECT_EQ(faults(header + row(0, "1,nan,1,2,1")), Whys{"lacks a number"});
  EXPECT_EQ(faults(header + row(0, "1,2,1,2,1x")), Whys{"lacks a number"});
  EXPECT_EQ(faults(header + row(0, "1,2,1.5,2,1")), Whys{"has its low above open or close"});
  EXPECT_EQ(faults(header + row(0, "1,1.5,1,2,1")), Whys{"has its high below open or close"});
  EXPECT_EQ(faults(header + row(0, "1,2,1,2,-1")), Whys{"has a negative number"});
  EXPECT_EQ(faults(header + "EURUSD,1m,1764547200000,1764547259999,1,2,1,2,1\n"),
            Whys{"is of another series than the file's name"});
  EXPECT_EQ(faults(header + "XAUUSD,5m,1764547200000,1764547259999,1,2,1,2,1\n"),
            Whys{"is of another series than the file's name"});
  EXPECT_EQ(faults(header + "XAUUSD,1m,1764547200,1764547259,1,2,1,2,1\n"),
            Whys{"has no open time in milliseconds"});
  EXPECT_EQ(faults(header + "XAUUSD,1m,1764547201000,1764547260999,1,2,1,2,1\n"),
            Whys{"is no open time of a 1m bar"});
  EXPECT_EQ(faults(header + "XAUUSD,1m,1764547200000,1764547319999,1,2,1,2,1\n"),
            Whys{"closes at another time than its bar"});
  EXPECT_EQ(faults(kSecond + row(0, "1,2,1,2,1,-3")), Whys{"has a count of ticks that is none"});
}

TEST(SeriesRows, ALastLineWithoutAnEndWasCutOff) {
  std::string text = kFirst + row(0) + row(1);
  text.pop_back();
  const ForeignBars found = read(text);
  EXPECT_EQ(found.bars.size(), 1U);
  ASSERT_EQ(found.faults.size(), 1U);
  EXPECT_EQ(found.faults[0].why, "is the last one, and its line has no end");
}

TEST(SeriesRows, WhatWasFormingOrHadNoTradesIsLeftOut) {
  const ForeignBars forming = read(kFirst + row(0) + row(1), kOpen + 2min - 1us);
  EXPECT_EQ(forming.bars.size(), 1U);
  EXPECT_EQ(forming.forming, 1U);
  std::string header = kFirst;
  header.insert(header.size() - 1, ",complete,synthetic");
  const ForeignBars marked = read(header + row(0, "1,2,1,2,1,True,False") +
                                  row(1, "1,2,1,2,1,False,False") + row(2, "1,2,1,2,1,True,True"));
  EXPECT_EQ(marked.bars.size(), 1U);
  EXPECT_EQ(marked.forming, 2U);
}

TEST(SeriesRows, AFileOfOthersIsRefusedByItsFirstLine) {
  for (const char* text : {"", "\n", "a,b,c\n", "symbol,tf,open_time,close_time,open,high,low\n",
                           "symbol,tf,open_time,open_time_ms,close_time,open,high,low,close,"
                           "volume\n"}) {
    EXPECT_FALSE(read_series_rows(text, kGold, kLater)) << text;
  }
}

TEST(SeriesMeta, CountsRows) {
  EXPECT_EQ(read_series_meta(R"({"version": 1, "rows": 60000, "last_close_time": 5})")->rows,
            60000U);
  EXPECT_EQ(read_series_meta("{}")->rows, std::nullopt);
  EXPECT_EQ(read_series_meta(R"({"rows": null})")->rows, std::nullopt);
  EXPECT_EQ(read_series_meta(R"({"version": 3})").error().kind, base::ErrorKind::kUnsupported);
  EXPECT_EQ(read_series_meta("{\"rows\": 6").error().kind, base::ErrorKind::kInvalid);
}

}  // namespace
}  // namespace wick::store::series_file_test
