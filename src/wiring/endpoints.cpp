#include "wiring/endpoints.hpp"

namespace wick::wiring {

venue::binance::Endpoints binance_endpoints(const Config& config) {
  return {.archive = config.list(Key::kArchiveUrl),
          .listing = config.list(Key::kListingUrl),
          .spot = config.list(Key::kSpotUrl),
          .um = config.list(Key::kUmUrl),
          .cm = config.list(Key::kCmUrl)};
}

}  // namespace wick::wiring
