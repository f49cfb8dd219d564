#include "sim/fault/instant.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>

namespace wick::sim {
namespace {

namespace chrono = std::chrono;

constexpr Micros kFirst = -719'162 * kDay;      // 0001-01-01
constexpr Micros kLast = 2'932'897 * kDay - 1;  // the end of 9999-12-31

void append_padded(std::string& out, std::int64_t number, std::size_t width) {
  const std::string digits = std::to_string(number);
  if (digits.size() < width) out.append(width - digits.size(), '0');
  out += digits;
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

std::optional<Micros> take_date(std::string_view& text) {
  const auto year = take_number(text, 4);
  if (!year || *year == 0 || !take(text, "-")) return std::nullopt;
  const auto month = take_number(text, 2);
  if (!month || !take(text, "-")) return std::nullopt;
  const auto day = take_number(text, 2);
  if (!day) return std::nullopt;
  const chrono::year_month_day date(chrono::year(*year),
                                    chrono::month(static_cast<unsigned>(*month)),
                                    chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok()) return std::nullopt;
  return chrono::microseconds(chrono::sys_days(date).time_since_epoch()).count();
}

// At least one digit; more than six are left standing.
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

}  // namespace

std::string iso_micros(Micros at) {
  at = std::clamp(at, kFirst, kLast);
  const auto day =
      chrono::floor<chrono::days>(chrono::sys_time<chrono::microseconds>(chrono::microseconds(at)));
  const chrono::year_month_day date(day);
  const Micros in_day = at - chrono::microseconds(day.time_since_epoch()).count();
  std::string out;
  append_padded(out, int(date.year()), 4);
  out += '-';
  append_padded(out, unsigned(date.month()), 2);
  out += '-';
  append_padded(out, unsigned(date.day()), 2);
  out += 'T';
  append_padded(out, in_day / kHour, 2);
  out += ':';
  append_padded(out, in_day / kMinute % 60, 2);
  out += ':';
  append_padded(out, in_day / kSecond % 60, 2);
  out += '.';
  append_padded(out, in_day % kSecond, 6);
  out += 'Z';
  return out;
}

std::optional<Micros> parse_iso(std::string_view text) {
  const auto date = take_date(text);
  if (!date || text.empty()) return date;
  if (!take(text, "T")) return std::nullopt;
  const auto clock = take_clock(text);
  if (!clock) return std::nullopt;
  take(text, "Z");
  if (!text.empty()) return std::nullopt;
  return *date + *clock;
}

}  // namespace wick::sim
