// The exchangeInfo endpoints: the limits, and all symbols with their trading rules.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "sim/http.hpp"
#include "sim/market/market.hpp"
#include "sim/rest/limiter.hpp"
#include "sim/rest/venue_error.hpp"

namespace wick::sim {

// Listed by `now`, in the market's order. Spot keeps delisted pairs with status BREAK; futures
// show a delisted contract as SETTLING for a week and then no more.
[[nodiscard]] std::vector<const Symbol*> listed_symbols(const Market& market, Venue venue,
                                                        Micros now);

// The parameters choose symbols on spot; the futures' endpoints take none and mind none.
[[nodiscard]] std::variant<std::vector<const Symbol*>, VenueError> choose_symbols(
    const Market& market, Venue venue, const Target& target, Micros now);

[[nodiscard]] std::string symbols_json(const std::vector<const Symbol*>& symbols, Micros now);

// All of it, around the symbols.
[[nodiscard]] std::string exchange_info_json(Venue venue, const std::vector<RateLimit>& limits,
                                             std::int64_t server_time, std::string_view symbols);

}  // namespace wick::sim
