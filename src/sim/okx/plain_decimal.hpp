// Scaled integers as OKX writes them: no trailing zeros, no decimal point without need.
#pragma once

#include <cstdint>
#include <string>

namespace wick::sim {

// value * 10^-digits; digits from -9, for thousands of contracts, to 18.
[[nodiscard]] std::string plain_decimal(std::int64_t value, int digits);

}  // namespace wick::sim
