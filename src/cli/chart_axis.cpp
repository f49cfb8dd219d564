#include "cli/chart_axis.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/time_text.hpp"

namespace wick::cli {
namespace {

using core::Micros;
using core::UtcTime;

std::string formatted(double value, std::chars_format format, int precision) {
  std::array<char, 400> buffer{};
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format, precision);
  return {buffer.data(), end.ptr};
}

// A step of a price axis: digit * 10^exponent.
struct Step {
  double size{};
  int exponent{};
};

// The next round number that is not smaller. Found in the number's text, where powers of ten are
// exact.
std::optional<Step> round_step(double least) {
  const std::string text = formatted(least, std::chars_format::scientific, 6);
  const std::size_t mark = text.find('e');
  if (mark == std::string::npos) return std::nullopt;
  const bool positive = text[mark + 1] == '+';
  Step step;
  std::from_chars(text.data() + mark + (positive ? 2 : 1), text.data() + text.size(),
                  step.exponent);
  double mantissa{};
  std::from_chars(text.data(), text.data() + mark, mantissa);
  int digit = 10;
  for (const int round : {5, 2, 1}) {
    if (mantissa <= round) digit = round;
  }
  if (digit == 10) {
    digit = 1;
    ++step.exponent;
  }
  const std::string rounded = std::to_string(digit) + "e" + std::to_string(step.exponent);
  std::from_chars(rounded.data(), rounded.data() + rounded.size(), step.size);
  return step;
}

std::string price_label(double price, int exponent) {
  constexpr int kDigitsMax = 12;
  const bool plain = exponent >= -kDigitsMax && price < 1e13 && price > -1e13;
  if (!plain) return formatted(price, std::chars_format::scientific, 4);
  return formatted(price, std::chars_format::fixed, std::max(0, -exponent));
}

// What lies between two marks of a time axis.
struct Unit {
  Micros length{};     // of a unit of months: the shortest that it can be
  int months{};        // 0: `length` exactly
  std::size_t from{};  // the part of an ISO time that is its label
  std::size_t size{};
};

constexpr std::size_t kHourAt = 11;
constexpr std::size_t kMonthAt = 5;

// The units, shorter ones first. Where there is but a day its date is not repeated.
std::vector<Unit> units(bool several_days) {
  using namespace std::chrono_literals;
  std::vector<Unit> all;
  for (const Micros length : {1s, 5s, 10s, 15s, 30s}) all.push_back({length, 0, kHourAt, 8});
  for (const Micros length :
       {1min, 2min, 5min, 10min, 15min, 30min, 60min, 120min, 180min, 240min, 360min, 720min}) {
    all.push_back(several_days ? Unit{length, 0, kMonthAt, 11} : Unit{length, 0, kHourAt, 5});
  }
  for (const int days : {1, 2, 7, 14}) all.push_back({days * core::kDay, 0, 0, 10});
  for (const int months : {1, 2, 3, 6}) all.push_back({months * 28 * core::kDay, months, 0, 7});
  for (const int years : {1, 2, 5, 10, 20, 50}) {
    all.push_back({years * 365 * core::kDay, 12 * years, 0, 4});
  }
  return all;
}

// The last round time at or before `t`.
UtcTime round_down(UtcTime t, const Unit& unit) {
  if (unit.months == 0) {
    constexpr Micros kMonday = std::chrono::days{4};  // the first of 1970
    const Micros phase = unit.length > core::kDay ? kMonday : Micros{0};
    const Micros since = t.time_since_epoch() - phase;
    return UtcTime{since / unit.length * unit.length + phase};
  }
  const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(t)};
  const int month =
      static_cast<int>(date.year()) * 12 + static_cast<int>(unsigned{date.month()}) - 1;
  const int begin = month / unit.months * unit.months;
  return core::midnight(begin / 12, static_cast<unsigned>(begin % 12) + 1, 1);
}

std::string label(UtcTime t, const Unit& unit) {
  std::string text = core::to_iso(t).substr(unit.from, unit.size);
  std::ranges::replace(text, 'T', ' ');
  return text;
}

// The shortest unit whose labels have room; the longest there is where none has.
Unit fitting_unit(core::TimeRange range, std::int64_t characters) {
  const Micros span = range.end - range.begin;
  const std::vector<Unit> all = units(span > core::kDay);
  for (const Unit& unit : all) {
    const auto needed = static_cast<std::int64_t>(unit.size + 3);
    if (unit.length / needed >= span / characters) return unit;
  }
  return all.back();
}

}  // namespace

int PriceScale::row(double price, int rows) const {
  const double row = (high - price) / (high - low) * (rows - 1) + 0.5;
  if (!(row > 0)) return 0;
  return row < rows ? static_cast<int>(row) : rows - 1;
}

PriceScale scale_of(double low, double high) {
  if (low < high) return {low, high};
  const double room = low == 0 ? 1 : (low < 0 ? -low : low) / 100;
  return {low - room, high + room};
}

std::vector<PriceMark> price_marks(const PriceScale& scale, int count) {
  const auto step = round_step((scale.high - scale.low) / count);
  if (!step || step->size <= 0) return {};
  constexpr double kMultipleMax = 1e15;  // beyond it a double cannot tell neighbours apart
  if (scale.high / step->size > kMultipleMax || scale.low / step->size < -kMultipleMax) return {};
  const double rounding = step->size / 1000;  // a multiple may miss an end by its last digit
  std::vector<PriceMark> marks;
  auto multiple = static_cast<std::int64_t>(scale.low / step->size) - 1;
  for (;; ++multiple) {
    const double price = static_cast<double>(multiple) * step->size;
    if (price > scale.high + rounding) return marks;
    if (price >= scale.low - rounding) marks.push_back({price, price_label(price, step->exponent)});
  }
}

std::string brief_amount(double amount) {
  constexpr std::string_view kUnits = " KMBT";
  constexpr double kThousand = 999.5;  // what three digits would round up to it
  std::size_t unit = 0;
  for (; amount >= kThousand && unit + 1 < kUnits.size(); ++unit) amount /= 1000;
  std::string text = formatted(amount, std::chars_format::general, 3);
  if (unit > 0) text += kUnits[unit];
  return text;
}

std::vector<TimeMark> time_marks(const std::vector<UtcTime>& begins, UtcTime end, int width) {
  if (begins.empty()) return {};
  const auto characters = static_cast<std::int64_t>(begins.size()) * width;
  const Unit unit = fitting_unit({begins.front(), end}, characters);
  std::vector<TimeMark> marks;
  for (std::size_t i = 0; i < begins.size(); ++i) {
    const UtcTime next = i + 1 < begins.size() ? begins[i + 1] : end;
    const UtcTime round = round_down(next - Micros{1}, unit);
    if (round >= begins[i]) marks.push_back({static_cast<int>(i), label(round, unit)});
  }
  return marks;
}

}  // namespace wick::cli
