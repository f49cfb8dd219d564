// What holders of a perpetual future pay each other every eight hours, of some symbols every four.
//
// Seeded, in integers; never at the instant of the listing, and never from the delisting on. What
// is settled on the hour is booked some milliseconds after it.
#pragma once

#include <vector>

#include "sim/market/market.hpp"

namespace wick::sim {

struct Funding {
  Micros time{};        // booked; whole milliseconds
  std::int64_t rate{};  // with 8 decimals; may be negative
  bool operator==(const Funding&) const = default;
};

[[nodiscard]] bool has_funding(const Symbol& symbol);
[[nodiscard]] Micros funding_step(const Symbol& symbol);  // 4 or 8 hours

// Those booked in [begin, end), in order.
[[nodiscard]] std::vector<Funding> fundings(const Market& market, const Symbol& symbol,
                                            Micros begin, Micros end);

// The mark price that a funding was reckoned from, with kQuoteDigits decimals.
[[nodiscard]] std::int64_t funding_mark(const Market& market, const Symbol& symbol,
                                        const Funding& funding);

}  // namespace wick::sim
