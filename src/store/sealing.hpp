// Making a period whole: what is on disk already and what was just fetched become one sealed file.
#pragma once

#include <vector>

#include "store/shelf.hpp"

namespace wick::store {

// What was brought for one period.
struct Brought {
  std::vector<Sourced> rows;
  std::vector<StoredHole> holes;
};

// Seals the period if, with what the disk has of it already, every instant is a bar or a hole.
// Rows that are on disk and differ stay or go by their marks; both values go to the journal. The
// file is durable on return, and only then do the tail and, under a month, day files let go of
// what is now in it. The caller holds the lock of the series.
enum class Outcome { kSealed, kUnchanged, kIncomplete };
[[nodiscard]] base::Result<Outcome> seal(const Shelf& shelf, const Period& period,
                                         const Brought& brought, core::UtcTime now);

}  // namespace wick::store
