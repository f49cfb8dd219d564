// What makes one symbol trade as it does: its keys, its level, how often and how much.
#pragma once

#include <cstdint>

#include "sim/market/fixed.hpp"
#include "sim/market/market.hpp"
#include "sim/market/path.hpp"

namespace wick::sim {

struct Character {
  std::uint64_t key{};  // of the symbol: its trades, its own little way from the index
  Path base, quote, own;
  Level level{};            // log2 of the price in ticks, when all paths are at zero
  Level nerve{};            // of the paths together
  std::int64_t rate{};      // trades a minute, in 1/256
  std::int64_t lots{};      // half the usual size of a trade
  std::int64_t contract{};  // COIN-M: base units of 1e-8 that one contract buys at one tick; else 0
};

[[nodiscard]] Character character_of(std::uint64_t seed, const Symbol& symbol);

// The half size of a trade that symbols of this tier have, at this many digits; at least kLots.
constexpr std::int64_t kLots = 32;

}  // namespace wick::sim
