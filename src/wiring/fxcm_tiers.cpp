#include "wiring/fxcm_tiers.hpp"

#include "venue/fxcm/candle_quest.hpp"
#include "venue/fxcm/quote_history.hpp"

namespace wick::wiring {
namespace {

venue::fxcm::ShelfOptions shelf_options(const Config& config, const FxcmWorld& world) {
  return {.hosts = config.list(Key::kFxcmArchiveUrl),
          .attempts = {.per_host_max = world.attempts_max, .corrupt_max = 2, .seed = world.seed},
          .memory = world.memory};
}

}  // namespace

FxcmTiers::FxcmTiers(const Config& config, const FxcmWorld& world)
    : files_(world.services, {.shelf = shelf_options(config, world)}) {}

core::RangeSet FxcmTiers::along(const core::SeriesId& id, const core::RangeSet& wanted,
                                core::UtcTime now) {
  core::RangeSet along;
  for (const auto& piece : venue::fxcm::cut_into_weeks(wanted, core::grid_of(id))) {
    if (piece.week.end <= now) along.add(piece.week);
  }
  return along;
}

std::unique_ptr<port::FeedHistory> fxcm_archive(const Config& config, const FxcmWorld& world) {
  return std::make_unique<venue::fxcm::QuoteHistory>(world.services, shelf_options(config, world));
}

}  // namespace wick::wiring
