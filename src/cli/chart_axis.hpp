// Where the marks of a chart's axes lie, and what is written at them.
//
// Decisions alone: no drawing. Marks are round numbers and round times, as many as there is room
// for. The same numbers give the same marks on every machine.
#pragma once

#include <string>
#include <vector>

#include "core/time.hpp"

namespace wick::cli {

// From `low` at the bottom to `high` at the top, never empty.
struct PriceScale {
  double low{};
  double high{};

  // Rows are counted from the top; a price beyond the scale lies on its edge.
  [[nodiscard]] int row(double price, int rows) const;
};
// Prices that never move are given room above and below.
[[nodiscard]] PriceScale scale_of(double low, double high);

struct PriceMark {
  double price{};
  std::string label;
};
// About `count` of them, in steps of 1, 2 or 5 times a power of ten.
[[nodiscard]] std::vector<PriceMark> price_marks(const PriceScale& scale, int count);

// A large amount in few characters: 1.23M, 45.6K, 0.0012.
[[nodiscard]] std::string brief_amount(double amount);

struct TimeMark {
  int column{};
  std::string label;
};
// For columns that begin at `begins` and the last of which ends at `end`, each `width` characters
// wide: marks so far apart that their labels do not touch.
[[nodiscard]] std::vector<TimeMark> time_marks(const std::vector<core::UtcTime>& begins,
                                               core::UtcTime end, int width);

}  // namespace wick::cli
