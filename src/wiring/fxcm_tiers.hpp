// Who has past bars of FXCM: its public candle files. Its live bars are in the cache.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "history/retrieval.hpp"
#include "port/feed.hpp"
#include "port/memory.hpp"
#include "venue/fxcm/archive.hpp"
#include "wiring/config.hpp"

namespace wick::wiring {

struct FxcmWorld {  // must outlive what is made of it
  venue::Services services{};
  port::Memory* memory{};
  std::uint64_t seed{};
  std::size_t attempts_max{3};
};

class FxcmTiers {
 public:
  FxcmTiers(const Config& config, const FxcmWorld& world);

  [[nodiscard]] std::vector<history::Tier> bulk() {
    return {{{.tier = core::Tier::kBulk}, &files_}};
  }

  // The instants that the same files bring beside those wanted: the rest of the weeks that are
  // over, so that their days can be kept.
  [[nodiscard]] static core::RangeSet along(const core::SeriesId& id, const core::RangeSet& wanted,
                                            core::UtcTime now);

 private:
  venue::fxcm::Archive files_;
};

// The same files with bids and asks, as the past of a live source.
[[nodiscard]] std::unique_ptr<port::FeedHistory> fxcm_archive(const Config& config,
                                                              const FxcmWorld& world);

}  // namespace wick::wiring
