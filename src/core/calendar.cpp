#include "core/calendar.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace wick::core {
namespace {

using std::chrono::days;

// A week more on both sides, so that whatever reaches into the years is whole.
constexpr days kMargin{8};

UtcTime instant(const Zones& zones, std::string_view zone, WallTime wall) {
  const auto rules = zones.find(zone);
  WICK_CHECK(rules != zones.end());
  return rules->second.to_utc(wall);
}

struct DaySpan {
  WallDay first;
  WallDay end;
};

DaySpan days_of(TimeRange known) {
  const auto day = [](UtcTime t) {
    return WallDay{std::chrono::floor<days>(t).time_since_epoch()};
  };
  return {day(known.begin) - kMargin, day(known.end) + kMargin};
}

TimeRange year_range(YearSpan years) {
  return {midnight(years.first, 1, 1), midnight(years.last + 1, 1, 1)};
}

int days_until_close(const WeeklySession& week) {
  const days apart = week.close.day - week.open.day;
  const bool around = apart.count() == 0 && week.close.time <= week.open.time;
  return static_cast<int>(apart.count()) + (around ? 7 : 0);
}

RangeSet ranges_of(const WeeklySession& week, DaySpan span, const Zones& zones) {
  RangeSet all;
  const days to_open = week.open.day - std::chrono::weekday{span.first};
  const days to_close{days_until_close(week)};
  for (WallDay day = span.first + to_open; day < span.end; day += days{7}) {
    all.add({instant(zones, week.open.zone, day + week.open.time),
             instant(zones, week.close.zone, day + to_close + week.close.time)});
  }
  return all;
}

struct DayPart {
  DayMinutes start{};
  DayMinutes end{};
  std::string_view zone;
};

std::vector<TimeRange> ranges_of(DayPart part, DaySpan span, const Zones& zones) {
  std::vector<TimeRange> all;
  const days over_midnight{part.end <= part.start ? 1 : 0};
  for (WallDay day = span.first; day < span.end; day += days{1}) {
    const TimeRange range{instant(zones, part.zone, day + part.start),
                          instant(zones, part.zone, day + over_midnight + part.end)};
    if (!range.empty()) all.push_back(range);
  }
  return all;
}

std::optional<TimeRange> range_holding(const RangeSet& set, UtcTime t) {
  const auto& all = set.ranges();
  const auto found = std::ranges::upper_bound(all, t, {}, &TimeRange::end);
  if (found == all.end() || !found->contains(t)) return std::nullopt;
  return *found;
}

}  // namespace

std::string_view name(MarketReason reason) {
  switch (reason) {
    case MarketReason::kTrading:
      return "trading";
    case MarketReason::kWeekend:
      return "weekend";
    case MarketReason::kDailyBreak:
      return "daily_break";
    case MarketReason::kHoliday:
      return "holiday";
    case MarketReason::kEarlyClose:
      return "early_close";
    case MarketReason::kLateOpen:
      return "late_open";
    case MarketReason::kUnknown:
      break;
  }
  return "unknown";
}

std::string_view pause_detail(Micros until_open) {
  if (until_open >= std::chrono::hours{36}) return "weekend";
  return until_open >= std::chrono::hours{6} ? "overnight" : "intrabreak";
}

Calendar::Calendar(CalendarRules rules, const Zones& zones, YearSpan years)
    : rules_(std::move(rules)), known_(year_range(years)) {
  const RangeSet regular = regular_hours(zones);
  cut_dated_edges(regular, zones);
  hours_ = regular.minus(early_).minus(late_).ranges();
  Micros traded{};
  for (const TimeRange& range : hours_) {
    traded_.push_back(traded);
    traded += range.end - range.begin;
  }
  build_windows(zones);
}

RangeSet Calendar::regular_hours(const Zones& zones) {
  const DaySpan span = days_of(known_);
  for (const WeeklySession& week : rules_.weeks) weeks_.add(ranges_of(week, span, zones));
  RangeSet breaks;
  for (const DailyBreak& pause : rules_.breaks) {
    for (const TimeRange& range : ranges_of({pause.start, pause.end, pause.zone}, span, zones)) {
      breaks.add(range);
    }
  }
  for (const Holiday& holiday : rules_.holidays) {
    holidays_.add({instant(zones, holiday.zone, holiday.day),
                   instant(zones, holiday.zone, holiday.day + days{1})});
  }
  if (!holidays_.empty()) holidays_end_ = holidays_.ranges().back().end;
  return weeks_.minus(breaks).minus(holidays_);
}

void Calendar::cut_dated_edges(const RangeSet& regular, const Zones& zones) {
  const auto at = [&](const DatedEdge& edge) {
    const UtcTime t = instant(zones, edge.zone, edge.day + edge.time);
    holidays_end_ = std::max(holidays_end_.value_or(t), t);
    return t;
  };
  for (const DatedEdge& edge : rules_.early_closes) {
    const UtcTime t = at(edge);
    if (const auto trading = range_holding(regular, t)) early_.add({t, trading->end});
  }
  for (const DatedEdge& edge : rules_.late_opens) {
    const UtcTime t = at(edge);
    if (const auto trading = range_holding(regular, t)) late_.add({trading->begin, t});
  }
}

void Calendar::build_windows(const Zones& zones) {
  for (const SessionWindow& window : rules_.windows) {
    auto ranges = ranges_of({window.start, window.end, window.zone}, days_of(known_), zones);
    std::erase_if(ranges, [&](const TimeRange& range) {
      const std::size_t at = holder(range.begin);
      return at == hours_.size() || hours_[at].begin >= range.end;
    });
    windows_.push_back(std::move(ranges));
  }
}

std::size_t Calendar::holder(UtcTime t) const {
  const auto found = std::ranges::upper_bound(hours_, t, {}, &TimeRange::end);
  return static_cast<std::size_t>(found - hours_.begin());
}

bool Calendar::is_open(UtcTime t) const {
  if (!known_.contains(t)) return false;
  const std::size_t at = holder(t);
  return at < hours_.size() && hours_[at].begin <= t;
}

MarketReason Calendar::reason(UtcTime t) const {
  if (!known_.contains(t)) return MarketReason::kUnknown;
  if (is_open(t)) return MarketReason::kTrading;
  if (!weeks_.contains(t)) return MarketReason::kWeekend;
  if (holidays_.contains(t)) return MarketReason::kHoliday;
  if (early_.contains(t)) return MarketReason::kEarlyClose;
  return late_.contains(t) ? MarketReason::kLateOpen : MarketReason::kDailyBreak;
}

std::optional<UtcTime> Calendar::next_open(UtcTime t) const {
  if (!known_.contains(t)) return std::nullopt;
  const auto next = std::ranges::upper_bound(hours_, t, {}, &TimeRange::begin);
  if (next == hours_.end() || next->begin >= known_.end) return std::nullopt;
  return next->begin;
}

std::optional<UtcTime> Calendar::next_close(UtcTime t) const {
  if (!known_.contains(t)) return std::nullopt;
  const std::size_t at = holder(t);
  if (at == hours_.size() || hours_[at].end >= known_.end) return std::nullopt;
  return hours_[at].end;
}

std::optional<Session> Calendar::session(UtcTime t) const {
  if (!known_.contains(t)) return std::nullopt;
  for (std::size_t i = 0; i < windows_.size(); ++i) {
    const auto found = std::ranges::upper_bound(windows_[i], t, {}, &TimeRange::end);
    if (found != windows_[i].end() && found->contains(t)) {
      return Session{&rules_.windows[i], *found};
    }
  }
  return std::nullopt;
}

std::vector<Session> Calendar::sessions(TimeRange range) const {
  std::vector<Session> all;
  for (std::size_t i = 0; i < windows_.size(); ++i) {
    auto next = std::ranges::upper_bound(windows_[i], range.begin, {}, &TimeRange::end);
    for (; next != windows_[i].end() && next->begin < range.end; ++next) {
      all.push_back({&rules_.windows[i], *next});
    }
  }
  return all;
}

std::vector<TimeRange> Calendar::hours(TimeRange range) const {
  range = {std::max(range.begin, known_.begin), std::min(range.end, known_.end)};
  std::vector<TimeRange> cut;
  for (std::size_t at = holder(range.begin); at < hours_.size(); ++at) {
    if (hours_[at].begin >= range.end) break;
    cut.push_back({std::max(hours_[at].begin, range.begin), std::min(hours_[at].end, range.end)});
  }
  return cut;
}

Micros Calendar::traded_until(UtcTime t) const {
  const std::size_t at = holder(t);
  if (at == hours_.size()) {
    return at == 0 ? Micros{} : traded_.back() + (hours_.back().end - hours_.back().begin);
  }
  return traded_[at] + std::max(t - hours_[at].begin, Micros{});
}

std::int64_t Calendar::trading_minutes(TimeRange range) const {
  range = {std::max(range.begin, known_.begin), std::min(range.end, known_.end)};
  if (range.empty()) return 0;
  const Micros traded = traded_until(range.end) - traded_until(range.begin);
  return std::chrono::floor<std::chrono::minutes>(traded).count();
}

UtcTime Calendar::before(UtcTime t, std::int64_t trading_minutes) const {
  const UtcTime until = std::min(t, known_.end);
  const Micros wanted = traded_until(until) - std::chrono::minutes{trading_minutes};
  if (trading_minutes <= 0 || wanted <= traded_until(known_.begin)) {
    return trading_minutes <= 0 ? t : known_.begin;
  }
  const auto after = std::ranges::upper_bound(traded_, wanted, {});
  const auto at = static_cast<std::size_t>(after - traded_.begin()) - 1;
  return hours_[at].begin + (wanted - traded_[at]);
}

}  // namespace wick::core
