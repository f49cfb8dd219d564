// The REST API of each market, as it may be asked just now: one pace for each, by whoever asks.
#pragma once

#include <array>
#include <string>

#include "venue/binance/endpoints.hpp"
#include "venue/binance/rate_limits.hpp"
#include "venue/services.hpp"

namespace wick::venue::binance {

class RestPaces {
 public:
  // `blocked_for`: after a refusal by every host.
  RestPaces(const Services& services, const Endpoints& endpoints,
            core::Micros blocked_for = std::chrono::minutes{1})
      : paces_{Pace(options(core::Market::kSpot, services, endpoints, blocked_for)),
               Pace(options(core::Market::kFuturesUsdt, services, endpoints, blocked_for)),
               Pace(options(core::Market::kFuturesCoin, services, endpoints, blocked_for))} {}

  [[nodiscard]] Pace& of(core::Market market) {
    return paces_.at(static_cast<std::size_t>(market));
  }

 private:
  // All hosts of a market count for the same address of ours, so they share one account.
  static Pace::Options options(core::Market market, const Services& services,
                               const Endpoints& endpoints, core::Micros blocked_for) {
    const auto& hosts = endpoints.rest(market);
    const std::string host = hosts.empty() ? "" : hosts.front();
    return {.account = "binance " + std::string(core::name(market)) + " " + host,
            .http = services.http,
            .host = host,
            .board = services.board,
            .blocked_for = blocked_for,
            .rules = rest_rules(market)};
  }

  std::array<Pace, 3> paces_;
};

}  // namespace wick::venue::binance
