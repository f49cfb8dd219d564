#include "wiring/streams.hpp"

#include "venue/binance/streams.hpp"

namespace wick::wiring {
namespace {

Key hosts_key(core::Market market) {
  switch (market) {
    case core::Market::kSpot:
      return Key::kSpotStreamUrl;
    case core::Market::kFuturesUsdt:
      return Key::kUmStreamUrl;
    case core::Market::kFuturesCoin:
      return Key::kCmStreamUrl;
    case core::Market::kFx:
      break;
  }
  return Key::kSpotStreamUrl;
}

}  // namespace

std::unique_ptr<port::StreamDialect> stream_dialect(const Config& config, core::Market market) {
  return std::make_unique<venue::binance::Streams>(
      venue::binance::StreamOptions{market, config.list(hosts_key(market))});
}

}  // namespace wick::wiring
