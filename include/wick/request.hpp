// What is asked for. Words mean what they mean on the command line of `wick get`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "wick/time.hpp"

namespace wick {

// Bars of what, from whom, how long.
struct Series {
  std::string symbol{};             // in any case: btcusdt is BTCUSDT
  std::string provider{"binance"};  // or okx
  std::string market{"spot"};       // or futures_usdt (um), futures_coin (cm)
  std::string chart{"klines"};      // or mark, index, premium, funding
  std::string interval{};           // 1s 1m ... 1d 3d 1w 1M; nothing: 1m, of fundings 1h
};

// [from, to) on open time; both ends are aligned down to the interval. Without `to` it is now;
// without `from`, `last` counts back from `to`, or else `bars` does: the last 500 closed ones.
struct Request {
  Series series{};
  std::optional<Time> from{};
  std::optional<Time> to{};
  std::optional<Micros> last{};
  std::optional<std::int64_t> bars{};
  std::string source{"auto"};  // or cache (never touches a network), bulk, rest
  bool include_open{};         // the bar that is still forming, too, marked as not final
  bool wait{};                 // when a server says "not now": for as long as it says
};

}  // namespace wick
