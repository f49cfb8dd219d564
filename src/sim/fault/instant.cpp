#include "sim/fault/instant.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>

namespace wick::sim {
namespace {

namespace chrono = std::chrono;

constexpr std::array<std::string_view, 7> kWeekdays{"Sun", "Mon", "Tue", "Wed",
                                                    "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr Micros kFirst = -719'162 * kDay;      // 0001-01-01
constexpr Micros kLast = 2'932'897 * kDay - 1;  // 9999-12-31

struct Moment {
  chrono::year_month_day date{};
  unsigned weekday{};
  std::int64_t in_day{};  // microseconds
};

Moment moment_of(Micros at) {
  if (at < kFirst) at = kFirst;
  if (at > kLast) at = kLast;
  const auto day =
      chrono::floor<chrono::days>(chrono::sys_time<chrono::microseconds>(chrono::microseconds(at)));
  const Micros begin = chrono::microseconds(day.time_since_epoch()).count();
  return {chrono::year_month_day(day), chrono::weekday(day).c_encoding(), at - begin};
}

void append_padded(std::string& out, std::int64_t number, std::size_t width) {
  const std::string digits = std::to_string(number);
  if (digits.size() < width) out.append(width - digits.size(), '0');
  out += digits;
}

void append_clock(std::string& out, std::int64_t in_day) {
  append_padded(out, in_day / kHour, 2);
  out += ':';
  append_padded(out, in_day / kMinute % 60, 2);
  out += ':';
  append_padded(out, in_day / kSecond % 60, 2);
}

// Takes exactly `digits` decimal digits off the front.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int number = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    number = number * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return number;
}

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

std::optional<chrono::year_month> take_month(std::string_view& text) {
  const auto year = take_number(text, 4);
  if (!year || *year == 0 || !take(text, "-")) return std::nullopt;
  const auto month = take_number(text, 2);
  if (!month || *month < 1 || *month > 12) return std::nullopt;
  return chrono::year(*year) / chrono::month(static_cast<unsigned>(*month));
}

std::optional<Micros> day_start(chrono::year_month month, int day) {
  const auto date = month / chrono::day(static_cast<unsigned>(day));
  if (!date.ok()) return std::nullopt;
  return chrono::microseconds(chrono::sys_days(date).time_since_epoch()).count();
}

std::optional<Micros> take_date(std::string_view& text) {
  const auto month = take_month(text);
  if (!month || !take(text, "-")) return std::nullopt;
  const auto day = take_number(text, 2);
  if (!day) return std::nullopt;
  return day_start(*month, *day);
}

std::optional<Micros> take_decimals(std::string_view& text) {
  Micros unit = kSecond;
  Micros decimals = 0;
  while (unit > 1 && !text.empty() && text[0] >= '0' && text[0] <= '9') {
    unit /= 10;
    decimals += unit * (text[0] - '0');
    text.remove_prefix(1);
  }
  if (unit == kSecond) return std::nullopt;
  return decimals;
}

// hh:mm[:ss[.ffffff]]
std::optional<Micros> take_clock(std::string_view& text) {
  const auto hour = take_number(text, 2);
  if (!hour || *hour > 23 || !take(text, ":")) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute || *minute > 59) return std::nullopt;
  const Micros whole = *hour * kHour + *minute * kMinute;
  if (!take(text, ":")) return whole;
  const auto second = take_number(text, 2);
  if (!second || *second > 59) return std::nullopt;
  if (!take(text, ".")) return whole + *second * kSecond;
  const auto decimals = take_decimals(text);
  if (!decimals) return std::nullopt;
  return whole + *second * kSecond + *decimals;
}

std::string written(chrono::year_month month) {
  std::string out;
  append_padded(out, int(month.year()), 4);
  out += '-';
  append_padded(out, unsigned(month.month()), 2);
  return out;
}

std::string written(chrono::year_month_day date) {
  std::string out = written(date.year() / date.month());
  out += '-';
  append_padded(out, unsigned(date.day()), 2);
  return out;
}

}  // namespace

std::string iso_time(Micros at) {
  const Moment moment = moment_of(at);
  std::string out = written(moment.date);
  out += 'T';
  append_clock(out, moment.in_day);
  out += '.';
  append_padded(out, moment.in_day % kSecond, 6);
  out += 'Z';
  return out;
}

std::string http_date(Micros at) {
  const Moment moment = moment_of(at);
  std::string out(kWeekdays.at(moment.weekday));
  out += ", ";
  append_padded(out, unsigned(moment.date.day()), 2);
  out += ' ';
  out += kMonths.at(unsigned(moment.date.month()) - 1);
  out += ' ';
  append_padded(out, int(moment.date.year()), 4);
  out += ' ';
  append_clock(out, moment.in_day);
  out += " GMT";
  return out;
}

std::optional<Micros> parse_iso(std::string_view text) {
  const auto date = take_date(text);
  if (!date) return std::nullopt;
  if (text.empty()) return date;
  if (!take(text, "T")) return std::nullopt;
  const auto clock = take_clock(text);
  if (!clock) return std::nullopt;
  take(text, "Z");
  if (!text.empty()) return std::nullopt;
  return *date + *clock;
}

std::optional<Micros> parse_http_date(std::string_view text) {
  constexpr std::size_t kWeekdayAndComma = 5;
  if (text.size() < kWeekdayAndComma) return std::nullopt;
  text.remove_prefix(kWeekdayAndComma);
  const auto day = take_number(text, 2);
  if (!day || !take(text, " ")) return std::nullopt;
  unsigned month = 0;
  while (month < kMonths.size() && !take(text, kMonths.at(month))) ++month;
  if (month == kMonths.size() || !take(text, " ")) return std::nullopt;
  const auto year = take_number(text, 4);
  if (!year || !take(text, " ")) return std::nullopt;
  const auto date = day_start(chrono::year(*year) / chrono::month(month + 1), *day);
  const auto clock = take_clock(text);
  if (!date || !clock || text != " GMT") return std::nullopt;
  return *date + *clock;
}

std::optional<std::string> period_before(std::string_view period) {
  std::string_view rest = period;
  const auto month = take_month(rest);
  if (!month) return std::nullopt;
  if (rest.empty()) return written(*month - chrono::months(1));
  rest = period;
  const auto day = take_date(rest);
  if (!day || !rest.empty()) return std::nullopt;
  return written(moment_of(*day - kDay).date);
}

}  // namespace wick::sim
