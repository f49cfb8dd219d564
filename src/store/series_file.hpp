// A file of a whole series, as the live predecessor's caches keep it: XAUUSD_1m.csv, and beside it
// XAUUSD_1m.meta.json with what the writer counted.
//
// Pure. Columns are found by their names: symbol, tf, open_time, close_time, open, high, low,
// close, volume of the first release; open_time_ms, close_time_ms and tick_count of the second;
// others are stepped over. Times are milliseconds. Nothing is filled in: a row that cannot be
// believed is refused, one that was made up of no trades or may have been forming is left out. What
// such a file does not have, quote volume and takers' volumes, is 0; so is the count of trades of
// the first release.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "store/importing_rows.hpp"

namespace wick::store {

// What the name of a file tells; nothing for files of other kinds.
struct SeriesFile {
  core::SeriesId id{};
  bool meta{};  // the file beside it
};
[[nodiscard]] std::optional<SeriesFile> read_series_name(std::string_view path);

struct SeriesMeta {
  std::optional<std::uint64_t> rows{};
};
// A newer version than those that are known is kUnsupported.
[[nodiscard]] base::Result<SeriesMeta> read_series_meta(std::string_view json);

// `written` is when the file was last changed: bars that end later are left out.
[[nodiscard]] base::Result<ForeignBars> read_series_rows(std::string_view csv,
                                                         const core::SeriesId& id,
                                                         core::UtcTime written);

}  // namespace wick::store
