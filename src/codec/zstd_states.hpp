// Tables of states by which Zstandard tells symbols that are not equally frequent.
// For the sources of this room alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "codec/zstd_bits.hpp"

namespace wick::codec {

class States {
 public:
  struct State {
    std::uint8_t symbol{};
    std::uint8_t bits{};  // to be read for the next one
    std::uint16_t base{};
  };

  // One symbol, and no bits.
  explicit States(std::uint8_t symbol) : states_{State{symbol, 0, 0}} {}
  // By how often each symbol occurs among 2^accuracy states; -1 is less than once. Nothing where
  // that is impossible.
  [[nodiscard]] static std::optional<States> of(std::span<const std::int16_t> times,
                                                unsigned accuracy);

  struct Limits {
    std::size_t symbols{};
    unsigned accuracy{};
  };
  // By the description at the front of `bytes`, which is taken off.
  [[nodiscard]] static std::optional<States> take(std::string_view& bytes, const Limits& limits);

  [[nodiscard]] unsigned accuracy() const { return accuracy_; }
  [[nodiscard]] const State& at(std::size_t state) const { return states_[state]; }
  [[nodiscard]] std::size_t first(BackwardBits& bits) const { return bits.read(accuracy_); }
  [[nodiscard]] std::size_t next(std::size_t state, BackwardBits& bits) const {
    return states_[state].base + bits.read(states_[state].bits);
  }

 private:
  States() = default;
  [[nodiscard]] bool spread(std::span<const std::int16_t> times);
  void number(std::span<const std::int16_t> times);

  std::vector<State> states_;
  unsigned accuracy_{0};
};

}  // namespace wick::codec
