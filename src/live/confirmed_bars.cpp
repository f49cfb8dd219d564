#include "live/confirmed_bars.hpp"

#include <algorithm>
#include <cmath>

namespace wick::live {
namespace {

constexpr core::Micros kClockSlack = std::chrono::seconds{10};
constexpr double kSecondsMax = 1e10;

bool near(double a, double b, double apart, double part) {
  return std::abs(a - b) <= std::max(apart, part * std::max(std::abs(a), std::abs(b)));
}

}  // namespace

std::vector<ConfirmedBar> confirmed(std::vector<HistoryBar> rows, core::Interval interval,
                                    core::UtcTime now) {
  const core::UtcTime earliest = core::midnight(2000, 1, 1);
  const core::Micros length = core::length_max(interval);
  std::ranges::stable_sort(rows, {}, &HistoryBar::open_time);
  std::vector<ConfirmedBar> bars;
  for (const HistoryBar& row : rows) {
    const core::UtcTime end = row.open_time + length;
    if (row.open_time < earliest || end - core::Micros{1} > now + kClockSlack) continue;
    if (!bars.empty() && bars.back().bar.open_time == row.open_time) bars.pop_back();
    bars.push_back({.bar = {.open_time = row.open_time,
                            .end = end,
                            .open = quote_of(row.open.bid, row.open.ask),
                            .high = quote_of(row.high.bid, row.high.ask),
                            .low = quote_of(row.low.bid, row.low.ask),
                            .close = quote_of(row.close.bid, row.close.ask),
                            .volume = row.volume,
                            .mid_derived = true}});
  }
  return bars;
}

Difference difference(const core::Bar& ours, const core::Bar& theirs, const Tolerance& tolerance) {
  const auto same_price = [&](double a, double b) {
    return near(a, b, tolerance.price, tolerance.price_part);
  };
  if (!same_price(ours.open, theirs.open) || !same_price(ours.high, theirs.high) ||
      !same_price(ours.low, theirs.low) || !same_price(ours.close, theirs.close)) {
    return Difference::kPrices;
  }
  const bool same_volume =
      near(ours.volume, theirs.volume, tolerance.volume, tolerance.volume_part);
  return same_volume ? Difference::kNone : Difference::kVolume;
}

core::UtcTime feed_time(double number) {
  const double micros = number > kSecondsMax ? number * 1e3 : number * 1e6;
  return core::utc_micros(std::llround(micros));
}

}  // namespace wick::live
