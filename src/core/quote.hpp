// Both sides of a market at one instant, and the bars that such sides make.
#pragma once

#include "core/tick.hpp"

namespace wick::core {

struct Quote {
  double bid{};
  double ask{};
  double mid{};
  double spread{};  // below zero where the quote is crossed

  bool operator==(const Quote&) const = default;
};

[[nodiscard]] inline Quote quote_of(double bid, double ask) {
  return {.bid = bid, .ask = ask, .mid = (bid + ask) / 2, .spread = ask - bid};
}
[[nodiscard]] inline Quote quote_of(const Tick& tick) {
  return quote_of(tick.bid, tick.ask);
}

// A bar as a venue's own history tells it: one of bids and one of asks. The middles in between were
// never told; mid is only their mean.
struct HistoryBar {
  UtcTime open_time{};
  Quote open{};
  Quote high{};
  Quote low{};
  Quote close{};
  double volume{};

  bool operator==(const HistoryBar&) const = default;
};

}  // namespace wick::core
