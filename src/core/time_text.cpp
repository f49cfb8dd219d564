#include "core/time_text.hpp"

#include <array>
#include <charconv>

namespace wick::core {
namespace {

using std::chrono::floor;

std::chrono::year_month_day date_of(UtcTime t) {
  return floor<std::chrono::days>(t);
}

// Digits of a fixed number, with zeros in front.
class Writer {
 public:
  Writer& number(std::int64_t value, std::size_t digits) {
    for (std::size_t i = digits; i-- > 0; value /= 10) {
      text_[size_ + i] = static_cast<char>('0' + value % 10);
    }
    size_ += digits;
    return *this;
  }
  Writer& sign(char c) {
    text_[size_++] = c;
    return *this;
  }
  // Four places, or as many more as a year takes.
  Writer& year(int year) {
    if (year < 0) sign('-');
    const int size = year < 0 ? -year : year;
    std::size_t digits = year < 0 ? 3 : 4;
    for (int limit = year < 0 ? 1000 : 10'000; size >= limit; limit *= 10) ++digits;
    return number(size, digits);
  }
  Writer& month(const std::chrono::year_month_day& date) {
    return year(static_cast<int>(date.year()))
        .sign('-')
        .number(static_cast<unsigned>(date.month()), 2);
  }
  Writer& date(const std::chrono::year_month_day& date) {
    return month(date).sign('-').number(static_cast<unsigned>(date.day()), 2);
  }
  [[nodiscard]] std::string_view text() const { return {text_.data(), size_}; }

 private:
  std::array<char, 32> text_{};
  std::size_t size_{0};
};

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

void append_iso(std::string& out, UtcTime t) {
  const auto day = floor<std::chrono::days>(t);
  const std::chrono::hh_mm_ss clock{t - day};
  Writer writer;
  writer.date(day).sign('T').number(clock.hours().count(), 2);
  writer.sign(':').number(clock.minutes().count(), 2);
  writer.sign(':').number(clock.seconds().count(), 2);
  if (const auto micros = clock.subseconds().count(); micros != 0) {
    writer.sign('.').number(micros, 6);
  }
  out += writer.sign('Z').text();
}

std::string to_iso(UtcTime t) {
  std::string text;
  append_iso(text, t);
  return text;
}

std::string to_date(UtcTime t) {
  return std::string(Writer().date(date_of(t)).text());
}

std::string to_month(UtcTime t) {
  return std::string(Writer().month(date_of(t)).text());
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
      seconds = 604'800;
      break;
    default:
      return std::nullopt;
  }
  constexpr std::int64_t kSecondsMax = 100'000LL * 86'400;
  if (count > kSecondsMax / seconds) return std::nullopt;
  return std::chrono::seconds{count * seconds};
}

}  // namespace wick::core
