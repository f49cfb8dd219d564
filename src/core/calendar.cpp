#include "core/calendar.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "core/interval.hpp"

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

// All those that the rules of a calendar make, before it knows its hours.
struct Parts {
  RangeSet weeks;
  RangeSet holidays;
  RangeSet early;
  RangeSet late;
  RangeSet hours;
};

Parts regular_parts(const CalendarRules& rules, DaySpan span, const Zones& zones) {
  Parts parts;
  for (const WeeklySession& week : rules.weeks) parts.weeks.add(ranges_of(week, span, zones));
  RangeSet breaks;
  for (const DailyBreak& pause : rules.breaks) {
    for (const TimeRange& range : ranges_of({pause.start, pause.end, pause.zone}, span, zones)) {
      breaks.add(range);
    }
  }
  for (const Holiday& holiday : rules.holidays) {
    parts.holidays.add({instant(zones, holiday.zone, holiday.day),
                        instant(zones, holiday.zone, holiday.day + days{1})});
  }
  parts.hours = parts.weeks.minus(breaks).minus(parts.holidays);
  return parts;
}

std::optional<TimeRange> range_holding(const RangeSet& set, UtcTime t) {
  const auto& all = set.ranges();
  const auto found = std::ranges::upper_bound(all, t, {}, &TimeRange::end);
  if (found == all.end() || !found->contains(t)) return std::nullopt;
  return *found;
}

UtcTime instant(const Zones& zones, const DatedEdge& edge) {
  return instant(zones, edge.zone, edge.day + edge.time);
}

void cut_dated_edges(const CalendarRules& rules, const Zones& zones, Parts& parts) {
  for (const DatedEdge& edge : rules.early_closes) {
    const UtcTime t = instant(zones, edge);
    if (const auto trading = range_holding(parts.hours, t)) parts.early.add({t, trading->end});
  }
  for (const DatedEdge& edge : rules.late_opens) {
    const UtcTime t = instant(zones, edge);
    if (const auto trading = range_holding(parts.hours, t)) parts.late.add({trading->begin, t});
  }
  parts.hours = parts.hours.minus(parts.early).minus(parts.late);
}

Parts parts_of(const CalendarRules& rules, TimeRange known, const Zones& zones) {
  Parts parts = regular_parts(rules, days_of(known), zones);
  cut_dated_edges(rules, zones, parts);
  return parts;
}

std::optional<UtcTime> last_dated(const CalendarRules& rules, const Parts& parts,
                                  const Zones& zones) {
  std::optional<UtcTime> last;
  if (!parts.holidays.empty()) last = parts.holidays.ranges().back().end;
  for (const auto* edges : {&rules.early_closes, &rules.late_opens}) {
    for (const DatedEdge& edge : *edges) {
      const UtcTime t = instant(zones, edge);
      last = std::max(last.value_or(t), t);
    }
  }
  return last;
}

// Where a reason may change.
std::vector<UtcTime> edges_of(const Parts& parts, TimeRange known) {
  std::vector<UtcTime> edges{known.begin};
  for (const RangeSet* set :
       {&parts.weeks, &parts.holidays, &parts.early, &parts.late, &parts.hours}) {
    for (const TimeRange& range : set->ranges()) {
      if (known.contains(range.begin)) edges.push_back(range.begin);
      if (known.contains(range.end)) edges.push_back(range.end);
    }
  }
  std::ranges::sort(edges);
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  return edges;
}

MarketReason why_closed(const Parts& parts, UtcTime t) {
  if (!parts.weeks.contains(t)) return MarketReason::kWeekend;
  if (parts.holidays.contains(t)) return MarketReason::kHoliday;
  if (parts.early.contains(t)) return MarketReason::kEarlyClose;
  return parts.late.contains(t) ? MarketReason::kLateOpen : MarketReason::kDailyBreak;
}

std::size_t first_ending_after(const std::vector<TimeRange>& ranges, UtcTime t) {
  const auto found = std::ranges::upper_bound(ranges, t, {}, &TimeRange::end);
  return static_cast<std::size_t>(found - ranges.begin());
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
  const Parts parts = parts_of(rules_, known_, zones);
  holidays_end_ = last_dated(rules_, parts, zones);
  hours_ = parts.hours.ranges();
  Micros traded{};
  for (const TimeRange& range : hours_) {
    traded_.push_back(traded);
    traded += range.end - range.begin;
  }
  build_pieces(edges_of(parts, known_), [&](UtcTime t) { return why_closed(parts, t); });
  build_windows(zones);
  build_days(zones);
}

void Calendar::build_pieces(const std::vector<UtcTime>& edges,
                            const std::function<MarketReason(UtcTime)>& closed_why) {
  std::vector<UtcTime> starts;
  std::size_t next = 0;
  for (const UtcTime edge : edges) {
    while (next < hours_.size() && hours_[next].end <= edge) ++next;
    const bool open = next < hours_.size() && hours_[next].begin <= edge;
    const MarketReason reason = open ? MarketReason::kTrading : closed_why(edge);
    if (!pieces_.empty() && pieces_.back().reason == reason) continue;
    starts.push_back(edge);
    pieces_.push_back({reason, static_cast<std::uint32_t>(next)});
  }
  starts_ = InstantTable(std::move(starts), known_);
}

void Calendar::build_windows(const Zones& zones) {
  for (const SessionWindow& window : rules_.windows) {
    Instances instances{ranges_of({window.start, window.end, window.zone}, days_of(known_), zones),
                        {}};
    std::erase_if(instances.ranges, [&](const TimeRange& range) {
      const std::size_t at = first_ending_after(hours_, range.begin);
      return at == hours_.size() || hours_[at].begin >= range.end;
    });
    std::vector<UtcTime> ends;
    for (const TimeRange& range : instances.ranges) ends.push_back(range.end);
    instances.ends = InstantTable(std::move(ends), known_);
    windows_.push_back(std::move(instances));
  }
}

void Calendar::build_days(const Zones& zones) {
  std::vector<UtcTime> starts;
  const DaySpan span = days_of(known_);
  for (WallDay day = span.first; day < span.end; day += days{1}) {
    starts.push_back(instant(zones, rules_.day.zone, day + rules_.day.time));
  }
  days_ = InstantTable(std::move(starts), known_);
}

bool Calendar::is_open(UtcTime t) const {
  return reason(t) == MarketReason::kTrading;
}

MarketReason Calendar::reason(UtcTime t) const {
  return known_.contains(t) ? piece(t).reason : MarketReason::kUnknown;
}

std::optional<UtcTime> Calendar::next_open(UtcTime t) const {
  if (!known_.contains(t)) return std::nullopt;
  const Piece& now = piece(t);
  const std::size_t next = now.hours + (now.reason == MarketReason::kTrading ? 1U : 0U);
  if (next == hours_.size() || hours_[next].begin >= known_.end) return std::nullopt;
  return hours_[next].begin;
}

std::optional<UtcTime> Calendar::next_close(UtcTime t) const {
  if (!known_.contains(t)) return std::nullopt;
  const std::size_t at = piece(t).hours;
  if (at == hours_.size() || hours_[at].end >= known_.end) return std::nullopt;
  return hours_[at].end;
}

TimeRange Calendar::stretch(UtcTime t) const {
  if (t < known_.begin) return {UtcTime::min(), known_.begin};
  if (t >= known_.end) return {known_.end, kFarFuture};
  const Piece& now = piece(t);
  const bool open = now.reason == MarketReason::kTrading;
  TimeRange range = known_;
  if (open) range = hours_[now.hours];
  if (!open && now.hours > 0) range.begin = hours_[now.hours - 1].end;
  if (!open && now.hours < hours_.size()) range.end = hours_[now.hours].begin;
  return {std::max(range.begin, known_.begin), std::min(range.end, known_.end)};
}

TimeRange Calendar::day(UtcTime t) const {
  if (!known_.contains(t)) return day_of(t);
  const std::size_t next = days_.passed(t);
  return {days_[next - 1], days_[next]};
}

bool Calendar::holidays_run_out(UtcTime now) const {
  return holidays_end_ && now >= *holidays_end_ - kHolidaysWarning;
}

std::optional<Session> Calendar::session(UtcTime t) const {
  if (!known_.contains(t)) return std::nullopt;
  for (std::size_t i = 0; i < windows_.size(); ++i) {
    const auto& [ranges, ends] = windows_[i];
    const std::size_t next = ends.passed(t);
    if (next < ranges.size() && ranges[next].begin <= t) {
      return Session{&rules_.windows[i], ranges[next]};
    }
  }
  return std::nullopt;
}

std::vector<Session> Calendar::sessions(TimeRange range) const {
  std::vector<Session> all;
  for (std::size_t i = 0; i < windows_.size(); ++i) {
    const auto& [ranges, ends] = windows_[i];
    for (std::size_t at = ends.passed(range.begin); at < ranges.size(); ++at) {
      if (ranges[at].begin >= range.end) break;
      all.push_back({&rules_.windows[i], ranges[at]});
    }
  }
  return all;
}

std::vector<SessionSoFar> Calendar::sessions_so_far(UtcTime t) const {
  std::vector<SessionSoFar> latest;
  for (const Session& session : sessions({t - kDay, t + Micros{1}})) {
    const TimeRange passed{session.range.begin, std::min(session.range.end, t)};
    if (!latest.empty() && latest.back().session.window == session.window) latest.pop_back();
    latest.push_back({session, trading_minutes(passed)});
  }
  return latest;
}

std::vector<TimeRange> Calendar::hours(TimeRange range) const {
  range = {std::max(range.begin, known_.begin), std::min(range.end, known_.end)};
  std::vector<TimeRange> cut;
  if (range.empty()) return cut;
  for (std::size_t at = piece(range.begin).hours; at < hours_.size(); ++at) {
    if (hours_[at].begin >= range.end) break;
    cut.push_back({std::max(hours_[at].begin, range.begin), std::min(hours_[at].end, range.end)});
  }
  return cut;
}

Micros Calendar::traded_until(UtcTime t) const {
  const std::size_t at = piece(t).hours;
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
