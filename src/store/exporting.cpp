#include "store/exporting.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "core/series.hpp"
#include "store/tail.hpp"

namespace wick::store {
namespace {

void add_tail(const Disk& disk, const core::SeriesId& id, std::set<core::UtcTime>& months) {
  const auto content = Tail(*disk.files, disk.layout.tail(id)).read();
  if (!content) return;
  for (const TailEntry& entry : content->entries) {
    for (std::size_t row = 0; row < entry.rows.size(); ++row) {
      months.insert(core::month_of(entry.rows.open_time(row)).begin);
    }
  }
}

// The day in which the bar opens, added where it is not there yet.
ExportedDay& day_with(std::vector<ExportedDay>& days, core::UtcTime open, core::TimeRange wanted,
                      const core::Grid& grid) {
  const core::TimeRange day = core::day_of(open);
  if (days.empty() || days.back().day != day) {
    core::TimeRange opens = core::bars_opening_in(day, grid);
    opens = {std::max(opens.begin, wanted.begin), std::min(opens.end, wanted.end)};
    days.push_back({.day = day, .opens = opens, .chunks = {}, .holes = {}});
  }
  return days.back();
}

std::vector<ExportedDay> cut(const core::Series& series, core::TimeRange wanted,
                             const core::Grid& grid) {
  std::vector<ExportedDay> days;
  for (core::Chunk left : series.chunks()) {
    while (!left.empty()) {
      ExportedDay& day = day_with(days, left.open_time(0), wanted, grid);
      core::Chunk rows = left.within(day.opens);
      left = left.within({day.opens.end, core::kFarFuture});
      day.rows += rows.size();
      if (!rows.empty()) day.chunks.push_back(std::move(rows));
    }
  }
  return days;
}

std::vector<core::Hole> inside(const std::vector<core::Hole>& holes, core::TimeRange range) {
  std::vector<core::Hole> parts;
  for (const core::Hole& hole : holes) {
    const core::TimeRange part{std::max(hole.range.begin, range.begin),
                               std::min(hole.range.end, range.end)};
    if (!part.empty()) parts.push_back({part, hole.cause, hole.evidence});
  }
  return core::join(std::move(parts));
}

}  // namespace

std::vector<core::TimeRange> months_of(const Disk& disk, const SeriesCensus& series) {
  std::set<core::UtcTime> begins;
  for (const CensusFile& file : series.files) {
    if (is_sealed(file.kind)) begins.insert(core::month_of(file.period.range.begin).begin);
    if (file.kind == FileKind::kTail) add_tail(disk, series.id, begins);
  }
  std::vector<core::TimeRange> months;
  months.reserve(begins.size());
  for (const core::UtcTime begin : begins) months.push_back(core::month_of(begin));
  return months;
}

base::Result<std::vector<ExportedDay>> export_month(Cache& cache, const core::SeriesId& id,
                                                    core::TimeRange wanted, core::Now now) {
  core::Series series;
  std::vector<core::Hole> holes;
  for (port::Reply& reply : cache.ask(id, {wanted})->step(now)) {
    if (reply.error) return *reply.error;
    for (core::Chunk& chunk : reply.chunks) series.add(chunk.within(wanted));
    holes.insert(holes.end(), reply.holes.begin(), reply.holes.end());
  }
  std::vector<ExportedDay> days = cut(series, wanted, core::grid_of(id));
  for (ExportedDay& day : days) day.holes = inside(holes, day.opens);
  return days;
}

}  // namespace wick::store
