#include "sim/archive/calendar.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace wick::sim {
namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

sys_days day_of(Micros at) {
  return floor<days>(sys_time<microseconds>(microseconds(at)));
}

Micros micros(sys_days day) {
  return day.time_since_epoch().count() * kDay;
}

void append_padded(std::string& out, std::int64_t value, std::size_t width) {
  const std::string digits = std::to_string(value);
  if (digits.size() < width) out.append(width - digits.size(), '0');
  out += digits;
}

void append_clock(std::string& out, Micros at) {
  const Micros of_day = (at - micros(day_of(at))) / kSecond;
  append_padded(out, of_day / 3600, 2);
  append_padded(out += ':', of_day / 60 % 60, 2);
  append_padded(out += ':', of_day % 60, 2);
}

void append_date(std::string& out, const year_month_day& date) {
  append_padded(out, static_cast<int>(date.year()), 4);
  append_padded(out += '-', static_cast<unsigned>(date.month()), 2);
  append_padded(out += '-', static_cast<unsigned>(date.day()), 2);
}

// The whole field must be digits: a sign or a blank is not a date.
std::optional<int> number(std::string_view text) {
  int value = 0;
  if (text.empty() || !std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; })) {
    return std::nullopt;
  }
  const auto end = text.data() + text.size();
  if (std::from_chars(text.data(), end, value).ec != std::errc()) return std::nullopt;
  return value;
}

std::optional<sys_days> date(std::optional<int> y, std::optional<int> m, std::optional<int> d) {
  if (!y || !m || !d) return std::nullopt;
  const year_month_day ymd{year(*y), month(static_cast<unsigned>(*m)),
                           day(static_cast<unsigned>(*d))};
  if (!ymd.ok()) return std::nullopt;
  return sys_days(ymd);
}

}  // namespace

Period period_of(Span span, Micros at) {
  const sys_days today = day_of(at);
  if (span == Span::kDaily) return {span, micros(today), micros(today) + kDay};
  const year_month_day ymd(today);
  const year_month month = ymd.year() / ymd.month();
  return {span, micros(sys_days(month / 1)), micros(sys_days((month + months(1)) / 1))};
}

std::optional<Period> parse_period(Span span, std::string_view text) {
  const bool daily = span == Span::kDaily;
  if (text.size() != (daily ? 10U : 7U) || text[4] != '-') return std::nullopt;
  if (daily && text[7] != '-') return std::nullopt;
  const auto first = date(number(text.substr(0, 4)), number(text.substr(5, 2)),
                          daily ? number(text.substr(8, 2)) : std::optional(1));
  if (!first) return std::nullopt;
  return period_of(span, micros(*first));
}

std::string period_name(const Period& period) {
  std::string out;
  append_date(out, year_month_day(day_of(period.begin)));
  if (period.span == Span::kMonthly) out.resize(7);
  return out;
}

Micros first_monday(Micros at) {
  const sys_days first = day_of(period_of(Span::kMonthly, at).begin);
  return micros(first + (Monday - weekday(first)));
}

std::string http_date(Micros at) {
  const sys_days today = day_of(at);
  const year_month_day ymd(today);
  std::string out(kDays[weekday(today).c_encoding()]);
  append_padded(out += ", ", static_cast<unsigned>(ymd.day()), 2);
  out += ' ';
  out += kMonths[static_cast<unsigned>(ymd.month()) - 1];
  append_padded(out += ' ', static_cast<int>(ymd.year()), 4);
  append_clock(out += ' ', at);
  return out + " GMT";
}

std::optional<Micros> parse_http_date(std::string_view text) {
  if (text.size() != 29) return std::nullopt;
  const auto month = std::ranges::find(kMonths, text.substr(8, 3));
  if (month == kMonths.end()) return std::nullopt;
  const auto today = date(number(text.substr(12, 4)), static_cast<int>(month - kMonths.begin()) + 1,
                          number(text.substr(5, 2)));
  const auto hour = number(text.substr(17, 2));
  const auto minute = number(text.substr(20, 2));
  const auto second = number(text.substr(23, 2));
  if (!today || !hour || !minute || !second) return std::nullopt;
  const Micros at = micros(*today) + *hour * kHour + *minute * kMinute + *second * kSecond;
  // Weekday, separators and ranges are checked by writing it again.
  return http_date(at) == text ? std::optional(at) : std::nullopt;
}

std::string iso_time(Micros at) {
  std::string out;
  append_date(out, year_month_day(day_of(at)));
  append_clock(out += 'T', at);
  return out + ".000Z";
}

}  // namespace wick::sim
