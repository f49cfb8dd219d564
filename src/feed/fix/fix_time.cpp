#include "feed/fix/fix_time.hpp"

#include <chrono>

#include "feed/fix/message.hpp"

namespace wick::feed::fix {
namespace {

constexpr std::size_t kDateBytes = 8;
constexpr std::size_t kTimeBytes = 8;  // 13:44:06
constexpr std::size_t kFractionMax = 9;

void append_digits(std::string& out, std::int64_t value, std::int64_t unit) {
  for (; unit > 0; unit /= 10) out += static_cast<char>('0' + value / unit % 10);
}

// Whole digits at their place, or nothing.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  const auto value = whole_number(text.substr(at, count));
  return value ? std::optional(static_cast<int>(*value)) : std::nullopt;
}

std::optional<core::UtcTime> parse_date(std::string_view text) {
  if (text.size() != kDateBytes) return std::nullopt;
  const auto year = digits(text, 0, 4);
  const auto month = digits(text, 4, 2);
  const auto day = digits(text, 6, 2);
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok() || *year < 1970 || *year > 2199) return std::nullopt;
  return core::UtcTime(std::chrono::sys_days(date));
}

std::optional<core::Micros> parse_fraction(std::string_view text) {
  if (text.empty()) return core::Micros::zero();
  text.remove_prefix(1);
  if (text.size() > kFractionMax) return std::nullopt;
  const auto value = whole_number(text);
  if (!value) return std::nullopt;
  std::int64_t nanos = *value;
  for (std::size_t i = text.size(); i < kFractionMax; ++i) nanos *= 10;
  return core::Micros{nanos / 1000};
}

std::optional<core::Micros> parse_time(std::string_view text) {
  if (text.size() < kTimeBytes || text[2] != ':' || text[5] != ':') return std::nullopt;
  const auto hour = digits(text, 0, 2);
  const auto minute = digits(text, 3, 2);
  const auto second = digits(text, 6, 2);
  if (!hour || !minute || !second) return std::nullopt;
  if (*hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  const std::string_view fraction = text.substr(kTimeBytes);
  if (!fraction.empty() && fraction.front() != '.') return std::nullopt;
  const auto micros = parse_fraction(fraction);
  if (!micros) return std::nullopt;
  return std::chrono::hours(*hour) + std::chrono::minutes(*minute) + std::chrono::seconds(*second) +
         *micros;
}

}  // namespace

void append_timestamp(std::string& out, core::UtcTime t) {
  const auto day = std::chrono::floor<std::chrono::days>(t);
  const std::chrono::year_month_day date{day};
  const auto millis = std::chrono::floor<std::chrono::milliseconds>(t - day).count();
  append_digits(out, static_cast<int>(date.year()), 1000);
  append_digits(out, static_cast<unsigned>(date.month()), 10);
  append_digits(out, static_cast<unsigned>(date.day()), 10);
  out += '-';
  append_digits(out, millis / 3'600'000, 10);
  out += ':';
  append_digits(out, millis / 60'000 % 60, 10);
  out += ':';
  append_digits(out, millis / 1000 % 60, 10);
  out += '.';
  append_digits(out, millis % 1000, 100);
}

std::string timestamp(core::UtcTime t) {
  std::string text;
  append_timestamp(text, t);
  return text;
}

std::optional<core::UtcTime> parse_timestamp(std::string_view text) {
  if (text.size() <= kDateBytes || text[kDateBytes] != '-') return std::nullopt;
  return parse_date_and_time(text.substr(0, kDateBytes), text.substr(kDateBytes + 1));
}

std::optional<core::UtcTime> parse_date_and_time(std::string_view date, std::string_view time) {
  const auto day = parse_date(date);
  const auto within_day = parse_time(time);
  if (!day || !within_day) return std::nullopt;
  return *day + *within_day;
}

}  // namespace wick::feed::fix
