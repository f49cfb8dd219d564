// The request limits of Binance's REST APIs: how they are told, and what a request costs.
#pragma once

#include "core/series_id.hpp"
#include "venue/pace.hpp"

namespace wick::venue::binance {

// "rateLimits" of exchangeInfo; orders, and what cannot be read, are left out.
[[nodiscard]] std::vector<policy::RateLimit> parse_rate_limits(const std::string& body);

// X-MBX-USED-WEIGHT-1M and its like.
[[nodiscard]] std::vector<policy::Receipt::Used> used_weights(const port::HttpResponse& response);

// What a page of klines with that limit costs.
[[nodiscard]] std::int64_t klines_weight(core::Market market, std::int64_t limit);

[[nodiscard]] Pace::Rules rest_rules(core::Market market);

}  // namespace wick::venue::binance
