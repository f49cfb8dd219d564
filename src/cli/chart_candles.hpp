// Candles of a chart: bars folded into columns, and the characters that a candle is drawn with.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "cli/chart_canvas.hpp"
#include "core/interval.hpp"
#include "core/series.hpp"

namespace wick::cli {

// One column: nothing where `bars` is 0.
struct Candle {
  core::UtcTime begin{};
  std::int64_t bars{};
  double open{};
  double high{};
  double low{};
  double close{};
  double volume{};

  [[nodiscard]] bool rising() const { return close >= open; }
  [[nodiscard]] Ink ink() const { return rising() ? Ink::kRising : Ink::kFalling; }
};

struct Candles {
  std::vector<Candle> columns;   // from the first instant of the range to the last
  std::int64_t bars_a_column{};  // instants that share one
};
[[nodiscard]] Candles fold(const core::Series& series, const core::Grid& grid,
                           core::TimeRange range, std::int64_t columns_max);

// Where a candle lies, in halves of rows from the top.
struct CandleShape {
  int high{};
  int body_top{};
  int body_bottom{};  // the last half that it fills
  int low{};
};

// A narrow candle is one character wide, a wide one three of which the outer two are half empty.
void draw_narrow(Canvas& canvas, int x, const CandleShape& shape, Ink ink);
void draw_wide(Canvas& canvas, int x, const CandleShape& shape, Ink ink);

}  // namespace wick::cli
