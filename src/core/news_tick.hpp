// What a stream tells of quotes and trades, as ticks from which bars are made.
#pragma once

#include <optional>

#include "core/stream.hpp"
#include "core/tick.hpp"

namespace wick::core {

// At the time when it was received where the venue tells none. Nothing while a side of the book is
// empty: then there is no price between the two.
[[nodiscard]] std::optional<Tick> tick_of(const QuoteNews& quote, UtcTime received);

// Bid and ask are both the price.
[[nodiscard]] Tick tick_of(const TradeNews& trade, UtcTime received);

}  // namespace wick::core
