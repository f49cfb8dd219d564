#include "core/calendar_zone.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace wick::core {
namespace {

WallTime shifted(UtcTime t, std::chrono::seconds offset) {
  return WallTime{t.time_since_epoch() + offset};
}

}  // namespace

ZoneRules::ZoneRules(std::chrono::seconds first, std::vector<ZoneChange> changes)
    : first_(first), changes_(std::move(changes)) {
  WICK_CHECK(std::ranges::is_sorted(changes_, {}, &ZoneChange::at));
}

std::chrono::seconds ZoneRules::offset_after(std::size_t changes) const {
  return changes == 0 ? first_ : changes_[changes - 1].offset;
}

std::chrono::seconds ZoneRules::offset_at(UtcTime t) const {
  const auto next = std::ranges::upper_bound(changes_, t, {}, &ZoneChange::at);
  return offset_after(static_cast<std::size_t>(next - changes_.begin()));
}

WallTime ZoneRules::to_wall(UtcTime t) const {
  return shifted(t, offset_at(t));
}

UtcTime ZoneRules::to_utc(WallTime wall) const {
  // The first change that the wall clock, as it stood before it, has not reached yet.
  std::size_t low = 0;
  std::size_t high = changes_.size();
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (wall < shifted(changes_[middle].at, offset_after(middle))) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  const bool in_gap = low > 0 && wall < shifted(changes_[low - 1].at, offset_after(low));
  return UtcTime{wall.time_since_epoch() - offset_after(in_gap ? low - 1 : low)};
}

}  // namespace wick::core
