#include "core/news_tick.hpp"

namespace wick::core {

std::optional<Tick> tick_of(const QuoteNews& quote, UtcTime received) {
  if (!(quote.bid > 0 && quote.ask > 0)) return std::nullopt;
  const bool told = quote.time != UtcTime{};
  return Tick{.time = told ? quote.time : received,
              .received = received,
              .bid = quote.bid,
              .ask = quote.ask};
}

Tick tick_of(const TradeNews& trade, UtcTime received) {
  return {.time = trade.time,
          .received = received,
          .bid = trade.price,
          .ask = trade.price,
          .size = trade.size};
}

}  // namespace wick::core
