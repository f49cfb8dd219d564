// For tests of TickBars: ticks around a noon, a market with a break, and the bars that come of
// them.
#pragma once

#include <array>
#include <utility>
#include <vector>

#include "live/tick_bars.hpp"

namespace wick::live {

using namespace std::chrono_literals;

inline const core::UtcTime kStart = core::midnight(2024, 3, 5) + 12h;  // a Tuesday

inline core::Tick tick(core::Micros after, double mid, double size = 1) {
  return {.time = kStart + after, .received = {}, .bid = mid - 1, .ask = mid + 1, .size = size};
}
inline core::Tick heard(core::Micros after, core::Micros received_after, double mid) {
  core::Tick made = tick(after, mid);
  made.received = kStart + received_after;
  return made;
}

// Open from noon to 12:30, from 13:00 to 14:00, and from the next noon on.
inline TradingHours noon_market() {
  const auto stretch_at = [](core::UtcTime t) {
    const std::array edges = {kStart, kStart + 30min, kStart + 1h, kStart + 2h, kStart + 24h};
    Stretch stretch{.time = {core::UtcTime{}, core::kFarFuture}, .open = false};
    for (const core::UtcTime edge : edges) {
      if (t < edge) {
        stretch.time.end = edge;
        break;
      }
      stretch.time.begin = edge;
      stretch.open = !stretch.open;
    }
    return stretch;
  };
  return {.stretch_at = stretch_at, .day_at = [](core::UtcTime t) { return core::day_of(t); }};
}

struct Maker {
  explicit Maker(const TickRules& rules = {}, TradingHours when = always_open())
      : hours(std::move(when)), bars(rules, hours) {}

  void take(const core::Tick& one) { bars.take(one, closed); }
  void advance(core::Micros after) { bars.advance(kStart + after, closed); }
  [[nodiscard]] std::vector<QuoteBar> of(core::Interval interval) const {
    std::vector<QuoteBar> found;
    for (const ClosedBar& each : closed) {
      if (each.interval == interval) found.push_back(each.bar);
    }
    return found;
  }
  [[nodiscard]] std::vector<QuoteBar> minutes() const { return of(core::Interval::k1m); }

  TradingHours hours;
  TickBars bars;
  ClosedBars closed;
};

}  // namespace wick::live
