#include "sim/okx/candles.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "sim/archive/decimal.hpp"
#include "sim/okx/instrument.hpp"
#include "sim/okx/plain_decimal.hpp"
#include "sim/rest/series.hpp"

namespace wick::sim {
namespace {

constexpr std::int64_t kLimitUsual = 100;
constexpr std::int64_t kLimitMax = 300;
constexpr int kReach = 1440;
constexpr Micros kLag = kMinute;
constexpr std::int64_t kFarMillis = 253'402'300'799'999;  // the end of the year 9999

// Empty parameters count as not sent.
const std::string* text_of(const Target& target, std::string_view name) {
  const std::string* text = target.find(name);
  return text == nullptr || text->empty() ? nullptr : text;
}

std::optional<std::int64_t> number_in(const std::string& text) {
  std::int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end || value < 0) return std::nullopt;
  return value;
}

// False: the parameter is there, and no time.
bool read_time(const Target& target, std::string_view name, std::optional<Micros>& out) {
  const std::string* text = text_of(target, name);
  if (text == nullptr) return true;
  const auto value = number_in(*text);
  if (value) out = std::min(*value, kFarMillis) * 1000;
  return value.has_value();
}

bool read_limit(const Target& target, std::size_t& out) {
  const std::string* text = text_of(target, "limit");
  const auto value = text == nullptr ? std::optional(kLimitUsual) : number_in(*text);
  out = static_cast<std::size_t>(std::min(value.value_or(0), kLimitMax));
  return out > 0;
}

Micros first_within_reach(const Series& series, Micros now) {
  Micros open = series.open_of(now);
  for (int i = 1; i < kReach; ++i) open = series.open_of(open - 1);
  return open;
}

// What is traded, told in contracts, in the base asset and in the quote asset; of pairs the first
// is in the base, and the other two are in the quote asset.
std::array<std::string, 3> volumes(const Candle& candle, const Symbol& symbol) {
  const int lot = symbol.quantity_digits;
  const std::string volume = plain_decimal(candle.volume, lot);
  const std::string quote = plain_decimal(candle.quote, Figures(symbol).quote);
  switch (symbol.venue) {
    case Venue::kSpot:
      return {volume, quote, quote};
    case Venue::kUm:
      return {plain_decimal(candle.volume, lot + contract_exponent(symbol)), volume, quote};
    case Venue::kCm:
      return {volume, quote, plain_decimal(candle.volume * symbol.contract_size, lot)};
  }
  return {};
}

void append_row(std::string& out, const Candle& candle, const Symbol& symbol) {
  append_integer(out += "[\"", candle.open_time / 1000);
  for (const std::int64_t price : {candle.open, candle.high, candle.low, candle.close}) {
    out += "\",\"" + plain_decimal(price, symbol.price_digits);
  }
  for (const std::string& volume : volumes(candle, symbol)) out += "\",\"" + volume;
}

}  // namespace

std::variant<CandleQuery, OkxError> parse_candle_query(const Market& market, CandleShelf shelf,
                                                       const Target& target, Micros now) {
  CandleQuery query;
  query.shelf = shelf;
  const std::string* id = text_of(target, "instId");
  if (id == nullptr) return okx_missing("instId");
  const std::string* bar_name = text_of(target, "bar");
  const auto bar = bar_of(bar_name == nullptr ? "1m" : *bar_name);
  if (!bar || (bar->interval == Interval::k1s && shelf == CandleShelf::kRecent)) {
    return okx_wrong("bar");
  }
  query.bar = *bar;
  if (!read_time(target, "after", query.after)) return okx_wrong("after");
  if (!read_time(target, "before", query.before)) return okx_wrong("before");
  if (!read_limit(target, query.limit)) return okx_wrong("limit");
  query.symbol = find_instrument(market, *id, now);
  if (query.symbol == nullptr) return okx_unknown_instrument();
  return query;
}

std::vector<Candle> select_candles(const Market& market, const CandleQuery& query, Micros now) {
  const bool history = query.shelf == CandleShelf::kHistory;
  const Micros seen = history ? now - kLag : now;
  const Series series(market, *query.symbol, {query.bar.interval, query.bar.shift, seen});
  Window window{0, seen, query.limit};
  if (query.before) window.first = *query.before + 1;
  if (query.after) window.last = std::min(seen, *query.after - 1);
  if (history) {
    window.last = std::min(window.last, series.open_of(seen) - 1);
  } else {
    window.first = std::max(window.first, first_within_reach(series, now));
  }
  std::vector<Candle> rows = series.newest(window);
  std::ranges::reverse(rows);
  return rows;
}

std::string candles_json(const std::vector<Candle>& candles, const CandleQuery& query, Micros now) {
  std::string out = "[";
  for (const Candle& candle : candles) {
    if (out.size() > 1) out += ',';
    append_row(out, candle, *query.symbol);
    const Micros local = candle.open_time + query.bar.shift;
    const Micros end = next_open(query.bar.interval, local) - query.bar.shift;
    out += end <= now ? "\",\"1\"]" : "\",\"0\"]";
  }
  return out += ']';
}

}  // namespace wick::sim
