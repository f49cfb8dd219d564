#include "cli/get_parquet.hpp"

#include <gtest/gtest.h>

namespace wick::cli::get_parquet_test {
namespace {

const std::string kPython =
    " --format arrow-stream | python3 -c 'import sys, pyarrow as pa, pyarrow.parquet as pq; "
    "pq.write_table(pa.ipc.open_stream(sys.stdin.buffer).read_all(), sys.argv[1])' ";

TEST(GetParquet, ThePipeAsksForWhatWasAskedFor) {
  EXPECT_EQ(parquet_pipe({.symbols = {"BTCUSDT"}, .format = "parquet"}),
            "wick get BTCUSDT" + kPython + "bars.parquet");
  EXPECT_EQ(parquet_pipe({.symbols = {"BTCUSD_PERP", "ETHUSD_PERP"},
                          .provider = "binance",
                          .market = "cm",
                          .interval = "1h",
                          .from = "2024-01-01T05:30",
                          .to = "now",
                          .source = "bulk",
                          .format = "parquet",
                          .output = "my bars.parquet",
                          .wait = true,
                          .include_open = true}),
            "wick get BTCUSD_PERP ETHUSD_PERP --market cm --interval 1h --from 2024-01-01T05:30 "
            "--to now --source bulk --wait --include-open" +
                kPython + "'my bars.parquet'");
}

TEST(GetParquet, NothingTypedCanLeaveItsQuotes) {
  EXPECT_EQ(parquet_pipe({.symbols = {"X"}, .output = "a'; rm b"}),
            "wick get X" + kPython + R"('a'\''; rm b')");
  EXPECT_EQ(parquet_pipe({.symbols = {"X"}, .last = "$(id)"}),
            "wick get X --last '$(id)'" + kPython + "bars.parquet");
}

}  // namespace
}  // namespace wick::cli::get_parquet_test
