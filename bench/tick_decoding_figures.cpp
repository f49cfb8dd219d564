// From the bytes of a feed's quotes to ticks: FIX as FXCM writes it, and a gateway's JSON.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <memory>
#include <numeric>

#include "base/check.hpp"
#include "feed/fix/market.hpp"
#include "feed/fix/message_reader.hpp"
#include "feed/gateway/messages.hpp"
#include "figures.hpp"
#include "inputs.hpp"

namespace wick::bench {
namespace {

constexpr std::size_t kBlock = 4096;  // bytes that a socket gives at a time

struct Quotes {
  std::string bytes;
  std::size_t count{};
};

constexpr const char* kFix = "quotes.fix";
constexpr const char* kGateway = "ticks.jsonl";

Quotes load_quotes(const std::string& folder, const std::string& name) {
  Quotes quotes{.bytes = load_text(folder, name)};
  quotes.count = static_cast<std::size_t>(std::ranges::count(quotes.bytes, '\n'));
  if (name == kFix) std::erase(quotes.bytes, '\n');
  return quotes;
}

// bench/peers.py adds up the same.
std::uint64_t worth(core::UtcTime time, double bid, double ask) {
  return static_cast<std::uint64_t>(core::millis_of(time)) +
         static_cast<std::uint64_t>(std::lround(bid * 1000)) * 3 +
         static_cast<std::uint64_t>(std::lround(ask * 1000)) * 5;
}

// `read` gives the sum of what is in the quotes.
Maker reading(const std::string& name, std::uint64_t (*read)(const std::string&)) {
  return [=](const Settings& settings) -> Work {
    const auto quotes = std::make_shared<const Quotes>(load_quotes(settings.inputs, name));
    const auto sum = std::make_shared<std::uint64_t>();
    return {[=] { *sum = read(quotes->bytes); },
            [=] {
              return Facts{.rows = quotes->count, .bytes = quotes->bytes.size(), .checksum = *sum};
            }};
  };
}

template <typename T>
T number_at(const char* begin, const char* end) {
  T value{};
  WICK_CHECK(std::from_chars(begin, end, value).ec == std::errc{});
  return value;
}

template <typename Take>  // each piece between two separators
void cut(const std::string& bytes, char separator, Take take) {
  const char* at = bytes.data();
  const char* const end = at + bytes.size();
  while (at < end) {
    const auto left = static_cast<std::size_t>(end - at);
    const auto* const stop = static_cast<const char*>(std::memchr(at, separator, left));
    take(at, stop == nullptr ? end : stop);
    at = stop == nullptr ? end : stop + 1;
  }
}

// All fields found, the prices converted, and every byte summed up for the checksums.
std::uint64_t skim_fix(const std::string& bytes) {
  const auto add = [](std::uint64_t sum, char byte) {
    return sum + static_cast<unsigned char>(byte);
  };
  keep(std::accumulate(bytes.begin(), bytes.end(), std::uint64_t{}, add));
  cut(bytes, '\x01', [](const char* begin, const char* end) {
    if (number_at<int>(begin, end) == 270) keep(number_at<double>(begin + 4, end));
  });
  return 0;  // it does not read the times
}

std::uint64_t read_fix(const std::string& bytes) {
  feed::fix::MessageReader reader;
  feed::fix::Market market([](std::string_view text) { return std::string(text); });
  market.subscribe({"EUR/JPY"});
  std::vector<port::FeedEvent> events;
  std::uint64_t sum = 0;
  for (std::size_t at = 0; at < bytes.size(); at += kBlock) {
    reader.feed(std::string_view(bytes).substr(at, kBlock));
    events.clear();
    while (const auto* message = reader.next()) market.received(*message, {}, events);
    for (const port::FeedEvent& event : events) {
      const core::Tick& tick = std::get<port::FeedTick>(event).tick;
      sum += worth(tick.time, tick.bid, tick.ask);
    }
  }
  return sum;
}

// {"tick":["EUR/JPY",1534513446495,126.085,126.093,17]}
std::uint64_t skim_gateway(const std::string& bytes) {
  std::uint64_t sum = 0;
  cut(bytes, '\n', [&](const char* begin, const char* end) {
    std::array<const char*, 4> commas{};
    for (const char*& comma : commas) {
      comma =
          static_cast<const char*>(std::memchr(begin, ',', static_cast<std::size_t>(end - begin)));
      begin = comma + 1;
    }
    const auto time = number_at<std::int64_t>(commas[0] + 1, commas[1]);
    keep(number_at<std::int64_t>(commas[3] + 1, end));
    sum += worth(core::utc_micros(time * 1000), number_at<double>(commas[1] + 1, commas[2]),
                 number_at<double>(commas[2] + 1, commas[3]));
  });
  return sum;
}

std::uint64_t read_gateway(const std::string& bytes) {
  feed::gateway::Reader reader;
  std::uint64_t sum = 0;
  cut(bytes, '\n', [&](const char* begin, const char* end) {
    const auto message = reader.message({begin, static_cast<std::size_t>(end - begin)});
    WICK_CHECK(message && std::holds_alternative<feed::gateway::Tick>(*message));
    const auto& tick = std::get<feed::gateway::Tick>(*message);
    sum += worth(tick.time, tick.bid, tick.ask);
  });
  return sum;
}

}  // namespace

void add_tick_decoding_figures(Figures& figures) {
  figures["fix-quote.floor"] = reading(kFix, skim_fix);
  figures["fix-quote.ours"] = reading(kFix, read_fix);
  figures["gateway-tick.floor"] = reading(kGateway, skim_gateway);
  figures["gateway-tick.ours"] = reading(kGateway, read_gateway);
}

}  // namespace wick::bench
