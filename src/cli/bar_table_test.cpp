#include "cli/bar_table.hpp"

#include <gtest/gtest.h>

namespace wick::cli {
namespace {

using core::midnight;
using namespace std::chrono_literals;

const core::SeriesId kSeries{core::Provider::kBinance, core::Market::kSpot,
                             core::ChartType::kKlines, "BTCUSDT", core::Interval::k1h};

core::Chunk chunk() {
  core::ChunkBuilder rows;
  rows.push({.open_time = midnight(2024, 1, 1),
             .close_time = midnight(2024, 1, 1) + 1h - 1us,
             .open = 42283.58,
             .high = 42554.5,
             .low = 42261,
             .close = 42475.23,
             .volume = 1271.68108,
             .quote_volume = 53957248.973789,
             .count = 47134,
             .taker_volume = 682.57581,
             .taker_quote_volume = 28957416.819645});
  return std::move(rows).finish(core::Tier::kBulk, {});
}

TEST(BarTable, ItLinesUp) {
  history::Answer answer;
  answer.series.add(chunk());
  std::string text;
  append_table(text, answer, kSeries, {});
  EXPECT_EQ(text,
            "open time                 open     high    low     close      volume  trades  source\n"
            "2024-01-01T00:00:00Z  42283.58  42554.5  42261  42475.23  1271.68108   47134  BULK\n");
  std::string nothing;
  append_table(nothing, history::Answer{}, kSeries, {});
  EXPECT_EQ(nothing, "");
}

TEST(BarTable, AFormingBarHasAStarAndTheStarALegend) {
  history::Answer answer;
  answer.series.add(chunk());
  core::ChunkBuilder rows;
  rows.push({.open_time = midnight(2024, 1, 1) + 1h, .open = 2, .high = 3, .low = 1, .close = 1});
  answer.series.add(std::move(rows).finish(core::Tier::kRest, {.final = false}));
  std::string text;
  append_table(text, answer, kSeries, {.with_symbol = true, .colour = true});
  EXPECT_EQ(
      text,
      "binance spot BTCUSDT 1h\n"
      "open time                  open     high    low     close      volume  trades  source\n"
      "2024-01-01T00:00:00Z   42283.58  42554.5  42261  \x1b[36m42475.23\x1b[0m  1271.68108"
      "   47134  BULK\n"
      "2024-01-01T01:00:00Z*         2        3      1  \x1b[33m       1\x1b[0m           0"
      "       0  REST\n"
      "* still forming: it will change until its time is over\n");
}

}  // namespace
}  // namespace wick::cli
