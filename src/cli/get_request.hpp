// What `wick get` was asked for, checked before anything is fetched.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "core/series_id.hpp"
#include "wiring/history.hpp"

namespace wick::cli {

enum class Format { kTable, kCsv, kJson, kArrow, kArrowStream, kChart };
enum class TimeStyle { kIso, kMillis, kMicros };

// As typed.
struct GetOptions {
  std::vector<std::string> symbols;
  std::string provider{"binance"};
  std::string market{"spot"};
  std::string chart{"klines"};
  std::string interval{};  // 1m, and 1h for fundings, where it is left out
  std::string from{};
  std::string to{};
  std::string last{};
  std::string source{"auto"};
  std::string format{"table"};
  std::string time{"iso"};
  std::string output{};
  bool json{};
  bool no_bars{};
  bool wait{};
  bool plan{};
  bool include_open{};
};

// As understood.
struct GetRequest {
  std::vector<core::SeriesId> series;
  core::TimeRange range;  // on the grid, and there by now; empty when it lies in the future
  wiring::SourceChoice source{};
  Format format{};
  TimeStyle time{};
  bool include_open{};  // the range ends with the bar that is still forming
};

// Any mistake is kInvalid, and says what to write instead. The phase is that of three-day bars, see
// core::Grid.
[[nodiscard]] base::Result<GetRequest> understand(const GetOptions& options, core::UtcTime now,
                                                  int three_day_phase = 0);

// 2024-01-01, 2024-01-01T05:30, now, 7d (that long ago); UTC.
[[nodiscard]] std::optional<core::UtcTime> parse_instant(std::string_view text, core::UtcTime now);

}  // namespace wick::cli
