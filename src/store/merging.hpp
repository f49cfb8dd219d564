// Rows of several sources as one, and what they disagreed about.
#pragma once

#include <vector>

#include "store/journal.hpp"
#include "store/sealed_facts.hpp"

namespace wick::store {

struct Merged {
  std::vector<Sourced> rows;              // in order, one for each instant: the best by Mark
  std::vector<JournalEntry> differences;  // values that were not taken and differ from what was
};

// Of equal marks the earlier input stands.
[[nodiscard]] Merged merge(const std::vector<Sourced>& inputs, core::UtcTime now);

[[nodiscard]] core::RangeSet covered(const std::vector<Sourced>& parts, const core::Grid& grid);

// The parts of the holes that have no row, in order.
[[nodiscard]] std::vector<StoredHole> without(const std::vector<StoredHole>& holes,
                                              const core::RangeSet& have);

}  // namespace wick::store
