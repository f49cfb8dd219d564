// What `wick warm` says: while it works, and at its end. Pure.
#pragma once

#include <string>
#include <vector>

#include "cli/shell.hpp"
#include "cli/warm_run.hpp"

namespace wick::cli {

// How far one series, or all of them, have come.
struct WarmReading {
  std::string name{};
  WarmTally tally{};
  core::Micros spent{};
  std::optional<core::Micros> waiting{};  // for a server's permission
};

// "BTCUSDT 1m           45 %   182.0k bars/s    12.3 MB    14 requests  8 s left"; the rate and the
// time left are those of the bars that were not there before.
[[nodiscard]] std::string progress_line(const WarmReading& reading);

// "BTCUSDT 1m: complete, 525600 bars, 1440 of them were there; 36 requests, 24.1 MB, 3.20 s"
[[nodiscard]] std::string finished_line(const WarmSeries& series, core::MonoTime now);

// One line a series, and their sum where there are several.
[[nodiscard]] std::string warm_table(const std::vector<WarmSeries>& series, core::Micros spent,
                                     core::MonoTime now);

// Which bars are left of a series, why, and what to do; empty where none is.
[[nodiscard]] std::string left_text(const WarmSeries& series);

struct WarmEnd {
  core::Micros spent{};
  bool interrupted{};
};
[[nodiscard]] std::string warm_json(const std::vector<WarmSeries>& series, const WarmEnd& end,
                                    core::MonoTime now);

// 0 nothing is left, 1 nothing was obtained, 3 in between.
[[nodiscard]] Exit verdict(const std::vector<WarmSeries>& series);

[[nodiscard]] std::string series_name(const core::SeriesId& id);  // BTCUSDT 1m
[[nodiscard]] std::string count_text(std::int64_t count);         // 999, 52.5k, 1.2M

}  // namespace wick::cli
