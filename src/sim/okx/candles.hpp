// The two candle endpoints of OKX: which rows a request gets, and how they are written.
//
// `after` asks for rows older than a time, `before` for newer ones, neither with that time itself.
// Whatever is asked, the newest rows are counted first and come first.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sim/http.hpp"
#include "sim/market/market.hpp"
#include "sim/okx/bar.hpp"
#include "sim/okx/okx_error.hpp"

namespace wick::sim {

enum class CandleShelf : std::uint8_t {
  kRecent,   // the newest 1,440, the running one included; no seconds
  kHistory,  // all, once they have been closed for a minute
};

struct CandleQuery {
  CandleShelf shelf{};
  const Symbol* symbol{};
  Bar bar{};
  std::optional<Micros> after{}, before{};
  std::size_t limit{};
};

[[nodiscard]] std::variant<CandleQuery, OkxError> parse_candle_query(const Market& market,
                                                                     CandleShelf shelf,
                                                                     const Target& target,
                                                                     Micros now);

// The newest first.
[[nodiscard]] std::vector<Candle> select_candles(const Market& market, const CandleQuery& query,
                                                 Micros now);

// The value of `data` in an answer: [ts,o,h,l,c,vol,volCcy,volCcyQuote,confirm] each, all texts.
[[nodiscard]] std::string candles_json(const std::vector<Candle>& candles, const CandleQuery& query,
                                       Micros now);

}  // namespace wick::sim
