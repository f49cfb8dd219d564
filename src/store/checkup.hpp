// How one series stands in the cache: which instants it has, which it lacks, and which of its files
// are no good.
//
// Reads only, and by default no more of a sealed file than its metadata, which is enough to know
// its bars and holes. Damage to the columns themselves shows only where every byte is read. A day
// file speaks for its day instead of the file of its month, as it does for readers.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "store/census.hpp"
#include "store/disk.hpp"
#include "store/sealed_facts.hpp"

namespace wick::store {

enum class Depth : std::uint8_t { kMetadata, kEveryByte };

enum class Trouble : std::uint8_t {
  kEmpty,       // a sealed file of no bytes
  kDamaged,     // not what was written
  kNewer,       // of a format that only a newer program reads
  kUnreadable,  // the system would not let us look
};
[[nodiscard]] std::string_view name(Trouble trouble);

struct FileTrouble {
  std::string path;
  Trouble trouble{};
  std::string why;
};

struct SeriesCheckup {
  core::SeriesId id;  // with the phase that its files have
  std::uint64_t months{};
  std::uint64_t days{};
  std::uint64_t files{};  // logs, too
  std::uint64_t bytes{};
  core::RangeSet bars;                        // instants with a bar in a sealed file
  core::RangeSet unsealed;                    // and those whose bar is only in the tail
  std::vector<StoredHole> holes;              // in order
  core::RangeSet lost;                        // instants of files that are no good
  std::map<core::Origin, std::int64_t> rows;  // sealed bars by who first said so
  core::TimeRange span{};                     // from the first to the last, also of lost ones
  std::vector<FileTrouble> troubles;
  std::vector<std::string> remarks;  // for people, where every byte was read

  [[nodiscard]] core::RangeSet settled() const;  // bars, unsealed bars and holes
  [[nodiscard]] core::RangeSet missing(core::TimeRange range) const;
};

[[nodiscard]] SeriesCheckup check_series(const Disk& disk, const SeriesCensus& census, Depth depth);

}  // namespace wick::store
