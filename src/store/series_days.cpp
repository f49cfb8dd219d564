#include "store/series_days.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "store/importing_rows.hpp"

namespace wick::store {
namespace {

core::Hole hole(core::TimeRange range, std::string evidence) {
  return {range, core::Cause::kNoBarAtSource, std::move(evidence)};
}

core::UtcTime ceiling(const core::Grid& grid, core::UtcTime t) {
  return grid.has(t) ? t : grid.next(grid.floor(t));
}

// The bars that lie in closed time as a whole.
std::vector<core::TimeRange> closed_parts(core::TimeRange gap, const core::Grid& grid,
                                          const core::Calendar& calendar) {
  std::vector<core::TimeRange> parts;
  for (core::UtcTime t = gap.begin; t < gap.end;) {
    const core::TimeRange stretch = calendar.stretch(t);
    const core::TimeRange part{ceiling(grid, t), grid.floor(std::min(stretch.end, gap.end))};
    if (calendar.known().contains(t) && !calendar.is_open(t) && !part.empty()) {
      parts.push_back(part);
    }
    t = stretch.end;
  }
  return parts;
}

void add_gap(core::TimeRange gap, const core::Grid& grid, const core::Calendar& calendar,
             std::vector<core::Hole>& holes) {
  const std::string by = "by the calendar " + calendar.rules().name;
  const bool known = calendar.stretch(gap.begin).end < core::kFarFuture;
  const std::int64_t open = calendar.trading_minutes(gap);
  if (known && open > 0 && open <= kQuietMinutesMax) {
    holes.push_back(hole(gap, "no trade in " + std::to_string(open) + " open min, " + by));
    return;
  }
  for (const core::TimeRange& part : closed_parts(gap, grid, calendar)) {
    holes.push_back(hole(part, "closed " + by));
  }
}

}  // namespace

std::vector<core::Hole> quiet_times(const std::vector<core::Bar>& bars, const core::Grid& grid,
                                    const core::Calendar& calendar) {
  std::vector<core::Hole> holes;
  for (std::size_t i = 1; i < bars.size(); ++i) {
    const core::TimeRange gap{grid.next(bars[i - 1].open_time), bars[i].open_time};
    if (!gap.empty()) add_gap(gap, grid, calendar, holes);
  }
  return holes;
}

std::vector<SeriesUnit> units_of(const std::vector<core::Bar>& bars, const core::SeriesId& id,
                                 const core::Source& source, const core::Calendar& calendar) {
  return units_of(bars, quiet_times(bars, core::grid_of(id), calendar), id, source);
}

std::vector<SeriesUnit> units_of(const std::vector<core::Bar>& bars,
                                 const std::vector<core::Hole>& holes, const core::SeriesId& id,
                                 const core::Source& source) {
  std::vector<SeriesUnit> units;
  if (bars.empty()) return units;
  const core::Grid grid = core::grid_of(id);
  auto first_hole = holes.begin();
  auto row = bars.begin();
  for (core::UtcTime t = bars.front().open_time; t <= bars.back().open_time;) {
    SeriesUnit& unit = units.emplace_back(SeriesUnit{unit_with(id.interval, t), {}});
    const core::TimeRange opens = core::bars_opening_in(unit.period.range, grid);
    const auto end =
        std::ranges::lower_bound(row, bars.end(), opens.end, {}, &core::Bar::open_time);
    if (row != end) unit.brought.rows.push_back({source, chunk_of(std::span(row, end))});
    row = end;
    while (first_hole != holes.end() && first_hole->range.end <= opens.begin) ++first_hole;
    for (auto at = first_hole; at != holes.end() && at->range.begin < opens.end; ++at) {
      const core::TimeRange part{std::max(at->range.begin, opens.begin),
                                 std::min(at->range.end, opens.end)};
      unit.brought.holes.push_back({{part, at->cause, at->evidence}, false, source.fetched});
    }
    t = unit.period.range.end;
  }
  return units;
}

}  // namespace wick::store
