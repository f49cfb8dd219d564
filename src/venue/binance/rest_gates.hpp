// Whether the REST API of a market may be asked just now: one gate for each, by whoever asks.
#pragma once

#include <array>
#include <string>

#include "core/series_id.hpp"
#include "venue/gate.hpp"

namespace wick::venue::binance {

class RestGates {
 public:
  RestGates(core::Micros blocked_for, port::Memory* memory)
      : gates_{gate(core::Market::kSpot, blocked_for, memory),
               gate(core::Market::kFuturesUsdt, blocked_for, memory),
               gate(core::Market::kFuturesCoin, blocked_for, memory)} {}

  [[nodiscard]] Gate& of(core::Market market) {
    return gates_.at(static_cast<std::size_t>(market));
  }

 private:
  static Gate gate(core::Market market, core::Micros blocked_for, port::Memory* memory) {
    return {blocked_for, memory, "throttled binance rest " + std::string(core::name(market))};
  }

  std::array<Gate, 3> gates_;
};

}  // namespace wick::venue::binance
