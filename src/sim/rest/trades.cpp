#include "sim/rest/trades.hpp"

#include <algorithm>

#include "sim/archive/decimal.hpp"
#include "sim/market/listing.hpp"
#include "sim/rest/klines.hpp"
#include "sim/rest/parameters.hpp"

namespace wick::sim {
namespace {

constexpr Micros kSlot = kSecond / 10;
constexpr Micros kFuturesSpan = kHour;
constexpr std::int64_t kLimitMax = 1000;

std::vector<QuotedTrade> gathered(const std::vector<Trade>& trades, TradeKind kind) {
  std::vector<QuotedTrade> out;
  for (const Trade& trade : trades) {
    const bool joins = kind == TradeKind::kAggregate && !out.empty() &&
                       out.back().first.price == trade.price &&
                       out.back().first.buyer_is_maker == trade.buyer_is_maker &&
                       out.back().first.time / kSlot == trade.time / kSlot;
    if (!joins) {
      out.push_back({trade, trade.id});
      continue;
    }
    out.back().first.quantity += trade.quantity;
    out.back().last_id = trade.id;
  }
  return out;
}

// A minute at or before the one in which the id was given out: ids ascend with time.
Micros minute_of_id(const Market& market, const Symbol& symbol, std::int64_t id, Micros now) {
  Micros low = open_of(Interval::k1d, known_since(symbol, now));
  Micros high = open_of(Interval::k1d, now) + kDay;
  while (high - low > kDay) {
    const Micros middle = low + (high - low) / kDay / 2 * kDay;
    Micros day = middle;
    std::int64_t last = -1;
    for (; day < high && last < 0; day += kDay) {
      const auto candle = market.candles(symbol, Interval::k1d, day, day + kDay);
      if (!candle.empty()) last = candle.front().last_trade;
    }
    if (last < 0 || last >= id) {
      high = middle;
    } else {
      low = day;
    }
  }
  for (const Candle& minute : market.candles(symbol, Interval::k1m, low, high)) {
    if (minute.last_trade >= id) return minute.open_time;
  }
  return high;
}

class TradeSearch {
 public:
  TradeSearch(const Market& market, const TradeQuery& query, Micros now)
      : market_(market),
        query_(query),
        // The whole millisecond is meant: trades have finer times.
        since_(known_since(*query.symbol, now)),
        end_(std::min({query.end ? *query.end + 999 : now, now, query.symbol->delisted - 1})) {}

  [[nodiscard]] std::vector<QuotedTrade> oldest(Micros begin) const {
    std::vector<QuotedTrade> rows;
    Micros width = kMinute;
    Micros at = std::max(begin, since_) / kMinute * kMinute;
    while (at <= end_ && rows.size() < query_.limit) {
      const auto more = wanted(at, at + width);
      rows.insert(rows.end(), more.begin(), more.end());
      at += width;
      width = std::min(width * 2, kDay);
    }
    if (rows.size() > query_.limit) rows.resize(query_.limit);
    return rows;
  }

  [[nodiscard]] std::vector<QuotedTrade> newest() const {
    std::vector<QuotedTrade> rows;  // backwards, until the end
    Micros width = kMinute;
    Micros at = end_ / kMinute * kMinute + kMinute;
    while (at > since_ && rows.size() < query_.limit) {
      const auto more = wanted(at - width, at);
      rows.insert(rows.end(), more.rbegin(), more.rend());
      at -= width;
      width = std::min(width * 2, kDay);
    }
    if (rows.size() > query_.limit) rows.resize(query_.limit);
    std::ranges::reverse(rows);
    return rows;
  }

 private:
  // Windows begin and end with minutes, so no aggregate is cut.
  [[nodiscard]] std::vector<QuotedTrade> wanted(Micros begin, Micros end) const {
    const auto trades = market_.trades(*query_.symbol, begin, std::min(end, end_ + 1));
    auto rows = gathered(trades, query_.kind);
    std::erase_if(rows, [&](const QuotedTrade& row) {
      return row.first.time < query_.start.value_or(0) || row.first.id < query_.from_id.value_or(0);
    });
    return rows;
  }

  const Market& market_;
  const TradeQuery& query_;
  const Micros since_, end_;
};

void append_bool(std::string& out, bool value) {
  out += value ? "true" : "false";
}

void append_aggregate(std::string& out, const QuotedTrade& row, const Figures& figures,
                      Micros time) {
  append_integer(out += "{\"a\":", row.first.id);
  figures.append_price(out += ",\"p\":\"", row.first.price);
  figures.append_quantity(out += "\",\"q\":\"", row.first.quantity);
  append_integer(out += "\",\"f\":", row.first.id);
  append_integer(out += ",\"l\":", row.last_id);
  append_integer(out += ",\"T\":", time);
  append_bool(out += ",\"m\":", row.first.buyer_is_maker);
}

std::int64_t quote_of(const Trade& trade, const Symbol& symbol) {
  if (symbol.venue != Venue::kCm) return trade.price * trade.quantity;
  // Contracts are worth a fixed sum in quote units; shown in base units with eight decimals.
  std::int64_t scale = 100'000'000;
  for (int i = 0; i < symbol.price_digits; ++i) scale *= 10;
  return trade.price == 0 ? 0 : trade.quantity * symbol.contract_size * scale / trade.price;
}

void append_single(std::string& out, const QuotedTrade& row, const Symbol& symbol, Micros time) {
  const Figures figures(symbol);
  append_integer(out += "{\"id\":", row.first.id);
  figures.append_price(out += ",\"price\":\"", row.first.price);
  figures.append_quantity(out += "\",\"qty\":\"", row.first.quantity);
  out += symbol.venue == Venue::kCm ? "\",\"baseQty\":\"" : "\",\"quoteQty\":\"";
  figures.append_quote(out, quote_of(row.first, symbol));
  append_integer(out += "\",\"time\":", time);
  append_bool(out += ",\"isBuyerMaker\":", row.first.buyer_is_maker);
}

}  // namespace

std::variant<TradeQuery, VenueError> parse_trade_query(const Market& market, TradeEndpoint endpoint,
                                                       const Target& target, Micros now) {
  const Venue venue = endpoint.venue;
  Parameters parameters(target);
  TradeQuery query;
  query.kind = endpoint.kind;
  const std::string symbol = parameters.mandatory_symbol();
  if (query.kind == TradeKind::kAggregate) {
    query.from_id = parameters.number("fromId");
    if (const auto at = parameters.number("startTime")) query.start = instant_of(venue, *at);
    if (const auto at = parameters.number("endTime")) query.end = instant_of(venue, *at);
  }
  query.limit = static_cast<std::size_t>(parameters.limit(500, kLimitMax));
  parameters.finish();
  if (query.from_id && (query.start || query.end)) parameters.fail(invalid_combination());
  if (parameters.error()) return *parameters.error();

  query.symbol = find_quoted(market, venue, symbol, now);
  if (query.symbol == nullptr) return invalid_symbol();
  if (venue == Venue::kSpot || !query.start || !query.end) return query;
  if (*query.start > *query.end) return start_after_end();
  if (*query.end - *query.start > kFuturesSpan) return span_too_long(kFuturesSpan / kHour);
  return query;
}

std::vector<QuotedTrade> select_trades(const Market& market, const TradeQuery& query, Micros now) {
  const TradeSearch search(market, query, now);
  if (query.from_id) return search.oldest(minute_of_id(market, *query.symbol, *query.from_id, now));
  return query.start ? search.oldest(*query.start) : search.newest();
}

std::string trades_json(const std::vector<QuotedTrade>& trades, const TradeQuery& query,
                        Micros unit) {
  const bool spot = query.symbol->venue == Venue::kSpot;
  const bool aggregate = query.kind == TradeKind::kAggregate;
  const Figures figures(*query.symbol);
  std::string out = "[";
  for (const QuotedTrade& row : trades) {
    if (out.size() > 1) out += ',';
    const Micros time = row.first.time / unit;
    if (aggregate) {
      append_aggregate(out, row, figures, time);
    } else {
      append_single(out, row, *query.symbol, time);
    }
    if (spot) out += aggregate ? ",\"M\":true" : ",\"isBestMatch\":true";
    out += '}';
  }
  return out += ']';
}

}  // namespace wick::sim
