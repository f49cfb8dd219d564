// What `wick warm` was asked for, checked before anything is fetched.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "cli/warm_symbols.hpp"
#include "core/series_id.hpp"

namespace wick::cli {

// As typed.
struct WarmOptions {
  SymbolWish symbols{};
  std::string provider{"binance"};
  std::string market{"spot"};
  std::string chart{"klines"};
  std::vector<std::string> intervals{};  // 1m, and 1h for fundings, where none is named
  int days{};
  std::string from{};
  std::string to{};
  int jobs{4};
  bool json{};
  bool quiet{};
  bool no_wait{};
};

struct WarmItem {
  core::SeriesId id;
  core::TimeRange range;  // whole days, on the grid
};

// As understood.
struct WarmRequest {
  std::vector<WarmItem> items;  // symbol by symbol
  core::TimeRange days;
  std::vector<std::string> notes;  // what is done otherwise than asked
};

// Of the outside, what the answer depends on.
struct WarmFrame {
  core::UtcTime now{};
  core::Micros archive_delay{};
  int three_day_phase{};
};

// Any mistake is kInvalid, and says what to write instead.
[[nodiscard]] base::Result<WarmRequest> understand(const WarmOptions& options,
                                                   const std::vector<std::string>& symbols,
                                                   const WarmFrame& frame);

// The first day of the archive that is not there yet.
[[nodiscard]] core::UtcTime published_until(const WarmFrame& frame);

}  // namespace wick::cli
