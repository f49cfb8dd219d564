// Which sealed files to give up when a cache has grown too large.
//
// Pure but for prune(). A file goes as a whole; logs never go. The day files that correct a month
// go with it and never before it, or older values would come back.
#pragma once

#include <optional>
#include <vector>

#include "store/census.hpp"
#include "store/shelf.hpp"

namespace wick::store {

// Files that go together, in the order in which they go.
struct Expendable {
  core::SeriesId id;
  std::vector<CensusFile> files;
  std::uint64_t bytes{};
  core::UtcTime used{};  // the latest of them
};

struct PruneLimits {
  std::optional<std::uint64_t> size_max{};  // of all files of the census; none: no matter the size
  core::UtcTime before{core::kFarFuture};   // only what ends by then
};

// Of all files of the series, logs too.
[[nodiscard]] std::uint64_t bytes_of(const Census& census);

// Longest unused first; no more than are needed to get down to the limit.
[[nodiscard]] std::vector<Expendable> plan_pruning(const Census& census, const PruneLimits& limits);

// Removes them under the lock of the series; says how many bytes are free now.
[[nodiscard]] base::Result<std::uint64_t> prune(const Shelf& shelf, const Expendable& expendable);

}  // namespace wick::store
