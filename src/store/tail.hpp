// Final bars of days that are not complete yet, in an append-only log beside the sealed files.
//
// Nothing that was fetched is lost when a rate limit or a crash ends a request, and what a stream
// brings rests here until its day is whole. See docs/formats/tail.md.
#pragma once

#include <string>
#include <vector>

#include "core/chunk.hpp"
#include "core/hole.hpp"
#include "core/provenance.hpp"
#include "store/record_log.hpp"

namespace wick::store {

// Bars of one source, and instants for which that source has none.
struct TailEntry {
  core::Source source;
  core::Chunk rows;  // its tier tells the origin: REST or STREAM, never CACHE
  std::vector<core::Hole> holes;
};

// Under which name rows of a tail are served.
[[nodiscard]] core::Tier tier_of(core::Origin origin);

class Tail {
 public:
  Tail(port::Files& files, std::string path);

  struct Content {
    std::vector<TailEntry> entries;  // in the order of arrival
    std::size_t damaged_bytes{};     // also those of records that are none of a tail
  };
  // An entry of thousands of rows comes back as several.
  [[nodiscard]] base::Result<Content> read() const;

  // Durable on return; the caller holds the lock of the series. Only final bars. After a crash
  // the first few megabytes of a large append may be there, and those are as true as all of it.
  [[nodiscard]] base::Result<void> append(const std::vector<TailEntry>& entries);

  // Leaves out what now rests in sealed files; records of a newer format are kept as they are.
  [[nodiscard]] base::Result<void> drop(const core::RangeSet& sealed, std::uint64_t unique);

 private:
  RecordLog log_;
};

}  // namespace wick::store
