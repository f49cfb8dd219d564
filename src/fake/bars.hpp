// Made-up bars for tests: plausible, and the same for the same seed.
#pragma once

#include "core/chunk.hpp"
#include "core/interval.hpp"

namespace wick::fake {

// The bar of that instant. Depends on the instant and the seed alone.
[[nodiscard]] core::Bar bar_at(core::UtcTime open, const core::Grid& grid, std::uint64_t seed);

struct BarsOf {
  core::RangeSet opens;
  std::uint64_t seed{1};
  core::Tier tier{core::Tier::kRest};
  core::Mark mark{};
};
[[nodiscard]] core::Chunk bars(const core::Grid& grid, const BarsOf& what);

}  // namespace wick::fake
