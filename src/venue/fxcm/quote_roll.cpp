#include "venue/fxcm/quote_roll.hpp"

#include <algorithm>
#include <utility>

namespace wick::venue::fxcm {
namespace {

void take_in(core::HistoryBar& whole, const core::HistoryBar& part) {
  whole.high = core::quote_of(std::max(whole.high.bid, part.high.bid),
                              std::max(whole.high.ask, part.high.ask));
  whole.low =
      core::quote_of(std::min(whole.low.bid, part.low.bid), std::min(whole.low.ask, part.low.ask));
  whole.close = part.close;
  whole.volume += part.volume;
}

}  // namespace

std::vector<core::HistoryBar> rolled(std::span<const core::HistoryBar> bars,
                                     const core::Grid& grid) {
  std::vector<core::HistoryBar> all;
  for (const core::HistoryBar& bar : bars) {
    const core::UtcTime open = grid.floor(bar.open_time);
    if (!all.empty() && all.back().open_time == open) {
      take_in(all.back(), bar);
    } else {
      all.push_back(bar);
      all.back().open_time = open;
    }
  }
  return all;
}

core::Chunk middles(std::span<const core::HistoryBar> bars, const core::Grid& grid) {
  core::ChunkBuilder rows;
  rows.reserve(bars.size());
  for (const core::HistoryBar& bar : bars) {
    rows.push({.open_time = bar.open_time,
               .close_time = grid.next(bar.open_time) - core::Micros{1},
               .open = bar.open.mid,
               .high = bar.high.mid,
               .low = bar.low.mid,
               .close = bar.close.mid});
  }
  return std::move(rows).finish(core::Tier::kBulk, {.origin = core::Origin::kArchive});
}

}  // namespace wick::venue::fxcm
