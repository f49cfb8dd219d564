#include "cli/chart_axis.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace wick::cli::chart_axis_test {
namespace {

using core::midnight;
using core::UtcTime;
using namespace std::chrono_literals;

std::vector<std::string> labels(double low, double high, int count) {
  std::vector<std::string> texts;
  for (const PriceMark& mark : price_marks({low, high}, count)) texts.push_back(mark.label);
  return texts;
}
using Texts = std::vector<std::string>;

TEST(PriceMarks, AreRoundNumbers) {
  EXPECT_EQ(labels(41846, 42246, 4), (Texts{"41900", "42000", "42100", "42200"}));
  EXPECT_EQ(labels(0.0000121, 0.0000126, 4), (Texts{"0.0000122", "0.0000124", "0.0000126"}));
  EXPECT_EQ(labels(4.95, 5.05, 4), (Texts{"4.95", "5.00", "5.05"}));
  EXPECT_EQ(labels(-3, 3, 3), (Texts{"-2", "0", "2"}));
  EXPECT_EQ(labels(1e18, 1.02e18, 2), (Texts{"1.0000e+18", "1.0100e+18", "1.0200e+18"}));
  EXPECT_EQ(labels(1e-14, 3e-14, 2), (Texts{"1.0000e-14", "2.0000e-14", "3.0000e-14"}));
}

TEST(PriceMarks, NoPricesAreTooOdd) {
  const double inf = std::numeric_limits<double>::infinity();
  const double huge = std::numeric_limits<double>::max();
  const double tiny = std::numeric_limits<double>::denorm_min();
  EXPECT_TRUE(labels(-huge, huge, 4).empty());
  EXPECT_TRUE(labels(0, inf, 4).empty());
  EXPECT_TRUE(labels(0, std::numeric_limits<double>::quiet_NaN(), 4).empty());
  EXPECT_LE(labels(0, tiny, 4).size(), 10U);
  EXPECT_LE(labels(1, 1 + 1e-16, 4).size(), 10U);
  EXPECT_TRUE(labels(1e16, 1e16 + 2, 4).empty()) << "neighbours cannot be told apart";
}

TEST(PriceMarks, AreAFewWhateverThePrices) {
  std::mt19937_64 random(3);
  for (int round = 0; round < 2'000; ++round) {
    const auto unit = [&] { return static_cast<double>(random() % 1'000'000) / 1e6 + 1e-6; };
    double low = unit();
    for (int power = static_cast<int>(random() % 18); power > 8; --power) low *= 10;
    for (int power = static_cast<int>(random() % 12); power > 4; --power) low /= 10;
    const PriceScale scale{low, low + low * unit()};
    const auto marks = price_marks(scale, 4);
    EXPECT_GE(marks.size(), 1U) << scale.low << " .. " << scale.high;
    EXPECT_LE(marks.size(), 5U) << scale.low << " .. " << scale.high;
    for (const PriceMark& mark : marks) {
      EXPECT_GE(mark.price, scale.low * (1 - 1e-3));
      EXPECT_LE(mark.price, scale.high * (1 + 1e-3));
      EXPECT_NEAR(std::stod(mark.label), mark.price, mark.price * 1e-4);
    }
  }
}

TEST(PriceScale, RowsAreCountedFromTheTop) {
  const PriceScale scale{10, 20};
  EXPECT_EQ(scale.row(20, 11), 0);
  EXPECT_EQ(scale.row(15, 11), 5);
  EXPECT_EQ(scale.row(10, 11), 10);
  EXPECT_EQ(scale.row(1e300, 11), 0);
  EXPECT_EQ(scale.row(-1e300, 11), 10);
  EXPECT_EQ(scale.row(std::numeric_limits<double>::quiet_NaN(), 11), 0);
}

TEST(PriceScale, PricesThatNeverMoveHaveRoom) {
  EXPECT_LT(scale_of(5, 5).low, 5);
  EXPECT_GT(scale_of(5, 5).high, 5);
  EXPECT_LT(scale_of(0, 0).low, scale_of(0, 0).high);
  EXPECT_LT(scale_of(-5, -5).low, scale_of(-5, -5).high);
  EXPECT_EQ(scale_of(5, 6).low, 5);
}

TEST(BriefAmount, ThreeDigitsAndAUnit) {
  EXPECT_EQ(brief_amount(0), "0");
  EXPECT_EQ(brief_amount(0.0012), "0.0012");
  EXPECT_EQ(brief_amount(999), "999");
  EXPECT_EQ(brief_amount(999.7), "1K");
  EXPECT_EQ(brief_amount(1234567), "1.23M");
  EXPECT_EQ(brief_amount(999'999'999), "1B");
  EXPECT_EQ(brief_amount(4.56e13), "45.6T");
  EXPECT_EQ(brief_amount(1e20), "1e+08T");
}

struct Row {
  std::vector<TimeMark> marks;

  [[nodiscard]] std::string text(std::size_t i) const {
    return std::to_string(marks.at(i).column) + " " + marks.at(i).label;
  }
};

Row marks(UtcTime begin, core::Micros each, int columns, int width = 1) {
  std::vector<UtcTime> begins;
  for (int i = 0; i < columns; ++i) begins.push_back(begin + i * each);
  return {time_marks(begins, begin + columns * each, width)};
}

TEST(TimeMarks, AreRoundTimes) {
  const UtcTime odd = midnight(2024, 1, 30) + 3h;
  const Row days = marks(odd, 1h, 70);
  ASSERT_EQ(days.marks.size(), 3U);
  EXPECT_EQ(days.text(0), "21 2024-01-31");
  EXPECT_EQ(days.text(1), "45 2024-02-01");
  EXPECT_EQ(days.text(2), "69 2024-02-02");
  EXPECT_EQ(marks(odd, 1s, 60).text(0), "0 03:00:00");
  EXPECT_EQ(marks(odd, 1s, 60).text(1), "15 03:00:15");
  EXPECT_EQ(marks(odd, 1min, 60).text(1), "10 03:10");
  EXPECT_EQ(marks(odd, 15min, 120).text(0), "4 01-30 04:00");
  EXPECT_EQ(marks(odd, 48h, 200).text(0), "0 2024-02") << "the month begins inside that column";
  EXPECT_EQ(marks(odd, 24h * 31, 100).text(0), "10 2025");
}

TEST(TimeMarks, WeeksBeginOnMonday) {
  const Row weeks = marks(midnight(2024, 1, 1), 12h, 60);
  EXPECT_EQ(weeks.text(0), "0 2024-01-01");
  EXPECT_EQ(weeks.text(1), "14 2024-01-08");
}

TEST(TimeMarks, ARoundTimeInsideAColumnIsItsMark) {
  const Row folded = marks(midnight(2024, 1, 1) + 1h, 5h, 60, 1);
  for (const TimeMark& mark : folded.marks) {
    const UtcTime begin = midnight(2024, 1, 1) + 1h + mark.column * 5h;
    const auto shown = core::TimeRange{begin, begin + 5h};
    bool inside = false;
    for (int day = 1; day <= 14; ++day) {
      const UtcTime at = midnight(2024, 1, static_cast<unsigned>(day));
      const std::string text =
          std::string("2024-01-") + (day < 10 ? "0" : "") + std::to_string(day);
      inside = inside || (shown.contains(at) && mark.label == text);
    }
    EXPECT_TRUE(inside) << mark.label;
  }
}

TEST(TimeMarks, LabelsDoNotTouch) {
  for (const core::Micros each :
       {core::Micros{1s}, core::Micros{1min}, core::Micros{5min}, core::Micros{1h},
        core::Micros{24h}, core::Micros{24h * 7}, core::Micros{24h * 30}}) {
    for (int columns = 1; columns < 300; columns += 7) {
      const Row row = marks(midnight(2023, 12, 31) + 23h, each, columns);
      for (std::size_t i = 1; i < row.marks.size(); ++i) {
        const auto apart = row.marks[i].column - row.marks[i - 1].column;
        EXPECT_GT(apart, static_cast<int>(row.marks[i].label.size())) << row.marks[i].label;
      }
    }
  }
  EXPECT_TRUE(time_marks({}, midnight(2024, 1, 1), 1).empty());
}

}  // namespace
}  // namespace wick::cli::chart_axis_test
