// A part or a multiple in exact millionths, so that thresholds and stretched waits need no floating
// point: 0.7 of 360 calls is 252 calls on every machine.
#pragma once

#include <cstdint>

#include "core/time.hpp"

namespace wick::policy {

class Ratio {
 public:
  static constexpr std::int64_t kOne = 1'000'000;

  constexpr Ratio() = default;
  [[nodiscard]] static constexpr Ratio millionths(std::int64_t count) {
    Ratio ratio;
    ratio.millionths_ = count;
    return ratio;
  }
  [[nodiscard]] static constexpr Ratio percent(std::int64_t count) {
    return millionths(count * (kOne / 100));
  }

  [[nodiscard]] constexpr std::int64_t millionths() const { return millionths_; }
  bool operator==(const Ratio&) const = default;
  constexpr bool operator<(const Ratio& other) const { return millionths_ < other.millionths_; }

  // So much of a span, rounded down; exact as long as the outcome fits.
  [[nodiscard]] constexpr core::Micros of(core::Micros span) const {
    const std::int64_t whole = span.count() / kOne;
    const std::int64_t rest = span.count() % kOne;
    return core::Micros{whole * millionths_ + rest * millionths_ / kOne};
  }

 private:
  std::int64_t millionths_{};
};

}  // namespace wick::policy
