// Ticks in, bars of one interval out.
//
// A bucket is [start, end): a tick at its end opens the next. The end of the last closed bucket is
// kept apart from the open bar, so a late tick can never reopen what was closed; it is counted.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/bar.hpp"
#include "core/interval.hpp"
#include "core/tick.hpp"

namespace wick::live {

class BarBuilder {
 public:
  explicit BarBuilder(core::Interval interval);

  // Takes a tick at its mid price. Returns the bar that it closed, if it belongs to a later bucket.
  [[nodiscard]] std::optional<core::Bar> take(const core::Tick& tick);

  // The clock closes a bucket whose end lies `grace` or more before `now`.
  [[nodiscard]] std::optional<core::Bar> close_by_clock(core::UtcTime now, core::Micros grace);

  [[nodiscard]] const std::optional<core::Bar>& open_bar() const { return bar_; }
  [[nodiscard]] std::int64_t late_ticks() const { return late_ticks_; }

 private:
  [[nodiscard]] std::optional<core::Bar> close();

  core::Grid grid_;
  std::optional<core::Bar> bar_;
  core::UtcTime first_tick_{};  // of the open bar, by the venue's clock
  core::UtcTime last_tick_{};
  core::UtcTime last_closed_end_{core::UtcTime::min()};
  std::int64_t late_ticks_{0};
};

}  // namespace wick::live
