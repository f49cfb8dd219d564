#include "venue/kline.hpp"

#include <algorithm>

#include "core/time_text.hpp"

namespace wick::venue {
namespace {

bool plausible(const core::Bar& bar) {
  return bar.high >= std::max(bar.open, bar.close) && bar.low <= std::min(bar.open, bar.close);
}

}  // namespace

std::optional<std::string> accept_row(Klines& klines, const core::Bar& bar,
                                      const KlineRules& rules) {
  const auto says = [&](const std::string& what) { return core::to_iso(bar.open_time) + what; };
  if (!rules.period.contains(bar.open_time)) {
    return says(" lies outside of " + core::to_iso(rules.period.begin) + " .. " +
                core::to_iso(rules.period.end));
  }
  if (!rules.grid.has(bar.open_time)) {
    return says(" is no open time of a " + std::string(core::name(rules.grid.interval())) + " bar");
  }
  if (bar.close_time <= bar.open_time) return says(" closes before it opens");
  if (bar.volume < 0 || bar.quote_volume < 0 || bar.count < 0 || bar.taker_volume < 0 ||
      bar.taker_quote_volume < 0 || (bar.low < 0 && rules.prices == Prices::kPositive)) {
    return says(" has a negative number");
  }
  klines.untidy.implausible += plausible(bar) ? 0 : 1;
  klines.rows.push(bar);
  return std::nullopt;
}

void finish_rows(Klines& klines) {
  const auto odd = klines.rows.settle_order();
  klines.untidy.unsorted = static_cast<std::uint32_t>(odd.unsorted);
  klines.untidy.duplicates = static_cast<std::uint32_t>(odd.duplicates);
}

std::string describe(const Klines& klines) {
  std::string text = std::to_string(klines.rows.size()) + " rows";
  if (klines.untidy.any()) text += ", " + core::describe(klines.untidy);
  return text;
}

std::optional<TimeUnit> time_unit_of(std::int64_t open_time) {
  constexpr std::int64_t kMillisBegin = 1'000'000'000'000;      // 13 digits, from 2001
  constexpr std::int64_t kMicrosBegin = 1'000'000'000'000'000;  // 16 digits, from 2001
  if (open_time >= kMillisBegin && open_time < kMillisBegin * 10) return TimeUnit::kMillis;
  if (open_time >= kMicrosBegin && open_time < kMicrosBegin * 10) return TimeUnit::kMicros;
  return std::nullopt;
}

core::UtcTime open_instant(std::int64_t time, TimeUnit unit) {
  return core::utc_micros(unit == TimeUnit::kMillis ? time * 1000 : time);
}

core::UtcTime close_instant(std::int64_t time, TimeUnit unit) {
  return core::utc_micros(unit == TimeUnit::kMillis ? (time + 1) * 1000 - 1 : time);
}

}  // namespace wick::venue
