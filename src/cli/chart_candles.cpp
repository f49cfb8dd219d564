#include "cli/chart_candles.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace wick::cli {
namespace {

// What one half of a character shows.
enum class Half : std::uint8_t { kNothing, kWick, kBody };

using Glyphs = std::array<std::array<std::string_view, 3>, 3>;  // by upper half, then lower half
constexpr Glyphs kThin = {{{" ", "╷", "╻"}, {"╵", "│", "╽"}, {"╹", "╿", "┃"}}};
constexpr Glyphs kThick = {{{" ", "╷", "▄"}, {"╵", "│", "▄"}, {"▀", "▀", "█"}}};

Half half_at(const CandleShape& shape, int half) {
  if (half < shape.high || half > shape.low) return Half::kNothing;
  return half < shape.body_top || half > shape.body_bottom ? Half::kWick : Half::kBody;
}

std::string_view glyph(const Glyphs& glyphs, const CandleShape& shape, int y) {
  const auto upper = static_cast<std::size_t>(half_at(shape, 2 * y));
  const auto lower = static_cast<std::size_t>(half_at(shape, 2 * y + 1));
  return glyphs[upper][lower];
}

bool is_body(const CandleShape& shape, int y) {
  return half_at(shape, 2 * y) == Half::kBody && half_at(shape, 2 * y + 1) == Half::kBody;
}

// Where a wick meets a body within a row there is no character for both, so that the body begins
// as a thin line, unless there is no more of it than that.
bool tapers(const CandleShape& shape, int y) {
  const Half upper = half_at(shape, 2 * y);
  const Half lower = half_at(shape, 2 * y + 1);
  const bool mixed = (upper == Half::kWick && lower == Half::kBody) ||
                     (upper == Half::kBody && lower == Half::kWick);
  return mixed && (is_body(shape, y - 1) || is_body(shape, y + 1));
}

using Row = std::array<std::string_view, 3>;

// A row that the body fills from edge to edge; a hollow one has lids where it ends.
Row full_row(const CandleShape& shape, int y, Ink ink) {
  if (ink == Ink::kFalling) return {"▐", "█", "▌"};
  const bool first = half_at(shape, 2 * y - 1) != Half::kBody || tapers(shape, y - 1);
  const bool last = half_at(shape, 2 * y + 2) != Half::kBody || tapers(shape, y + 1);
  if (first && last) return {"▐", "▒", "▌"};
  if (!first && !last) return {"▐", " ", "▌"};
  return {"▐", first ? "▀" : "▄", "▌"};
}

Row wide_row(const CandleShape& shape, int y, Ink ink) {
  if (is_body(shape, y)) return full_row(shape, y, ink);
  if (!tapers(shape, y)) {
    if (half_at(shape, 2 * y) == Half::kBody) return {"▝", "▀", "▘"};
    if (half_at(shape, 2 * y + 1) == Half::kBody) return {"▗", "▄", "▖"};
  }
  return {" ", glyph(kThin, shape, y), " "};
}

void take(const core::Bar& bar, Candle& candle) {
  if (candle.bars == 0) {
    candle.open = bar.open;
    candle.high = bar.high;
    candle.low = bar.low;
  }
  candle.high = std::max(candle.high, bar.high);
  candle.low = std::min(candle.low, bar.low);
  candle.close = bar.close;
  candle.volume += bar.volume;
  ++candle.bars;
}

}  // namespace

Candles fold(const core::Series& series, const core::Grid& grid, core::TimeRange range,
             std::int64_t columns_max) {
  const std::int64_t count = grid.count(range);
  Candles candles;
  candles.bars_a_column = std::max<std::int64_t>(1, (count + columns_max - 1) / columns_max);
  for (std::int64_t first = 0; first < count; first += candles.bars_a_column) {
    candles.columns.push_back({.begin = grid.advance(range.begin, first)});
  }
  for (const core::Chunk& whole : series.chunks()) {
    const core::Chunk chunk = whole.within(range);
    for (std::size_t row = 0; row < chunk.size(); ++row) {
      const core::Bar bar = chunk.bar(row);
      const std::int64_t at = grid.count({range.begin, bar.open_time}) / candles.bars_a_column;
      take(bar, candles.columns[static_cast<std::size_t>(at)]);
    }
  }
  return candles;
}

void draw_narrow(Canvas& canvas, int x, const CandleShape& shape, Ink ink) {
  for (int y = shape.high / 2; y <= shape.low / 2; ++y) {
    const bool thick = ink == Ink::kFalling && !tapers(shape, y);
    canvas.put(x, y, glyph(thick ? kThick : kThin, shape, y), ink);
  }
}

void draw_wide(Canvas& canvas, int x, const CandleShape& shape, Ink ink) {
  for (int y = shape.high / 2; y <= shape.low / 2; ++y) {
    const Row row = wide_row(shape, y, ink);
    for (int i = 0; i < 3; ++i) canvas.put(x + i, y, row[static_cast<std::size_t>(i)], ink);
  }
}

}  // namespace wick::cli
