#include "venue/binance/stream_json.hpp"

#include <simdjson.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "venue/binance/stream_members.hpp"
#include "venue/binance/stream_news.hpp"
#include "venue/http_answer.hpp"

namespace wick::venue::binance {
namespace {

namespace dom = simdjson::dom;
using base::Result;
using port::StreamEvent;

// Parsed in a copy with the room behind it that the parser wants, in memory that is used again.
// The document lives until the next one.
simdjson::simdjson_result<dom::element> parse(std::string_view text) {
  thread_local dom::parser parser;
  thread_local std::vector<char> copy;
  if (copy.size() < text.size() + simdjson::SIMDJSON_PADDING) {
    copy.resize(2 * text.size() + simdjson::SIMDJSON_PADDING);
  }
  std::ranges::copy(text, copy.begin());
  return parser.parse(copy.data(), text.size(), false);
}

// The same word in the frame itself, which outlives the document. Nothing where it was written
// with escapes.
std::string_view found_in(std::string_view frame, std::string_view word) {
  const std::size_t place = frame.find(word);
  return place == std::string_view::npos ? std::string_view() : frame.substr(place, word.size());
}

std::string_view text_of(const dom::object& object, std::string_view name) {
  std::string_view text;
  return object[name].get(text) == simdjson::SUCCESS ? text : std::string_view();
}
std::optional<std::int64_t> integer_of(const dom::object& object, std::string_view name) {
  std::int64_t value = 0;
  if (object[name].get(value) != simdjson::SUCCESS) return std::nullopt;
  return value;
}
bool has(const dom::object& object, std::string_view name) {
  return object[name].error() == simdjson::SUCCESS;
}

struct Payload {
  std::string_view frame;
  dom::object object;
};

template <typename Raw>
Result<StreamEvent> told(const StreamMembers& members, const Raw& raw) {
  if (!members.wrong().empty()) return odd_frame(members.wrong());
  auto news = judged(raw);
  if (!news) return std::move(news).error();
  return StreamEvent(*std::move(news));
}

Result<StreamEvent> read_candle(const Payload& payload) {
  StreamMembers event(payload.object, "");
  RawCandle raw;
  raw.symbol = found_in(payload.frame, event.text('s'));
  raw.said = event.integer('E');
  StreamMembers k = event.inside('k');
  raw.symbol_inside = k.text('s');
  raw.interval = k.text('i');
  raw.open_time = k.integer('t');
  raw.close_time = k.integer('T');
  raw.closed = k.flag('x');
  raw.bar = {.open = k.decimal('o'),
             .high = k.decimal('h'),
             .low = k.decimal('l'),
             .close = k.decimal('c'),
             .volume = k.decimal('v'),
             .quote_volume = k.decimal('q'),
             .count = k.integer('n'),
             .taker_volume = k.decimal('V'),
             .taker_quote_volume = k.decimal('Q')};
  return told(k, raw);
}

// `id` is the field with the number: 'a' of several trades told as one, 't' of a single one.
Result<StreamEvent> read_trade(const Payload& payload, char id) {
  StreamMembers event(payload.object, "");
  // The futures tell of the insurance fund's trades too, and of none at a price of zero.
  if (event.has('X') && event.text('X') != "MARKET") {
    return StreamEvent(port::Unknown{found_in(payload.frame, "trade")});
  }
  RawTrade raw;
  raw.symbol = found_in(payload.frame, event.text('s'));
  raw.said = event.integer('E');
  raw.time = event.integer('T');
  raw.price = event.decimal('p');
  raw.size = event.decimal('q');
  raw.id = event.integer(id);
  raw.buyer_is_maker = event.flag('m');
  if (event.has('f')) raw.first = event.integer('f');
  if (event.has('l')) raw.last = event.integer('l');
  return told(event, raw);
}

Result<StreamEvent> read_quote(const Payload& payload) {
  StreamMembers event(payload.object, "");
  RawQuote raw;
  raw.symbol = found_in(payload.frame, event.text('s'));
  if (event.has('E')) raw.said = event.integer('E');
  if (event.has('T')) raw.time = event.integer('T');
  raw.bid = event.decimal('b');
  raw.bid_size = event.decimal('B');
  raw.ask = event.decimal('a');
  raw.ask_size = event.decimal('A');
  raw.id = event.integer('u');
  return told(event, raw);
}

StreamEvent refusal(const dom::object& error, std::optional<std::int64_t> request) {
  const auto code = integer_of(error, "code");
  std::string reason(printable(text_of(error, "msg")));
  if (code) reason += " (code " + std::to_string(*code) + ")";
  return port::Refused{request, reason};
}

// What was said to us alone; nothing where it is something else.
std::optional<StreamEvent> read_reply(const dom::object& frame) {
  const auto request = integer_of(frame, "id");
  dom::object error;
  if (frame["error"].get(error) == simdjson::SUCCESS) return refusal(error, request);
  if (has(frame, "code")) return refusal(frame, request);
  if (has(frame, "result") && request) return port::Accepted{*request};
  return std::nullopt;
}

Result<StreamEvent> read_event(const Payload& payload, std::string_view stream) {
  const std::string_view event = text_of(payload.object, "e");
  if (event == "kline") return read_candle(payload);
  if (event == "aggTrade") return read_trade(payload, 'a');
  if (event == "trade") return read_trade(payload, 't');
  if (event == "bookTicker") return read_quote(payload);
  if (event == "serverShutdown") return StreamEvent(port::GoingAway{});
  if (has(payload.object, "e")) return StreamEvent(port::Unknown{found_in(payload.frame, event)});
  // Of all events the spot market's best bid and ask alone have no name.
  if (has(payload.object, "u") && has(payload.object, "s")) return read_quote(payload);
  return StreamEvent(port::Unknown{found_in(payload.frame, stream)});
}

}  // namespace

Result<StreamEvent> read_any_frame(std::string_view text) {
  dom::element root;
  if (parse(text).get(root) != simdjson::SUCCESS) return odd_frame("it is no JSON");
  dom::object frame;
  if (root.get(frame) != simdjson::SUCCESS) return StreamEvent(port::Unknown{});
  const std::string_view stream = text_of(frame, "stream");
  dom::object data;
  if (frame["data"].get(data) == simdjson::SUCCESS) return read_event({text, data}, stream);
  if (auto reply = read_reply(frame)) return *std::move(reply);
  return read_event({text, frame}, stream);
}

}  // namespace wick::venue::binance
