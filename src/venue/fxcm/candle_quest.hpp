// The bars of one piece of a series out of the candle archive, in whichever length they are filed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "venue/fxcm/period_search.hpp"

namespace wick::venue::fxcm {

// The pieces that a question falls into: one for each trading week.
struct WeekPiece {
  core::TimeRange week;
  core::RangeSet wanted;
};
[[nodiscard]] std::vector<WeekPiece> cut_into_weeks(const core::RangeSet& wanted,
                                                    const core::Grid& grid);

// Why that pair or interval is not asked for at all.
[[nodiscard]] std::optional<base::Error> never_filed(std::string_view pair,
                                                     core::Interval interval);

// Days are those of the yearly file, where it is published and its days are those of UTC; else they
// are made of hours. Minutes make 5m, 15m and 30m; hours make 4h.
class CandleQuest {
 public:
  struct Task {
    CandleShelf* shelf{};  // must outlive the quest
    std::string pair{};
    core::Interval interval{};
    core::TimeRange week{};
  };
  explicit CandleQuest(Task task);

  // Once: bars of the interval that open in the week; what is settled holds whole bars.
  [[nodiscard]] std::optional<PeriodSearch::Found> step(core::Now now);
  [[nodiscard]] core::MonoTime wake() const { return search_.wake(); }

 private:
  [[nodiscard]] bool by_days() const { return search_.task().filed == core::Interval::k1d; }
  [[nodiscard]] bool days_serve(const PeriodSearch::Found& found) const;
  [[nodiscard]] PeriodSearch::Found shaped(PeriodSearch::Found found);

  Task task_;
  core::Grid grid_;
  PeriodSearch search_;
  std::vector<port::Evidence> evidence_;  // of the search that did not serve
};

}  // namespace wick::venue::fxcm
