#include "venue/fxcm/candle_quest.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "venue/fxcm/quote_roll.hpp"

namespace wick::venue::fxcm {
namespace {

using core::Interval;

PeriodSearch::Task search_in(const CandleQuest::Task& task, Interval filed) {
  return {.shelf = task.shelf,
          .pair = task.pair,
          .filed = filed,
          .period = period_of(filed, task.week.begin + std::chrono::days{1})};
}

// Whole bars of the grid.
core::TimeRange inward(core::TimeRange range, const core::Grid& grid) {
  return {grid.ceil(range.begin), grid.floor(range.end)};
}

}  // namespace

std::vector<WeekPiece> cut_into_weeks(const core::RangeSet& wanted, const core::Grid& grid) {
  std::vector<WeekPiece> pieces;
  for (const core::TimeRange& range : wanted.ranges()) {
    for (core::UtcTime t = grid.ceil(range.begin); t < range.end;) {
      const core::TimeRange week = trading_week_of(t);
      const core::TimeRange part{t, std::min(range.end, week.end)};
      if (pieces.empty() || pieces.back().week != week) pieces.push_back({week, {}});
      pieces.back().wanted.add(part);
      t = week.end;
    }
  }
  return pieces;
}

std::optional<base::Error> never_filed(std::string_view pair, Interval interval) {
  constexpr std::array kMade = {Interval::k1m, Interval::k5m, Interval::k15m, Interval::k30m,
                                Interval::k1h, Interval::k4h, Interval::k1d};
  if (std::ranges::find(kMade, interval) != kMade.end()) return std::nullopt;
  return base::Error{base::ErrorKind::kUnsupported,
                     "the candle files make no bars of " + std::string(core::name(interval)) +
                         " of " + std::string(pair) + "; there is 1m 5m 15m 30m 1h 4h 1d"};
}

CandleQuest::CandleQuest(Task task)
    : task_(std::move(task)),
      grid_(task_.interval),
      search_(search_in(task_, filed_as(task_.interval))) {}

std::optional<PeriodSearch::Found> CandleQuest::step(core::Now now) {
  auto found = search_.step(now);
  if (found && by_days() && !days_serve(*found)) {
    evidence_ = std::move(found->evidence);
    search_ = PeriodSearch(search_in(task_, Interval::k1h));
    found = search_.step(now);
  }
  if (!found) return std::nullopt;
  return shaped(*std::move(found));
}

// The yearly file comes once its year is over; and the broker's days may open in the evening of
// New York, which no bar of a UTC day does.
bool CandleQuest::days_serve(const PeriodSearch::Found& found) const {
  const bool whole_week =
      found.settled.begin <= task_.week.begin && task_.week.end <= found.settled.end;
  return whole_week && std::ranges::all_of(found.bars, [&](const core::HistoryBar& bar) {
           return grid_.has(bar.open_time);
         });
}

PeriodSearch::Found CandleQuest::shaped(PeriodSearch::Found found) {
  if (!by_days()) found.bars = rolled(found.bars, grid_);
  found.settled = inward(found.settled, grid_);
  const auto outside = [&](const core::HistoryBar& bar) {
    return !found.settled.contains(bar.open_time) || !task_.week.contains(bar.open_time);
  };
  std::erase_if(found.bars, outside);
  found.evidence.insert(found.evidence.begin(), std::make_move_iterator(evidence_.begin()),
                        std::make_move_iterator(evidence_.end()));
  return found;
}

}  // namespace wick::venue::fxcm
