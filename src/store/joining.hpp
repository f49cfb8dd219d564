// Entries of a tail that say nearly the same of themselves, as one.
#pragma once

#include <vector>

#include "store/tail.hpp"

namespace wick::store {

// A stream adds a few rows at a time, each time with its own time of fetching. Neighbours that
// agree in all but that time and were fetched in the same hour become one entry, which has the
// latest of their times. The order of arrival stays, and so does every row; entries with holes are
// left alone.
[[nodiscard]] std::vector<TailEntry> joined(std::vector<TailEntry> entries);

}  // namespace wick::store
