#include "sim/archive/csv.hpp"

#include <algorithm>

#include "sim/archive/decimal.hpp"

namespace wick::sim {
namespace {

constexpr Micros k2021 = 18'628 * kDay;
constexpr Micros k2022 = 18'993 * kDay;
constexpr Micros k2025 = 20'089 * kDay;

constexpr std::string_view kHeader =
    "open_time,open,high,low,close,volume,close_time,quote_volume,count,"
    "taker_buy_volume,taker_buy_quote_volume,ignore\n";

void append_row(std::string& out, const Candle& candle, const Object& object,
                const Figures& figures) {
  const Micros unit = time_unit(object);
  const Micros last = next_open(object.interval, candle.open_time) / unit - 1;
  append_integer(out, candle.open_time / unit);
  figures.append_price(out += ',', candle.open);
  figures.append_price(out += ',', candle.high);
  figures.append_price(out += ',', candle.low);
  figures.append_price(out += ',', candle.close);
  figures.append_quantity(out += ',', candle.volume);
  append_integer(out += ',', last);
  figures.append_quote(out += ',', candle.quote);
  append_integer(out += ',', candle.count);
  figures.append_quantity(out += ',', candle.taker_volume);
  figures.append_quote(out += ',', candle.taker_quote);
  out += ",0\n";
}

}  // namespace

bool has_header(const Object& object) {
  switch (object.symbol->venue) {
    case Venue::kSpot:
      return false;
    case Venue::kUm:
      return object.period.begin >= k2022;
    case Venue::kCm:
      return object.period.begin >= k2021;
  }
  return false;
}

Micros time_unit(const Object& object) {
  return object.symbol->venue == Venue::kSpot && object.period.begin >= k2025 ? 1 : 1000;
}

std::string csv_text(const Market& market, const Object& object) {
  const Figures figures(*object.symbol);
  const Period& period = object.period;
  std::string out;
  if (has_header(object)) out += kHeader;
  // A day at a time: a month of seconds as candles would outweigh its own text.
  for (Micros day = period.begin; day < period.end; day += kDay) {
    const auto rows = market.candles(*object.symbol, object.interval, day, day + kDay);
    for (const Candle& candle : rows) append_row(out, candle, object, figures);
    // Growing on the way would hold the text twice. The first day tells how long it will be, give
    // or take; what is reserved beyond that is never touched.
    const auto days = static_cast<std::size_t>((period.end - period.begin) / kDay);
    if (day == period.begin && days > 1) out.reserve(out.size() * days * 2);
  }
  return out;
}

}  // namespace wick::sim
