// The klines endpoints: which candles a request gets, and how they are written.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/http.hpp"
#include "sim/market/market.hpp"
#include "sim/market/quotes.hpp"
#include "sim/rest/venue_error.hpp"

namespace wick::sim {

struct KlineEndpoint {
  Venue venue{};
  Price price{};  // the traded one, or on futures any
};

struct KlineQuery {
  const Symbol* symbol{};  // of an index price, the perpetual of the pair that was asked for
  Interval interval{};
  std::optional<Micros> start{}, end{};  // opening times, both inclusive
  Micros shift{};                        // of the grid, by timeZone
  std::size_t limit{};
  Price price{};
};

[[nodiscard]] std::variant<KlineQuery, VenueError> parse_kline_query(const Market& market,
                                                                     KlineEndpoint endpoint,
                                                                     const Target& target,
                                                                     Micros now);

// Spot and USD-M: the oldest from the start, or else the newest up to the end. COIN-M: the newest
// always, out of 200 days. The candle that is still running comes last.
[[nodiscard]] std::vector<Candle> select_klines(const Market& market, const KlineQuery& query,
                                                Micros now);

[[nodiscard]] std::string klines_json(const std::vector<Candle>& candles, const KlineQuery& query,
                                      Micros unit);  // of the wire: 1 or 1000

// 0, 8, -1:00, 05:45: at most 12 hours behind UTC and 14 ahead.
[[nodiscard]] std::optional<Micros> parse_time_zone(std::string_view text);

// Symbols that can be asked about at `now`. Delisted futures are gone at once, as in all that the
// exchange says of them; spot keeps answering for delisted pairs.
[[nodiscard]] const Symbol* find_quoted(const Market& market, Venue venue, std::string_view name,
                                        Micros now);

// A time parameter: milliseconds, or on spot microseconds if there are too many digits.
[[nodiscard]] Micros instant_of(Venue venue, std::int64_t value);

}  // namespace wick::sim
