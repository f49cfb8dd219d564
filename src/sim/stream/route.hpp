// What the address of a stream connection asks for, and what the name of a stream means.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/http.hpp"

namespace wick::sim {

// Which streams a connection can carry. USD-M futures are split over three addresses, and the
// address from before the split still shakes hands, acknowledges, and says nothing more.
enum class Reach : std::uint8_t { kEverything, kMarket, kPublic, kNothing };

struct Route {
  Venue venue{};
  Reach reach{Reach::kEverything};
  bool combined{};  // events come as {"stream":...,"data":...}
  bool microseconds{};
  std::vector<std::string> streams;  // as sent
};

// Nothing where the host has no streams or no such path.
[[nodiscard]] std::optional<Route> route_of(Host host, std::string_view target);

enum class Topic : std::uint8_t { kKline, kContinuousKline, kTrade, kAggTrade, kBookTicker };

struct StreamName {
  Topic topic{};
  std::string subject;  // upper-case: a symbol; of continuous klines PAIR_CONTRACTTYPE
  Interval interval{};
  Micros offset{};  // of the candles' grid, east of UTC
};

// Nothing for names the exchange would acknowledge and never serve, upper-case ones among them.
[[nodiscard]] std::optional<StreamName> stream_name_of(std::string_view text);

[[nodiscard]] bool carries(Reach reach, Topic topic);

}  // namespace wick::sim
