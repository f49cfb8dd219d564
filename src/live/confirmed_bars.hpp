// Bars as a feed's history tells them, in the shape of bars from ticks.
//
// History has a bar of bids and one of asks and never the middle in between, so that one is their
// mean and marked as derived. Bars that are not over yet, or of no possible time, are dropped.
#pragma once

#include <cstdint>
#include <vector>

#include "live/quote_bar.hpp"

namespace wick::live {

using core::HistoryBar;

struct ConfirmedBar {
  QuoteBar bar{};
  bool mid_derived{true};
};

// Sorted by time; of two of one time the later stays.
[[nodiscard]] std::vector<ConfirmedBar> confirmed(std::vector<HistoryBar> rows,
                                                  core::Interval interval, core::UtcTime now);

struct Tolerance {
  double price{1e-4};
  double price_part{1e-8};
  double volume{1e-6};
  double volume_part{1e-6};
};

enum class Difference : std::uint8_t { kNone, kPrices, kVolume };

// Whether two tell of the same bar, by their middles.
[[nodiscard]] Difference difference(const core::Bar& ours, const core::Bar& theirs,
                                    const Tolerance& tolerance);

// A feed's time in seconds, or in milliseconds where it is too large for that.
[[nodiscard]] core::UtcTime feed_time(double number);

}  // namespace wick::live
