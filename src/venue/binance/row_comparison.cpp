#include "venue/binance/row_comparison.hpp"

#include <array>
#include <charconv>

#include "core/time_text.hpp"

namespace wick::venue::binance {
namespace {

bool same_prices(const core::Bar& a, const core::Bar& b) {
  return a.open == b.open && a.high == b.high && a.low == b.low && a.close == b.close;
}

bool same(const core::Bar& a, core::Bar b, Compared compared) {
  if (compared == Compared::kPrices) return same_prices(a, b);
  b.close_time = a.close_time;
  return a == b;
}

std::string text_of(const core::Bar& bar) {
  std::string text;
  for (const double value : {bar.open, bar.high, bar.low, bar.close, bar.volume, bar.quote_volume,
                             bar.taker_volume, bar.taker_quote_volume}) {
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    text.append(digits.data(), end);
    text += ",";
  }
  return text + std::to_string(bar.count);
}

}  // namespace

RowComparison compare_rows(const core::Chunk& archive, const core::Chunk& rest, Compared compared) {
  RowComparison comparison;
  std::size_t row = 0;
  for (std::size_t i = 0; i < archive.size(); ++i) {
    const core::UtcTime open = archive.open_time(i);
    while (row < rest.size() && rest.open_time(row) < open) ++row;
    if (row == rest.size()) break;
    if (rest.open_time(row) != open) continue;
    const core::Bar mine = archive.bar(i);
    const core::Bar other = rest.bar(row);
    ++comparison.rows;
    if (same(mine, other, compared)) continue;
    if (comparison.different++ > 0) continue;
    comparison.first_difference =
        "at " + core::to_iso(open) + ": archive " + text_of(mine) + " REST " + text_of(other);
  }
  return comparison;
}

}  // namespace wick::venue::binance
