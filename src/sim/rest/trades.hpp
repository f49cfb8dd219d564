// The trades and aggTrades endpoints. An aggregate holds neighbouring trades of one price, one
// side and one tenth of a second, and bears the id of its first.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sim/http.hpp"
#include "sim/market/market.hpp"
#include "sim/rest/venue_error.hpp"

namespace wick::sim {

enum class TradeKind : std::uint8_t { kSingle, kAggregate };

struct TradeQuery {
  const Symbol* symbol{};
  TradeKind kind{};
  std::optional<std::int64_t> from_id{};
  std::optional<Micros> start{}, end{};  // both inclusive
  std::size_t limit{};
};

struct QuotedTrade {
  Trade first;  // with the quantity of all
  std::int64_t last_id{};
};

struct TradeEndpoint {
  Venue venue{};
  TradeKind kind{};
};

[[nodiscard]] std::variant<TradeQuery, VenueError> parse_trade_query(const Market& market,
                                                                     TradeEndpoint endpoint,
                                                                     const Target& target,
                                                                     Micros now);

// The oldest from the id or the start on, or else the newest up to the end.
[[nodiscard]] std::vector<QuotedTrade> select_trades(const Market& market, const TradeQuery& query,
                                                     Micros now);

[[nodiscard]] std::string trades_json(const std::vector<QuotedTrade>& trades,
                                      const TradeQuery& query, Micros unit);

}  // namespace wick::sim
