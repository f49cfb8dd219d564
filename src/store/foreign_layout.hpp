// What the path of a file tells in a cache of crypto-kline-vision-data, in any layout it ever had.
//
// Pure. Recognised are day files of klines under any prefix:
//   {spot|futures/um|futures/cm}/daily/klines/SYMBOL/INTERVAL/SYMBOL-INTERVAL-2024-03-05.arrow
//   [PROVIDER] MARKET [CHART] [daily], in any order, /SYMBOL/INTERVAL/2024-03-05.arrow
//   the same with 20240305.arrow, whose interval is in lower case: 1m may be a month there.
// Such files may end with .parquet as well. Names fold case. Other charts, months and fundings are
// refused with the reason (store/funding_file.hpp reads those); files of other kinds are ignored.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/series_id.hpp"

namespace wick::store {

// What a path may leave open, or what alone is wanted.
struct ForeignWish {
  std::optional<core::Provider> provider{};
  std::optional<core::Market> market{};
};

struct ForeignPlace {
  core::SeriesId id;
  core::TimeRange day;
  bool minute_or_month{};  // the rows tell
  std::string layout;      // "market/daily/chart/SYMBOL/INTERVAL/SYMBOL-INTERVAL-DATE"
};

enum class ForeignKind : std::uint8_t { kBars, kRefused, kIgnored };
struct ForeignName {
  ForeignKind kind{};
  ForeignPlace place{};  // of bars
  std::string why{};     // of the others
};

// The path is relative to the folder that is imported.
[[nodiscard]] ForeignName read_foreign_path(std::string_view path, const ForeignWish& wish);

}  // namespace wick::store
