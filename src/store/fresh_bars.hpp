// Bars of one series that a stream brought, and holes between them, that are not on disk yet. Pure.
#pragma once

#include <cstddef>
#include <map>
#include <vector>

#include "core/hole.hpp"
#include "core/range_set.hpp"
#include "core/series_id.hpp"
#include "store/tail.hpp"

namespace wick::store {

struct FreshBar {
  core::Bar bar;
  core::Mark mark;
  core::UtcTime taken;
};

// An instant may have several values: which one is served, and which ones are told as having lost,
// is decided where all are on disk. Each value is held once, under the best mark it came with.
class FreshBars {
 public:
  // Of more bars than that, those of the earliest instants are let go.
  explicit FreshBars(std::size_t bars_max) : bars_max_(bars_max) {}

  void take(const FreshBar& fresh);
  void take(const core::Hole& hole, core::UtcTime taken);
  [[nodiscard]] bool empty() const { return bars_.empty() && holes_.empty(); }
  [[nodiscard]] std::size_t size() const { return bars_.size() + holes_.size(); }
  [[nodiscard]] core::RangeSet instants(const core::Grid& grid) const;

  // Those that open inside, as a tail takes them: what came in one minute, from the stream or from
  // REST, has one source and the time of the last. Of equal marks the earlier value comes first.
  [[nodiscard]] std::vector<TailEntry> entries(const core::SeriesId& id,
                                               core::TimeRange opens) const;

  void forget(core::TimeRange opens);
  // Values that stand there already, under a mark that is no worse.
  void forget_known(const std::vector<TailEntry>& tail);

 private:
  std::size_t bars_max_;
  std::vector<core::Hole> holes_;                // joined
  core::UtcTime holes_taken_{};                  // the last
  std::multimap<core::UtcTime, FreshBar> bars_;  // those of one instant in order of arrival
};

}  // namespace wick::store
