// Where OKX keeps candles.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/series_id.hpp"

namespace wick::venue::okx {

// OKX has the newest candles, with the one that is still forming, in one place, and all that closed
// a while ago in another.
enum class Shelf : std::uint8_t { kRecent, kHistory };

// "1m", "1H", "6Hutc": an hour is H, and what is longer than four opens by UTC only where asked to.
[[nodiscard]] std::string_view bar_name(core::Interval interval);

// "/api/v5/market/history-candles?instId=BTC-USDT&bar=1m&after=...&before=...&limit=300" for the
// bars that open inside the range. OKX means times from there on back by `after`, and times from
// there on by `before`, and includes neither.
[[nodiscard]] std::string candles_path(Shelf shelf, const core::SeriesId& id, core::TimeRange range,
                                       std::int64_t limit);

}  // namespace wick::venue::okx
