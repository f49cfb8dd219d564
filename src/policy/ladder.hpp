// Which source to ask for which gaps, and when a request is as complete as it can be.
//
// A Ladder is one request in progress: the sources that may have it, best first, and for every
// wanted instant the rung on which it stands. It does no I/O and reads no clock. The caller obeys
// next(), then reports what happened; each report moves only the instants that it speaks of, so
// objects step down on their own. The same reports always lead to the same steps.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/error.hpp"
#include "core/bar.hpp"
#include "core/hole.hpp"
#include "core/interval.hpp"
#include "core/range_set.hpp"
#include "core/time.hpp"

namespace wick::policy {

// What a source is cut into. A bar lies in the day or month in which it opens.
enum class Unit : std::uint8_t { kBar, kDay, kMonth };

// The calendar day or month that the bar at `open` belongs to.
[[nodiscard]] core::TimeRange unit_of(Unit unit, core::UtcTime open);

struct Rung {
  core::Tier tier{};
  Unit unit{Unit::kBar};
  core::Micros lag{};       // a unit is there once its end is this long past
  bool whole_only{};        // worth asking only where a whole unit is missing
  core::RangeSet except{};  // known to be wrong there
};

struct Ask {
  std::size_t rung{};
  core::Tier tier{};
  core::RangeSet ranges;
};
struct Wait {
  core::MonoTime until;
};
struct Listen {};  // nothing new to ask before the next report
struct Done {
  std::vector<core::Hole> missing;  // empty when every instant has a bar
};
using Step = std::variant<Ask, Wait, Listen, Done>;

class Ladder {
 public:
  struct Options {
    bool wait_when_throttled{};  // stay on the rung until the source lets us in again
  };
  // `wanted` holds whole bars of the grid, and so do all ranges of asks and reports.
  Ladder(std::vector<Rung> rungs, const core::Grid& grid, const core::RangeSet& wanted,
         Options options);

  [[nodiscard]] Step next(core::Now now);

  struct Report {
    std::size_t rung{};
    core::RangeSet asked{};           // part of an Ask that has been answered
    core::RangeSet settled{};         // of that, what is done with
    std::vector<core::Hole> holes{};  // settled instants without a bar
    std::optional<base::Error> error{};
  };
  // What an error kept unsettled goes one rung down. What the source simply does not have goes to
  // the next tier: another cut of the same archive will not have it either.
  void report(const Report& report, core::Now now);

 private:
  struct Stand {
    core::RangeSet waiting;  // to be asked here
    core::RangeSet asked;    // asked, and not yet reported
  };
  [[nodiscard]] std::size_t next_tier(std::size_t rung) const;
  void drop(std::size_t rung, const core::RangeSet& ranges, const std::string& reason);

  std::vector<Rung> rungs_;
  core::Grid grid_;
  Options options_;
  std::vector<Stand> stands_;
  std::vector<core::Hole> holes_;
  core::MonoTime not_before_{core::MonoTime::min()};
};

}  // namespace wick::policy
