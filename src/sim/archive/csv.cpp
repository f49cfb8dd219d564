#include "sim/archive/csv.hpp"

#include <algorithm>

#include "sim/archive/decimal.hpp"
#include "sim/market/funding.hpp"
#include "sim/market/quotes.hpp"

namespace wick::sim {
namespace {

constexpr Micros k2021 = 18'628 * kDay;
constexpr Micros k2022 = 18'993 * kDay;
constexpr Micros k2025 = 20'089 * kDay;

constexpr std::string_view kHeader =
    "open_time,open,high,low,close,volume,close_time,quote_volume,count,"
    "taker_buy_volume,taker_buy_quote_volume,ignore\n";
constexpr std::string_view kFundingHeader = "calc_time,funding_interval_hours,last_funding_rate\n";

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

void append_reckoned_row(std::string& out, const Candle& candle, Interval interval) {
  append_integer(out, candle.open_time / 1000);
  for (const std::int64_t price : {candle.open, candle.high, candle.low, candle.close}) {
    append_decimal(out += ',', price, kQuoteDigits);
  }
  append_integer(out += ",0,", next_open(interval, candle.open_time) / 1000 - 1);
  append_integer(out += ",0,", candle.count);
  out += ",0,0,0\n";
}

std::string funding_text(const Market& market, const Object& object) {
  std::string out(kFundingHeader);
  const std::int64_t hours = funding_step(*object.symbol) / kHour;
  const Period& period = object.period;
  for (const Funding& funding : fundings(market, *object.symbol, period.begin, period.end)) {
    append_integer(out, funding.time / 1000);
    append_integer(out += ',', hours);
    append_decimal(out += ',', funding.rate, kQuoteDigits);
    out += '\n';
  }
  return out;
}

}  // namespace

bool has_header(const Object& object) {
  if (object.set == DataSet::kFundingRate) return true;
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
  if (object.set == DataSet::kFundingRate) return funding_text(market, object);
  const Figures figures(*object.symbol);
  const Quotes quotes(market, *object.symbol, price_of(object.set));
  const Period& period = object.period;
  std::string out;
  const auto append = [&](const Candle& candle) {
    if (quotes.price() == Price::kTraded) return append_row(out, candle, object, figures);
    append_reckoned_row(out, candle, object.interval);
  };
  if (has_header(object)) out += kHeader;
  // A day at a time: a month of seconds as candles would outweigh its own text.
  for (Micros day = period.begin; day < period.end; day += kDay) {
    const auto rows = quotes.candles(object.interval, day, day + kDay);
    for (const Candle& candle : rows) append(candle);
    // Growing on the way would hold the text twice. The first day tells how long it will be, give
    // or take; what is reserved beyond that is never touched.
    const auto days = static_cast<std::size_t>((period.end - period.begin) / kDay);
    if (day == period.begin && days > 1) out.reserve(out.size() * days * 2);
  }
  return out;
}

}  // namespace wick::sim
