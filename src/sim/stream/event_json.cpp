#include "sim/stream/event_json.hpp"

#include <utility>

#include "sim/archive/decimal.hpp"

namespace wick::sim {
namespace {

// Writes members one after the other in the notation of one symbol.
class Writer {
 public:
  Writer(const Symbol& symbol, TimeUnit unit) : figures_(symbol), unit_(unit) {
    out_.reserve(384);
    out_ += '{';
  }

  Writer& text(std::string_view key, std::string_view value) {
    name(key);
    out_ += '"';
    out_ += value;
    out_ += '"';
    return *this;
  }
  Writer& integer(std::string_view key, std::int64_t value) {
    name(key);
    append_integer(out_, value);
    return *this;
  }
  Writer& flag(std::string_view key, bool value) {
    name(key);
    out_ += value ? "true" : "false";
    return *this;
  }
  Writer& time(std::string_view key, Micros at) {
    return integer(key, unit_ == TimeUnit::kMillisecond ? at / 1000 : at);
  }
  Writer& price(std::string_view key, std::int64_t value) {
    name(key);
    out_ += '"';
    figures_.append_price(out_, value);
    out_ += '"';
    return *this;
  }
  Writer& quantity(std::string_view key, std::int64_t value) {
    name(key);
    out_ += '"';
    figures_.append_quantity(out_, value);
    out_ += '"';
    return *this;
  }
  Writer& quote(std::string_view key, std::int64_t value) {
    name(key);
    out_ += '"';
    figures_.append_quote(out_, value);
    out_ += '"';
    return *this;
  }
  Writer& begin(std::string_view key) {
    name(key);
    out_ += '{';
    return *this;
  }
  Writer& end() {
    out_ += '}';
    return *this;
  }
  std::string finish() { return std::move(end().out_); }

 private:
  void name(std::string_view key) {
    if (out_.back() != '{') out_ += ',';
    out_ += '"';
    out_ += key;
    out_ += "\":";
  }

  Figures figures_;
  TimeUnit unit_;
  std::string out_;
};

void write_candle(Writer& to, const Candle& candle) {
  to.integer("f", candle.first_trade).integer("L", candle.last_trade);
  to.price("o", candle.open).price("c", candle.close);
  to.price("h", candle.high).price("l", candle.low);
}

void write_volumes(Writer& to, const KlineEvent& event) {
  const Candle& candle = event.candle;
  to.quantity("v", candle.volume).integer("n", candle.count).flag("x", event.closed);
  to.quote("q", candle.quote).quantity("V", candle.taker_volume).quote("Q", candle.taker_quote);
  to.text("B", "0");
}

}  // namespace

std::string kline_json(const Symbol& symbol, const KlineEvent& event, TimeUnit unit) {
  Writer to(symbol, unit);
  to.text("e", "kline").time("E", event.time).text("s", symbol.name).begin("k");
  to.time("t", event.candle.open_time).time("T", event.next_open - 1);
  to.text("s", symbol.name).text("i", event.interval);
  write_candle(to, event.candle);
  write_volumes(to, event);
  return to.end().finish();
}

std::string continuous_kline_json(const Symbol& symbol, const KlineEvent& event) {
  Writer to(symbol, TimeUnit::kMillisecond);
  to.text("e", "continuous_kline").time("E", event.time);
  to.text("ps", symbol.pair).text("ct", symbol.contract_type).begin("k");
  to.time("t", event.candle.open_time).time("T", event.next_open - 1).text("i", event.interval);
  write_candle(to, event.candle);
  write_volumes(to, event);
  return to.end().finish();
}

std::string trade_json(const Symbol& symbol, const TradeEvent& event, TimeUnit unit) {
  const Trade& trade = event.trade;
  Writer to(symbol, unit);
  to.text("e", "trade").time("E", event.time);
  if (symbol.venue == Venue::kSpot) {
    to.text("s", symbol.name).integer("t", trade.id).price("p", trade.price);
    to.quantity("q", trade.quantity).time("T", trade.time);
    to.flag("m", trade.buyer_is_maker).flag("M", true);
  } else {
    to.time("T", trade.time).text("s", symbol.name).integer("t", trade.id);
    to.price("p", trade.price).quantity("q", trade.quantity);
    to.text("X", "MARKET").flag("m", trade.buyer_is_maker);
  }
  return to.finish();
}

std::string agg_trade_json(const Symbol& symbol, const TradeEvent& event, TimeUnit unit) {
  const Trade& trade = event.trade;
  const bool spot = symbol.venue == Venue::kSpot;
  Writer to(symbol, unit);
  to.text("e", "aggTrade").time("E", event.time);
  if (spot) to.text("s", symbol.name);
  to.integer("a", trade.id);
  if (!spot) to.text("s", symbol.name);
  to.price("p", trade.price).quantity("q", trade.quantity);
  to.integer("f", trade.id).integer("l", event.last_id);
  to.time("T", trade.time).flag("m", trade.buyer_is_maker);
  if (spot) to.flag("M", true);
  return to.finish();
}

std::string book_ticker_json(const Symbol& symbol, const BookEvent& event) {
  Writer to(symbol, TimeUnit::kMillisecond);
  if (symbol.venue == Venue::kUm) to.text("e", "bookTicker");
  to.integer("u", event.update_id);
  if (symbol.venue == Venue::kCm) to.text("e", "bookTicker");
  to.text("s", symbol.name);
  if (symbol.venue == Venue::kCm) to.text("ps", symbol.pair);
  to.price("b", event.bid).quantity("B", event.bid_quantity);
  to.price("a", event.ask).quantity("A", event.ask_quantity);
  if (symbol.venue != Venue::kSpot) to.time("T", event.transaction_time).time("E", event.time);
  return to.finish();
}

}  // namespace wick::sim
