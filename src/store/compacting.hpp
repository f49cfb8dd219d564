// Day files folded into the file of their month.
//
// A month is folded when each of its days is there, as a day file or in the month's file already,
// and when it ended three days ago or more. No row, source, revision or hole is lost or changed:
// readers see the same before, during and after. Where it is stopped, nothing was lost, and the
// next time does the rest. A month of seconds is written day by day, so it need not fit into
// memory.
#pragma once

#include <cstdint>
#include <vector>

#include "store/shelf.hpp"

namespace wick::store {

inline constexpr core::Micros kFoldedAfter = std::chrono::days{3};

// Months with day files to fold, in order of time; none for intervals that have no day files.
[[nodiscard]] std::vector<Period> months_to_fold(const Shelf& shelf, core::UtcTime now);

struct Folded {
  std::size_t days{};  // files that are no more
  std::uint64_t rows{};
};
// Holds the lock of the series meanwhile. A file that is damaged, or a month that is not whole,
// stops it before anything is changed. Nothing to fold is no error.
[[nodiscard]] base::Result<Folded> fold(const Shelf& shelf, const Period& month, core::UtcTime now);

}  // namespace wick::store
