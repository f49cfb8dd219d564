// When the simulated broker quotes: its week, its daily break, its holidays and early closes. All
// by the clock of New York.
//
// Currencies trade from Sunday 17:00 to Friday 17:00; metals, indices and oil from Sunday 18:00 to
// Friday 16:45, with a break from 17:00 to 18:00. Closed for all: 24 December 17:00 to 25 December
// 17:00, 31 December 17:00 to 1 January 17:00. Metals and their like also close on Good Friday, and
// early, at 13:00, on days on which New York celebrates and on the two eves. Coins never close.
#pragma once

#include <array>
#include <cstdint>

#include "sim/broker/instrument.hpp"
#include "sim/broker/new_york.hpp"

namespace wick::sim {

// Remembers the day it was asked about last; belongs to one thread.
class MarketHours {
 public:
  explicit MarketHours(Trading trading) : trading_(trading) {}

  [[nodiscard]] bool open(Minute utc);
  // The last open minute at or before this one, and the first at or after it; within two weeks.
  [[nodiscard]] Minute last_open(Minute utc);
  [[nodiscard]] Minute next_open(Minute utc);

 private:
  struct Span {  // of minutes of a local day, half-open
    Minute begin{}, end{};
  };
  using Spans = std::array<Span, 2>;

  void enter(Minute utc);
  [[nodiscard]] Spans spans_of(std::int64_t day) const;
  [[nodiscard]] static Spans currencies(std::int64_t number);
  [[nodiscard]] static Spans metals(std::int64_t number);

  Trading trading_;
  Minute begin_{}, end_{};  // the day, in UTC
  Minute local_begin_{};    // its midnight by the clock of New York, as an offset of UTC
  Spans spans_{};
};

// The day on which trading of `utc` counts: from 17:00 to 17:00. As the UTC minute of its opening.
[[nodiscard]] Minute trading_day(Minute utc);
[[nodiscard]] Minute next_trading_day(Minute day);

}  // namespace wick::sim
