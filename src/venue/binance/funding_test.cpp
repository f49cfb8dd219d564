#include "venue/binance/funding.hpp"

#include <gtest/gtest.h>

#include "core/series_id.hpp"
#include "venue/binance/funding_csv.hpp"
#include "venue/binance/funding_json.hpp"

namespace wick::venue::binance::funding_test {
namespace {

using core::midnight;
using namespace std::chrono_literals;

const core::UtcTime kFirst = midnight(2025, 7, 1);
const KlineRules kMonth{core::Grid(core::kFundingInterval), core::month_of(kFirst),
                        Prices::kSigned};

core::Bar funding(core::UtcTime open, double rate) {
  return {.open_time = open,
          .close_time = open + 1h - 1us,
          .open = rate,
          .high = rate,
          .low = rate,
          .close = rate};
}

std::vector<core::Bar> bars(base::Result<Klines> klines) {
  std::vector<core::Bar> bars;
  if (!klines) {
    ADD_FAILURE() << klines.error().what;
    return bars;
  }
  const core::Chunk rows = std::move(klines->rows).finish(core::Tier::kBulk, {});
  for (std::size_t row = 0; row < rows.size(); ++row) bars.push_back(rows.bar(row));
  return bars;
}

const std::vector<core::Bar> kBars = {funding(kFirst, 0.0001), funding(kFirst + 8h, -0.00002345)};

TEST(FundingCsv, EachRowIsABarAtItsHour) {
  const std::string rows = "1751328000007,8,0.00010000\n1751356800000,8,-0.00002345";
  const std::string header = "calc_time,funding_interval_hours,last_funding_rate\n";
  EXPECT_EQ(bars(parse_funding_csv(header + rows + "\n", kMonth)), kBars);
  EXPECT_EQ(bars(parse_funding_csv(rows, kMonth)), kBars);
  EXPECT_EQ(bars(parse_funding_csv("1751328000007,8,0.00010000\r\n1751356800000,8,-0.00002345\r\n",
                                   kMonth)),
            kBars);
  EXPECT_TRUE(bars(parse_funding_csv(header, kMonth)).empty());
  EXPECT_TRUE(bars(parse_funding_csv("", kMonth)).empty());
}

TEST(FundingCsv, AnythingElseIsRefusedWithItsLine) {
  for (const char* row :
       {"x,8,0.1", "1751328000007,8", "1751328000007,8,", "1751328000007,8,0.1,2",
        "1751328000007,0,0.1", "1751328000007,-8,0.1", "1751328000007,8h,0.1", "1751328000,8,0.1",
        "1751328000007,8,0.1x", "1751327999999,8,0.1", "1754006400000,8,0.1", "", " ",
        "1751328000007000,8,0.1", "calc_time,funding_interval_hours,last_funding_rate"}) {
    const auto parsed =
        parse_funding_csv("1751328000007,8,0.1\n" + std::string(row) + "\n", kMonth);
    ASSERT_FALSE(parsed) << row;
    EXPECT_EQ(parsed.error().kind, base::ErrorKind::kCorrupt);
    EXPECT_TRUE(parsed.error().what.starts_with("line 2: ")) << parsed.error().what;
  }
}

TEST(FundingCsv, TwoOfOneHourAreOneAndToldOf) {
  const auto twice = parse_funding_csv("1751328000007,8,0.1\n1751328000009,8,0.2\n", kMonth);
  ASSERT_TRUE(twice);
  EXPECT_EQ(describe(*twice), "1 rows, 1 repeated");
}

TEST(FundingJson, EachEntryIsABarAtItsHour) {
  EXPECT_EQ(bars(parse_funding_json(
                R"([{"symbol":"BTCUSDT","fundingTime":1751328000007,"fundingRate":"0.00010000",)"
                R"("markPrice":"107146.67","rateType":"x"},)"
                R"({"fundingRate":"-0.00002345","fundingTime":1751356800000,"symbol":"BTCUSDT"}])",
                kMonth)),
            kBars);
  EXPECT_TRUE(bars(parse_funding_json("[]", kMonth)).empty());
}

TEST(FundingJson, AnythingElseIsRefused) {
  for (const char* text :
       {"", "{}", "[1]", "[[]]", R"([{"fundingTime":1751328000007}])", R"([{"fundingRate":"0.1"}])",
        R"([{"fundingTime":"1751328000007","fundingRate":"0.1"}])",
        R"([{"fundingTime":1751328000007,"fundingRate":0.1}])",
        R"([{"fundingTime":1751328000007,"fundingRate":"0.1 "}])",
        R"([{"fundingTime":1751328000007,"fundingRate":""}])",
        R"([{"fundingTime":1751327999999,"fundingRate":"0.1"}])",
        R"([{"fundingTime":1751328000007,"fundingRate":"0.1"}] x)",
        R"([{"fundingTime":1751328000007,"fundingRate":"0.1"},])"}) {
    const auto parsed = parse_funding_json(text, kMonth);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().kind, base::ErrorKind::kCorrupt);
  }
}

}  // namespace
}  // namespace wick::venue::binance::funding_test
