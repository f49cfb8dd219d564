#include "venue/binance/kline_page.hpp"

#include "venue/usual_json.hpp"

namespace wick::venue::binance {
namespace {

constexpr std::size_t kRowTypical = 150;

struct RawRow {
  std::int64_t open_time{};
  std::int64_t close_time{};
  core::Bar bar;
};

inline double decimal(UsualJson& page) {
  const double value = page.quoted();
  page.take(',');
  return value;
}
inline std::int64_t integer(UsualJson& page) {
  const std::int64_t value = page.integer();
  page.take(',');
  return value;
}

RawRow read_row(UsualJson& page) {
  RawRow raw;
  page.take('[');
  raw.open_time = integer(page);
  raw.bar.open = decimal(page);
  raw.bar.high = decimal(page);
  raw.bar.low = decimal(page);
  raw.bar.close = decimal(page);
  raw.bar.volume = decimal(page);
  raw.close_time = integer(page);
  raw.bar.quote_volume = decimal(page);
  raw.bar.count = integer(page);
  raw.bar.taker_volume = decimal(page);
  raw.bar.taker_quote_volume = decimal(page);
  (void)page.quoted();  // means nothing
  page.take(']');
  return raw;
}

bool take_row(Klines& klines, UsualJson& page, const KlineRules& rules) {
  RawRow raw = read_row(page);
  const auto unit = time_unit_of(raw.open_time);
  if (!page.good() || !unit || time_unit_of(raw.close_time) != unit) return false;
  raw.bar.open_time = open_instant(raw.open_time, *unit);
  raw.bar.close_time = close_instant(raw.close_time, *unit);
  return !accept_row(klines, raw.bar, rules);
}

}  // namespace

std::optional<Klines> read_kline_page(std::string_view text, const KlineRules& rules) {
  Klines klines;
  klines.rows.reserve(text.size() / kRowTypical + 1);
  UsualJson page(text);
  page.take('[');
  for (;;) {
    if (!take_row(klines, page, rules)) return std::nullopt;
    if (!page.next_is(',')) break;
    page.take(',');
  }
  page.take(']');
  if (!page.good() || !page.ended()) return std::nullopt;
  finish_rows(klines);
  return klines;
}

}  // namespace wick::venue::binance
