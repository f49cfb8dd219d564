#include "sim/broker/gateway_json.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "sim/archive/decimal.hpp"
#include "sim/broker/broker.hpp"
#include "sim/fault/json.hpp"

namespace wick::sim {
namespace {

constexpr Millis kBeginMillis = kFxBegin * kMinuteMillis;
constexpr Millis kEndMillis = 4'102'444'800'000;  // 2100

std::optional<std::int64_t> number(const Target& target, std::string_view name) {
  const std::string* text = target.find(name);
  if (text == nullptr) return std::nullopt;
  std::int64_t value = 0;
  const char* end = text->data() + text->size();
  const auto read = std::from_chars(text->data(), end, value);
  if (text->empty() || read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return value;
}

void append_side(std::string& out, const FxSide& side, int digits) {
  for (const std::int64_t price : {side.open, side.high, side.low, side.close}) {
    append_fx_price(out += ',', price, digits);
  }
}

void append_bar(std::string& out, const FxBar& bar, int digits) {
  append_integer(out += '[', bar.open_time * kMinuteMillis);
  append_side(out, bar.bid, digits);
  append_side(out, bar.ask, digits);
  append_integer(out += ',', bar.volume);
  out += ']';
}

// Newest first; one more than asked for where there is one.
std::vector<FxBar> newest(FxReader& reader, const CandlesQuestion& question, Millis now) {
  std::vector<FxBar> bars;
  const Millis end = std::min(question.to, now + 1);
  if (end <= question.from) return bars;
  Minute open = frame_open(question.frame, (end - 1) / kMinuteMillis);
  while (open * kMinuteMillis >= question.from) {
    const FxBar bar = reader.bar(question.frame, open, now + 1);
    if (bar.volume > 0) bars.push_back(bar);
    if (static_cast<std::int64_t>(bars.size()) > question.count) break;
    open = frame_before(question.frame, open);
  }
  return bars;
}

}  // namespace

std::string error_text(const GatewayError& error) {
  std::string out = "{\"error\":";
  append_quoted(out, error.error);
  append_quoted(out += ",\"text\":", error.text);
  return out + '}';
}

std::variant<CandlesQuestion, GatewayError> read_candles_question(const Target& target,
                                                                  std::int64_t depth) {
  CandlesQuestion question;
  const std::string* name = target.find("instrument");
  question.instrument = name == nullptr ? nullptr : find_fx(*name);
  if (question.instrument == nullptr) return kNoData;
  const std::string* frame = target.find("timeframe");
  const auto known = frame == nullptr ? std::nullopt : fx_frame(*frame);
  const auto from = number(target, "from");
  const auto to = number(target, "to");
  if (!known || !from || !to) return kUnsupported;
  if (*from < kBeginMillis || *to > kEndMillis) return kUnsupported;
  const auto count = number(target, "count");
  if (target.find("count") != nullptr && (!count || *count < 1)) return kUnsupported;
  question.frame = *known;
  question.frame_name = *frame;
  question.from = *from;
  question.to = *to;
  question.depth = depth;
  question.count = std::min(count.value_or(depth), depth);
  return question;
}

std::string candles_text(FxReader& reader, const CandlesQuestion& question, Millis now) {
  std::vector<FxBar> bars = newest(reader, question, now);
  const bool more = static_cast<std::int64_t>(bars.size()) > question.count;
  if (more) bars.pop_back();
  std::string out = "{\"instrument\":";
  append_quoted(out, question.instrument->name);
  append_quoted(out += ",\"timeframe\":", question.frame_name);
  append_integer(out += ",\"now\":", now);
  append_integer(out += ",\"depth\":", question.depth);
  out += more ? ",\"more\":true,\"bars\":[" : ",\"more\":false,\"bars\":[";
  for (auto bar = bars.rbegin(); bar != bars.rend(); ++bar) {
    if (bar != bars.rbegin()) out += ',';
    append_bar(out, *bar, question.instrument->digits);
  }
  return out + "]}";
}

std::string instruments_text(const Broker& broker, Millis now) {
  std::string out = "{\"now\":";
  append_integer(out, now);
  out += ",\"instruments\":[";
  for (const FxInstrument& one : fx_instruments()) {
    if (out.back() == '}') out += ',';
    append_quoted(out += "{\"name\":", one.name);
    append_integer(out += ",\"digits\":", one.digits);
    append_decimal(out += ",\"point\":", 1, one.point_digits, one.point_digits);
    out += broker.rejects(one) ? ",\"tradable\":false}" : ",\"tradable\":true}";
  }
  return out + "]}";
}

std::string tick_text(const FxInstrument& instrument, const FxTick& tick) {
  std::string out = "{\"tick\":[";
  append_quoted(out, instrument.name);
  append_integer(out += ',', tick.time);
  append_fx_price(out += ',', tick.bid, instrument.digits);
  append_fx_price(out += ',', tick.ask, instrument.digits);
  append_integer(out += ',', tick.number);
  return out + "]}";
}

}  // namespace wick::sim
