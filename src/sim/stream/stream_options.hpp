// What the exchange asks of a stream connection, and what a scenario may ask in its place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "sim/market/market.hpp"

namespace wick::sim {

struct StreamOptions {
  Micros ping_every{20 * kSecond};
  Micros pong_within{kMinute};
  Micros lifetime{kDay};
  std::size_t messages_per_second{5};  // pings and pongs count as well
  std::size_t streams_max{1024};
  std::int64_t connects_max{300};  // attempts of one address within the window
  Micros connect_window{5 * kMinute};
  Micros update_every{};  // of candles; 0: as the venue does it
  bool steady{};          // candles with trades are updated on every tick, traded or not
  Micros shutdown_every{kNever};
  Micros shutdown_notice{30 * kSecond};  // from the notice of a shutdown to the close

  [[nodiscard]] static StreamOptions of(Venue venue);
};

// The same, each where a scenario names it.
struct StreamSettings {
  std::optional<Micros> ping_every{}, pong_within{}, lifetime{};
  std::optional<std::size_t> messages_per_second{}, streams_max{};
  std::optional<std::int64_t> connects_max{};
  std::optional<Micros> connect_window{};
  std::optional<Micros> update_every{}, shutdown_every{}, shutdown_notice{};
  std::optional<bool> steady{};

  [[nodiscard]] StreamOptions over(StreamOptions options) const;
};

}  // namespace wick::sim
