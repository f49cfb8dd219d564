#include "core/instant_table.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace wick::core {

InstantTable::InstantTable(std::vector<UtcTime> instants, TimeRange quick)
    : instants_(std::move(instants)), begin_(quick.begin), before_day_{0} {
  WICK_CHECK(std::ranges::is_sorted(instants_));
  std::size_t at = 0;
  for (UtcTime day = quick.begin; day < quick.end; day += kDay) {
    while (at < instants_.size() && instants_[at] < day) ++at;
    before_day_.push_back(static_cast<std::uint32_t>(at));
  }
}

}  // namespace wick::core
