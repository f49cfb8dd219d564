// Sorted instants, found without a search: each day knows how many of them come before it.
//
// Made for instants that lie a few a day; a question reads the entry of its day and steps over
// those of the day that have passed. Instants far outside of the rest cost steps, not answers.
#pragma once

#include <vector>

#include "core/time.hpp"

namespace wick::core {

class InstantTable {
 public:
  InstantTable() = default;
  // Sorted; the days of `quick` get an entry each.
  InstantTable(std::vector<UtcTime> instants, TimeRange quick);

  // How many of them are at t or before.
  [[nodiscard]] std::size_t passed(UtcTime t) const {
    std::size_t at = before_day_.empty() ? 0 : before_day_[day_number(t)];
    while (at < instants_.size() && instants_[at] <= t) ++at;
    return at;
  }

  [[nodiscard]] std::size_t size() const { return instants_.size(); }
  [[nodiscard]] UtcTime operator[](std::size_t at) const { return instants_[at]; }

 private:
  // The last day before t that has an entry, or the first of all.
  [[nodiscard]] std::size_t day_number(UtcTime t) const {
    if (t < begin_) return 0;
    const auto day = static_cast<std::size_t>((t - begin_) / kDay) + 1;
    return day < before_day_.size() ? day : before_day_.size() - 1;
  }

  std::vector<UtcTime> instants_;
  UtcTime begin_{};
  std::vector<std::uint32_t> before_day_;  // that none have passed, then one for each day
};

}  // namespace wick::core
