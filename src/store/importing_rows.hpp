// The bars of a day file that another program wrote, as far as they can be believed.
//
// Nothing is filled in. A file that lacks a column, or whose bars are of another length than its
// path says, is refused as a whole. A row is refused that lacks a number, breaks the rules of a
// bar, lies off the grid or outside of the file's day, or stands there twice with two values. A
// row is left out that may have been forming when the file was written.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/chunk.hpp"
#include "store/foreign_layout.hpp"

namespace wick::store {

struct RowFault {
  core::UtcTime open{};
  std::string why;
};

struct ForeignBars {
  core::SeriesId id;            // its interval is settled
  std::vector<core::Bar> bars;  // in order, one for each instant
  std::uint64_t rows{};         // in the file
  std::uint64_t forming{};      // of them left out
  std::uint64_t repeated{};     // the same row once more
  std::vector<RowFault> faults;
};

// `written` is when the file was last changed: bars that end later were still forming then. Where
// the file stops before its day does and was changed after that day, its last row is left out as
// well: the file may be a copy, and its time that of the copying.
[[nodiscard]] base::Result<ForeignBars> read_foreign_bars(std::string_view bytes,
                                                          const ForeignPlace& place,
                                                          core::UtcTime written);

// The rules of a bar that ends at `end`, and of bars: one for each instant, in order. Two of one
// instant that differ are both refused, since nobody can tell which is right.
[[nodiscard]] base::Result<core::Bar> believed(const core::Bar& bar, core::UtcTime end);
void settle_order(ForeignBars& found);

[[nodiscard]] core::Chunk chunk_of(std::span<const core::Bar> bars);  // of origin import

}  // namespace wick::store
