#include "venue/okx/candles.hpp"

#include <gtest/gtest.h>

namespace wick::venue::okx::candles_test {
namespace {

using base::ErrorKind;
using core::midnight;
using namespace std::chrono_literals;

const core::UtcTime kBegin = midnight(2023, 10, 27);
const KlineRules kDay{core::Grid(core::Interval::k1h), core::day_of(kBegin)};

std::string row(int hour, const char* confirm = "1") {
  const auto open = std::to_string(core::millis_of(kBegin + hour * 1h));
  return "[\"" + open +
         R"(","34151.6","34171.2","33972.3","34015.2","908.2","3093.5","309358.6",")" + confirm +
         "\"]";
}
std::string page(const std::string& rows) {
  return R"({"code":"0","msg":"","data":[)" + rows + "]}";
}
std::string replaced(std::string_view from, std::string_view to) {
  std::string text = row(0);
  text.replace(text.find(from), from.size(), to);
  return page(text);
}

TEST(OkxCandles, ReadsARow) {
  auto candles = parse_candles(page(row(0)), kDay);
  ASSERT_TRUE(candles) << candles.error().what;
  const core::Bar bar = std::move(candles->rows).finish(core::Tier::kRest, {}).bar(0);
  EXPECT_EQ(bar, (core::Bar{.open_time = kBegin,
                            .close_time = kBegin + 1h - 1us,
                            .open = 34151.6,
                            .high = 34171.2,
                            .low = 33972.3,
                            .close = 34015.2,
                            .volume = 908.2,
                            .quote_volume = 309358.6}));
  EXPECT_EQ(candles->forming_from, core::kFarFuture);
}

TEST(OkxCandles, TheNewestComesFirstAndThatIsNotOdd) {
  auto candles = parse_candles(page(row(3) + "," + row(2) + "," + row(0)), kDay);
  ASSERT_TRUE(candles);
  EXPECT_EQ(describe(*candles), "3 rows");
  const core::Chunk rows = std::move(candles->rows).finish(core::Tier::kRest, {});
  EXPECT_EQ(rows.open_time(0), kBegin);
  EXPECT_EQ(rows.open_time(2), kBegin + 3h);
  EXPECT_EQ(describe(*parse_candles(page(row(0) + "," + row(1)), kDay)), "2 rows, 1 out of order");
}

TEST(OkxCandles, FromTheFirstUnconfirmedRowOnBarsAreForming) {
  EXPECT_EQ(parse_candles(page(row(3, "0") + "," + row(2)), kDay)->forming_from, kBegin + 3h);
  EXPECT_EQ(parse_candles(page(row(3) + "," + row(2, "0") + "," + row(1, "0")), kDay)->forming_from,
            kBegin + 1h);
}

TEST(OkxCandles, AnEmptyPageHasNoRows) {
  EXPECT_EQ(parse_candles(page(""), kDay)->rows.size(), 0U);
  EXPECT_EQ(parse_candles(R"({"data":[],"code":"0"})", kDay)->rows.size(), 0U);
}

TEST(OkxCandles, WhatIsNoPageIsRefusedAsAWhole) {
  const std::string good = row(1) + ",";
  for (const std::string& text : {std::string(),
                                  std::string("[]"),
                                  std::string("{}"),
                                  std::string("<html>"),
                                  std::string(R"({"code":0,"data":[]})"),
                                  std::string(R"({"code":"0"})"),
                                  std::string(R"({"code":"0","data":{}})"),
                                  page(row(0)) + "x",
                                  page(row(0) + ","),
                                  page(good + "1"),
                                  page(good + "[]"),
                                  page(good + row(0, "2")),
                                  page(good + row(24)),
                                  replaced(",\"1\"]", "]"),
                                  replaced(",\"1\"]", ",\"1\",\"2\"]"),
                                  replaced("\"908.2\"", "908.2"),
                                  replaced("908.2", "-1"),
                                  replaced("33972.3", "-1"),
                                  replaced("34151.6", ""),
                                  replaced("34151.6", "1e"),
                                  replaced("34151.6", " 1"),
                                  replaced("34151.6", "nan"),
                                  replaced("3093.5", "x"),
                                  replaced("1698364800000", "1698364800"),
                                  replaced("1698364800000", "1698364800000000"),
                                  replaced("1698364800000", "1698364800001"),
                                  replaced("1698364800000", "1698361200000"),
                                  replaced("1698364800000", "x")}) {
    const auto candles = parse_candles(text, kDay);
    ASSERT_FALSE(candles) << text;
    EXPECT_EQ(candles.error().kind, ErrorKind::kCorrupt) << text;
  }
  EXPECT_EQ(parse_candles(page(good + row(0, "2")), kDay).error().what,
            "row 2: it is neither confirmed nor not");
}

TEST(OkxCandles, AnErrorMayComeInTheirPlace) {
  const auto error = [](const char* code, const char* message) {
    return parse_candles(
               std::string(R"({"code":")") + code + R"(","msg":")" + message + R"(","data":[]})",
               kDay)
        .error();
  };
  const auto unknown = error("51001", "Instrument ID does not exist");
  EXPECT_EQ(unknown.kind, ErrorKind::kInvalid);
  EXPECT_EQ(unknown.what, "OKX knows no such instrument: Instrument ID does not exist (51001)");
  EXPECT_EQ(error("51000", "Parameter bar error").kind, ErrorKind::kInvalid);
  EXPECT_EQ(error("50011", "Rate limit").kind, ErrorKind::kThrottled);
  EXPECT_EQ(error("50011", "Rate limit").retry_after, 2s);
  EXPECT_EQ(error("50001", "a\\n\\u001b[31m").kind, ErrorKind::kUnavailable);
  EXPECT_EQ(error("50001", "a\\n\\u001b[31m").what, "OKX answers with an error: a  [31m (50001)");
  EXPECT_FALSE(parse_api_error(page("")));
  EXPECT_FALSE(parse_api_error("<html>"));
  EXPECT_EQ(parse_api_error(R"({"code":"51001","msg":"x"})")->message, "x");
}

}  // namespace
}  // namespace wick::venue::okx::candles_test
