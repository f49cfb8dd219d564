// The last bars of series, from their files and tails: what a program knows when it starts again.
//
// Reads only, and takes no lock, so a disk that cannot be written to does no harm. What cannot be
// read is told, and the other bars are served. Rows are not copied.
#pragma once

#include <optional>
#include <vector>

#include "core/chunk.hpp"
#include "store/disk.hpp"

namespace wick::store {

struct WarmBars {
  core::SeriesId id{};
  std::vector<core::Chunk> chunks{};  // in order and disjoint, the newest last
  std::size_t rows{};
  std::vector<base::Error> troubles{};  // kCorrupt: a file is damaged; else it cannot be read
};

// At most so many bars, the newest.
[[nodiscard]] WarmBars last_bars(const Disk& disk, const core::SeriesId& id, std::size_t bars);
[[nodiscard]] std::vector<WarmBars> warm_start(const Disk& disk,
                                               const std::vector<core::SeriesId>& series,
                                               std::size_t bars);

// Why bars of the series cannot be kept: whoever hears of it goes on in memory alone. That the disk
// is full shows only when something is written.
[[nodiscard]] std::optional<base::Error> why_not_kept(const Disk& disk, const core::SeriesId& id);

}  // namespace wick::store
