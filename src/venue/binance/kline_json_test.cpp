#include "venue/binance/kline_json.hpp"

#include <gtest/gtest.h>

#include <random>

namespace wick::venue::binance::kline_json_test {
namespace {

using core::midnight;
using namespace std::chrono_literals;

const KlineRules kDay{core::Grid(core::Interval::k1h), core::day_of(midnight(2023, 10, 27))};

constexpr const char* kRow =
    R"([1698364800000,"34151.66","34171.28","33972.39","34015.27","908.279",1698368399999,)"
    R"("30937869.623026",41459,"416.48838","14187002.7005506","0"])";

std::string error(const std::string& text) {
  const auto klines = parse_kline_json(text, kDay);
  if (klines) return "none";
  EXPECT_EQ(klines.error().kind, base::ErrorKind::kCorrupt);
  return klines.error().what;
}
std::string with(std::string_view from, std::string_view to) {
  std::string text(kRow);
  text.replace(text.find(from), from.size(), to);
  return "[" + text + "]";
}

TEST(KlineJson, ReadsARow) {
  auto klines = parse_kline_json("[" + std::string(kRow) + "]", kDay);
  ASSERT_TRUE(klines) << klines.error().what;
  const core::Bar bar = std::move(klines->rows).finish(core::Tier::kRest, {}).bar(0);
  EXPECT_EQ(bar, (core::Bar{.open_time = midnight(2023, 10, 27),
                            .close_time = midnight(2023, 10, 27) + 1h - 1us,
                            .open = 34151.66,
                            .high = 34171.28,
                            .low = 33972.39,
                            .close = 34015.27,
                            .volume = 908.279,
                            .quote_volume = 30937869.623026,
                            .count = 41459,
                            .taker_volume = 416.48838,
                            .taker_quote_volume = 14187002.7005506}));
}

TEST(KlineJson, APremiumMayBeNegativeWhereThatIsItsNature) {
  const std::string row =
      R"([[1698364800000,"-0.00042","-0.00001","-0.00093","-0.00031","0",1698368399999,)"
      R"("0",720,"0","0","0"]])";
  EXPECT_NE(error(row), "none");
  auto klines = parse_kline_json(row, {kDay.grid, kDay.period, Prices::kSigned});
  ASSERT_TRUE(klines) << klines.error().what;
  EXPECT_EQ(klines->untidy.implausible, 0U);
  const core::Bar bar = std::move(klines->rows).finish(core::Tier::kRest, {}).bar(0);
  EXPECT_EQ(bar.low, -0.00093);
  EXPECT_EQ(bar.volume, 0);
}

TEST(KlineJson, AnEmptyPageHasNoRows) {
  EXPECT_EQ(parse_kline_json("[]", kDay)->rows.size(), 0U);
  EXPECT_EQ(parse_kline_json(" [ ] ", kDay)->rows.size(), 0U);
}

TEST(KlineJson, WhatIsNoPageIsRefused) {
  const std::string row(kRow);
  for (const std::string& text :
       {std::string(), std::string("{}"), std::string("null"), std::string("<html>"), "[" + row,
        "[" + row + "]]", "[" + row + "] x", "[" + row + ",]"}) {
    EXPECT_NE(error(text), "none") << text;
  }
}

TEST(KlineJson, EveryMistakeHasARowAndAReason) {
  EXPECT_EQ(error(with("\"34151.66\"", "34151.66")), "row 1: column 2 is not what it should be");
  EXPECT_EQ(error(with("\"34151.66\"", "\"NaN\"")), "row 1: column 2 is not what it should be");
  EXPECT_EQ(error(with("\"34151.66\"", "\"1x\"")), "row 1: column 2 is not what it should be");
  EXPECT_EQ(error(with("41459", "\"41459\"")), "row 1: column 9 is not what it should be");
  EXPECT_EQ(error(with("41459", "1e99")), "row 1: column 9 is not what it should be");
  EXPECT_EQ(error(with(",\"0\"]", "]")), "row 1: 11 columns instead of 12");
  EXPECT_EQ(error(with(",\"0\"]", ",\"0\",1]")), "row 1: column 13 is not what it should be");
  EXPECT_EQ(error(with(",\"0\"]", ",0\"0\"]")), "row 1: column 12 is not what it should be");
  EXPECT_EQ(error(with("1698364800000", "0")), "row 1: a time that is no time");
  EXPECT_EQ(error(with("1698364800000", "1698364860000")),
            "row 1: 2023-10-27T00:01:00Z is no open time of a 1h bar");
  EXPECT_EQ(error(with("\"908.279\"", "\"-1\"")),
            "row 1: 2023-10-27T00:00:00Z has a negative number");
  EXPECT_EQ(error("[" + std::string(kRow) + ",7]"), "row 2: no array");
}

TEST(KlineJson, ErrorBodies) {
  const auto error = parse_api_error(R"({"code":-1121,"msg":"Invalid symbol."})");
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, -1121);
  EXPECT_EQ(error->message, "Invalid symbol.");
  for (const char* text : {"", "[]", "<html>", R"({"code":"x","msg":"y"})", R"({"code":1})"}) {
    EXPECT_FALSE(parse_api_error(text)) << text;
  }
}

TEST(KlineJson, NoiseIsRefusedOrRead) {
  std::mt19937 random(6);
  const std::string text = "[" + std::string(kRow) + "," + kRow + "]";
  for (int round = 0; round < 20'000; ++round) {
    std::string noisy = text;
    for (int i = 0; i < 3; ++i) noisy[random() % noisy.size()] = static_cast<char>(random());
    (void)parse_kline_json(noisy, kDay);
    (void)parse_api_error(noisy);
  }
}

}  // namespace
}  // namespace wick::venue::binance::kline_json_test
