// The fundingRate endpoint of the futures: which fundings a request gets, and how they are written.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sim/http.hpp"
#include "sim/market/funding.hpp"
#include "sim/market/market.hpp"
#include "sim/rest/venue_error.hpp"

namespace wick::sim {

struct FundingQuery {
  const Symbol* symbol{};
  std::optional<Micros> start{}, end{};  // both inclusive
  std::size_t limit{};
};

[[nodiscard]] std::variant<FundingQuery, VenueError> parse_funding_query(const Market& market,
                                                                         Venue venue,
                                                                         const Target& target,
                                                                         Micros now);

// The oldest from the start on, or else the newest up to the end; in order of time.
[[nodiscard]] std::vector<Funding> select_fundings(const Market& market, const FundingQuery& query,
                                                   Micros now);

[[nodiscard]] std::string fundings_json(const Market& market, const FundingQuery& query,
                                        const std::vector<Funding>& fundings);

}  // namespace wick::sim
