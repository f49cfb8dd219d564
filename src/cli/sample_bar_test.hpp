// For tests: an hour of a real market, as every form of output shows it.
#pragma once

#include <chrono>
#include <utility>

#include "core/chunk.hpp"
#include "core/series_id.hpp"

namespace wick::cli {

inline const core::SeriesId kSampleSeries{core::Provider::kBinance, core::Market::kSpot,
                                          core::ChartType::kKlines, "BTCUSDT", core::Interval::k1h};

inline core::Chunk sample_chunk() {
  core::ChunkBuilder rows;
  rows.push({.open_time = core::midnight(2024, 1, 1),
             .close_time =
                 core::midnight(2024, 1, 1) + std::chrono::hours{1} - std::chrono::microseconds{1},
             .open = 42283.58,
             .high = 42554.5,
             .low = 42261,
             .close = 42475.23,
             .volume = 1271.68108,
             .quote_volume = 53957248.973789,
             .count = 47134,
             .taker_volume = 682.57581,
             .taker_quote_volume = 28957416.819645});
  return std::move(rows).finish(core::Tier::kBulk, {});
}

}  // namespace wick::cli
