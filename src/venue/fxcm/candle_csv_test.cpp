#include "venue/fxcm/candle_csv.hpp"

#include <gtest/gtest.h>

#include "core/time_text.hpp"

namespace wick::venue::fxcm::candle_csv_test {
namespace {

using core::Interval;

const std::string kHead =
    "DateTime,BidOpen,BidHigh,BidLow,BidClose,AskOpen,AskHigh,AskLow,AskClose\n";
const std::string kRow =
    "01/31/2024 22:05:00.000,1.08182,1.08185,1.08179,1.08181,1.0819,1.08196,1.08188,1.08192\n";
const std::string kNext =
    "01/31/2024 22:07:00.000,1.08181,1.08184,1.0818,1.08184,1.08192,1.08195,1.08189,1.08194\n";

std::string fault(const std::string& text, Interval interval = Interval::k1m) {
  const auto candles = parse_candle_csv(text, interval);
  if (candles) return "";
  EXPECT_EQ(candles.error().kind, base::ErrorKind::kCorrupt);
  return candles.error().what;
}

std::string wide(std::string_view text, bool little) {
  std::string pairs = little ? "\xff\xfe" : "\xfe\xff";
  for (const char c : text) {
    if (!little) pairs += '\0';
    pairs += c;
    if (little) pairs += '\0';
  }
  return pairs;
}

TEST(FxcmCandleCsv, EveryNumberIsWhereItBelongs) {
  const auto candles = parse_candle_csv(kHead + kRow + kNext, Interval::k1m);
  ASSERT_TRUE(candles) << candles.error().what;
  ASSERT_EQ(candles->bars.size(), 2U);
  const core::HistoryBar expected{.open_time = *core::parse_utc("2024-01-31T22:05"),
                                  .open = core::quote_of(1.08182, 1.0819),
                                  .high = core::quote_of(1.08185, 1.08196),
                                  .low = core::quote_of(1.08179, 1.08188),
                                  .close = core::quote_of(1.08181, 1.08192)};
  EXPECT_EQ(candles->bars[0], expected);
  EXPECT_EQ(candles->bars[0].open.mid, (1.08182 + 1.0819) / 2);
  EXPECT_EQ(candles->bars[0].volume, 0);
  EXPECT_EQ(core::to_iso(candles->bars[1].open_time), "2024-01-31T22:07:00Z");
  EXPECT_EQ(describe(*candles), "2 rows");
}

TEST(FxcmCandleCsv, AnyUsualEncodingIsTheSame) {
  const auto plain = parse_candle_csv(kHead + kRow, Interval::k1m);
  std::string lines = kHead + kRow;
  for (std::size_t at = 0; (at = lines.find('\n', at)) != std::string::npos; at += 2) {
    lines.insert(at, "\r");
  }
  const std::string unended = (kHead + kRow).substr(0, kHead.size() + kRow.size() - 1);
  for (const std::string& text : {lines, unended, "\xef\xbb\xbf" + kHead + kRow,
                                  wide(kHead + kRow, true), wide(lines, false)}) {
    const auto candles = parse_candle_csv(text, Interval::k1m);
    ASSERT_TRUE(candles) << candles.error().what;
    EXPECT_EQ(candles->bars, plain->bars);
  }
  EXPECT_EQ(fault(wide(kHead + kRow, true) + "x"), "UTF-16 that is cut, or letters beyond ASCII");
  EXPECT_EQ(fault(wide("D\xe9", true)), "UTF-16 that is cut, or letters beyond ASCII");
  EXPECT_NE(fault(wide(kHead, true).substr(2)), "") << "without a mark";
}

TEST(FxcmCandleCsv, OrderIsMadeAndDoublesAreTold) {
  const auto candles = parse_candle_csv(kHead + kNext + kRow + kRow, Interval::k1m);
  ASSERT_TRUE(candles) << candles.error().what;
  ASSERT_EQ(candles->bars.size(), 2U);
  EXPECT_LT(candles->bars[0].open_time, candles->bars[1].open_time);
  EXPECT_EQ(describe(*candles), "2 rows, 1 out of order, 1 repeated");
  std::string other = kRow;
  other.replace(other.find("1.08181"), 7, "1.08180");
  EXPECT_EQ(fault(kHead + kRow + kNext + other), "two rows at 2024-01-31T22:05:00Z that differ");
}

TEST(FxcmCandleCsv, CrossedQuotesAreTaken) {
  const auto candles =
      parse_candle_csv(kHead + "01/31/2024 22:05:00.000,1.5,1.6,1.4,1.5,1.4,1.5,1.3,1.4\n" +
                           "01/31/2024 22:06:00.000,1.5,1.4,1.6,1.5,1.5,1.6,1.4,1.5\n",
                       Interval::k1m);
  ASSERT_TRUE(candles) << candles.error().what;
  EXPECT_EQ(candles->crossed, 1U);
  EXPECT_EQ(candles->implausible, 1U);
  EXPECT_LT(candles->bars[0].open.spread, 0);
}

TEST(FxcmCandleCsv, EachBrokenRowIsRefusedWithItsLine) {
  EXPECT_EQ(fault(""), "the file is empty");
  EXPECT_EQ(fault("<html>not here</html>"),
            "line 1: not the header of candles, "
            "DateTime,BidOpen,BidHigh,BidLow,BidClose,AskOpen,AskHigh,AskLow,AskClose");
  EXPECT_NE(fault(kRow), "") << "a header is not left out";
  const auto broken = [](const std::string& from, const std::string& to) {
    std::string row = kRow;
    row.replace(row.find(from), from.size(), to);
    return fault(kHead + kNext + row);
  };
  const std::string no_time = "line 3: no time like 01/31/2024 22:05:00.000";
  for (const std::string time :
       {"31/01/2024", "1/31/2024", "02/30/2024", "01-31-2024", "xx/31/2024", "01/31/1969", ""}) {
    EXPECT_EQ(broken("01/31/2024", time), no_time) << time;
  }
  EXPECT_EQ(broken("22:05:00.000", "24:05:00.000"), no_time);
  EXPECT_EQ(broken("22:05:00.000", "22:05"), no_time);
  EXPECT_EQ(broken("22:05:00.000", "22:05:00Z"), no_time);
  EXPECT_EQ(broken("22:05:00.000", "22:05:30.000"),
            "line 3: 2024-01-31T22:05:30Z is no open time of a 1m bar");
  EXPECT_EQ(broken("1.08182", ""), "line 3: column 2: not a number");
  EXPECT_EQ(broken("1.08182", "1.08x"), "line 3: column 2: not a number");
  EXPECT_EQ(broken("1.08182", "nan"), "line 3: column 2: not a number");
  EXPECT_EQ(broken("1.08179", "0"), "line 3: column 4: a price that is not above zero");
  EXPECT_EQ(broken("1.08179", "-1"), "line 3: column 4: a price that is not above zero");
  EXPECT_EQ(broken(",1.08192", ""), "line 3: column 9: the row ends before it");
  EXPECT_EQ(broken("1.08192", "1.08192,"), "line 3: more than 9 columns");
  EXPECT_EQ(fault(kHead + kRow + "\n" + kNext), "line 3: no time like 01/31/2024 22:05:00.000");
}

TEST(FxcmCandleCsv, HoursLieOnTheGridAndDaysWhereTheBrokersDo) {
  std::string row = kRow;
  row.replace(row.find("22:05"), 5, "22:00");
  EXPECT_TRUE(parse_candle_csv(kHead + row, Interval::k1h));
  EXPECT_TRUE(parse_candle_csv(kHead + row, Interval::k1d));
  EXPECT_EQ(fault(kHead + kRow, Interval::k1h),
            "line 2: 2024-01-31T22:05:00Z is no open time of a 1h bar");
}

}  // namespace
}  // namespace wick::venue::fxcm::candle_csv_test
