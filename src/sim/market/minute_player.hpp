// The minutes of one symbol with all their trades: quick where they are played in their order, as
// each trade's id follows from how many there were before it that day. One thread.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/market/market.hpp"
#include "sim/market/tape.hpp"

namespace wick::sim {

struct PlayedMinute {
  Micros begin{};
  std::optional<Candle> candle;  // as the REST API tells it; nothing where the market is closed
  std::vector<Trade> trades;
};

class MinutePlayer {
 public:
  MinutePlayer(std::uint64_t seed, const Symbol& symbol) : tape_(seed, symbol) {}

  // The minute that begins then.
  [[nodiscard]] PlayedMinute play(Micros begin);

 private:
  Tape tape_;
};

}  // namespace wick::sim
