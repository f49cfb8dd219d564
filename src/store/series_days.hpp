// The days of a series whose market closes, and whose minutes may pass without a trade.
//
// Pure. A bar that is not there can be told from one that was lost only where the series goes on:
// between two bars the time in which the calendar has the market closed is a hole, and so is all of
// it where no more than a few open minutes lie in it: nobody traded then. A longer gap in open time
// is an outage, or a holiday that the calendar does not know, and stays open; so does whatever lies
// before the first bar and after the last one. A day of which something stays open is not whole.
#pragma once

#include <vector>

#include "core/calendar.hpp"
#include "store/sealing.hpp"

namespace wick::store {

inline constexpr std::int64_t kQuietMinutesMax = 5;

// The holes between the bars, in order; their instants are of the grid.
[[nodiscard]] std::vector<core::Hole> quiet_times(const std::vector<core::Bar>& bars,
                                                  const core::Grid& grid,
                                                  const core::Calendar& calendar);

// What is in one of the series' files.
struct SeriesUnit {
  Period period;
  Brought brought;
};
// From the first bar's to the last one's. All rows are of the source. The holes are those between
// the bars, in order; without them, the quiet times.
[[nodiscard]] std::vector<SeriesUnit> units_of(const std::vector<core::Bar>& bars,
                                               const std::vector<core::Hole>& holes,
                                               const core::SeriesId& id,
                                               const core::Source& source);
[[nodiscard]] std::vector<SeriesUnit> units_of(const std::vector<core::Bar>& bars,
                                               const core::SeriesId& id, const core::Source& source,
                                               const core::Calendar& calendar);

}  // namespace wick::store
