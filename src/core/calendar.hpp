// Whether a market trades at an instant, why, and when that changes: rules made into instants.
//
// Built once for a span of years; a question after that looks at its day's entry in a table and at
// a few edges. Reads no clock and no database. About instants outside its years it knows nothing
// and says so.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "core/calendar_rules.hpp"
#include "core/instant_table.hpp"
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

struct SessionSoFar {
  Session session{};
  std::int64_t trading_minutes{};
};

struct YearSpan {
  int first{1990};
  int last{2037};
};

// So long before the last holiday somebody should write down the next ones.
inline constexpr std::chrono::days kHolidaysWarning{30};

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

  // The longest time around t in which the market stays open, or stays closed; or in which nothing
  // is known of it.
  [[nodiscard]] TimeRange stretch(UtcTime t) const;
  // The trading day that holds t, as the rules begin it; outside of the known years that of UTC.
  [[nodiscard]] TimeRange day(UtcTime t) const;

  // The first window that holds t. Those of days without any trading do not count.
  [[nodiscard]] std::optional<Session> session(UtcTime t) const;
  // Those with a part of the range in them, in the order of the windows.
  [[nodiscard]] std::vector<Session> sessions(TimeRange range) const;
  // Those of the day before t, one of each window, with the minutes traded in them by then. Of a
  // window that opened twice in that day it is the later one.
  [[nodiscard]] std::vector<SessionSoFar> sessions_so_far(UtcTime t) const;

  [[nodiscard]] std::vector<TimeRange> hours(TimeRange range) const;  // cut at its ends
  [[nodiscard]] std::int64_t trading_minutes(TimeRange range) const;
  // The latest instant with so many trading minutes between it and t; the first known one where
  // there are not so many.
  [[nodiscard]] UtcTime before(UtcTime t, std::int64_t trading_minutes) const;

  // The end of the last holiday, early close or late open; after it the table is silent.
  [[nodiscard]] std::optional<UtcTime> holidays_end() const { return holidays_end_; }
  // There is a table, and it ends within the time of warning or has ended.
  [[nodiscard]] bool holidays_run_out(UtcTime now) const;

 private:
  // A time of one reason.
  struct Piece {
    MarketReason reason{};
    std::uint32_t hours{};  // the first that end after it begins
  };
  struct Instances {  // of a window
    std::vector<TimeRange> ranges;
    InstantTable ends;
  };

  [[nodiscard]] const Piece& piece(UtcTime t) const { return pieces_[starts_.passed(t) - 1]; }
  [[nodiscard]] Micros traded_until(UtcTime t) const;
  void build_pieces(const std::vector<UtcTime>& edges,
                    const std::function<MarketReason(UtcTime)>& closed_why);
  void build_windows(const Zones& zones);
  void build_days(const Zones& zones);

  CalendarRules rules_;
  TimeRange known_;
  std::vector<TimeRange> hours_;
  std::vector<Micros> traded_;  // before the hours of the same index
  InstantTable starts_;         // of the pieces, the first at the beginning of what is known
  std::vector<Piece> pieces_;
  std::vector<Instances> windows_;
  InstantTable days_;
  std::optional<UtcTime> holidays_end_;
};

}  // namespace wick::core
