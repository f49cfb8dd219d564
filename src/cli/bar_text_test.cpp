#include "cli/bar_text.hpp"

#include <gtest/gtest.h>

#include "cli/sample_bar_test.hpp"

namespace wick::cli::bar_text_test {
namespace {

using core::midnight;
using namespace std::chrono_literals;

std::string csv(const RowStyle& style) {
  std::string text;
  append_csv_header(text, style);
  append_csv(text, sample_chunk(), "BTCUSDT", style);
  return text;
}

TEST(BarText, CsvIsTheDocumentedContract) {
  EXPECT_EQ(csv({}),
            "open_time,open,high,low,close,volume,close_time,quote_asset_volume,count,"
            "taker_buy_volume,taker_buy_quote_volume,source\n"
            "2024-01-01T00:00:00Z,42283.58,42554.5,42261,42475.23,1271.68108,"
            "2024-01-01T00:59:59.999999Z,53957248.973789,47134,682.57581,28957416.819645,BULK\n");
}

TEST(BarText, TimesAsIntegersRoundDown) {
  EXPECT_NE(csv({.time = TimeStyle::kMillis}).find("\n1704067200000,42283.58"), std::string::npos);
  EXPECT_NE(csv({.time = TimeStyle::kMillis}).find(",1704070799999,"), std::string::npos);
  EXPECT_NE(csv({.time = TimeStyle::kMicros}).find(",1704070799999999,"), std::string::npos);
}

TEST(BarText, SeveralSymbolsHaveAColumn) {
  const std::string text = csv({.with_symbol = true});
  EXPECT_TRUE(text.starts_with("symbol,open_time,"));
  EXPECT_NE(text.find("\nBTCUSDT,2024-01-01T00:00:00Z,"), std::string::npos);
}

TEST(BarText, WhereBarsMayBeFormingEachSaysWhetherItIsFinal) {
  std::string text;
  append_csv_header(text, {.with_final = true});
  append_csv(text, sample_chunk(), "", {.with_final = true});
  append_csv(text, sample_chunk().marked({.final = false}), "", {.with_final = true});
  EXPECT_NE(text.find(",source,final\n2024"), std::string::npos) << text;
  EXPECT_NE(text.find(",BULK,true\n2024"), std::string::npos) << text;
  EXPECT_TRUE(text.ends_with(",BULK,false\n")) << text;
}

}  // namespace
}  // namespace wick::cli::bar_text_test
