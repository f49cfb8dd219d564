#include "cli/bar_table.hpp"

#include <gtest/gtest.h>

#include "cli/sample_bar_test.hpp"

namespace wick::cli::bar_table_test {
namespace {

using core::midnight;
using namespace std::chrono_literals;

TEST(BarTable, ItLinesUp) {
  history::Answer answer;
  answer.series.add(sample_chunk());
  std::string text;
  append_table(text, answer, kSampleSeries, {});
  EXPECT_EQ(text,
            "open time                 open     high    low     close      volume  trades  source\n"
            "2024-01-01T00:00:00Z  42283.58  42554.5  42261  42475.23  1271.68108   47134  BULK\n");
  std::string nothing;
  append_table(nothing, history::Answer{}, kSampleSeries, {});
  EXPECT_EQ(nothing, "");
}

TEST(BarTable, AFormingBarHasAStarAndTheStarALegend) {
  history::Answer answer;
  answer.series.add(sample_chunk());
  core::ChunkBuilder rows;
  rows.push({.open_time = midnight(2024, 1, 1) + 1h, .open = 2, .high = 3, .low = 1, .close = 1});
  answer.series.add(std::move(rows).finish(core::Tier::kRest, {.final = false}));
  std::string text;
  append_table(text, answer, kSampleSeries, {.with_symbol = true, .colour = true});
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
}  // namespace wick::cli::bar_table_test
