// Whether a market trades at an instant, why, and when that changes: rules made into instants.
//
// Built once for a span of years; every question after that is a binary search over sorted edges.
// Reads no clock and no database. About instants outside its years it knows nothing and says so.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/calendar_rules.hpp"
#include "core/range_set.hpp"

namespace wick::core {

enum class MarketReason : std::uint8_t {
  kTrading,
  kWeekend,
  kDailyBreak,
  kHoliday,
  kEarlyClose,
  kLateOpen,
  kUnknown,  // outside the years of the calendar
};
[[nodiscard]] std::string_view name(MarketReason reason);  // trading, weekend, daily_break, ...

// What a pause is called by the time that is left of it: weekend, overnight or intrabreak.
[[nodiscard]] std::string_view pause_detail(Micros until_open);

// One day's instance of a window.
struct Session {
  const SessionWindow* window{};  // lives as long as the calendar
  TimeRange range{};
};

struct YearSpan {
  int first{1990};
  int last{2037};
};

class Calendar {
 public:
  // The zones must have every one of zones_of(rules).
  Calendar(CalendarRules rules, const Zones& zones, YearSpan years);

  [[nodiscard]] const CalendarRules& rules() const { return rules_; }
  [[nodiscard]] TimeRange known() const { return known_; }

  [[nodiscard]] bool is_open(UtcTime t) const;
  [[nodiscard]] MarketReason reason(UtcTime t) const;
  // The next edge of its kind after t; nothing where none is known.
  [[nodiscard]] std::optional<UtcTime> next_open(UtcTime t) const;
  [[nodiscard]] std::optional<UtcTime> next_close(UtcTime t) const;

  // The first window that holds t. Those of days without any trading do not count.
  [[nodiscard]] std::optional<Session> session(UtcTime t) const;
  // Those with a part of the range in them, in the order of the windows.
  [[nodiscard]] std::vector<Session> sessions(TimeRange range) const;

  [[nodiscard]] std::vector<TimeRange> hours(TimeRange range) const;  // cut at its ends
  [[nodiscard]] std::int64_t trading_minutes(TimeRange range) const;
  // The latest instant with so many trading minutes between it and t; the first known one where
  // there are not so many.
  [[nodiscard]] UtcTime before(UtcTime t, std::int64_t trading_minutes) const;

  // The end of the last holiday, early close or late open; after it the table is silent.
  [[nodiscard]] std::optional<UtcTime> holidays_end() const { return holidays_end_; }

 private:
  [[nodiscard]] std::size_t holder(UtcTime t) const;  // the first hours that end after t
  [[nodiscard]] Micros traded_until(UtcTime t) const;
  [[nodiscard]] RangeSet regular_hours(const Zones& zones);
  void cut_dated_edges(const RangeSet& regular, const Zones& zones);
  void build_windows(const Zones& zones);

  CalendarRules rules_;
  TimeRange known_;
  RangeSet weeks_;
  RangeSet holidays_;
  RangeSet early_;
  RangeSet late_;
  std::vector<TimeRange> hours_;
  std::vector<Micros> traded_;  // before the hours of the same index
  std::vector<std::vector<TimeRange>> windows_;
  std::optional<UtcTime> holidays_end_;
};

}  // namespace wick::core
