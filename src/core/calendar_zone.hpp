// The wall clock of one place: its offsets from UTC, and the instants at which they change.
//
// Data only: an adapter reads the database of time zones and hands the changes over. A wall time
// that comes twice, when clocks go back, is the earlier instant. One that never comes, when clocks
// go forward, is read on the clock as it stood before: 02:30 in New York's gap is 03:30.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "core/time.hpp"

namespace wick::core {

using WallTime = std::chrono::local_time<Micros>;
using WallDay = std::chrono::local_days;

struct ZoneChange {
  UtcTime at{};
  std::chrono::seconds offset{};  // east of Greenwich, from then on
};

class ZoneRules {
 public:
  // `first` is the offset before the first change; changes are sorted by their instant.
  ZoneRules(std::chrono::seconds first, std::vector<ZoneChange> changes);

  [[nodiscard]] std::chrono::seconds offset_at(UtcTime t) const;
  [[nodiscard]] WallTime to_wall(UtcTime t) const;
  [[nodiscard]] UtcTime to_utc(WallTime wall) const;

 private:
  [[nodiscard]] std::chrono::seconds offset_after(std::size_t changes) const;

  std::chrono::seconds first_;
  std::vector<ZoneChange> changes_;
};

using Zones = std::map<std::string, ZoneRules, std::less<>>;

}  // namespace wick::core
