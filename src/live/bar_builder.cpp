#include "live/bar_builder.hpp"

#include <algorithm>
#include <utility>

namespace wick::live {

BarBuilder::BarBuilder(core::Interval interval) : grid_(interval) {}

std::optional<core::Bar> BarBuilder::take(const core::Tick& tick) {
  if (tick.time < last_closed_end_ || (bar_ && tick.time < bar_->open_time)) {
    ++late_ticks_;
    return std::nullopt;
  }
  std::optional<core::Bar> closed;
  if (bar_ && tick.time > bar_->close_time) closed = close();

  const double price = (tick.bid + tick.ask) / 2;
  if (!bar_) {
    const core::UtcTime open_time = grid_.floor(tick.time);
    bar_ = core::Bar{.open_time = open_time,
                     .close_time = grid_.next(open_time) - core::Micros{1},
                     .open = price,
                     .high = price,
                     .low = price,
                     .close = price};
    first_tick_ = tick.time;
    last_tick_ = tick.time;
  }
  bar_->high = std::max(bar_->high, price);
  bar_->low = std::min(bar_->low, price);
  // Ticks may overtake each other inside the bucket: the earliest opens it, the latest closes it.
  if (tick.time < first_tick_) {
    first_tick_ = tick.time;
    bar_->open = price;
  }
  if (tick.time >= last_tick_) {
    last_tick_ = tick.time;
    bar_->close = price;
  }
  bar_->volume += tick.size;
  bar_->count += 1;
  return closed;
}

std::optional<core::Bar> BarBuilder::close_by_clock(core::UtcTime now, core::Micros grace) {
  if (!bar_ || now < bar_->close_time + core::Micros{1} + grace) return std::nullopt;
  return close();
}

std::optional<core::Bar> BarBuilder::close() {
  last_closed_end_ = bar_->close_time + core::Micros{1};
  return std::exchange(bar_, std::nullopt);
}

}  // namespace wick::live
