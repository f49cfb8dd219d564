// The rows of a file, as the archive has written them over the years.
#pragma once

#include <string>

#include "sim/archive/object.hpp"
#include "sim/market/market.hpp"

namespace wick::sim {

// USD-M files name their columns from 2022 on, COIN-M files from 2021 on, spot files never, files
// of fundings always.
[[nodiscard]] bool has_header(const Object& object);

// Spot files of 2025 and later count microseconds, all others milliseconds.
[[nodiscard]] Micros time_unit(const Object& object);

[[nodiscard]] std::string csv_text(const Market& market, const Object& object);

}  // namespace wick::sim
