// One subscription: what it will say next, and when.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "sim/stream/event_json.hpp"
#include "sim/stream/route.hpp"
#include "sim/stream/trade_tape.hpp"

namespace wick::sim {

struct FeedEvent {
  std::string json;
  bool closing{};       // the last word on a candle
  std::string rough{};  // then also: as if the candle had ended just before its last trade
};

class Feed {
 public:
  virtual ~Feed() = default;

  // The next time at which there may be something to say. Never falls.
  [[nodiscard]] virtual Micros due() const = 0;

  // Does what is due at due(), once. Often it is only bookkeeping and nothing is said.
  [[nodiscard]] virtual std::optional<FeedEvent> step() = 0;
};

struct FeedOptions {
  TimeUnit unit{};
  Micros since{};         // tells of what happens after
  Micros update_every{};  // of candles; 0: as the venue does it
  bool steady{};          // candles with trades are updated on every tick, traded or not
};

// Nothing where the venue knows no such symbol, or has no such interval.
[[nodiscard]] std::unique_ptr<Feed> make_feed(TradeTape& tape, Venue venue, const StreamName& name,
                                              FeedOptions options);

// Kinds of feeds, for make_feed.
[[nodiscard]] std::unique_ptr<Feed> make_kline_feed(TradeTape& tape, const Symbol& symbol,
                                                    const StreamName& name, FeedOptions options);
[[nodiscard]] std::unique_ptr<Feed> make_trade_feed(TradeTape& tape, const Symbol& symbol,
                                                    Topic topic, FeedOptions options);

// A number in [0, range) that depends on nothing but its arguments; for lags and phases.
[[nodiscard]] Micros scatter(const Symbol& symbol, std::int64_t salt, Micros range);

}  // namespace wick::sim
