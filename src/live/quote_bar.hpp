// Bars of quotes: bid, ask and the middle each with an open, high, low and close of its own.
//
// The highest middle of a minute is not the middle of the highest bid and the highest ask, so all
// three are carried from the ticks on. A bar says of itself when nobody traded (synthetic) and when
// some of its time was not heard (partial).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/bar.hpp"
#include "core/interval.hpp"
#include "core/quote.hpp"

namespace wick::live {

using core::Quote;
using core::quote_of;

// Of each member by itself.
[[nodiscard]] inline Quote highest(const Quote& a, const Quote& b) {
  return {.bid = a.bid < b.bid ? b.bid : a.bid,
          .ask = a.ask < b.ask ? b.ask : a.ask,
          .mid = a.mid < b.mid ? b.mid : a.mid,
          .spread = a.spread < b.spread ? b.spread : a.spread};
}
[[nodiscard]] inline Quote lowest(const Quote& a, const Quote& b) {
  return {.bid = b.bid < a.bid ? b.bid : a.bid,
          .ask = b.ask < a.ask ? b.ask : a.ask,
          .mid = b.mid < a.mid ? b.mid : a.mid,
          .spread = b.spread < a.spread ? b.spread : a.spread};
}

enum class Basis : std::uint8_t { kMid, kBid, kAsk };  // which price a bar is of

struct QuoteBar {
  core::UtcTime open_time{};
  core::UtcTime end{};  // the first instant that is not inside
  Quote open{};
  Quote high{};  // high.spread is the widest spread
  Quote low{};
  Quote close{};
  double volume{};
  double spread_sum{};  // over the ticks
  std::int64_t ticks{};
  bool synthetic{};    // flat, because nobody traded; for live channels, never stored
  bool partial{};      // some of its trading time was not heard
  bool mid_derived{};  // of bids and asks apart, by history: mid is their mean
  // Some of it comes from a store, which has one price of the three: only that one is true here.
  std::optional<Basis> only{};

  [[nodiscard]] double spread_average() const;  // each tick counts the same
  bool operator==(const QuoteBar&) const = default;
};

struct ClosedBar {
  core::Interval interval{};
  QuoteBar bar{};
  std::int32_t revision{};  // how often it was told before

  bool operator==(const ClosedBar&) const = default;
};
using ClosedBars = std::vector<ClosedBar>;

// Adds a later bar; the times stay. Neither is synthetic.
void append(QuoteBar& bar, const QuoteBar& later);

// A middle as the decimal that it is.
[[nodiscard]] double price_of(const Quote& quote, Basis basis);

// Open, high, low and close are all `quote`, and nothing was traded.
[[nodiscard]] QuoteBar flat(core::TimeRange time, const Quote& quote);

[[nodiscard]] core::Bar bar_of(const QuoteBar& bar, Basis basis);

}  // namespace wick::live
