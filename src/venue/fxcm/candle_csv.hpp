// The rows of one candle file of FXCM: bids and asks, no volume.
//
//   DateTime,BidOpen,BidHigh,BidLow,BidClose,AskOpen,AskHigh,AskLow,AskClose
//   01/31/2024 22:05:00.000,1.08182,1.08185,1.08179,1.08181,1.08190,1.08196,1.08190,1.08192
//
// Strict: a file with a line that is not such a row is refused as a whole, with the number of the
// line. A row that is told twice is taken once; two rows of one time that differ are refused.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/interval.hpp"
#include "core/provenance.hpp"
#include "core/quote.hpp"

namespace wick::venue::fxcm {

struct Candles {
  std::vector<core::HistoryBar> bars;  // ascending, each time once
  std::size_t unsorted{};              // rows that stood behind a later one
  std::size_t duplicates{};
  std::size_t crossed{};      // an open or a close whose bid is above its ask: it happens
  std::size_t implausible{};  // high or low that does not bound open and close
};

// The text is ASCII, UTF-8 or UTF-16 with a mark of its byte order. Times are UTC; those of minutes
// and hours must lie on the grid, days may open where the broker's days do.
[[nodiscard]] base::Result<Candles> parse_candle_csv(std::string_view text,
                                                     core::Interval interval);

[[nodiscard]] core::Untidy untidy_of(const Candles& candles);

// "7189 rows", and what was odd about them.
[[nodiscard]] std::string describe(const Candles& candles);

}  // namespace wick::venue::fxcm
