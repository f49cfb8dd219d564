// What kline rows are asked for, and what must hold for those that were taken.
#pragma once

#include "core/time_text.hpp"
#include "tests/fuzz/input.hpp"
#include "venue/kline.hpp"

namespace wick::fuzz {

inline constexpr std::size_t kRowBytesMin = 30;  // twelve columns cannot be written in less

// The first byte chooses; the month of January 2025 is where archives went to microseconds.
inline venue::KlineRules rules_of(Input& input) {
  const std::uint8_t choice = input.byte();
  const auto interval = core::kIntervals[choice % core::kIntervals.size()];
  return {core::Grid(interval), {core::midnight(2024, 12, 1), core::midnight(2025, 2, 1)}};
}

// The same for fundings, which may be negative.
inline venue::KlineRules funding_rules_of(Input& input) {
  venue::KlineRules rules = rules_of(input);
  rules.prices = venue::Prices::kSigned;
  return rules;
}
inline constexpr std::size_t kFundingBytesMin = 17;  // "1733011200000,8,0"

inline void check_rows(venue::Klines klines, std::size_t bytes, const venue::KlineRules& rules,
                       std::size_t row_bytes_min = kRowBytesMin) {
  const std::size_t rows = klines.rows.size();
  WICK_CHECK((rows + klines.untidy.duplicates) * row_bytes_min <= bytes);
  WICK_CHECK(klines.untidy.implausible <= rows + klines.untidy.duplicates);
  WICK_CHECK(!describe(klines).empty());
  const core::Chunk chunk = std::move(klines.rows).finish(core::Tier{}, core::Mark{});
  for (std::size_t row = 0; row < rows; ++row) {
    const core::Bar bar = chunk.bar(row);
    WICK_CHECK(rules.period.contains(bar.open_time) && rules.grid.has(bar.open_time));
    WICK_CHECK(bar.open_time < bar.close_time && bar.volume >= 0 && bar.count >= 0);
    WICK_CHECK(row == 0 || chunk.open_time(row - 1) < bar.open_time);
  }
}

}  // namespace wick::fuzz
