#include "sim/broker/candle_week.hpp"

#include <algorithm>
#include <array>

namespace wick::sim {
namespace {

constexpr int kMonday = 1;
constexpr int kOneLessFrom = 2026;

// The week of 4 January is the first.
std::int64_t first_monday(int year) {
  return weekday_from(day_number(year, 1, 4) - 6, kMonday);
}

int shift_of(int year) {
  return year >= kOneLessFrom ? 1 : 0;
}

constexpr auto kUnpublished = std::to_array<CandleWeek>({{2018, 42},
                                                         {2024, 1},
                                                         {2024, 35},
                                                         {2024, 51},
                                                         {2024, 52},
                                                         {2024, 53},
                                                         {2025, 1},
                                                         {2025, 2},
                                                         {2025, 29},
                                                         {2025, 30},
                                                         {2026, 18},
                                                         {2026, 19},
                                                         {2026, 20},
                                                         {2026, 38},
                                                         {2026, 39}});

}  // namespace

std::optional<std::int64_t> monday_of(const CandleWeek& week) {
  const int number = week.number + shift_of(week.year);
  if (number < 1) return std::nullopt;
  const std::int64_t monday = first_monday(week.year) + (number - 1) * 7LL;
  if (monday >= first_monday(week.year + 1)) return std::nullopt;
  return monday;
}

CandleWeek week_of(std::int64_t monday) {
  const int year = civil_day(monday + 3).year;
  const auto number = static_cast<int>((monday - first_monday(year)) / 7) + 1;
  return {year, number - shift_of(year)};
}

bool unpublished(const CandleWeek& week) {
  return std::ranges::find(kUnpublished, week) != kUnpublished.end();
}

}  // namespace wick::sim
