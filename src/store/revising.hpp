// A changed archive object taken into the store, as a higher revision.
//
// Only rows whose values differ are written, and those that were not there before; both values stay
// in the journal, which also remembers that this version of the object was looked at. Rows that
// came from elsewhere keep their place by rank. Rows that the object has no more are kept and
// counted.
#pragma once

#include <cstdint>
#include <string>

#include "store/reupload.hpp"
#include "store/shelf.hpp"

namespace wick::store {

struct Republished {
  std::string was;        // the checksum that the store knows
  core::Source source;    // the object as it is now; its revision is of no matter
  core::TimeRange opens;  // the instants of the day or month that it is about
  core::Chunk rows;       // all of them
};

struct Revised {
  std::uint64_t changed{};   // rows with other values than before
  std::uint64_t added{};     // rows where there was none
  std::uint64_t vanished{};  // rows of the object that it has no more
};

// What the store has of the object's days is revised and durable on return, then noted. Days that
// are not in sealed files are left alone. Takes the lock of the series.
[[nodiscard]] base::Result<Revised> revise(const Shelf& shelf, const Republished& object,
                                           core::UtcTime now);

}  // namespace wick::store
