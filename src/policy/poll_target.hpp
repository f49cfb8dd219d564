// What history is polled for: a symbol at a timeframe.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/interval.hpp"

namespace wick::policy {

struct PollTarget {
  std::uint32_t symbol{};  // its place in the list the program was started with
  core::Interval interval{core::Interval::k1m};

  bool operator==(const PollTarget&) const = default;
};

// Small consecutive numbers, for tables.
[[nodiscard]] constexpr std::size_t place(PollTarget target) {
  return std::size_t{target.symbol} * core::kIntervals.size() +
         static_cast<std::size_t>(target.interval);
}
[[nodiscard]] constexpr PollTarget target_at(std::size_t place) {
  return {static_cast<std::uint32_t>(place / core::kIntervals.size()),
          static_cast<core::Interval>(place % core::kIntervals.size())};
}

}  // namespace wick::policy
