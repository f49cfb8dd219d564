// What is asked of every kline row, whoever wrote it, in a file or in a page.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "core/chunk.hpp"
#include "core/interval.hpp"
#include "core/provenance.hpp"

namespace wick::venue {

// Premiums and funding rates are below zero at times; what is traded never is.
enum class Prices : std::uint8_t { kPositive, kSigned };

// Rows must open on the grid and inside the period that was asked for.
struct KlineRules {  // NOLINT(*-member-init): a Grid cannot be left out
  core::Grid grid;
  core::TimeRange period;
  Prices prices{Prices::kPositive};
};

struct Klines {
  core::ChunkBuilder rows;  // in order, one for each open time
  core::Untidy untidy{};
  core::UtcTime forming_from{core::kFarFuture};  // rows from here on are not final, says the venue
};

// Takes one row into `klines`, or says what is wrong with it.
[[nodiscard]] std::optional<std::string> accept_row(Klines& klines, const core::Bar& bar,
                                                    const KlineRules& rules);

// Sorts and counts, once all rows are in.
void finish_rows(Klines& klines);

// "1440 rows", and what was odd about them.
[[nodiscard]] std::string describe(const Klines& klines);

// Times come in milliseconds (13 digits) or microseconds (16 digits), one unit for each file. The
// close time of a bar is its last instant in that unit; here, its last microsecond.
enum class TimeUnit { kMillis, kMicros };
[[nodiscard]] std::optional<TimeUnit> time_unit_of(std::int64_t open_time);
[[nodiscard]] core::UtcTime open_instant(std::int64_t time, TimeUnit unit);
[[nodiscard]] core::UtcTime close_instant(std::int64_t time, TimeUnit unit);

}  // namespace wick::venue
