#include "cli/get_summary.hpp"

#include <gtest/gtest.h>

namespace wick::cli::get_summary_test {
namespace {

using core::Cause;
using core::midnight;
using namespace std::chrono_literals;

const core::SeriesId kSeries{core::Provider::kBinance, core::Market::kSpot,
                             core::ChartType::kKlines, "BTCUSDT", core::Interval::k1m};
const core::Hole kQuiet{{midnight(2024, 4, 28) + 17h + 52min, midnight(2024, 4, 28) + 19h + 26min},
                        Cause::kNoBarAtSource,
                        "REST answered without it"};
const core::Hole kLost{
    {midnight(2024, 4, 29), midnight(2024, 4, 29) + 1min}, Cause::kNotFetched, "429"};

history::Answer answer(std::size_t bars, std::vector<core::Hole> missing) {
  history::Answer answer;
  core::ChunkBuilder rows;
  for (std::size_t i = 0; i < bars; ++i) {
    rows.push({.open_time = midnight(2024, 4, 28) + std::chrono::minutes{i}});
  }
  answer.series.add(std::move(rows).finish(core::Tier::kBulk, {}));
  answer.missing = std::move(missing);
  answer.requests = 2;
  return answer;
}

TEST(GetSummary, TheExitCodeTellsSettledFromPartialFromEmpty) {
  EXPECT_EQ(verdict(answer(5, {})), Exit::kOk);
  EXPECT_EQ(verdict(answer(5, {kQuiet})), Exit::kOk);
  EXPECT_EQ(verdict(answer(5, {kQuiet, kLost})), Exit::kPartial);
  EXPECT_EQ(verdict(answer(0, {kQuiet})), Exit::kNoData);
  EXPECT_EQ(verdict(answer(0, {kQuiet, kLost})), Exit::kFailed);
}

TEST(GetSummary, TwoVerdictsAreTogetherWhatOneOnBothWouldBe) {
  const std::vector<history::Answer> parts = {answer(5, {}), answer(5, {kLost}),
                                              answer(0, {kQuiet}), answer(0, {kLost})};
  for (const history::Answer& a : parts) {
    for (const history::Answer& b : parts) {
      history::Answer both = a;
      for (const core::Chunk& chunk : b.series.chunks()) both.series.add(chunk);
      both.missing.insert(both.missing.end(), b.missing.begin(), b.missing.end());
      EXPECT_EQ(together(verdict(a), verdict(b)), verdict(both));
    }
  }
}

TEST(GetSummary, WhatWasNotKeptIsALine) {
  history::Answer unkept = answer(1, {});
  unkept.trouble = base::Error{base::ErrorKind::kUnavailable, "no space on the device"};
  EXPECT_TRUE(summary(kSeries, unkept, 1s).ends_with("\n  not kept: no space on the device"));
  EXPECT_EQ(warnings(answer(1, {})), std::vector<std::string>{});
}

TEST(GetSummary, UntidyObjectsAreALineForEachTier) {
  history::Answer untidy = answer(1, {});
  untidy.efforts.push_back({.tier = core::Tier::kBulk,
                            .untidy = 2,
                            .odd_rows = {.unsorted = 3, .duplicates = 40, .implausible = 5}});
  untidy.efforts.push_back(
      {.tier = core::Tier::kRest, .untidy = 1, .odd_rows = {.implausible = 1}});
  EXPECT_EQ(warnings(untidy),
            (std::vector<std::string>{
                "BULK: untidy rows in 2 objects: 3 out of order, 40 repeated, 5 with high or low "
                "inside open and close; put in order",
                "REST: untidy rows in 1 page: 1 with high or low inside open and close"}));
}

TEST(GetSummary, HolesAndFailuresAreShownOnceEach) {
  history::Answer shown = answer(1, {kQuiet, kLost});
  shown.failures.push_back(
      {core::Tier::kRest, {base::ErrorKind::kThrottled, "HTTP 429", 6500ms}, 3});
  EXPECT_EQ(summary(kSeries, shown, 1234ms),
            "binance spot BTCUSDT 1m: 1 bar, BULK 1; 2 requests, 1.24 s\n"
            "  missing 94  2024-04-28T17:52Z .. 2024-04-28T19:26Z  none at the exchange\n"
            "  missing 1  2024-04-29T00:00Z .. 2024-04-29T00:01Z  not fetched\n"
            "  REST: HTTP 429 (and 2 more like it); try again in 7 s, or use --wait");
}

TEST(GetSummary, ManyHolesAreCounted) {
  const std::string text = summary(kSeries, answer(1, std::vector<core::Hole>(20, kQuiet)), 1s);
  EXPECT_TRUE(text.ends_with("and 12 more holes; --json lists them all")) << text;
}

TEST(GetSummary, RequestIdsAreEightDigits) {
  EXPECT_EQ(request_id(0x12345678), "87654321");
  EXPECT_EQ(request_id(0), "00000000");
}

}  // namespace
}  // namespace wick::cli::get_summary_test
