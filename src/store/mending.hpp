// What is still whole of a damaged log, kept; the file as it was, put aside.
#pragma once

#include <cstddef>
#include <string>

#include "store/census.hpp"
#include "store/shelf.hpp"

namespace wick::store {

struct Mended {
  std::size_t records{};        // kept
  std::size_t damaged_bytes{};  // left out; none where there was nothing to mend
  std::string aside;            // where the file as it was is now
};
// Whole records stay as they are, in their order, also those of a newer format. Takes the lock of
// the series. Changes nothing before the copy is durable.
[[nodiscard]] base::Result<Mended> mend_log(const Shelf& shelf, const CensusFile& log,
                                            core::UtcTime now);

}  // namespace wick::store
