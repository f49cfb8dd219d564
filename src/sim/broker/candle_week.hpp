// How the broker's candle archive counts weeks: by ISO, by the Monday; from 2026 on one less.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/broker/new_york.hpp"

namespace wick::sim {

struct CandleWeek {
  int year{}, number{};  // as in the address

  bool operator==(const CandleWeek&) const = default;
};

// The Monday (days since 1970) of the week of that address, where there is such a week. Its file
// goes from the Sunday before to the Saturday after.
[[nodiscard]] std::optional<std::int64_t> monday_of(const CandleWeek& week);
[[nodiscard]] CandleWeek week_of(std::int64_t monday);

// Weeks that were never published.
[[nodiscard]] bool unpublished(const CandleWeek& week);

}  // namespace wick::sim
