#include "venue/binance/stream_shape.hpp"

#include "venue/binance/stream_news.hpp"
#include "venue/usual_json.hpp"

namespace wick::venue::binance {
namespace {

using port::StreamEvent;

// Some markets of late say which kind of contract it is.
void finish_event(UsualJson& at) {
  if (at.take_if(",\"st\":")) (void)at.integer();
  at.take('}');
}

void read_amounts(UsualJson& at, RawCandle& raw) {
  core::Bar& bar = raw.bar;
  at.take(",\"o\":");
  bar.open = at.quoted();
  at.take(",\"c\":");
  bar.close = at.quoted();
  at.take(",\"h\":");
  bar.high = at.quoted();
  at.take(",\"l\":");
  bar.low = at.quoted();
  at.take(",\"v\":");
  bar.volume = at.quoted();
  at.take(",\"n\":");
  bar.count = at.integer();
  at.take(",\"x\":");
  raw.closed = at.flag();
  at.take(",\"q\":");
  bar.quote_volume = at.quoted();
  at.take(",\"V\":");
  bar.taker_volume = at.quoted();
  at.take(",\"Q\":");
  bar.taker_quote_volume = at.quoted();
}

RawCandle read_candle(UsualJson& at) {
  RawCandle raw;
  at.take("\"E\":");
  raw.said = at.integer();
  at.take(",\"s\":");
  raw.symbol = at.word();
  at.take(",\"k\":{\"t\":");
  raw.open_time = at.integer();
  at.take(",\"T\":");
  raw.close_time = at.integer();
  at.take(",\"s\":");
  raw.symbol_inside = at.word();
  at.take(",\"i\":");
  raw.interval = at.word();
  at.take(",\"f\":");
  (void)at.signed_integer();  // -1 before the first trade
  at.take(",\"L\":");
  (void)at.signed_integer();
  read_amounts(at, raw);
  at.take(",\"B\":");
  (void)at.word();  // means nothing
  at.take('}');
  finish_event(at);
  return raw;
}

// The futures write the number before the symbol.
RawTrade read_trade(UsualJson& at) {
  RawTrade raw;
  at.take("\"E\":");
  raw.said = at.integer();
  const bool number_first = at.take_if(",\"a\":");
  if (number_first) raw.id = at.integer();
  at.take(",\"s\":");
  raw.symbol = at.word();
  if (!number_first) {
    at.take(",\"a\":");
    raw.id = at.integer();
  }
  at.take(",\"p\":");
  raw.price = at.quoted();
  at.take(",\"q\":");
  raw.size = at.quoted();
  if (at.take_if(",\"nq\":")) (void)at.quoted();
  at.take(",\"f\":");
  raw.first = at.integer();
  at.take(",\"l\":");
  raw.last = at.integer();
  at.take(",\"T\":");
  raw.time = at.integer();
  at.take(",\"m\":");
  raw.buyer_is_maker = at.flag();
  if (at.take_if(",\"M\":")) (void)at.flag();
  finish_event(at);
  return raw;
}

// USD-M says first what this is, COIN-M after the number, and the spot market never does.
RawQuote read_quote(UsualJson& at) {
  RawQuote raw;
  const bool named = at.take_if("{\"e\":\"bookTicker\",\"u\":");
  if (!named) at.take("{\"u\":");
  raw.id = at.integer();
  if (!named) (void)at.take_if(",\"e\":\"bookTicker\"");
  at.take(",\"s\":");
  raw.symbol = at.word();
  if (at.take_if(",\"ps\":")) (void)at.word();
  at.take(",\"b\":");
  raw.bid = at.quoted();
  at.take(",\"B\":");
  raw.bid_size = at.quoted();
  at.take(",\"a\":");
  raw.ask = at.quoted();
  at.take(",\"A\":");
  raw.ask_size = at.quoted();
  if (at.take_if(",\"T\":")) {
    raw.time = at.integer();
    at.take(",\"E\":");
    raw.said = at.integer();
  }
  finish_event(at);
  return raw;
}

// The whole frame has been read once the payload has, but for the brace of what wraps it.
template <typename Raw>
std::optional<StreamEvent> told(UsualJson& at, bool wrapped, const Raw& raw) {
  if (wrapped) at.take('}');
  if (!at.good() || !at.ended()) return std::nullopt;
  auto news = judged(raw);
  if (!news) return std::nullopt;
  return *std::move(news);
}

}  // namespace

std::optional<StreamEvent> read_usual_frame(std::string_view text) {
  UsualJson at(text);
  const bool wrapped = at.take_if("{\"stream\":");
  if (wrapped) {
    (void)at.word();
    at.take(",\"data\":");
  }
  if (at.take_if("{\"e\":\"kline\",")) return told(at, wrapped, read_candle(at));
  if (at.take_if("{\"e\":\"aggTrade\",")) return told(at, wrapped, read_trade(at));
  return told(at, wrapped, read_quote(at));
}

}  // namespace wick::venue::binance
