// How long a bar is, and on which instants bars of that length open.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/range_set.hpp"
#include "core/time.hpp"

namespace wick::core {

enum class Interval : std::uint8_t {
  k1s,
  k1m,
  k3m,
  k5m,
  k15m,
  k30m,
  k1h,
  k2h,
  k4h,
  k6h,
  k8h,
  k12h,
  k1d,
  k3d,
  k1w,
  k1mo,
};

inline constexpr std::array kIntervals = {
    Interval::k1s, Interval::k1m, Interval::k3m, Interval::k5m,  Interval::k15m, Interval::k30m,
    Interval::k1h, Interval::k2h, Interval::k4h, Interval::k6h,  Interval::k8h,  Interval::k12h,
    Interval::k1d, Interval::k3d, Interval::k1w, Interval::k1mo,
};

// 1m is a minute and 1M a month, as the venues spell them; 1mo is a month too.
[[nodiscard]] std::optional<Interval> parse_interval(std::string_view text);
[[nodiscard]] std::string_view name(Interval interval);       // a month is 1M
[[nodiscard]] std::string_view path_name(Interval interval);  // a month is 1mo: 1m and 1M may be
                                                              // one name to a file system
// The exact length, but for a month, of which this is the longest.
[[nodiscard]] Micros length_max(Interval interval);

// The open times of an interval. Weeks open on Monday and months on the 1st. Three-day bars have
// a phase that belongs to the venue: the day numbers since 1970 that leave `phase_days` when
// divided by three.
class Grid {
 public:
  explicit Grid(Interval interval, int phase_days = 0);

  [[nodiscard]] Interval interval() const { return interval_; }
  [[nodiscard]] UtcTime floor(UtcTime t) const;    // the open time of the bar that holds t
  [[nodiscard]] UtcTime next(UtcTime open) const;  // the open time after this one
  [[nodiscard]] UtcTime ceil(UtcTime t) const;
  [[nodiscard]] bool has(UtcTime t) const { return floor(t) == t; }

  [[nodiscard]] UtcTime advance(UtcTime open, std::int64_t bars) const;  // back when negative
  [[nodiscard]] std::int64_t count(TimeRange range) const;               // bars that open inside
  [[nodiscard]] std::int64_t count(const RangeSet& ranges) const;

  // Both ends aligned down; where that leaves nothing, the one bar that holds `begin`.
  [[nodiscard]] TimeRange align(TimeRange range) const;

 private:
  [[nodiscard]] std::int64_t index(UtcTime open) const;  // consecutive numbers of open times
  [[nodiscard]] UtcTime open_at(std::int64_t index) const;

  Interval interval_;
  Micros phase_;
};

// The time of the bars that open inside the period: a week that opens in August is August's, though
// it ends in September.
[[nodiscard]] TimeRange bars_opening_in(TimeRange period, const Grid& grid);

// The units in which archives are cut.
[[nodiscard]] TimeRange day_of(UtcTime t);
[[nodiscard]] TimeRange month_of(UtcTime t);

}  // namespace wick::core
