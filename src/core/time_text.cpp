#include "core/time_text.hpp"

#include <array>
#include <charconv>
#include <cstdio>

namespace wick::core {
namespace {

using std::chrono::floor;

std::chrono::year_month_day date_of(UtcTime t) {
  return floor<std::chrono::days>(t);
}

template <typename... Args>
std::string print(const char* format, Args... args) {
  std::array<char, 64> text{};
  const int size = std::snprintf(text.data(), text.size(), format, args...);  // NOLINT: vararg
  return {text.data(), static_cast<std::size_t>(size)};
}

// Takes exactly `digits` decimal digits off the front.
std::optional<int> take_digits(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(0, digits)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool take(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<UtcTime> take_date(std::string_view& text) {
  const auto year = take_digits(text, 4);
  if (!year || *year < 1970 || *year > 2199 || !take(text, '-')) return std::nullopt;
  const auto month = take_digits(text, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_digits(text, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days{date};
}

// One to six digits after a point, as microseconds.
std::optional<Micros> take_fraction(std::string_view& text) {
  std::int64_t micros = 0;
  std::int64_t unit = 100'000;
  for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1)) {
    if (unit == 0) return std::nullopt;
    micros += (text.front() - '0') * unit;
    unit /= 10;
  }
  if (unit == 100'000) return std::nullopt;
  return Micros{micros};
}

std::optional<Micros> take_clock(std::string_view& text) {
  const auto hour = take_digits(text, 2);
  if (!hour || *hour > 23 || !take(text, ':')) return std::nullopt;
  const auto minute = take_digits(text, 2);
  if (!minute || *minute > 59) return std::nullopt;
  Micros clock = std::chrono::hours{*hour} + std::chrono::minutes{*minute};
  if (!take(text, ':')) return clock;
  const auto second = take_digits(text, 2);
  if (!second || *second > 59) return std::nullopt;
  clock += std::chrono::seconds{*second};
  if (!take(text, '.')) return clock;
  const auto fraction = take_fraction(text);
  if (!fraction) return std::nullopt;
  return clock + *fraction;
}

}  // namespace

std::string to_iso(UtcTime t) {
  const auto day = floor<std::chrono::days>(t);
  const std::chrono::hh_mm_ss clock{t - day};
  std::string text = to_date(t) + print("T%02d:%02d:%02d", static_cast<int>(clock.hours().count()),
                                        static_cast<int>(clock.minutes().count()),
                                        static_cast<int>(clock.seconds().count()));
  if (const auto micros = clock.subseconds().count(); micros != 0) {
    text += print(".%06d", static_cast<int>(micros));
  }
  return text + "Z";
}

std::string to_date(UtcTime t) {
  const auto date = date_of(t);
  return to_month(t) + print("-%02u", static_cast<unsigned>(date.day()));
}

std::string to_month(UtcTime t) {
  const auto date = date_of(t);
  return print("%04d-%02u", static_cast<int>(date.year()), static_cast<unsigned>(date.month()));
}

std::optional<UtcTime> parse_utc(std::string_view text) {
  auto time = take_date(text);
  if (!time) return std::nullopt;
  if (take(text, 'T') || take(text, ' ')) {
    const auto clock = take_clock(text);
    if (!clock) return std::nullopt;
    *time += *clock;
  }
  take(text, 'Z');
  if (!text.empty()) return std::nullopt;
  return time;
}

std::optional<Micros> parse_duration(std::string_view text) {
  std::int64_t count = 0;
  const auto [rest, failure] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (failure != std::errc{} || rest + 1 != text.data() + text.size() || count <= 0) {
    return std::nullopt;
  }
  std::int64_t seconds = 0;
  switch (*rest) {
    case 's':
      seconds = 1;
      break;
    case 'm':
      seconds = 60;
      break;
    case 'h':
      seconds = 3600;
      break;
    case 'd':
      seconds = 86'400;
      break;
    case 'w':
      seconds = 7 * 86'400;
      break;
    default:
      return std::nullopt;
  }
  constexpr std::int64_t kSecondsMax = 100'000LL * 86'400;
  if (count > kSecondsMax / seconds) return std::nullopt;
  return std::chrono::seconds{count * seconds};
}

}  // namespace wick::core
