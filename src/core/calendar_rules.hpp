// When a market trades, as people write it down: wall times of places, no instants yet.
//
// Times are minutes since midnight, up to 24:00. Every edge has a zone of its own.
#pragma once

#include <chrono>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/calendar_zone.hpp"

namespace wick::core {

using DayMinutes = std::chrono::minutes;

struct WeekEdge {
  std::chrono::weekday day{};
  DayMinutes time{};
  std::string zone{};
};

// From its opening to the first closing after it; the same edge twice is the whole week.
struct WeeklySession {
  WeekEdge open{};
  WeekEdge close{};
};

// On every day of its zone; one that ends before it starts goes on after midnight.
struct DailyBreak {
  DayMinutes start{};
  DayMinutes end{};
  std::string zone{};
};

struct Holiday {  // the whole of that day in that zone
  WallDay day{};
  std::string zone{};
};

// An early close ends the trading it falls into, a late open begins it. One that falls into no
// trading changes nothing.
struct DatedEdge {
  WallDay day{};
  DayMinutes time{};
  std::string zone{};
};

// Hours of a day that bear a name; one that ends before it starts goes on after midnight.
struct SessionWindow {
  std::string tag{};
  DayMinutes start{};
  DayMinutes end{};
  std::string zone{};
  std::string timezone{};  // what reports say; the zone itself where nothing else is said
};

// Where the trading day begins, on every day of its zone; the day before ends there.
struct DayStart {
  DayMinutes time{};
  std::string zone{"UTC"};
};

struct CalendarRules {
  std::string name{};
  std::string about{};
  std::vector<WeeklySession> weeks{};
  std::vector<DailyBreak> breaks{};
  std::vector<Holiday> holidays{};
  std::vector<DatedEdge> early_closes{};
  std::vector<DatedEdge> late_opens{};
  DayStart day{};
  std::vector<SessionWindow> windows{};  // the first that holds an instant is its session
};

[[nodiscard]] std::set<std::string> zones_of(const CalendarRules& rules);

// The profiles that ship with the program, the default one first.
[[nodiscard]] std::span<const CalendarRules> shipped_calendars();
[[nodiscard]] const CalendarRules* shipped_calendar(std::string_view name);
// The profile by which an instrument trades: XAUUSD by metals, NAS100 by us-index, EURUSD and
// whatever is not known by fx.
[[nodiscard]] const CalendarRules& calendar_of_instrument(std::string_view symbol);

}  // namespace wick::core
