#include "core/interval.hpp"

#include <algorithm>
#include <array>

#include "base/check.hpp"

namespace wick::core {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

struct Facts {
  std::string_view name;
  std::string_view path_name;
  Micros length;
};

constexpr std::array<Facts, kIntervals.size()> kFacts = {{
    {"1s", "1s", seconds{1}},
    {"1m", "1m", minutes{1}},
    {"3m", "3m", minutes{3}},
    {"5m", "5m", minutes{5}},
    {"15m", "15m", minutes{15}},
    {"30m", "30m", minutes{30}},
    {"1h", "1h", hours{1}},
    {"2h", "2h", hours{2}},
    {"4h", "4h", hours{4}},
    {"6h", "6h", hours{6}},
    {"8h", "8h", hours{8}},
    {"12h", "12h", hours{12}},
    {"1d", "1d", days{1}},
    {"3d", "3d", days{3}},
    {"1w", "1w", days{7}},
    {"1M", "1mo", days{31}},
}};

const Facts& facts(Interval interval) {
  return kFacts.at(static_cast<std::size_t>(interval));
}

constexpr Micros kFirstMonday = days{4};  // 1970-01-05

// Where the grid of a fixed length starts counting.
Micros phase_of(Interval interval, int phase_days) {
  if (interval == Interval::k1w) return kFirstMonday;
  if (interval == Interval::k3d) return days{phase_days};
  return Micros{0};
}

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

std::int64_t month_index(UtcTime t) {
  const std::chrono::year_month_day date{std::chrono::floor<days>(t)};
  return std::int64_t{static_cast<int>(date.year())} * 12 + static_cast<unsigned>(date.month()) - 1;
}

UtcTime month_open(std::int64_t index) {
  return midnight(static_cast<int>(floor_div(index, 12)),
                  static_cast<unsigned>(index - floor_div(index, 12) * 12 + 1), 1);
}

}  // namespace

std::optional<Interval> parse_interval(std::string_view text) {
  for (const Interval interval : kIntervals) {
    if (text == name(interval) || text == path_name(interval)) return interval;
  }
  return std::nullopt;
}

std::string_view name(Interval interval) {
  return facts(interval).name;
}
std::string_view path_name(Interval interval) {
  return facts(interval).path_name;
}
Micros length_max(Interval interval) {
  return facts(interval).length;
}

Grid::Grid(Interval interval, int phase_days)
    : interval_(interval), phase_(phase_of(interval, phase_days)) {
  WICK_CHECK(phase_days >= 0 && phase_days < 3);
}

std::int64_t Grid::index(UtcTime open) const {
  if (interval_ == Interval::k1mo) return month_index(open);
  return floor_div((open.time_since_epoch() - phase_).count(), length_max(interval_).count());
}

UtcTime Grid::open_at(std::int64_t index) const {
  if (interval_ == Interval::k1mo) return month_open(index);
  return UtcTime{length_max(interval_) * index + phase_};
}

UtcTime Grid::floor(UtcTime t) const {
  return open_at(index(t));
}
UtcTime Grid::next(UtcTime open) const {
  return open_at(index(open) + 1);
}

UtcTime Grid::ceil(UtcTime t) const {
  const UtcTime open = floor(t);
  return open == t ? t : next(open);
}

UtcTime Grid::advance(UtcTime open, std::int64_t bars) const {
  return open_at(index(open) + bars);
}

std::int64_t Grid::count(TimeRange range) const {
  if (range.empty()) return 0;
  return index(ceil(range.end)) - index(ceil(range.begin));
}

std::int64_t Grid::count(const RangeSet& ranges) const {
  std::int64_t sum = 0;
  for (const TimeRange& range : ranges.ranges()) sum += count(range);
  return sum;
}

TimeRange Grid::align(TimeRange range) const {
  const UtcTime begin = floor(range.begin);
  return {begin, std::max(floor(range.end), next(begin))};
}

TimeRange bars_opening_in(TimeRange period, const Grid& grid) {
  return {grid.ceil(period.begin), grid.ceil(period.end)};
}

TimeRange day_of(UtcTime t) {
  const Grid grid(Interval::k1d);
  const UtcTime begin = grid.floor(t);
  return {begin, grid.next(begin)};
}

TimeRange month_of(UtcTime t) {
  const Grid grid(Interval::k1mo);
  const UtcTime begin = grid.floor(t);
  return {begin, grid.next(begin)};
}

}  // namespace wick::core
