// What is known about one bar, for people and for machines.
#pragma once

#include <string>

#include "core/series_id.hpp"
#include "store/tracing.hpp"

namespace wick::cli {

[[nodiscard]] std::string why_text(const core::SeriesId& id, const store::Trace& trace);
[[nodiscard]] std::string why_json(const core::SeriesId& id, const store::Trace& trace);

// "wick get BTCUSDT --interval 1m --from ... --to ...": the day that holds the bar.
[[nodiscard]] std::string get_command_for(const core::SeriesId& id, core::UtcTime open);

}  // namespace wick::cli
