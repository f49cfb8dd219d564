#include "sim/broker/market_hours.hpp"

#include <algorithm>

namespace wick::sim {
namespace {

constexpr int kSunday = 0, kMonday = 1, kThursday = 4, kFriday = 5, kSaturday = 6;
constexpr Minute kEvening = 17LL * 60, kReopening = 18LL * 60, kEarly = 13LL * 60;
constexpr Minute kMetalsFriday = 16 * 60 + 45;
constexpr Minute kSearchMax = 14 * kDayMinutes;

bool is(const CivilDay& day, int month, int number) {
  return day.month == month && day.day == number;
}

// The n-th such weekday of its month.
bool is_nth(const CivilDay& day, int weekday, int n) {
  return day.weekday == weekday && (day.day - 1) / 7 == n - 1;
}

// Gauss, for the Gregorian calendar.
std::int64_t easter(int year) {
  const int a = year % 19;
  const int b = year / 100;
  const int c = year % 100;
  const int d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
  const int e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7;
  const int f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114;
  return day_number(year, f / 31, f % 31 + 1);
}

bool good_friday(const CivilDay& day, std::int64_t number) {
  return day.weekday == kFriday && number == easter(day.year) - 2;
}

// Martin Luther King, Presidents, Memorial, Juneteenth, Independence, Labor, Thanksgiving.
bool celebrated(const CivilDay& day) {
  if (day.month == 1 && is_nth(day, kMonday, 3)) return true;
  if (day.month == 2 && is_nth(day, kMonday, 3)) return true;
  if (day.month == 5 && day.weekday == kMonday && day.day > 24) return true;
  if (is(day, 6, 19) && day.year >= 2022) return true;
  if (is(day, 7, 4)) return true;
  if (day.month == 9 && is_nth(day, kMonday, 1)) return true;
  return day.month == 11 && is_nth(day, kThursday, 4);
}

bool feast(const CivilDay& day) {
  return is(day, 12, 25) || is(day, 1, 1);
}
bool eve(const CivilDay& day) {
  return is(day, 12, 24) || is(day, 12, 31);
}

}  // namespace

MarketHours::Spans MarketHours::currencies(std::int64_t number) {
  const CivilDay day = civil_day(number);
  if (day.weekday == kSaturday) return {};
  Span whole{0, kDayMinutes};
  if (day.weekday == kSunday || feast(day)) whole.begin = kEvening;
  if (day.weekday == kFriday || eve(day)) whole.end = kEvening;
  if (whole.begin >= whole.end) return {};
  return {whole, Span{}};
}

MarketHours::Spans MarketHours::metals(std::int64_t number) {
  const CivilDay day = civil_day(number);
  Span morning{0, kEvening};
  Span evening{kReopening, kDayMinutes};
  if (celebrated(day) || eve(day)) morning.end = kEarly;
  if (day.weekday == kFriday) morning.end = std::min(morning.end, kMetalsFriday);
  if (day.weekday == kSunday || feast(day) || good_friday(day, number)) morning = {};
  if (day.weekday == kFriday || eve(day)) evening = {};
  if (good_friday(civil_day(number + 1), number + 1)) evening = {};
  if (day.weekday == kSaturday) return {};
  return {morning, evening};
}

MarketHours::Spans MarketHours::spans_of(std::int64_t day) const {
  switch (trading_) {
    case Trading::kCurrencies:
      return currencies(day);
    case Trading::kMetals:
      return metals(day);
    case Trading::kAlways:
      break;
  }
  return {Span{0, kDayMinutes}, Span{}};
}

void MarketHours::enter(Minute utc) {
  const Minute offset = new_york_offset(utc);
  const std::int64_t day = (utc + offset) / kDayMinutes;
  local_begin_ = day * kDayMinutes - offset;
  begin_ = std::max(local_begin_, utc - utc % 60);  // a switch comes on the hour
  begin_ = std::min(begin_, utc);
  end_ = std::min(local_begin_ + kDayMinutes, utc - utc % 60 + 60);
  spans_ = spans_of(day);
}

bool MarketHours::open(Minute utc) {
  if (utc < begin_ || utc >= end_) enter(utc);
  const Minute local = utc - local_begin_;
  return std::ranges::any_of(
      spans_, [local](const Span& span) { return span.begin <= local && local < span.end; });
}

Minute MarketHours::last_open(Minute utc) {
  const Minute limit = utc - kSearchMax;
  while (utc > limit && !open(utc)) --utc;
  return utc;
}

Minute MarketHours::next_open(Minute utc) {
  const Minute limit = utc + kSearchMax;
  while (utc < limit && !open(utc)) ++utc;
  return utc;
}

Minute trading_day(Minute utc) {
  const Minute local = new_york_of(utc);
  const Minute since = (local - kEvening + 7 * kDayMinutes) % kDayMinutes;
  return utc_of_new_york(local - since);
}

Minute next_trading_day(Minute day) {
  return utc_of_new_york(new_york_of(day) + kDayMinutes);
}

}  // namespace wick::sim
