// The REST API of each market, as it may be asked just now: one pace for each, by whoever asks.
#pragma once

#include <array>
#include <string>

#include "venue/binance/endpoints.hpp"
#include "venue/binance/rate_limits.hpp"

namespace wick::venue::binance {

class RestPaces {
 public:
  struct Options {
    port::Http* http{};                                 // these two must outlive the paces
    port::Board* board{};                               // none: nothing is paced
    core::Micros blocked_for{std::chrono::minutes{1}};  // after a refusal by every host
  };
  RestPaces(const Options& options, const Endpoints& endpoints)
      : paces_{pace(core::Market::kSpot, options, endpoints),
               pace(core::Market::kFuturesUsdt, options, endpoints),
               pace(core::Market::kFuturesCoin, options, endpoints)} {}

  [[nodiscard]] Pace& of(core::Market market) {
    return paces_.at(static_cast<std::size_t>(market));
  }

 private:
  // All hosts of a market count for the same address of ours, so they share one account.
  static Pace pace(core::Market market, const Options& options, const Endpoints& endpoints) {
    const auto& hosts = endpoints.rest(market);
    const std::string host = hosts.empty() ? "" : hosts.front();
    const std::string account = "binance " + std::string(core::name(market)) + " " + host;
    return Pace({.account = account,
                 .http = options.http,
                 .host = host,
                 .board = options.board,
                 .blocked_for = options.blocked_for,
                 .rules = rest_rules(market)});
  }

  std::array<Pace, 3> paces_;
};

}  // namespace wick::venue::binance
