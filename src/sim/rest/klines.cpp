#include "sim/rest/klines.hpp"

#include <algorithm>

#include "sim/archive/decimal.hpp"
#include "sim/market/listing.hpp"
#include "sim/rest/parameters.hpp"
#include "sim/rest/series.hpp"

namespace wick::sim {
namespace {

constexpr Micros kCmSpan = 200 * kDay;
constexpr Micros kFarMillis = 253'402'300'799'999;          // the end of the year 9999
constexpr std::int64_t kFirstMicros = 100'000'000'000'000;  // as milliseconds, the year 5138
constexpr Micros kEarliest = 0;

std::int64_t limit_max(Venue venue) {
  return venue == Venue::kSpot ? 1000 : 1500;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::optional<Interval> quoted_interval(Venue venue, std::string_view name) {
  const auto interval = interval_of(name);
  if (!interval || rest_name(*interval) != name) return std::nullopt;  // "1mo" is the archive's
  if (interval == Interval::k1s && venue != Venue::kSpot) return std::nullopt;
  return interval;
}

std::optional<Micros> optional_instant(Parameters& parameters, Venue venue, std::string_view name) {
  const auto value = parameters.number(name);
  if (!value) return std::nullopt;
  return instant_of(venue, *value);
}

Micros time_zone(Parameters& parameters) {
  const auto text = parameters.optional("timeZone");
  if (!text) return 0;
  const auto shift = parse_time_zone(*text);
  if (!shift) parameters.fail(invalid_data("timeZone"));
  return shift.value_or(0);
}

std::optional<VenueError> check_range(Venue venue, const KlineQuery& query) {
  if (venue == Venue::kSpot || !query.start || !query.end) return std::nullopt;
  if (*query.start > *query.end) return start_after_end();
  if (venue == Venue::kCm && *query.end - *query.start > kCmSpan) {
    return span_too_long(kCmSpan / kHour);
  }
  return std::nullopt;
}

Window cm_window(const KlineQuery& query, Micros now) {
  if (!query.start && !query.end) return {kEarliest, now, query.limit};
  const Micros last = query.end ? *query.end : std::min(*query.start + kCmSpan, now);
  return {query.start ? *query.start : last - kCmSpan, last, query.limit};
}

// The perpetual that an index price is told of; pairs without one have none.
const Symbol* find_pair(const Market& market, Venue venue, std::string_view pair, Micros now) {
  std::string name(pair);
  if (venue == Venue::kCm) name += "_PERP";
  const Symbol* symbol = find_quoted(market, venue, name, now);
  return symbol != nullptr && symbol->pair == pair ? symbol : nullptr;
}

// As the row shows them: in the unit that was asked for, the close inclusive.
struct RowTimes {
  std::int64_t open{}, close{};
};

void append_row(std::string& out, const Candle& candle, const Figures& figures,
                const RowTimes& times) {
  append_integer(out += '[', times.open);
  figures.append_price(out += ",\"", candle.open);
  figures.append_price(out += "\",\"", candle.high);
  figures.append_price(out += "\",\"", candle.low);
  figures.append_price(out += "\",\"", candle.close);
  figures.append_quantity(out += "\",\"", candle.volume);
  append_integer(out += "\",", times.close);
  figures.append_quote(out += ",\"", candle.quote);
  append_integer(out += "\",", candle.count);
  figures.append_quantity(out += ",\"", candle.taker_volume);
  figures.append_quote(out += "\",\"", candle.taker_quote);
  out += "\",\"0\"]";
}

// Fields without a meaning are there, and zero.
void append_reckoned_row(std::string& out, const Candle& candle, const RowTimes& times) {
  append_integer(out += '[', times.open);
  append_decimal(out += ",\"", candle.open, kQuoteDigits);
  append_decimal(out += "\",\"", candle.high, kQuoteDigits);
  append_decimal(out += "\",\"", candle.low, kQuoteDigits);
  append_decimal(out += "\",\"", candle.close, kQuoteDigits);
  append_integer(out += "\",\"0\",", times.close);
  append_integer(out += ",\"0\",", candle.count);
  out += ",\"0\",\"0\",\"0\"]";
}

}  // namespace

std::variant<KlineQuery, VenueError> parse_kline_query(const Market& market, KlineEndpoint endpoint,
                                                       const Target& target, Micros now) {
  const Venue venue = endpoint.venue;
  const bool by_pair = endpoint.price == Price::kIndex;
  Parameters parameters(target);
  KlineQuery query;
  query.price = endpoint.price;
  const std::string name = parameters.mandatory_symbol(by_pair ? "pair" : "symbol");
  const std::string interval = parameters.mandatory("interval");
  query.start = optional_instant(parameters, venue, "startTime");
  query.end = optional_instant(parameters, venue, "endTime");
  if (venue == Venue::kSpot) query.shift = time_zone(parameters);
  query.limit = static_cast<std::size_t>(parameters.limit(500, limit_max(venue)));
  parameters.finish();
  if (parameters.error()) return *parameters.error();

  query.symbol =
      by_pair ? find_pair(market, venue, name, now) : find_quoted(market, venue, name, now);
  if (query.symbol == nullptr) return invalid_symbol();
  const auto known = quoted_interval(venue, interval);
  if (!known) return invalid_interval();
  query.interval = *known;
  if (const auto error = check_range(venue, query)) return *error;
  return query;
}

std::vector<Candle> select_klines(const Market& market, const KlineQuery& query, Micros now) {
  const Series series(market, *query.symbol, {query.interval, query.shift, now, query.price});
  if (query.symbol->venue == Venue::kCm) return series.newest(cm_window(query, now));
  const Window window{query.start.value_or(kEarliest), query.end.value_or(now), query.limit};
  // On spot a start after the end is an empty range, not an error.
  return query.start ? series.oldest(window) : series.newest(window);
}

std::string klines_json(const std::vector<Candle>& candles, const KlineQuery& query, Micros unit) {
  constexpr std::size_t kRowBytes = 200;
  const Figures figures(*query.symbol);
  std::string out = "[";
  out.reserve(candles.size() * kRowBytes + 2);
  for (const Candle& candle : candles) {
    if (out.size() > 1) out += ',';
    const Micros local = candle.open_time + query.shift;
    const Micros end = next_open(query.interval, local) - query.shift;
    const RowTimes times{candle.open_time / unit, end / unit - 1};
    if (query.price == Price::kTraded) {
      append_row(out, candle, figures, times);
    } else {
      append_reckoned_row(out, candle, times);
    }
  }
  return out += ']';
}

std::optional<Micros> parse_time_zone(std::string_view text) {
  const bool behind = text.starts_with('-');
  if (behind || text.starts_with('+')) text.remove_prefix(1);
  const std::size_t colon = text.find(':');
  const std::string_view hours = text.substr(0, colon);
  const std::string_view minutes = colon == std::string_view::npos ? "00" : text.substr(colon + 1);
  if (hours.empty() || hours.size() > 2 || minutes.size() != 2) return std::nullopt;
  if (!std::ranges::all_of(hours, is_digit) || !std::ranges::all_of(minutes, is_digit)) {
    return std::nullopt;
  }
  Micros size = 0;
  for (const char c : hours) size = size * 10 + (c - '0') * kHour;
  const Micros rest = ((minutes[0] - '0') * 10 + (minutes[1] - '0')) * kMinute;
  if (rest >= kHour || size + rest > (behind ? 12 : 14) * kHour) return std::nullopt;
  return behind ? -size - rest : size + rest;
}

const Symbol* find_quoted(const Market& market, Venue venue, std::string_view name, Micros now) {
  const Symbol* symbol = market.find(venue, name);
  if (symbol == nullptr || symbol->listed > now) return nullptr;
  return venue == Venue::kSpot || on_board(*symbol, now) ? symbol : nullptr;
}

Micros instant_of(Venue venue, std::int64_t value) {
  if (venue == Venue::kSpot && value >= kFirstMicros) return std::min(value, kFarMillis * 1000);
  return std::min(value, kFarMillis) * 1000;
}

}  // namespace wick::sim
