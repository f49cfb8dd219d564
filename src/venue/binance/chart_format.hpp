// How the rows of each chart are written: as klines, or as fundings.
#pragma once

#include "core/series_id.hpp"
#include "venue/page_format.hpp"

namespace wick::venue::binance {

[[nodiscard]] PageFormat page_format(core::ChartType chart);           // of REST
[[nodiscard]] PageFormat::Read archive_reader(core::ChartType chart);  // of the file in a zip
[[nodiscard]] KlineRules rules_of(const core::SeriesId& id, core::TimeRange period);

}  // namespace wick::venue::binance
