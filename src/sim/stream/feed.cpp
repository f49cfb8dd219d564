#include "sim/stream/feed.hpp"

#include <algorithm>
#include <cstdint>

#include "sim/market/hash.hpp"
#include "sim/market/listing.hpp"

namespace wick::sim {
namespace {

// "BTCUSDT_PERPETUAL": the pair's contract of that type.
const Symbol* contract_of(const Market& market, Venue venue, std::string_view subject, Micros at) {
  const auto symbols = market.symbols(venue);
  const auto found = std::find_if(symbols.begin(), symbols.end(), [&](const Symbol& symbol) {
    return on_board(symbol, at) &&
           subject.size() == symbol.pair.size() + 1 + symbol.contract_type.size() &&
           subject.starts_with(symbol.pair) && subject[symbol.pair.size()] == '_' &&
           subject.ends_with(symbol.contract_type);
  });
  return found == symbols.end() ? nullptr : &*found;
}

bool has_interval(Venue venue, const StreamName& name) {
  const bool spot = venue == Venue::kSpot;
  return (spot || name.interval != Interval::k1s) && (spot || name.offset == 0);
}

}  // namespace

std::unique_ptr<Feed> make_feed(TradeTape& tape, Venue venue, const StreamName& name,
                                FeedOptions options) {
  const bool continuous = name.topic == Topic::kContinuousKline;
  if (continuous && venue == Venue::kSpot) return nullptr;
  const Symbol* symbol = continuous ? contract_of(tape.market(), venue, name.subject, options.since)
                                    : tape.market().find(venue, name.subject);
  if (symbol == nullptr) return nullptr;
  if (name.topic != Topic::kKline && !continuous) {
    return make_trade_feed(tape, *symbol, name.topic, options);
  }
  if (!has_interval(venue, name)) return nullptr;
  return make_kline_feed(tape, *symbol, name, options);
}

Micros scatter(const Symbol& symbol, std::int64_t salt, Micros range) {
  const std::uint64_t hash = mix(mix(static_cast<std::uint64_t>(salt), symbol.name), salt);
  return static_cast<Micros>(hash % static_cast<std::uint64_t>(range));
}

}  // namespace wick::sim
