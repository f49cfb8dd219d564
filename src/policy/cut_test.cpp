#include "policy/cut.hpp"

#include <gtest/gtest.h>

#include <random>

namespace wick::policy::cut_test {
namespace {

using core::Grid;
using core::Interval;
using core::midnight;
using core::RangeSet;
using namespace std::chrono_literals;

TEST(Cut, OnePieceForEachDayThatHoldsSomethingWanted) {
  const auto day = midnight(2024, 1, 1);
  const auto pieces =
      cut_into_units({{day + 3h, day + 4h}, {day + 6h, day + 30h}, {day + 72h, day + 73h}},
                     Grid(Interval::k1h), Unit::kDay);
  ASSERT_EQ(pieces.size(), 3U);
  EXPECT_EQ(pieces[0].whole, (core::TimeRange{day, day + 24h}));
  EXPECT_EQ(pieces[0].wanted, (RangeSet{{day + 3h, day + 4h}, {day + 6h, day + 24h}}));
  EXPECT_EQ(pieces[1].wanted, (RangeSet{{day + 24h, day + 30h}}));
  EXPECT_EQ(pieces[2].whole.begin, day + 72h);
}

TEST(Cut, MonthsAreCalendarMonths) {
  const auto pieces = cut_into_units({{midnight(2024, 1, 31), midnight(2024, 3, 2)}},
                                     Grid(Interval::k1d), Unit::kMonth);
  ASSERT_EQ(pieces.size(), 3U);
  EXPECT_EQ(pieces[1].whole, (core::TimeRange{midnight(2024, 2, 1), midnight(2024, 3, 1)}));
  EXPECT_EQ(pieces[2].wanted, (RangeSet{{midnight(2024, 3, 1), midnight(2024, 3, 2)}}));
}

TEST(Cut, AWeekIsNotCutWhereItsMonthEnds) {
  const auto pieces = cut_into_units({{midnight(2024, 8, 26), midnight(2024, 9, 9)}},
                                     Grid(Interval::k1w), Unit::kMonth);
  ASSERT_EQ(pieces.size(), 2U);
  EXPECT_EQ(pieces[0].whole, core::month_of(midnight(2024, 8, 1)));
  EXPECT_EQ(pieces[0].wanted, (RangeSet{{midnight(2024, 8, 26), midnight(2024, 9, 2)}}));
  EXPECT_EQ(pieces[1].wanted, (RangeSet{{midnight(2024, 9, 2), midnight(2024, 9, 9)}}));
}

TEST(Cut, TwoDaysOfMinutesAreThreePagesOfAThousand) {
  const auto begin = midnight(2024, 1, 1);
  const auto pages =
      cut_into_pages({{begin, begin + 48h}}, Grid(Interval::k1m), {.rows_max = 1000});
  ASSERT_EQ(pages.size(), 3U);
  EXPECT_EQ(pages[1].whole, (core::TimeRange{begin + 1000min, begin + 2000min}));
  EXPECT_EQ(pages[2].whole.end, begin + 48h);
}

TEST(Cut, APageIsNoLongerThanTheServerAllows) {
  const auto begin = midnight(2022, 1, 3);
  const auto pages = cut_into_pages({{begin, begin + 24h * 7 * 100}}, Grid(Interval::k1w),
                                    {.rows_max = 499, .span_max = 24h * 200});
  ASSERT_EQ(pages.size(), 4U);
  EXPECT_EQ(pages[0].whole.end, begin + 24h * 7 * 28) << "28 weeks are 196 days";
}

TEST(Cut, ScatteredHolesShareAPage) {
  const auto begin = midnight(2024, 1, 1);
  const RangeSet holes{
      {begin, begin + 1min}, {begin + 500min, begin + 501min}, {begin + 1200min, begin + 1201min}};
  EXPECT_EQ(cut_into_pages(holes, Grid(Interval::k1m), {.rows_max = 1000}).size(), 2U);
}

TEST(Cut, PagesCoverEverythingOnceAndNeverTooMuch) {
  std::mt19937 random(5);
  for (int round = 0; round < 500; ++round) {
    const Grid grid(core::kIntervals[random() % core::kIntervals.size()]);
    RangeSet wanted;
    for (int i = 0; i < 8; ++i) {
      const auto open = grid.advance(grid.floor(midnight(2020, 1, 1)), random() % 500);
      wanted.add({open, grid.advance(open, 1 + random() % 40)});
    }
    const std::int64_t rows_max = 1 + random() % 60;
    RangeSet covered;
    const core::Micros span_max = random() % 2 == 0 ? core::Micros::max() : core::Micros{200h};
    for (const Piece& page : cut_into_pages(wanted, grid, {rows_max, span_max})) {
      ASSERT_LE(grid.count(page.whole), rows_max);
      ASSERT_TRUE(page.whole.end - page.whole.begin <= span_max || grid.count(page.whole) == 1);
      ASSERT_TRUE(page.wanted.intersect(covered).empty());
      covered.add(page.wanted);
    }
    ASSERT_EQ(covered, wanted);
  }
}

}  // namespace
}  // namespace wick::policy::cut_test
