#include "venue/binance/streams.hpp"

#include <utility>

#include "venue/binance/stream_frame.hpp"

namespace wick::venue::binance {
namespace {

using core::Market;
using core::Topic;

// The futures' own documents say 1,024 streams on one page and 200 on another.
core::StreamLimits limits_of(Market market) {
  core::StreamLimits limits;
  limits.lifetime = std::chrono::hours{24};
  limits.connects_max = 300;
  limits.connects_window = std::chrono::minutes{5};
  const bool spot = market == Market::kSpot;
  limits.messages_per_second = spot ? 5 : 10;
  limits.streams_max = spot ? 1024 : 200;
  limits.ping_every = spot ? core::Micros{std::chrono::seconds{20}} : std::chrono::minutes{3};
  return limits;
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

Streams::Streams(StreamOptions options)
    : options_(std::move(options)), limits_(limits_of(options_.market)) {}

std::string Streams::address(Topic topic, std::size_t host) const {
  const std::string& where = options_.hosts.at(host);
  if (options_.market != Market::kFuturesUsdt) return where + "/stream";
  return where + (topic == Topic::kQuotes ? "/public/stream" : "/market/stream");
}

std::string Streams::subscribe(std::span<const core::Subject> subjects,
                               std::int64_t request) const {
  std::string message = R"({"method":"SUBSCRIBE","params":[)";
  for (const core::Subject& subject : subjects) {
    if (message.back() != '[') message += ',';
    message += '"' + stream_name(subject) + '"';
  }
  return message + "],\"id\":" + std::to_string(request) + '}';
}

base::Result<port::StreamEvent> Streams::read(std::string_view text) const {
  return read_frame(text);
}

std::string stream_name(const core::Subject& subject) {
  std::string name;
  for (const char c : subject.symbol) name += lower(c);
  switch (subject.topic) {
    case Topic::kCandles:
      return name + "@kline_" + std::string(core::name(subject.interval));
    case Topic::kTrades:
      return name + "@aggTrade";
    case Topic::kQuotes:
      return name + "@bookTicker";
  }
  return name;
}

}  // namespace wick::venue::binance
