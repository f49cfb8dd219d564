// The price level of one asset, minute by minute: noise of many lengths added up, so that it
// wanders like a random walk over minutes and over years, yet any minute can be asked for.
//
// A Path remembers the last stretch it was asked about; it belongs to one thread.
#pragma once

#include <array>
#include <cstdint>

#include "sim/market/fixed.hpp"
#include "sim/market/hash.hpp"

namespace wick::sim {

class Path {
 public:
  // `nerve` is what the shortest noise may add to the level, up or down.
  Path(std::uint64_t key, Level nerve) : key_(key), nerve_(nerve) {}

  // About 2,000 nerves at most to either side.
  [[nodiscard]] Level at(std::int64_t minute) {
    const std::int64_t block = minute >> 6U;
    if (block != block_) enter(block);
    Level level = between(anchors_.at(0), anchors_.at(1), {.at = minute & 63, .digits = 6});
    level += lattice(0, minute);
    for (Ripple& ripple : ripples_) level += at(ripple, minute);
    return level;
  }

 private:
  struct Place {
    std::int64_t at{};
    unsigned digits{};
  };
  struct Ripple {  // noise whose corners lie 4^octave minutes apart
    unsigned octave{};
    std::int64_t cell{-1};
    Level left{}, right{};
  };

  static Level between(Level left, Level right, Place place) {
    return left + ((right - left) * place.at >> place.digits);
  }

  [[nodiscard]] Level lattice(unsigned octave, std::int64_t cell) const {
    const auto even = static_cast<std::int32_t>(mix(key_ + octave, cell) >> 32U);
    return (even * nerve_ >> 31U) << octave;
  }

  Level at(Ripple& ripple, std::int64_t minute) const {
    const unsigned digits = 2 * ripple.octave;
    const std::int64_t cell = minute >> digits;
    if (cell != ripple.cell) {
      ripple.left = lattice(ripple.octave, cell);
      ripple.right = lattice(ripple.octave, cell + 1);
      ripple.cell = cell;
    }
    const std::int64_t offset = minute & ((std::int64_t{1} << digits) - 1);
    return between(ripple.left, ripple.right, {.at = offset, .digits = digits});
  }

  void enter(std::int64_t block);
  [[nodiscard]] Level slow(std::int64_t minute) const;

  std::uint64_t key_;
  Level nerve_;
  std::int64_t block_{-1};
  std::array<Level, 2> anchors_{};  // all slow noise, at both ends of the block
  std::array<Ripple, 2> ripples_{{{.octave = 1}, {.octave = 2}}};
};

}  // namespace wick::sim
