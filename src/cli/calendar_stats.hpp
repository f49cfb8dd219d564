// What each session of the last 24 hours had of a symbol's bars, as far as the store has them.
//
// A bar belongs to the session in which it opened. Asks the store alone, and waits for nobody.
#pragma once

#include <string>
#include <vector>

#include "core/calendar.hpp"
#include "live/session_stats.hpp"
#include "port/bar_source.hpp"

namespace wick::cli {

using SessionStatistics = std::vector<live::SessionFigures>;

[[nodiscard]] SessionStatistics stored_statistics(port::BarSource& store, const core::SeriesId& id,
                                                  const core::Calendar& calendar, core::Now at);

// For people, a line a session.
[[nodiscard]] std::string statistics_text(const SessionStatistics& statistics);

// [{"symbol","tf","bars","range","high","low","avg"}] of that session; empty where no bar is
// stored.
[[nodiscard]] std::string statistics_json(const SessionStatistics& statistics,
                                          const core::Session& session);

}  // namespace wick::cli
